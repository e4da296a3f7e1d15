package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckFindsWhatNoLongerAgrees(t *testing.T) {
	tests := []struct {
		name   string
		damage func(*Tx) error
		want   string
	}{
		{"a patient out of the due index", func(tx *Tx) error { return tx.dropUnder(dueBucket, nil) }, "not in the due index"},
		{"a due key of nobody", func(tx *Tx) error { return tx.put(dueBucket, dueKey(5, "p9"), nil) }, "who is not"},
		{"a due key too many", func(tx *Tx) error { return tx.put(dueBucket, dueKey(5, "p1"), nil) }, "who is not"},
		{"a due key without an id", func(tx *Tx) error { return tx.put(dueBucket, []byte{5}, nil) }, "who is not"},
		{"a wrong count", func(tx *Tx) error { return tx.countPatient(1) }, "counted"},
		{"a patient under another's id", func(tx *Tx) error {
			return tx.put(patientBucket, []byte("p2"), tx.get(patientBucket, []byte("p1")))
		}, "patient p2: damaged"},
		{"a patient sealed for another's id", func(tx *Tx) error {
			record, err := encode(newcomer("p1", noon))
			if err != nil {
				return err
			}
			sealed, err := tx.seal(patientBucket, []byte("p2"), record)
			return errors.Join(err, tx.put(patientBucket, []byte("p2"), row{record: sealed}.bytes()))
		}, "stored as p2"},
		{"an address of nobody", func(tx *Tx) error { return tx.put(addressBucket, []byte("tg:9"), []byte("p9")) }, "not there"},
		{"two addresses of one", func(tx *Tx) error { return tx.put(addressBucket, []byte("tg:9"), []byte("p1")) }, "has another"},
		{"an address that doesn't lead back", func(tx *Tx) error { return tx.drop(addressBucket, []byte("tg:1")) }, "leads to"},
		{"a diary of nobody", func(tx *Tx) error { return tx.putRecord(diaryBucket, join(text("p9"), be32(1)), entry(1)) }, "not there"},
		{"an entry under another number", func(tx *Tx) error {
			return tx.putRecord(diaryBucket, join(text("p1"), be32(5)), entry(4))
		}, "wrong entry"},
		{"a message at another address", func(tx *Tx) error {
			return tx.putRecord(outboxBucket, outboxKey("tg:2", rankAnswer, 1), message("tg:1", "", "answer", "on"))
		}, "its key"},
		{"a message from the future", func(tx *Tx) error {
			m := message("tg:1", "", "answer", "on")
			m.ID = 1000
			return tx.putRecord(outboxBucket, m.key(), m)
		}, "still to be given"},
		{"a message to nobody", func(tx *Tx) error {
			_, err := tx.Enqueue(message("tg:1", "p9", "answer", "on"))
			return err
		}, "not there"},
		{"a raw update that doesn't open", func(tx *Tx) error { return tx.put(rawBucket, join(text("p1"), be64(1)), []byte{1}) }, "record of raw"},
		{"a grave that doesn't open", func(tx *Tx) error { return tx.put(graveBucket, join(be64(1), be64(1)), []byte{1}) }, "record of graves"},
		{"a question that doesn't open", func(tx *Tx) error {
			return tx.put(askedBucket, askedKey("tg:1", "intake", 2, "name"), []byte{1})
		}, "record of asked"},
		{"an update without a time", func(tx *Tx) error { return tx.dropUnder(seenTimeBucket, nil) }, "not by its time"},
		{"a time without an update", func(tx *Tx) error { return tx.dropUnder(seenBucket, nil) }, "have a time"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(filepath.Join(t.TempDir(), "damaged.db"), Options{Keys: testKeys, NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			update(t, s, func(tx *Tx) error { return furnish(tx, "p1", "tg:1", "Anna") })
			if found := s.Check(); len(found) != 0 {
				t.Fatalf("before the damage: %q", found)
			}
			update(t, s, tt.damage)
			found := strings.Join(s.Check(), "\n")
			if !strings.Contains(found, tt.want) {
				t.Errorf("found %q, want %q in it", found, tt.want)
			}
			if strings.Contains(found, "Anna") {
				t.Errorf("Check quotes a patient: %q", found)
			}
		})
	}
}

func TestCheckSaysThatAClosedStoreCannotBeRead(t *testing.T) {
	s := open(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if len(s.Check()) == 0 {
		t.Error("it finds nothing")
	}
}

func TestBugADamagedPositionWasNotFound(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error { return tx.put(metaBucket, keyPosition, []byte("words")) })
	if found := s.Check(); len(found) != 1 || !strings.HasPrefix(found[0], "position: ") || strings.Contains(found[0], "words") {
		t.Errorf("found %q", found)
	}
	update(t, s, func(tx *Tx) error { return tx.drop(metaBucket, keyPosition) })
}
