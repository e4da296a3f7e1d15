package flows

import (
	"slices"
	"strconv"
	"strings"
)

// A session stays open while what is special about somebody changes: they tell of
// an operation in the middle of it, or midnight comes and with it a week of
// pregnancy. Each time that it is asked, it is held against today.

// replan makes the open session fit today: what is excluded leaves it, the rest
// stays with what was answered; before its first card it is chosen anew. With a
// gate, or with nothing left, it is left with what was done. It says which of it
// happened, and returns true when the session is gone. One whose exercises are all
// done is asked to its end.
func (t *turn) replan() bool {
	i := t.indexOf("session")
	if i < 0 || !t.p.Forms[i].toDo() {
		return false
	}
	o := &t.p.Forms[i]
	if t.p.mayNot(t.today()) {
		t.leaveSession()
		return true
	}
	was := o.Answers["plan"] + o.Answers["gone"]
	if !o.begun() && o.Entry == 0 {
		t.plan(o)
	}
	t.sieve(o)
	if !o.begun() && !o.toDo() {
		t.leaveSession()
		return true
	}
	if o.Answers["plan"]+o.Answers["gone"] != was {
		o.Count = nil
		t.say("session.changed", about(AboutExercise))
	}
	return false
}

// leaveSession ends the open session, and says so and what is open today.
func (t *turn) leaveSession() {
	t.leave(t.p.Forms[t.indexOf("session")])
	if len(Session(t.p, t.today())) > 0 { // it was of another day
		t.say("session.left", about(AboutExercise), offering("exercise"))
		return
	}
	t.say("session.left", about(AboutExercise))
	t.nothingLeft()
}

// sieve notes the exercises of an open session that are excluded today, and takes
// away the proposal of one.
func (t *turn) sieve(o *Open) {
	delete(o.Answers, "gone")
	gone := t.p.forbidden(*o, t.today())
	if step, ok := stepIn(o.Answers["propose"]); ok && slices.Contains(gone, step.ID) && o.Answers["step"] == "" {
		delete(o.Answers, "propose")
		gone = t.p.forbidden(*o, t.today())
	}
	if len(gone) > 0 {
		o.Answers["gone"] = strings.Join(gone, " ")
	}
}

// forbidden is the exercises of an open session that nobody may do on a local date as
// they are: excluded, too hard even on their lowest rung, or beyond the inner rings in
// a flare.
func (p Patient) forbidden(o Open, date string) []string {
	var gone []string
	specials := p.specials(date)
	for _, id := range o.ids() {
		e, known := exerciseOf(id)
		if !known || p.excluded(e, specials) || p.flared(date) && e.Ring > 1 || p.Plan.closes(e.Bends, date) {
			gone = append(gone, id)
		} else if _, fits := p.asPrescribed(e, specials, date); !fits {
			gone = append(gone, id)
		}
	}
	return gone
}

// ids is the exercises of an open session, and the one that is proposed for it.
func (o Open) ids() []string {
	var ids []string
	for _, card := range listed(o.Answers["plan"]) {
		id, _, _ := strings.Cut(card, ".")
		ids = append(without(ids, []string{id}), id)
	}
	step, _ := stepIn(o.Answers["propose"])
	if _, answered := o.Answers["step"]; !answered && step.ID != "" && step.ID != stepShare && step.ID != stepWalk {
		ids = append(without(ids, []string{step.ID}), step.ID)
	}
	return ids
}

// outdated says whether today keeps a session from being asked as it stands.
func (t *turn) outdated(o Open) bool {
	return o.toDo() && (t.p.mayNot(t.today()) || strings.Join(t.p.forbidden(o, t.today()), " ") != o.Answers["gone"])
}

// sessionFresh holds a session against today before it is asked. It returns true
// when something else was said.
func sessionFresh(t *turn) bool {
	o := t.top()
	if !Allows(t.p, AboutExercise) { // it is not asked at all
		return false
	}
	if o.toDo() && t.screenDue() { // the lists that lay open were answered, and not the set that is due
		t.screenFirst()
		return true
	}
	if t.outdated(*o) && t.replan() {
		return true
	}
	if o.Question == "before" && t.fresh(o) { // told meanwhile
		t.plan(o)
		if o.Answers["plan"] == "" {
			t.drop("session")
			t.nothingLeft()
			return true
		}
		t.advance("before")
		return true
	}
	if o.Question == "step" {
		t.propose(o)
	}
	if q := o.Question; o.lost(q) || q == "step" && !stepAsked(t.p, *o) || q == "change" && !changeAsked(t.p, *o) {
		t.advance(q)
		return true
	}
	return false
}

// begun says whether a card of a session was answered.
func (o Open) begun() bool {
	return slices.ContainsFunc(o.Path, func(q string) bool { return strings.HasPrefix(q, "card") })
}

// toDo says whether a session still has a card to show.
func (o Open) toDo() bool {
	for n, card := range listed(o.Answers["plan"]) {
		if _, answered := o.Answers["card"+itoa(n+1)]; !answered && !o.gone(card) {
			return true
		}
	}
	return false
}

// gone says whether a card is of an exercise that has left the session.
func (o Open) gone(card string) bool {
	id, _, _ := strings.Cut(card, ".")
	return slices.Contains(listed(o.Answers["gone"]), id)
}

// lost says whether a question is such a card: nobody goes on to it, or back.
func (o Open) lost(question string) bool {
	number, card := strings.CutPrefix(question, "card")
	n, err := strconv.Atoi(number)
	id, _ := o.card(n)
	return card && err == nil && id != "" && o.gone(id)
}
