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

// ParseClock understands "8", "8 uur", "08:30", "8.30", "20u30", "8 pm", "half
// negen", "kwart over 8".
func ParseClock(text string) (Clock, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if c, ok := spokenClock(text); ok {
		return c, true
	}
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

var clockSpoken = regexp.MustCompile(`^(?:om |rond )?(half|kwart over|kwart voor) (\p{L}+|\d{1,2})(?: uur)?$`)

// spokenClock understands the time as Dutch people say it. "Half negen" is half
// past eight.
func spokenClock(text string) (Clock, bool) {
	m := clockSpoken.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	hour, err := strconv.Atoi(m[2])
	if err != nil {
		word, known := hourWords[m[2]]
		if !known {
			return 0, false
		}
		hour = word
	}
	if hour > 24 {
		return 0, false
	}
	minutes := map[string]int{"half": -30, "kwart over": 15, "kwart voor": -15}[m[1]]
	return Clock((hour*60 + minutes + 24*60) % (24 * 60)), true
}

var hourWords = map[string]int{
	"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
	"negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
}
