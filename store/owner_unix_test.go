//go:build unix

package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
)

// TestBugWhatRootReplacedTheServiceCouldNotOpen: the key is root's, so root runs
// the commands; the database is not.
func TestBugWhatRootReplacedTheServiceCouldNotOpen(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	service := owner{54321, 54322}
	give := func(path string) {
		t.Helper()
		if err := os.Chown(path, service.user, service.group); err != nil {
			t.Fatal(err)
		}
	}
	dir, back := t.TempDir(), t.TempDir()
	path, key := filepath.Join(dir, "back2core.db"), filepath.Join(dir, "key")
	o := Options{Keys: testKeys, NoSync: true}
	v := newVault(t)
	for _, d := range []string{dir, back, v.Dir} {
		give(d)
	}
	if err := os.WriteFile(path, read(t, goldenPlain), fileMode); err != nil {
		t.Fatal(err)
	}
	if err := testKeys.Create(key); err != nil {
		t.Fatal(err)
	}
	give(path)
	give(key)
	reopen := func() *Store {
		t.Helper()
		s, err := Open(path, o)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := reopen() // migrates and scrubs
	made := v.backup(t, s, noon)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Compact(path, o); err != nil {
		t.Fatal(err)
	}
	_, err := Restore(t.Context(), From{Backup: made.Path, Keys: []age.Identity{v.key}}, filepath.Join(back, "restored.db"), o)
	if err := errors.Join(err, testKeys.Replace(key)); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, back, v.Dir} {
		for _, name := range filesIn(t, d) {
			if got, err := ownerOf(filepath.Join(d, name)); err != nil || got != service {
				t.Errorf("%s belongs to %v, %v; want %v", name, got, err, service)
			}
		}
	}
}
