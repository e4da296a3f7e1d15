package flows

import (
	"maps"
	"slices"
	"strings"
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
	if trains(o.Form) {
		o.Was = maps.Clone(o.Answers)
	}
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

// putBack gives a session that is left while it is corrected the answers that it had,
// where nothing else was answered: a STOP is not taken back by saying nothing.
func (t *turn) putBack(o Open) Open {
	o = o.clone()
	f, _ := FormOf(o.Form)
	cards, had := listed(o.Answers["plan"]), listed(o.Was["plan"])
	delete(o.Answers, "gone") // what was done was done
	for name := f.next(t.p, o, ""); name != ""; name = f.next(t.p, o, name) {
		n := answerOfCard(name)
		was, answered := o.Was[name]
		if !answered || n > 0 && (n > len(cards) || n > len(had) || cards[n-1] != had[n-1]) { // of another exercise
			continue
		}
		o.Answers[name], o.Path = was, append(o.Path, name)
	}
	o.Question = f.next(t.p, o, "")
	lived := listed(o.Was["lived"])
	o.Answers["lived"] = strings.Join(append(lived, without(listed(o.Answers["lived"]), lived)...), " ")
	t.p.Forms = append(t.p.Forms, o)
	t.relive()
	o = *t.top()
	t.drop(o.Form)
	return o
}

// answerOfCard is the card that a question is about, also the one after it hurt; 0: none.
func answerOfCard(question string) int {
	if number, hurt := strings.CutPrefix(question, "hurt"); hurt {
		question = "card" + number
	}
	return cardOf(question)
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
