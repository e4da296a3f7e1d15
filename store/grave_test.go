package store

import (
	"maps"
	"reflect"
	"testing"
	"time"

	"back2core/flows"
)

func TestABuriedMessageLeavesTheQueueAndAGraveWithItsReason(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error { return tx.SavePatient(newcomer("p1", noon)) })
	m := message("", "p1", flows.Answer, "hello")
	m.Reply.Args, m.Attempts = flows.Args{"name": "Anna"}, 3
	m = enqueue(t, s, "tg:1", m)[0]
	want := Grave{
		ID: m.ID, Address: "tg:1", Patient: "p1", Kind: Send, Class: flows.Answer, Text: "hello", Content: "v1",
		Attempts: 3, At: noon, Buried: noon.Add(time.Hour), Why: "Bad Request: can't parse entities",
	}
	update(t, s, func(tx *Tx) error { return tx.Bury(m, want.Why, want.Buried) })
	if left := queue(t, s, "tg:1"); len(left) != 0 {
		t.Errorf("still in the queue: %q", texts(left))
	}
	view(t, s, func(tx *Tx) error {
		graves, err := tx.Graves()
		if !reflect.DeepEqual(graves, []Grave{want}) {
			t.Errorf("got %+v, want %+v", graves, want)
		}
		return err
	})
}

func TestGravesAreDroppedByAge(t *testing.T) {
	s := open(t)
	messages := enqueue(t, s, "tg:1", message("", "", flows.Answer, "old"), message("", "", flows.Answer, "new"))
	update(t, s, func(tx *Tx) error {
		for i, m := range messages {
			if err := tx.Bury(m, "gone", noon.AddDate(0, 0, i)); err != nil {
				return err
			}
		}
		n, err := tx.DropGraves(noon.AddDate(0, 0, 1))
		if n != 1 {
			t.Errorf("dropped %d, want 1", n)
		}
		return err
	})
	view(t, s, func(tx *Tx) error {
		graves, err := tx.Graves()
		if len(graves) != 1 || graves[0].Text != "new" {
			t.Errorf("got %+v, want the new one", graves)
		}
		return err
	})
}

func TestAHoldIsRememberedUntilItIsCleared(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		if err := tx.Hold("tg:1", noon.Add(1500*time.Millisecond)); err != nil {
			return err
		}
		return tx.Hold("", noon)
	})
	wantHolds(t, s, map[string]time.Time{"tg:1": noon.Add(2 * time.Second), "": noon}) // never shorter
	update(t, s, func(tx *Tx) error { return tx.ClearHold("") })
	wantHolds(t, s, map[string]time.Time{"tg:1": noon.Add(2 * time.Second)})
	m := enqueue(t, s, "tg:1", message("", "", flows.Answer, "on"))[0]
	update(t, s, func(tx *Tx) error { return tx.Sent(m) })
	wantHolds(t, s, map[string]time.Time{})
}

func TestAChatIsHeldUpByItselfOrWithAllOthersWhicheverIsLonger(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		if err := tx.Hold("tg:1", noon.Add(time.Hour)); err != nil {
			return err
		}
		if got := tx.HeldUntil("tg:2"); !got.IsZero() {
			t.Errorf("a chat that nobody held up is held until %v", got)
		}
		return tx.Hold("", noon)
	})
	view(t, s, func(tx *Tx) error {
		for address, want := range map[string]time.Time{"tg:1": noon.Add(time.Hour), "tg:12": noon, "": noon} {
			if got := tx.HeldUntil(address); !got.Equal(want) {
				t.Errorf("%q is held until %v, want %v", address, got, want)
			}
		}
		return nil
	})
}

// wantHolds fails the test unless exactly these chats are held up.
func wantHolds(t *testing.T, s *Store, want map[string]time.Time) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		got, err := tx.Holds()
		if !maps.Equal(got, want) {
			t.Errorf("got holds %v, want %v", got, want)
		}
		return err
	})
}
