package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
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

// Marked tells whether it is noted that someone was erased: whoever keeps the
// backups has to know. Of a stranger who came and went between two backups it is
// not; so nobody fills the list by coming and going.
func (tx *Tx) Marked(id string) bool {
	_, noted := tx.Note(noteErased + string(MarkOf(id)))
	return noted
}

// mayBeInABackup tells whether a backup may hold someone: who agreed to anything
// or can't be read always, and who did not if a backup was begun since they came.
func (tx *Tx) mayBeInABackup(id string) bool {
	p, err := tx.Patient(id)
	if errors.Is(err, ErrNotFound) {
		return false
	}
	if err != nil || p.Consent != nil {
		return true
	}
	return p.Arrived.Before(tx.Noted(noteBackup).Add(beginning))
}

// beginning is how long after it was begun a backup may still take somebody in.
const beginning = time.Hour

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
