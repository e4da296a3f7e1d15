package flows

// A Verdict is what the pain-monitoring rule says of one session.
type Verdict string

// The verdicts of clinical.md 4c that one session can give. PROGRESS takes
// three sessions in a row.
const (
	Stop    Verdict = "stop"
	Regress Verdict = "regress"
	Stay    Verdict = "stay"
)

// The thresholds of clinical.md 4c, in tenths [DESIGN, stricter than PMM:
// bim.physio, providephysio].
const (
	stopPeak     = 60 // with stopRise
	stopRise     = 10
	stopDelta    = 30
	stopHigh     = 20 // for who began with highBaseline or more, instead of stopPeak
	regressPeak  = 30
	regressDelta = 20
	regressAm    = 20 // next morning, above before
	regressLater = 20 // 24 to 48 hours later, above usual: "higher" is what matters of a change in pain (clinical.md 2.2)
)

// Stops that ask for a professional's eye [clinical.md 4c].
const (
	manyStops   = 3
	stopsWithin = 7 // days
)

// judge is the rule of clinical.md 4c for one session: what was felt before it,
// at its worst, and the next morning, NoScore where that is not known; over is
// how much the pain of 24 to 48 hours later was above usual, 0 where that is not
// known. sign is a red flag, new numbness, shooting pain, or leg pain that moved
// down. The first line that holds decides; a score that is missing proves nothing.
//
// Leg pain stops a session when it is further down at its end. Nobody is kept
// waiting for ten minutes to see whether it stays there: the stricter reading.
func judge(before, peak, am, over Score, sign bool) Verdict {
	rise := Score(0)
	if before != NoScore && peak != NoScore {
		rise = peak - before
	}
	switch {
	case sign, rise >= stopDelta:
		return Stop
	case before >= highBaseline && rise >= stopHigh:
		return Stop
	case before < highBaseline && peak >= stopPeak && (rise >= stopRise || before == NoScore):
		return Stop
	case peak >= regressPeak && rise >= regressDelta:
		return Regress
	case before != NoScore && am != NoScore && am-before >= regressAm, over >= regressLater:
		return Regress
	}
	return Stay
}

// verdict is what the rule says of a session that was done.
func (s Trained) verdict() Verdict {
	return judge(s.Before, s.Peak, s.Am, s.Later-s.Usual, s.Alarm || further(s.Leg, s.LegEnd))
}

// stops counts the sessions of the last days that had to stop.
func (p Patient) stops(date string) int {
	n := 0
	for _, s := range p.Plan.Trained {
		if s.verdict() == Stop && daysBetween(s.On, date) < stopsWithin {
			n++
		}
	}
	return n
}
