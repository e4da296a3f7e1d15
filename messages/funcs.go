package messages

import (
	"fmt"
	"strconv"
	"strings"
	"text/template"
	"time"

	"back2core/flows"
)

// funcs are what a wording can call, beside the ones every Go template has.
func (s speaker) funcs() template.FuncMap {
	return template.FuncMap{
		"t":        s.other,
		"date":     s.date,
		"day":      s.day,
		"clock":    s.clock,
		"score":    s.score,
		"dots":     dots,
		"practice": s.practiceName,
		"phone":    func() string { return s.practice.Phone },
	}
}

// other is another wording, with the same arguments.
func (s speaker) other(name string) (string, error) {
	s.depth++
	return s.say(name)
}

func (s speaker) practiceName() (string, error) {
	if s.practice.Name == "" {
		return s.other("practice.unnamed")
	}
	return s.practice.Name, nil
}

// date is "maandag 2 maart", of a local date or of a moment.
func (s speaker) date(value string) (string, error) {
	on, err := s.localDate(value)
	if err != nil {
		return "", err
	}
	names := calendars[s.lang]
	return fmt.Sprintf("%s %d %s", names.days[on.Weekday()], on.Day(), names.months[on.Month()-1]), nil
}

// day is "maandag", of a date, a moment, an English name or a number: 1 is
// Monday, and both 0 and 7 are Sunday.
func (s speaker) day(value string) (string, error) {
	names := calendars[s.lang]
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n <= 7 {
		return names.days[n%7], nil
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(value, d.String()) || strings.EqualFold(value, d.String()[:3]) {
			return names.days[d], nil
		}
	}
	on, err := s.localDate(value)
	if err != nil {
		return "", fmt.Errorf("no day: %w", err)
	}
	return names.days[on.Weekday()], nil
}

// clock is "08:30", of a moment or of a time of day.
func (s speaker) clock(value string) (string, error) {
	if at, err := time.Parse("15:04", value); err == nil {
		return at.Format("15:04"), nil
	}
	at, err := s.local(value)
	if err != nil {
		return "", err
	}
	return at.Format("15:04"), nil
}

// score is "7,5" for 75 tenths, and "7" for 70.
func (s speaker) score(tenths string) (string, error) {
	n, err := strconv.Atoi(tenths)
	if err != nil || n < 0 {
		return "", fmt.Errorf("no score in tenths: %q", tenths)
	}
	if n%10 == 0 {
		return strconv.Itoa(n / 10), nil
	}
	return fmt.Sprintf("%d%s%d", n/10, calendars[s.lang].comma, n%10), nil
}

// dots shows how far one is: "●●●○○" for 3 of 5. Nothing where they would not
// fit on a line.
func dots(nr, of string) (string, error) {
	n, err := strconv.Atoi(nr)
	all, err2 := strconv.Atoi(of)
	switch {
	case err != nil || err2 != nil || n < 0 || n > all:
		return "", fmt.Errorf("no dots: %q of %q", nr, of)
	case all > mostDots:
		return "", nil
	}
	return strings.Repeat("●", n) + strings.Repeat("○", all-n), nil
}

// mostDots fit on a line of a narrow phone.
const mostDots = 20

// localDate reads a calendar date as it is, and a moment in the patient's zone.
func (s speaker) localDate(value string) (time.Time, error) {
	if on, err := time.Parse(time.DateOnly, value); err == nil {
		return on, nil
	}
	return s.local(value)
}

func (s speaker) local(value string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return time.Time{}, fmt.Errorf("no moment: %q", value)
	}
	zone, err := time.LoadLocation(s.zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("zone of a patient: %w", err)
	}
	return at.In(zone), nil
}

// A calendar is how a language names days, months and the decimal sign.
type calendar struct {
	days   [7]string // Sunday first, as time.Weekday counts
	months [12]string
	comma  string
}

var calendars = map[flows.Lang]calendar{
	flows.Dutch: {
		days: [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli",
			"augustus", "september", "oktober", "november", "december"},
		comma: ",",
	},
	flows.English: {
		days: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months: [12]string{"January", "February", "March", "April", "May", "June", "July",
			"August", "September", "October", "November", "December"},
		comma: ".",
	},
}
