package flows

import (
	"slices"
	"time"
)

// correctable is how long the last answer can still be changed.
const correctable = 48 * time.Hour

// correctLast asks the last question of the form that was finished last once
// more. The form's Done sees the diary entry that it replaces.
func (t *turn) correctLast() {
	if !t.reopen() {
		t.say("form.closed")
		t.reask()
		return
	}
	if cardOf(t.top().Question) > 0 { // which looks as if the exercise began again
		t.say("correct.card", about(AboutExercise))
	}
	t.ask()
}

// reopen puts the form that was finished last back on top, at its last
// question.
func (t *turn) reopen() bool {
	c := t.p.Closed
	if c == nil || c.Entry == 0 || len(c.Path) == 0 || t.now.Sub(c.Asked) > correctable {
		return false
	}
	if _, ok := FormOf(c.Form); !ok || !t.correctableSession(*c) {
		return false
	}
	o := c.clone()
	t.p.Closed = nil
	t.drop(o.Form)
	t.p.Runs++
	last := o.Path[len(o.Path)-1]
	o.Run, o.Question, o.Path = t.p.Runs, last, slices.Clone(o.Path[:len(o.Path)-1])
	o.Ticked, o.Missed, o.Asked = nil, 0, t.now
	delete(o.Answers, last)
	t.p.Forms = append(t.p.Forms, o)
	if trains(o.Form) {
		t.drop("morning") // which found the plan as that session left it
		t.unkeep(t.top())
		if plan := &t.p.Plan; plan.Advised != "" && t.p.stops(plan.Advised) < manyStops {
			plan.Advised = "" // of a slip: the next time it is true it is said
		}
	}
	return true
}

// trains says of a form whether a session comes of it.
func trains(form string) bool { return form == "session" || form == "quicklog" }

// correctableSession: a session stands once its next morning is known: the plan has
// gone on from it.
func (t *turn) correctableSession(o Open) bool {
	if !trains(o.Form) {
		return true
	}
	i := slices.IndexFunc(t.p.Plan.Trained, func(s Trained) bool { return s.Entry == o.Entry })
	return o.Began != nil && i >= 0 && !t.p.Plan.Trained[i].Asked && t.p.Plan.Trained[i].Later == 0
}

// keepClosed lets the last session stand: another begins, and goes on from it.
func (t *turn) keepClosed() {
	if c := t.p.Closed; c != nil && trains(c.Form) {
		t.p.Closed = nil
	}
}

// logInstead adds a line to the diary that takes the place of another; 0: of
// none.
func (t *turn) logInstead(replaces int, kind string, data map[string]string) int {
	entry := t.log(kind, data)
	if n := len(t.out.Diary); n > 0 && t.out.Diary[n-1].Seq == entry {
		t.out.Diary[n-1].Replaces = replaces
	}
	return entry
}
