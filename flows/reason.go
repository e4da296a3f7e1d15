package flows

import (
	"maps"
	"slices"
	"time"
)

// What a session says of itself before its first exercise: why it is smaller than
// the last one, or that it isn't any more. Each is one sentence with the patient's
// own numbers; of several the first is said.

// easePause makes up for a pause, once, and says how long it was and what it led
// to; "" if to nothing.
func (t *turn) easePause() (days int, what string) {
	days = t.p.sinceTrained(t.today())
	was := t.p.Plan
	t.p.Plan = t.p.planOn(t.today())
	switch {
	case was.Anew != t.p.Plan.Anew:
		return days, "restart"
	case was.Eased == t.p.Plan.Eased:
		return days, ""
	case maps.Equal(was.Rungs, t.p.Plan.Rungs):
		return days, "same"
	}
	return days, "down"
}

func (t *turn) sayPause(days int, what string) {
	if what != "" {
		t.say("session.pause."+what, about(AboutExercise), args("Days", itoa(days)))
	}
}

// flareSpoken is the days from a flare's beginning in which its end is news.
const flareSpoken = 14

// Of pain that makes a session easier: what sayReason has said.
const (
	reasonHigh  = "high"
	reasonFlare = "flare"
)

// sayReason says why today's session is what it is, once; pain that has gone up since
// has its own word.
func sayReason(t *turn) {
	o := t.top()
	plan, date := &t.p.Plan, t.today()
	last, pain := t.p.lastWeighed(), t.p.painOn(date)
	was, is := o.Answers["reason"], ChoiceDone
	switch {
	case pain >= highBaseline:
		is = reasonHigh
	case t.p.flared(date):
		is = reasonFlare
	}
	if was == is || was == reasonHigh || was != "" && is == ChoiceDone {
		return
	}
	o.Answers["reason"] = is
	t.adviseStops()
	over := plan.Flare != "" && !t.p.flared(date)
	if last != nil && last.because() == "later" && !t.p.Day.Told { // it has just changed the plan
		t.p.Day.Told = true
		t.say("session.half.later", about(AboutExercise), t.p.numbersOf(*last))
	}
	switch {
	case is == reasonHigh:
		t.say("session.high", about(AboutExercise), args("Pain", pain.Tenths()))
	case is == reasonFlare && pain != NoScore && pain <= plan.Usual:
		t.say("session.flare.since", about(AboutExercise), args("Usual", plan.Usual.Tenths(), "On", plan.Flare))
	case is == reasonFlare:
		t.say("session.flare", about(AboutExercise), args("Usual", plan.Usual.Tenths(), "Pain", pain.orEmptyTenths()))
	case last != nil && last.because() != "" && !t.p.Day.Told:
		t.say("session.half."+last.because(), about(AboutExercise), t.p.numbersOf(*last))
	case over && daysBetween(plan.Flare, date) <= flareSpoken:
		t.say("session.flare.over", about(AboutExercise), args("Days", itoa(daysBetween(plan.Flare, date)), "Pain", pain.orEmptyTenths()))
	default:
		t.sayTop()
	}
	if over {
		plan.Flare, o.Answers["over"] = "", plan.Flare
	}
}

// sayTop says once that there is nothing to go up to, so that nobody waits for it.
func (t *turn) sayTop() {
	switch top := t.p.atTop(t.today()); {
	case !top:
		t.p.Plan.Topped = ""
	case t.p.Plan.Topped == "" && t.top().Answers["kind"] == kindFull:
		t.p.Plan.Topped = t.today()
		t.say("session.top", about(AboutExercise))
	}
}

// sayLess says that a session is smaller on the first day that it is, and again when
// it is for another reason. Much pain has its own word (sayReason).
func (t *turn) sayLess() {
	less, plan := "", &t.p.Plan
	if !complete(Session(t.p, t.today())) {
		less = "less"
		for _, s := range t.p.specials(t.today()) {
			if s != ForPain {
				less += " " + string(s)
			}
		}
	}
	if less != "" && less != plan.Less {
		t.say("session.less", about(AboutWalking))
	}
	plan.Less = less
}

// because names what a session's verdict came from: wording session.half.<name>
// and why.last.<name>; "" where it asks for nothing.
func (s Trained) because() string {
	switch {
	case s.verdict() == Stay:
		return ""
	case further(s.Leg, s.LegEnd):
		return "down"
	case s.Alarm:
		return "sign"
	case judge(s.Before, s.Peak, NoScore, 0, false) != Stay:
		if s.Before == NoScore {
			return "unknown"
		}
		return "rise"
	case judge(s.Before, s.Peak, s.Am, 0, false) != Stay:
		return "am"
	}
	return "later"
}

// adviseStops: after three stops in a week somebody has to have a look. It is
// said once a week.
func (t *turn) adviseStops() {
	plan, date := &t.p.Plan, t.today()
	stops := t.p.stops(date)
	if stops < manyStops || plan.Advised != "" && daysBetween(plan.Advised, date) < stopsWithin {
		return
	}
	plan.Advised = date
	t.log("advised", map[string]string{"stops": itoa(stops)})
	t.say("session.stops", about(AboutEducation), args("Stops", itoa(stops)))
}

// laterHigher does something, and says whether pain of 24 to 48 hours after a session
// has taken the plan down by it.
func (t *turn) laterHigher(do func()) bool {
	last := t.p.lastWhole()
	if last == nil {
		do()
		return false
	}
	was := *last
	do()
	if last.Later == was.Later {
		return false
	}
	t.log("later", map[string]string{"score": last.Later.String(), "usual": last.Usual.String()})
	return true
}

// weighLater: pain that is clearly higher than usual 24 to 48 hours after a
// session takes the plan down, like that of the next morning [clinical.md 4c].
func (p *Patient) weighLater(pain, usual Score) {
	last := p.lastWhole()
	if last == nil || last.verdict() != Stay || len(last.ids()) == 0 || usual == NoScore || pain-usual < regressLater {
		return
	}
	was := *last
	last.Later, last.Usual = pain, usual
	p.Plan.settle(&was, last)
}

// usualLater is what pain at a moment is held against for the last session; NoScore
// where it is not that of 24 to 48 hours later.
func (p Patient) usualLater(at time.Time) Score {
	if last := p.lastWhole(); last != nil && p.laterThan(*last, at) {
		return p.usualBefore(last.On)
	}
	return NoScore
}

// From when to when pain is "24 to 48 hours later": a session at the same hour
// of the next day comes a little early.
const (
	laterFrom  = 20 * time.Hour
	laterUntil = 48 * time.Hour
)

// laterThan says whether it is a day or two after a session, by the time of its
// worst moment.
func (p Patient) laterThan(s Trained, now time.Time) bool {
	for _, scored := range slices.Backward(p.Scores) {
		if scored.Kind == "peak" && p.localDate(scored.At) == s.On {
			after := now.Sub(scored.At)
			return after >= laterFrom && after <= laterUntil
		}
	}
	return false
}

// usualBefore is the mean of the pain up to a session of a local date, of what is
// kept of the seven days; NoScore where nothing is.
func (p Patient) usualBefore(date string) Score {
	sum, n := 0, 0
	for _, s := range p.Scores {
		if on := p.localDate(s.At); s.Kind != "peak" && (on < date || on == date && s.Kind == "before") {
			sum, n = sum+int(s.Pain), n+1
		}
	}
	if n == 0 {
		return NoScore
	}
	return meanOf(sum, n)
}
