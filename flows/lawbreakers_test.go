package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/flows"
)

// A lawbreaker is the conversation with one law taken away somewhere.
type lawbreaker struct {
	name  string
	law   string   // the one that has to be seen to break
	does  []string // what is done after begin
	begin string   // what has happened before, by TestTranscripts' @; empty: nothing
	step  func(flows.Patient, flows.Event, time.Time, flows.Outcome) flows.Outcome
	due   func(flows.Patient, time.Time) time.Time
}

func lawbreakers() []lawbreaker {
	always := func(_ flows.Patient, due time.Time) time.Time { return due }
	return []lawbreaker{
		{
			name: "an exercise slips through under a flag", law: "an open flag is the table", begin: "coached", due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				if c, ok := ev.(flows.Pressed); ok && c.Question == "mini" && len(p.Flags) > 0 {
					o.Replies = slices.Insert(o.Replies, 0, flows.Reply{Text: "session.none", Topic: flows.AboutFlag, Class: flows.Safety})
				}
				return o
			},
		},
		{
			name: "one question swallows the call", law: "an alarm is answered first", due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				ask := flows.Asking(p)
				if s, ok := ev.(flows.Said); ok && s.Text == "ik kan niet plassen" && ask != nil && ask.Question == "reminders" {
					o.Replies = []flows.Reply{{Text: "chat.lost", Topic: flows.AboutTalk, Class: flows.Answer}}
				}
				return o
			},
		},
		{
			name: "Due is lost in a pause", law: "who wants to hear from us is heard of", begin: "coached",
			due: func(p flows.Patient, due time.Time) time.Time {
				if p.Rhythm.PausedUntil != "" {
					return time.Time{}
				}
				return due
			},
		},
		{
			name: "a tick leaves what was due", law: "Due moves forward", begin: "coached",
			due: func(p flows.Patient, due time.Time) time.Time {
				if !p.Rhythm.Sent.IsZero() && len(p.Forms) > 0 {
					return p.Rhythm.Sent
				}
				return due
			},
		},
		{
			name: "/verwijder is not heard in one form", law: "help, stop, privacy and erasing always work", begin: "agreed", due: always,
			step: func(p flows.Patient, ev flows.Event, now time.Time, o flows.Outcome) flows.Outcome {
				ask := flows.Asking(p)
				if c, ok := ev.(flows.Commanded); ok && c.Name == "delete" && ask != nil && ask.Form == "pause" {
					return flows.Step(p, flows.Commanded{By: flows.ByPatient, Name: "pause"}, now)
				}
				return o
			},
		},
		{
			name: "erasing leaves something", law: "everything can be erased in two events", begin: "agreed", due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				if o.Forget && len(p.Flags) > 0 {
					o.Patient.Flags = p.Flags
				}
				return o
			},
		},
		{
			name: "one form forgets its answers", law: "every question can be left and resumed", begin: "coached", does: []string{"/settings"}, due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				if tap, ok := ev.(flows.Pressed); ok && tap.Choice == flows.WayLater && tap.Form == "settings" && len(o.Patient.Forms) > 0 {
					o.Patient.Forms[len(o.Patient.Forms)-1].Answers = nil
				}
				return o
			},
		},
		{
			name: "a way back leads nowhere", law: "there is no dead end", begin: "agreed", due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				if tap, ok := ev.(flows.Pressed); ok && tap.Question == "allowed" && tap.Choice == flows.ChoiceYes {
					o.Patient.Flags = p.Flags
				}
				return o
			},
		},
		{
			name: "two questions at once", law: "one question at a time", begin: "coached", due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				if c, ok := ev.(flows.Commanded); ok && c.Name == "settings" && len(o.Replies) > 0 {
					o.Replies = append(o.Replies, o.Replies[len(o.Replies)-1])
				}
				return o
			},
		},
		{
			name: "chance", law: "the same event, the same outcome", due: always,
			step: func() func(flows.Patient, flows.Event, time.Time, flows.Outcome) flows.Outcome {
				n := 0
				return func(_ flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
					if s, ok := ev.(flows.Said); ok && s.Text == "stop" {
						n++
						o.Patient.Spoken += n
					}
					return o
				}
			}(),
		},
		{
			name: "an old button erases", law: "an old button changes nothing", begin: "coached", due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				if tap, ok := ev.(flows.Pressed); ok && tap.Form == "erase" && tap.Run == oldRun {
					o.Forget = true
				}
				return o
			},
		},
		{
			name: "a dead alarm button", law: "a button that stands for a command is never old", begin: "coached", due: always,
			step: func(p flows.Patient, ev flows.Event, _ time.Time, o flows.Outcome) flows.Outcome {
				if tap, ok := ev.(flows.Pressed); ok && tap.Form == flows.FormDo && tap.Question == "alarm" {
					return flows.Outcome{Patient: p, Toast: &flows.Reply{Text: "stale", Topic: flows.AboutTalk, Class: flows.Answer}}
				}
				return o
			},
		},
	}
}

// already is someone who has been through what TestTranscripts calls by this name.
func already(t *testing.T, stage string) *node {
	if stage == "" {
		return newcomer()
	}
	pl := newPlay(t)
	pl.begin("", "2026-03-02 09:00 Europe/Amsterdam nl "+stage)
	return &node{p: pl.p, now: pl.now, did: "  (" + stage + ")\n"}
}

// TestTheWalkCatchesEveryLawbreaker takes one law away at a time: the walk has
// to see it, by its name, and to print the way there.
func TestTheWalkCatchesEveryLawbreaker(t *testing.T) {
	for _, lb := range lawbreakers() {
		t.Run(lb.name, func(t *testing.T) {
			sub := subject{
				step: func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
					o := flows.Step(p, ev, now)
					if lb.step != nil {
						return lb.step(p, ev, now, o)
					}
					return o
				},
				due: func(p flows.Patient) time.Time { return lb.due(p, flows.Due(p)) },
			}
			g := &graph{subject: sub, detail: byQuestion, keep: 1, most: 200, wanted: lb.law}
			begin := already(t, lb.begin)
			for _, act := range lb.does {
				begin = begin.does(t, act)
			}
			g.walk(begin)
			i := slices.IndexFunc(g.breaks, func(b walkBreak) bool { return b.law == lb.law })
			if i < 0 {
				t.Fatalf("not seen in %d states; seen: %v", len(g.nodes), g.breaks)
			}
			if !strings.Contains(g.breaks[i].path, "  > ") {
				t.Errorf("no way there is printed: %q", g.breaks[i].path)
			}
			t.Logf("after %d acts: %v\n%s", g.acts, g.breaks[i].breach, g.breaks[i].path)
		})
	}
}
