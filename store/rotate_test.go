package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// nightly are the times of backups at 03:15 UTC on days before a day, the
// oldest first.
func nightly(day time.Time, ago ...int) (times []time.Time) {
	for _, n := range ago {
		times = append(times, dayOf(day).AddDate(0, 0, -n).Add(3*time.Hour+15*time.Minute))
	}
	return times
}

func TestBackupsAreKeptForSevenDaysAndFourWeeks(t *testing.T) {
	sunday := time.Date(2026, 11, 22, 3, 15, 0, 0, time.UTC)
	var every []int
	for n := 60; n >= 0; n-- {
		every = append(every, n)
	}
	tests := []struct {
		name string
		now  time.Time
		made []time.Time
		kept []time.Time
	}{
		{"one each night, on a Sunday", sunday, nightly(sunday, every...), nightly(sunday, 28, 21, 14, 7, 6, 5, 4, 3, 2, 1, 0)},
		{"one each night, on a Monday", sunday.AddDate(0, 0, 1), nightly(sunday.AddDate(0, 0, 1), every...),
			nightly(sunday.AddDate(0, 0, 1), 22, 15, 8, 6, 5, 4, 3, 2, 1, 0)},
		{"the first after a year", sunday, append(nightly(sunday, 400, 399), sunday), []time.Time{sunday}},
		{"only an old one", sunday, nightly(sunday, 400), nightly(sunday, 400)},
		{"many a day", sunday, []time.Time{sunday.Add(-3 * time.Hour), sunday.Add(-2 * time.Hour), sunday}, []time.Time{sunday}},
		{"Mondays only", sunday, nightly(sunday, 41, 34, 27, 20, 13, 6), nightly(sunday, 34, 27, 20, 13, 6)},
		{"of a time to come", sunday, []time.Time{sunday.Add(-time.Hour), sunday.AddDate(1, 0, 0)}, []time.Time{sunday.Add(-time.Hour), sunday.AddDate(1, 0, 0)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gone := expired(tt.made, tt.now)
			kept := slices.DeleteFunc(slices.Clone(tt.made), func(at time.Time) bool { return slices.Contains(gone, at) })
			if !slices.Equal(kept, tt.kept) {
				t.Errorf("kept %v, want %v", kept, tt.kept)
			}
		})
	}
}

// TestWhoIsErasedIsOutOfAllBackupsAfterFiveWeeks: whatever the hour and the
// weekday, as long as there is a backup each day.
func TestWhoIsErasedIsOutOfAllBackupsAfterFiveWeeks(t *testing.T) {
	start := time.Date(2026, 1, 1, 3, 15, 0, 0, time.UTC)
	var kept []time.Time
	for day := range 400 {
		now := start.AddDate(0, 0, day).Add(time.Duration(day%7) * time.Hour)
		kept = append(kept, now)
		gone := expired(kept, now)
		kept = slices.DeleteFunc(kept, func(at time.Time) bool { return slices.Contains(gone, at) })
		if age := now.Sub(kept[0]); age > 5*7*24*time.Hour {
			t.Fatalf("on %v the oldest backup is %v old", now, age)
		}
		if want := min(day+1, keepDays); len(kept) < want || kept[len(kept)-1] != now {
			t.Fatalf("on %v only %v are left", now, kept)
		}
		if day > 40 && now.Sub(kept[0]) < 3*7*24*time.Hour {
			t.Fatalf("on %v the oldest backup is of %v", now, kept[0])
		}
	}
}

func TestOnlyBackupsAreEverRemoved(t *testing.T) {
	s, v := open(t), newVault(t)
	others := []string{
		"back2core-20200101T000000Z.age.bak", "back2core-20200101T000000.age", "back2core-20200230T000000Z.age",
		"copy of back2core-20200101T000000Z.age", "back2core-20200101T000000Z.db", "notes.txt", "20200101T000000Z",
	}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(v.Dir, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(v.Dir, "back2core-20200102T000000Z.age"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(v.Dir, "back2core-20200101T000000Z.age"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	made := v.backup(t, s, noon)
	if !slices.Equal(made.Removed, []string{"back2core-20200101T000000Z.age"}) {
		t.Errorf("removed %q", made.Removed)
	}
	left := strings.Join(filesIn(t, v.Dir), "\n")
	for _, name := range append(others, "back2core-20200102T000000Z.age", filepath.Base(made.Path)) {
		if !strings.Contains(left, name) {
			t.Errorf("%s is gone", name)
		}
	}
}

// TestEveryBackupThatIsKeptIsRestored: forty nights, and each file that is left
// of them brings back what there was that night.
func TestEveryBackupThatIsKeptIsRestored(t *testing.T) {
	s, v := open(t), newVault(t)
	for day := range 40 {
		at := noon.AddDate(0, 0, day)
		update(t, s, func(tx *Tx) error { _, err := writeStep(tx); return err })
		v.backup(t, s, at)
	}
	times, err := v.times()
	if err != nil || len(times) != keepDays+keepWeeks-1 { // last Sunday's stands for its day and its week
		t.Fatalf("%d backups are left, %v: %v", len(times), err, times)
	}
	for _, at := range times {
		back, r := v.restore(t, filepath.Join(v.Dir, backupName(at)))
		view(t, back, func(tx *Tx) error {
			counts, err := tx.Counts()
			if want := int(at.Sub(noon).Hours()/24) + 1; counts["steps"] != want || !r.At.Equal(at) {
				t.Errorf("the backup of %v has step %d of %v, want %d", at, counts["steps"], r.At, want)
			}
			return err
		})
	}
	last := noon.AddDate(0, 0, 39)
	for now, want := range map[time.Time]time.Time{last.AddDate(0, 0, 1): last, last: last, last.Add(-time.Second): last.AddDate(0, 0, -1)} {
		if newest, err := v.Newest(now); err != nil || !newest.Equal(want) {
			t.Errorf("the newest at %v is of %v, %v", now, newest, err)
		}
	}
}
