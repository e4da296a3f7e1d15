package flows

import (
	"slices"
	"time"
)

// Plan is what the next session is made of: what was done lately, how far each
// exercise has come, and what hurt.
type Plan struct {
	Footing

	Trained []Trained `json:"trained,omitempty"` // the last sessions, the newest last
	Active  []string  `json:"active,omitempty"`  // local dates of the last week on which something was done
	Heels   string    `json:"heels,omitempty"`   // local date on which walking on heels and toes was last asked about
	Asked   []string  `json:"asked,omitempty"`   // what moreForm has asked
	AskedOn string    `json:"asked_on,omitempty"`

	// Phase is what the calendar made of the plan when it was last told (phase.go),
	// and GateTold the local date on which a closed gate was last spoken of.
	Phase    string `json:"phase,omitempty"`
	GateTold string `json:"gate_told,omitempty"`
	// Advised is the local date on which somebody who had to stop too often was
	// told to let a professional have a look.
	Advised string `json:"advised,omitempty"`
	// Topped is the local date on which somebody heard that every exercise is at its
	// top; empty while one is not.
	Topped string `json:"topped,omitempty"`
	// Less is what made sessions smaller when it was last spoken of; empty while they
	// are not.
	Less string `json:"less,omitempty"`
	// Eased and Anew are the local date of the session after which a pause was made
	// up for, with a level down and with a start from the beginning.
	Eased string `json:"eased,omitempty"`
	Anew  string `json:"anew,omitempty"`
	// Feared is what somebody with much fear of moving does not dare (feared.go).
	Feared []Feared `json:"feared,omitempty"`
	// Sunk is the local date of the session whose leg pain stayed lower and was spoken of.
	Sunk string `json:"sunk,omitempty"`
	// ForwardWorse is the local date on which somebody with a narrow spinal canal said
	// that bending forward makes it worse.
	ForwardWorse string `json:"forward_worse,omitempty"`
}

// Day is what today's session starts with.
type Day struct {
	On     string    `json:"on,omitempty"` // local date
	Before Score     `json:"before,omitempty"`
	At     time.Time `json:"at,omitzero"`    // when that was told
	Told   bool      `json:"told,omitempty"` // what the last session led to
}

// Trained is one session as far as rules read it.
type Trained struct {
	On     string `json:"on"` // local date
	Kind   string `json:"kind"`
	Done   string `json:"done,omitempty"` // ids of what was done
	Before Score  `json:"before"`
	Peak   Score  `json:"peak"`
	Am     Score  `json:"am"` // the next morning
	// Later is the pain of 24 to 48 hours later, where it was clearly above what
	// had been usual; both 0 where it was not.
	Later  Score  `json:"later,omitempty"`
	Usual  Score  `json:"usual,omitempty"`
	Leg    string `json:"leg,omitempty"`
	LegEnd string `json:"leg_end,omitempty"`
	// Worst is the exercise that a STOP was put down to; empty where nobody knows.
	Worst string `json:"worst,omitempty"`
	Feel  string `json:"feel,omitempty"`
	// Alarm: an exercise gave shooting pain, numbness or less strength.
	Alarm bool `json:"alarm,omitempty"`
	Asked bool `json:"asked,omitempty"` // Am was asked for, answered or not
	Entry int  `json:"entry,omitempty"` // its diary entry, so that a correction finds it
}

// Hurt is an exercise that hurt.
type Hurt struct {
	ID    string `json:"id"`
	Side  string `json:"side,omitempty"`
	On    string `json:"on"`
	Times int    `json:"times"`
	// Leg: it sent pain into the leg, or made leg pain move down.
	Leg bool `json:"leg,omitempty"`
	// Well: it was done since without hurting.
	Well bool `json:"well,omitempty"`
}

// Refused is a step up that somebody did not want.
type Refused struct {
	ID string `json:"id"`
	On string `json:"on"`
}

// The kinds of sessions.
const (
	kindFull  = "full"
	kindShort = "short" // five minutes: counts for the week, not for progress
	kindMini  = "mini"  // one minute: the same
	kindLight = "light" // a second round on the same day: the same
	kindLog   = "log"   // without the phone: the same
)

