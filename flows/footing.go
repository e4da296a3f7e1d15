package flows

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Footing is how far the plan has come: what the answers of a session change.
type Footing struct {
	// Rungs is the rung of each exercise that was opened or has moved, by its id.
	Rungs map[string]string `json:"rungs,omitempty"`
	// Ring is the outermost ring that was opened; 0 and 1: the inner ones, with
	// which everybody starts. Calm counts the full sessions without STOP or REGRESS
	// since then.
	Ring int `json:"ring,omitempty"`
	Calm int `json:"calm,omitempty"`
	// Stopped and Stepped are the local dates of the last STOP, and of the last time
	// that a step up was accepted or declined.
	Stopped string `json:"stopped,omitempty"`
	Stepped string `json:"stepped,omitempty"`
	// Further counts the steps since one opened an exercise.
	Further int `json:"further,omitempty"`
	// Refused is the steps up that were declined, and when.
	Refused []Refused `json:"refused,omitempty"`
	// Easy is the exercises that were called too easy since their last step; Aside
	// those that were changed for another one; Heavy those that were too heavy on
	// their lowest rung: half of it.
	Easy  []string `json:"easy,omitempty"`
	Aside []string `json:"aside,omitempty"`
	Heavy []string `json:"heavy,omitempty"`
	// Walk is the minutes of a walk, and Walked the local date on which they last grew
	// by themselves, once the dose was whole; 0: they grow with it.
	Walk   int    `json:"walk,omitempty"`
	Walked string `json:"walked,omitempty"`
	// Share is the part of the dose in percent with fibromyalgia; 0: half.
	Share int    `json:"share,omitempty"`
	Hurt  []Hurt `json:"hurt,omitempty"` // exercises that hurt
	Leg   string `json:"leg,omitempty"`  // where the leg pain was when last asked
	// Backward and Forward are the directions that made leg pain move down.
	Backward Direction `json:"backward,omitzero"`
	Forward  Direction `json:"forward,omitzero"`
	// Flare is the local date on which pain flared up, and Usual what it was before.
	Flare string `json:"flare,omitempty"`
	Usual Score  `json:"usual,omitempty"`
}

func (f Footing) clone() Footing {
	f.Rungs = maps.Clone(f.Rungs)
	f.Refused = slices.Clone(f.Refused)
	f.Easy = slices.Clone(f.Easy)
	f.Aside = slices.Clone(f.Aside)
	f.Heavy = slices.Clone(f.Heavy)
	f.Hurt = slices.Clone(f.Hurt)
	return f
}

// Began is where a form about exercise or pain found the plan, and what was known of
// the session before it: from there its answers are gone through again when one of
// them is taken back.
type Began struct {
	Footing
	Am         Score `json:"am"`
	Later      Score `json:"later,omitempty"`
	LaterUsual Score `json:"later_usual,omitempty"`
	Asked      bool  `json:"asked,omitempty"`
}

// began is where the plan is now.
func (p Patient) began() *Began {
	b := Began{Footing: p.Plan.Footing.clone(), Am: NoScore}
	if s := p.lastWhole(); s != nil {
		b.Am, b.Later, b.LaterUsual, b.Asked = s.Am, s.Later, s.Usual, s.Asked
	}
	return &b
}

// backTo puts the plan back to there.
func (p *Patient) backTo(b Began) {
	p.Plan.Footing = b.Footing.clone()
	if s := p.lastWhole(); s != nil {
		s.Am, s.Later, s.Usual, s.Asked = b.Am, b.Later, b.LaterUsual, b.Asked
	}
}

// relive makes the plan anew of where the form on top found it and of what it was
// answered since; of a form from before there was that, what was changed stays.
func (t *turn) relive() {
	o := t.top()
	if o.Began == nil {
		return
	}
	t.p.backTo(*o.Began)
	delete(o.Answers, "with")
	if leg := o.Answers["leg"]; leg != "" { // also what was told before the form
		t.act("leg", leg)
	}
	lived := slices.DeleteFunc(listed(o.Answers["lived"]), func(what string) bool {
		return !strings.Contains(what, ":") && !slices.Contains(o.Path, what)
	})
	o.Answers["lived"] = strings.Join(lived, " ")
	for _, what := range lived {
		t.act(what, o.Answers[what])
	}
	if over := o.Answers["over"]; over != "" && over == t.p.Plan.Flare { // as was said
		t.p.Plan.Flare = ""
	}
	t.p.unlearn(t.today()) // a profile may have changed since it was found
}

