package flows

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// A third STOP by a slip of the thumb said that somebody has to have a look, and a real
// third one the day after said nothing for a week.
func TestBugThreeStopsWereSaidOfASlipOnly(t *testing.T) {
	m := onTheMat(t)
	for n := 2; n > 0; n-- {
		m.p.Plan.Trained = append(m.p.Plan.Trained, Trained{On: addDays(m.p.localDate(m.now), -n), Kind: kindFull, Done: "X2:done C1:done C2:done", Before: 20, Peak: 50, Am: 20, Asked: true, Worst: "X2"})
	}
	m.begin("C3 C1 C2", map[string]string{"before": "2"})
	m.to("peak")
	m.tap("7")
	m.finish()
	if !m.said("session.stops") {
		t.Fatalf("of the slip: %v", texts(m.out))
	}
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
	for range 9 {
		if Asking(m.p).Question != "peak" {
			m.tap(WayBack)
		}
	}
	m.tap("2")
	m.finish()
	if m.said("session.stops") || m.p.Plan.Advised != "" {
		t.Errorf("put right: %v", texts(m.out))
	}
	m.after(1)
	said := m.session("exercise", map[string]string{"before": "2", "peak": "7"})
	if !slices.Contains(said, "session.stops") {
		t.Errorf("the third one: %v", said)
	}
}

// Three stops that stand are said once a week, whatever else is put right.
func TestThreeStopsAreNotSaidAgainAfterACorrection(t *testing.T) {
	m := onTheMat(t)
	for n := 3; n > 0; n-- {
		m.p.Plan.Trained = append(m.p.Plan.Trained, Trained{On: addDays(m.p.localDate(m.now), -n), Kind: kindFull, Done: "X2:done C1:done C2:done", Before: 20, Peak: 50, Am: 20, Asked: true, Worst: "X2"})
	}
	m.p.Plan.Advised = addDays(m.p.localDate(m.now), -1)
	m.session("exercise", nil)
	m.correct(0)
	if m.finish(); m.said("session.stops") {
		t.Errorf("again: %v", texts(m.out))
	}
}

// Leg pain "in the calf" by a slip said that it stayed, and the day after, when it had,
// nothing was said.
func TestBugLegPainThatStaysWasSaidOfASlipOnly(t *testing.T) {
	tn := &turn{p: Patient{Zone: "UTC"}, now: momentOf(proposed)}
	tn.p.Plan.Trained = []Trained{{On: addDays(proposed, -1), Leg: "thigh", LegEnd: "calf"}}
	for _, told := range []struct {
		leg  string
		says int
	}{{"calf", 1}, {"calf", 1}, {"thigh", 1}, {"calf", 2}} {
		if tn.legStays(told.leg); len(tn.out.Replies) != told.says {
			t.Errorf("%+v: said %d times", told, len(tn.out.Replies))
		}
	}
}

// A session that was put right until all of it was passed over went on counting for the
// day, and the diary kept its STOP.
func TestBugASessionPutRightToNothingStillCounted(t *testing.T) {
	m := onTheMat(t)
	m.begin("X2 C1 C2", map[string]string{"before": "4"})
	m.to("peak")
	m.tap("6", "X2", "light")
	entry := m.p.lastTrained().Entry
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
	for range 9 {
		m.tap(WayBack)
	}
	for ask := Asking(m.p); ask != nil; ask = Asking(m.p) {
		choice := m.choice(*ask, nil)
		if cardNumber(ask.Question) > 0 {
			choice = WaySkip
		}
		m.tap(choice)
	}
	if !m.said("session.none") || len(m.p.Plan.Trained) > 0 || m.p.activeOn(m.p.localDate(m.now)) {
		t.Errorf("%v, trained %+v, active on %v", texts(m.out), m.p.Plan.Trained, m.p.Plan.Active)
	}
	if i := slices.IndexFunc(m.out.Diary, func(e Entry) bool { return e.Kind == "session" && e.Replaces == entry }); i < 0 || m.out.Diary[i].Data["done"] != "" {
		t.Errorf("the diary says %+v", m.out.Diary)
	}
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
	if m.said("session.again") {
		t.Error("it was done already")
	}
}

// The same of a day on which something else was done: that counts.
func TestADayStaysADayOfTheOtherSession(t *testing.T) {
	tn := &turn{p: Patient{Zone: "UTC", Consent: &Consent{}}, ev: Ticked{}, now: momentOf(proposed)}
	tn.p.Plan.Active = []string{proposed}
	tn.p.Plan.Trained = []Trained{{On: proposed, Kind: kindMini}}
	if tn.forget(Trained{On: proposed}, 7); !tn.p.activeOn(proposed) {
		t.Error("the day counts no more")
	}
	tn.p.Plan.Trained = nil
	if tn.forget(Trained{On: proposed}, 0); !tn.p.activeOn(proposed) {
		t.Error("by a session that was never kept")
	}
}

