package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"back2core/flows"
)

// dueAt saves patients and makes each due at a moment.
func dueAt(t *testing.T, s *Store, moments map[string]time.Time) {
	t.Helper()
	update(t, s, func(tx *Tx) error {
		for id, at := range moments {
			if err := tx.SavePatient(newcomer(id, noon)); err != nil {
				return err
			}
			if err := tx.PutOff(id, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// due returns who is due.
func due(t *testing.T, s *Store, now time.Time, limit int) (ids []string) {
	t.Helper()
	view(t, s, func(tx *Tx) (err error) { ids, err = tx.DueBefore(now, limit); return err })
	return ids
}

func TestTheEarliestIsDueFirstAndNobodyTooEarly(t *testing.T) {
	s := open(t)
	dueAt(t, s, map[string]time.Time{
		"third":  noon,
		"first":  noon.Add(-24 * time.Hour),
		"second": noon.Add(-time.Second),
		"later":  noon.Add(time.Second),
		"soon":   noon.Add(time.Millisecond),
		"never":  {},
	})
	tests := []struct {
		now   time.Time
		limit int
		want  []string
	}{
		{noon, 100, []string{"first", "second", "third"}},
		{noon, 2, []string{"first", "second"}},
		{noon, 0, nil},
		{noon.Add(-time.Second), 100, []string{"first", "second"}},
		{noon.Add(999 * time.Millisecond), 100, []string{"first", "second", "third"}},
		{noon.Add(time.Second), 100, []string{"first", "second", "third", "later", "soon"}},
		{noon.Add(-48 * time.Hour), 100, nil},
		{time.Time{}, 100, nil},
	}
	for _, tt := range tests {
		if got := due(t, s, tt.now, tt.limit); !slices.Equal(got, tt.want) {
			t.Errorf("at %v, limit %d: got %q, want %q", tt.now, tt.limit, got, tt.want)
		}
	}
}

func TestAllWhoAreDueInTheSameSecondAreFound(t *testing.T) {
	s := open(t)
	moments := make(map[string]time.Time)
	for i := range 50 {
		moments[fmt.Sprintf("p%02d", i)] = noon
	}
	dueAt(t, s, moments)
	if got := due(t, s, noon, 100); len(got) != 50 {
		t.Errorf("got %d, want 50", len(got))
	}
}

func TestASavedPatientIsDueWhenTheFlowSays(t *testing.T) {
	s := open(t)
	p := newcomer("p1", noon)
	update(t, s, func(tx *Tx) error { return tx.SavePatient(p) })
	at := flows.Due(p)
	if at.IsZero() {
		t.Fatal("a newcomer is never due, but must be erased within a day")
	}
	if got := due(t, s, at.Add(-time.Second), 10); len(got) != 0 {
		t.Errorf("due a second before: %q", got)
	}
	if got := due(t, s, at, 10); !slices.Equal(got, []string{"p1"}) {
		t.Errorf("got %q at the moment, want p1", got)
	}
	view(t, s, func(tx *Tx) error {
		if next, ok := tx.NextDue(); !ok || !next.Equal(at) {
			t.Errorf("got next %v %v, want %v", next, ok, at)
		}
		return nil
	})
}

func TestAPatientStandsInTheIndexOnceHoweverOftenTheyMove(t *testing.T) {
	s := open(t)
	for hours := range 30 {
		p := newcomer("p1", noon.Add(time.Duration(hours)*time.Hour))
		update(t, s, func(tx *Tx) error { return tx.SavePatient(p) })
	}
	if got := due(t, s, noon.AddDate(1, 0, 0), 100); !slices.Equal(got, []string{"p1"}) {
		t.Errorf("got %q, want p1 once", got)
	}
}

func TestAFailedTickIsPutOffAndCountedUntilTheNextSave(t *testing.T) {
	s := open(t)
	p := newcomer("p1", noon.Add(-48*time.Hour))
	later := noon.Add(time.Hour)
	update(t, s, func(tx *Tx) error { return tx.SavePatient(p) })
	update(t, s, func(tx *Tx) error { return tx.PutOff("p1", noon) })
	update(t, s, func(tx *Tx) error { return tx.PutOff("p1", later) })
	wantFailed(t, s, "p1", 2)
	if got := due(t, s, later.Add(-time.Second), 10); len(got) != 0 {
		t.Errorf("due before they were put off to: %q", got)
	}
	if got := due(t, s, later, 10); !slices.Equal(got, []string{"p1"}) {
		t.Errorf("got %q, want p1", got)
	}
	update(t, s, func(tx *Tx) error { return tx.SavePatient(p) }) // unchanged, but it went well
	wantFailed(t, s, "p1", 0)
	if got := due(t, s, flows.Due(p), 10); !slices.Equal(got, []string{"p1"}) {
		t.Errorf("got %q where the flow says, want p1", got)
	}
}

func TestAFailedTickIsForgottenAlsoWhereNothingElseChanged(t *testing.T) {
	s := open(t)
	p := newcomer("p1", noon)
	update(t, s, func(tx *Tx) error { return errors.Join(tx.SavePatient(p), tx.PutOff("p1", flows.Due(p))) })
	wantFailed(t, s, "p1", 1)
	update(t, s, func(tx *Tx) error { return tx.SavePatient(p) })
	wantFailed(t, s, "p1", 0)
}

func TestWhoIsMisplacedIsPutWhereTheFlowSays(t *testing.T) {
	s := open(t)
	dueAt(t, s, map[string]time.Time{"late": noon.Add(time.Hour)})
	update(t, s, func(tx *Tx) error {
		for _, id := range []string{"p1", "p2"} {
			if err := tx.SavePatient(newcomer(id, noon)); err != nil {
				return err
			}
		}
		// As after a deploy in which flows.Due has changed: p1 stands elsewhere.
		if err := tx.moveDue("p1", second(flows.Due(newcomer("p1", noon))), 5); err != nil {
			return err
		}
		value := tx.get(patientBucket, []byte("p1"))
		return tx.put(patientBucket, []byte("p1"), join(be64(5), value[8:]))
	})
	if len(s.Check())+len(s.Laws()) == 0 {
		t.Error("Check finds nothing wrong")
	}
	update(t, s, func(tx *Tx) error { return saveMisplaced(tx, "p1") })
	wantFailed(t, s, "late", 1)
	if got := due(t, s, flows.Due(newcomer("p1", noon)), 10); len(got) != 3 {
		t.Errorf("got %q, want all three", got)
	}
}

// saveMisplaced saves the misplaced patients, who must be these.
func saveMisplaced(tx *Tx, want ...string) error {
	ids, _ := tx.Misplaced("", 100)
	if !slices.Equal(ids, want) {
		return fmt.Errorf("misplaced are %q, want %q", ids, want)
	}
	for _, id := range ids {
		p, err := tx.Patient(id)
		if err != nil {
			return err
		}
		if err := tx.SavePatient(p); err != nil {
			return err
		}
	}
	return nil
}

// TestBugWhomTheIndexLackedWasNeverDueAgain: also who was put off.
func TestBugWhomTheIndexLackedWasNeverDueAgain(t *testing.T) {
	s := open(t)
	dueAt(t, s, map[string]time.Time{"late": noon.Add(time.Hour)})
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.SavePatient(newcomer("p1", noon)), tx.SavePatient(newcomer("p2", noon)))
	})
	p1 := second(flows.Due(newcomer("p1", noon)))
	update(t, s, func(tx *Tx) error {
		return tx.drop(dueBucket, dueKey(p1, "p1"), dueKey(second(noon.Add(time.Hour)), "late"))
	})
	update(t, s, func(tx *Tx) error { return saveMisplaced(tx, "late", "p1") })
	if got := due(t, s, flows.Due(newcomer("p1", noon)), 10); len(got) != 3 {
		t.Errorf("got %q, want all three", got)
	}
}

// wantFailed fails the test unless so many ticks of a patient have failed.
func wantFailed(t *testing.T, s *Store, id string, want int) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		if got := tx.TicksFailed(id); got != want {
			t.Errorf("%d ticks of %s have failed, want %d", got, id, want)
		}
		return nil
	})
}

