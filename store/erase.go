package store

import (
	"bytes"
	"fmt"
	"time"
)

// Erase removes a patient from everywhere: the record, the address, the due
// index, the diary, raw updates, questions, graves, notes and all that waits to be
// sent to them. Erasing someone who isn't there is fine. What must still be
// said to them is enqueued afterwards, without the id.
//
// bbolt writes to new pages and leaves the old ones as they are until they are
// used again, so the bytes of an erased patient are still in the file. The next
// Open compacts it into a new file. They are also in every backup made before:
// so that none of those brings them back, a mark of the id is kept for a while
// of whoever may be in one (see Marked).
func (tx *Tx) Erase(id string, at time.Time) error {
	backedUp := tx.mayBeInABackup(id)
	if err := tx.erase(id); err != nil {
		return fmt.Errorf("erase patient %s: %w", id, err)
	}
	if !backedUp {
		return nil
	}
	if err := tx.noteErasure(MarkOf(id), at); err != nil {
		return fmt.Errorf("erase patient %s: %w", id, err)
	}
	return nil
}

func (tx *Tx) erase(id string) error {
	if err := fit(id); err != nil {
		return err
	}
	if address := tx.Address(id); address != "" {
		if err := tx.eraseAddress(address); err != nil {
			return err
		}
	}
	if err := tx.eraseRow(id); err != nil {
		return err
	}
	if err := tx.eraseMentions(id); err != nil {
		return err
	}
	for _, bucket := range [][]byte{diaryBucket, rawBucket} {
		if err := tx.dropUnder(bucket, text(id)); err != nil {
			return err
		}
	}
	if err := tx.drop(chatBucket, []byte(id)); err != nil {
		return err
	}
	return tx.put(metaBucket, keyErased, nil)
}

// eraseRow removes the patient's row, and them from the due index.
func (tx *Tx) eraseRow(id string) error {
	stored := tx.get(patientBucket, []byte(id))
	if stored == nil {
		return nil
	}
	if err := tx.moveDue(id, number(stored), 0); err != nil {
		return err
	}
	if err := tx.countPatient(-1); err != nil {
		return err
	}
	return tx.drop(patientBucket, []byte(id))
}

// eraseAddress removes an address and all that is kept by it.
func (tx *Tx) eraseAddress(address string) error {
	if err := tx.dropUnder(outboxBucket, text(address)); err != nil {
		return err
	}
	return tx.dropAddress(address)
}

// eraseMentions removes messages and graves that carry the id, wherever they
// were to go, and a note that is the id. Looking for the id's bytes is much
// faster than decoding them. A message that doesn't open is not found here; it is
// buried as damaged.
func (tx *Tx) eraseMentions(id string) error {
	quoted := []byte(`"` + id + `"`)
	for _, bucket := range [][]byte{outboxBucket, graveBucket} {
		keys := tx.keysWhere(bucket, func(key, sealed []byte) bool {
			record, err := tx.unseal(bucket, key, sealed)
			return err == nil && bytes.Contains(record, quoted)
		})
		if err := tx.drop(bucket, keys...); err != nil {
			return err
		}
	}
	notes := tx.keysWhere(noteBucket, func(_, note []byte) bool { return string(note) == id })
	return tx.drop(noteBucket, notes...)
}
