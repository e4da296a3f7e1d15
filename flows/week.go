package flows

import (
	"slices"
	"strconv"
)

// A Week is one weekly check-in: what the rules of the course read of it. A
// week without answers is not among them; it is neither zero nor flat
// (clinical.md 2.3).
type Week struct {
	N     int     `json:"n"`  // counted from the start of the programme
	On    string  `json:"on"` // local date
	Mean  Score   `json:"mean"`
	Worst Score   `json:"worst"`
	PSK   []Score `json:"psk,omitempty"` // one for each of Course.Activities; NoScore: not asked
	// GPE is the change since the start, 1 completely recovered to 7 worse than
	// ever; 0: not asked.
	GPE        int   `json:"gpe,omitempty"`
	Days       int   `json:"days"` // active days, 0-7; -1: not answered
	Confidence Score `json:"conf"`
	Sleep      Score `json:"sleep"`
}

// keptWeeks is how many check-ins are kept: a programme of twelve weeks.
const keptWeeks = 13

// gpeChoices are the steps of the global perceived effect, 1 to 7 (clinical.md 7).
func gpeChoices() []string {
	return []string{"recovered", "much_better", "better", "same", "worse", "much_worse", "worst"}
}

// weekFrom is the week that a check-in's answers tell of.
func (t *turn) weekFrom(o Open) Week {
	n, _ := strconv.Atoi(o.About)
	w := Week{
		N: n, On: t.p.localDate(t.now), Days: -1,
		Mean: scoreOf(o.Answers["mean"]), Worst: scoreOf(o.Answers["worst"]),
		Confidence: scoreOf(o.Answers["confidence"]), Sleep: scoreOf(o.Answers["sleep"]),
		GPE: slices.Index(gpeChoices(), o.Answers["gpe"]) + 1,
	}
	if days, err := strconv.Atoi(o.Answers["days"]); err == nil {
		w.Days = days
	}
	for i := range t.p.Course.Activities {
		w.PSK = append(w.PSK, scoreOf(o.Answers[pskName(i)]))
	}
	return w
}

// keepWeek adds a week, or puts it in the place of the same one.
func (c *Course) keepWeek(w Week) {
	c.Weeks = slices.DeleteFunc(c.Weeks, func(old Week) bool { return old.N == w.N })
	c.Weeks = append(c.Weeks, w)
	c.Weeks = c.Weeks[max(0, len(c.Weeks)-keptWeeks):]
}

// lastWeek is the last check-in that was answered; nil if there is none.
func (c Course) lastWeek() *Week {
	if len(c.Weeks) == 0 {
		return nil
	}
	return &c.Weeks[len(c.Weeks)-1]
}

// pskSums adds up the difficulties at the start and in a week, over the
// activities that have both.
func (c Course) pskSums(w Week) (start, now, n int) {
	for i, a := range c.Activities {
		if i < len(w.PSK) && w.PSK[i] != NoScore && a.Start != NoScore {
			start, now, n = start+int(a.Start), now+int(w.PSK[i]), n+1
		}
	}
	return start, now, n
}

// pskMean is the mean difficulty in a week to the nearest tenth; NoScore if it
// was not asked.
func (c Course) pskMean(w Week) Score {
	_, now, n := c.pskSums(w)
	return meanOf(now, n)
}

func meanOf(sum, n int) Score {
	if n == 0 {
		return NoScore
	}
	return Score((2*sum + n) / (2 * n))
}
