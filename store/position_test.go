package store

import (
	"errors"
	"maps"
	"math"
	"testing"
	"time"
)

func TestThePositionOfThePollIsRemembered(t *testing.T) {
	s := open(t)
	want := Position{BotID: 42, Offset: 1000, At: noon}
	update(t, s, func(tx *Tx) error {
		if got, err := tx.Position(); err != nil || got != (Position{}) {
			t.Errorf("before the first poll: got %+v, %v", got, err)
		}
		return tx.SetPosition(want)
	})
	view(t, s, func(tx *Tx) error {
		got, err := tx.Position()
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		return err
	})
}

func TestADamagedPositionIsReplacedAndForgetsNoUpdate(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error { return furnish(tx, "p1", "tg:1", "Anna") })
	update(t, s, func(tx *Tx) error { return tx.put(metaBucket, keyPosition, []byte("\x01{")) })
	want := Position{BotID: 42, At: noon}
	update(t, s, func(tx *Tx) error {
		if _, err := tx.Position(); !errors.Is(err, ErrDamaged) {
			t.Errorf("got error %v, want %v", err, ErrDamaged)
		}
		return tx.SetPosition(want)
	})
	view(t, s, func(tx *Tx) error {
		if got, err := tx.Position(); got != want || err != nil || !tx.Seen(7) {
			t.Errorf("got %+v, %v; update 7 is seen: %v", got, err, tx.Seen(7))
		}
		return nil
	})
}

func TestAnotherBotForgetsUpdatesAndFilesAndNothingElse(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error { return furnish(tx, "p1", "tg:1", "Anna") })
	before := keys(t, s)

	update(t, s, func(tx *Tx) error { return tx.SetPosition(Position{BotID: 42, Offset: 10, At: noon}) })
	if got := keys(t, s); !maps.Equal(got, before) {
		t.Errorf("the same bot: got %v, want %v", got, before)
	}
	update(t, s, func(tx *Tx) error { return tx.SetPosition(Position{BotID: 43, Offset: 1, At: noon}) })
	delete(before, "seen")
	delete(before, "seentimes")
	delete(before, "files")
	if got := keys(t, s); !maps.Equal(got, before) {
		t.Errorf("another bot: got %v, want %v", got, before)
	}
}

// keys counts the keys of each bucket that has any.
func keys(t *testing.T, s *Store) map[string]int {
	t.Helper()
	counts := make(map[string]int)
	view(t, s, func(tx *Tx) error {
		for _, name := range bucketNames {
			if n := len(tx.keysUnder(name, nil)); n > 0 {
				counts[string(name)] = n
			}
		}
		return nil
	})
	return counts
}

func TestEachUpdateIsRememberedForItself(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		for _, id := range []int{500, 3, math.MaxInt32, 3} { // after a silent week ids start anywhere
			if err := tx.MarkSeen(id, noon); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx *Tx) error {
		for id, want := range map[int]bool{3: true, 4: false, 499: false, 500: true, math.MaxInt32: true} {
			if got := tx.Seen(id); got != want {
				t.Errorf("update %d is seen: %v, want %v", id, got, want)
			}
		}
		return nil
	})
}

func TestOldUpdatesAreForgotten(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		for id := range 10 {
			if err := tx.MarkSeen(100-id, noon.Add(time.Duration(id)*time.Hour)); err != nil {
				return err
			}
		}
		// Seen again: it is as old as the first time.
		return tx.MarkSeen(100, noon.Add(24*time.Hour))
	})
	update(t, s, func(tx *Tx) error {
		n, err := tx.DropSeen(noon.Add(4 * time.Hour))
		if n != 4 {
			t.Errorf("dropped %d, want 4", n)
		}
		for id := range 10 {
			if got, want := tx.Seen(100-id), id >= 4; got != want {
				t.Errorf("update %d is seen: %v, want %v", 100-id, got, want)
			}
		}
		return err
	})
}

func TestNotesAndCountersAreRemembered(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		value := []byte("set")
		if err := tx.SetNote("commands:42:nl", value); err != nil {
			return err
		}
		value[0] = 'X' // the caller's slice is the caller's
		if err := tx.SetNote("empty", []byte{}); err != nil {
			return err
		}
		for _, by := range []int{2, 3, -1} {
			if err := tx.Count("updates", by); err != nil {
				return err
			}
		}
		return tx.Count("below", -5)
	})
	view(t, s, func(tx *Tx) error {
		if note, ok := tx.Note("commands:42:nl"); !ok || string(note) != "set" {
			t.Errorf("got note %q %v, want set", note, ok)
		}
		if note, ok := tx.Note("empty"); !ok || len(note) != 0 {
			t.Errorf("got note %q %v, want an empty one", note, ok)
		}
		counts, err := tx.Counts()
		if want := (map[string]int{"updates": 4, "below": -5}); !maps.Equal(counts, want) {
			t.Errorf("got counts %v, want %v", counts, want)
		}
		return err
	})
	update(t, s, func(tx *Tx) error {
		if err := tx.SetNote("empty", nil); err != nil {
			return err
		}
		if _, ok := tx.Note("empty"); ok {
			t.Error("the note is still known")
		}
		return nil
	})
}