const (
	coreADay   = 2  // "1 Back, 2 Core" [SEED]
	keepFull   = 8  // sessions: what PROGRESS, the rings and "the same five times" read
	keepOthers = 12 // sessions: three STOPs of a week are counted among them too
	keepHurt   = 12 // exercises, and all that are left out for good
	keepAside  = 6
	weekDays   = 7
	weekGoal   = 4 // of 7: a tolerant goal, no streak [interaction.md 3.18]

	restDays   = 7 // an exercise that hurt is replaced for this long, then tried again [DESIGN]
	hurtTwice  = 2 // the same STOP twice removes it [clinical.md 4c]
	sameDays   = 3 // FEAR: the same exercises this many days in a row [clinical.md 5.6]
	levelDown  = 7 // days without a session after which it is one level down [clinical.md 4c]
	freshStart = 21
)

func (p Plan) clone() Plan {
	p.Footing = p.Footing.clone()
	p.Trained = slices.Clone(p.Trained)
	p.Active = slices.Clone(p.Active)
	p.Asked = slices.Clone(p.Asked)
	p.Feared = slices.Clone(p.Feared)
	return p
}

// Session is what someone may do on a local date: one mobilisation and two core
// exercises, in the order of the onion, all of them allowed by everything that
// is special about them. It is empty when nothing is left.
func Session(p Patient, date string) []Exercise {
	mobs, core := p.choices(date)
	n := p.dayNumber(date)
	var session []Exercise
	if len(mobs) > 0 {
		session = append(session, mobs[n%len(mobs)])
	}
	if pairs := p.strong(pairsOf(core), date); len(pairs) > 0 {
		if len(mobs) > 1 {
			n += n / len(mobs) // so that every mobilisation meets every pair
		}
		session = append(session, pairs[n%len(pairs)]...)
	}
	return session
}

// choices is what a session of a local date is chosen from. What was changed for
// another exercise comes back only where too little would be left.
func (p Patient) choices(date string) (mobs, core []Exercise) {
	aside := map[string]Exercise{}
	for _, e := range p.open(date) {
		switch {
		case p.offDay(e, date):
		case slices.Contains(p.Plan.Aside, e.ID):
			aside[e.ID] = e
		case e.mobilises():
			mobs = append(mobs, e)
		default:
			core = append(core, e)
		}
	}
	for _, id := range p.Plan.Aside { // the longest ago first
		e, open := aside[id]
		switch {
		case open && e.mobilises() && len(mobs) == 0:
			mobs = []Exercise{e}
		case open && !e.mobilises() && len(core) < coreADay:
			core = inOrder(append(core, e))
		}
	}
	return mobs, core
}

// inOrder puts exercises in the order of the onion.
func inOrder(all []Exercise) []Exercise {
	place := map[string]int{}
	for i, e := range catalogue {
		place[e.ID] = i
	}
	slices.SortStableFunc(all, func(a, b Exercise) int { return place[a.ID] - place[b.ID] })
	return all
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
	if len(pairs) == 0 && len(core) > 0 { // nothing of ring 1 is left
		pairs = append(pairs, core[:min(len(core), coreADay)])
	}
	return pairs
}

// open is every exercise that is open to this patient on a local date, as they
// do it.
func (p Patient) open(date string) []Exercise {
	p.Plan = p.planOn(date)
	if p.mayNot(date) {
		return nil
	}
	specials := p.specials(date)
	var open []Exercise
	for _, e := range catalogue {
		if e, ok := p.opened(e, specials, date); ok {
			open = append(open, e)
		}
	}
	return open
}

// mayNot says whether a gate keeps all exercises away.
func (p Patient) mayNot(date string) bool {
	gate, _ := p.gate(date)
	return gate != ""
}

// gate is what keeps all exercises away on a local date, and the date on which
// they begin by themselves; "" where that hangs on somebody's OK. In the first
// weeks after surgery there is nothing but walking as told, then nothing without
// the OK of surgeon or physio (5.2); what the hospital says wins. After a birth
// everything waits for the check at six weeks (5.7). Without a date it is just done.
func (p Patient) gate(date string) (gate, begins string) {
	days, operated := p.sinceSurgery(date)
	start := ""
	if p.Profile.Operated != "" {
		start = addDays(p.Profile.Operated, postOpEarly)
		if p.knows("RF34") {
			start = addDays(p.Profile.Operated, postOpNone)
		}
	}
	switch {
	case operated && p.Profile.Operated == "":
		return "date", ""
	case p.Profile.NotBefore > date:
		return "hospital", max(p.Profile.NotBefore, start)
	case operated && days < postOpNone:
		return "walking", start
	case operated && days < postOpEarly && !p.knows("RF34"):
		return "ok", start
	case p.Profile.Born == ChoiceNo:
		return "born", ""
	}
	return "", ""
}

