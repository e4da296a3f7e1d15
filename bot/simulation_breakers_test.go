package bot

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"back2core/flows"
	"back2core/store"
)

// A model that finds nothing shows nothing: each of these bots breaks a rule now
// and then, and the model has to say so.
func TestTheModelCatchesABotThatBreaksTheRules(t *testing.T) {
	breakers := map[string]struct {
		want string
		do   func(*simulation)
	}{
		"forgets which updates it had": {"was heard,", spoiling(func(sim *simulation, tx *store.Tx) error {
			pos, err := tx.Position()
			if err != nil || pos.BotID == 0 {
				return err
			}
			if err := tx.SetPosition(store.Position{BotID: 1}); err != nil {
				return err
			}
			return tx.SetPosition(pos)
		})},
		"takes an update for one that it had": {"was never heard", spoiling(func(sim *simulation, tx *store.Tx) error {
			for next := range 40 {
				if err := tx.MarkSeen(sim.server.LastUpdate()+1+next, time.Now()); err != nil {
					return err
				}
			}
			return nil
		})},
		"loses a reply": {"never arrived", perMessage(5, func(tx *store.Tx, m store.Message) error {
			_, err := tx.TakeBack(m.Address, func(w store.Message) bool { return w.ID == m.ID })
			return err
		})},
		"does not show what changed": {"never arrived", perEdit(func(tx *store.Tx, m store.Message) error {
			_, err := tx.TakeBack(m.Address, func(w store.Message) bool { return w.ID == m.ID })
			return err
		})},
		"counts twice as fast": {"two beats are", perCount(func(tx *store.Tx, m store.Message) error {
			m.Patient, m.NotBefore = "", time.Now().Add(2*time.Second)
			_, err := tx.Enqueue(m)
			return err
		})},
		"counts ahead": {"due is", perCount(func(tx *store.Tx, m store.Message) error {
			m.Patient = ""
			return requeue(tx, m, func(m *store.Message) {
				c := *m.Reply.Count
				c.Began = c.Began.Add(-7 * time.Second)
				m.Reply.Count = &c
			})
		})},
		"says something twice": {"and is sent again", perMessage(5, func(tx *store.Tx, m store.Message) error {
			_, err := tx.Enqueue(m)
			return err
		})},
		"reminds twice": {"is a reminder and arrived 2 times", perMessage(1, func(tx *store.Tx, m store.Message) error {
			if m.Reply.Class != flows.Reminder {
				return nil
			}
			_, err := tx.Enqueue(m)
			return err
		})},
		"reminds of a day twice": {"a second reminder of", speaking(func(out *flows.Outcome) {
			for _, r := range out.Replies {
				if r.Class == flows.Reminder {
					out.Replies = append(out.Replies, r)
					return
				}
			}
		})},
		"mixes up the order": {"after what was said later", perMessage(5, func(tx *store.Tx, m store.Message) error {
			waiting, err := tx.Queue(m.Address)
			if err != nil || len(waiting) < 2 {
				return err
			}
			return requeue(tx, m, func(*store.Message) {})
		})},
		"lets others go before a safety text": {"goes out before the safety text", perMessage(1, func(tx *store.Tx, m store.Message) error {
			if m.Reply.Class != flows.Safety {
				return nil
			}
			return requeue(tx, m, func(m *store.Message) {
				m.Reply.Class, m.NotBefore = flows.Reminder, time.Now().Add(time.Hour)
			})
		})},
		"speaks of exercise under a flag": {"is said under", speaking(func(out *flows.Outcome) {
			if len(out.Patient.Flags) > 0 {
				out.Replies = append(out.Replies, flows.Reply{Text: "session.again", Topic: flows.AboutExercise, Class: flows.Answer})
			}
		})},
		"sends what a flag forbids": {"goes out under", perMessage(1, again(func(tx *store.Tx, old, m store.Message) error {
			if m.Reply.Class != flows.Safety {
				return nil
			}
			old.Patient, old.NotBefore = "", time.Now().Add(time.Minute)
			_, err := tx.Enqueue(old)
			return err
		}))},
		"stays due after a tick": {"after a tick", func(sim *simulation) {
			sim.model.flow = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if _, ticked := ev.(flows.Ticked); ticked {
					return flows.Outcome{Patient: p}
				}
				return flows.Step(p, ev, now)
			}
		}},
		"loses who is due": {"is not in the due index", perPatient(func(tx *store.Tx, p flows.Patient) error { return tx.PutAside(p.ID) })},
		"changes a patient by the way": {"the one before it left", perPatient(func(tx *store.Tx, p flows.Patient) error {
			p.Runs++
			return tx.SavePatient(p)
		})},
		"keeps no diary": {"entries are in the diary", speaking(func(out *flows.Outcome) { out.Diary = nil })},
		"lets a patient grow": {"the record is", speaking(func(out *flows.Outcome) {
			if out.Patient.Stage == flows.Coached {
				out.Patient.Practice = strings.Repeat("x", 8<<10)
			}
		})},
	}
	names := slices.Sorted(maps.Keys(breakers))
	for _, name := range names[:min(len(names), mostBreakers)] {
		breaker := breakers[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var broken []string
			for seed := range uint64(8) { // what it takes may not come up in the first
				broken = simulateBroken(t, seed, breaker.do)
				if strings.Contains(strings.Join(broken, "\n"), breaker.want) {
					return
				}
			}
			t.Errorf("broken were only these, not %q:\n%s", breaker.want, strings.Join(broken, "\n"))
		})
	}
}

