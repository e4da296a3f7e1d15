package flows_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// TestATypedLabelIsTheTap types the label of every button of every question in
// both languages: it has to do what the tap does, whatever alarm words are in
// it, and never ask about another row.
func TestATypedLabelIsTheTap(t *testing.T) {
	typed := 0
	for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
		for _, name := range flows.FormNames() {
			f, _ := flows.FormOf(name)
			for _, q := range f.Questions {
				for _, about := range aboutsOf(name) {
					typed += typeLabels(t, lang, name, q, about)
				}
			}
		}
	}
	if typed < 500 {
		t.Errorf("only %d labels were typed", typed)
	}
}

// aboutsOf is what a form can be about.
func aboutsOf(form string) []string {
	switch form {
	case "row", "lock":
		var rows []string
		for _, r := range flows.Rows() {
			rows = append(rows, string(r))
		}
		return rows
	}
	return []string{""}
}

// typeLabels types the labels of one question and returns how many there were.
func typeLabels(t *testing.T, lang flows.Lang, form string, q flows.Question, about string) int {
	now := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	p := flows.NewPatient("p1", "main", lang, "Europe/Amsterdam", now)
	p.Consent = &flows.Consent{Version: flows.ConsentVersion, At: now, Programme: true, Reminders: true}
	p.Stage, p.Screened, p.AskedE, p.Arrived = flows.Coached, now, now, now
	p.Profile.Age, p.Profile.Leg, p.Runs = 45, "none", 1
	if about != "" {
		p.Findings = []flows.Finding{{Row: flows.Row(about), At: now}}
	}
	p.Forms = []flows.Open{{Form: form, Run: 1, Question: q.Name, Answers: map[string]string{}, Since: now, Asked: now, About: about}}
	ask := flows.Asking(p)
	if ask == nil || ask.Kind == flows.Scale || q.Sub != "" {
		return 0
	}
	choices := slices.Concat(ask.Choices, ask.Ways)
	if ask.Kind == flows.Several {
		choices = append(choices, flows.ChoiceNone)
	}
	typed := 0
	for _, choice := range choices {
		label, ok := messages.Label(lang, *ask, choice)
		if !ok {
			t.Errorf("%s: no label for %s of %s.%s", lang, choice, form, q.Name)
			continue
		}
		for _, text := range []string{label, strings.TrimLeft(label, "0123456789. ")} {
			means := messages.Meaning(lang, *ask, text)
			if means == "" && text != label {
				continue // a label that is itself a number
			}
			typed++
			said := flows.Step(p, flows.Said{By: flows.ByPatient, Text: text, Means: means, At: now}, now)
			tapped := flows.Step(p, flows.Pressed{By: flows.ByPatient, Form: form, Run: 1, Question: q.Name, Choice: choice}, now)
			if got, want := textsOf(said), textsOf(tapped); !slices.Equal(got, want) || !reflect.DeepEqual(said.Patient.Forms, tapped.Patient.Forms) {
				t.Errorf("%s %s.%s %s: typing %q said %v, its tap %v", lang, form, q.Name, about, text, got, want)
			}
		}
	}
	return typed
}

func textsOf(o flows.Outcome) []string {
	var texts []string
	for _, r := range o.Replies {
		texts = append(texts, r.Text)
	}
	return texts
}

// Words in a label are alarm words as soon as nobody asked for the label.
func TestALabelThatNobodyAskedForIsHeard(t *testing.T) {
	for _, said := range []flows.Said{
		{Text: "Zwanger", Means: flows.GroupPregnant, Forwarded: true},
		{Text: "Zwanger", Means: flows.GroupPregnant, Edited: true},
		{Text: "ik ben zwanger"},
	} {
		pl := newPlay(t)
		pl.begin("", "2026-03-02 09:00 Europe/Amsterdam nl")
		pl.already([]string{"agreed"})
		for flows.Asking(pl.p).Question != "groups" {
			ask := flows.Asking(pl.p)
			choice := flows.ChoiceNone
			switch {
			case ask.Kind == flows.Scale:
				choice = "5"
			case !slices.Contains(ask.Choices, choice) && ask.Kind == flows.Choice:
				choice = ask.Choices[0]
			}
			pl.press(choice)
		}
		said.By, said.At = flows.ByPatient, pl.now
		pl.step(said)
		if ask := flows.Asking(pl.p); ask == nil || ask.Form != "row" || ask.About != "RF27" {
			t.Errorf("%+v is not heard: %+v is asked", said, ask)
		}
	}
}

// "Too heavy" and "Too hard" were one thing, and "Pause" was two.
func TestBugOneWordForTwoThings(t *testing.T) {
	label := func(lang flows.Lang, form, question, choice string) string {
		t.Helper()
		text, ok := messages.Label(lang, flows.Ask{Form: form, Question: question}, choice)
		if !ok {
			t.Fatalf("no label in %s of %s.%s.%s", lang, form, question, choice)
		}
		return strings.Trim(text, "⏸ ")
	}
	for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
		if card, end := label(lang, "session", "card1", "heavy"), label(lang, "session", "feel", "hard"); card != end {
			t.Errorf("%s: %q on a card is %q at the end", lang, card, end)
		}
		if count, silence := label(lang, "session", "card1", "pause"), label(lang, flows.FormDo, "", "pause"); count == silence {
			t.Errorf("%s: %q stops a count, and the messages", lang, count)
		}
	}
}
