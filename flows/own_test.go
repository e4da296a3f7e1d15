package flows

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// A talker is a patient in the programme, and what was said last.
type talker struct {
	t   *testing.T
	p   Patient
	now time.Time
	out Outcome
}

// coachedPatient began on Monday 2 March 2026 with pain 6 and one activity.
func coachedPatient(t *testing.T) *talker {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tk := &talker{t: t, p: NewPatient("p1", "main", Dutch, "Europe/Amsterdam", now), now: now}
	tk.p.Consent = &Consent{Version: ConsentVersion, At: now, Programme: true, Reminders: true}
	tk.p.Stage, tk.p.Screened = Coached, now
	tk.p.Profile.Age, tk.p.Profile.Leg = 45, "none"
	begin := &turn{p: tk.p, ev: Ticked{}, now: now}
	begin.beginCourse(Open{Answers: map[string]string{"pain": "6", "activity": "de hond uitlaten", "difficulty": "5"}})
	begin.keepRhythm(Open{Answers: map[string]string{"hour": "08:00"}})
	tk.p = begin.p
	return tk
}

func (tk *talker) step(ev Event) *talker {
	tk.t.Helper()
	tk.out = Step(tk.p, ev, tk.now)
	tk.p = tk.out.Patient
	return tk
}

func (tk *talker) say(text string) *talker { return tk.step(Said{By: ByPatient, Text: text}) }

func (tk *talker) command(name, arg string) *talker {
	return tk.step(Commanded{By: ByPatient, Name: name, Arg: arg})
}

// tap presses a button of the open question.
func (tk *talker) tap(choice string) *talker {
	tk.t.Helper()
	ask := Asking(tk.p)
	if ask == nil {
		tk.t.Fatalf("nothing is asked; said %v", tk.said())
	}
	return tk.step(Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice})
}

func (tk *talker) do(command string) *talker {
	return tk.step(Pressed{By: ByPatient, Form: FormDo, Question: command})
}

func (tk *talker) wait(d time.Duration) *talker {
	tk.now = tk.now.Add(d)
	return tk
}

// tickUntil lets time go by with everything that comes due.
func (tk *talker) tickUntil(at time.Time) (said []string) {
	for due := Due(tk.p); !due.IsZero() && !due.After(at); due = Due(tk.p) {
		tk.now = due
		tk.step(Ticked{})
		said = append(said, tk.said()...)
		if next := Due(tk.p); !next.IsZero() && !next.After(tk.now) {
			tk.t.Fatalf("at %s the next is due at %s", tk.now, next)
		}
	}
	tk.now = at
	return said
}

func (tk *talker) said() []string {
	var texts []string
	for _, r := range tk.out.Replies {
		texts = append(texts, r.Text)
	}
	return texts
}

// expect holds what was said last to these texts.
func (tk *talker) expect(texts ...string) *talker {
	tk.t.Helper()
	if got := tk.said(); !slices.Equal(got, texts) {
		tk.t.Errorf("said %q, want %q", strings.Join(got, " "), strings.Join(texts, " "))
	}
	return tk
}

func (tk *talker) lastScores() string {
	var all []string
	for _, s := range tk.p.Scores {
		all = append(all, s.Pain.String())
	}
	return strings.Join(all, " ")
}