// Who put a session right lost the one before it on that day, where the diary had had
// no room for that.
func TestBugACorrectionDroppedAnotherSession(t *testing.T) {
	m := onTheMat(t)
	m.session("exercise", nil)
	m.p.Plan.Trained = append([]Trained{{On: m.p.localDate(m.now), Kind: kindMini, Done: "X2:done", Before: NoScore, Peak: NoScore, Am: NoScore}}, m.p.Plan.Trained...)
	m.correct(0)
	if m.finish(); len(m.p.Plan.Trained) != 2 {
		t.Errorf("%+v", m.p.Plan.Trained)
	}
}

// "Later" of this morning was forgotten when yesterday's session was put right.
func TestBugPuttingYesterdayRightTookTodaysReminderAway(t *testing.T) {
	m := onTheMat(t)
	m.now = time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)
	m.p.Screened, m.p.AskedE = m.now, m.now
	m.session("exercise", nil)
	m.now = time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC)
	m.step(Ticked{})
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "later"})
	if m.p.Rhythm.Snoozed.IsZero() {
		t.Fatalf("%v", texts(m.out))
	}
	m.correct(0)
	if m.finish(); m.p.Rhythm.Snoozed.IsZero() {
		t.Errorf("%v", texts(m.out))
	}
}

// "Change" below a one-minute session showed its last exercise again without a word.
func TestBugChangeShowedACardWithoutAWord(t *testing.T) {
	m := onTheMat(t)
	m.session(kindMini, nil)
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
	if said := texts(m.out); len(said) != 2 || said[0] != "correct.card" || cardOf(Asking(m.p).Question) == 0 {
		t.Errorf("%v", said)
	}
	m.tap(ChoiceDone)
	m.after(1)
	m.session("exercise", nil)
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
	if m.said("correct.card") {
		t.Errorf("a question that is no card: %v", texts(m.out))
	}
}

// unchanged is what rules read of a plan, without the diary's numbers.
func unchanged(p Patient) string {
	trained := slices.Clone(p.Plan.Trained)
	for i := range trained {
		trained[i].Entry = 0
	}
	return fmt.Sprintf("%+v %+v %v", trained, p.Plan.Footing.clone(), p.Plan.Active)
}

// "Change" and then no answer took the pain of a session away: a STOP was none any more,
// and of a mini nothing was left at all.
func TestBugASessionWasLostByChangingNothing(t *testing.T) {
	stop := map[string]string{"before": "2", "card1": "hurts", "hurt1": "sore", "peak": "8"}
	easy := map[string]string{"card1": "easy", "card2": "easy", "card3": "easy"}
	leaves := map[string]func(m *mat){
		"the sweep": func(m *mat) { m.now = m.now.Add(13 * time.Hour); m.step(Ticked{}) },
		"the next session": func(m *mat) {
			m.after(1)
			m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
		},
	}
	for _, of := range []struct {
		kind  string
		say   map[string]string
		stops int
	}{{kindShort, stop, 1}, {"exercise", stop, 1}, {kindMini, easy, 0}, {kindMini, nil, 0}, {"log", map[string]string{"peak": "8"}, 1}} {
		for name, leave := range leaves {
			for back := range 3 {
				m := onTheMat(t)
				m.step(Commanded{By: ByPatient, Name: "pain", Arg: "2"})
				m.step(Pressed{By: ByPatient, Form: FormDo, Question: of.kind})
				for ask := Asking(m.p); ask != nil; ask = Asking(m.p) {
					choice := m.choice(*ask, of.say)
					if said := of.say[ask.Question]; said != "" && ask.Form != "screen" {
						choice = said
					}
					m.tap(choice)
				}
				date := m.p.localDate(m.now)
				want, stops := unchanged(m.p), m.p.stops(date)
				if len(m.p.Plan.Trained) != 1 || stops != of.stops {
					t.Fatalf("%s: %d sessions, %d stops", of.kind, len(m.p.Plan.Trained), stops)
				}
				m.correct(back)
				if len(m.p.Plan.Trained) != 0 {
					t.Fatalf("%s: it is not open: %+v", of.kind, m.p.Plan.Trained)
				}
				leave(m)
				if got := unchanged(m.p); got != want || m.p.stops(date) != stops {
					t.Errorf("%s, %d back, left by %s:\n got %s\nwant %s", of.kind, back, name, got, want)
				}
			}
		}
	}
}

// What was answered anew stands, also of a session that is left after it.
func TestASessionLeftWhileItIsCorrectedKeepsWhatIsNew(t *testing.T) {
	m := onTheMat(t)
	m.session("exercise", map[string]string{"before": "2"})
	m.correct(1, "8")
	m.now = m.now.Add(13 * time.Hour)
	m.step(Ticked{})
	if last := m.p.lastTrained(); last == nil || last.verdict() != Stop || last.Feel == "" {
		t.Errorf("the STOP: %+v", last)
	}

	m = onTheMat(t)
	m.session(kindMini, nil)
	m.correct(5)
	for ask := Asking(m.p); ask != nil; ask = Asking(m.p) {
		m.tap(WaySkip)
	}
	if !m.said("session.none") || len(m.p.Plan.Trained) != 0 || len(m.p.Plan.Active) != 0 {
		t.Errorf("nothing was done of it: %v, %+v", texts(m.out), m.p.Plan.Trained)
	}
}
