package bot

import (
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/store"
)

// A simulation that can't fail shows nothing: each of these bots breaks a law in
// the first days, and has to be caught.
func TestTheLawsCatchABotThatBreaksThem(t *testing.T) {
	for name, breaker := range map[string]struct {
		want string
		do   func(*laws)
	}{
		"speaks of exercise under a flag": {"law 1: \"session.again\" is said under", flowing(func(_ flows.Event, o *flows.Outcome) {
			if len(o.Patient.Flags) > 0 {
				o.Replies = append(o.Replies, flows.Reply{Text: "session.again", Topic: flows.AboutExercise, Class: flows.Answer})
			}
		})},
		"answers an alarm word like any other": {"an alarm word is not answered by a safety text", flowing(func(_ flows.Event, o *flows.Outcome) {
			for i := range o.Replies {
				o.Replies[i].Class = flows.Answer
			}
		})},
		"opens a flag without an alert": {"no alert shows it", flowing(func(_ flows.Event, o *flows.Outcome) { o.Alert = false })},
		"stays due after a tick": {"law 5: due at", flowing(func(ev flows.Event, o *flows.Outcome) {
			if _, ticked := ev.(flows.Ticked); ticked && o.Patient.Stage == flows.Coached {
				o.Patient.Rhythm.Reminded, o.Patient.Plan.Active = "2026-03-01", nil
			}
		})},
		"lets a patient grow": {"bytes", flowing(func(_ flows.Event, o *flows.Outcome) {
			if o.Patient.Stage == flows.Coached {
				o.Patient.Practice = strings.Repeat("x", 8<<10)
			}
		})},
		"reminds at another hour": {"is sent unasked, but wanted at", flowing(func(_ flows.Event, o *flows.Outcome) {
			if o.Patient.Stage == flows.Coached {
				o.Patient.Rhythm.Hour = 8*60 + 5
			}
		})},
		"reminds twice a day": {"is sent unasked, but so was another one", flowing(func(ev flows.Event, o *flows.Outcome) {
			for _, r := range o.Replies {
				if r.Class == flows.Reminder {
					o.Replies = append(o.Replies, r)
					return
				}
			}
		})},
		"forgets a reply": {"do not wait in the outbox", writing(func(tx *store.Tx, address string) error {
			_, err := tx.TakeBack(address, func(m store.Message) bool { return m.Inflight.IsZero() })
			return err
		})},
		"loses the due moment": {"the due index is", writing(func(tx *store.Tx, address string) error {
			id, _ := tx.Lookup(address)
			if _, err := tx.Patient(id); err != nil {
				return nil
			}
			return tx.PutOff(id, time.Now().Add(time.Hour))
		})},
		"is too fast": {"is refused: 429", func(l *laws) {
			l.w.fail("sendMessage", once(sandbox.Failure{Status: 429, RetryAfter: 1}))
		}},
		"hears what nobody said": {"law 2: \"says hoi\" was heard", func(l *laws) {
			second := time.Date(2026, 3, 4, 16, 0, 0, 0, time.UTC)
			time.AfterFunc(time.Until(second), func() { l.w.Person(9_000_001, sandbox.PersonOptions{}).Say("hoi") })
		}},
		"logs a name": {"law 7: the log holds \"Wilhelmina\"", func(l *laws) { _, _ = l.w.log.Write([]byte("Wilhelmina")) }},
	} {
		t.Run(name, func(t *testing.T) {
			inQuietWorld(t, func(t *testing.T, w *world) {
				l := newLaws(t, w)
				var broken strings.Builder
				l.fail = func(why string) { broken.WriteString(why + "\n") }
				breaker.do(l)
				l.simulate(time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC), 2, []persona{unlucky()})
				if !strings.Contains(broken.String(), breaker.want) {
					t.Errorf("broken were only these:\n%s", broken.String())
				}
			})
		})
	}
}

// unlucky has an alarm on the second day, by word and by tap, and no doctor.
func unlucky() persona {
	p := compliant()
	p.answers = answers{
		"intake.name": say("Wilhelmina"), "screen.e1": first(tap("none"), tap("RF05")),
		"row.ask": tap("no"), "row": nothing, "lock": nothing,
	}
	p.unasked = []plan{{2, "12:00", alarm("ik kan niet plassen")}, {2, "14:00", say("/alarm")}}
	return p
}

// flowing spoils what the conversation says.
func flowing(spoil func(flows.Event, *flows.Outcome)) func(*laws) {
	return func(l *laws) {
		l.flow = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
			out := flows.Step(p, ev, now)
			spoil(ev, &out)
			return out
		}
	}
}

// writing spoils the transactions of the second day.
func writing(spoil func(tx *store.Tx, address string) error) func(*laws) {
	begun := time.Time{}
	return func(l *laws) {
		l.spoil = func(tx *store.Tx) error {
			if begun.IsZero() {
				begun = time.Now()
			}
			if time.Since(begun) < 24*time.Hour {
				return nil
			}
			return spoil(tx, addressOf(9_000_001))
		}
	}
}
