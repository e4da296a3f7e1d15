package flows

import "time"

const day = 24 * time.Hour

// dateLayout is how a local calendar date is kept.
const dateLayout = "2006-01-02"

// zone is where the patient is. A zone that can't be loaded is UTC: late, but
// never silent.
func (p Patient) zone() *time.Location {
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// onDay is a clock time, days after the local day of a moment. Days are counted
// on the calendar, never by adding hours. A clock time that does not exist that
// day becomes the first moment after the gap; one that comes twice happens the
// first time.
func onDay(from time.Time, days int, clock time.Duration, zone *time.Location) time.Time {
	y, m, d := from.In(zone).Date()
	return wallClock(y, m, d+days, clock, zone)
}

// wallClock is the first moment at which the clocks in a zone show a time of a
// day, or the end of the gap that swallows it. It ignores what time.Date does
// with either, which the documentation leaves open.
func wallClock(y int, m time.Month, d int, clock time.Duration, zone *time.Location) time.Time {
	wall := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Add(clock) // the face of the clock, as if in UTC
	guess := wall.Add(-day)                                     // surely before: no offset is a day
	var best time.Time
	for range 4 { // the offsets around that day, each for as long as it holds
		at := guess.In(zone)
		_, offset := at.Zone()
		start, end := at.ZoneBounds()
		moment := wall.Add(-time.Duration(offset) * time.Second)
		switch {
		case !end.IsZero() && !moment.Before(end):
			guess = end // later than this offset lasts
			continue
		case !start.IsZero() && moment.Before(start):
			best = start // in the gap before this offset began
		default:
			best = moment
		}
		break
	}
	return best.UTC()
}

// localDate is the calendar date of a moment where the patient is.
func (p Patient) localDate(at time.Time) string { return at.In(p.zone()).Format(dateLayout) }

// daysBetween counts calendar days from one local date to another.
func daysBetween(from, to string) int {
	a, errA := time.Parse(dateLayout, from)
	b, errB := time.Parse(dateLayout, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// addDays moves a local date.
func addDays(date string, days int) string {
	d, err := time.Parse(dateLayout, date)
	if err != nil {
		return date
	}
	return d.AddDate(0, 0, days).Format(dateLayout)
}

// asked is the local date on which an open form was last asked. What it shows is of
// that day; what it leads to is kept with the day on which it began.
func (p Patient) asked(o Open) string {
	if o.Asked.IsZero() {
		return p.localDate(o.Since)
	}
	return p.localDate(o.Asked)
}
