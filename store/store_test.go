package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	bolt "go.etcd.io/bbolt"
)

func TestWhatWasWrittenIsThereAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	s, err := Open(path, Options{Keys: testKeys})
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *Tx) error { return tx.SavePatient(newcomer("p1", noon)) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = openAt(t, path)
	view(t, s, func(tx *Tx) error {
		p, err := tx.Patient("p1")
		if p.ID != "p1" {
			t.Errorf("got patient %q, want p1", p.ID)
		}
		return err
	})
}

func TestOnlyTheOwnerMayReadTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	openAt(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != fileMode {
		t.Errorf("got mode %v, want %v", got, fileMode)
	}
}

func TestAnErrorUndoesTheWholeTransaction(t *testing.T) {
	s := open(t)
	broken := errors.New("broken")
	err := s.Update(func(tx *Tx) error { return errors.Join(furnish(tx, "p1", "tg:1", "Anna"), broken) })
	if !errors.Is(err, broken) {
		t.Errorf("got error %v, want %v", err, broken)
	}
	nothingInside(t, s)
}

func TestAPanicUndoesTheWholeTransactionAndGoesOn(t *testing.T) {
	s := open(t)
	got := func() (got any) {
		defer func() { got = recover() }()
		return s.Update(func(tx *Tx) error {
			if err := furnish(tx, "p1", "tg:1", "Anna"); err != nil {
				return err
			}
			panic("boom")
		})
	}()
	if got != "boom" {
		t.Errorf("got %v, want the panic", got)
	}
	nothingInside(t, s)
	update(t, s, func(tx *Tx) error { return tx.Count("after", 1) }) // the writer is free again
}

// nothingInside fails the test unless the store is as it was when it was made.
func nothingInside(t *testing.T, s *Store) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		for _, name := range bucketNames {
			for _, key := range tx.keysUnder(name, nil) {
				if !bytes.Equal(name, metaBucket) {
					t.Errorf("bucket %s holds %q", name, key)
				}
			}
		}
		if n := tx.CountPatients(); n != 0 {
			t.Errorf("got %d patients, want none", n)
		}
		if p, _ := tx.Position(); p != (Position{}) {
			t.Errorf("got position %v, want none", p)
		}
		return nil
	})
}

func TestAViewCannotWrite(t *testing.T) {
	s := open(t)
	if err := s.View(func(tx *Tx) error { return tx.Count("views", 1) }); err == nil {
		t.Error("a view has written")
	}
}

func TestASecondProcessIsToldThatTheFileIsInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	openAt(t, path)
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if _, err := Open(path, Options{Keys: testKeys}); !errors.Is(err, ErrLocked) {
			t.Errorf("got error %v, want %v", err, ErrLocked)
		}
		if waited := time.Since(start).Round(time.Second); waited != lockTimeout {
			t.Errorf("waited %v, want %v", waited, lockTimeout)
		}
	})
}

func TestAFileOfANewerProgramIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	s := openAt(t, path)
	update(t, s, func(tx *Tx) error { return tx.put(metaBucket, keySchema, be64(schema+1)) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	if _, err := Open(path, Options{Keys: testKeys}); !errors.Is(err, ErrNewer) {
		t.Errorf("got error %v, want %v", err, ErrNewer)
	}
	if !bytes.Equal(read(t, path), before) {
		t.Error("the file was changed")
	}
}

func TestAnotherProgramsFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := bolt.Open(path, fileMode, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(btx *bolt.Tx) error {
		_, err := btx.CreateBucket([]byte("theirs"))
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{Keys: testKeys}); !errors.Is(err, errForeign) {
		t.Errorf("got error %v, want %v", err, errForeign)
	}
}

func TestAFirstStartThatWasCutOffIsStartedAgain(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "back2core.db")
	s := openAt(t, path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole := read(t, path)
	for _, size := range []int{0, 1, 4096, len(whole) / 2} {
		// What stands at the temporary name when the power goes is torn; at the
		// real name there is nothing yet.
		torn := filepath.Join(dir, "again.db.new-123")
		if err := os.WriteFile(torn, whole[:size], fileMode); err != nil {
			t.Fatal(err)
		}
		again := filepath.Join(dir, "again.db")
		s, err := Open(again, Options{Keys: testKeys})
		if err != nil {
			t.Fatalf("after a cut at %d bytes: %v", size, err)
		}
		wantSound(t, s)
		if err := errors.Join(s.Close(), os.Remove(again)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnEmptyFileBecomesADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mounted.db")
	if err := os.WriteFile(path, nil, fileMode); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path)
	update(t, s, func(tx *Tx) error { return furnish(tx, "p1", "tg:1", "Anna") })
}

func TestATornDatabaseIsNeverReplacedByAnEmptyOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	torn := bytes.Repeat([]byte("x"), 5000)
	if err := os.WriteFile(path, torn, fileMode); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{Keys: testKeys}); err == nil {
		t.Error("a torn file was opened")
	}
	if !bytes.Equal(read(t, path), torn) {
		t.Error("the file was changed")
	}
}

func TestTwoFirstStartsAtOnceMakeOneDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	s := openAt(t, path)
	update(t, s, func(tx *Tx) error { return furnish(tx, "p1", "tg:1", "Anna") })
	late := path + ".new-1"
	if err := errors.Join(writeNew(late, Options{Keys: testKeys}), publish(late, path)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	view(t, s, func(tx *Tx) error {
		if n := tx.CountPatients(); n != 1 {
			t.Errorf("got %d patients, want the one of the first", n)
		}
		return nil
	})
}

func TestADirectoryThatIsMissingIsAnError(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "nowhere", "back2core.db"), Options{Keys: testKeys}); err == nil {
		t.Error("a database was opened in no directory")
	}
}

// read returns a file's bytes.
func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
