package flows

import (
	"slices"
	"strings"
)

// Gates open by the calendar, and with them what a plan is made of. Whoever it is
// about hears of it on that morning, in the reminder that comes anyway, or at the
// first session after it; and hears it once.

// phaseGate is the phase in which there is no exercise.
const phaseGate = "gate"

// phase is what the calendar makes of a patient on a local date: a gate, or the
// weeks after an operation and of a pregnancy, whichever there are.
func (p Patient) phase(date string) string {
	if p.mayNot(date) {
		return phaseGate
	}
	var parts []string
	switch days, operated := p.sinceSurgery(date); {
	case !operated:
	case days < postOpEarly:
		parts = append(parts, string(PostOpEarly))
	case days <= postOpFull:
		parts = append(parts, string(PostOpLate))
	default:
		parts = append(parts, phaseHealed)
	}
	switch week := p.pregnantWeek(date); {
	case week >= pregnantLate:
		parts = append(parts, string(PregnantLate))
	case week > 0:
		parts = append(parts, string(Pregnant))
	}
	return strings.Join(parts, " ")
}

// phaseHealed is after twelve weeks.
const phaseHealed = "POSTOP"

// phaseText is what is said of a phase that has just begun, what it closes before
// what it opens; "" if there is nothing to say.
func phaseText(was, is string) string {
	from, to := strings.Fields(was), strings.Fields(is)
	begun := func(s string, after ...Special) bool {
		return slices.Contains(to, s) && slices.ContainsFunc(after, func(a Special) bool { return slices.Contains(from, string(a)) })
	}
	switch {
	case was == is, is == phaseGate:
		return ""
	case was == phaseGate:
		return "phase.begin"
	case begun(string(PregnantLate), Pregnant):
		return "phase.PREG2"
	case begun(string(PostOpLate), PostOpEarly):
		return "phase.POSTOP6"
	case begun(phaseHealed, PostOpEarly, PostOpLate):
		return "phase.POSTOP"
	}
	return ""
}

// newPhase notes the phase of today, and says what is said of it.
func (t *turn) newPhase() string {
	is := t.p.phase(t.today())
	text := phaseText(t.p.Plan.Phase, is)
	if t.p.Plan.Phase != is {
		t.p.Plan.Phase = is
		t.log("phase", map[string]string{"phase": is})
	}
	return text
}

// sayPhase says before a session what has begun.
func (t *turn) sayPhase() {
	if text := t.newPhase(); text != "" {
		t.say(text, about(AboutExercise), t.todaysNames)
	}
}

// ledMorning stands for a number among the wordings of the morning's question: the
// one below news, which has greeted already.
const ledMorning = "led"

// leadPhase puts what has begun in front of the morning's question, which then says
// nothing but what it asks.
func (t *turn) leadPhase() {
	text := t.newPhase()
	i := t.indexOf("morning")
	if text == "" || i < 0 {
		return
	}
	o := &t.p.Forms[i]
	o.About = ledMorning
	t.lastReply(t.todaysNames, func(r *Reply) { r.Lead, r.Text, r.Ask.About = text, morningText(t.p, *o), o.About })
}

// todaysNames gives a wording the exercises of today, and the days or weeks that
// they hang on.
func (t *turn) todaysNames(r *Reply) {
	days, _ := t.p.sinceSurgery(t.today())
	args("Days", itoa(days), "Week", itoa(t.p.pregnantWeek(t.today())), "Name1", "", "Name2", "", "Name3", "")(r)
	for i, e := range Session(t.p, t.today()) {
		r.Args["Name"+itoa(i+1)] = e.wording("name")
	}
}

// sayGate says what keeps exercises away, when they begin, and what can be done
// until then.
func (t *turn) sayGate() {
	t.newPhase()
	t.p.Plan.GateTold = t.today()
	gate, begins := t.p.gate(t.today())
	days, _ := t.p.sinceSurgery(t.today())
	t.say("gate."+gate, about(AboutWalking), args("Days", itoa(days), "On", begins, "Told", t.toldOn(begins)), offering("settings", "help"))
}

// toldOn: who is reminded on a local date hears of it then.
func (t *turn) toldOn(date string) string {
	if t.p.remindable() && date != "" && t.p.Rhythm.Days.Has(weekdayOf(date)) && !t.p.paused(date) {
		return "gate.told"
	}
	return "gate.untold"
}

// gateWeekly is how many days lie between two messages while a gate is closed:
// enough to know that it goes on, and no nagging.
const gateWeekly = 7

// gatedMorning takes the place of the reminder while a gate is closed: once a
// week, to walk as the hospital said.
func (t *turn) gatedMorning() {
	t.newPhase() // a record of before may not have it
	if last := t.p.Plan.GateTold; last != "" && daysBetween(last, t.today()) < gateWeekly {
		return
	}
	t.p.Plan.GateTold = t.today()
	gate, begins := t.p.gate(t.today())
	days, _ := t.p.sinceSurgery(t.today())
	t.say("day.gate."+gate, about(AboutWalking), args("Days", itoa(days), "On", begins, "Told", t.toldOn(begins)), until(t.now.Add(tooLate)), offering("help"))
}
