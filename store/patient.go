package store

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"back2core/flows"
)

// rowHeader is the length of what stands before a patient's record: be64(due)
// be32(failed). It can be read and changed without decoding the patient.
const rowHeader = 8 + 4

// A row is the value of one patient.
type row struct {
	due    uint64 // second of their key in the due bucket; 0: they have none
	failed int    // ticks put off since the patient was last saved
	record []byte // the patient, sealed
}

// bytes is the row as it is stored.
func (r row) bytes() []byte { return join(be64(r.due), be32(r.failed), r.record) }

// row returns the row of a patient; its record is good only inside the
// transaction. It returns ErrNotFound for an unknown patient.
func (tx *Tx) row(id string) (row, error) {
	return parseRow(tx.get(patientBucket, []byte(id)))
}

// parseRow takes a stored row apart.
func parseRow(b []byte) (row, error) {
	if b == nil {
		return row{}, ErrNotFound
	}
	if len(b) < rowHeader {
		return row{}, fmt.Errorf("%w: row of %d bytes", ErrDamaged, len(b))
	}
	return row{
		due:    number(b),
		failed: int(binary.BigEndian.Uint32(b[8:])),
		record: b[rowHeader:],
	}, nil
}

// Patient returns a patient, or ErrNotFound.
func (tx *Tx) Patient(id string) (flows.Patient, error) {
	r, err := tx.row(id)
	if err != nil {
		return flows.Patient{}, fmt.Errorf("read patient %s: %w", id, err)
	}
	p, err := tx.patientOf(id, r)
	if err != nil {
		return flows.Patient{}, fmt.Errorf("read patient %s: %w", id, err)
	}
	return p, nil
}

// patientOf reads the patient in a row.
func (tx *Tx) patientOf(id string, r row) (flows.Patient, error) {
	return readRecord[flows.Patient](tx, patientBucket, []byte(id), r.record)
}

// SavePatient writes a patient, new or known, and moves them in the due index
// to the moment that flows.Due names. A patient who didn't change costs no
// write. The count of their failed ticks starts anew.
func (tx *Tx) SavePatient(p flows.Patient) error {
	if err := tx.savePatient(p); err != nil {
		return fmt.Errorf("save patient %s: %w", p.ID, err)
	}
	return nil
}

func (tx *Tx) savePatient(p flows.Patient) error {
	if err := fit(p.ID); err != nil {
		return err
	}
	record, err := encode(p)
	if err != nil {
		return err
	}
	key := []byte(p.ID)
	stored := tx.get(patientBucket, key)
	due := second(flows.Due(p))
	if tx.stands(key, stored, due, record) {
		return nil
	}
	sealed, err := tx.seal(patientBucket, key, record)
	if err != nil {
		return err
	}
	if stored == nil {
		if err := tx.countPatient(1); err != nil {
			return err
		}
	}
	if err := tx.moveDue(p.ID, number(stored), due); err != nil {
		return err
	}
	return tx.put(patientBucket, key, row{due: due, record: sealed}.bytes())
}

// stands tells whether a stored row says what is to be saved. Sealed, the same
// record never looks the same twice.
func (tx *Tx) stands(key, stored []byte, due uint64, record []byte) bool {
	r, err := parseRow(stored)
	if err != nil || r.due != due || r.failed != 0 || !tx.indexed(string(key), due) {
		return false
	}
	old, err := tx.unseal(patientBucket, key, r.record)
	return err == nil && bytes.Equal(old, record)
}

// PatientsAfter returns at most limit ids of patients, in order, from the first
// that sorts after id on.
func (tx *Tx) PatientsAfter(id string, limit int) []string {
	var ids []string
	for _, key := range tx.keysAfter(patientBucket, []byte(id), limit) {
		ids = append(ids, string(key))
	}
	return ids
}

// CountPatients returns how many patients there are, without going through
// them.
func (tx *Tx) CountPatients() int { return int(number(tx.get(metaBucket, keyPatients))) }

// countPatient adds to the number of patients.
func (tx *Tx) countPatient(by int) error {
	return tx.put(metaBucket, keyPatients, be64(uint64(tx.CountPatients()+by)))
}
