package flows

import (
	"strings"
	"testing"
	"time"
)

// lived tells a course of scores, as "days since the start: score".
func lived(c *Course, scores ...[2]int) {
	start := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	for _, s := range scores {
		at := start.Add(time.Duration(s[0]) * day)
		c.heard(Score(s[1]*10), at, at.Format(dateLayout))
	}
}

func TestAnEpisodeIsADayOfPainAfterFourFreeWeeks(t *testing.T) {
	for name, tc := range map[string]struct {
		scores [][2]int
		want   string
	}{
		"never without pain":        {[][2]int{{0, 5}, {40, 5}, {80, 3}}, ""},
		"27 days without":           {[][2]int{{0, 0}, {27, 5}, {29, 5}}, ""},
		"28 days without":           {[][2]int{{0, 0}, {28, 5}, {29, 5}}, "2026-01-30"},
		"a single bad day":          {[][2]int{{0, 0}, {28, 5}}, ""},
		"gone within the day":       {[][2]int{{0, 0}, {28, 5}, {29, 0}, {30, 4}}, ""},
		"back after a short spell":  {[][2]int{{0, 0}, {28, 5}, {29, 0}, {30, 4}, {31, 4}}, "2026-02-01"},
		"zero is asked again later": {[][2]int{{0, 0}, {14, 0}, {28, 5}, {30, 2}}, "2026-01-31"},
		"two of them":               {[][2]int{{0, 0}, {28, 5}, {29, 5}, {30, 0}, {58, 3}, {59, 3}}, "2026-01-30 2026-03-01"},
	} {
		var c Course
		lived(&c, tc.scores...)
		if got := strings.Join(c.Episodes, " "); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

func TestMoreThanTwoEpisodesInAYearAreRecurrent(t *testing.T) {
	c := Course{Episodes: []string{"2026-01-01", "2026-06-01"}}
	if c.recurrent("2026-06-02") {
		t.Error("two are")
	}
	c.Episodes = append(c.Episodes, "2026-12-01")
	if !c.recurrent("2026-12-31") {
		t.Error("three in a year are not")
	}
	if c.recurrent("2027-01-01") {
		t.Error("the first is a year ago, and counts")
	}
}
