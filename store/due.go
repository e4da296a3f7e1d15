package store

import (
	"fmt"
	"time"

	"back2core/flows"
)

// DueBefore returns at most limit patients whose due moment is now or earlier,
// the earliest first. It reads nothing of those who sleep on.
func (tx *Tx) DueBefore(now time.Time, limit int) ([]string, error) {
	var ids []string
	for key := range tx.under(dueBucket, nil) {
		if len(ids) >= limit || number(key) > passed(now) {
			break
		}
		if len(key) <= 8 {
			continue // damaged: it names nobody
		}
		ids = append(ids, string(key[8:]))
	}
	return ids, nil
}

// NextDue returns the earliest moment at which anyone is due; false: nobody is.
func (tx *Tx) NextDue() (time.Time, bool) {
	for key := range tx.under(dueBucket, nil) {
		return moment(number(key)), true
	}
	return time.Time{}, false
}

// PutOff makes a patient due at another moment than flows.Due says, because a
// tick of theirs failed, and counts that. The next SavePatient ends it.
func (tx *Tx) PutOff(id string, until time.Time) error {
	r, err := tx.row(id)
	if err != nil {
		return fmt.Errorf("put off patient %s: %w", id, err)
	}
	next := row{due: second(until), failed: r.failed + 1, record: r.record}
	if err := tx.moveDue(id, r.due, next.due); err != nil {
		return fmt.Errorf("put off patient %s: %w", id, err)
	}
	return tx.put(patientBucket, []byte(id), next.bytes())
}

// PutAside takes a patient out of the due index whose row can't be read, or who
// is not there: PutOff can't find them. It goes through the whole index.
func (tx *Tx) PutAside(id string) error {
	theirs := tx.keysWhere(dueBucket, func(key, _ []byte) bool { return string(key[min(8, len(key)):]) == id })
	if err := tx.drop(dueBucket, theirs...); err != nil {
		return fmt.Errorf("put aside patient %s: %w", id, err)
	}
	return nil
}

// TicksFailed returns how often a patient was put off since they were saved.
func (tx *Tx) TicksFailed(id string) int {
	r, err := tx.row(id)
	if err != nil {
		return 0
	}
	return r.failed
}

// Misplaced looks at the next patients, at most limit, from the first that sorts
// after id on. It returns those for whom flows.Due says something else than the
// index, as it may when another version of the program wrote it, or whom the index
// lacks; and the last id it looked at, "" at the end. Who was put off is where they
// should be; who can't be read is left alone.
func (tx *Tx) Misplaced(id string, limit int) (ids []string, last string) {
	some := tx.PatientsAfter(id, limit)
	for _, id := range some {
		r, err := tx.row(id)
		if err != nil {
			continue
		}
		p, err := tx.patientOf(id, r)
		if err != nil {
			continue
		}
		if !tx.indexed(id, r.due) || r.failed == 0 && r.due != second(flows.Due(p)) {
			ids = append(ids, id)
		}
	}
	if len(some) > 0 {
		last = some[len(some)-1]
	}
	return ids, last
}

// indexed tells whether a patient stands in the due index at a second; second 0 is
// not being in it.
func (tx *Tx) indexed(id string, due uint64) bool {
	return due == 0 || tx.has(dueBucket, dueKey(due, id))
}

// moveDue moves a patient within the due index; second 0 is not being in it.
func (tx *Tx) moveDue(id string, from, to uint64) error {
	if from == to && tx.indexed(id, to) {
		return nil
	}
	if from != 0 {
		if err := tx.drop(dueBucket, dueKey(from, id)); err != nil {
			return err
		}
	}
	if to == 0 {
		return nil
	}
	return tx.put(dueBucket, dueKey(to, id), nil)
}

// dueKey ends in the id: two patients may be due in the same second.
func dueKey(second uint64, id string) []byte { return join(be64(second), []byte(id)) }
