package flows_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"back2core/flows"
)

// TestSessionsKeepTheLaws walks at random through mornings, sessions and quick
// logs, of all sorts of patients.
func TestSessionsKeepTheLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &walk{t: rt, now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
		w.p = flows.NewPatient("p1", "main", flows.Dutch, "Europe/Amsterdam", w.now)
		w.coached()
		w.p.Profile.Groups = rapid.SliceOfNDistinct(rapid.SampledFrom(flows.Groups()), 0, 3, rapid.ID[string]).Draw(rt, "groups")
		w.p.Profile.Age = rapid.SampledFrom([]int{25, 60, 80}).Draw(rt, "age")
		for range rapid.IntRange(20, 150).Draw(rt, "length") {
			if w.step(w.dayEvent()); len(w.p.Flags) > 0 {
				return // what is under a flag is walked by TestLawsUnderRandomHistories
			}
		}
	})
}

// dayEvent draws from what someone does who is there for the exercises.
func (w *walk) dayEvent() flows.Event {
	if ask := flows.Asking(w.p); ask != nil && rapid.IntRange(0, 9).Draw(w.t, "answer") < 8 {
		taps := buttonsOf(*ask)
		if calm := map[string]string{"screen": flows.ChoiceNone, "row": flows.ChoiceNo}[ask.Form]; calm != "" && rapid.IntRange(0, 9).Draw(w.t, "alarm") > 0 {
			return flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: calm}
		}
		if len(taps) > 0 {
			return rapid.SampledFrom(taps).Draw(w.t, "tap")
		}
		return flows.Said{By: flows.ByPatient, Text: rapid.SampledFrom([]string{"20:30", "tuinieren", "6", "overslaan"}).Draw(w.t, "text")}
	}
	switch rapid.IntRange(0, 4).Draw(w.t, "event") {
	case 0:
		name := rapid.SampledFrom([]string{"exercise", "mini", "log", "later", "nottoday", "correct", "continue"}).Draw(w.t, "command")
		return flows.Pressed{By: flows.ByPatient, Form: flows.FormDo, Question: name, Choice: rapid.SampledFrom([]string{"", "light"}).Draw(w.t, "argument")}
	case 1:
		if len(w.taps) > 0 {
			return rapid.SampledFrom(w.taps).Draw(w.t, "old tap")
		}
	case 2:
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 30*60).Draw(w.t, "minutes away")) * time.Minute)
	}
	if due := flows.Due(w.p); due.After(w.now) {
		w.now = due
	} else if due.IsZero() {
		return flows.CameBack{}
	}
	return flows.Ticked{}
}
