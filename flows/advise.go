package flows

import "slices"

// An Advice is what a check-in leads to, beside the summary.
type Advice string

// What can be advised, the most pressing first. Each is said once at its
// moment, and not repeated every week.
const (
	AdviseGP12       Advice = "gp12"       // week 12, neither improved nor recovered: GP
	AdviseWorse      Advice = "worse"      // worse than at the start: GP
	AdviseLeg        Advice = "leg"        // weeks 6-8 with leg pain or a hernia: GP
	AdviseFirm       Advice = "firm"       // from week 6: physio or GP, firmly
	AdvisePro        Advice = "pro"        // ADVICE_PRO, weeks 3-5: physio or GP
	AdviseToll       Advice = "toll"       // much fear, and for weeks no sleep, no confidence, or worse: GP, and who helps with that
	AdviseDeviating  Advice = "deviating"  // three weeks without going down: tell your physio
	AdviseRecurrence Advice = "recurrence" // more than two episodes in a year: tell your physio
)

// Told is an advice and the week in which it was given.
type Told struct {
	Advice Advice `json:"advice"`
	Week   int    `json:"week"`
}

func advices() []Advice {
	return []Advice{AdviseGP12, AdviseWorse, AdviseToll, AdviseLeg, AdviseFirm, AdvisePro, AdviseDeviating, AdviseRecurrence}
}

// applies says whether an advice fits the last check-in.
func (c Course) applies(a Advice, leg, afraid bool) bool {
	w := c.lastWeek()
	if w == nil {
		return false
	}
	trend := c.trend(*w)
	better := trend == Improved || trend == Recovered
	switch a {
	case AdviseGP12:
		return w.N >= gpFrom && !better
	case AdviseWorse:
		return c.worsening()
	case AdviseToll:
		return afraid && c.takesItsToll()
	case AdviseLeg:
		return w.N >= firmFrom && w.N <= legUntil && leg && c.stuck(*w)
	case AdviseFirm:
		return w.N >= firmFrom && w.N < gpFrom && c.stuck(*w)
	case AdvisePro:
		return w.N >= proFrom && w.N < firmFrom && c.stuck(*w)
	case AdviseDeviating:
		return c.deviates() && !better
	case AdviseRecurrence:
		return c.recurrent(w.On)
	}
	return false
}

// again: what is over and begins anew is worth saying anew; the rest belongs to
// one moment of the programme.
func (a Advice) again() bool { return a == AdviseWorse || a == AdviseToll || a == AdviseDeviating }

// advise decides what is said after the last check-in: the most pressing advice
// that is new, or "" if there is none. What is less pressing and holds as well
// is covered by it.
func (c *Course) advise(leg, afraid bool) Advice {
	said := Advice("")
	for _, a := range advices() {
		applies := c.applies(a, leg, afraid)
		switch told := c.toldOf(a); {
		case applies && !told:
			c.Told = append(c.Told, Told{a, c.lastWeek().N})
			if said == "" {
				said = a
			}
		case !applies && told && a.again():
			c.untell(func(was Told) bool { return was.Advice == a })
		}
	}
	c.Deviating = c.deviates()
	return said
}

func (c Course) toldOf(a Advice) bool {
	return slices.ContainsFunc(c.Told, func(t Told) bool { return t.Advice == a })
}

// untell forgets advice, so that it can be given again.
func (c *Course) untell(which func(Told) bool) {
	var kept []Told
	for _, t := range c.Told {
		if !which(t) {
			kept = append(kept, t)
		}
	}
	c.Told = kept
}

// painDown is by how many percent pain has gone down since the start, rounded
// down: it never shows a 30 that the rule has not reached.
func (c Course) painDown(w Week) int {
	if c.Pain <= 0 || w.Mean < 0 || w.Mean >= c.Pain {
		return 0
	}
	return int(c.Pain-w.Mean) * 100 / int(c.Pain)
}
