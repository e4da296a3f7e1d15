package flows

import (
	"slices"
	"strings"
)

// Minus and plus: what a patient says of the exercise on the card, and what
// changes at once. Only downward and sideways: a step up is proposed another
// day.

// tookCard acts on what was said of the n-th card.
func tookCard(n int) func(*turn, string) bool {
	return func(t *turn, value string) bool {
		id, _ := t.top().card(n)
		if id == "" { // of another version
			return false
		}
		switch value {
		case "heavy":
			return t.lighter(n, id)
		case "easy":
			t.tooEasy(id)
		case "other":
			return t.another(n, id)
		}
		return false
	}
}

func (t *turn) noteCard(id, said string) {
	t.log("card", map[string]string{"exercise": id, "said": said, "rung": t.p.Plan.Rungs[id]})
}

// tooEasy remembers it for the next step up, which is proposed when PROGRESS says
// so, and says when that is.
func (t *turn) tooEasy(id string) {
	t.live(t.top().Question, "easy")
	t.noteCard(id, "easy")
	if _, ok := t.p.nextRung(id, t.today()); !ok {
		t.sayOf(id, "session.easy.top")
		return
	}
	t.sayOf(id, "session.easy", args("Sessions", itoa(progressSessions)))
}

// lighter makes an exercise easier from now on. What is still too heavy at half of
// its lowest rung is left for today, and another one comes in its place the next
// time.
func (t *turn) lighter(n int, id string) bool {
	o := t.top()
	how, rung := t.p.lighterBy(id, t.p.asked(*o))
	t.live(strings.Join([]string{how, id, rung}, ":"), "heavy")
	t.noteCard(id, "heavy")
	t.sayOf(id, "session.heavy."+how)
	if how == lightLeave {
		return false
	}
	t.again(n)
	return true
}

// How an exercise that was too heavy becomes lighter: by a rung, to half of its
// lowest, or not at all, and another one comes in its place.
const (
	lightLess  = "less"
	lightHalf  = "half"
	lightLeave = "leave"
)

// lighterBy says how an exercise becomes lighter than it is on a local date, and on
// which rung.
func (p Patient) lighterBy(id, date string) (how, rung string) {
	e := p.prescribed(id, date)
	switch i := e.rung(e.Rung); {
	case i > 0:
		return lightLess, e.Ladder[below(i)].Name
	case !slices.Contains(p.Plan.Heavy, id):
		return lightHalf, ""
	}
	return lightLeave, ""
}

// lighten makes an exercise lighter that was too heavy. What is lighter already, or
// has not been opened, stays as it is.
func (p *Plan) lighten(id, how, rung, date string) {
	p.Easy = without(p.Easy, []string{id})
	p.refuse(id, date)
	e, _ := exerciseOf(id)
	switch _, earned := p.Rungs[id]; {
	case how == lightHalf:
		p.Heavy = append(without(p.Heavy, []string{id}), id)
	case how == lightLeave:
		p.putAside(id)
	case earned || e.starts():
		p.put(e, min(p.rungOf(e), e.rung(rung)))
	}
}

// putAside remembers that an exercise was changed for others.
func (p *Plan) putAside(id string, others ...string) {
	p.Aside = lastOf(append(without(p.Aside, append(others, id)), id), keepAside)
}

// another does another exercise of the same ring in the place of this one, and
// remembers it.
func (t *turn) another(n int, id string) bool {
	o := t.top()
	cards := listed(o.Answers["plan"])
	other, ok := t.p.alternative(id, cards, t.today(), func(e Exercise) bool { return o.shot(e, n) })
	if ok {
		swapped := slices.Concat(cards[:n-1], cardsOf(other), slices.DeleteFunc(slices.Clone(cards[n-1:]), func(c string) bool {
			return c == id || strings.HasPrefix(c, id+".")
		}))
		if ok = len(swapped) <= mostCards; ok {
			o.Answers["plan"] = strings.Join(swapped, " ")
		}
	}
	if !ok {
		t.say("session.other.none", about(AboutExercise))
		t.again(n)
		return true
	}
	t.live(strings.Join([]string{doneOther, id, other.ID}, ":"), "other")
	t.noteCard(id, "other")
	for i := n; i <= mostCards; i++ { // what was said of other cards in these places
		t.unanswer("card"+itoa(i), "hurt"+itoa(i))
	}
	t.sayOf(other.ID, "session.other")
	t.again(n)
	return true
}

// alternative is an open exercise of the same ring that is not among the cards;
// what was changed for another one before comes last, and what is spared today not
// at all.
func (p Patient) alternative(id string, cards []string, date string, spared func(Exercise) bool) (Exercise, bool) {
	e, _ := exerciseOf(id)
	var found []Exercise
	for _, other := range p.open(date) {
		used := slices.ContainsFunc(cards, func(c string) bool { return c == other.ID || strings.HasPrefix(c, other.ID+".") })
		if other.Ring == e.Ring && !used && !spared(other) {
			found = append(found, other)
		}
	}
	if len(found) == 0 {
		return Exercise{}, false
	}
	fresh := slices.IndexFunc(found, func(e Exercise) bool { return !slices.Contains(p.Plan.Aside, e.ID) })
	return found[max(0, fresh)], true
}

// cardsOf is the cards of an exercise: one, or one for each side.
func cardsOf(e Exercise) []string {
	if e.Sided {
		return []string{e.ID + "." + sideRight, e.ID + "." + sideLeft}
	}
	return []string{e.ID}
}

// sayOf says something about an exercise, by its name.
func (t *turn) sayOf(id, text string, opts ...with) {
	e := t.p.prescribed(id, t.today())
	t.say(text, append([]with{about(AboutExercise), args("Name", e.wording("name"))}, opts...)...)
}

// again asks the n-th card anew.
func (t *turn) again(n int) {
	o := t.top()
	t.unanswer("card" + itoa(n))
	o.Question, o.Count = "card"+itoa(n), nil
	t.ask()
}

// unanswer forgets answers of the form on top.
func (t *turn) unanswer(questions ...string) {
	o := t.top()
	for _, q := range questions {
		delete(o.Answers, q)
	}
	o.Path = without(o.Path, questions)
}
