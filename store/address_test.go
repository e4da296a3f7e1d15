package store

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"back2core/flows"
)

// quotes tells whether an error's text has a word in it.
func quotes(err error, word string) bool { return err != nil && strings.Contains(err.Error(), word) }

func TestANewIDIsShortAndNobodys(t *testing.T) {
	s := open(t)
	shape := regexp.MustCompile(`^[A-Z2-7]{16}$`)
	seen := make(map[string]bool)
	update(t, s, func(tx *Tx) error {
		for range 1000 {
			id, err := tx.NewID()
			if err != nil {
				return err
			}
			if !shape.MatchString(id) || seen[id] {
				t.Fatalf("got id %q (given before: %v)", id, seen[id])
			}
			seen[id] = true
		}
		return nil
	})
}

func TestAnAddressLeadsToItsPatientAndBack(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.SavePatient(newcomer("p1", noon)), tx.Link("p1", "tg:-100123"), tx.Link("p1", "tg:-100123"))
	})
	wantAddress(t, s, "p1", "tg:-100123")
	view(t, s, func(tx *Tx) error {
		if id, ok := tx.Lookup("tg:-100"); ok {
			t.Errorf("an unknown address leads to %q", id)
		}
		if got := tx.Address("nobody"); got != "" {
			t.Errorf("an unknown patient has address %q", got)
		}
		return nil
	})
}

func TestAPatientWhoMovesTakesAlongWhatWaits(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		if err := furnish(tx, "p1", "tg:1", "Anna"); err != nil {
			return err
		}
		return tx.Link("p1", "tg:2")
	})
	wantAddress(t, s, "p1", "tg:2")
	view(t, s, func(tx *Tx) error {
		if id, ok := tx.Lookup("tg:1"); ok {
			t.Errorf("the old address still leads to %q", id)
		}
		old, _ := tx.Queue("tg:1")
		moved, err := tx.Queue("tg:2")
		if len(old) != 0 || len(moved) != 1 {
			t.Errorf("%d messages wait at the old address, %d at the new; want 0 and 1", len(old), len(moved))
		}
		if _, ok := tx.Asked("tg:1", "intake", 1, "name"); ok {
			t.Error("the old chat's question is still known")
		}
		return err
	})
}

func TestAnAddressBelongsToOnePatient(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		for _, id := range []string{"p1", "p2"} {
			if err := tx.SavePatient(newcomer(id, noon)); err != nil {
				return err
			}
		}
		return errors.Join(tx.Link("p1", "tg:1"), tx.Link("p2", "tg:2"))
	})
	if err := s.Update(func(tx *Tx) error { return tx.Link("p2", "tg:1") }); !errors.Is(err, ErrTaken) {
		t.Errorf("got error %v, want %v", err, ErrTaken)
	}
	wantAddress(t, s, "p1", "tg:1")
	wantAddress(t, s, "p2", "tg:2")
}

func TestAnErasedAddressCanBeSomebodyElses(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		return errors.Join(furnish(tx, "p1", "tg:1", "Anna"), tx.Erase("p1", noon), furnish(tx, "p2", "tg:1", "Bo"))
	})
	wantAddress(t, s, "p2", "tg:1")
	view(t, s, func(tx *Tx) error {
		queue, err := tx.Queue("tg:1")
		if len(queue) != 1 || queue[0].Reply.Class != flows.Answer || queue[0].Patient != "p2" {
			t.Errorf("got queue %+v, want one message, to p2", queue)
		}
		return err
	})
}

// wantAddress fails the test unless a patient and an address lead to each other.
func wantAddress(t *testing.T, s *Store, id, address string) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		if got, ok := tx.Lookup(address); !ok || got != id {
			t.Errorf("address %s leads to %q, want %s", address, got, id)
		}
		if got := tx.Address(id); got != address {
			t.Errorf("patient %s has address %q, want %s", id, got, address)
		}
		return nil
	})
}
