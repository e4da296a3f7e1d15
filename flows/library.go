package flows

import (
	"strconv"
	"strings"
)

// The library is all exercises by ring, a screen for each: what is open, what
// comes later, and why; and a screen for each exercise. Looking changes nothing.

// outermost is the ring of the large muscles.
const outermost = 3

// Library is the exercises as buttons. Who types the name of one sees it, as if
// these stood below every message.
func Library() Ask {
	a := Ask{Form: FormDo, Kind: Choice}
	for _, e := range catalogue {
		a.Choices = append(a.Choices, "library."+e.ID)
	}
	return a
}

// libraryNow shows what is asked for: an exercise, or a ring.
func (t *turn) libraryNow() {
	switch e, ok := exerciseOf(t.argument()); {
	case !t.coached():
	case ok:
		t.show(e)
	default:
		t.showRing(t.argument())
	}
}

// hearsExercise shows the exercise whose name was typed.
func (t *turn) hearsExercise(ev Said) bool {
	id, named := strings.CutPrefix(ev.Means, "library.")
	e, ok := exerciseOf(id)
	if !named || !ok || t.p.Stage != Coached {
		return false
	}
	if !t.coached() {
		return true
	}
	t.show(e)
	if t.asking() {
		t.lastReply(func(r *Reply) { r.Ask = nil }) // one question at a time
		t.ask()
	}
	return true
}

// showRing shows a ring: the one that is asked for, or the outermost that is open.
func (t *turn) showRing(asked string) {
	date := t.today()
	today := TodayOf(t.p, date)
	ring, err := strconv.Atoi(asked)
	if err != nil || ring < 0 || ring > outermost {
		ring = today.Ring
	}
	a := Args{"Ring": "library.ring." + itoa(ring), "Why": today.Why[0].Text, "Sessions": "", "Need": ""}
	for name, value := range today.Why[0].Args {
		a[name] = value
	}
	var shown, others []string
	for _, e := range catalogue {
		if e.Ring == ring {
			shown = append(shown, "library."+e.ID)
			n := itoa(len(shown))
			a["Name"+n], a["State"+n] = e.wording("name"), "library.state."+t.p.standing(e, date)
		}
	}
	for n := len(shown); n < mostInRing; n++ {
		a["Name"+itoa(n+1)], a["State"+itoa(n+1)] = "", ""
	}
	for r := range outermost + 1 {
		if r != ring {
			others = append(others, "library."+itoa(r))
		}
	}
	t.say("library", about(AboutExercise), offering(shown...), onward(others...), func(r *Reply) { r.Args = a })
}

// mostInRing is how many exercises a ring has.
const mostInRing = 6

// onward puts the ways from here in a row below the buttons.
func onward(commands ...string) with {
	return func(r *Reply) { r.Ask.Ways = commands }
}

// uncleared says whether something is to be answered before anybody may do an exercise:
// red flags, or what the plan has to know of somebody's body.
func (t *turn) uncleared() bool {
	return t.screenDue() || t.p.situationAsks(kindFull, t.now)
}

// show shows an exercise as this patient does it, or would: its figure, what it is
// for and how it is done, how much if it is open, and else when it comes and why.
// Of what does not suit them there is nothing to copy, only why.
func (t *turn) show(e Exercise) {
	date := t.today()
	standing, when := t.p.standing(e, date), t.p.comes(e, date)
	if standing != "gate" && standing != "special" && t.uncleared() {
		standing, when = "unclear", Reason{"library.when.unclear", nil}
	}
	ring := itoa(e.Ring)
	text, opts := "library.not", []with{about(AboutExercise), offering(), onward("library."+ring, "exercise")}
	e = t.p.prescribed(e.ID, date)
	a := e.card("", e.Dose, e.Versions)
	switch standing {
	case "gate", "special", "hurt", "flare", "pain", "unclear":
	default:
		text = "library.exercise"
		opts = append(opts, func(r *Reply) { r.Figure = figureOf(e.ID, e.Versions, "") })
	}
	if standing != "open" && standing != "aside" {
		a["Dose"] = ""
	}
	a["When"] = when.Text
	for name, value := range when.Args {
		a[name] = value
	}
	t.say(text, append(opts, func(r *Reply) { r.Args = a })...)
}
