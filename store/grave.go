package store

import (
	"fmt"
	"time"

	"back2core/flows"
)

// A Grave is what is left of a message that could not be sent, for the
// operator. It has none of the patient's words and no argument of the wording.
type Grave struct {
	ID       uint64 // of the message
	Address  string // "" for someone who is no patient, or no longer
	Patient  string
	Kind     Kind
	Class    flows.Class
	Text     string // name of the wording
	Content  string // version of the wording
	Attempts int
	At       time.Time // when it was enqueued
	Buried   time.Time
	Why      string
}

func (g Grave) key() []byte { return join(be64(second(g.Buried)), be64(g.ID)) }

// Bury takes a message out of the outbox for good and keeps its grave. One
// that was taken back or erased meanwhile gets none.
func (tx *Tx) Bury(m Message, why string, at time.Time) error {
	if !tx.has(outboxBucket, m.key()) {
		return nil
	}
	g := Grave{
		ID: m.ID, Address: m.Address, Patient: m.Patient, Kind: m.Kind,
		Class: m.Reply.Class, Text: m.Reply.Text, Content: m.Content,
		Attempts: m.Attempts, At: m.At, Buried: at, Why: why,
	}
	if g.Patient == "" { // nothing would find the address to erase it
		g.Address = ""
		if err := tx.ClearHold(m.Address); err != nil {
			return err
		}
	}
	if err := tx.putRecord(graveBucket, g.key(), g); err != nil {
		return fmt.Errorf("bury message %d: %w", m.ID, err)
	}
	return tx.drop(outboxBucket, m.key())
}

// Graves returns what could not be sent, the oldest first.
func (tx *Tx) Graves() ([]Grave, error) { return recordsUnder[Grave](tx, graveBucket, nil) }

// CountGraves returns how many there are.
func (tx *Tx) CountGraves() int { return len(tx.keysUnder(graveBucket, nil)) }

// DropGraves removes the graves from before a time and returns how many.
func (tx *Tx) DropGraves(before time.Time) (int, error) {
	var keys [][]byte
	for key := range tx.under(graveBucket, nil) {
		if number(key) >= second(before) {
			break
		}
		keys = append(keys, join(key))
	}
	return len(keys), tx.drop(graveBucket, keys...)
}
