package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestACompactedFileIsSmallerAndWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	s, err := Open(path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	practice(t, s)
	update(t, s, func(tx *Tx) error {
		for i := range 2000 {
			if err := tx.SavePatient(newcomer(fmt.Sprint("gone", i), noon)); err != nil {
				return err
			}
		}
		return nil
	})
	update(t, s, func(tx *Tx) error {
		for i := range 2000 {
			if err := tx.Erase(fmt.Sprint("gone", i), noon); err != nil {
				return err
			}
		}
		_, err := tx.DropErasures(noon.AddDate(1, 0, 0))
		return errors.Join(err, tx.drop(metaBucket, keyErased)) // or the next Open would do it
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, after, err := Compact(path, Options{Keys: testKeys, NoSync: true})
	if err != nil || after >= before || after > 1<<18 {
		t.Errorf("%d bytes, were %d: %v", after, before, err)
	}
	wantFiles(t, filepath.Dir(path), "back2core.db")
	if n, err := size(path); n != after {
		t.Errorf("the file has %d bytes, %v; want %d", n, err, after)
	}
	s = openAt(t, path)
	if got := queue(t, s, "tg:1"); len(got) != 3 {
		t.Errorf("%d messages wait, want 3", len(got))
	}
	view(t, s, func(tx *Tx) error {
		if tx.CountPatients() != 2 {
			t.Errorf("%d patients, want 2", tx.CountPatients())
		}
		return nil
	})
}

func TestACompactionThatFailsLeavesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	s, err := Open(path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	practice(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	if err := os.MkdirAll(filepath.Join(path+".compact", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Compact(path, Options{Keys: testKeys, NoSync: true}); err == nil {
		t.Error("no error")
	}
	if string(read(t, path)) != string(before) {
		t.Error("the file was changed")
	}
}

func TestTheFileOfARunningBotIsNotCompacted(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the lock")
	}
	s := open(t)
	if _, _, err := Compact(s.db.Path(), s.o); !errors.Is(err, ErrLocked) {
		t.Errorf("got error %v, want %v", err, ErrLocked)
	}
}
