package flows

import "slices"

// Plan is what the next session is made of: what was done lately, and what hurt.
type Plan struct {
	Trained []Trained `json:"trained,omitempty"` // the last sessions, the newest last
	Active  []string  `json:"active,omitempty"`  // local dates of the last week on which something was done
	Hurt    []Hurt    `json:"hurt,omitempty"`    // exercises that hurt
	Leg     string    `json:"leg,omitempty"`     // where the leg pain was when last asked
	Asked   []string  `json:"asked,omitempty"`   // what moreForm has asked
	AskedOn string    `json:"asked_on,omitempty"`
}

// Day is what today's session starts with.
type Day struct {
	On     string `json:"on,omitempty"` // local date
	Before Score  `json:"before,omitempty"`
}

// Trained is one session as far as rules read it.
type Trained struct {
	On     string `json:"on"` // local date
	Kind   string `json:"kind"`
	Done   string `json:"done,omitempty"` // ids of what was done
	Before Score  `json:"before"`
	Peak   Score  `json:"peak"`
	Am     Score  `json:"am"` // the next morning
	Leg    string `json:"leg,omitempty"`
	LegEnd string `json:"leg_end,omitempty"`
	Feel   string `json:"feel,omitempty"`
	// Alarm: an exercise gave shooting pain, numbness or less strength.
	Alarm bool `json:"alarm,omitempty"`
}

// Hurt is an exercise that hurt.
type Hurt struct {
	ID    string `json:"id"`
	Side  string `json:"side,omitempty"`
	On    string `json:"on"`
	Times int    `json:"times"`
	// Leg: it sent pain into the leg, or made leg pain move down.
	Leg bool `json:"leg,omitempty"`
}

// The kinds of sessions.
const (
	kindFull  = "full"
	kindMini  = "mini"  // one minute: counts for the week, not for progress
	kindLight = "light" // a second round on the same day: the same
	kindLog   = "log"   // without the phone
)

const (
	keepTrained = 8  // sessions: what PROGRESS reads (clinical.md 4c) and no more
	keepHurt    = 12 // exercises
	weekDays    = 7
	weekGoal    = 4 // of 7: a tolerant goal, no streak [interaction.md 3.18]

	restDays   = 7 // an exercise that hurt is replaced for this long, then tried again [DESIGN]
	hurtTwice  = 2 // the same STOP twice removes it [clinical.md 4c]
	sameDays   = 3 // FEAR: the same exercises this many days in a row [clinical.md 5.6]
	levelDown  = 7 // days without a session after which it is one level down [clinical.md 4c]
	freshStart = 21
)

func (p Plan) clone() Plan {
	p.Trained = slices.Clone(p.Trained)
	p.Active = slices.Clone(p.Active)
	p.Hurt = slices.Clone(p.Hurt)
	p.Asked = slices.Clone(p.Asked)
	return p
}

// Session is what someone may do on a local date: one mobilisation and two core
// exercises, in the order of the onion, all of them allowed by everything that
// is special about them. It is empty when nothing is left.
func Session(p Patient, date string) []Exercise {
	open := p.open(date)
	var mobs, core []Exercise
	for _, e := range open {
		if e.mobilises() {
			mobs = append(mobs, e)
		} else {
			core = append(core, e)
		}
	}
	n := p.dayNumber(date)
	var session []Exercise
	if len(mobs) > 0 {
		session = append(session, mobs[n%len(mobs)])
	}
	if pairs := pairsOf(core); len(pairs) > 0 {
		if len(mobs) > 1 {
			n += n / len(mobs) // so that every mobilisation meets every pair
		}
		session = append(session, pairs[n%len(pairs)]...)
	}
	return session
}

// dayNumber counts days, so that a date always gives the same session and the
// next date another one. With fear of moving it changes every third day.
func (p Patient) dayNumber(date string) int {
	n := daysBetween("2020-01-01", date)
	if n < 0 {
		n = -n
	}
	if slices.Contains(p.specials(date), ForFear) {
		n /= sameDays
	}
	return n
}

