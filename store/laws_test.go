package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"back2core/flows"
)

func TestLawsFindsWhatMayNotBe(t *testing.T) {
	patient := func(change func(*flows.Patient)) func(*Tx) error {
		return func(tx *Tx) error {
			p, err := tx.Patient("p1")
			if err != nil {
				return err
			}
			change(&p)
			return tx.SavePatient(p)
		}
	}
	dueAt := func(tx *Tx, due uint64) error {
		r, err := tx.row("p1")
		if err != nil {
			return err
		}
		if err := tx.moveDue("p1", r.due, due); err != nil {
			return err
		}
		return tx.put(patientBucket, []byte("p1"), row{due: due, record: r.record}.bytes())
	}
	tests := []struct {
		name string
		harm func(*Tx) error
		want string
	}{
		{"an index of another program", func(tx *Tx) error { return dueAt(tx, 5) }, "is due at"},
		{"too large", patient(func(p *flows.Patient) { p.Profile.Name = strings.Repeat("x", mostPatient) }), "has grown to"},
		{"answers without consent", patient(func(p *flows.Patient) { p.Consent, p.Profile.Age = nil, 42 }), "with answers, without consent"},
		{"a diary without consent", patient(func(p *flows.Patient) { p.Consent = nil; p.Flags = nil }), "has a diary, without consent"},
		{"coached without red flags", patient(func(p *flows.Patient) { p.Screened = time.Time{} }), "never asked about red flags"},
		{"reminders that never come", func(tx *Tx) error {
			err := patient(func(p *flows.Patient) { p.Flags, p.Consent.Reminders = nil, true })(tx)
			return errors.Join(err, dueAt(tx, 0))
		}, "is never due"},
		{"a form that is none", patient(func(p *flows.Patient) { p.Forms = []flows.Open{{Form: "dance"}} }), `the form "dance", which is none`},
		{"a question that is none", patient(func(p *flows.Patient) { p.Forms = []flows.Open{{Form: "pain", Question: "why"}} }), "which is no question"},
		{"a form twice", patient(func(p *flows.Patient) {
			form, _ := flows.FormOf("pain")
			o := flows.Open{Form: "pain", Question: form.Questions[0].Name}
			p.Forms = []flows.Open{o, o}
		}), "the form pain twice"},
		{"a message past a flag", func(tx *Tx) error {
			m := message("tg:1", "p1", flows.Reminder, "exercise")
			m.Reply.Topic = flows.AboutExercise
			_, err := tx.Enqueue(m)
			return err
		}, "which an open flag forbids"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(filepath.Join(t.TempDir(), "back2core.db"), Options{Keys: testKeys, NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			practice(t, s)
			if found := s.Laws(); len(found) != 0 {
				t.Fatalf("before: %q", found)
			}
			update(t, s, tt.harm)
			found := strings.Join(s.Laws(), "\n")
			if !strings.Contains(found, tt.want) || !strings.Contains(found, "p1") || strings.Contains(found, "xxx") {
				t.Errorf("found %q, want %q of p1 in it", found, tt.want)
			}
			if damage := s.Check(); len(damage) != 0 {
				t.Errorf("it is taken for damage: %q", damage)
			}
			// It keeps no backup from being made, and a restore mends the index.
			v := newVault(t)
			if made := v.backup(t, s, noon); len(made.Laws) == 0 {
				t.Error("the backup says nothing of it")
			}
		})
	}
}

// TestWhoLivesByTheProgramBreaksNoLaw: three weeks of real steps.
func TestWhoLivesByTheProgramBreaksNoLaw(t *testing.T) {
	s, l := open(t), live(t, 3)
	update(t, s, func(tx *Tx) error {
		if err := tx.SavePatient(l.p); err != nil {
			return err
		}
		return tx.AppendDiary(l.p.ID, l.diary)
	})
	if found := s.Laws(); len(found) != 0 {
		t.Errorf("found %q", found)
	}
}
