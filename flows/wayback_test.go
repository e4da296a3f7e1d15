package flows

import (
	"slices"
	"testing"
	"time"
)

// A mistap is taken back while the question since when they have it is still
// open: it was asked once more after the full set, and half an hour of silence
// about it locked the patient again.
func TestAWayBackEndsTheOpenQuestionAboutItsRow(t *testing.T) {
	for _, way := range [][]string{{"mistake", ChoiceNo, "sure"}, {"seen", ChoiceYes}} {
		w := &wayWalk{t: t, now: time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)}
		w.p = NewPatient("p1", "main", Dutch, "Europe/Amsterdam", w.now)
		w.p.Stage, w.p.Consent, w.p.Screened = Coached, &Consent{At: w.now}, w.now
		w.step(Commanded{By: ByPatient, Name: "alarm"})
		w.tap("RF01")
		if a := Asking(w.p); a == nil || a.Form != "row" || a.Question != "since" {
			t.Fatalf("after the tap %+v is asked", a)
		}
		w.step(Commanded{By: ByPatient, Name: "seen"})
		for _, choice := range way {
			w.tap(choice)
		}
		for range 5 {
			w.tap(ChoiceNone)
		}
		if a := Asking(w.p); a != nil {
			t.Errorf("%s: %s.%s is asked about %s", way[0], a.Form, a.Question, a.About)
		}
		w.now = w.now.Add(time.Hour)
		w.step(Ticked{})
		if len(w.p.Flags) > 0 {
			t.Errorf("%s: an hour later %v is open", way[0], w.p.Flags)
		}
	}
}

// The rows behind the one that is taken back are still asked about.
func TestAWayBackKeepsTheQuestionsAboutOtherRows(t *testing.T) {
	w := &wayWalk{t: t, now: time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)}
	w.p = NewPatient("p1", "main", Dutch, "Europe/Amsterdam", w.now)
	w.p.Stage, w.p.Consent, w.p.Screened = Coached, &Consent{At: w.now}, w.now
	w.step(Commanded{By: ByPatient, Name: "alarm"})
	w.tap("RF01")
	w.step(Said{By: ByPatient, Text: "koorts"})
	w.step(Commanded{By: ByPatient, Name: "seen"})
	for _, choice := range []string{"mistake", ChoiceNo, "sure", ChoiceNone, ChoiceNone, ChoiceNone, ChoiceNone, ChoiceNone} {
		w.tap(choice)
	}
	if a := Asking(w.p); a == nil || a.Form != "row" || a.About != "RF13" {
		t.Errorf("%+v is asked, want RF13", a)
	}
}

// wayWalk is a patient who taps.
type wayWalk struct {
	t   *testing.T
	p   Patient
	now time.Time
}

func (w *wayWalk) step(ev Event) { w.p = Step(w.p, ev, w.now).Patient }

// tap taps a choice of the open question.
func (w *wayWalk) tap(choice string) {
	w.t.Helper()
	a := Asking(w.p)
	if a == nil || !a.offers(choice) && !slices.Contains(a.Choices, choice) {
		w.t.Fatalf("%q is no choice of %+v", choice, a)
	}
	w.step(Pressed{By: ByPatient, Form: a.Form, Run: a.Run, Question: a.Question, Choice: choice})
}
