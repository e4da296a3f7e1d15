package bot

import (
	"errors"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"back2core/store"
)

// The version before never woke them: a reminder that is new in this one.
func TestBugWhomAnOlderVersionKeptForNeverWaitedForEver(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		w.start()
		anna.Say("in 1h")
		w.pass(time.Minute)
		w.crash()
		w.never()
		before := len(w.heard(anna))
		w.start()
		w.pass(2 * time.Hour)
		if got := w.heard(anna)[before:]; len(got) != 1 {
			t.Errorf("heard %q", got)
		}
	})
}

// TestBugEachStartReadAllPatients: the same program has nothing to put elsewhere.
func TestBugEachStartReadAllPatients(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna, program := w.person(1), "one"
		w.setup = func(b *Bot) { b.program = program }
		w.start()
		anna.Say("in 1h")
		w.pass(time.Minute)
		placed := func() (there bool) {
			w.crash()
			w.never()
			w.start()
			_, there = w.bot.NextDue()
			return there
		}
		if placed() {
			t.Error("the same program went through all patients again")
		}
		if program = "two"; !placed() {
			t.Error("another program did not go through the patients")
		}
		if program = ""; !placed() {
			t.Error("a program that does not know its version did not go through the patients")
		}
		program = "two"
		w.update(func(tx *store.Tx) error { return tx.SetNote(store.NoteProgram, nil) }) // as Restore does
		if !placed() {
			t.Error("after a restore nobody went through the patients")
		}
	})
}

// never has the due index of the file say that nobody is ever due.
func (w *world) never() {
	w.Helper()
	err := w.store.Close()
	db, err2 := bolt.Open(w.path, 0o600, nil)
	if err := errors.Join(err, err2); err != nil {
		w.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		patients := map[string][]byte{}
		_ = tx.Bucket([]byte("patients")).ForEach(func(k, v []byte) error {
			patients[string(k)] = append(make([]byte, 8), v[8:]...) // be64(due) comes first
			return nil
		})
		for id, row := range patients {
			if err := tx.Bucket([]byte("patients")).Put([]byte(id), row); err != nil {
				return err
			}
		}
		if err := tx.DeleteBucket([]byte("due")); err != nil {
			return err
		}
		_, err := tx.CreateBucket([]byte("due"))
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		w.Fatal(err)
	}
	w.open()
}