// pairsOf is every pair of core exercises with at most one from beyond ring 1:
// the deep layer is trained every day.
func pairsOf(core []Exercise) [][]Exercise {
	var pairs [][]Exercise
	for i, a := range core {
		for _, b := range core[i+1:] {
			if a.Ring == 1 {
				pairs = append(pairs, []Exercise{a, b})
			}
		}
	}
	if len(pairs) == 0 && len(core) > 0 {
		pairs = append(pairs, core[:1])
	}
	return pairs
}

// open is every exercise that is open to this patient on a local date, as they
// do it.
func (p Patient) open(date string) []Exercise {
	specials := p.specials(date)
	if p.mayNot(date) {
		return nil
	}
	var open []Exercise
	for _, e := range Exercises() {
		if !p.allowed(e, specials, date) || e.Needs != "" {
			continue
		}
		e.Versions = e.versions(specials)
		if p.halved(date, specials) {
			e.Dose = e.Dose.half()
		}
		open = append(open, e)
	}
	return open
}

// mayNot: in the first weeks after surgery there is nothing but walking as
// told, and after them nothing without the OK of surgeon or physio (5.2).
func (p Patient) mayNot(date string) bool {
	days, operated := p.sinceSurgery(date)
	return operated && (days < postOpNone || days < postOpEarly && !p.knows("RF34"))
}

// allowed says whether an exercise is open: excluded by nothing, not too hard,
// and either of the inner rings or named by what is special.
func (p Patient) allowed(e Exercise, specials []Special, date string) bool {
	open := e.Ring <= 1 && e.Level <= startLevel
	for _, s := range specials {
		u := e.on(s)
		if u.Never {
			return false
		}
		open = open || u.Named
	}
	return open && e.Level <= p.levelCap(specials, date) && !p.hurts(e, date)
}

// levelCap is the hardest level that a named exercise may have. High pain, fear
// and a break bring it down to the first [clinical.md 4c, 5.6].
func (p Patient) levelCap(specials []Special, date string) int {
	if slices.Contains(specials, ForPain) || slices.Contains(specials, ForFear) || p.sinceTrained(date) >= levelDown {
		return startLevel
	}
	return mostLevel
}

// versions is how an exercise is done: what every special says of it.
func (e Exercise) versions(specials []Special) []string {
	var all []string
	for _, s := range specials {
		if v := e.on(s).Version; v != "" && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	if slices.Contains(all, "chair") { // who sits does not lie on a side
		return without(all, []string{"side"})
	}
	return all
}

// halved says whether this day's dose is half: fibromyalgia, high pain, or a
// last session that was too much [clinical.md 4c, 5.5].
func (p Patient) halved(date string, specials []Special) bool {
	if slices.Contains(specials, ForFibro) || slices.Contains(specials, ForPain) {
		return true
	}
	last := p.lastTrained()
	return last != nil && (last.verdict() == Stop || last.verdict() == Regress)
}

// hurts says whether an exercise is left out because it hurt: for a while after
// the first time, for good after the second, and with everything that bends the
// same way if it sent pain down the leg. One painful side is tried again gently
// [SEED].
func (p Patient) hurts(e Exercise, date string) bool {
	sides := map[string]bool{}
	for _, h := range p.Plan.Hurt {
		if h.Leg && p.bendsLike(e, h.ID) {
			return true
		}
		if h.ID != e.ID {
			continue
		}
		if h.Times >= hurtTwice {
			return true
		}
		if daysBetween(h.On, date) <= restDays {
			sides[h.Side] = true
		}
	}
	return sides[""] || sides[sideLeft] && sides[sideRight]
}

func (p Patient) bendsLike(e Exercise, id string) bool {
	other, _ := exerciseOf(id)
	return e.ID == id || e.Bends != Neutral && e.Bends == other.Bends
}
