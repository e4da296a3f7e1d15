package flows

import (
	"slices"
	"testing"
	"time"
)

// begin opens a session and answers up to its first card.
func (m *mat) begin(plan string, say map[string]string) {
	m.t.Helper()
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
	for range 20 {
		ask := Asking(m.p)
		if ask == nil {
			m.t.Fatal("no session begins")
		}
		if cardNumber(ask.Question) > 0 {
			break
		}
		m.tap(m.choice(*ask, say))
	}
	if plan != "" {
		m.p.Forms[len(m.p.Forms)-1].Answers["plan"] = plan
	}
}

func (m *mat) tap(choices ...string) {
	m.t.Helper()
	for _, choice := range choices {
		ask := Asking(m.p)
		if ask == nil {
			m.t.Fatalf("nothing is asked, and not %s", choice)
		}
		m.step(Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice})
	}
}

// finish answers calmly to the end.
func (m *mat) finish() {
	m.t.Helper()
	for ask := Asking(m.p); ask != nil; ask = Asking(m.p) {
		m.tap(m.choice(*ask, nil))
	}
}

func (m *mat) said(name string) bool { return slices.Contains(texts(m.out), name) }

func (m *mat) dose(id string) Dose { return m.p.prescribed(id, m.p.localDate(m.now)).Dose }

// What was said of an exercise holds at once, and in the three sessions after it.
func TestMinusAndPlusAreRemembered(t *testing.T) {
	for _, test := range []struct {
		name  string
		rungs map[string]string
		taps  []string
		text  string
		holds func(m *mat) bool
	}{
		{"too heavy", map[string]string{"C2": "10x5s"}, []string{"heavy"}, "session.heavy.less", func(m *mat) bool {
			return m.p.Plan.Rungs["C2"] == "8x5s" && m.dose("C2") == holdDose(1, 8, 5)
		}},
		{"too heavy on the lowest rung", map[string]string{"C2": "exhale"}, []string{"heavy"}, "session.heavy.half", func(m *mat) bool {
			return m.dose("C2") == repsDose(1, 3)
		}},
		{"too heavy at half of it", map[string]string{"C2": "exhale"}, []string{"heavy", "heavy"}, "session.heavy.leave", func(m *mat) bool {
			return slices.Contains(m.p.Plan.Aside, "C2")
		}},
		{"hurts", map[string]string{"C2": "10x5s"}, []string{"hurts", "sore"}, "session.hurts.sore", func(m *mat) bool {
			open := slices.ContainsFunc(m.p.open(m.p.localDate(m.now)), func(e Exercise) bool { return e.ID == "C2" })
			return Asking(m.p) != nil || !open && m.p.Plan.Rungs["C2"] == "exhale"
		}},
		{"too easy", nil, []string{"easy"}, "session.easy", func(m *mat) bool {
			return slices.Contains(m.p.Plan.Easy, "C2") && m.dose("C2") == holdDose(1, 5, 5)
		}},
		{"too easy at the top", map[string]string{"C2": "10x10s"}, []string{"easy"}, "session.easy.top", func(m *mat) bool {
			return m.p.Plan.Rungs["C2"] == "10x10s"
		}},
		{"other exercise", nil, []string{"other"}, "session.other", func(m *mat) bool {
			inPlan := slices.Contains(listed(m.planOfSession()), "C2")
			return slices.Contains(m.p.Plan.Aside, "C2") && !inPlan
		}},
	} {
		m := onTheMat(t)
		m.p.Plan.Ring = 2 // so that there is something else to do
		m.p.Plan.Rungs = map[string]string{"C4": "5x5s", "C8": "half"}
		for id, rung := range test.rungs {
			m.p.Plan.Rungs[id] = rung
		}
		m.begin("C2 C3", nil)
		m.tap(test.taps...)
		if !m.said(test.text) || !test.holds(m) {
			t.Errorf("%s: %v, plan %+v", test.name, texts(m.out), m.p.Plan)
		}
		m.finish()
		for n := range 3 {
			m.after(1)
			m.begin("", nil)
			if !test.holds(m) {
				t.Errorf("%s: forgotten in session %d after it: %+v", test.name, n+1, m.p.Plan)
			}
			m.finish()
		}
	}
}

func (m *mat) planOfSession() string {
	if i := sessionOpen(m.p); i >= 0 {
		return m.p.Forms[i].Answers["plan"]
	}
	return ""
}

