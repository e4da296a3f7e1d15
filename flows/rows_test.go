package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// what a tap on each row leads to at once, for someone of 45 who answers
// nothing more (clinical.md 1.2, an unanswered follow-up counts as yes).
var tapped = map[string]struct {
	screen string
	class  flows.Urgency
}{
	"RF01": {"e1", flows.NowDoctor}, "RF02": {"e1", flows.NowDoctor}, "RF03": {"e1", flows.NowDoctor},
	"RF04": {"e1", flows.NowDoctor}, "RF05": {"e1", flows.NowDoctor}, "RF06": {"e1", flows.NowDoctor},
	"RF07": {"e1", flows.NowDoctor}, "RF08": {"e1", flows.NowDoctor}, "RF30": {"e1", flows.NowDoctor},
	"RF09": {"e2", flows.Now112}, "RF10": {"e2", flows.Now112}, "RF11": {"e2", flows.Now112}, "RF12": {"e2", flows.Now112},
	"RF25": {"e2", flows.NowDoctor}, "RF28": {"e2", flows.NowDoctor},
	"RF13": {"day", flows.SameDay}, "RF14": {"day", flows.SameDay}, "RF15": {"day", flows.SameDay},
	"RF16": {"day", flows.NowDoctor}, "RF17": {"day", flows.SameDay}, "RF26": {"day", flows.NowDoctor},
	"RF29": {"day", flows.SameDay}, "RF33": {"day", flows.SameDay},
	"RF18": {"gp1", flows.SoonGP}, "RF19": {"gp1", flows.SameDay}, "RF20": {"gp1", flows.SoonGP},
	"RF21": {"gp1", flows.SoonGP}, "RF22": {"gp1", flows.SoonGP}, "RF31": {"gp1", flows.SoonGP},
	"RF10b": {"gp2", flows.SoonGP}, "RF23": {"gp2", flows.SoonGP}, "RF24": {"gp2", flows.NoUrgency},
	"RF27": {"gp2", flows.SoonGP}, "RF34": {"gp2", flows.SoonGP},
}

// notOnAScreen is rows that no button carries: they follow from the age, or
// from words.
var notOnAScreen = []flows.Row{"RF32", "RF35"}

// TestEveryRowByButton ticks each row of the red-flag table in both languages,
// by the label on its button, says nothing more for an hour, and looks at what
// is open then.
func TestEveryRowByButton(t *testing.T) {
	for _, row := range flows.Rows() {
		_, onScreen := tapped[string(row)]
		if !onScreen && !slices.Contains(notOnAScreen, row) {
			t.Errorf("%s is on no screen", row)
		}
	}
	for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
		for row, want := range tapped {
			t.Run(fmt.Sprintf("%s %s", lang, row), func(t *testing.T) {
				pl := screening(t, lang, 45)
				for pl.p.Forms[len(pl.p.Forms)-1].Question != want.screen {
					pl.press(flows.ChoiceNone)
				}
				pl.act("[" + pl.label(row) + "]")
				alarms := want.screen == "e1" || want.screen == "e2"
				if !alarms {
					pl.press(flows.ChoiceDone)
				}
				if atOnce := alarms || cannotWait(want.class) && row != "RF16"; atOnce && len(pl.p.Flags) == 0 {
					t.Fatal("nothing is open at once")
				}
				for len(pl.p.Forms) > 0 && pl.p.Forms[len(pl.p.Forms)-1].Form == "screen" {
					pl.press(flows.ChoiceNone)
				}
				pl.until(pl.now.Add(time.Hour))
				if got := classOf(pl.p, row); got != want.class {
					t.Errorf("got %q, want %q", got, want.class)
				}
			})
		}
	}
}

func emergency(u flows.Urgency) bool { return u == flows.NowDoctor || u == flows.Now112 }

func cannotWait(u flows.Urgency) bool { return emergency(u) || u == flows.SameDay }

func classOf(p flows.Patient, row string) flows.Urgency {
	for _, f := range p.Flags {
		if string(f.Row) == row {
			return f.Class
		}
	}
	return flows.NoUrgency
}

// screening is someone of an age who has agreed and meets the first screen.
func screening(t *testing.T, lang flows.Lang, age int) *play {
	t.Helper()
	pl := newPlay(t)
	pl.begin("", "2026-03-02 09:00 Europe/Amsterdam "+string(lang))
	pl.act("/start")
	pl.press(flows.ChoiceYes)
	pl.press(flows.ChoiceYes)
	pl.act(fmt.Sprint(age))
	return pl
}

// press taps a choice of the open question.
func (pl *play) press(choice string) {
	pl.t.Helper()
	ask := flows.Asking(pl.p)
	if ask == nil {
		pl.t.Fatalf("nothing is asked; [%s] can't be tapped", choice)
	}
	pl.step(flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice})
}

// label is what stands on the button of a choice of the open question.
func (pl *play) label(choice string) string {
	pl.t.Helper()
	l, ok := messages.Label(pl.p.Lang, *flows.Asking(pl.p), choice)
	if !ok {
		pl.t.Fatalf("no label for %s", choice)
	}
	return l
}

