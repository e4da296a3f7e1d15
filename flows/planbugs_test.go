package flows

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

// A minute of exercise, or a session without the phone, after a session in which leg
// pain went down hid that it stayed there.
func TestBugAMiniHidLegPainThatStayedLower(t *testing.T) {
	down := Trained{On: "2026-03-01", Kind: kindFull, Done: "C1:done", Before: 20, Peak: 20, Am: NoScore, Asked: true, Leg: "thigh", LegEnd: "calf"}
	for name, test := range map[string]struct {
		after Trained
		want  bool
	}{
		"a mini the same day":         {Trained{On: "2026-03-01", Kind: kindMini, Done: "C1:done", Before: NoScore, Peak: NoScore, Am: NoScore}, true},
		"a log the same day":          {Trained{On: "2026-03-01", Kind: kindLog, Done: "C1", Before: 20, Peak: 20, Am: NoScore, Asked: true}, true},
		"a light round the same day":  {Trained{On: "2026-03-01", Kind: kindLight, Done: "C1:done", Before: 20, Peak: 20, Am: NoScore, Asked: true, Leg: "calf", LegEnd: "calf"}, true},
		"a session of another day on": {Trained{On: "2026-03-02", Kind: kindFull, Done: "C1:done", Before: 20, Peak: 20, Am: NoScore, Asked: true, Leg: "thigh", LegEnd: "thigh"}, false},
	} {
		tk := coachedOn(t, "2026-03-03", Profile{Groups: []string{GroupHernia}})
		tk.p.Plan.Asked = append(tk.p.Plan.Asked, "explain.LRS")
		tk.p.Plan.Leg = test.after.LegEnd
		tk.p.Plan.Trained = []Trained{down, test.after}
		tk.sessionTo("leg")
		tk.tap("calf")
		if got := slices.Contains(tk.said(), "leg.stays"); got != test.want {
			t.Errorf("%s: said %v", name, tk.said())
		}
	}
}

// The pain of the day after by a slip of the thumb took the plan a level down, and
// put right it stayed there; in the open session too.
func TestBugAScoreThatWasPutRightKeptItsRegress(t *testing.T) {
	for _, within := range []bool{false, true} {
		m := onTheMat(t)
		m.p.Plan.Rungs = map[string]string{"C12": "6x10s", "C2": "10x5s", "X2": "10"}
		m.session("exercise", nil)
		m.p.Plan.Trained[0].Asked, m.p.Plan.Trained[0].Am = true, 30
		m.p.Plan.Trained[0].Done = "X2:done C2:done C3:done"
		m.now = m.now.Add(24 * time.Hour)
		was := m.p.Plan.clone()
		m.step(Commanded{By: ByPatient, Name: "pain", Arg: "5"})
		if s := m.p.lastWhole(); s.verdict() != Regress || m.p.Plan.Rungs["C2"] == was.Rungs["C2"] || m.p.Plan.Calm != was.Calm-1 {
			t.Fatalf("%+v: %+v", s, m.p.Plan.Footing)
		}
		if within {
			m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
			m.to("card1")
			was.Leg = m.p.Plan.Leg
		}
		m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
		m.tap("3")
		if s := m.p.lastWhole(); s.verdict() != Stay || s.Later != 0 || !reflect.DeepEqual(m.p.Plan.Footing, was.Footing) {
			t.Errorf("in a session %v: %+v: %+v, want %+v", within, s, m.p.Plan.Footing, was.Footing)
		}
		if within {
			m.tap(WayBack)
			if !reflect.DeepEqual(m.p.Plan.Rungs, was.Rungs) {
				t.Errorf("back in the session: %v, want %v", m.p.Plan.Rungs, was.Rungs)
			}
			continue
		}
		m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
		m.tap("5")
		m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
		for Asking(m.p).Question != "card1" {
			ask := Asking(m.p)
			m.tap(m.choice(*ask, nil))
		}
		if m.p.lastWhole().verdict() != Regress {
			t.Errorf("put right upward: %+v", m.p.lastWhole())
		}
	}
}

