package flows

import (
	"maps"
	"slices"
	"strings"
)

// What makes the plan easier happens at once; what makes it harder is asked
// (step.up). Each function here is one rule of clinical.md 4c.

// rungOf is where an exercise stands for a patient who does it: its place on the
// ladder.
func (p Plan) rungOf(e Exercise) int {
	if name, moved := p.Rungs[e.ID]; moved {
		return e.rung(name)
	}
	if e.starts() {
		return e.begins()
	}
	return 0
}

// put sets the rung of an exercise.
func (p *Plan) put(e Exercise, i int) {
	if p.Rungs == nil {
		p.Rungs = map[string]string{}
	}
	p.Rungs[e.ID] = e.Ladder[i].Name
}

// lower takes an exercise one level down, where there is anything to go down.
func (p *Plan) lower(id string) {
	if e, known := exerciseOf(id); known && p.rungOf(e) > 0 {
		p.put(e, e.levelBelow(p.rungOf(e)))
	}
}

// counts says whether a session is one of those that progress is measured by;
// calm, whether it went without STOP or REGRESS.
func (s Trained) counts() bool { return s.Kind == kindFull }
func (s Trained) calm() bool   { return s.counts() && s.verdict() == Stay && len(s.ids()) > 0 }

func (s Trained) did(id string) bool { return slices.Contains(s.ids(), id) }

// ids is the exercises that were done in a session, each once.
func (s Trained) ids() []string {
	var ids []string
	for _, card := range listed(s.Done) {
		card, answer, _ := strings.Cut(card, ":")
		id, _, _ := strings.Cut(card, ".")
		if answer == "hurts" { // dealt with on its own
			continue
		}
		if _, known := exerciseOf(id); known && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// known says whether it is known what a session had to stop for: that alone gets
// easier (turn.blame).
func (s Trained) known() bool { return s.Worst != "" || strings.Contains(s.Done, ":hurts") }

// allHurt says whether nothing was done that did not hurt.
func (s Trained) allHurt() bool { return s.known() && len(s.ids()) == 0 }

// settle does what a session's verdict asks for: after a STOP or a REGRESS what
// was done is one level easier, unless it is known what it had to stop for. was is
// the same session as it was dealt with before; nil if it is new.
func (p *Plan) settle(was, s *Trained) {
	before, verdict := Stay, s.verdict()
	if was != nil {
		before = was.verdict()
		if was.calm() {
			p.Calm = max(0, p.Calm-1)
		}
	}
	if s.calm() {
		p.Calm++
	}
	if verdict == Stop && before != Stop {
		p.Stopped = max(p.Stopped, s.On)
	}
	if verdict == Stay || before != Stay || verdict == Stop && s.known() {
		return
	}
	for _, id := range s.ids() {
		p.lower(id)
	}
}

// planOn is the plan as a pause up to a local date leaves it: as it was after
// less than a week, one level down after up to three, and from the start after
// more [clinical.md 4c]. Nothing that hurt comes back by it, and nothing becomes
// harder than it was.
func (p Patient) planOn(date string) Plan {
	plan := p.Plan.clone()
	last, away := p.lastTrained(), p.sinceTrained(date)
	switch {
	case last == nil:
	case away > freshStart && plan.Anew != last.On:
		plan.Anew, plan.Eased = last.On, last.On
		plan.Ring, plan.Calm, plan.Share, plan.Easy, plan.Flare = 0, 0, 0, nil, ""
		plan.Walk, plan.Walked = 0, ""
		plan.ease(func(e Exercise, i int) int { return min(i, e.begins()) })
		maps.DeleteFunc(plan.Rungs, func(id, _ string) bool {
			e, _ := exerciseOf(id)
			return !e.starts()
		})
	case away >= levelDown && away <= freshStart && plan.Eased != last.On:
		plan.Eased = last.On
		plan.ease(Exercise.levelBelow)
	}
	return plan
}

// ease takes every exercise that has moved down by a rule. What everybody starts
// with goes no lower than where it starts, unless it is there already.
func (p *Plan) ease(down func(Exercise, int) int) {
	for _, id := range slices.Sorted(maps.Keys(p.Rungs)) {
		e, known := exerciseOf(id)
		if !known {
			continue
		}
		i := p.rungOf(e)
		to := down(e, i)
		if e.starts() {
			to = min(i, max(to, e.begins()))
		}
		p.put(e, to)
	}
}

// The flare rule: rings 0 and 1 for three to seven days, and walking goes on
// [clinical.md 4c].
const (
	leastFlare = 3
	mostFlare  = 7
	flareOver  = 10 // tenths above what was usual: it is over
)

// flares notes that pain has flared up, above what was usual. Where it goes up once
// more after the first days of a flare, those begin anew; what was usual before it
// stays what it is held against.
func (p *Patient) flares(date string, usual Score) {
	days := daysBetween(p.Plan.Flare, date)
	switch {
	case p.Plan.Flare == "" || days >= mostFlare:
		p.Plan.Flare, p.Plan.Usual = date, usual
	case days >= leastFlare:
		p.Plan.Flare, p.Plan.Usual = date, min(usual, p.Plan.Usual)
	default: // two scores of one flare, in whatever order they are gone through
		p.Plan.Usual = min(usual, p.Plan.Usual)
	}
}

// flared says whether a flare lasts on a local date.
func (p Patient) flared(date string) bool {
	if p.Plan.Flare == "" {
		return false
	}
	days := daysBetween(p.Plan.Flare, date)
	switch {
	case days < 0, days >= mostFlare:
		return false
	case days < leastFlare:
		return true
	}
	pain := p.painOn(date)
	return pain == NoScore || pain > p.Plan.Usual+flareOver
}