// What was called too heavy was proposed again the next day, as what had come
// least far.
func TestBugWhatWasTooHeavyWasProposedAtOnce(t *testing.T) {
	p := calmDays(3, proposed)
	before, _ := Proposal(p, proposed)
	if before.ID == "" {
		t.Fatal("nothing is proposed at all")
	}
	p.Plan.refuse(before.ID, proposed)
	if s, _ := Proposal(p, proposed); s.ID == before.ID {
		t.Errorf("%+v again", s)
	}
	m := onTheMat(t)
	m.begin("C2 C3", nil)
	m.tap("heavy")
	if !m.p.Plan.refused("C2", addDays(m.p.localDate(m.now), declinedFor-1)) || m.p.Plan.refused("C2", addDays(m.p.localDate(m.now), declinedFor)) {
		t.Errorf("%+v", m.p.Plan.Refused)
	}
}

// A ring that was declined was proposed again the next day, with another of its
// exercises.
func TestBugADeclinedRingWasProposedAgain(t *testing.T) {
	p := calmDays(5, proposed)
	s, _ := Proposal(p, proposed)
	if s.Ring != 2 {
		t.Fatalf("%+v", s)
	}
	p.Plan.decline(s, proposed)
	for days := 1; days < 3*declinedFor; days++ {
		date := addDays(proposed, days)
		q := p
		q.Plan.Trained, q.Scores = calmDays(5, date).Plan.Trained, calmDays(5, date).Scores
		if s, _ := Proposal(q, date); (s.Ring == 2) != (days >= declinedFor) {
			t.Errorf("%d days after it was declined: %+v", days, s)
		}
	}
}

// From half of the lowest rung the next step is the whole of it.
func TestAStepUpFromHalfIsTheWhole(t *testing.T) {
	p := calmDays(3, proposed)
	p.Plan.Rungs, p.Plan.Heavy, p.Plan.Easy = map[string]string{"C2": "exhale"}, []string{"C2"}, []string{"C2"}
	if got := p.prescribed("C2", proposed).Dose; got != repsDose(1, 3) {
		t.Errorf("half is %v", got)
	}
	s, _ := Proposal(p, proposed)
	if s.ID != "C2" || s.Rung != "exhale" || s.From != stepHalf {
		t.Fatalf("%+v", s)
	}
	began := p.began()
	p.Plan.take(s, proposed)
	if got := p.prescribed("C2", proposed).Dose; got != repsDose(1, 5) || p.Plan.rungOf(exerciseNamed("C2")) != 0 {
		t.Errorf("the whole is %v", got)
	}
	p.backTo(*began)
	if got := p.prescribed("C2", proposed).Dose; got != repsDose(1, 3) {
		t.Errorf("taken back it is %v", got)
	}
}

// Short versions count for the week, not for progress, and are no reason to open
// a ring.
func TestAShortVersionCountsForTheWeekOnly(t *testing.T) {
	for _, kind := range []string{"mini", "short"} {
		m := onTheMat(t)
		for range 6 {
			m.session(kind, nil)
			m.after(1)
		}
		if got := m.p.activeDays(addDays(m.p.localDate(m.now), -1)); got != 6 {
			t.Errorf("%s: %d active days", kind, got)
		}
		if s, ok := Proposal(m.p, m.p.localDate(m.now)); ok || m.p.Plan.Calm != 0 {
			t.Errorf("%s: %d calm sessions, and %+v", kind, m.p.Plan.Calm, s)
		}
	}
}

// After the same session five times the sixth offers a change, also where only
// the first of its exercises can be changed.
func TestTheSixthTimeTheSameOffersAChange(t *testing.T) {
	for _, changeable := range []string{"C2", "X2"} {
		p := Patient{Zone: "UTC", Profile: Profile{Age: 40, Fear: -1, Leg: "none"}}
		for _, e := range Exercises() {
			// X2, C1 and C2 are left, and one other: of ring 1, or to mobilise.
			if keep := []string{"X2", "C1", "C2", map[string]string{"C2": "C3", "X2": "X1"}[changeable]}; !slices.Contains(keep, e.ID) {
				p.Plan.Hurt = append(p.Plan.Hurt, Hurt{ID: e.ID, On: "2026-01-01", Times: 2})
			}
		}
		session := []Exercise{exerciseNamed("X2"), exerciseNamed("C1"), exerciseNamed("C2")}
		for n := range 7 {
			if got := p.sameAgain(session, proposed); got != (n >= 5) {
				t.Errorf("%s: after %d times the same a change is offered: %v", changeable, n, got)
			}
			p.Plan.Trained = append(p.Plan.Trained, Trained{On: addDays(proposed, n-10), Kind: kindFull, Done: "X2:done C1:done C2:done", Before: 20, Peak: 20, Am: NoScore})
		}
		if id, _, _ := p.changeable([]string{"X2", "C1", "C2"}, proposed); id != changeable {
			t.Errorf("%s can be changed, want %s", id, changeable)
		}
		p.Plan.Trained[5].Done = "X2:done C1:done C3:done"
		if p.sameAgain(session, proposed) {
			t.Error("another one in between is not the same")
		}
	}
}

