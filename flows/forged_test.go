package flows

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAForgedChoiceIsNoAnswer: a button's words can be made up by whoever speaks
// to Telegram without its app. What stands on no button of the question that is
// open answers nothing, in any question of the way to the first session.
func TestAForgedChoiceIsNoAnswer(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := Step(NewPatient("P", "practice", Dutch, "Europe/Amsterdam", now), Commanded{By: ByPatient, Name: "start"}, now).Patient
	asked := map[string]bool{}
	for range 60 {
		ask := Asking(p)
		if ask == nil {
			p = Step(p, Commanded{By: ByPatient, Name: "exercise"}, now).Patient
			continue
		}
		asked[ask.Form+"."+ask.Question] = true
		for _, choice := range []string{"forged", "", "-1", "11", "99", "1e9", "yes,no", "RF99", "none,RF01", strings.Repeat("x", 50), "<b>"} {
			out := Step(p, Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}, now)
			if !reflect.DeepEqual(out.Patient, p) || len(out.Diary) > 0 || out.Toast == nil || out.Toast.Text != "stale" {
				t.Errorf("%s.%s takes the choice %q", ask.Form, ask.Question, choice)
			}
		}
		p = Step(p, plainAnswer(*ask), now).Patient
		now = now.Add(time.Minute)
	}
	if len(asked) < 20 {
		t.Errorf("only %d questions were asked: %v", len(asked), asked)
	}
}

// plainAnswer is what a healthy adult answers.
func plainAnswer(ask Ask) Event {
	choice := ""
	switch {
	case ask.Question == "age":
		return Said{By: ByPatient, Text: "47"}
	case ask.Kind == Text:
		return Said{By: ByPatient, Text: "tuinieren"}
	case ask.Kind == Several:
		choice = ChoiceNone
	case ask.Kind == Scale:
		choice = "3"
	case slices.Contains(ask.Choices, ChoiceDone): // not counted along
		choice = ChoiceDone
	default:
		choice = ask.Choices[0]
	}
	return Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}
}
