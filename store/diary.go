package store

import (
	"fmt"

	"back2core/flows"
)

// AppendDiary adds entries to a patient's diary. What is written stays: an
// entry with a number that is already there is an error, and nothing of the
// transaction should be kept then.
func (tx *Tx) AppendDiary(id string, entries []flows.Entry) error {
	if err := fit(id); err != nil {
		return fmt.Errorf("append to diary of %s: %w", id, err)
	}
	for _, e := range entries {
		if err := tx.appendEntry(id, e); err != nil {
			return fmt.Errorf("append entry %d to diary of %s: %w", e.Seq, id, err)
		}
	}
	return nil
}

func (tx *Tx) appendEntry(id string, e flows.Entry) error {
	if e.Seq < 1 {
		return fmt.Errorf("entries count from 1")
	}
	key := join(text(id), be32(e.Seq))
	if tx.has(diaryBucket, key) {
		return fmt.Errorf("there is one already")
	}
	return tx.putRecord(diaryBucket, key, e)
}

// Diary returns a patient's entries in order of their numbers.
func (tx *Tx) Diary(id string) ([]flows.Entry, error) {
	entries, err := recordsUnder[flows.Entry](tx, diaryBucket, text(id))
	if err != nil {
		return nil, fmt.Errorf("diary of %s: %w", id, err)
	}
	return entries, nil
}
