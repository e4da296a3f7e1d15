package flows

import "time"

// nudgeHour is when someone who left the intake hears of it: a decent time,
// before anybody knows theirs.
const nudgeHour = 10 * time.Hour

// nudgeDue: an intake that was left is asked about once, the next day. After
// that it waits until the patient writes.
func nudgeDue(p Patient) time.Time {
	if p.Stage != Intake || p.Nudged || p.Consent == nil || !p.Consent.Reminders {
		return time.Time{}
	}
	at := p.Consent.At
	for _, o := range p.Forms {
		if o.Asked.After(at) {
			at = o.Asked
		}
	}
	return onDay(at, 1, nudgeHour, p.zone())
}

func nudgeNow(t *turn) {
	t.p.Nudged = true
	t.say("intake.nudge", offering("continue", "help"), until(t.now.Add(tooLate)))
}
