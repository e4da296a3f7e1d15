package flows

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// shown is the exercises on the cards that the last event asked.
func (tk *talker) shown() (ids []string) {
	for _, r := range tk.out.Replies {
		if r.Ask == nil || r.Ask.Form != "session" || cardNumber(r.Ask.Question) == 0 {
			continue
		}
		id, _ := tk.p.Forms[sessionOpen(tk.p)].card(cardNumber(r.Ask.Question))
		ids = append(ids, id)
	}
	return ids
}

// atCard opens a full session on a plan, and comes to its n-th card.
func (tk *talker) atCard(plan string, n int) *talker {
	tk.t.Helper()
	tk.sessionTo("before")
	tk.tap("2")
	o := &tk.p.Forms[sessionOpen(tk.p)]
	o.Answers["plan"], o.Question = plan, "card1"
	delete(o.Answers, "propose")
	for range n - 1 {
		tk.tap(ChoiceDone)
	}
	return tk
}

// TestBugASessionWentOnUnderAChangedProfile: osteoporosis, told in the middle of a
// session, kept X1 on its card.
func TestBugASessionWentOnUnderAChangedProfile(t *testing.T) {
	for name, n := range map[string]int{"at its first card": 1, "after another": 2} {
		tk := coachedOn(t, "2026-03-02", Profile{})
		tk.atCard(map[int]string{1: "X1.right X1.left C1 C2", 2: "C1 X1.right X1.left C2"}[n], n)
		tk.command("settings", "").tap("situation").tap(GroupOsteoporosis).tap(ChoiceDone)
		if shown := tk.shown(); len(shown) != 1 || slices.Contains(shown, "X1") || !slices.Contains(tk.said(), "session.changed") {
			t.Errorf("%s: shows %v, says %v", name, shown, tk.said())
		}
		if o := tk.p.Forms[sessionOpen(tk.p)]; n == 2 && o.Answers["card1"] != ChoiceDone {
			t.Errorf("what was done is gone: %v", o.Answers)
		}
		for range 9 {
			if ask := Asking(tk.p); ask == nil || cardNumber(ask.Question) == 0 {
				break
			}
			if tk.tap(ChoiceDone); slices.Contains(tk.shown(), "X1") {
				t.Errorf("%s: X1 is shown", name)
			}
		}
	}
}

// TestBugAGateAndACardInOneTurn: an operation of seven weeks ago, told in the middle
// of a session, said that there is no exercise, and asked for one.
func TestBugAGateAndACardInOneTurn(t *testing.T) {
	for name, n := range map[string]int{"nothing done": 1, "one done": 2} {
		tk := coachedOn(t, "2026-03-02", Profile{})
		tk.atCard("C1 C2", n)
		tk.p.Known = []Known{{Row: "RF34", On: tk.now}}
		tk.command("settings", "").tap("situation").tap(GroupSurgery).tap(ChoiceDone).say("7 weken").tap(ChoiceYes).say("10 weken")
		if said := tk.said(); len(tk.shown()) > 0 || !slices.Contains(said, "gate.hospital") || !slices.Contains(said, "session.left") || sessionOpen(tk.p) >= 0 {
			t.Errorf("%s: says %v", name, said)
		}
		if got := len(tk.p.Plan.Trained); got != n-1 {
			t.Errorf("%s: %d sessions are kept", name, got)
		}
	}
}

// TestBugASessionCrossedIntoWeekThirteen: a session of the last evening of week 12
// went on in the morning with what week 13 excludes; by any way of asking.
func TestBugASessionCrossedIntoWeekThirteen(t *testing.T) {
	pregnant := Profile{Groups: []string{GroupPregnant}, PregnantWeek: 12, PregnantOn: "2026-03-02"}
	for name, act := range map[string]func(*talker){
		"done":  func(tk *talker) { tk.tap(ChoiceDone) },
		"start": func(tk *talker) { tk.tap(choiceStart) },
		"text":  func(tk *talker) { tk.say("hallo") },
		"back":  func(tk *talker) { tk.tap(WayBack) },
	} {
		tk := coachedOn(t, "2026-03-08", pregnant)
		tk.p.Known = []Known{{Row: "RF27", On: tk.now}}
		tk.now = clockOn("2026-03-08", 23*60, tk.p.zone())
		tk.atCard("C1 C2 C3 C12", 2)
		tk.now = clockOn("2026-03-09", 8*60, tk.p.zone())
		tk.p.AskedE = tk.now
		for act(tk); ; tk.tap(ChoiceDone) {
			if shown := tk.shown(); len(shown) == 0 || shown[0] == "C3" || tk.p.excluded(exerciseNamed(shown[0]), tk.p.specials("2026-03-09")) {
				t.Fatalf("%s: shows %v, says %v", name, shown, tk.said())
			} else if shown[0] == "C12" {
				break
			}
		}
		tk.tap(ChoiceDone).expect("session.peak")
	}
}

