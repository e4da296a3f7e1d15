package bot

import (
	"fmt"
	"strings"
	"time"

	"back2core/flows"
)

// wishes is when a patient wants to hear from the bot, as the patient knows it:
// from what they chose, and from what they were told.
type wishes struct {
	lang   flows.Lang
	zone   *time.Location
	hour   string // "08:00"
	check  string // of the weekly check-in
	days   map[time.Weekday]bool
	paused string // the first local date without the pause
	// snoozed is when the reminder comes back.
	snoozed time.Time
	stopped bool

	trained, skipped string               // local date of the last time
	reminded         map[string]time.Time // by kind and local date
	unasked          map[string]int       // what nobody asked for, by local date
	talked           time.Time            // something was asked or answered last
}

func newWishes() wishes {
	w := wishes{zone: zoneOf("Europe/Amsterdam"), check: "19:00", days: map[time.Weekday]bool{}, reminded: map[string]time.Time{}, unasked: map[string]int{}}
	for d := range 7 {
		w.days[time.Weekday(d)] = true
	}
	return w
}

func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// A meaning is what a patient wants with what they do.
type meaning func(*wishes, time.Time)

func wantsHour(clock string) meaning { return func(w *wishes, _ time.Time) { w.hour = clock } }
func wantsZone(name string) meaning  { return func(w *wishes, _ time.Time) { w.zone = zoneOf(name) } }
func wantsNoMore(d time.Weekday) meaning {
	return func(w *wishes, _ time.Time) { w.days[d] = false }
}

// wantsPause is for days; 0 ends a pause.
func wantsPause(days int) meaning {
	return func(w *wishes, now time.Time) {
		w.paused = now.In(w.zone).AddDate(0, 0, days).Format(time.DateOnly)
	}
}

// wantsIn is the reminder once more, later.
func wantsIn(d time.Duration) meaning {
	return func(w *wishes, now time.Time) { w.snoozed = now.Add(d) }
}

func wantsRest(stopped bool) meaning { return func(w *wishes, _ time.Time) { w.stopped = stopped } }

func wantsNoneToday(w *wishes, now time.Time) { w.skipped = w.date(now) }

func (w *wishes) date(at time.Time) string { return at.In(w.zone).Format(time.DateOnly) }

// saw notes what a patient was told.
func (w *wishes) saw(r flows.Reply, now time.Time) {
	if strings.HasPrefix(r.Text, "session.done.") {
		w.trained = w.date(now)
	}
}

// What comes unasked may be late for a tick and the way to Telegram, and for as
// long as a question may still be answered.
const (
	punctual = 2 * time.Minute
	talking  = 15 * time.Minute
)

// mayRemind tells what kind of unasked message this is and why it may not come
// now; "" if it may.
func (w *wishes) mayRemind(r flows.Reply, now time.Time) (kind, why string) {
	kind = kindOfReminder(r)
	date, day := w.date(now), now.In(w.zone).Weekday()
	before, again := w.reminded[kind+date]
	w.reminded[kind+date] = now
	if kind != "snoozed" {
		w.unasked[date]++
	}
	switch {
	case again:
		return kind, fmt.Sprintf("so was another one at %s", before.In(w.zone).Format(time.TimeOnly))
	case w.unasked[date] > 2:
		return kind, "it is the third of the day"
	case w.stopped:
		return kind, "they stopped"
	case date < w.paused:
		return kind, "it is paused until " + w.paused
	case kind != "checkin" && w.trained == date:
		return kind, "today is done"
	case kind != "checkin" && w.skipped == date:
		return kind, "it is not wanted today"
	}
	want := time.Time{}
	switch kind {
	case "morning", "quiet":
		if want = w.moment(date, w.hour); !w.days[day] {
			return kind, "not wanted on a " + day.String()
		}
	case "checkin":
		want = w.moment(date, w.check)
	case "snoozed":
		want = w.snoozed
	case "follow":
		want = w.reminded["morning"+date].Add(3 * time.Hour)
	default:
		return kind, "nobody knows of such a thing"
	}
	until := want
	if free := w.talked.Add(talking); free.After(want) {
		until = free
	}
	if now.Before(want.Truncate(time.Second)) || now.After(until.Add(punctual)) || now.Sub(want) > 2*time.Hour {
		return kind, fmt.Sprintf("wanted at %s", want.In(w.zone).Format(time.DateTime))
	}
	return kind, ""
}

// kindOfReminder is what an unasked message is for.
func kindOfReminder(r flows.Reply) string {
	switch {
	case strings.HasPrefix(r.Text, "day.remind") && r.Ask != nil && r.Ask.Form == "morning":
		return "morning"
	case strings.HasPrefix(r.Text, "day.remind"):
		return "snoozed"
	case strings.HasPrefix(r.Text, "day.follow"):
		return "follow"
	case r.Text == "day.quiet":
		return "quiet"
	case strings.HasPrefix(r.Text, "checkin.open"):
		return "checkin"
	}
	return r.Text
}

// moment is the first at which the clocks of a date show a time or a later one:
// found by looking at the clock each minute, which is slow and surely right.
func (w *wishes) moment(date, clock string) time.Time {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	for at := day.Add(-15 * time.Hour); ; at = at.Add(time.Minute) {
		if local := at.In(w.zone).Format("2006-01-02 15:04"); local >= date+" "+clock {
			return at
		}
	}
}
