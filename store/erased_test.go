package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"back2core/flows"
)

// erasedIn reads the list beside the backups.
func erasedIn(t *testing.T, v vault) map[Mark]time.Time {
	t.Helper()
	list, err := readErased(v.Dir)
	if err != nil {
		t.Fatal(err)
	}
	return list.gone
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

func TestBugAnErasureAfterATornLineWasLost(t *testing.T) {
	v := newVault(t)
	if err := v.Erased("p1", noon); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(v.Dir, erasedList)
	if err := os.Truncate(path, 30); err != nil { // a power cut
		t.Fatal(err)
	}
	for _, id := range []string{"p2", "p3"} {
		if err := v.Erased(id, noon); err != nil {
			t.Fatal(err)
		}
	}
	if list := erasedIn(t, v); len(list) != 2 || list[MarkOf("p2")].IsZero() || list[MarkOf("p3")].IsZero() {
		t.Errorf("the list is %v", list)
	}
}

func TestBugAnErasureWaitedForTheWholeOfABackup(t *testing.T) {
	v := newVault(t)
	v.mu.Lock() // a backup is being made
	defer v.mu.Unlock()
	noted := make(chan error, 1)
	go func() { noted <- v.Erased("p1", noon) }()
	select {
	case err := <-noted:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Error("it waits")
	}
}

// TestBugAStrangerWhoLeftWasListedAsErased: a mark for sixty days, a line and a
// wait for the disk, for each of any number of people who never agreed.
func TestBugAStrangerWhoLeftWasListedAsErased(t *testing.T) {
	s := open(t)
	since := noon.Add(24 * time.Hour)
	for name, tt := range map[string]struct {
		patient *flows.Patient
		marked  bool
	}{
		"never stored":                  {nil, false},
		"came after the last backup":    {patientOf(newcomer("p1", since)), false},
		"came before the last backup":   {patientOf(newcomer("p1", noon.Add(-time.Hour))), true},
		"came while it was begun":       {patientOf(newcomer("p1", noon.Add(time.Second))), true},
		"agreed, after the last backup": {patientOf(func() flows.Patient { p := agreed("p1"); p.Arrived = since; return p }()), true},
	} {
		t.Run(name, func(t *testing.T) {
			update(t, s, func(tx *Tx) error {
				if err := tx.SetNote(noteBackup, TimeNote(noon)); err != nil {
					return err
				}
				if tt.patient != nil {
					if err := tx.SavePatient(*tt.patient); err != nil {
						return err
					}
				}
				if err := tx.Erase("p1", since); err != nil {
					return err
				}
				if tx.Marked("p1") != tt.marked {
					t.Errorf("marked: %v, want %v", !tt.marked, tt.marked)
				}
				_, err := tx.DropErasures(since.Add(time.Hour))
				return err
			})
		})
	}
}

func patientOf(p flows.Patient) *flows.Patient { return &p }
