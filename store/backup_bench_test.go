package store

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"filippo.io/age"

	"back2core/flows"
)

var (
	patients = flag.Int("patients", 1000, "how many patients the benchmark of backups has")
	weeks    = flag.Int("weeks", 12, "how long they took part at most")
)

// BenchmarkBackup measures what a backup costs, and a restore, of patients who
// took part for one week, two, and so on, and did all that was asked:
//
//	go test ./store -run '^$' -bench Backup -benchtime 1x -patients 100000 -weeks 4
func BenchmarkBackup(b *testing.B) {
	path := filepath.Join(b.TempDir(), "back2core.db")
	populate(b, path, *patients)
	s, err := Open(path, Options{Keys: testKeys})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	v := newVault(b)
	staging, staged := remains(path)
	mega := func(b *testing.B, file, unit string) {
		n, err := size(file)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n)/1e6, unit)
	}
	steps := func(name string, undo []string, step func() error, file string) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				if err := removed(undo...); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if err := step(); err != nil {
					b.Fatal(err)
				}
			}
			mega(b, file, "MB")
			b.ReportMetric(memory(), "MB-heap")
		})
	}
	steps("copy", []string{staging}, func() error { _, err := copyTo(context.Background(), s.db, staging); return err }, staging)
	steps("compact", []string{staged}, func() error { return compactCopy(context.Background(), staging, staged, s.o) }, staged)
	steps("check", nil, func() error {
		r, err := Inspect(staged, s.o)
		if err == nil && (len(r.Damage)+len(r.Laws) > 0 || r.Patients != *patients) {
			err = fmt.Errorf("%d patients, broken laws: %q", r.Patients, r.Laws)
		}
		return err
	}, staged)
	var made Backup
	day := 0
	steps("whole backup", []string{staging, staged}, func() (err error) {
		made, err = s.Backup(context.Background(), v.Backups, noon.AddDate(0, 0, day))
		day++
		return err
	}, path)
	mega(b, made.Path, "MB-backup")
	back := filepath.Join(b.TempDir(), "restored.db")
	steps("restore", []string{back}, func() error {
		_, err := Restore(context.Background(), From{Backup: made.Path, Keys: []age.Identity{v.key}}, back, s.o)
		return err
	}, back)
}

// memory is what the heap has taken from the system, in megabytes.
func memory() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapSys-m.HeapReleased) / 1e6
}

// populate fills a file with patients, as many of each week.
func populate(b *testing.B, path string, n int) {
	b.Helper()
	s, err := Open(path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	lives := make([]life, *weeks)
	for i := range lives {
		lives[i] = live(b, i+1)
	}
	const batch = 1000
	for begin := 0; begin < n; begin += batch {
		err := s.Update(func(tx *Tx) error {
			for i := begin; i < min(n, begin+batch); i++ {
				p, diary := lives[i%len(lives)].p, lives[i%len(lives)].diary
				p.ID = fmt.Sprintf("P%015d", i)
				if err := tx.SavePatient(p); err != nil {
					return err
				}
				if err := tx.Link(p.ID, fmt.Sprintf("tg:%d", 100_000_000+i)); err != nil {
					return err
				}
				if err := tx.AppendDiary(p.ID, diary); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// A life is a patient after some weeks, and what happened.
type life struct {
	p     flows.Patient
	diary []flows.Entry
}

// live is the life of someone who did what was asked.
func live(t testing.TB, weeks int) life {
	t.Helper()
	now := noon
	p := newcomer("p1", now)
	var diary []flows.Entry
	step := func(ev flows.Event) {
		o := flows.Step(p, ev, now)
		p, diary = o.Patient, append(diary, o.Diary...)
	}
	press := func(choice string) {
		ask := flows.Asking(p)
		if ask == nil {
			return
		}
		if ask.Kind == flows.Text && choice != flows.WaySkip {
			step(flows.Said{By: flows.ByPatient, Text: choice})
			return
		}
		step(flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice})
	}
	step(flows.Commanded{By: flows.ByPatient, Name: "start"})
	for _, said := range []string{"yes", "yes", "42", "none", "none", "none", "none", "none", "none", "acute", "no", "5", "none", "fietsen", "6", "08:00", "yes", "skip", "tomorrow"} {
		press(said)
	}
	if p.Stage != flows.Coached {
		t.Fatalf("the intake ended in %s", p.Stage)
	}
	for end := now.AddDate(0, 0, 7*weeks); now.Before(end); {
		due := flows.Due(p)
		if due.IsZero() {
			break
		}
		now = due
		step(flows.Ticked{})
		for range 40 {
			ask := flows.Asking(p)
			if ask == nil {
				break
			}
			now = now.Add(20 * time.Second)
			switch {
			case ask.Kind == flows.Scale:
				press("4")
			case ask.Kind == flows.Several:
				press(flows.ChoiceNone)
			case slices.Contains(ask.Choices, flows.ChoiceNo):
				press(flows.ChoiceNo)
			case slices.Contains(ask.Choices, flows.ChoiceDone):
				press(flows.ChoiceDone)
			case len(ask.Choices) > 0:
				press(ask.Choices[0])
			default:
				press(flows.WaySkip)
			}
		}
	}
	if len(diary) < 7*weeks || len(p.Flags) > 0 {
		t.Fatalf("only %d diary entries after %d weeks, flags %v", len(diary), weeks, p.Flags)
	}
	return life{p, diary}
}