// BenchmarkTick is a tick with nobody due; the sleepers cost it nothing.
func BenchmarkTick(b *testing.B) {
	for _, sleepers := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("sleepers=%d", sleepers), func(b *testing.B) {
			s := open(b)
			update(b, s, func(tx *Tx) error {
				for i := range sleepers {
					if err := tx.SavePatient(newcomer(fmt.Sprintf("p%d", i), noon)); err != nil {
						return err
					}
				}
				return nil
			})
			for b.Loop() {
				view(b, s, func(tx *Tx) error { _, err := tx.DueBefore(noon, 100); return err })
			}
		})
	}
}

// BenchmarkSavePatient is a busy day's event: one patient of many is saved.
func BenchmarkSavePatient(b *testing.B) {
	s := open(b)
	n := 0
	for b.Loop() {
		n++
		p := newcomer(fmt.Sprintf("p%d", n%1000), noon.Add(time.Duration(n)*time.Second))
		update(b, s, func(tx *Tx) error { return tx.SavePatient(p) })
	}
}

func TestAPatientWhoCannotBeReadIsPutAside(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.SavePatient(newcomer("p1", noon)), tx.SavePatient(newcomer("p11", noon)))
	})
	update(t, s, func(tx *Tx) error { return tx.PutAside("p1") })
	if got := due(t, s, noon.AddDate(0, 0, 9), 10); !slices.Equal(got, []string{"p11"}) {
		t.Errorf("due are %q", got)
	}
	update(t, s, func(tx *Tx) error { return tx.Erase("p1", noon) }) // whose index is right again
}
