package flows

import (
	"slices"
	"strings"
	"time"
)

// Course is how it has gone since the start, as far as rules read it.
type Course struct {
	Start      string     `json:"start,omitempty"` // local date of the first day
	Pain       Score      `json:"pain,omitempty"`  // at the start
	Activities []Activity `json:"activities,omitempty"`

	Weeks     []Week   `json:"weeks,omitempty"`     // the last check-ins, the oldest first
	Invited   Invite   `json:"invited,omitzero"`    // the last time a check-in was asked for
	Told      []Told   `json:"told,omitempty"`      // advice that was given
	Deviating bool     `json:"deviating,omitempty"` // an "afwijkend beloop" (clinical.md 2.3)
	Episodes  []string `json:"episodes,omitempty"`  // local dates on which episodes began, of the last year
	// Free is the local date since which there is no pain, or empty. Ache is when
	// pain came back after weeks without; it is an episode once it lasts a day.
	Free string    `json:"free,omitempty"`
	Ache time.Time `json:"ache,omitzero"`
	// Alarmed is the local date on which a score last led to a screening.
	Alarmed string `json:"alarmed,omitempty"`
}

// An Activity is one line of the PSK: something a patient wants to do again, in
// own words. Difficulty: 0 no trouble, 10 impossible (the Dutch direction).
type Activity struct {
	Words string `json:"words"`
	Start Score  `json:"start"`
}

func (c Course) clone() Course {
	c.Activities = slices.Clone(c.Activities)
	c.Weeks = slices.Clone(c.Weeks)
	for i := range c.Weeks {
		c.Weeks[i].PSK = slices.Clone(c.Weeks[i].PSK)
	}
	c.Told = slices.Clone(c.Told)
	c.Episodes = slices.Clone(c.Episodes)
	return c
}

// beginCourse takes the intake's answers as the baseline that all change is
// measured from.
func (t *turn) beginCourse(o Open) {
	c := Course{Start: t.p.localDate(t.now), Pain: scoreOf(o.Answers["pain"])}
	if words := o.Answers["activity"]; words != "" {
		c.Activities = []Activity{{Words: words, Start: scoreOf(o.Answers["difficulty"])}}
	}
	if c.Pain > 0 {
		c.Episodes = []string{c.Start}
	}
	t.p.Course = c
	if c.Pain != NoScore {
		t.keepScore(Scored{At: t.now, Pain: c.Pain, Kind: "intake"}, 0)
	}
}

// weekOf is the week that a local date belongs to, counted from the start: the
// nearest whole number of weeks, so that a check-in some days early or late
// counts for its week. 0 is too early for any.
func (c Course) weekOf(date string) int {
	if c.Start == "" {
		return 0
	}
	return max(0, (daysBetween(c.Start, date)+3)/7)
}

// names says whether an activity is in the list already, in any spelling of
// capitals and spaces: nobody is asked about one thing twice.
func (c Course) names(words string) bool {
	return slices.ContainsFunc(c.Activities, func(a Activity) bool { return sameWords(a.Words, words) })
}

// sameWords compares what was typed without capitals, accents and spaces; of what has
// no words, as an emoji, all of it.
func sameWords(a, b string) bool {
	x, y := wordsOf(a), wordsOf(b)
	if len(x) == 0 && len(y) == 0 {
		return strings.TrimSpace(a) == strings.TrimSpace(b)
	}
	return slices.Equal(x, y)
}