// What a score put right takes back is not what the next morning took as well.
func TestAScorePutRightLeavesTheMorningItsRegress(t *testing.T) {
	m := onTheMat(t)
	m.p.Plan.Rungs = map[string]string{"C2": "10x5s"}
	m.session("exercise", nil)
	m.p.Plan.Trained[0].Done = "C2:done"
	m.now = m.now.Add(24 * time.Hour)
	m.step(Commanded{By: ByPatient, Name: "pain", Arg: "5"})
	lower := m.p.Plan.Rungs["C2"]
	m.p.takeMorning("6")
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
	m.tap("3")
	if m.p.lastWhole().verdict() != Regress || m.p.Plan.Rungs["C2"] != lower {
		t.Errorf("%+v: %v", m.p.lastWhole(), m.p.Plan.Rungs)
	}
}

// A pain of 8 by a slip of the thumb was a flare of three days, whatever came in its
// place.
func TestBugAFlareByASlipOfTheThumbStayed(t *testing.T) {
	m := onTheMat(t)
	m.p.Scores = []Scored{{At: m.now.Add(-24 * time.Hour), Pain: 30, Kind: "now"}}
	m.step(Commanded{By: ByPatient, Name: "pain", Arg: "6"})
	if !m.p.flared(m.p.localDate(m.now)) {
		t.Fatalf("%+v", m.p.Plan.Footing)
	}
	m.p.Forms = nil // the alarm list
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
	m.tap("3")
	if m.p.Plan.Flare != "" || m.p.Plan.Usual != 0 {
		t.Errorf("put right, it flares since %s", m.p.Plan.Flare)
	}

	m = onTheMat(t)
	m.p.Scores = []Scored{{At: m.now.Add(-24 * time.Hour), Pain: 20, Kind: "now"}}
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
	m.to("before")
	m.tap("5")
	if !m.p.flared(m.p.localDate(m.now)) {
		t.Fatalf("%+v", m.p.Plan.Footing)
	}
	for Asking(m.p).Question != "card1" {
		m.tap(m.choice(*Asking(m.p), nil))
	}
	m.tap(WayBack)
	if Asking(m.p).Question != "before" || m.p.Plan.Flare != "" {
		t.Errorf("at %s it flares since %q", Asking(m.p).Question, m.p.Plan.Flare)
	}
	if m.tap("2"); m.p.Plan.Flare != "" {
		t.Errorf("with a 2 it flares since %q", m.p.Plan.Flare)
	}
}

// The session of the day on which pain flared up had exercises beyond the inner rings.
func TestBugTheSessionOfAFlareHadTheOuterRings(t *testing.T) {
	m := onTheMat(t)
	m.p.Plan.Ring, m.p.Plan.Rungs = 3, map[string]string{}
	for _, e := range Exercises() {
		if e.Ring > 1 {
			m.p.Plan.Rungs[e.ID] = e.Ladder[0].Name
		} else if e.Ring == 1 {
			m.p.Plan.Hurt = append(m.p.Plan.Hurt, Hurt{ID: e.ID, Times: map[bool]int{true: 0, false: hurtTwice}[e.ID == "C1"]})
		}
	}
	m.p.Scores = []Scored{{At: m.now.Add(-24 * time.Hour), Pain: 20, Kind: "now"}}
	m.step(Pressed{By: ByPatient, Form: FormDo, Question: "exercise"})
	m.to("before")
	m.tap("5")
	for _, id := range m.p.Forms[slices.IndexFunc(m.p.Forms, func(o Open) bool { return o.Form == "session" })].ids() {
		if exerciseNamed(id).Ring > 1 {
			t.Errorf("%s in a flare: %s", id, m.planOfSession())
		}
	}
}
