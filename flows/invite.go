package flows

import (
	"slices"
	"strconv"
	"time"
)

// An Invite is the last time that a check-in was asked for.
type Invite struct {
	Week  int    `json:"week,omitempty"`
	Tries int    `json:"tries,omitempty"` // 2: not again for this week
	On    string `json:"on,omitempty"`    // local date
}

// How a check-in is asked for: once a week, once more the next day, and then
// not until next week.
const (
	inviteTries = 2
	answerDays  = 3             // days in which it can be answered
	checkinGap  = 4             // days at least between two of them
	inviteLate  = 3 * time.Hour // later than this it waits for the next day's hour
	inviteLasts = 12 * time.Hour
	inviteTexts = 8 // variants of the wording
)

// checkinDue is when a check-in is asked for next; zero: not.
func checkinDue(p Patient) time.Time {
	if !p.remindable() || p.Rhythm.Quiet || p.Course.Start == "" {
		return time.Time{}
	}
	return p.freeFrom(p.nextCheckin())
}

// nextCheckin is when the next check-in is asked for, or would be.
func (p Patient) nextCheckin() time.Time {
	c := p.Course
	if c.Start == "" {
		return time.Time{}
	}
	if c.Invited.Tries == 1 && !c.answered(c.Invited.Week) {
		if date := addDays(c.Invited.On, 1); !p.paused(date) {
			return clockOn(date, p.Rhythm.CheckHour, p.zone())
		}
	}
	return clockOn(p.checkDate(), p.Rhythm.CheckHour, p.zone())
}

// checksIn says whether the check-in comes, or came, on a local date.
func (p Patient) checksIn(date string) bool {
	next := p.nextCheckin()
	return p.Course.Invited.On == date || !next.IsZero() && p.localDate(next) == date
}

// checkDate is the first local date on the check-in day that belongs to a week
// that has not been asked about, some days after the last.
func (p Patient) checkDate() string {
	c := p.Course
	date, week := addDays(c.Start, checkinGap), c.Invited.Week
	if c.Invited.On != "" {
		date = max(date, addDays(c.Invited.On, checkinGap))
	}
	if last := c.lastWeek(); last != nil {
		date, week = max(date, addDays(last.On, checkinGap)), max(week, last.N)
	}
	date = max(date, p.Rhythm.PausedUntil)
	for weekdayOf(date) != p.Rhythm.CheckDay || c.weekOf(date) <= week {
		date = addDays(date, 1)
	}
	return date
}

func (c Course) answered(week int) bool {
	return slices.ContainsFunc(c.Weeks, func(w Week) bool { return w.N == week })
}

// invite asks for the check-in, unless it comes too late or red flags go
// first: then it waits for the next time that it is that hour, or for next week.
func invite(t *turn) {
	c := &t.p.Course
	late := t.now.Sub(t.p.nextCheckin())
	next := Invite{Week: c.weekOf(t.today()), Tries: 1, On: t.today()}
	if c.Invited.Tries == 1 && !c.answered(c.Invited.Week) {
		next.Week, next.Tries = c.Invited.Week, inviteTries
	}
	switch {
	case late >= answerDays*day || next.Tries == inviteTries && late >= day:
		t.skipCheckins()
	case late >= inviteLate || t.alarming():
		if clockOn(t.today(), t.p.Rhythm.CheckHour, t.p.zone()).After(t.now) {
			next.On = addDays(next.On, -1) // then "the next day" is today
		}
		c.Invited = next
	default:
		c.Invited = next
		text := "checkin.open." + strconv.Itoa(inviteText(next.Week, next.Tries))
		t.say(text, offering("checkin", "pause"), until(t.now.Add(inviteLasts)))
	}
}

// skipCheckins lets go of the check-ins that were missed, if there are any.
func (t *turn) skipCheckins() {
	c := &t.p.Course
	if at := t.p.nextCheckin(); at.IsZero() || at.After(t.now) {
		return
	}
	date := t.today()
	for weekdayOf(date) != t.p.Rhythm.CheckDay || clockOn(date, t.p.Rhythm.CheckHour, t.p.zone()).After(t.now) {
		date = addDays(date, -1)
	}
	c.Invited = Invite{Week: max(c.weekOf(date), c.Invited.Week), Tries: inviteTries, On: max(date, c.Invited.On)}
}

// inviteText varies the wording: never the same one twice in a row.
func inviteText(week, tries int) int { return (week+(tries-1)*inviteTexts/2)%inviteTexts + 1 }

// alarming: a question about red flags was just asked, and goes first. A list
// that was left holds exercises back, not the check-in, which asks it again.
func (t *turn) alarming() bool {
	o := t.top()
	if o == nil || t.left(o) {
		return false
	}
	f, _ := FormOf(o.Form)
	return f.Topic == AboutFlag
}

// leftAfter is how long a red-flag list without a tick stays the question that
// is asked again after everything.
const leftAfter = time.Hour

// left says whether a form is such a list that was left.
func (t *turn) left(o *Open) bool {
	return o.Form == "screen" && len(o.Ticked)+len(o.Rows) == 0 && t.now.Sub(o.Asked) > leftAfter
}

// checkinCloses is when a check-in that was begun is let go unfinished.
func checkinCloses(p Patient) time.Time {
	i := slices.IndexFunc(p.Forms, func(o Open) bool { return o.Form == "checkin" })
	if i < 0 {
		return time.Time{}
	}
	return p.Forms[i].Since.Add(answerDays * day)
}

// closeCheckin lets it go: what was answered stays in the diary, and counts for
// no rule.
func closeCheckin(t *turn) {
	if i := t.indexOf("checkin"); i >= 0 && len(t.p.Forms[i].Path) > 0 {
		t.log("checkin.unfinished", t.p.Forms[i].Answers)
	}
	t.drop("checkin")
}

// stamp is a moment as wording takes it; empty for none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}
