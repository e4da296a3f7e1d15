package flows

import "time"

// Rhythm is when this patient wants to hear from us, and whether they answer.
// The series (Hour and Days), one occurrence of it (Snoozed) and a pause are
// three separate things: none of them changes another.
type Rhythm struct {
	Hour Clock    `json:"hour,omitempty"` // of the morning reminder
	Days Weekdays `json:"days,omitempty"` // on which it comes

	CheckDay  time.Weekday `json:"check_day,omitempty"` // of the weekly check-in
	CheckHour Clock        `json:"check_hour,omitempty"`

	// PausedUntil is the first local date on which messages come again; "" or a
	// date that has come: no pause.
	PausedUntil string `json:"paused_until,omitempty"`
	// Snoozed is when this one occurrence comes back; zero: it does not.
	Snoozed time.Time `json:"snoozed,omitzero"`

	// Reminded is the last local date whose morning was dealt with: reminded of,
	// skipped, or missed while the process was down.
	Reminded string `json:"reminded,omitempty"`
	// Sent is when the last reminder went out, as long as nothing was done about
	// it and it was not followed up.
	Sent time.Time `json:"sent,omitzero"`
	// Silent: nothing was heard since the last reminder. Missed counts such
	// reminders in a row; Quiet: none come until the patient writes.
	Silent bool `json:"silent,omitempty"`
	Missed int  `json:"missed,omitempty"`
	Quiet  bool `json:"quiet,omitempty"`
}

// Weekdays is a set of days of the week, a bit each, Sunday first. The empty
// set stands for all of them: nobody chooses a programme without days.
type Weekdays uint8

// WeekdaysOf is the set of these days.
func WeekdaysOf(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has says whether a day is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w == 0 || w&(1<<d) != 0 }

// number is how many days are in the set.
func (w Weekdays) number() int {
	n := 0
	for d := time.Sunday; d <= time.Saturday; d++ {
		if w.Has(d) {
			n++
		}
	}
	return n
}

// checkHour is when the weekly check-in comes unless it is changed: after
// dinner, away from the morning's reminder.
const checkHour Clock = 19 * 60

// keepRhythm starts the series: from tomorrow on, at the hour that was chosen.
// The check-in comes on the day of the week on which it all began.
func (t *turn) keepRhythm(o Open) {
	r := Rhythm{CheckHour: checkHour, CheckDay: t.now.In(t.p.zone()).Weekday(), Reminded: t.today()}
	if hour, ok := ParseClock(o.Answers["hour"]); ok {
		r.Hour = hour
	}
	t.p.Rhythm = r
}

// today is the calendar date where the patient is.
func (t *turn) today() string { return t.p.localDate(t.now) }

// paused says whether a pause covers a local date.
func (p Patient) paused(date string) bool { return date < p.Rhythm.PausedUntil }

// remindable says whether this patient agreed to be reminded at all.
func (p Patient) remindable() bool {
	return p.Stage == Coached && p.Consent != nil && p.Consent.Reminders
}

// nextMorning is the next local date of the series that was not dealt with.
func (p Patient) nextMorning() string {
	date := p.Rhythm.Reminded
	if date == "" {
		date = p.localDate(p.Consent.At)
	}
	date = max(addDays(date, 1), p.Rhythm.PausedUntil)
	for range 7 {
		if p.Rhythm.Days.Has(weekdayOf(date)) {
			break
		}
		date = addDays(date, 1)
	}
	return date
}

// hourOn is the moment of the reminder on a local date.
func (p Patient) hourOn(date string) time.Time {
	return clockOn(date, p.Rhythm.Hour, p.zone())
}

// catchUp marks every morning up to now as dealt with, and says whether today's
// is one of the series that has come and is not too late to send.
func (t *turn) catchUp() bool {
	r := &t.p.Rhythm
	today := t.today()
	at := t.p.hourOn(today)
	if at.After(t.now) { // today's is still to come
		r.Reminded = max(r.Reminded, addDays(today, -1))
		return false
	}
	ours := r.Reminded < today && !t.p.paused(today) && r.Days.Has(weekdayOf(today))
	r.Reminded = max(r.Reminded, today)
	return ours && t.now.Sub(at) <= tooLate
}

// busyFor is how long after a question someone may still be answering it.
const busyFor = 15 * time.Minute

// freeFrom is the moment from which nothing that comes unasked falls into a
// conversation, not before the one given.
func (p Patient) freeFrom(at time.Time) time.Time {
	for _, o := range p.Forms {
		if free := o.Asked.Add(busyFor); !o.Later && free.After(at) {
			at = free
		}
	}
	return at
}

// returned notices that someone is there. Who was silent for so long that the
// reminders stopped is welcomed back, without a word of blame.
func returned(t *turn) bool {
	if by := t.ev.actor(); by == BySystem || by == ByClinician {
		return false
	}
	t.tellRestored()
	r := &t.p.Rhythm
	r.Silent, r.Missed = false, 0
	if r.Quiet {
		r.Quiet = false
		t.catchUp()
		if Allows(t.p, AboutExercise) {
			t.say("day.back")
		}
	}
	if !Allows(t.p, AboutExercise) {
		t.endExercise()
	}
	return unscreened(t)
}

// welcomeBack greets someone who had blocked the bot and opened it again.
func (t *turn) welcomeBack() {
	r := &t.p.Rhythm
	r.Silent, r.Missed, r.Quiet, r.Sent, r.Snoozed = false, 0, false, time.Time{}, time.Time{}
	if f := t.p.inCrisis(); f != nil {
		t.call(Crisis, f.Row) // nothing that invites, that day
		return
	}
	if t.p.Stage == Coached {
		t.catchUp()
		t.say("day.back", offering("exercise", "settings", "help"))
	}
}

// weekdayOf is the day of the week of a local date.
func weekdayOf(date string) time.Weekday {
	d, err := time.Parse(dateLayout, date)
	if err != nil {
		return time.Sunday
	}
	return d.Weekday()
}

// clockOn is a clock time on a local date; zero if it is no date.
func clockOn(date string, clock Clock, zone *time.Location) time.Time {
	d, err := time.Parse(dateLayout, date)
	if err != nil {
		return time.Time{}
	}
	y, m, dd := d.Date()
	return wallClock(y, m, dd, clock.After(), zone)
}

// lastReply is the reply that was said last in this turn, to be added to.
func (t *turn) lastReply(opts ...with) {
	if n := len(t.out.Replies); n > 0 {
		for _, o := range opts {
			o(&t.out.Replies[n-1])
		}
	}
}
