package store

import (
	"fmt"

	"back2core/flows"
)

// migrateDueIndex takes a file from schema 1 to 2.
//
// Schema 1 kept the due index by the second alone, be64(due) -> id: of two
// patients who were due in the same second, the last one saved was the only
// one who was ever ticked. Patients were JSON without a codec byte and without
// a way back to their due key, and an update that was seen had no time, so
// that none could be forgotten.
func migrateDueIndex(tx *Tx) error {
	if _, err := tx.btx.CreateBucketIfNotExists(seenTimeBucket); err != nil {
		return fmt.Errorf("create bucket %s: %w", seenTimeBucket, err)
	}
	if err := tx.rewriteRows(); err != nil {
		return err
	}
	return tx.timeSeen()
}

// rewriteRows puts the header and the codec byte before every patient, makes
// the due index anew, and counts them.
func (tx *Tx) rewriteRows() error {
	if err := tx.dropUnder(dueBucket, nil); err != nil {
		return err
	}
	keys := tx.keysUnder(patientBucket, nil)
	for _, key := range keys {
		record := join([]byte{codecJSON}, tx.get(patientBucket, key))
		p, err := decode[flows.Patient](record)
		if err != nil {
			return fmt.Errorf("patient %s: %w", key, err)
		}
		due := second(flows.Due(p))
		if err := tx.moveDue(string(key), 0, due); err != nil {
			return err
		}
		if err := tx.put(patientBucket, key, row{due: due, record: record}.bytes()); err != nil {
			return err
		}
	}
	return tx.put(metaBucket, keyPatients, be64(uint64(len(keys))))
}

// timeSeen gives the updates that were seen the time of the last poll: none
// of them is younger.
func (tx *Tx) timeSeen() error {
	position, err := tx.Position()
	if err != nil {
		return err
	}
	keys := tx.keysUnder(seenBucket, nil)
	if err := tx.drop(seenBucket, keys...); err != nil {
		return err
	}
	for _, key := range keys {
		if err := tx.MarkSeen(int(number(key)), position.At); err != nil {
			return err
		}
	}
	return nil
}
