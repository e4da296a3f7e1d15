package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// KeepErased is how long it is kept that someone was erased: longer than any
// backup that may still hold them (see Backups).
const KeepErased = 60 * 24 * time.Hour

// A Mark stands for a patient who was erased. Whoever has their id can make it;
// it tells nobody anything else, and leads back to no one.
type Mark string

// MarkOf is the mark of a patient.
func MarkOf(id string) Mark {
	sum := sha256.Sum256([]byte("erased:" + id))
	return Mark(hex.EncodeToString(sum[:16]))
}

// noteErased begins the notes of erasures: the mark follows it.
const noteErased = "erased:"

func (tx *Tx) noteErasure(m Mark, at time.Time) error {
	return tx.SetNote(noteErased+string(m), TimeNote(at))
}

// Erasures returns the mark of everyone who was erased, and when, as far as that
// is still kept.
func (tx *Tx) Erasures() map[Mark]time.Time {
	erasures := make(map[Mark]time.Time)
	for key, note := range tx.under(noteBucket, []byte(noteErased)) {
		erasures[Mark(strings.TrimPrefix(string(key), noteErased))] = NoteTime(note)
	}
	return erasures
}

// DropErasures forgets who was erased before a time and returns how many.
func (tx *Tx) DropErasures(before time.Time) (int, error) {
	var keys [][]byte
	for key, note := range tx.under(noteBucket, []byte(noteErased)) {
		if NoteTime(note).Before(before) {
			keys = append(keys, join(key))
		}
	}
	return len(keys), tx.drop(noteBucket, keys...)
}
