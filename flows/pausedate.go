package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// longestPause in days; longer than that is stopping.
const longestPause = 366

// A span is how long a pause is to last, as somebody typed it: a number of
// days or months, a date, or a day of the week.
type span struct {
	days, months     int
	year, month, day int
	weekday          string
	through          bool // "tot en met": the day itself is still part of it
}

// parseSpan understands "3 dagen", "een week", "tot 12 maart", "t/m 12-3",
// "tot maandag", "until March 12", "morgen", "2026-03-12".
func parseSpan(text string) (span, bool) {
	if len(text) > 60 {
		return span{}, false
	}
	text = strings.ToLower(text)
	s := span{through: strings.Contains(text, "t/m") || strings.Contains(text, "tot en met") || strings.Contains(text, "through")}
	words := slices.DeleteFunc(wordsOf(strings.ReplaceAll(text, "t/m", "")), isPauseFiller)
	for _, read := range []func(*span, []string) bool{(*span).readNamed, (*span).readLength, (*span).readDate} {
		if read(&s, words) {
			return s, true
		}
	}
	return span{}, false
}

func isPauseFiller(w string) bool {
	return slices.Contains([]string{
		"tot", "en", "met", "until", "till", "til", "through", "op", "on", "voor", "for", "pauze", "pause", "de", "the", "of",
		"aan", "to", "van", "graag", "please", "ik", "wil", "om", "aanstaande", "komende", "lang",
	}, w)
}

// readNamed reads a day that has a name.
func (s *span) readNamed(words []string) bool {
	switch strings.Join(words, " ") {
	case "morgen", "tomorrow":
		s.days = 1
	case "overmorgen":
		s.days = 2
	case "volgende week", "next week":
		s.days = 7
	case "volgende maand", "next month":
		s.months = 1
	default:
		if len(words) != 1 {
			return false
		}
		day, ok := readWeekday(words[0])
		s.weekday = day
		return ok
	}
	return true
}

// readLength reads a number and what it counts; a bare number is days.
func (s *span) readLength(words []string) bool {
	if len(words) == 0 || len(words) > 2 {
		return false
	}
	n, ok := countWord(words[0])
	if !ok || n < 1 || n > longestPause {
		return false
	}
	if len(words) == 1 {
		s.days = n
		return isDigits(words[0])
	}
	switch words[1] {
	case "dag", "dagen", "day", "days":
		s.days = n
	case "week", "weken", "weeks":
		s.days = 7 * n
	case "maand", "maanden", "month", "months":
		s.months = n
	default:
		return false
	}
	return true
}

func countWord(w string) (int, bool) {
	if w == "a" {
		w = "1"
	}
	if n, named := numberWord(w); named {
		w = n
	}
	n, err := strconv.Atoi(w)
	return n, err == nil
}

// readDate reads "12 maart", "march 12", "12 3", "12 3 2026" and "2026 03 12".
func (s *span) readDate(words []string) bool {
	if len(words) < 2 || len(words) > 3 {
		return false
	}
	var nums []int
	for i, w := range words {
		if m := monthNamed(w); m > 0 && s.month == 0 && i < 2 {
			s.month = m
			continue
		}
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(w, "th"), "e"))
		if err != nil {
			return false
		}
		nums = append(nums, n)
	}
	if len(nums) == 3 && nums[0] > 31 {
		slices.Reverse(nums)
	}
	s.day, nums = nums[0], nums[1:]
	if s.month == 0 {
		s.month, nums = nums[0], nums[1:]
	}
	if len(nums) == 1 {
		s.year = nums[0]
	}
	return len(nums) < 2 && s.day >= 1 && s.day <= 31 && s.month >= 1 && s.month <= 12 && s.year >= 0 && s.year < 10000
}

func monthNamed(w string) int {
	for i, names := range [][]string{
		{"januari", "jan", "january"}, {"februari", "feb", "february"}, {"maart", "mrt", "march", "mar"}, {"april", "apr"},
		{"mei", "may"}, {"juni", "jun", "june"}, {"juli", "jul", "july"}, {"augustus", "aug", "august"},
		{"september", "sep", "sept"}, {"oktober", "okt", "october", "oct"}, {"november", "nov"}, {"december", "dec"},
	} {
		if slices.Contains(names, w) {
			return i + 1
		}
	}
	return 0
}

// from is the local date on which messages come again, counted from a date;
// false if that lies in the past, does not exist, or is too far away.
func (s span) from(today string) (string, bool) {
	now, err := time.Parse(dateLayout, today)
	if err != nil {
		return "", false
	}
	until := now.AddDate(0, s.months, s.days)
	switch {
	case s.weekday != "":
		until = now.AddDate(0, 0, 1)
		for until.Weekday() != weekdayNamed(s.weekday) {
			until = until.AddDate(0, 0, 1)
		}
	case s.day > 0:
		if until = s.date(now); until.Day() != s.day {
			return "", false // 31 February
		}
	}
	if s.through {
		until = until.AddDate(0, 0, 1)
	}
	days := int(until.Sub(now).Hours() / 24)
	return until.Format(dateLayout), days >= 1 && days <= longestPause
}

// date is the date that was typed, in the year that was meant.
func (s span) date(now time.Time) time.Time {
	switch {
	case s.year >= 100:
		return time.Date(s.year, time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC)
	case s.year > 0:
		return time.Date(2000+s.year, time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC)
	}
	d := time.Date(now.Year(), time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC)
	if !d.After(now) {
		d = time.Date(now.Year()+1, time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC)
	}
	return d
}
