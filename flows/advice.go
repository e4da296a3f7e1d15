package flows

import "slices"

// The rules of clinical.md 2.3 over the weekly check-ins, with the cut-offs of
// its section 7. Everything is in tenths and compared by whole numbers, so that
// 6 to 4.2 is 30% and nothing is rounded before it is compared.
const (
	betterPoints Score = 20 // NRS: an improvement that matters (Ostelo08, Suzuki20)
	betterShare        = 30 // percent of the start (Ostelo08)
	worsePoints  Score = 20 // NRS: worse [DESIGN, mirrors the improvement]
	pskPoints    Score = 20 // PSK: mean change that matters, either way (Maughan & Lewis 2010: 1.4)
	pskRecovered Score = 10 // PSK: hardly limited; with NRS 0 it is recovery (Kamper10: NRS 0 and RMDQ <= 2)
	gpeWorse           = 5  // GPE "worse", "much worse", "worse than ever"
	lowScore     Score = 30 // sleep and confidence of 0 to 10 [DESIGN]
	gpeBetter          = 2  // GPE "much" or "completely" better (Suzuki20)

	reassureUntil = 3  // weeks
	proFrom       = 3  // "end of week 3-4" (NHG54)
	firmFrom      = 6  // repeated as firm advice
	legUntil      = 8  // weeks 6-8 with leg pain: GP (RTA-ZOB)
	gpFrom        = 12 // GP evaluation for whoever is neither improved nor recovered
	worseWeeks    = 2  // check-ins in a row
	flatWeeks     = 3  // check-ins in a row
)

// A Trend is how a week compares with the start.
type Trend string

// The trends. Worse goes before improved: more pain counts, whatever else does.
const (
	Unchanged Trend = "unchanged"
	Improved  Trend = "improved"
	Worse     Trend = "worse"
	Recovered Trend = "recovered"
)

// trend compares a week with the start.
func (c Course) trend(w Week) Trend {
	switch {
	case c.recovered(w):
		return Recovered
	case c.painWorse(w):
		return Worse
	case c.painBetter(w) || c.pskBetter(w):
		return Improved
	}
	return Unchanged
}

func (c Course) painBetter(w Week) bool {
	if c.Pain == NoScore || w.Mean == NoScore {
		return false
	}
	less := c.Pain - w.Mean
	return less >= betterPoints || less > 0 && less*100 >= betterShare*c.Pain
}

func (c Course) painWorse(w Week) bool {
	return c.Pain != NoScore && w.Mean != NoScore && w.Mean-c.Pain >= worsePoints
}

func (c Course) pskBetter(w Week) bool {
	start, now, n := c.pskSums(w)
	return n > 0 && start-now >= int(pskPoints)*n
}

func (c Course) pskWorse(w Week) bool {
	start, now, n := c.pskSums(w)
	return n > 0 && now-start >= int(pskPoints)*n
}

// recovered: no pain, and hardly limited in what was hard at the start.
func (c Course) recovered(w Week) bool {
	_, now, n := c.pskSums(w)
	return w.Mean == 0 && now <= int(pskRecovered)*n
}

// stuck: no improvement by any measure, the patient's own judgement included.
func (c Course) stuck(w Week) bool {
	felt := w.GPE > 0 && w.GPE <= gpeBetter
	trend := c.trend(w)
	return (trend == Unchanged || trend == Worse) && !felt
}

// worsening: two points over the start for two check-ins in a row, or what was
// hard has become harder by as much.
func (c Course) worsening() bool {
	last := c.lastWeek()
	if last == nil {
		return false
	}
	if c.pskWorse(*last) {
		return true
	}
	n := len(c.Weeks)
	return n >= worseWeeks && !slices.ContainsFunc(c.Weeks[n-worseWeeks:], func(w Week) bool { return !c.painWorse(w) })
}

// takesItsToll: over three check-ins each was one of bad sleep, of little confidence,
// or worse by the patient's own judgement [DESIGN, clinical.md 5.6].
func (c Course) takesItsToll() bool {
	n := len(c.Weeks)
	return n >= flatWeeks && !slices.ContainsFunc(c.Weeks[n-flatWeeks:], func(w Week) bool {
		low := func(s Score) bool { return s != NoScore && s <= lowScore }
		return !low(w.Sleep) && !low(w.Confidence) && w.GPE < gpeWorse
	})
}

// deviates is the "afwijkend beloop": over three check-ins neither pain nor
// limitation goes down. Somebody recovered does not deviate.
func (c Course) deviates() bool {
	n := len(c.Weeks)
	if n < flatWeeks || c.recovered(c.Weeks[n-1]) {
		return false
	}
	first, last := c.Weeks[n-flatWeeks], c.Weeks[n-1]
	return last.Mean >= first.Mean && last.Mean > 0 || c.pskFlat(first, last)
}

// pskFlat: the limitation is there, and has not gone down from one week to
// another, over the activities that both tell of.
func (c Course) pskFlat(from, to Week) bool {
	was, is, n := 0, 0, 0
	for i := range min(len(from.PSK), len(to.PSK)) {
		if from.PSK[i] != NoScore && to.PSK[i] != NoScore {
			was, is, n = was+int(from.PSK[i]), is+int(to.PSK[i]), n+1
		}
	}
	return n > 0 && is > 0 && is >= was
}
