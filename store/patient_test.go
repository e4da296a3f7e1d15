package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"back2core/flows"
)

func TestAPatientComesBackAsTheyWereSaved(t *testing.T) {
	s := open(t)
	want := newcomer("p1", noon)
	want.Profile = flows.Profile{Name: "Zoë <b> & co", Age: 43, Groups: []string{"older"}, Fear: 4}
	want.Consent = &flows.Consent{Version: "1", At: noon, Programme: true}
	update(t, s, func(tx *Tx) error { return tx.SavePatient(want) })
	view(t, s, func(tx *Tx) error {
		got, err := tx.Patient("p1")
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		return err
	})
}

func TestAnUnknownPatientIsNotFound(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		if _, err := tx.Patient("nobody"); !errors.Is(err, ErrNotFound) {
			t.Errorf("read: got error %v, want %v", err, ErrNotFound)
		}
		if err := tx.PutOff("nobody", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("put off: got error %v, want %v", err, ErrNotFound)
		}
		return nil
	})
}

func TestAPatientWithoutAnIDIsRefused(t *testing.T) {
	s := open(t)
	for _, id := range []string{"", "a\x00b"} {
		if err := s.Update(func(tx *Tx) error { return tx.SavePatient(newcomer(id, noon)) }); err == nil {
			t.Errorf("saved a patient with id %q", id)
		}
	}
}

func TestPatientsAreCountedOnce(t *testing.T) {
	s := open(t)
	count := func() (n int) {
		view(t, s, func(tx *Tx) error { n = tx.CountPatients(); return nil })
		return n
	}
	save := func(id string, arrived time.Time) {
		update(t, s, func(tx *Tx) error { return tx.SavePatient(newcomer(id, arrived)) })
	}
	save("p1", noon)
	save("p2", noon)
	save("p2", noon.Add(time.Hour))
	if got := count(); got != 2 {
		t.Errorf("got %d patients, want 2", got)
	}
	update(t, s, func(tx *Tx) error { return errors.Join(tx.Erase("p1", noon), tx.Erase("p1", noon)) })
	if got := count(); got != 1 {
		t.Errorf("got %d patients after erasing one, want 1", got)
	}
}

func TestSavingAnUnchangedPatientWritesNothing(t *testing.T) {
	s := open(t)
	p := newcomer("p1", noon)
	update(t, s, func(tx *Tx) error { return tx.SavePatient(p) })
	update(t, s, func(tx *Tx) error {
		if err := tx.SavePatient(p); err != nil {
			return err
		}
		if n := nodes(tx); n != 0 {
			t.Errorf("%d pages were taken up to be written, want none", n)
		}
		p.Lang = flows.English
		if err := tx.SavePatient(p); err != nil {
			return err
		}
		if n := nodes(tx); n != 1 {
			t.Errorf("%d pages were taken up for another language, want the patient's alone", n)
		}
		return nil
	})
}

// nodes is how many pages a transaction is going to write anew.
func nodes(tx *Tx) int64 {
	stats := tx.btx.Stats()
	return stats.GetNodeCount()
}

func TestAPatientThatCannotBeReadIsDamagedAndNotQuoted(t *testing.T) {
	s, err := Open(t.TempDir()+"/damaged.db", Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tests := map[string][]byte{
		"a short row":      {1, 2},
		"no record":        row{}.bytes(),
		"an unknown codec": row{record: []byte{9, '{', '}'}}.bytes(),
		"broken JSON":      row{record: []byte("\x01{\"id\":\"secret")}.bytes(),
		"a word as a time": row{record: []byte("\x01{\"arrived\":\"secret\"}")}.bytes(),
		"a word as an age": row{record: []byte("\x01{\"profile\":{\"age\":\"secret\"}}")}.bytes(),
	}
	for name, value := range tests {
		t.Run(name, func(t *testing.T) {
			update(t, s, func(tx *Tx) error {
				header, record := split(patientBucket, value)
				if name != "a short row" && name != "no record" {
					var err error
					if record, err = tx.seal(patientBucket, []byte("p1"), record); err != nil {
						return err
					}
				}
				return tx.put(patientBucket, []byte("p1"), join(header, record))
			})
			err := s.View(func(tx *Tx) error { _, err := tx.Patient("p1"); return err })
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("got error %v, want %v", err, ErrDamaged)
			}
			if quotes(err, "secret") {
				t.Errorf("the error quotes the record: %v", err)
			}
			if len(s.Check())+len(s.Laws()) == 0 {
				t.Error("Check finds nothing")
			}
		})
	}
}

func TestAllPatientsCanBeGoneThroughInBatches(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		for _, id := range []string{"p2", "p1", "p10", "p3"} {
			if err := tx.SavePatient(newcomer(id, noon)); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx *Tx) error {
		for after, want := range map[string][]string{"": {"p1", "p10"}, "p1": {"p10", "p2"}, "p10": {"p2", "p3"}, "p2": {"p3"}, "p3": nil} {
			if got := tx.PatientsAfter(after, 2); !slices.Equal(got, want) {
				t.Errorf("after %q come %q, want %q", after, got, want)
			}
		}
		return nil
	})
}
