package store

import (
	"context"
	"fmt"
	"slices"

	"back2core/flows"
)

// mostPatient is how large a patient's record may be; what is more belongs into
// the diary.
const mostPatient = 8 << 10

// Laws holds every patient and every waiting message against the laws that can
// be held while nothing happens, and says, a line each, which are broken. Unlike
// what Check finds, that is no damage: a program wrote it, this one or one with
// other rules. It reads one record at a time and names ids, never words.
func (s *Store) Laws() []string { return s.laws(context.Background()) }

func (s *Store) laws(ctx context.Context) (found []string) {
	err := s.viewUntil(ctx, func(tx *Tx) error {
		for id, value := range tx.under(patientBucket, nil) {
			found = append(found, lawsOfPatient(tx, string(id), value)...)
		}
		for key, record := range tx.under(outboxBucket, nil) {
			found = append(found, lawsOfMessage(tx, key, record)...)
		}
		return nil
	})
	if err != nil {
		found = append(found, err.Error())
	}
	return found
}

func lawsOfPatient(tx *Tx, id string, value []byte) (found []string) {
	r, err := parseRow(value)
	if err != nil {
		return nil // Check tells of it
	}
	p, err := tx.patientOf(id, r)
	if err != nil {
		return nil
	}
	if due := second(flows.Due(p)); r.failed == 0 && r.due != due {
		found = append(found, fmt.Sprintf("patient %s is due at %v, but kept for %v", id, moment(due), moment(r.due)))
	}
	if n := len(r.record); n > mostPatient {
		found = append(found, fmt.Sprintf("patient %s has grown to %d bytes", id, n))
	}
	for _, law := range []struct {
		broken bool
		what   string
	}{
		{p.Consent == nil && hasHealthData(p), "is kept with answers, without consent"},
		{p.Consent == nil && tx.hasUnder(diaryBucket, text(id)), "has a diary, without consent"},
		{p.Stage == flows.Coached && p.Screened.IsZero(), "is coached, but was never asked about red flags"},
		{wantsReminders(p) && r.due == 0, "agreed to reminders and is never due"},
	} {
		if law.broken {
			found = append(found, fmt.Sprintf("patient %s %s", id, law.what))
		}
	}
	for _, what := range lawsOfForms(p.Forms) {
		found = append(found, fmt.Sprintf("patient %s %s", id, what))
	}
	return found
}

// hasHealthData tells whether more is kept than someone's arrival.
func hasHealthData(p flows.Patient) bool {
	return len(p.Findings)+len(p.Flags)+len(p.Known)+len(p.Denied)+len(p.Scores) > 0 || p.Profile.Age != 0
}

// wantsReminders tells whether something has to come unasked, one day.
func wantsReminders(p flows.Patient) bool {
	return p.Stage == flows.Coached && p.Consent != nil && p.Consent.Reminders &&
		!p.Away && !p.Rhythm.Quiet && len(p.Flags) == 0
}

// lawsOfForms: every form is open once at most, and stands at a question there is.
func lawsOfForms(open []flows.Open) (broken []string) {
	seen := map[string]bool{}
	for _, o := range open {
		form, ok := flows.FormOf(o.Form)
		switch {
		case !ok:
			broken = append(broken, fmt.Sprintf("is in the form %q, which is none", o.Form))
		case !slices.ContainsFunc(form.Questions, func(q flows.Question) bool { return q.Name == o.Question }):
			broken = append(broken, fmt.Sprintf("is at %q of the form %s, which is no question", o.Question, o.Form))
		case seen[o.Form]:
			broken = append(broken, fmt.Sprintf("is in the form %s twice", o.Form))
		}
		seen[o.Form] = true
	}
	return broken
}

// lawsOfMessage: nothing waits that an open flag of its patient forbids. The
// sender looks once more, just before it sends.
func lawsOfMessage(tx *Tx, key, record []byte) []string {
	m, err := readRecord[Message](tx, outboxBucket, key, record)
	if err != nil || m.Patient == "" || m.Kind == Close {
		return nil
	}
	p, err := tx.Patient(m.Patient)
	if err != nil || flows.Allows(p, m.Reply.Topic) {
		return nil
	}
	return []string{fmt.Sprintf("message %d to patient %s is about %s, which an open flag forbids", m.ID, m.Patient, m.Reply.Topic)}
}