// opened is an exercise as this patient does it, and whether it is open:
// excluded by nothing, not too hard, and begun with, earned step by step, or
// named by what is special.
func (p Patient) opened(e Exercise, specials []Special, date string) (Exercise, bool) {
	if p.excluded(e, specials) || p.hurts(e, date) || p.flared(date) && e.Ring > 1 {
		return e, false
	}
	if _, earned := p.Plan.Rungs[e.ID]; !earned && !(e.starts() || e.named(specials) && e.Needs == "") {
		return e, false
	}
	return p.asPrescribed(e, specials, date)
}

// excluded: by any of the specials.
func (p Patient) excluded(e Exercise, specials []Special) bool {
	return slices.ContainsFunc(specials, func(s Special) bool { return e.on(s).Never })
}

// starts says whether everybody begins with an exercise: level 1 of the inner
// rings.
func (e Exercise) starts() bool { return e.Ring <= 1 && e.Level <= startLevel && e.Needs == "" }

// named says whether a special opens an exercise, whatever the ring.
func (e Exercise) named(specials []Special) bool {
	return slices.ContainsFunc(specials, func(s Special) bool { return e.on(s).Named })
}

// asPrescribed is an exercise on the patient's rung, no higher than what is
// special allows. If even the lowest is too hard it is that, and false: it may
// stand on a card of before. One that a special names is done at its lowest
// version until it has been earned.
func (p Patient) asPrescribed(e Exercise, specials []Special, date string) (Exercise, bool) {
	from := 0
	if name, moved := p.Plan.Rungs[e.ID]; moved {
		from = e.rung(name)
	} else if e.starts() {
		from = e.begins()
	}
	from = min(from, e.ceiling(p.Plan.Ring, specials))
	if slices.Contains(specials, PostOpEarly) {
		from = min(from, e.begins())
	}
	versions, level := e.versions(specials), p.levelCap(specials)
	if _, earned := p.Plan.Rungs[e.ID]; !earned && slices.Contains(specials, ForFear) {
		level = startLevel // tiny steps, each of them asked for [clinical.md 5.6]
	}
	i := e.highest(from, level, versions)
	open := i >= 0
	i = max(i, 0)
	e = e.onRung(i)
	e.Versions = e.doneAs(i, versions)
	switch {
	case slices.Contains(specials, ForFibro) && !p.easier(date, specials):
		e.Dose = e.Dose.share(max(p.Plan.Share, leastShare))
	case slices.Contains(specials, ForFibro), p.easier(date, specials):
		e.Dose = e.Dose.half()
	}
	if i == 0 && slices.Contains(p.Plan.Heavy, e.ID) {
		e.Dose = e.Dose.half()
	}
	return e, open
}

// levelCap is the hardest level that is open. High pain brings it down to the
// first [clinical.md 4c].
func (p Patient) levelCap(specials []Special) int {
	switch {
	case slices.Contains(specials, ForPain):
		return startLevel
	case slices.Contains(specials, Pregnant), slices.Contains(specials, PregnantLate), slices.Contains(specials, ForAge):
		return mostLevel
	}
	return topLevel
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

// easier says whether this day's dose is half: high pain, a flare, or a last
// session that was too much [clinical.md 4c, 5.5].
func (p Patient) easier(date string, specials []Special) bool {
	if slices.Contains(specials, ForPain) || p.flared(date) {
		return true
	}
	last := p.lastWeighed()
	return last != nil && last.verdict() != Stay
}

// halved says whether this day's dose is half, with fibromyalgia too.
func (p Patient) halved(date string, specials []Special) bool {
	return slices.Contains(specials, ForFibro) || p.easier(date, specials)
}

// hurts says whether an exercise is left out because it hurt: for a while after
// the first time, for good after the second, and with everything that bends the
// same way if it sent pain down the leg. One painful side is tried again gently
// [SEED].
func (p Patient) hurts(e Exercise, date string) bool {
	if p.Plan.closes(e.Bends, date) {
		return true
	}
	sides := map[string]bool{}
	for _, h := range p.Plan.Hurt {
		if h.ID != e.ID {
			continue
		}
		if h.out() || h.Leg && h.On == date { // shot into the leg: no more of it today
			return true
		}
		if daysBetween(h.On, date) <= restDays {
			sides[h.Side] = true
		}
	}
	return sides[""] || sides[sideLeft] && sides[sideRight]
}
