package bot

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"back2core/flows"
	"back2core/store"
)

// Whatever somebody asks for, also what is to come (a report, an export), goes to
// the chat that asked, and to nobody who has that chat after them.
func TestWhatIsAskedForGoesToTheChatThatAskedAlone(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		acted := map[string]int64{} // who spoke in the transaction under way, by patient
		w.setup = func(b *Bot) {
			b.words = newWords
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				acted[p.ID] = 0
				return flows.Step(p, ev, now)
			}
			newest := uint64(0)
			b.loop.write = func(fn func(*store.Tx) error) error {
				return w.store.Update(func(tx *store.Tx) error {
					clear(acted)
					if err := fn(tx); err != nil {
						return err
					}
					return tx.Outbox(func(m store.Message) error {
						if m.ID <= newest {
							return nil
						}
						newest = m.ID
						if _, spoke := acted[m.Patient]; m.Patient != "" && (!spoke || tx.Address(m.Patient) != m.Address) {
							t.Errorf("%q of patient %s goes to %s", m.Reply.Text, m.Patient, m.Address)
						}
						return nil
					})
				})
			}
		}
		w.start()
		names := []string{"Xaverius", "Yolanthe", "Zebedeus"}
		for i, name := range names {
			p := w.person(int64(1 + i))
			for _, ask := range []string{"/start", "ja", "ja"} {
				p.Say(ask)
				w.pass(5 * time.Second)
			}
			w.update(func(tx *store.Tx) error {
				id, _ := tx.Lookup(addressOf(p.ID()))
				before, err := tx.Patient(id)
				one := sleeper(id, "Europe/Amsterdam", time.Now().Add(-24*time.Hour))
				one.Profile.Name, one.Entries, one.Runs = name, before.Entries, before.Runs
				return joined(err, tx.SavePatient(one))
			})
		}
		for i := range names {
			p, group := w.person(int64(1+i)), int64(-70-i)
			p.AddToGroup(group, "familie")
			for _, ask := range []string{"/rapport", "/report", "/mijngegevens", "/mydata", "/voortgang", "/progress", "/pijn 4", "/oefenen", "/privacy", "/help"} {
				p.Say(ask)
				p.SayIn(group, ask)
				w.pass(5 * time.Second)
			}
		}
		w.person(1).Say("/verwijder")
		w.pass(5 * time.Second)
		w.tap(w.person(1), "Ja, wis alles")
		w.pass(time.Minute)
		erased := len(w.heard(w.person(1)))
		w.person(1).Say("/start")
		w.person(1).Say("/rapport")
		w.pass(time.Minute)
		if later := fmt.Sprint(w.heard(w.person(1))[erased:]); strings.Contains(later, names[0]) {
			t.Errorf("who is new at an address hears of who had it: %s", later)
		}
		for _, c := range w.Calls() {
			chat, _ := strconv.ParseInt(c.Params["chat_id"], 10, 64)
			for i, name := range names {
				if strings.Contains(c.Params["text"], name) && chat != int64(1+i) {
					t.Errorf("chat %d is told of %s: %q", chat, name, c.Params["text"])
				}
			}
			if chat < 0 && c.Method != "leaveChat" && c.Params["text"] != "" && !strings.Contains(c.Params["text"], "privé") {
				t.Errorf("a group is told %q", c.Params["text"])
			}
		}
		if !strings.Contains(fmt.Sprint(w.sends()), "4") || len(w.Calls("sendMessage")) < 30 {
			t.Errorf("only %d messages were sent", len(w.Calls("sendMessage")))
		}
	})
}
