package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// erasedIn reads the list beside the backups.
func erasedIn(t *testing.T, v vault) map[Mark]time.Time {
	t.Helper()
	list, err := readErased(v.Dir)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheListOfErasuresIsKeptAsLongAsABackupMayHoldThem(t *testing.T) {
	s, v := open(t), newVault(t)
	for id, at := range map[string]time.Time{
		"old": noon.Add(-KeepErased - time.Hour), "new": noon.Add(-KeepErased + time.Hour),
	} {
		if err := v.Erased(id, at); err != nil {
			t.Fatal(err)
		}
	}
	v.backup(t, s, noon)
	if list := erasedIn(t, v); len(list) != 1 || list[MarkOf("new")].IsZero() {
		t.Errorf("the list is %v, want the new one alone", list)
	}
	// No backup was made for a year: the one there is may hold anyone.
	if err := v.Erased("since", noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	v.backup(t, s, noon.AddDate(1, 0, 0))
	if list := erasedIn(t, v); len(list) != 1 || list[MarkOf("since")].IsZero() {
		t.Errorf("the list is %v, want the one since the old backup", list)
	}
	v.backup(t, s, noon.AddDate(1, 0, 1)) // now it is gone
	if list := erasedIn(t, v); len(list) != 0 {
		t.Errorf("the list is %v, want nobody", list)
	}
}

func TestADamagedListOfErasuresStillHoldsTheRest(t *testing.T) {
	v := newVault(t)
	if err := v.Erased("p1", noon); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(v.Dir, erasedList)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\n2026-11-22T12:00:00Z 0123\nrubbish\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := v.Erased("p2", noon); err != nil {
		t.Fatal(err)
	}
	if list := erasedIn(t, v); len(list) != 2 || !list[MarkOf("p1")].Equal(noon) || !list[MarkOf("p2")].Equal(noon) {
		t.Errorf("the list is %v", list)
	}
}

func TestAnErasureThatCannotBeNotedIsAnError(t *testing.T) {
	v := newVault(t)
	v.Dir = filepath.Join(v.Dir, "gone")
	if err := v.Erased("p1", noon); err == nil {
		t.Error("no error")
	}
}
