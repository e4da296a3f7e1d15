package flows

// A Direction of the lower back, and how often it made leg pain move down
// [CENTR]. After the first time it rests, like an exercise that hurt; after the
// second it is left out (EXT_OK, FLEX_OK of clinical.md 4c).
type Direction struct {
	On    string `json:"on,omitempty"` // local date of the last time
	Times int    `json:"times,omitempty"`
}

func (d Direction) out() bool { return d.Times >= hurtTwice }

func (d Direction) closed(date string) bool {
	return d.out() || d.Times > 0 && daysBetween(d.On, date) <= restDays
}

// closes says whether nothing that bends one way is done on a local date: it made
// leg pain move down, or somebody said that it makes it worse.
func (p Plan) closes(b Bend, date string) bool {
	return p.direction(b).closed(date) || b == Forward && p.ForwardWorse != ""
}

// direction is what is known of a direction; nothing of the middle.
func (p Plan) direction(b Bend) Direction {
	switch b {
	case Backward:
		return p.Backward
	case Forward:
		return p.Forward
	}
	return Direction{}
}

// movedDown notes that bending one way made leg pain move down, once a day. It
// says whether that way is out from now on.
func (p *Plan) movedDown(b Bend, date string) (out bool) {
	d := &p.Backward
	switch b {
	case Forward:
		d = &p.Forward
	case Neutral:
		return false
	}
	if d.On == date {
		return false
	}
	d.On, d.Times = date, d.Times+1
	return d.Times == hurtTwice
}
