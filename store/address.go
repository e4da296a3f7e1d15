package store

import (
	"crypto/rand"
	"fmt"
)

// idLength is that of a new patient id: 16 of 32 letters are 80 bits, which
// nobody guesses.
const idLength = 16

// NewID returns an id that no patient has. It says nothing about the person.
func (tx *Tx) NewID() (string, error) {
	for range 10 {
		id := rand.Text()[:idLength]
		if !tx.has(patientBucket, []byte(id)) && !tx.has(chatBucket, []byte(id)) {
			return id, nil
		}
	}
	return "", fmt.Errorf("new patient id: the random source repeats itself")
}

// Lookup returns the patient who has an address ("tg:123").
func (tx *Tx) Lookup(address string) (id string, ok bool) {
	v := tx.get(addressBucket, []byte(address))
	return string(v), v != nil
}

// Address returns where a patient is written to, or "".
func (tx *Tx) Address(id string) string { return string(tx.get(chatBucket, []byte(id))) }

// Link gives a patient their address. A patient who had another one moves:
// what waits for them goes to the new address, and what stood in the old chat
// is forgotten, as its messages can't be edited from the new one. It returns
// ErrTaken when the address is another patient's.
func (tx *Tx) Link(id, address string) error {
	if err := tx.link(id, address); err != nil {
		return fmt.Errorf("link patient %s: %w", id, err)
	}
	return nil
}

func (tx *Tx) link(id, address string) error {
	if err := fit(id, address); err != nil {
		return err
	}
	if owner, ok := tx.Lookup(address); ok && owner != id {
		return ErrTaken
	}
	old := tx.Address(id)
	if old == address {
		return nil
	}
	if old != "" {
		if err := tx.moveOut(old, address); err != nil {
			return err
		}
	}
	if err := tx.put(addressBucket, []byte(address), []byte(id)); err != nil {
		return err
	}
	return tx.put(chatBucket, []byte(id), []byte(address))
}

// moveOut leaves nothing at an address that a patient no longer has.
func (tx *Tx) moveOut(old, address string) error {
	if err := tx.MoveOutbox(old, address); err != nil {
		return err
	}
	return tx.dropAddress(old)
}

// dropAddress forgets an address, what was asked there and what held it up.
func (tx *Tx) dropAddress(address string) error {
	if err := tx.drop(addressBucket, []byte(address)); err != nil {
		return err
	}
	if err := tx.dropUnder(askedBucket, text(address)); err != nil {
		return err
	}
	return tx.ClearHold(address)
}