// TestBugAnOldSessionOfWhatIsExcluded: as an earlier version left it.
func TestBugAnOldSessionOfWhatIsExcluded(t *testing.T) {
	tk := coachedOn(t, "2026-03-02", Profile{Groups: []string{GroupOsteoporosis}})
	tk.p.Forms = []Open{{Form: "session", Run: 900, Question: "card1", Since: tk.now, Asked: tk.now, Answers: map[string]string{"kind": kindFull, "news": ChoiceNone, "before": "2", "plan": "X1.right X1.left C1 C2"}, Path: []string{"news", "before"}}}
	tk.p.Runs = 900
	tk.wait(time.Minute)
	tk.command("exercise", "")
	if shown := tk.shown(); len(shown) != 1 || shown[0] == "X1" {
		t.Errorf("shows %v, says %v", shown, tk.said())
	}
	if o := tk.p.Forms[sessionOpen(tk.p)]; strings.Contains(o.Answers["plan"], "X1") {
		t.Errorf("nothing was done: it is chosen anew: %v", o.Answers)
	}
}

// TestBugWeekThirteenWasDoneAsWeekTwelve: what stayed of that session came on the back
// still, with the figure of it.
func TestBugWeekThirteenWasDoneAsWeekTwelve(t *testing.T) {
	tk := coachedOn(t, "2026-03-08", Profile{Groups: []string{GroupPregnant}, PregnantWeek: 12, PregnantOn: "2026-03-02"})
	tk.p.Known = []Known{{Row: "RF27", On: tk.now}}
	tk.now = clockOn("2026-03-08", 23*60+50, tk.p.zone())
	tk.atCard("C3 C1 C2 C12", 1)
	tk.now = clockOn("2026-03-09", 5, tk.p.zone())
	tk.p.AskedE = tk.now
	shown := 0
	for tk.tap(ChoiceDone); cardNumber(Asking(tk.p).Question) > 0; tk.tap(ChoiceDone) {
		r := tk.out.Replies[len(tk.out.Replies)-1]
		id := tk.shown()[0]
		today := tk.p.prescribed(id, "2026-03-09")
		if want := today.card("", today.Dose, today.Versions); r.Figure != figureOf(id, today.Versions, "") || r.Args["Start"] != want["Start"] || r.Args["How"] != want["How"] {
			t.Errorf("%s is shown as %q with %q, %q, want %v", id, r.Figure, r.Args["Start"], r.Args["How"], today.Versions)
		}
		shown++
	}
	if shown == 0 {
		t.Fatalf("no card: %v", tk.said())
	}
}

// A flare, or a pain of 7, that was told in the middle of a session left the outer
// rings and the hard levels in it.
func TestBugAFlareInASessionWentOnAsBefore(t *testing.T) {
	for name, test := range map[string]struct {
		before, now, said string
		gone              []string
	}{
		"a flare":      {"2", "5", "session.flare", []string{"C6", "C7"}},
		"much pain":    {"5", "7", "session.high", []string{"C6", "C7"}},
		"nothing much": {"2", "3", "", nil},
	} {
		m := onTheMat(t)
		m.p.Plan.Ring, m.p.Plan.Rungs = 3, map[string]string{"C7": "10x5s", "C6": "4:3x8"}
		usual, _ := ParseScore(test.before)
		m.p.Scores = []Scored{{At: m.now.Add(-day), Pain: usual, Kind: "now"}}
		m.begin("X2 C1 C6.right C6.left C7.right C7.left", map[string]string{"before": test.before})
		m.tap(ChoiceDone)
		m.step(Commanded{By: ByPatient, Name: "pain", Arg: test.now})
		said := texts(m.out)
		var shown []string
		for ask := Asking(m.p); ask.Question != "peak"; ask = Asking(m.p) {
			if id, _ := m.p.Forms[len(m.p.Forms)-1].card(cardOf(ask.Question)); id != "" && !slices.Contains(shown, id) {
				shown = append(shown, id)
				if e := m.p.prescribed(id, m.p.localDate(m.now)); test.said == "session.high" && e.Level > startLevel {
					t.Errorf("%s: %s on level %d", name, id, e.Level)
				}
			}
			m.tap(m.choice(*ask, nil))
			said = append(said, texts(m.out)...)
		}
		for _, id := range []string{"C6", "C7"} {
			if slices.Contains(shown, id) == slices.Contains(test.gone, id) {
				t.Errorf("%s: shows %v, and not %v", name, shown, test.gone)
			}
		}
		if test.said != "" && !slices.Contains(said, test.said) {
			t.Errorf("%s: %v", name, said)
		}
	}
}

