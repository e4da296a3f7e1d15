package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"back2core/flows"
)

// Check compares what must agree in the file and says, a line each, where it
// doesn't; nothing is a sound file. It reads everything, one record at a time,
// and names ids, never words. What a sound file may not hold, see Laws.
func (s *Store) Check() []string {
	return s.check(context.Background())
}

func (s *Store) check(ctx context.Context) (found []string) {
	err := s.viewUntil(ctx, func(tx *Tx) error {
		for _, check := range []func(*Tx) []string{
			checkPosition, checkPatients, checkDue, checkAddresses, checkChats, checkDiary, checkOutbox, checkOthers, checkSeen,
		} {
			found = append(found, check(tx)...)
		}
		return nil
	})
	if err != nil {
		found = append(found, err.Error())
	}
	return found
}

// checkPosition reads how far the poll has come. That it is damaged hinders
// nobody: the bot asks Telegram for all there is.
func checkPosition(tx *Tx) (found []string) {
	if _, err := tx.Position(); err != nil {
		found = append(found, fmt.Sprintf("position: %v", err))
	}
	return found
}

// checkPatients holds every row against the due index, and their number
// against the count.
func checkPatients(tx *Tx) (found []string) {
	n := 0
	for id, value := range tx.under(patientBucket, nil) {
		n++
		found = append(found, checkPatient(tx, string(id), value)...)
	}
	if n != tx.CountPatients() {
		found = append(found, fmt.Sprintf("%d patients, but %d counted", n, tx.CountPatients()))
	}
	return found
}

func checkPatient(tx *Tx, id string, value []byte) (found []string) {
	r, err := parseRow(value)
	if err != nil {
		return []string{fmt.Sprintf("patient %s: %v", id, err)}
	}
	p, err := tx.patientOf(id, r)
	if err != nil {
		return []string{fmt.Sprintf("patient %s: %v", id, err)}
	}
	if p.ID != id {
		found = append(found, fmt.Sprintf("patient %s is stored as %s", p.ID, id))
	}
	if !tx.indexed(id, r.due) {
		found = append(found, fmt.Sprintf("patient %s is not in the due index", id))
	}
	return found
}

// checkDue looks for due keys that no patient points back to.
func checkDue(tx *Tx) (found []string) {
	for key := range tx.under(dueBucket, nil) {
		id := string(key[min(8, len(key)):])
		if r, err := tx.row(id); err != nil || r.due != number(key) {
			found = append(found, fmt.Sprintf("due index names patient %s at %v, who is not", id, moment(number(key))))
		}
	}
	return found
}

// checkAddresses holds every address against its patient.
func checkAddresses(tx *Tx) (found []string) {
	for address, id := range tx.under(addressBucket, nil) {
		if tx.Address(string(id)) != string(address) {
			found = append(found, fmt.Sprintf("an address leads to patient %s, who has another", id))
		}
		if !tx.has(patientBucket, id) {
			found = append(found, fmt.Sprintf("an address leads to patient %s, who is not there", id))
		}
	}
	return found
}

// checkChats holds every patient's address against the index of addresses.
func checkChats(tx *Tx) (found []string) {
	for id, address := range tx.under(chatBucket, nil) {
		if owner, _ := tx.Lookup(string(address)); owner != string(id) {
			found = append(found, fmt.Sprintf("patient %s has an address that leads to %q", id, owner))
		}
	}
	return found
}

// checkDiary holds every entry against its key and its patient.
func checkDiary(tx *Tx) (found []string) {
	for key, record := range tx.under(diaryBucket, nil) {
		id, rest, _ := bytes.Cut(key, []byte{0})
		e, err := readRecord[flows.Entry](tx, diaryBucket, key, record)
		if err != nil || !bytes.Equal(rest, be32(e.Seq)) {
			found = append(found, fmt.Sprintf("diary of %s has a wrong entry", id))
		}
		if !tx.has(patientBucket, id) {
			found = append(found, fmt.Sprintf("diary of %s, who is not there", id))
		}
	}
	return found
}

// checkOutbox holds every message against its key and its patient.
func checkOutbox(tx *Tx) (found []string) {
	for key, record := range tx.under(outboxBucket, nil) {
		m, err := readRecord[Message](tx, outboxBucket, key, record)
		if err != nil || !bytes.Equal(key, m.key()) {
			found = append(found, fmt.Sprintf("message %d is not what its key says", m.ID))
			continue
		}
		if m.ID > tx.btx.Bucket(outboxBucket).Sequence() {
			found = append(found, fmt.Sprintf("message %d has a number that is still to be given", m.ID))
		}
		if m.Patient != "" && !tx.has(patientBucket, []byte(m.Patient)) {
			found = append(found, fmt.Sprintf("message %d is to patient %s, who is not there", m.ID, m.Patient))
		}
	}
	return found
}

// checkOthers looks for records that can't be read where nothing else is to agree.
func checkOthers(tx *Tx) []string {
	return slices.Concat(unreadable[RawUpdate](tx, rawBucket), unreadable[Grave](tx, graveBucket), unreadable[Asked](tx, askedBucket))
}

func unreadable[T any](tx *Tx, bucket []byte) (found []string) {
	for key, sealed := range tx.under(bucket, nil) {
		if _, err := readRecord[T](tx, bucket, key, sealed); err != nil {
			found = append(found, fmt.Sprintf("a record of %s: %v", bucket, err))
		}
	}
	return found
}

// checkSeen holds the known updates against the index of their times.
func checkSeen(tx *Tx) (found []string) {
	n := 0
	for update, when := range tx.under(seenBucket, nil) {
		n++
		if !tx.has(seenTimeBucket, join(when, update)) {
			found = append(found, fmt.Sprintf("update %d is seen, but not by its time", number(update)))
		}
	}
	times := 0
	for range tx.under(seenTimeBucket, nil) {
		times++
	}
	if times != n {
		found = append(found, fmt.Sprintf("%d updates are seen, %d have a time", n, times))
	}
	return found
}