// In a session of its own: the sixth is asked about, and yes brings another one.
func TestTheOfferToChangeChanges(t *testing.T) {
	m := onTheMat(t)
	m.p.Profile.Fear = fearful // the same exercises for three days
	date := m.p.localDate(m.now)
	ids := []string{}
	for _, e := range Session(m.p, date) {
		ids = append(ids, e.ID+":done")
	}
	for n := range 5 {
		m.p.Plan.Trained = append(m.p.Plan.Trained, Trained{On: addDays(date, n-5), Kind: kindFull, Done: ids[0] + " " + ids[1] + " " + ids[2], Before: 30, Peak: 40, Am: NoScore})
	}
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
	for Asking(m.p).Question != "change" {
		m.tap(m.choice(*Asking(m.p), nil))
	}
	m.tap(ChoiceYes)
	if !m.said("session.other") || len(m.p.Plan.Aside) != 1 {
		t.Errorf("%v, %v", texts(m.out), m.p.Plan.Aside)
	}
	if slices.Contains(listed(m.planOfSession()), m.p.Plan.Aside[0]) {
		t.Errorf("%s is still among %s", m.p.Plan.Aside[0], m.planOfSession())
	}
}

// A painful side is skipped and the other one done; the next time both come, the
// painful one with care, and that is said.
func TestAPainfulSideIsTriedAgainNextTime(t *testing.T) {
	m := onTheMat(t)
	m.begin("X1.right X1.left C2 C3", nil)
	m.tap(ChoiceDone, "hurts", "sore")
	side := slices.IndexFunc(m.out.Replies, func(r Reply) bool { return r.Text == "session.hurts.side" })
	if side < 0 || m.out.Replies[side].Args["Side"] != "side.left" {
		t.Errorf("%v", m.out.Replies)
	}
	if id, _ := m.p.Forms[0].card(cardNumber(Asking(m.p).Question)); id != "C2" {
		t.Errorf("then comes %s", id)
	}
	m.finish()
	if _, moved := m.p.Plan.Rungs["X1"]; moved {
		t.Error("a painful side took the exercise down")
	}
	m.after(1)
	m.begin("X1.right X1.left C2 C3", nil)
	for n, want := range []string{"", "version.gently"} {
		if got := cardArgs(m.p, m.p.Forms[0], n+1)["How"]; got != want {
			t.Errorf("card %d: %q, want %q", n+1, got, want)
		}
	}
}

// What sends pain into the leg is over for today: its other side, and what bends
// the same way. What bends the other way goes on.
func TestWhatShotIntoTheLegIsOverForToday(t *testing.T) {
	m := onTheMat(t)
	m.begin("X1.right X1.left B1 C2 C3", nil)
	m.tap("hurts", "shooting")
	for _, want := range []string{"B1", "C2"} {
		if id, _ := m.p.Forms[0].card(cardNumber(Asking(m.p).Question)); id != want {
			t.Errorf("then comes %s, want %s", id, want)
		}
		m.tap(ChoiceDone)
	}
	if q := Asking(m.p).Question; q != "peak" {
		t.Errorf("then comes %s", q)
	}
	m.finish()
	date := m.p.localDate(m.now)
	for id, rests := range map[string]bool{"X1": true, "C3": true, "B1": false, "X2": false} {
		if got := m.p.hurts(exerciseNamed(id), addDays(date, restDays)); got != rests {
			t.Errorf("%s rests: %v", id, got)
		}
		if m.p.hurts(exerciseNamed(id), addDays(date, restDays+1)) {
			t.Errorf("%s is not tried again", id)
		}
	}
}

