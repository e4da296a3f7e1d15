package flows_test

import (
	"slices"
	"testing"
	"time"

	"back2core/flows"
)

// answerAll answers whatever is asked, calmly, until nothing is. It returns how
// many answers that took.
func answerAll(t *testing.T, p flows.Patient, now time.Time, say map[string]string) (flows.Patient, int) {
	for n := range 200 {
		ask := flows.Asking(p)
		if ask == nil {
			return p, n
		}
		choice, ok := say[ask.Question]
		switch {
		case ok:
		case ask.Kind == flows.Several:
			choice = flows.ChoiceNone
		case ask.Kind == flows.Scale:
			choice = "4"
		case slices.Contains(ask.Choices, flows.ChoiceDone): // not counted along
			choice = flows.ChoiceDone
		case len(ask.Choices) > 0:
			choice = ask.Choices[0]
		}
		if ask.Kind == flows.Text {
			p = flows.Step(p, flows.Said{By: flows.ByPatient, Text: "tuinieren"}, now).Patient
			continue
		}
		p = flows.Step(p, flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}, now).Patient
	}
	t.Fatalf("questions without end: %+v", flows.Asking(p))
	return p, 0
}

func TestAYearOfDailySessionsStaysSmallAndCounts(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	p := coached("Europe/Amsterdam", 480, now)
	p.Course.Start = "2026-03-02"
	p.Profile.Leg, p.Profile.Groups = "knee", []string{flows.GroupHernia}
	say := map[string]string{"news": flows.ChoiceNone, "leg": "knee", "leg_end": "knee", "card2": "hurts", "start": "start", "am": "4"}
	end, most, reminded := now.AddDate(1, 0, 0), 0, 0
	for {
		due := flows.Due(p)
		if due.IsZero() || due.After(end) {
			break
		}
		now = due
		o := flows.Step(p, flows.Ticked{}, now)
		p = o.Patient
		if len(o.Replies) > 0 {
			reminded++
		}
		p, _ = answerAll(t, p, now, say)
		most = max(most, len(encoded(p)))
	}
	if most > 8<<10 {
		t.Errorf("the patient grew to %d bytes", most)
	}
	if len(p.Plan.Active) != 7 || reminded < 365 {
		t.Errorf("active on %v after %d messages", p.Plan.Active, reminded)
	}
	t.Logf("at most %d bytes", most)
}
