package flows

import "time"

// snooze brings this one occurrence back at another moment. The series stays as
// it is.
func (t *turn) snooze(at time.Time) {
	if !t.p.remindable() {
		t.say("morning.unasked", about(AboutExercise), offering("exercise"))
		return
	}
	t.p.Rhythm.Snoozed, t.p.Rhythm.Sent = at.UTC(), time.Time{}
	t.drop("morning")
	t.log("snoozed", map[string]string{"until": at.UTC().Format(time.RFC3339)})
	t.say("morning.snoozed", about(AboutExercise), args("At", at.UTC().Format(time.RFC3339)))
}

// snoozeTonight is this evening, or in an hour when it is evening already.
func (t *turn) snoozeTonight() {
	at := onDay(t.now, 0, tonight, t.p.zone())
	if !at.After(t.now) {
		at = t.now.Add(time.Hour)
	}
	t.snooze(at)
}

// snoozeAt is a clock time today. One that has passed is for another day, and
// that day has its own reminder.
func (t *turn) snoozeAt(text string) {
	clock, _ := ParseClock(text)
	at := clockOn(t.today(), clock, t.p.zone())
	if !at.After(t.now) {
		t.say("morning.passed", about(AboutExercise), offering("exercise", "later", "nottoday"))
		return
	}
	t.snooze(at)
}

// snoozeDue is when a snoozed occurrence comes back.
func snoozeDue(p Patient) time.Time {
	if !p.remindable() || p.Rhythm.Snoozed.IsZero() {
		return time.Time{}
	}
	return p.freeFrom(p.Rhythm.Snoozed)
}

func snoozeNow(t *turn) {
	at := t.p.Rhythm.Snoozed
	t.p.Rhythm.Snoozed = time.Time{}
	if t.now.Sub(at) <= tooLate && !t.trained() {
		t.invite("day.remind.")
	}
}

// followAfter is how long after a reminder that led to nothing the one
// follow-up comes; never late in the evening [interaction.md 3.5].
const (
	followAfter          = 3 * time.Hour
	lastFollow     Clock = 22 * 60
	firstFollowing Clock = 6 * 60
)

// followDue is when the one follow-up of a reminder comes. On the day of the
// check-in that is the second message: nobody hears from us three times unasked.
func followDue(p Patient) time.Time {
	r := p.Rhythm
	if !p.remindable() || r.Sent.IsZero() {
		return time.Time{}
	}
	at := r.Sent.Add(followAfter).In(p.zone())
	if p.checksIn(p.localDate(at)) {
		return time.Time{}
	}
	if clock := Clock(at.Hour()*60 + at.Minute()); clock >= lastFollow || clock < firstFollowing {
		return time.Time{}
	}
	return p.freeFrom(at.UTC())
}

func followNow(t *turn) {
	at := t.p.Rhythm.Sent.Add(followAfter)
	t.p.Rhythm.Sent = time.Time{}
	if t.now.Sub(at) <= tooLate && !t.trained() {
		t.invite("day.follow.")
	}
}

// trained says whether there is nothing left to invite to today.
func (t *turn) trained() bool {
	return t.p.activeOn(t.today()) || t.p.paused(t.today()) || t.indexOf("session") >= 0 || t.indexOf("quicklog") >= 0
}

// invite invites once more, with buttons that don't grow old. The morning's own
// question stays where it is.
func (t *turn) invite(texts string) {
	t.say(texts+t.variant(), about(AboutExercise), until(t.now.Add(tooLate)),
		offering("exercise", kindShort, kindMini, "log", "later", "nottoday"))
}
