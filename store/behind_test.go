package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
)

// TestOnlyAnOldCopyIsBehindItsBackups: whatever the clock has done, a file that
// was in use all the time knows of each backup.
func TestOnlyAnOldCopyIsBehindItsBackups(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	v := newVault(t)
	behind := func(what string, now time.Time, want bool) {
		t.Helper()
		s, err := Open(path, Options{Keys: testKeys, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		newest, err := v.Newest(now)
		if _, got := s.Behind(newest); err != nil || got != want {
			t.Errorf("%s: behind is %v, want %v (%v)", what, got, want, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	backup := func(at time.Time) Backup {
		t.Helper()
		s, err := Open(path, Options{Keys: testKeys, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		return v.backup(t, s, at)
	}
	restore := func(from Backup, now time.Time) {
		t.Helper()
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		of := From{Backup: from.Path, Keys: []age.Identity{v.key}, Now: now}
		if _, err := Restore(t.Context(), of, path, Options{Keys: testKeys, NoSync: true}); err != nil {
			t.Fatal(err)
		}
	}
	put := func(content []byte) {
		t.Helper()
		if err := errors.Join(os.Remove(path), os.WriteFile(path, content, fileMode)); err != nil {
			t.Fatal(err)
		}
	}

	behind("a new file", noon, false)
	first := read(t, path)
	backup(noon)
	behind("after a backup", noon.Add(time.Hour), false)
	ahead := noon.AddDate(0, 0, 3)
	backup(ahead)
	backup(noon.Add(24 * time.Hour)) // the clock was put right
	behind("a clock that was ahead", noon.Add(25*time.Hour), false)
	behind("when that time comes", ahead.Add(time.Hour), false)
	last := backup(ahead.Add(24 * time.Hour))
	restore(last, ahead.Add(25*time.Hour))
	behind("restored from the newest", ahead.Add(26*time.Hour), false)
	newer := backup(ahead.Add(48 * time.Hour))
	restore(last, ahead.Add(49*time.Hour))
	behind("restored from an older one", ahead.Add(50*time.Hour), false)
	restored := read(t, path)
	backup(ahead.Add(72 * time.Hour))
	put(restored)
	behind("a copy of a restored file, of before a backup", ahead.Add(73*time.Hour), true)
	put(first)
	behind("a copy of before all backups", newer.At.Add(time.Hour), true)
}
