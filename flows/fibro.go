package flows

import (
	"slices"
	"time"
)

// With fibromyalgia the week has a plan: what is beyond the inner rings comes
// twice, a walk three times, and both begin small and grow by at most a tenth a
// week, each time asked (clinical.md 5.5).

const (
	strengthAWeek = 2  // days
	walksAWeek    = 3  // days
	leastWalk     = 5  // minutes
	mostWalk      = 60 // minutes
)

// stepWalk is the step up of walking.
const stepWalk = "walk"

// strengthDays are two of the patient's own days, apart from each other where they
// can be: Monday and Thursday where all are.
func (p Patient) strengthDays() []time.Weekday {
	own := p.ownDays()
	return []time.Weekday{own[0], own[len(own)/2]}[:min(strengthAWeek, len(own))]
}

// strong is the pairs of a strength day: those with something beyond the inner
// rings, if there are any.
func (p Patient) strong(pairs [][]Exercise, date string) [][]Exercise {
	if !p.in(GroupFibromyalgia) || !slices.Contains(p.strengthDays(), weekdayOf(date)) {
		return pairs
	}
	var strong [][]Exercise
	for _, pair := range pairs {
		if slices.ContainsFunc(pair, func(e Exercise) bool { return e.Ring > 1 }) {
			strong = append(strong, pair)
		}
	}
	if len(strong) == 0 {
		return pairs
	}
	return strong
}

// offDay says whether an exercise waits for a strength day.
func (p Patient) offDay(e Exercise, date string) bool {
	return e.Ring > 1 && p.in(GroupFibromyalgia) && !slices.Contains(p.strengthDays(), weekdayOf(date))
}

// walkingDays are three days between them, own ones first.
func (p Patient) walkingDays() []time.Weekday {
	var days []time.Weekday
	for _, all := range [][]time.Weekday{p.ownDays(), weekFrom(time.Monday)} {
		for _, n := range []int{1, 4, 6, 0, 2, 3, 5} { // Tuesday, Friday and Sunday where all are own
			if n >= len(all) || len(days) == walksAWeek {
				continue
			}
			if d := all[n]; !slices.Contains(days, d) && !slices.Contains(p.strengthDays(), d) {
				days = append(days, d)
			}
		}
	}
	slices.SortFunc(days, func(a, b time.Weekday) int { return (int(a)+6)%weekDays - (int(b)+6)%weekDays })
	return days
}

// ownDays are the days on which somebody is reminded, Monday first.
func (p Patient) ownDays() []time.Weekday {
	return slices.DeleteFunc(weekFrom(time.Monday), func(d time.Weekday) bool { return !p.Rhythm.Days.Has(d) })
}

func weekFrom(first time.Weekday) []time.Weekday {
	var days []time.Weekday
	for n := range weekDays {
		days = append(days, (first+time.Weekday(n))%weekDays)
	}
	return days
}

// walk is the minutes of a walking day; 0: it is none. In a flare it is half: walking
// does not stop [clinical.md 4c, 5.5].
func (p Patient) walk(date string) int {
	if !p.in(GroupFibromyalgia) || p.mayNot(date) || !slices.Contains(p.walkingDays(), weekdayOf(date)) {
		return 0
	}
	minutes := p.planOn(date).walks()
	if p.flared(date) {
		minutes = halved(minutes)
	}
	return minutes
}

// walks is the minutes of a walk: as large a part of the first ones as the dose has
// grown, and after that what was said yes to.
func (p Plan) walks() int {
	return max(p.Walk, leastWalk*max(leastShare, p.Share)/leastShare)
}

// furtherWalk is at most a tenth more of a walk, once the dose is whole, a week
// after the last time.
func (p Patient) furtherWalk(date string) (StepUp, bool) {
	minutes := p.Plan.walks()
	if !p.in(GroupFibromyalgia) || p.Plan.Share < fullShare || minutes >= mostWalk || !p.lastCalm() {
		return StepUp{}, false
	}
	if last := max(p.Plan.Walked, p.Plan.Stepped); last != "" && daysBetween(last, date) < weekApart || p.Plan.refused(stepWalk, date) {
		return StepUp{}, false
	}
	return StepUp{ID: stepWalk, Rung: itoa(min(mostWalk, minutes*11/10)), From: itoa(minutes), Why: whyWeek}, true
}

// weekArgs gives a wording the days of the week's plan, and the minutes.
func (t *turn) weekArgs(r *Reply) {
	day := func(days []time.Weekday, n int) string {
		if n >= len(days) {
			return ""
		}
		return itoa(int(days[n]))
	}
	strength, walking := t.p.strengthDays(), t.p.walkingDays()
	args("Strength1", day(strength, 0), "Strength2", day(strength, 1), "Walk1", day(walking, 0), "Walk2", day(walking, 1), "Walk3", day(walking, 2),
		"Minutes", itoa(t.p.planOn(t.today()).walks()), "Share", itoa(min(fullShare, max(leastShare, t.p.Plan.Share))))(r)
}

// sayWeek says the plan of the week that begins.
func (t *turn) sayWeek() {
	if t.p.in(GroupFibromyalgia) && !t.p.mayNot(t.today()) {
		t.say("week.plan", about(AboutExercise), t.weekArgs)
	}
}

// leadWalk puts a walk in front of the morning's question.
func (t *turn) leadWalk() {
	if minutes := t.p.walk(t.today()); minutes > 0 {
		t.lastReply(args("Minutes", itoa(minutes)), func(r *Reply) { r.Lead = "day.walk" })
	}
}

// sayWalk says after a session that a walk is part of the day, to who was not
// reminded of it.
func (t *turn) sayWalk() {
	if minutes := t.p.walk(t.today()); minutes > 0 && !t.p.remindable() {
		t.say("day.walk", about(AboutWalking), args("Minutes", itoa(minutes)))
	}
}