// doneOther is another exercise in the place of one, among what was done in a form.
const doneOther = "other"

// live does what an answer of the form on top makes of the plan, or what was said of a
// card beside its answer ("<how>:<exercise>:<rung, or the other one>"). It is kept in
// the order in which it was done: that is how it is gone through again.
func (t *turn) live(what, value string) {
	o := t.top()
	o.Answers["lived"] = strings.Join(append(without(listed(o.Answers["lived"]), []string{what}), what), " ")
	t.act(what, value)
}

// act is what one of them makes of the plan, without a word. It is the only place where
// one does before the form is done.
func (t *turn) act(what, value string) {
	o := t.top()
	date := t.p.localDate(o.Since)
	if how, of, beside := strings.Cut(what, ":"); beside {
		id, to, _ := strings.Cut(of, ":")
		if how == doneOther {
			t.p.Plan.putAside(id, to)
		} else {
			t.p.Plan.lighten(id, how, to, date)
		}
		return
	}
	switch what {
	case "am":
		t.p.takeMorning(value)
		last := t.p.lastWhole()
		if s, scored := ParseScore(value); scored && last != nil && daysBetween(last.On, date) <= 1 { // else it is of another morning
			t.p.weighLater(s, t.laterUsual(o)) // it may stand for the pain before
			t.p.flareBy(s, date, t.weekBefore(o))
		}
	case "leg":
		t.p.Plan.Leg = value
	case "before":
		t.p.weighLater(scoreOf(value), t.laterUsual(o))
		t.p.flareBy(scoreOf(value), date, t.weekBefore(o))
	case "step":
		if step, ok := stepIn(o.Answers["propose"]); ok && value == ChoiceYes {
			t.p.Plan.take(step, date)
			o.Answers["with"] = step.ID
			if last := t.p.lastWhole(); last != nil && last.verdict() != Stay && last.did(step.ID) { // it was told after the step
				t.p.Plan.lower(step.ID)
			}
		} else if ok {
			t.p.Plan.decline(step, date)
		}
	case "change":
		id, other, ok := strings.Cut(o.Answers["swap"], ":")
		switch {
		case value != ChoiceYes:
			t.p.Plan.refuse(stepChange, date)
		case ok:
			t.p.Plan.putAside(id, other)
			o.Answers["with"] = other
		}
	}
	if id, _ := o.card(cardOf(what)); id != "" && value == "easy" {
		t.p.Plan.Easy = append(without(t.p.Plan.Easy, []string{id}), id)
	}
}

// weekBefore is what was usual in the week before a form: it is kept, for the scores of
// a day take each other's place.
func (t *turn) weekBefore(o *Open) usual {
	if sum, n, kept := strings.Cut(o.Answers["week"], "/"); kept {
		total, _ := strconv.Atoi(sum)
		of, _ := strconv.Atoi(n)
		return usual{total, of}
	}
	week := usualIn(t.p.recent(o.Since), o.Since)
	o.Answers["week"] = itoa(week.sum) + "/" + itoa(week.n)
	return week
}

// laterUsual is what the pain before a session is held against for the one before it;
// it is kept likewise.
func (t *turn) laterUsual(o *Open) Score {
	if _, kept := o.Answers["usual"]; !kept {
		o.Answers["usual"] = t.p.usualLater(o.Since).orEmpty()
	}
	return scoreOf(o.Answers["usual"])
}

// aside changes the plan for a reason outside of the forms that are open: going back
// in them does not take it back.
func (t *turn) aside(change func(*Patient)) {
	for i := range t.p.Forms {
		if b := t.p.Forms[i].Began; b != nil {
			p := t.p.clone()
			p.backTo(*b)
			change(&p)
			t.p.Forms[i].Began = p.began()
		}
	}
	change(&t.p)
}

// unkeep takes a session that is corrected out of what rules read, with all that it
// led to.
func (t *turn) unkeep(o *Open) {
	t.p.Plan.Trained = slices.DeleteFunc(t.p.Plan.Trained, func(s Trained) bool { return s.Entry == o.Entry })
	t.relive()
}
