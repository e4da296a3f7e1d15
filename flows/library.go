package flows

import (
	"slices"
	"strconv"
)

// The library is all exercises by ring, a screen for each: what is open, what
// comes later, and why.

// outermost is the ring of the large muscles.
const outermost = 3

// libraryNow shows a ring: the one that is asked for, or the outermost that is
// open.
func (t *turn) libraryNow() {
	if !t.coached() {
		return
	}
	date := t.today()
	today := TodayOf(t.p, date)
	ring, err := strconv.Atoi(t.argument())
	if err != nil || ring < 0 || ring > outermost {
		ring = today.Ring
	}
	a := Args{"Ring": "library.ring." + itoa(ring), "Why": today.Why[0].Text, "Sessions": "", "Need": ""}
	for name, value := range today.Why[0].Args {
		a[name] = value
	}
	n := 0
	for _, e := range catalogue {
		if e.Ring == ring {
			n++
			a["Name"+itoa(n)], a["State"+itoa(n)] = e.wording("name"), "library.state."+t.p.standing(e, date)
		}
	}
	for ; n < mostInRing; n++ {
		a["Name"+itoa(n+1)], a["State"+itoa(n+1)] = "", ""
	}
	var others []string
	for r := range outermost + 1 {
		if r != ring {
			others = append(others, "library."+itoa(r))
		}
	}
	t.say("library", about(AboutExercise), offering(append(others, "exercise")...), func(r *Reply) { r.Args = a })
}

// mostInRing is how many exercises a ring has.
const mostInRing = 6

// standing is where an exercise stands for a patient, in one word: open, or what
// keeps it away.
func (p Patient) standing(e Exercise, date string) string {
	p.Plan = p.planOn(date)
	specials := p.specials(date)
	_, open := p.opened(e, specials, date)
	_, earned := p.Plan.Rungs[e.ID]
	switch {
	case p.mayNot(date):
		return "gate"
	case p.excluded(e, specials):
		return "special"
	case open && slices.Contains(p.Plan.Aside, e.ID):
		return "aside"
	case open:
		return "open"
	case p.hurts(e, date):
		return "hurt"
	case p.flared(date) && e.Ring > 1:
		return "flare"
	case earned, e.starts(), e.named(specials):
		return "pain" // too hard for today
	case e.Ring > max(1, p.Plan.Ring):
		return "ring"
	case e.Needs == "band":
		return "band"
	case e.Needs == "step":
		return "stair"
	}
	return "step"
}
