package flows

import "slices"

// What a session asks about the plan, before its first exercise: one step up, or
// a change after the same session five times; never both.

func stepAsked(_ Patient, o Open) bool { return o.Answers["propose"] != "" && o.Answers["plan"] != "" }

// stepText: an exercise that opens, more of one that is known, or more of all.
func stepText(_ Patient, o Open) string {
	switch step, _ := stepIn(o.Answers["propose"]); {
	case step.ID == stepShare:
		return "session.step.share"
	case step.ID == stepWalk:
		return "session.step.walk"
	case step.From == "":
		return "session.step.open"
	}
	return "session.step.more"
}

// stepArgs is a proposal with the patient's own numbers.
func stepArgs(p Patient, o Open) Args {
	step, _ := stepIn(o.Answers["propose"])
	a := Args{"Why": "step.why." + step.Why, "From": step.From, "To": step.Rung, "Needs": ""}
	if step.Ring > 0 {
		a["Why"] += itoa(step.Ring)
	}
	if e, ok := exerciseOf(step.ID); ok {
		e = p.stepped(step, p.asked(o))
		for name, value := range e.card("", e.Dose, e.Versions) {
			a[name] = value
		}
		if e.Needs != "" {
			a["Needs"] = "step.needs." + e.Needs
		}
	}
	peak, n := Score(0), 0
	for _, s := range slices.Backward(p.Plan.Trained) {
		if s.counts() && n < progressSessions {
			peak, n = max(peak, s.Peak), n+1
		}
	}
	sum, scores := sumPain(p.scoresOf(p.asked(o)))
	a["Peak"], a["Sessions"], a["Mean"] = peak.Tenths(), itoa(p.Plan.Calm), max(0, meanOf(sum, scores)).Tenths()
	return a
}

// stepped is an exercise as this patient would do it after a step.
func (p Patient) stepped(s StepUp, date string) Exercise {
	p = p.clone()
	p.Plan.take(s, date)
	return p.prescribed(s.ID, date)
}

// stepFigure shows an exercise that would be new.
func stepFigure(p Patient, o Open) string {
	step, _ := stepIn(o.Answers["propose"])
	if step.From != "" || step.ID == "" {
		return ""
	}
	return figureOf(step.ID, p.stepped(step, p.asked(o)).Versions, "")
}

// propose notes the step up that a session proposes: what Proposal says today, each
// time that it is asked, until it is answered.
func (t *turn) propose(o *Open) {
	if _, answered := o.Answers["step"]; answered {
		return
	}
	delete(o.Answers, "propose")
	if step, ok := Proposal(t.p, t.today()); ok {
		o.Answers["propose"] = step.words()
	}
}

// tookStep makes the step, or leaves it for a while. The exercise is then part of
// today's session. What is no longer proposed is not made.
func tookStep(t *turn, value string) bool {
	o := t.top()
	step, ok := stepIn(o.Answers["propose"])
	if !ok {
		return false
	}
	if now, _ := Proposal(t.p, t.today()); value == ChoiceYes && now != step {
		t.unanswer("step")
		t.say("session.changed", about(AboutExercise))
		t.ask()
		return true
	}
	t.log("step", map[string]string{"exercise": step.ID, "from": step.From, "to": step.Rung, "why": step.Why, "answer": value})
	t.live("step", value)
	t.plan(o)
	if value != ChoiceYes {
		t.say("session.step.declined", about(AboutExercise), args("Days", itoa(declinedFor)))
	}
	return false
}

// including puts an exercise into a session, in the place of its like.
func (p Patient) including(id string, session []Exercise, date string) []Exercise {
	i := slices.IndexFunc(p.open(date), func(e Exercise) bool { return e.ID == id })
	if i < 0 || p.offDay(p.open(date)[i], date) || slices.ContainsFunc(session, func(e Exercise) bool { return e.ID == id }) {
		return session
	}
	e := p.open(date)[i]
	kept := slices.Clone(session)
	switch last := len(kept) - 1; {
	case last < 0:
		kept = []Exercise{e}
	case e.mobilises() && kept[0].mobilises():
		kept[0] = e
	case e.mobilises():
		kept = append([]Exercise{e}, kept...)
	case kept[last].mobilises():
		kept = append(kept, e)
	default:
		kept[last] = e
	}
	return inOrder(kept)
}

// sameTimes is how often the same session comes without an offer to change.
const sameTimes = 5

// stepChange stands for that offer among what was declined.
const stepChange = "change"

// sameAgain says whether a change is offered: these very exercises were the last
// five full sessions, and there is something to change them for.
func (p Patient) sameAgain(session []Exercise, date string) bool {
	if p.Plan.refused(stepChange, date) || len(session) == 0 {
		return false
	}
	var ids []string
	for _, e := range session {
		ids = append(ids, e.ID)
	}
	n := 0
	for _, s := range slices.Backward(p.Plan.Trained) {
		if !s.counts() {
			continue
		}
		if did := s.ids(); len(did) != len(ids) || len(without(did, ids)) > 0 {
			return false
		}
		if n++; n == sameTimes {
			_, _, ok := p.changeable(ids, date)
			return ok
		}
	}
	return false
}

// changeable is the last of a session's exercises that there is another one for,
// and that one.
func (p Patient) changeable(ids []string, date string) (id string, other Exercise, ok bool) {
	for _, id := range slices.Backward(ids) {
		if other, ok := p.alternative(id, ids, date, func(Exercise) bool { return false }); ok {
			return id, other, true
		}
	}
	return "", Exercise{}, false
}

func changeAsked(_ Patient, o Open) bool {
	return o.Answers["same"] != "" && o.Answers["plan"] != "" && o.Answers["propose"] == ""
}

// tookChange changes one exercise for another of its ring.
func tookChange(t *turn, value string) bool {
	o := t.top()
	if id, other, ok := t.p.changeable(o.ids(), t.today()); ok && value == ChoiceYes {
		o.Answers["swap"] = id + ":" + other.ID
	}
	t.live("change", value)
	if other := o.Answers["with"]; other != "" {
		t.plan(o)
		t.sayOf(other, "session.other")
	}
	return false
}

// amText asks about this morning, or about the one after the last session.
func amText(p Patient, o Open) string {
	if p.sinceTrained(p.asked(o)) > 1 {
		return "session.am.recall"
	}
	return "session.am"
}
