package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// traces are all by which the patient of these tests could be known again. The
// id is as long as those of NewID.
const (
	erasedID      = "KQ3V7XN2ABCDWXYZ"
	erasedAddress = "tg:918273645"
	erasedChat    = "918273645"
	erasedWords   = "mevrouw Van den Berg-Zwaluw"
)

func TestErasingLeavesNothingOfAPatient(t *testing.T) {
	s := open(t)
	furnishForErasing(t, s)
	if len(tracesIn(t, s)) == 0 {
		t.Fatal("nothing of the patient is in the file before erasing: the test proves nothing")
	}
	update(t, s, func(tx *Tx) error { return tx.Erase(erasedID, noon) })
	for _, trace := range tracesIn(t, s) {
		t.Errorf("after erasing: %s", trace)
	}
}

func TestErasingOneLeavesAllOfAnother(t *testing.T) {
	s := open(t)
	furnishForErasing(t, s)
	update(t, s, func(tx *Tx) error { return tx.Erase(erasedID, noon) })
	view(t, s, func(tx *Tx) error {
		diary, _ := tx.Diary("p2")
		queue, _ := tx.Queue("tg:2")
		raw, _ := tx.Raw("p2")
		graves, err := tx.Graves()
		_, asked := tx.Asked("tg:2", "intake", 1, "name")
		if len(diary) != 1 || len(queue) != 1 || len(raw) != 1 || len(graves) != 1 || !asked {
			t.Errorf("left of the other: %d diary, %d queue, %d raw, %d graves, asked %v; want one of each",
				len(diary), len(queue), len(raw), len(graves), asked)
		}
		return err
	})
	wantAddress(t, s, "p2", "tg:2")
}

func TestAFarewellToAnErasedPatientLeavesNothingBehind(t *testing.T) {
	for name, end := range map[string]func(*Tx, Message) error{
		"sent":   func(tx *Tx, m Message) error { return tx.Sent(m) },
		"buried": func(tx *Tx, m Message) error { return tx.Bury(m, "Bad Request: chat not found", noon) },
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			furnishForErasing(t, s)
			update(t, s, func(tx *Tx) error {
				if err := tx.Erase(erasedID, noon); err != nil {
					return err
				}
				_, err := tx.Enqueue(message(erasedAddress, "", "answer", "erased"))
				return err
			})
			update(t, s, func(tx *Tx) error {
				queue, err := tx.Queue(erasedAddress)
				if err != nil || len(queue) != 1 {
					t.Fatalf("got queue %v, error %v; want the farewell alone", texts(queue), err)
				}
				if err := tx.Hold(erasedAddress, noon); err != nil {
					return err
				}
				return end(tx, queue[0])
			})
			for _, trace := range tracesIn(t, s) {
				t.Errorf("after the farewell: %s", trace)
			}
		})
	}
}

func TestABuriedMessageKeepsNoWords(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		m := message("tg:1", "", "answer", "hello")
		m.Reply.Args = map[string]string{"name": erasedWords}
		return buryNew(tx, m)
	})
	for _, trace := range tracesIn(t, s) {
		t.Errorf("after burying: %s", trace)
	}
}

func TestTheBytesOfAnErasedPatientAreGoneAfterTheNextStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	s := openAt(t, path)
	furnishForErasing(t, s)
	update(t, s, func(tx *Tx) error { return tx.Erase(erasedID, noon) })
	var sequence uint64
	view(t, s, func(tx *Tx) error { sequence = tx.btx.Bucket(outboxBucket).Sequence(); return nil })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if len(tracesOf(read(t, path))) == 0 {
		t.Log("bbolt has overwritten the free pages by itself")
	}
	// What a compaction that was killed has left there is removed with it.
	if err := os.WriteFile(path+".compact", []byte(erasedWords), fileMode); err != nil {
		t.Fatal(err)
	}

	s = openAt(t, path)
	for _, trace := range tracesOf(read(t, path)) {
		t.Errorf("in the bytes of the file: %s", trace)
	}
	if _, err := os.Stat(path + ".compact"); !os.IsNotExist(err) {
		t.Errorf("the temporary file is still there (%v)", err)
	}
	update(t, s, func(tx *Tx) error {
		m, err := tx.Enqueue(message("tg:2", "p2", "answer", "on"))
		if m.ID != sequence+1 {
			t.Errorf("got message id %d, want %d: ids are never used again", m.ID, sequence+1)
		}
		return err
	})
	if erased(s.db) {
		t.Error("the file would be compacted at every start")
	}
	wantAddress(t, s, "p2", "tg:2")
}

func TestAStartThatCannotCompactStillStarts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	s := openAt(t, path)
	furnishForErasing(t, s)
	update(t, s, func(tx *Tx) error { return tx.Erase(erasedID, noon) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path+".compact", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	if !erased(s.db) {
		t.Error("the next start doesn't know that it must compact")
	}
}

// furnishForErasing fills a store with everything of two patients.
func furnishForErasing(t *testing.T, s *Store) {
	t.Helper()
	update(t, s, func(tx *Tx) error {
		if err := furnish(tx, erasedID, erasedAddress, erasedWords); err != nil {
			return err
		}
		// To a third person about the patient, as a clinician may get one day.
		if _, err := tx.Enqueue(message("tg:3", erasedID, "answer", "about")); err != nil {
			return err
		}
		return furnish(tx, "p2", "tg:2", "Bo")
	})
}

// tracesIn returns the places in any bucket where the patient can be seen.
func tracesIn(t *testing.T, s *Store) (found []string) {
	t.Helper()
	err := s.db.View(func(btx *bolt.Tx) error {
		return btx.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				for _, trace := range tracesOf(join(k, v, opened(t, s, name, k, v))) {
					found = append(found, string(name)+" holds "+trace)
				}
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// tracesOf returns what of the patient is in some bytes.
func tracesOf(b []byte) (found []string) {
	for _, trace := range []string{erasedID, erasedChat, erasedWords} {
		if bytes.Contains(b, []byte(trace)) {
			found = append(found, trace)
		}
	}
	return found
}
