package flows_test

import (
	"strings"
	"testing"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// TestTheWordingsOfACallOpenWithIt: the laws read from the name of a wording
// that it opens with the call; here they are read.
func TestTheWordingsOfACallOpenWithIt(t *testing.T) {
	calls := map[flows.Lang][]string{
		flows.Dutch:   {"bel", "maak een afspraak", "maak eerst een afspraak"},
		flows.English: {"call", "phone", "ring", "make an appointment", "first make an appointment"},
	}
	read := 0
	for lang, words := range calls {
		for _, name := range messages.Names(lang) {
			if !opensWithCall(flows.Reply{Text: name}) || strings.Count(name, ".") < 2 || strings.HasPrefix(name, "lock.called.") && !strings.ContainsAny(name[len("lock.called."):], "EGDC") {
				continue
			}
			m, err := messages.Render(lang, "Europe/Amsterdam", messages.Practice{Name: "P"}, flows.Reply{Text: name, Args: flows.Args{"Row": "flag.name.RF01", "What": "flag.what.RF01", "Ask": "flag.ask.RF01"}})
			if err != nil {
				t.Errorf("%s %s: %v", lang, name, err)
				continue
			}
			read++
			first, _, _ := strings.Cut(strings.ToLower(plain(m.HTML)), "\n")
			if !containsAny(first, words) {
				t.Errorf("%s %s opens with %q", lang, name, first)
			}
		}
	}
	if read < 40 {
		t.Errorf("only %d wordings were read", read)
	}
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// TestAnAlarmIsAnsweredFirstInEveryQuestion types each alarm in the middle of
// every question of every form, also where the walk does not come, with nothing
// else open and under a flag of each class.
func TestAnAlarmIsAnsweredFirstInEveryQuestion(t *testing.T) {
	open := []flows.Flag{
		{}, {Row: "RF10", Class: flows.Now112}, {Row: "RF02", Class: flows.NowDoctor}, {Row: "RF14", Class: flows.SameDay},
		{Row: "RF18", Class: flows.SoonGP}, {Row: "RF23", Class: flows.SoonGP}, {Row: "RF27", Class: flows.SoonGP},
	}
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	typed := 0
	for _, name := range flows.FormNames() {
		form, _ := flows.FormOf(name)
		for _, q := range form.Questions {
			for _, f := range open {
				p := decoded(encoded(pl.p))
				if f.Row != "" {
					f.Since, f.AskAt = pl.now, pl.now.Add(time.Hour)
					p.Flags, p.Findings = []flows.Flag{f}, []flows.Finding{{Row: f.Row, At: pl.now, Since: "new"}}
				}
				p.Forms = append(p.Forms, flows.Open{Form: name, Run: 99, Question: q.Name, Answers: map[string]string{}, About: aboutOf(name), Asked: pl.now, Since: pl.now})
				for _, a := range alarmWords() {
					if what := alarmNotFirst(conversation.take(p, said(p, a.text), pl.now)); what != "" {
						t.Errorf("%s.%s under %s: %s", name, q.Name, f.Row, what)
					}
					typed++
				}
			}
		}
	}
	t.Logf("%d alarms typed", typed)
}

func aboutOf(form string) string {
	if form == "row" {
		return "RF13"
	}
	return ""
}