// On a calm day of a flare it said "your pain is higher: 2 now, and 2 before".
func TestBugAFlareWasSaidOfACalmDay(t *testing.T) {
	for pain, want := range map[string]string{"2": "session.flare.since", "3": "session.flare.since", "4": "session.flare"} {
		m := onTheMat(t)
		m.p.Plan.Flare, m.p.Plan.Usual = addDays(m.p.localDate(m.now), -1), 30
		m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
		m.to("before")
		if m.tap(pain); !m.said(want) {
			t.Errorf("with %s: %v", pain, texts(m.out))
		}
	}
}

// Pain that was told at the question whether a step up is wanted left the question,
// and a yes took the step.
func TestBugAStepUpWasTakenAfterMuchPain(t *testing.T) {
	for _, pain := range []string{"5", "7"} {
		m := onTheMat(t)
		m.earned(3)
		m.p.Scores = []Scored{{At: m.now.Add(-day), Pain: 20, Kind: "now"}}
		m.to("step")
		m.p.Scores = m.p.Scores[:1]
		m.step(Commanded{By: ByPatient, Name: "pain", Arg: pain})
		for ask := Asking(m.p); ask.Form != "session"; ask = Asking(m.p) {
			m.tap(m.choice(*ask, nil))
		}
		if Asking(m.p).Question != "card1" || m.p.Forms[0].Answers["propose"] != "" {
			t.Errorf("after a pain of %s: %+v", pain, m.p.Forms)
		}
	}
	m := onTheMat(t) // and where nothing has asked it anew
	m.earned(3)
	m.to("step")
	began := m.p.Plan.Footing.clone()
	m.p.Plan.Flare = m.p.localDate(m.now)
	m.tap(ChoiceYes)
	if !reflect.DeepEqual(m.p.Plan.Rungs, began.Rungs) || Asking(m.p).Question == "step" || !m.said("session.changed") {
		t.Errorf("%v: %+v", texts(m.out), m.p.Plan.Footing)
	}
}

// A morning that was put right proposed the step that it had just forbidden.
func TestBugACorrectedMorningProposedTheStep(t *testing.T) {
	m := onTheMat(t)
	p := calmDays(4, m.p.localDate(m.now))
	m.p.Plan.Trained, m.p.Plan.Calm, m.p.Scores = p.Plan.Trained, p.Plan.Calm, p.Scores
	m.p.lastTrained().Asked = false
	m.p.Plan.Trained[2].Am = 30
	m.step(Commanded{By: ByPatient, Name: "pain", Arg: "3"})
	m.now = m.now.Add(time.Minute)
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
	m.to("am")
	m.tap(amFine)
	if Asking(m.p).Question != "step" {
		t.Fatalf("%s is asked", Asking(m.p).Question)
	}
	m.tap(ChoiceYes)
	m.finish()
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
	for Asking(m.p).Question != "am" {
		m.tap(WayBack)
	}
	m.tap("6")
	for Asking(m.p).Form != "session" {
		m.tap(m.choice(*Asking(m.p), nil))
	}
	if Asking(m.p).Question == "step" || m.p.lastWhole().verdict() != Regress {
		t.Errorf("%s is asked: %+v", Asking(m.p).Question, m.p.Plan)
	}
}
