package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"back2core/flows"
)

// testKeys are the keys of every file of these tests, and of the golden one.
var testKeys = keysIn("testdata/schema-3.key")

// keysIn reads a key file.
func keysIn(path string) *Keys {
	b, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	k, err := ParseKeys(b)
	if err != nil {
		panic(err)
	}
	return k
}

// noon is a time for tests to begin at.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// open returns an empty store that is checked and closed when the test ends.
func open(t testing.TB) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "back2core.db"))
}

// openAt opens a file as open does.
func openAt(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		wantSound(t, s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// wantSound fails the test unless every page of the file is whole and what must
// agree in it does.
func wantSound(t testing.TB, s *Store) {
	t.Helper()
	err := s.db.View(func(btx *bolt.Tx) error {
		for err := range btx.Check() {
			t.Errorf("damaged file: %v", err)
		}
		return nil
	})
	if err != nil && !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		t.Error(err)
	}
	if err == nil {
		for _, line := range s.Check() {
			t.Errorf("check: %s", line)
		}
		for _, line := range s.Laws() { // patients of these tests break others
			if strings.Contains(line, "is due at") {
				t.Errorf("laws: %s", line)
			}
		}
	}
}

// opened is a value with what is sealed in it opened, as it stands there if it
// doesn't open.
func opened(t testing.TB, s *Store, bucket, key, value []byte) []byte {
	t.Helper()
	header, sealed := split(bucket, value)
	record, err := (&Tx{keys: s.o.Keys}).unseal(bucket, key, sealed)
	if err != nil {
		return value
	}
	return join(header, record)
}

// update runs fn in a transaction that must succeed.
func update(t testing.TB, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.Update(fn); err != nil {
		t.Fatal(err)
	}
}

// view runs fn in a reading transaction that must succeed.
func view(t testing.TB, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.View(fn); err != nil {
		t.Fatal(err)
	}
}

// newcomer is a patient who has written for the first time.
func newcomer(id string, arrived time.Time) flows.Patient {
	return flows.NewPatient(id, "praktijk", flows.Dutch, "Europe/Amsterdam", arrived)
}

// message is something to be sent to a patient.
func message(address, patient string, class flows.Class, text string) Message {
	return Message{
		Address: address, Patient: patient, Lang: flows.Dutch, Zone: "Europe/Amsterdam", Kind: Send,
		Reply: flows.Reply{Text: text, Topic: flows.AboutTalk, Class: class}, Content: "v1", At: noon,
	}
}

// texts are the names of what messages say, to compare an order by.
func texts(messages []Message) []string {
	var names []string
	for _, m := range messages {
		names = append(names, m.Reply.Text)
	}
	return names
}

// furnish puts something of every kind into a store: all of a patient that
// Erase has to find, with the words in each place that can hold any.
func furnish(tx *Tx, id, address, words string) error {
	p := newcomer(id, noon)
	p.Profile.Name = words
	reply := flows.Reply{Text: "hello", Args: flows.Args{"name": words}, Topic: flows.AboutTalk, Class: flows.Answer}
	m := Message{Address: address, Patient: id, Kind: Send, Reply: reply, At: noon}
	steps := []func() error{
		func() error { return tx.Link(id, address) },
		func() error { return tx.SavePatient(p) },
		func() error { return tx.PutOff(id, noon.Add(time.Hour)) },
		func() error {
			return tx.AppendDiary(id, []flows.Entry{{Seq: 1, At: noon, Kind: "said", By: flows.ByPatient, Data: map[string]string{"words": words}}})
		},
		func() error { return tx.KeepRaw(id, 7, []byte(words), "panic", noon) },
		func() error { _, err := tx.Enqueue(m); return err },
		func() error { return buryNew(tx, m) },
		func() error { return tx.Hold(address, noon.Add(time.Minute)) },
		func() error {
			return tx.SetAsked(address, Asked{Form: "intake", Run: 1, Question: "name", MessageID: 5, Reply: reply, At: noon})
		},
		func() error { return tx.SetPosition(Position{BotID: 42, Offset: 9, At: noon}) },
		func() error { return tx.MarkSeen(7, noon) },
		func() error { return tx.Hold("", noon) },
		func() error { return tx.SetNote("commands:42", []byte("nl")) },
		func() error { return tx.SetNote("told", []byte(id)) },
		func() error { return tx.Count("updates", 1) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// buryNew makes a grave.
func buryNew(tx *Tx, m Message) error {
	m, err := tx.Enqueue(m)
	if err != nil {
		return err
	}
	return tx.Bury(m, "Bad Request: chat not found", noon)
}
