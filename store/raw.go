package store

import (
	"bytes"
	"fmt"
	"time"
)

// A RawUpdate is an update that the program failed on, kept for a while so
// that the failure can be understood. It holds a patient's words.
type RawUpdate struct {
	Patient string // id
	Update  int
	Raw     []byte // as Telegram sent it
	Why     string
	At      time.Time
}

// KeepRaw keeps an update that failed, under the patient it came from, so that
// it goes when they are erased.
func (tx *Tx) KeepRaw(id string, update int, raw []byte, why string, at time.Time) error {
	if err := fit(id); err != nil {
		return fmt.Errorf("keep raw update %d: %w", update, err)
	}
	u := RawUpdate{Patient: id, Update: update, Raw: bytes.Clone(raw), Why: why, At: at}
	if err := tx.putRecord(rawBucket, join(text(id), be64(uint64(update))), u); err != nil {
		return fmt.Errorf("keep raw update %d: %w", update, err)
	}
	return nil
}

// Raw returns the failed updates of a patient, by update id.
func (tx *Tx) Raw(id string) ([]RawUpdate, error) {
	return recordsUnder[RawUpdate](tx, rawBucket, text(id))
}

// CountRaw returns how many failed updates are kept of a patient. It opens none
// of them.
func (tx *Tx) CountRaw(id string) (n int) {
	for range tx.under(rawBucket, text(id)) {
		n++
	}
	return n
}

// DropRaw removes the failed updates from before a time and returns how many.
// One that can't be read goes as well: it can't be told how old it is.
func (tx *Tx) DropRaw(before time.Time) (int, error) {
	keys := tx.keysWhere(rawBucket, func(key, record []byte) bool {
		u, err := readRecord[RawUpdate](tx, rawBucket, key, record)
		return err != nil || u.At.Before(before)
	})
	return len(keys), tx.drop(rawBucket, keys...)
}
