package flows

import "time"

// Due is when this patient next wants a Tick; zero: never. It follows from the
// patient alone, and after a Tick it lies in the future.
func Due(p Patient) time.Time {
	if p.Away { // nothing can be said; who never agreed is still erased
		return eraseDue(p)
	}
	at := flagDue(p)
	for _, m := range moments() {
		if m.waits(p) {
			continue
		}
		if m := m.next(p); !m.IsZero() {
			at = earliest(at, m)
		}
	}
	return at
}

// A moment is something that time brings.
type moment struct {
	name  string
	topic Topic
	next  func(Patient) time.Time // when; zero: not
	act   func(*turn)             // what; afterwards next lies in the future
}

// moments is what time brings, in the order in which it comes when several
// are due at once: first what closes a form, because all others wait for people
// who are in one.
func moments() []moment {
	return []moment{
		{"erase", AboutRights, eraseDue, forget},
		{"checkin.close", AboutTalk, checkinCloses, closeCheckin},
		{"sweep", AboutRights, sweepDue, sweepNow},
		{"nudge", AboutTalk, nudgeDue, nudgeNow},
		{"checkin", AboutTalk, checkinDue, invite},
		{"morning", AboutExercise, morningDue, morningNow},
		{"snoozed", AboutExercise, snoozeDue, snoozeNow},
		{"follow", AboutExercise, followDue, followNow},
	}
}

// waits: while a red flag is open, or a question about one, nothing else comes
// unasked. It comes, or is skipped, when the flag is closed.
func (m moment) waits(p Patient) bool {
	if m.topic == AboutRights {
		return false
	}
	return p.inCrisis() != nil || !Allows(p, m.topic) || waitingForm(p) >= 0
}

// due does what time brings: each moment that has come, once.
func due(t *turn) bool {
	if _, ticked := t.ev.(Ticked); !ticked {
		return false
	}
	for _, m := range moments() {
		if at := m.next(t.p); !m.waits(t.p) && !at.IsZero() && !at.After(t.now) {
			m.act(t)
		}
	}
	return true
}

// agreeWithin is how long someone is kept who has not agreed to anything.
const agreeWithin = 24 * time.Hour

func eraseDue(p Patient) time.Time {
	if p.Consent != nil || p.Arrived.IsZero() {
		return time.Time{}
	}
	return p.Arrived.Add(agreeWithin)
}

func forget(t *turn) { t.out.Forget = true }
