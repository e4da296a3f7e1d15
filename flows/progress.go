package flows

import (
	"slices"
	"strconv"
	"strings"
)

// A StepUp is one step up: the next rung of an exercise, an exercise that opens,
// or a larger part of the dose. It is proposed, and taken when the patient says
// yes; never more than one a session [clinical.md 4c].
type StepUp struct {
	ID   string // the exercise; stepShare: the dose of all
	Rung string // where it leads to; the share in percent
	From string // the rung before; empty: the exercise opens
	Why  string // wording step.why.<why>
	Ring int    // of an exercise that opens a ring
}

// stepShare is the step of who does a part of the dose: to more of it.
const stepShare = "share"

// Why a step is proposed.
const (
	whyCalm = "calm" // PROGRESS: three calm sessions in a row
	whyEasy = "easy" // and it was called too easy
	whyRing = "ring" // a ring is earned
	whyWeek = "week" // a week at this part of the dose
)

// The thresholds of clinical.md 4c [DESIGN].
const (
	progressSessions       = 3  // in a row
	progressRise     Score = 10 // delta at most
	progressPeak     Score = 50
	progressLow      Score = 20 // or the median of the pain before, if that is more
	ring2Sessions          = 5
	ring3Sessions          = 10
	ring3Mean        Score = 40 // of seven days, at most
	ring3Stopped           = 14 // days without a STOP
	furtherFirst           = 2  // steps with what is known, before another exercise is added
	declinedFor            = 14 // days that a step is not proposed again
	weekApart              = 7  // days between two steps with fibromyalgia and with fear

	leastShare = 50 // percent to begin with, with fibromyalgia [clinical.md 5.5]
	fullShare  = 100
)

// progressed says whether a session counts for PROGRESS, next to a median of the
// pain before sessions: a next morning that is not known proves nothing.
func (s Trained) progressed(median Score) bool {
	switch {
	case s.Before == NoScore || s.Peak == NoScore || s.Am == NoScore:
		return false
	case s.Before >= highBaseline || s.verdict() != Stay:
		return false
	case s.Feel != "light" && s.Feel != "bit":
		return false
	}
	return s.Peak-s.Before <= progressRise && s.Peak <= max(progressLow, median) && s.Peak <= progressPeak && s.Am <= s.Before
}

