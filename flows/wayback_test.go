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

// Who could not pee, and had only phoned, was asked what is new since the last time:
// not that, so they went back to the same exercise.
func TestBugAfterAPhoneCallTheListsAskedOnlyForWhatIsNew(t *testing.T) {
	for _, test := range []struct {
		row, way string
		want     string
	}{
		{"RF01", "phoned", "screen.e1"}, {"RF01", "seen", "screen.e1.again"}, {"RF13", "phoned", "screen.e1.again"},
	} {
		w := &wayWalk{t: t, now: time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)}
		w.p = NewPatient("p1", "main", Dutch, "Europe/Amsterdam", w.now)
		w.p.Stage, w.p.Consent, w.p.Screened, w.p.AskedE = Coached, &Consent{At: w.now}, w.now, w.now
		w.now = w.now.Add(time.Hour)
		w.alarm(test.row)
		w.now = w.now.Add(time.Hour)
		w.step(Commanded{By: ByPatient, Name: "seen"})
		for _, choice := range []string{test.way, ChoiceYes} {
			w.tap(choice)
		}
		a := Asking(w.p)
		if a == nil || a.Form != "screen" || a.About != screenFull {
			t.Fatalf("%s %s: %+v is asked, no full set", test.row, test.way, a)
		}
		if got := screenText(w.p, a.Question, a.About); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.row, test.way, got, test.want)
			continue
		}
		if test.want != "screen.e1" {
			continue
		}
		again := *w
		if again.tap(test.row); Allows(again.p, AboutExercise) {
			t.Error("it is there still, and exercise goes on")
		}
		for range 5 {
			w.tap(ChoiceNone)
		}
		if !Allows(w.p, AboutExercise) || w.p.phonedOnly() {
			t.Errorf("after the full set: %+v", w.p.Flags)
		}
	}
}

// Jan of 77 was asked whether a doctor had looked and whether he may exercise, a few
// minutes after he had said so of his operation.
func TestBugWhatWasSaidOfTheBackWasAskedAgainForTheAge(t *testing.T) {
	now := time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		row   Row
		way   string
		later time.Duration
		asked bool
	}{
		"seen":                {"RF34", "seen", 0, false},
		"by phone":            {"RF34", "phoned", 0, true},
		"not of the back":     {"RF20", "seen", 0, true},
		"seen the day before": {"RF34", "seen", 24 * time.Hour, true},
	} {
		tn := &turn{p: NewPatient("p1", "main", Dutch, "Europe/Amsterdam", now), now: now, ev: Ticked{}}
		tn.p.Stage, tn.p.Consent, tn.p.Profile.Age = Coached, &Consent{At: now}, 77
		tn.alarm(test.row, "tap")
		if tn.p.flag(test.row) == nil {
			t.Fatalf("%s: no flag", name)
		}
		tn.wayBack(test.row, test.way)
		tn.now = now.Add(test.later)
		tn.p.Forms = nil
		tn.flagsFromProfile()
		asked := slices.ContainsFunc(tn.p.Forms, func(o Open) bool { return o.Form == "row" && o.About == "RF32" })
		if asked != test.asked || tn.p.knows("RF32") == asked {
			t.Errorf("%s: asked %v, known %v", name, asked, tn.p.Known)
		}
	}
}

// wayWalk is a patient who taps.
type wayWalk struct {
	t   *testing.T
	p   Patient
	now time.Time
}

func (w *wayWalk) step(ev Event) { w.p = Step(w.p, ev, w.now).Patient }

// alarm raises a row on the lists, and ends the question since when it is there.
func (w *wayWalk) alarm(row string) {
	w.t.Helper()
	w.step(Commanded{By: ByPatient, Name: "alarm"})
	for a := Asking(w.p); !a.offers(row) && !slices.Contains(a.Choices, row); a = Asking(w.p) {
		w.tap(ChoiceNone)
	}
	w.tap(row)
	if a := Asking(w.p); a != nil && a.Form == "screen" {
		w.tap(ChoiceDone)
	}
	if a := Asking(w.p); a != nil && a.Form == "row" && a.Question == "since" {
		w.tap("new")
	}
}

// tap taps a choice of the open question.
func (w *wayWalk) tap(choice string) {
	w.t.Helper()
	a := Asking(w.p)
	if a == nil || !a.offers(choice) && !slices.Contains(a.Choices, choice) {
		w.t.Fatalf("%q is no choice of %+v", choice, a)
	}
	w.step(Pressed{By: ByPatient, Form: a.Form, Run: a.Run, Question: a.Question, Choice: choice})
}
