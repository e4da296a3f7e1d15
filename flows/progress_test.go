package flows

import (
	"testing"
	"time"
)

// With leg pain, "Stap 2 van 8" was followed by "Stap 2 van 7": once it was
// answered, where the pain is in the leg no longer counted.
func TestProgressGoesForwardThroughASessionWithLegPain(t *testing.T) {
	w := &wayWalk{t: t, now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	w.p = NewPatient("p1", "main", Dutch, "Europe/Amsterdam", w.now)
	w.p.Stage, w.p.Consent, w.p.Screened, w.p.AskedE = Coached, &Consent{At: w.now, Reminders: true}, w.now, w.now
	w.p.Profile.Leg, w.p.Profile.Groups = "calf", []string{GroupHernia}
	w.p.Rhythm.Hour, w.p.Rhythm.Reminded = 8*60, "2026-03-02"
	for day := range 2 { // the second morning asks for the pain first
		if day > 0 {
			w.now = Due(w.p)
			w.step(Ticked{})
			w.tap("3")
			w.tap("start")
		} else {
			w.step(Commanded{By: ByPatient, Name: "exercise"})
		}
		step, of, asked := 0, 0, 0
		for a := Asking(w.p); a != nil && a.Form == "session"; a = Asking(w.p) {
			if asked++; a.Step != step+1 || of > 0 && a.Of != of {
				t.Errorf("day %d: %s is step %d of %d, after %d of %d", day, a.Question, a.Step, a.Of, step, of)
			}
			step, of = a.Step, a.Of
			choice, ok := map[string]string{"news": ChoiceNone, "leg": "calf", "leg_end": "calf", "before": "3", "peak": "3", "feel": "light"}[a.Question]
			if !ok {
				choice = ChoiceDone // a card
			}
			w.tap(choice)
		}
		if asked < 6 || step != of {
			t.Errorf("day %d: %d questions, the last is step %d of %d", day, asked, step, of)
		}
		w.p.Forms = nil // what else is asked after the first session
	}
}