// Both sides that hurt are the exercise; the same side twice leaves it out.
func TestWhatHurtsOnBothSidesOrTwiceRests(t *testing.T) {
	m := onTheMat(t)
	x1, date := exerciseNamed("X1"), m.p.localDate(m.now)
	m.begin("X1.right X1.left C2 C3", nil)
	m.tap("hurts", "sore", "hurts", "sore")
	if !m.said("session.hurts.sore") {
		t.Errorf("%v", texts(m.out))
	}
	m.finish()
	if m.p.Plan.Rungs["X1"] != "3+3" || !m.p.hurts(x1, addDays(date, 7)) || m.p.hurts(x1, addDays(date, 8)) {
		t.Errorf("%v, %+v", m.p.Plan.Rungs, m.p.Plan.Hurt)
	}
	m.after(8)
	m.begin("X1.right X1.left C2 C3", nil)
	m.tap("hurts", "sore")
	if i := slices.IndexFunc(m.out.Replies, func(r Reply) bool { return r.Text == "session.hurts.twice" }); i < 0 || m.out.Replies[i].Args["On"] != date {
		t.Errorf("%v", m.out.Replies)
	}
	m.finish()
	if !m.p.hurts(x1, addDays(date, 300)) {
		t.Errorf("%+v", m.p.Plan.Hurt)
	}
}

// Three stops in a week send somebody to a professional, once.
func TestThreeStopsInAWeekAreSaidOnce(t *testing.T) {
	m := onTheMat(t)
	for n, want := range []bool{false, false, true, false, false, false, false, false, false, true} {
		said := m.session("exercise", map[string]string{"before": "1", "peak": "5"})
		if got := slices.Contains(said, "session.stops"); got != want {
			t.Errorf("STOP %d: said %v", n+1, got)
		}
		m.after(1)
	}
}

// Who left a session that had to stop hears of it at the next one.
func TestASessionThatWasLeftIsSpokenOfAtTheNext(t *testing.T) {
	m := onTheMat(t)
	m.begin("", nil)
	for Asking(m.p).Question != "feel" {
		m.tap(m.choice(*Asking(m.p), map[string]string{"peak": "6"}))
	}
	m.now = m.now.Add(13 * time.Hour)
	m.step(Ticked{})
	if s := m.p.lastTrained(); s == nil || s.verdict() != Stop || len(m.out.Replies) > 0 {
		t.Fatalf("%+v, %v", s, texts(m.out))
	}
	m.now = m.now.Add(11 * time.Hour)
	m.begin("", nil)
	if !m.said("session.half.rise") {
		t.Errorf("%v", texts(m.out))
	}
}

// A day that begins with much pain: only level 1, half of it, nothing proposed,
// and two points more are a STOP. From 8 up RF29 is asked about first.
func TestADayOfHighPain(t *testing.T) {
	for _, before := range []string{"5", "6", "7", "8", "10"} {
		m := onTheMat(t)
		m.p.Plan = calmDays(8, m.p.localDate(m.now)).Plan
		m.p.Plan.Ring, m.p.Plan.Rungs, m.p.Plan.Asked = 2, map[string]string{"C6": "3:2x6", "C12": "6x10s"}, []string{"fear", "second", "third"}
		high := before != "5"
		said := m.session("exercise", map[string]string{"before": before, "peak": before})
		if slices.Contains(said, "session.high") != high {
			t.Errorf("%s: %v", before, said)
		}
		if proposed := slices.ContainsFunc(said, func(text string) bool { return text == "session.step.more" || text == "session.step.open" }); proposed == high {
			t.Errorf("%s: a step is proposed: %v", before, said)
		}
		for _, e := range m.p.open(m.p.localDate(m.now)) {
			if high && (e.Level > 1 || e.Dose != e.onRung(e.rung(e.Rung)).Dose.half()) {
				t.Errorf("%s: %s on level %d, %v", before, e.ID, e.Level, e.Dose)
			}
		}
	}
	for pain, want := range map[string]bool{"7": false, "7.9": false, "8": true} {
		m := onTheMat(t)
		m.begin("", map[string]string{"before": "6"})
		m.step(Commanded{By: ByPatient, Name: "pain", Arg: pain, At: m.now})
		if ask := Asking(m.p); (ask.Form == "row" && ask.About == "RF29") != want {
			t.Errorf("from 6 to %s: %s about %q is asked", pain, ask.Form, ask.About)
		}
	}
	if got := judge(60, 80, NoScore, 0, false); got != Stop {
		t.Errorf("6 to 8: %s", got)
	}
}