// simulateBroken gives all that the model finds in two weeks with a bot that
// breaks rules.
func simulateBroken(t *testing.T, seed uint64, breaks func(*simulation)) (broken []string) {
	var mu sync.Mutex
	r := run{seed: seed, patients: 12, weeks: 2, breaks: func(sim *simulation) {
		sim.model.most = 1 << 20
		breaks(sim)
	}}
	r.simulate(t, func(why string) {
		mu.Lock()
		defer mu.Unlock()
		broken = append(broken, why)
	})
	return broken
}

// speaking spoils what the conversation says.
func speaking(spoil func(*flows.Outcome)) func(*simulation) {
	return func(sim *simulation) {
		sim.model.flow = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
			out := flows.Step(p, ev, now)
			spoil(&out)
			return out
		}
	}
}

// spoiling spoils every tenth transaction.
func spoiling(spoil func(*simulation, *store.Tx) error) func(*simulation) {
	n := 0
	return func(sim *simulation) {
		sim.spoil = func(tx *store.Tx) error {
			if n++; n%10 != 0 {
				return nil
			}
			return spoil(sim, tx)
		}
	}
}

// perMessage spoils one of so many messages, when they come to wait.
func perMessage(every int, spoil func(*store.Tx, store.Message) error) func(*simulation) {
	return func(sim *simulation) {
		seen, n := map[uint64]bool{}, 0
		sim.spoil = func(tx *store.Tx) error {
			var fresh []store.Message
			err := tx.Outbox(func(m store.Message) error {
				if m.Kind == store.Send && m.Inflight.IsZero() && !seen[m.ID] {
					fresh = append(fresh, m)
				}
				return nil
			})
			for _, m := range fresh {
				seen[m.ID] = true
				if n++; n%every == 0 && err == nil {
					err = spoil(tx, m)
				}
			}
			if len(fresh) > 0 { // what was added is not spoilt again
				_ = tx.Outbox(func(m store.Message) error { seen[m.ID] = true; return nil })
			}
			return err
		}
	}
}

// perEdit spoils each renewed question.
func perEdit(spoil func(*store.Tx, store.Message) error) func(*simulation) {
	return func(sim *simulation) {
		sim.spoil = func(tx *store.Tx) error {
			return tx.Outbox(func(m store.Message) error {
				if m.Kind != store.Renew {
					return nil
				}
				return spoil(tx, m)
			})
		}
	}
}

// perCount spoils each count when it begins.
func perCount(spoil func(*store.Tx, store.Message) error) func(*simulation) {
	return func(sim *simulation) {
		seen := map[uint64]bool{}
		sim.spoil = func(tx *store.Tx) error {
			var fresh []store.Message
			err := tx.Outbox(func(m store.Message) error {
				if m.Kind == store.Count && m.Inflight.IsZero() && !seen[m.ID] {
					fresh = append(fresh, m)
				}
				return nil
			})
			for _, m := range fresh {
				seen[m.ID] = true
				if err == nil {
					err = spoil(tx, m)
				}
			}
			if len(fresh) > 0 { // what was added is not spoilt again
				_ = tx.Outbox(func(m store.Message) error { seen[m.ID] = true; return nil })
			}
			return err
		}
	}
}

// again gives, with each message, the last one to that chat that a flag would
// forbid.
func again(spoil func(tx *store.Tx, old, m store.Message) error) func(*store.Tx, store.Message) error {
	old := map[string]store.Message{}
	return func(tx *store.Tx, m store.Message) error {
		if m.Reply.Topic == flows.AboutTalk && m.Reply.Class == flows.Answer {
			old[m.Address] = m
		}
		if _, ok := old[m.Address]; !ok {
			return nil
		}
		return spoil(tx, old[m.Address], m)
	}
}

