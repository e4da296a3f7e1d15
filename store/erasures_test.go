package store

import (
	"bytes"
	"testing"
	"time"
)

func TestThatSomeoneWasErasedIsKeptForAWhileAndNotWho(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error { return furnish(tx, erasedID, "tg:1", "Anna") })
	update(t, s, func(tx *Tx) error { return tx.SetNote(noteBackup, TimeNote(noon)) }) // which may hold them
	update(t, s, func(tx *Tx) error { return tx.Erase(erasedID, noon) })
	update(t, s, func(tx *Tx) error {
		if err := tx.SetNote(noteErased+"damaged", []byte("x")); err != nil {
			return err
		}
		got := tx.Erasures()
		if len(got) != 2 || !got[MarkOf(erasedID)].Equal(noon) || !got["damaged"].IsZero() {
			t.Errorf("the erasures are %v, want one at %v and a damaged one", got, noon)
		}
		for key, value := range tx.under(noteBucket, nil) {
			if bytes.Contains(join(key, value), []byte(erasedID)) {
				t.Errorf("the note %q tells who it was", key)
			}
		}
		return nil
	})
	for _, step := range []struct {
		before time.Time
		want   int
	}{{noon, 1}, {noon.Add(time.Second), 1}, {noon.Add(time.Second), 0}} {
		update(t, s, func(tx *Tx) error {
			n, err := tx.DropErasures(step.before)
			if n != step.want {
				t.Errorf("before %v: forgot %d, want %d", step.before, n, step.want)
			}
			return err
		})
	}
	view(t, s, func(tx *Tx) error {
		if _, ok := tx.Note("commands:42"); !ok {
			t.Error("another note was forgotten")
		}
		return nil
	})
}
