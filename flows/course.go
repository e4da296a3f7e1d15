package flows

import "slices"

// Course is how it has gone since the start, as far as rules read it.
type Course struct {
	Start      string     `json:"start,omitempty"` // local date of the first day
	Pain       Score      `json:"pain,omitempty"`  // at the start
	Activities []Activity `json:"activities,omitempty"`
}

// An Activity is one line of the PSK: something a patient wants to do again, in
// own words. Difficulty: 0 no trouble, 10 impossible (the Dutch direction).
type Activity struct {
	Words string `json:"words"`
	Start Score  `json:"start"`
}

func (c Course) clone() Course {
	c.Activities = slices.Clone(c.Activities)
	return c
}

// Scored is one pain score.
type Scored struct{}

func (p Patient) lastPain() Score { return NoScore }

func (t *turn) beginCourse(o Open) {}
func (t *turn) painNow()           {}