// perPatient spoils the patients of a transaction.
func perPatient(spoil func(*store.Tx, flows.Patient) error) func(*simulation) {
	return func(sim *simulation) {
		sim.spoil = func(tx *store.Tx) error {
			for _, s := range sim.model.steps {
				p, err := tx.Patient(s.before.ID)
				if err == nil && p.Stage == flows.Coached {
					err = spoil(tx, p)
				}
				if err != nil && p.ID != "" {
					return err
				}
			}
			return nil
		}
	}
}

// requeue puts a message back into the outbox, changed, behind all others.
func requeue(tx *store.Tx, m store.Message, change func(*store.Message)) error {
	if _, err := tx.TakeBack(m.Address, func(w store.Message) bool { return w.ID == m.ID }); err != nil {
		return err
	}
	change(&m)
	_, err := tx.Enqueue(m)
	return err
}

// TestBugTheModelForgaveAFloodTheLossOfASafetyText: it took the bot's own bound
// for an excuse.
func TestBugTheModelForgaveAFloodTheLossOfASafetyText(t *testing.T) {
	m := newModel(func(why string) { t.Error(why) }, func() []int { return nil })
	who := &soul{name: "anna"}
	for i := range 100 {
		class := flows.Answer
		if i%2 == 0 {
			class = flows.Safety
		}
		m.told = append(m.told, told{who: who, reply: flows.Reply{Text: "x", Class: class}})
		who.waiting = append(who.waiting, i+1)
	}
	m.flood(who)
	excused := map[flows.Class]int{}
	for _, w := range m.told {
		if w.excuse != "" {
			excused[w.reply.Class]++
		}
	}
	if excused[flows.Safety] != 0 || excused[flows.Answer] != 10 {
		t.Errorf("excused are %v", excused)
	}
}

func TestTheModelKnowsWhatAnEditOfACountMayBe(t *testing.T) {
	began := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := flows.NewPatient("p1", "main", flows.Dutch, "Europe/Amsterdam", began)
	p.Consent = &flows.Consent{At: began}
	p.Stage, p.Screened, p.AskedE, p.Runs = flows.Coached, began, began, 1
	p.Forms = []flows.Open{{Form: "session", Run: 1, Question: "card1", Since: began, Asked: began, Answers: map[string]string{"kind": "full", "plan": "X2 C2"}}}
	tap := func(p flows.Patient, choice string) flows.Outcome {
		return flows.Step(p, flows.Pressed{By: flows.ByPatient, Form: "session", Run: 1, Question: "card1", Choice: choice}, began)
	}
	begun := tap(p, "start")
	reply := begun.Replies[0]
	for name, c := range map[string]struct {
		after, shows time.Duration
		last         time.Duration // since the last beat
		acted        bool          // and something was done after that
		patient      flows.Patient
		want         string
	}{
		"a beat in its time":      {after: 17 * time.Second, shows: 17 * time.Second, last: 5 * time.Second, patient: begun.Patient},
		"one of before":           {after: 17 * time.Second, shows: 12 * time.Second, last: 5 * time.Second, patient: begun.Patient, want: "due is"},
		"one that is yet to come": {after: 17 * time.Second, shows: 22 * time.Second, last: 5 * time.Second, patient: begun.Patient, want: "due is"},
		"one too near":            {after: 17 * time.Second, shows: 17 * time.Second, last: 4 * time.Second, patient: begun.Patient, want: "two beats are"},
		"one that answers a tap":  {after: 17 * time.Second, shows: 17 * time.Second, last: 2 * time.Second, acted: true, patient: begun.Patient},
		"one in a pause":          {after: 17 * time.Second, shows: 17 * time.Second, last: 5 * time.Second, patient: tap(begun.Patient, "pause").Patient, want: "and was ended"},
	} {
		var broken []string
		m := newModel(func(why string) { broken = append(broken, why) }, nil)
		m.clock = func() time.Time { return began.Add(c.after) }
		anna := &soul{name: "anna", patient: c.patient, beat: began.Add(c.after - c.last)}
		if c.acted {
			anna.acted = anna.beat.Add(time.Second)
		}
		m.told = []told{{who: anna, reply: reply}}
		m.beats(1, m.look(1, reply.At(began.Add(c.shows))))
		if got := strings.Join(broken, "\n"); (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
