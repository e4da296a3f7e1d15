package flows

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Clock is a time of day in minutes after midnight, 0-1439.
type Clock int

// String is the clock time as "08:30".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// After is the time of day as a duration since midnight.
func (c Clock) After() time.Duration { return time.Duration(c) * time.Minute }

var clockText = regexp.MustCompile(`^(?:om|at|rond|around)?\s*(\d{1,2})(?:[:.u\s]?(\d{2}))?\s*(?:uur|u|h|am|pm)?$`)

// ParseClock understands "8", "8 uur", "08:30", "8.30", "20u30", "8 pm".
func ParseClock(text string) (Clock, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	m := clockText.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	switch {
	case strings.HasSuffix(text, "pm") && hour < 12:
		hour += 12
	case strings.HasSuffix(text, "am") && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 {
		return 0, false
	}
	return Clock(hour*60 + minute), true
}

func readClock(text string) (string, bool) {
	c, ok := ParseClock(text)
	return c.String(), ok
}

// clockWords labels clock times with themselves.
func clockWords(_ Patient, _ Open) map[string]string {
	words := map[string]string{}
	for h := range 24 {
		c := Clock(h * 60)
		words[c.String()] = c.String()
	}
	return words
}