// TestAgeLimits holds each age limit of RF32 at its boundary (clinical.md 1.2,
// 1.4, 5.9).
func TestAgeLimits(t *testing.T) {
	tests := []struct {
		age     int
		first   string
		refused bool
		class   flows.Urgency
		advice  bool
	}{
		{15, "no", true, "", false}, {16, "no", true, "", false}, {17, "no", true, "", false}, {18, "yes", false, "", false},
		{49, "yes", false, "", false}, {50, "yes", false, "", true}, {50, "no", false, "", false},
		{54, "yes", false, "", true}, {55, "yes", false, flows.SoonGP, false}, {55, "no", false, "", false},
		{74, "no", false, "", false}, {75, "no", false, flows.SoonGP, false}, {75, "yes", false, flows.SoonGP, false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d first=%s", tt.age, tt.first), func(t *testing.T) {
			pl := screening(t, flows.Dutch, tt.age)
			if refused := pl.p.Consent == nil; refused != tt.refused {
				t.Fatalf("refused: %v, want %v", refused, tt.refused)
			}
			if tt.refused {
				return
			}
			pl.finishIntake(tt.first)
			if ask := flows.Asking(pl.p); ask != nil && ask.About == "RF32" {
				pl.press(flows.ChoiceNo) // nobody has looked yet
			}
			if got := classOf(pl.p, "RF32"); got != tt.class {
				t.Errorf("flag %q, want %q", got, tt.class)
			}
			if got := strings.Contains(pl.out.String(), "Laat je rug één keer bekijken"); got != tt.advice {
				t.Errorf("advice %v, want %v", got, tt.advice)
			}
		})
	}
}

// finishIntake answers the intake from the first screen on, without anything
// special.
func (pl *play) finishIntake(first string) { pl.intakeOf(somebody{}, first, "5", "08:00") }

// intakeOf answers the intake from the first screen on, as somebody.
func (pl *play) intakeOf(who somebody, first, pain, hour string) {
	pl.t.Helper()
	usual := map[string]string{
		"leg": "none", "duration": "acute", "first": first, "pain": pain, "activity": "de hond uitlaten", "difficulty": "6",
		"hour": hour, "zone": flows.ChoiceYes, "name": "Anna", "start": "tomorrow",
		"floor": flows.ChoiceYes, "falls": flows.ChoiceNo, "hospital": flows.ChoiceNo, "bends": flows.ChoiceNo, "check": flows.ChoiceYes,
	}
	for ask := flows.Asking(pl.p); ask != nil && (ask.Form == "screen" || ask.Form == "intake"); ask = flows.Asking(pl.p) {
		answer := who.answer(ask.Question, usual[ask.Question])
		switch {
		case ask.Question == "groups" && len(who.groups) > 0:
			for _, g := range who.groups {
				pl.press(g)
			}
			pl.press(flows.ChoiceDone)
		case ask.Kind == flows.Several:
			pl.press(flows.ChoiceNone)
		case ask.Kind == flows.Text || ask.Question == "hour":
			pl.act(answer)
		default:
			pl.press(answer)
		}
	}
}

// TestAHealthyIntakeTakesTwentyTaps and at most six for the red flags.
func TestAHealthyIntakeTakesTwentyTaps(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	taps := 4 // /start, two consents, the age
	flagTaps := 0
	for flows.Asking(pl.p).Form == "screen" {
		pl.press(flows.ChoiceNone)
		flagTaps++
	}
	taps += flagTaps
	for pl.p.Stage == flows.Intake {
		ask := flows.Asking(pl.p)
		switch {
		case ask.Question == "activity":
			pl.act("fietsen")
		case ask.Kind == flows.Scale:
			pl.press("4")
		case ask.Kind == flows.Several:
			pl.press(flows.ChoiceNone)
		case ask.Question == "name":
			pl.press(flows.WaySkip)
		case ask.Question == "start":
			pl.press("tomorrow")
		case ask.Question == "first":
			pl.press(flows.ChoiceNo)
		default:
			pl.press(ask.Choices[0])
		}
		taps++
	}
	if flagTaps > 6 || taps > 20 {
		t.Errorf("%d taps, %d of them for red flags; at most 20 and 6", taps, flagTaps)
	}
	t.Logf("%d taps, %d for red flags", taps, flagTaps)
}

// TestEveryButtonHasALabel walks every question of every form and asks for each
// label in both languages.
func TestEveryButtonHasALabel(t *testing.T) {
	for _, name := range flows.FormNames() {
		f, ok := flows.FormOf(name)
		if !ok {
			t.Errorf("no form %q", name)
			continue
		}
		for _, q := range f.Questions {
			for _, choice := range q.Choices {
				ask := flows.Ask{Form: name, Question: q.Name, Kind: q.Kind, Choices: q.Choices}
				if q.Words != nil {
					ask.Words = q.Words(flows.Patient{}, flows.Open{Answers: map[string]string{}})
				}
				for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
					if _, ok := messages.Label(lang, ask, choice); !ok {
						t.Errorf("%s: no label for %s.%s.%s", lang, name, q.Name, choice)
					}
				}
			}
		}
	}
}
