package store

import (
	"bytes"
	"fmt"
	"time"
)

// NoteRestored is the note that Restore leaves in a file that was put back from
// a backup: the time of the backup, as RFC 3339. Whoever runs on the file drops
// it when the patients know.
const NoteRestored = "restored"

// NoteHeld is the note of how far the patients know that. A backup that was made
// meanwhile has it: Restore drops it, so that everyone is told anew.
const NoteHeld = "held"

// NoteProgram is the note of the version of the program that last went through
// all patients and put them where its flows.Due wants them. Restore drops it: the
// first start on the file does so again.
const NoteProgram = "program"

// Note returns something small that the bot noted for itself, such as which
// commands are set at Telegram. Of a patient nothing but the id may stand in one:
// Erase forgets a note that is the patient's id, and looks for nothing else.
func (tx *Tx) Note(key string) ([]byte, bool) {
	v := tx.get(noteBucket, []byte(key))
	return bytes.Clone(v), v != nil
}

// SetNote remembers a note; a nil value forgets it.
func (tx *Tx) SetNote(key string, value []byte) error {
	if value == nil {
		return tx.drop(noteBucket, []byte(key))
	}
	return tx.put(noteBucket, []byte(key), bytes.Clone(value))
}

// TimeNote is a time as a note has it, to the second.
func TimeNote(at time.Time) []byte {
	text, err := at.UTC().Truncate(time.Second).MarshalText()
	if err != nil { // a year of five digits
		return []byte{}
	}
	return text
}

// NoteTime is a noted time; zero if it is none.
func NoteTime(note []byte) (at time.Time) {
	if at.UnmarshalText(note) != nil {
		return time.Time{}
	}
	return at
}

// Noted is the time of a note; zero if there is none.
func (tx *Tx) Noted(key string) time.Time {
	note, _ := tx.Note(key)
	return NoteTime(note)
}

// Count adds to one of the operator's counters.
func (tx *Tx) Count(name string, by int) error {
	sum := int64(number(tx.get(countBucket, []byte(name)))) + int64(by)
	if err := tx.put(countBucket, []byte(name), be64(uint64(sum))); err != nil {
		return fmt.Errorf("count %s: %w", name, err)
	}
	return nil
}

// Counts returns the operator's counters.
func (tx *Tx) Counts() (map[string]int, error) {
	counts := make(map[string]int)
	for name, n := range tx.under(countBucket, nil) {
		counts[string(name)] = int(int64(number(n)))
	}
	return counts, nil
}
