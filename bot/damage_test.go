package bot

import (
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// rowHeader is what stands before a patient's record in the file.
const rowHeader = 12

func TestADamagedMessageIsBuriedAndEverythingElseGoesOn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Refuse: true} })
		anna.Say("one")
		ben.Say("two")
		w.pass(time.Second)
		w.crash()
		w.damage("outbox", "tg:1", 1)
		w.SetFault(nil)
		w.start()
		w.pass(time.Minute)
		anna.Say("three")
		w.pass(time.Minute)
		w.hears(anna, "three")
		w.hears(ben, "two")
		w.view(func(tx *store.Tx) error {
			graves, err := tx.Graves()
			if len(graves) != 1 || graves[0].Patient == "" || graves[0].Class != flows.Answer || graves[0].Text != "" {
				t.Errorf("graves: %+v", graves)
			}
			return err
		})
		if w.counted("outbox.damaged") != 1 || w.queued() != 0 {
			t.Error("the damaged message is not counted, or still waits")
		}
	})
}

func TestBugADamagedPositionKeptTheBotFromStarting(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("one")
		w.pass(time.Second)
		w.crash() // the last update is not confirmed: it comes again
		w.damage("meta", "position", 1)
		w.start()
		w.pass(time.Minute)
		anna.Say("two")
		w.pass(time.Minute)
		w.hears(anna, "one", "two")
		w.view(func(tx *store.Tx) error {
			pos, err := tx.Position()
			if pos.Offset == 0 || !strings.Contains(w.log.String(), "the position of the poll can't be read") {
				t.Errorf("the position is %+v; the log says nothing", pos)
			}
			return err
		})
	})
}

// An update that fails is kept with those before it. When one of these could not
// be read, nothing went on for anybody, also after a restart.
func TestBugADamagedRawUpdateStoppedTheBot(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		const fails = `{"message":{"message_id":9,"date":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":["x"]}}`
		anna, ben := w.person(1), w.person(2)
		anna.Say("consent")
		w.Inject(fails)
		w.pass(time.Minute)
		_ = w.end()
		id := w.patient(anna).ID
		w.damage("raw", id, 0)
		w.Inject(fails) // heard before any housekeeping
		w.start()
		w.pass(time.Minute)
		ben.Say("hello")
		w.pass(time.Minute)
		w.hears(ben, "hello")
		if got := w.heard(anna); len(got) != 2 || !strings.HasPrefix(got[1], "Bel") {
			t.Errorf("whose update failed heard %q", got)
		}
		w.view(func(tx *store.Tx) error {
			if n := tx.CountRaw(id); n != 1 {
				t.Errorf("%d updates are kept, want the one that can be read", n)
			}
			return nil
		})
	})
}

func TestADamagedPatientHoldsUpNobodyElse(t *testing.T) {
	for name, keep := range map[string]int{"record": rowHeader, "row": 0} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(t *testing.T, w *world) {
				anna, ben := w.person(1), w.person(2)
				anna.Say("in 30h")
				ben.Say("in 30h")
				w.pass(time.Minute)
				_ = w.end()
				w.damage("patients", w.patient(anna).ID, keep)
				w.pass(26 * time.Hour)
				w.start() // after an outage
				w.pass(12 * time.Hour)
				if got := w.heard(ben); len(got) != 2 || !strings.HasPrefix(got[0], "outage") || got[1] != "tick" {
					t.Errorf("the other heard %q", got)
				}
				if w.counted("tick.failed") == 0 || w.counted("event.failed") == 0 {
					t.Error("the operator sees nothing")
				}
				anna.Say("hello")
				w.pass(time.Minute)
				if got := w.heard(anna); len(got) != 1 || got[0][:3] != "Bel" {
					t.Errorf("whose record is damaged heard %q", got)
				}
			})
		})
	}
}

func TestAFailureWhileAnOutcomeIsKeptKeepsTheUpdateUnderItsPatient(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				out := echo(p, ev, now)
				if said, ok := ev.(flows.Said); ok && said.Text == "unkept" {
					out.Diary = []flows.Entry{{Seq: 0, Kind: "the store refuses it"}}
				}
				if p.Profile.Age == 0 {
					out.Patient.Lang = flows.English
				}
				return out
			}
			b.words.reply = func(l flows.Lang, _ string, _ messages.Practice, r flows.Reply) (messages.Message, error) {
				return messages.Message{HTML: string(l) + " " + r.Text}, nil
			}
		}
		w.start()
		anna := w.person(1)
		anna.Say("consent")
		w.pass(time.Minute)
		anna.Say("unkept")
		w.pass(time.Minute)
		w.hears(anna, "en failure")
		w.view(func(tx *store.Tx) error {
			raw, err := tx.Raw(w.patient(anna).ID)
			if len(raw) != 1 || raw[0].Update != w.LastUpdate() {
				t.Errorf("%d raw updates are kept under the patient", len(raw))
			}
			return err
		})
	})
}

func TestWhoFloodsUsWithWhatFailsFillsNoOutbox(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Refuse: true} })
		anna := w.person(1)
		for range 200 {
			anna.Say("panic")
		}
		w.pass(10 * time.Second)
		if n := w.queued(); n > 2 {
			t.Errorf("%d messages wait", n)
		}
		w.SetFault(nil)
		w.pass(time.Minute)
		if got := w.heard(anna); len(got) == 0 || len(got) > 2 {
			t.Errorf("heard %q", got)
		}
		anna.Say("panic")
		w.pass(time.Minute)
		if got := w.heard(anna); len(got) < 2 {
			t.Errorf("later heard %q", got)
		}
	})
}

// Nobody knows whether a patient whose record can't be read has a flag open: what
// waits for them goes out only if any flag allows it.
func TestADamagedRecordIsSpokenToAsUnderAFlag(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("consent")
		w.pass(5 * time.Second)
		down := true
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure {
			if down {
				return &sandbox.Failure{Refuse: true}
			}
			return nil
		})
		anna.Say("an exercise")
		anna.Say("alarm call now")
		w.pass(time.Second)
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		w.damage("patients", w.patient(anna).ID, 12)
		down = false
		w.start()
		w.pass(time.Hour)
		w.hears(anna, "call now")
	})
}
