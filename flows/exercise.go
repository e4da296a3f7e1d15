package flows

import "slices"

// An Exercise is one line of the catalogue of clinical.md 4: what rules need.
// What a patient reads is wording named exercise.<ID>.
type Exercise struct {
	ID    string
	Ring  int // onion rings [SEED]: 0 mobilise, 1-2 the deep layers, 3 the large muscles
	Sided bool
	Bends Bend   // which way it bends the lower back: what makes leg pain move counts for all that bend the same way
	Needs string // equipment that not everybody has; such an exercise is not chosen by itself

	Ladder []Rung // how it gets harder, the lowest version first
	Start  string // the rung of who begins with it unasked; empty: the lowest
	Next   string // the exercise that its last rung leads to
	After  string // the exercise that is learned before it

	// Level, Dose and Rung are those of the rung that it stands on: in the
	// catalogue where it begins, in a session the patient's.
	Level int
	Dose  Dose
	Rung  string
	// For says what the special groups make of it; a group that is not named
	// here changes nothing, or, for closed groups, excludes it.
	For map[Special]Use

	// Own is what a version says in words of its own, where those of the exercise
	// would contradict it: wording exercise.<ID>.<part>.<version>.
	Own map[string][]string

	// Versions is how it is done by whom it is prescribed to: wording version.<name>.
	Versions []string
}

// A Bend is a direction of the lower back.
type Bend string

// The directions that can make leg pain move [CENTR].
const (
	Neutral  Bend = ""
	Backward Bend = "backward"
	Forward  Bend = "forward"
)

// A Use is what a special group makes of an exercise.
type Use struct {
	Never bool
	// Named: the group names it, so that it is open at its lowest version,
	// whatever the ring [clinical.md 5, General].
	Named bool
	// To is the hardest level that it names; 0: the lowest version, until the ring of
	// the exercise is open.
	To int
	// Version names how it is done then: small, side, wall.
	Version string
}

func never() Use                  { return Use{Never: true} }
func as(version string) Use       { return Use{Version: version} }
func named(version ...string) Use { return Use{Named: true, Version: first(version)} }
func namedTo(level int, version string) Use {
	return Use{Named: true, To: level, Version: version}
}
func first(words []string) string  { return append(words, "")[0] }
func (e Exercise) mobilises() bool { return e.Ring == 0 }

// A Dose is how much of an exercise. Reps are repetitions, or breaths for what
// is done by the breath.
type Dose struct {
	Sets, Reps int
	Hold       int // seconds that each repetition is held
	Breaths    int // breaths in the end position, after the repetitions
	Kind       string
}

// The ways in which a dose is counted; each has a wording, dose.<kind>.
const (
	doseEnd    = "end"    // slow repetitions, then breaths in the end position
	doseReps   = "reps"   // repetitions
	doseHold   = "hold"   // repetitions that are held
	doseBreath = "breath" // breaths
)

// endDose is slow repetitions and then deep breaths in the end position: "5+5"
// is the dose of the SEED.
func endDose(reps, breaths int) Dose {
	return Dose{Sets: 1, Reps: reps, Breaths: breaths, Kind: doseEnd}
}

func breathDose(sets, breaths int) Dose { return Dose{Sets: sets, Reps: breaths, Kind: doseBreath} }

func repsDose(sets, reps int) Dose { return Dose{Sets: sets, Reps: reps, Kind: doseReps} }
func holdDose(sets, reps, seconds int) Dose {
	return Dose{Sets: sets, Reps: reps, Hold: seconds, Kind: doseHold}
}

// half is half a dose, rounded up: half the sets, or half the repetitions of
// one set, and half the time (5+5 becomes 3+3; clinical.md 5.5).
func (d Dose) half() Dose {
	if d.Sets > 1 {
		d.Sets = halved(d.Sets)
	} else {
		d.Reps = halved(d.Reps)
	}
	d.Hold, d.Breaths = halved(d.Hold), halved(d.Breaths)
	return d
}

func halved(n int) int { return (n + 1) / 2 }

// share is a part of a dose in percent, never less than half: what half is
// rounded up to stays until the part is a whole repetition more.
func (d Dose) share(percent int) Dose {
	h := d.half()
	part := func(n, half int) int { return max(half, n*percent/100) }
	reps := part(d.Sets*d.Reps, h.Sets*h.Reps)
	h.Sets = (reps + d.Reps - 1) / d.Reps // so that a second set doesn't come all at once
	h.Reps = reps / h.Sets
	h.Hold, h.Breaths = part(d.Hold, h.Hold), part(d.Breaths, h.Breaths)
	return h
}

// exerciseOf is the exercise of an id.
func exerciseOf(id string) (Exercise, bool) {
	i := slices.IndexFunc(catalogue, func(e Exercise) bool { return e.ID == id })
	if i < 0 {
		return Exercise{}, false
	}
	return catalogue[i], true
}