// The end of a flare is said, with how long it was.
func TestTheEndOfAFlareIsSaid(t *testing.T) {
	for _, test := range []struct {
		days int
		pain string
		want string
	}{{2, "3", "session.flare.since"}, {2, "5", "session.flare"}, {3, "5", "session.flare"}, {3, "4", "session.flare.over"}, {6, "5", "session.flare"}, {7, "5", "session.flare.over"}} {
		m := onTheMat(t)
		m.p.Plan.Flare, m.p.Plan.Usual = addDays(m.p.localDate(m.now), -test.days), 30
		m.p.Plan.Trained = []Trained{{On: addDays(m.p.localDate(m.now), -1), Kind: kindFull, Done: "X2:done", Before: 30, Peak: 30, Am: 30, Asked: true}}
		said := m.session("exercise", map[string]string{"before": test.pain, "peak": test.pain})
		if !slices.Contains(said, test.want) {
			t.Errorf("day %d with %s: %v", test.days, test.pain, said)
		}
		if over := test.want == "session.flare.over"; over != (m.p.Plan.Flare == "") {
			t.Errorf("day %d with %s: flare since %q", test.days, test.pain, m.p.Plan.Flare)
		}
	}
}

// Pain that is two points above usual a day or two after a session takes the plan
// down, once, and says so with both numbers.
func TestPainADayOrTwoLaterTakesThePlanDown(t *testing.T) {
	for _, test := range []struct {
		hours int
		pain  string
		want  bool
	}{{19, "5", false}, {20, "5", true}, {24, "4.9", false}, {24, "5", true}, {48, "5", true}, {49, "5", false}} {
		m := onTheMat(t)
		m.session("exercise", nil)
		m.now = m.now.Add(time.Duration(test.hours) * time.Hour)
		m.step(Commanded{By: ByPatient, Name: "pain", Arg: test.pain, At: m.now})
		if got := m.said("session.later.higher"); got != test.want {
			t.Errorf("%d hours later %s: said %v", test.hours, test.pain, texts(m.out))
		}
		if got := len(m.p.Plan.Rungs) > 0; got != test.want {
			t.Errorf("%d hours later %s: %v", test.hours, test.pain, m.p.Plan.Rungs)
		}
		if test.want {
			m.step(Commanded{By: ByPatient, Name: "pain", Arg: "6", At: m.now})
			if m.said("session.later.higher") {
				t.Error("said twice")
			}
		}
	}
}

// The next morning is asked in the reminder, in one tap, and at the session where
// it was not.
func TestTheNextMorningIsAskedAndRecalled(t *testing.T) {
	m := onTheMat(t)
	m.session("exercise", nil)
	m.after(1)
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
	var asked []string
	for ask := Asking(m.p); ask != nil; ask = Asking(m.p) {
		asked = append(asked, ask.Question)
		m.tap(m.choice(*ask, map[string]string{"am": amFine}))
	}
	if !slices.Contains(asked, "am") {
		t.Errorf("%v", asked)
	}
	if s := m.p.Plan.Trained[0]; s.Am != s.Before {
		t.Errorf("all fine is %v, and it was %v before", s.Am, s.Before)
	}
}

// The morning after is asked up to three days later at a session, in a reminder
// only on that morning, and never twice.
func TestTheNextMorningIsAskedForThreeDays(t *testing.T) {
	for days := range 6 {
		p := Patient{Zone: "UTC"}
		p.Plan.Trained = []Trained{{On: proposed, Kind: kindFull, Before: 30, Peak: 30, Am: NoScore}}
		o := Open{Since: momentOf(addDays(proposed, days)), Answers: map[string]string{"kind": kindFull}}
		if got := amAsked(p, o); got != (days == 1) {
			t.Errorf("%d days later the reminder asks: %v", days, got)
		}
		if got := amRecalled(p, o); got != (days >= 1 && days <= 3) {
			t.Errorf("%d days later the session asks: %v", days, got)
		}
		p.Plan.Trained[0].Asked = true
		if amAsked(p, o) || amRecalled(p, o) {
			t.Errorf("%d days later it is asked again", days)
		}
	}
}
