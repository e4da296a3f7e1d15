package bot

import (
	"strings"
	"testing"
	"time"

	"back2core/flows"
	"back2core/store"
)

// putBackWorld has the real conversation, and four people who agreed and whose
// file was put back from a backup of two days ago.
func putBackWorld(t *testing.T, note func(tx *store.Tx, ids []string) error, check func(w *world, heard [][]string)) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		w.setup = func(b *Bot) { b.step, b.words = flows.Step, newWords }
		w.start()
		var ids []string
		var before []int
		for i := range 4 {
			who := w.person(int64(i + 1))
			who.Say("/help")
			w.pass(time.Minute)
			p := w.patient(who)
			p.Stage, p.Consent, p.Forms = flows.Coached, &flows.Consent{At: time.Now()}, nil
			w.update(func(tx *store.Tx) error { return tx.SavePatient(p) })
			ids = append(ids, p.ID)
			before = append(before, len(w.heard(who)))
		}
		backup := time.Now()
		_ = w.end()
		w.pass(48 * time.Hour)
		w.update(func(tx *store.Tx) error {
			if err := tx.SetNote(store.NoteRestored, store.TimeNote(backup)); err != nil {
				return err
			}
			return note(tx, ids)
		})
		for range 2 { // a second start tells nobody again
			w.start()
			w.pass(10 * time.Minute)
			_ = w.end()
		}
		var heard [][]string
		for i, n := range before {
			heard = append(heard, w.heard(w.person(int64(i + 1)))[n:])
		}
		check(w, heard)
	})
}

func TestAfterARestoreEverybodyIsToldOnceAndHeld(t *testing.T) {
	putBackWorld(t, func(*store.Tx, []string) error { return nil }, func(w *world, heard [][]string) {
		for i, texts := range heard {
			if len(texts) != 1 || !strings.HasPrefix(texts[0], "Wat je mij sinds") {
				t.Errorf("heard %q", texts)
			}
			if !w.patient(w.person(int64(i + 1))).Rescreen {
				t.Error("not held")
			}
		}
	})
}

// The first two were told when the process died.
func TestAfterARestoreACrashTellsNobodyTwice(t *testing.T) {
	var first []string
	putBackWorld(t, func(tx *store.Tx, _ []string) error {
		first = tx.PatientsAfter("", 2)
		return tx.SetNote(noteHeld, []byte(first[1]))
	}, func(w *world, heard [][]string) {
		told := 0
		for _, texts := range heard {
			told += len(texts)
		}
		if told != 2 {
			t.Errorf("%d were told: %q", told, heard)
		}
	})
}

// A panic of ours told nobody, and let the patient go to their exercises.
func TestBugWhoseFlowFailedOnARestoreWasNotHeld(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		fails := false
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if _, ok := ev.(flows.Restored); !ok {
					return echo(p, ev, now)
				}
				if !fails {
					panic("bug")
				}
				out := echo(p, ev, now)
				out.Diary = []flows.Entry{{Seq: 0, Kind: "the store refuses it"}}
				return out
			}
		}
		for range 2 { // it fails in the step, and where its outcome is kept
			w.start()
			anna := w.person(1)
			anna.Say("consent")
			w.pass(time.Minute)
			_ = w.end()
			w.update(func(tx *store.Tx) error {
				p, err := tx.Patient(w.patient(anna).ID)
				p.Rescreen = false
				return joined(err, tx.SavePatient(p), tx.SetNote(store.NoteRestored, store.TimeNote(time.Now())))
			})
			w.start()
			w.pass(time.Minute)
			if !w.patient(anna).Rescreen {
				t.Error("not held")
			}
			anna.Say("hello")
			w.pass(time.Minute)
			if got := w.heard(anna); len(got) == 0 || got[len(got)-1] != "hello" {
				t.Errorf("heard %q", got)
			}
			_ = w.end()
			fails = true
		}
		if n := w.counted("event.failed"); n != 2 {
			t.Errorf("%d failures are counted", n)
		}
	})
}

func TestBugADamagedPositionKeptTheBotFromStartingAfterARestore(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("one")
		w.pass(time.Minute)
		_ = w.end()
		w.damage("meta", "position", 1)
		w.update(func(tx *store.Tx) error { return tx.SetNote(store.NoteRestored, store.TimeNote(time.Now())) })
		w.start()
		w.pass(time.Minute)
		anna.Say("two")
		w.pass(time.Minute)
		w.hears(anna, "one", "two")
	})
}