// medianBefore is the median of the pain before the sessions of seven days. It is
// read from the sessions: a score of the same morning may stand for it.
func (p Patient) medianBefore(date string) Score {
	var all []Score
	for _, s := range p.Plan.Trained {
		if s.Before != NoScore && daysBetween(s.On, date) < scoreDays {
			all = append(all, s.Before)
		}
	}
	if len(all) == 0 {
		return NoScore
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// scoresOf is the scores of the seven days up to a local date.
func (p Patient) scoresOf(date string) []Scored {
	return slices.DeleteFunc(slices.Clone(p.Scores), func(s Scored) bool {
		ago := daysBetween(p.localDate(s.At), date)
		return ago < 0 || ago >= scoreDays
	})
}

// calmRow is the last full sessions since the last step, the newest first, if
// they are enough in a row for PROGRESS. A STOP or REGRESS in between breaks it,
// of a short session too.
func (p Patient) calmRow(date string) ([]Trained, bool) {
	var row []Trained
	median := p.medianBefore(date)
	for _, s := range slices.Backward(p.Plan.Trained) {
		switch {
		case s.On < p.Plan.Stepped, s.verdict() != Stay:
			return nil, false
		case !s.counts():
			continue
		case !s.progressed(median):
			return nil, false
		}
		if row = append(row, s); len(row) == progressSessions {
			return row, true
		}
	}
	return nil, false
}

// Proposal is the one step up that may be proposed at a session of a local date, and
// whether there is any.
func Proposal(p Patient, date string) (StepUp, bool) {
	p.Plan = p.planOn(date)
	if p.mayNot(date) || p.flared(date) || p.painOn(date) >= highBaseline || p.sinceTrained(date) >= levelDown {
		return StepUp{}, false
	}
	walk, further := p.furtherWalk(date)
	if further && p.Plan.Walked < p.Plan.Stepped { // they take turns
		return walk, true
	}
	if s, ok := p.nextStep(date); ok {
		return s, true
	}
	return walk, further
}

// nextStep is the one step up with exercises.
func (p Patient) nextStep(date string) (StepUp, bool) {
	specials := p.specials(date)
	if slices.Contains(specials, PostOpEarly) {
		return StepUp{}, false // only the lightest then (5.2)
	}
	if !p.restedSince(p.Plan.Stepped, specials, date) || slices.Contains(specials, ForFibro) && !p.restedSince(p.Plan.Walked, specials, date) {
		return StepUp{}, false
	}
	if slices.Contains(specials, ForFibro) && p.Plan.Share < fullShare {
		return p.moreOfAll(date)
	}
	if s, ok := p.nextRing(specials, date); ok {
		return s, true
	}
	row, ok := p.calmRow(date)
	if !ok {
		return StepUp{}, false
	}
	further, opens := p.further(row, specials, date), p.opens(specials, date)
	switch {
	case len(further) == 0 && len(opens) == 0:
		return StepUp{}, false
	case len(opens) == 0 || len(further) > 0 && (further[0].Why == whyEasy || p.Plan.Further < furtherFirst):
		return further[0], true
	}
	return opens[0], true
}

// restedSince says whether there were days enough since a step.
func (p Patient) restedSince(step string, specials []Special, date string) bool {
	return step == "" || daysBetween(step, date) >= p.apart(specials)
}

// apart is the least number of days between two steps.
func (p Patient) apart(specials []Special) int {
	if slices.Contains(specials, ForFibro) || slices.Contains(specials, ForFear) {
		return weekApart
	}
	return 1
}

// moreOfAll is at most a tenth more of the dose, a week after the last time and
// after a calm session [clinical.md 5.5].
func (p Patient) moreOfAll(date string) (StepUp, bool) {
	from := max(p.Plan.Share, leastShare)
	if !p.lastCalm() || p.Plan.refused(stepShare, date) || len(p.Plan.Trained) < progressSessions {
		return StepUp{}, false
	}
	if p.Plan.Stepped == "" && daysBetween(p.Plan.Trained[0].On, date) < weekApart {
		return StepUp{}, false
	}
	return StepUp{ID: stepShare, Rung: itoa(min(fullShare, from*11/10)), From: itoa(from), Why: whyWeek}, true
}

// lastCalm says whether the last full session was calm, and all since.
func (p Patient) lastCalm() bool {
	for _, s := range slices.Backward(p.Plan.Trained) {
		if s.counts() || s.verdict() != Stay {
			return s.calm()
		}
	}
	return false
}

// nextRing opens the next ring with its first exercise, once it is earned.
func (p Patient) nextRing(specials []Special, date string) (StepUp, bool) {
	ring := max(1, p.Plan.Ring) + 1
	last := p.lastWeighed()
	if ring > 3 || p.Plan.refused(stepRing(ring), date) || last == nil || last.verdict() != Stay || p.stops(date) > 0 || !p.earned(ring, date) {
		return StepUp{}, false
	}
	held := p
	p.Plan.Ring = ring
	for _, s := range slices.Concat(p.opens(specials, date), held.heldBack(ring, date)) {
		if e, _ := exerciseOf(s.ID); e.Ring == ring {
			s.Why, s.Ring = whyRing, ring
			return s, true
		}
	}
	return StepUp{}, false
}

// heldBack is the next rungs that only a ring yet to be opened holds back: of what a
// special has opened before it.
func (p Patient) heldBack(ring int, date string) []StepUp {
	opened := p
	opened.Plan.Ring = ring
	var all []StepUp
	for _, e := range p.open(date) {
		_, now := p.nextRung(e.ID, date)
		if s, ok := opened.nextRung(e.ID, date); ok && !now && !p.Plan.refused(e.ID, date) {
			all = append(all, s)
		}
	}
	return all
}

// earned says whether a ring may be opened.
func (p Patient) earned(ring int, date string) bool {
	switch ring {
	case 2:
		return p.Plan.Calm >= ring2Sessions
	case 3:
		sum, n := sumPain(p.scoresOf(date))
		return p.Plan.Ring >= 2 && p.Plan.Calm >= ring3Sessions && n > 0 && sum <= int(ring3Mean)*n &&
			(p.Plan.Stopped == "" || daysBetween(p.Plan.Stopped, date) >= ring3Stopped)
	}
	return true
}

// opens is the exercises that may be opened, what comes first in the onion in
// front: of a ring that was opened, or named by what is special. What another
// one leads to waits until that is at its top.
func (p Patient) opens(specials []Special, date string) []StepUp {
	var all []StepUp
	open := p.open(date)
	for _, e := range Exercises() {
		_, moved := p.Plan.Rungs[e.ID]
		inRing := e.Ring <= max(1, p.Plan.Ring) || e.named(specials)
		if moved || e.starts() || !inRing || p.Plan.refused(e.ID, date) || p.excluded(e, specials) || p.hurts(e, date) || p.offDay(e, date) || !p.readyFor(e, specials, open) {
			continue
		}
		if e.named(specials) && e.Needs == "" && slices.ContainsFunc(open, func(o Exercise) bool { return o.ID == e.ID }) {
			continue // open already
		}
		if i := e.highest(0, p.levelCap(specials), e.versions(specials)); i == 0 {
			all = append(all, StepUp{ID: e.ID, Rung: e.Ladder[0].Name, Why: whyCalm})
		}
	}
	return ranked(all, func(s StepUp) int {
		e, _ := exerciseOf(s.ID)
		rank := e.Ring*10 + e.Level
		if e.Needs != "" { // last: not everybody has it
			rank += 100
		}
		return rank
	})
}

// ranked puts the lowest in front.
func ranked(all []StepUp, rank func(StepUp) int) []StepUp {
	slices.SortStableFunc(all, func(a, b StepUp) int { return rank(a) - rank(b) })
	return all
}

// readyFor says whether what comes before an exercise has been learned: what is
// learned first has come to the level below, one that it is the next of is at its top, and something
// of the level below is done already.
func (p Patient) readyFor(e Exercise, specials []Special, open []Exercise) bool {
	if e.After != "" {
		before, _ := exerciseOf(e.After)
		if _, moved := p.Plan.Rungs[before.ID]; !moved && !before.starts() && !p.excluded(before, specials) {
			return false // what a profile opened by its name has yet to be learned
		}
		if !p.excluded(before, specials) && !slices.ContainsFunc(open, func(o Exercise) bool { return o.ID == before.ID && o.Level >= e.Level-1 }) {
			return false
		}
	}
	for _, before := range Exercises() {
		if before.Next == e.ID && !p.excluded(before, specials) && p.Plan.rungOf(before) < len(before.Ladder)-1 {
			return false
		}
	}
	return e.Level <= 2 || slices.ContainsFunc(open, func(o Exercise) bool { return o.Level >= e.Level-1 })
}

// further is the next rungs of what was done in the last session, what was too
// easy first, then what has come least far.
func (p Patient) further(row []Trained, specials []Special, date string) []StepUp {
	var all []StepUp
	for _, e := range p.open(date) {
		if !row[0].did(e.ID) || p.Plan.refused(e.ID, date) {
			continue
		}
		s, ok := p.nextRung(e.ID, date)
		if !ok {
			continue
		}
		if slices.Contains(p.Plan.Easy, e.ID) {
			s.Why = whyEasy
		}
		all = append(all, s)
	}
	return ranked(all, func(s StepUp) int {
		if s.Why == whyEasy {
			return -1
		}
		e, _ := exerciseOf(s.ID)
		return p.Plan.rungOf(e)
	})
}

// stepHalf is the rung before the lowest one, of what was too heavy there.
const stepHalf = "1/2"

// nextRung is the step up of an exercise that is open: from half of its lowest
// rung to the whole, or to the next rung; false if it is at its top, or held
// down by something.
func (p Patient) nextRung(id, date string) (StepUp, bool) {
	e := p.prescribed(id, date)
	specials, from := p.specials(date), p.Plan.rungOf(e)
	versions, top := e.versions(specials), e.ceiling(p.Plan.Ring, specials)
	switch {
	case e.Ladder[from].Name != e.Rung:
		return StepUp{}, false
	case from == 0 && slices.Contains(p.Plan.Heavy, id):
		return StepUp{ID: id, Rung: e.Rung, From: stepHalf, Why: whyCalm}, true
	}
	next := from + 1
	for next <= top && e.Ladder[next].Dose == e.Ladder[from].Dose && slices.Equal(e.doneAs(next, versions), e.doneAs(from, versions)) {
		next++ // they do it that way already
	}
	if next > top || e.highest(next, p.levelCap(specials), versions) != next {
		return StepUp{}, false
	}
	return StepUp{ID: id, Rung: e.Ladder[next].Name, From: e.Rung, Why: whyCalm}, true
}

func (p Plan) refused(id, date string) bool {
	return slices.ContainsFunc(p.Refused, func(d Refused) bool { return d.ID == id && daysBetween(d.On, date) < declinedFor })
}

// take makes a step up. It is the only way up.
func (p *Plan) take(s StepUp, date string) {
	if s.ID == stepWalk {
		p.Walk, _ = strconv.Atoi(s.Rung)
		p.Walked = date
		return
	}
	p.Stepped = date
	if s.ID == stepShare {
		if p.Share, _ = strconv.Atoi(s.Rung); p.Share >= fullShare {
			p.Walk, p.Walked = p.walks(), date // from here on it grows by itself
		}
		return
	}
	e, _ := exerciseOf(s.ID)
	p.put(e, e.rung(s.Rung))
	p.Easy, p.Heavy = without(p.Easy, []string{s.ID}), without(p.Heavy, []string{s.ID})
	p.Further++
	if s.From == "" {
		p.Further = 0
	}
	if s.Ring > 0 {
		p.Ring, p.Calm = s.Ring, 0
	}
}

// decline leaves a step for a while.
func (p *Plan) decline(s StepUp, date string) {
	p.Stepped = date
	p.refuse(s.ID, date)
	if s.Ring > 0 {
		p.refuse(stepRing(s.Ring), date)
	}
}

// stepRing stands for a ring among what was declined.
func stepRing(ring int) string { return "ring" + itoa(ring) }

// refuse keeps a step from being proposed for a while.
func (p *Plan) refuse(id, date string) {
	kept := slices.DeleteFunc(p.Refused, func(d Refused) bool { return d.ID == id || daysBetween(d.On, date) >= declinedFor })
	p.Refused = append(kept, Refused{ID: id, On: date})
}

// words is a step as an open form keeps it.
func (s StepUp) words() string {
	return strings.Join([]string{s.ID, s.Rung, s.From, s.Why, itoa(s.Ring)}, "|")
}

// stepIn is the step that an open form keeps; false if there is none.
func stepIn(words string) (StepUp, bool) {
	part := strings.Split(words, "|")
	if len(part) != 5 {
		return StepUp{}, false
	}
	ring, _ := strconv.Atoi(part[4])
	return StepUp{ID: part[0], Rung: part[1], From: part[2], Why: part[3], Ring: ring}, true
}
