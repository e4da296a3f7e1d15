package flows

import (
	"slices"
	"strconv"
	"strings"
)

// cardOf is the number of a card's question; 0 if it is none.
func cardOf(question string) int {
	number, card := strings.CutPrefix(question, "card")
	n, err := strconv.Atoi(number)
	if !card || err != nil {
		return 0
	}
	return n
}

// mostCards is three exercises of two sides.
const mostCards = 6

// The sides, in the order in which they are done [SEED: right first, unless
// someone prefers the other].
const (
	sideRight = "right"
	sideLeft  = "left"
)

// cardQuestion is one exercise, or one side of it: one message.
func cardQuestion(n int) Question {
	name := "card" + itoa(n)
	return Question{
		Name: name, Kind: Choice, Offer: cardChoices, Few: fewOnCard, Skip: true, Opening: sayReason,
		Text:   cardText,
		Args:   func(p Patient, o Open) Args { return cardArgs(p, o, n) },
		Whole:  func(p Patient, o Open) Args { return goalOf(p, o, n) },
		Figure: func(p Patient, o Open) string { return cardFigure(p, o, n) },
		Took:   tookCard(n),
		Count:  countOf,
		Beside: besideCard, Gone: goneFromCard, Word: cardWord,
		When: func(_ Patient, o Open) bool {
			return n <= len(listed(o.Answers["plan"])) && !strings.Contains(o.signs(), "new") && !o.spared(n) && !o.lost(name)
		},
	}
}

// What the buttons of a card do with its count.
const (
	choiceStart = "start"
	choicePause = "pause"
	choiceGoOn  = "on"
)

// cardChoices is the count's button, unless someone wants none, and what ends a
// card.
func cardChoices(p Patient, o Open) []string {
	_, dosed := p.doseAt(o)
	ends := []string{ChoiceDone, "heavy", "hurts", "easy", "other"}
	switch {
	case o.counts():
		return append([]string{choicePause}, ends...)
	case o.Count.stands() && o.Count.Card == o.Question:
		return append([]string{choiceGoOn}, ends...)
	case dosed && !p.Uncounted:
		return append([]string{choiceStart}, ends...)
	}
	return ends
}

// fewOnCard: the picture, what to do and the buttons stand on one small screen.
// So only what is needed now has a button, large enough for a thumb that does not
// look. In a pause and at the end all are there.
func fewOnCard(p Patient, o Open) []string {
	_, dosed := p.doseAt(o)
	switch {
	case o.counts():
		return []string{choicePause, ChoiceDone, "hurts"}
	case o.Count.stands() && o.Count.Card == o.Question:
		return nil
	case dosed && !p.Uncounted:
		return []string{choiceStart, ChoiceDone, "hurts", WayMore}
	}
	return []string{ChoiceDone, "heavy", "hurts", WayMore}
}

// cardText: while it is counted, and in a pause, a card says less.
func cardText(_ Patient, o Open) string {
	if (o.Count.runs() || o.Count.stands()) && o.Count.Card == o.Question {
		return "session.count"
	}
	return "session.card"
}

// hurtQuestion asks the one thing that matters about an exercise that hurt.
func hurtQuestion(n int) Question {
	name := "hurt" + itoa(n)
	return Question{
		Name: name, Kind: Choice, Choices: []string{"sore", "shooting", "new"},
		Text: func(Patient, Open) string { return "session.hurt" },
		When: answeredWith("card"+itoa(n), "hurts"),
		Took: tookHurt(n),
	}
}

// tookHurt: new numbness or weakness ends the exercises of today and asks about
// the rows behind it.
func tookHurt(n int) func(*turn, string) bool {
	return func(t *turn, value string) bool { return t.hurtNow(n, value) }
}

func (t *turn) hurtNow(n int, value string) bool {
	o := t.top()
	t.sayHurt(n, value)
	if value == "sore" {
		return t.boneHurts()
	}
	if value == "shooting" {
		return false
	}
	t.stepPast(o.Form, o.Question)
	t.suspect([]Row{"RF07", "RF04", "RF08", "RF05"}, "mini")
	return true
}

// signs is what was felt in a session besides pain where it is done: "shooting" and
// "new".
func (o Open) signs() string {
	var signs []string
	for n := range mostCards {
		if what := o.Answers["hurt"+itoa(n+1)]; (what == "shooting" || what == "new") && o.Answers["card"+itoa(n+1)] == "hurts" {
			signs = append(signs, what)
		}
	}
	return strings.Join(signs, " ")
}

// boneHurts asks whoever has fragile bones whether what hurt is a new, sharp pain
// (RF17; clinical.md 5.8).
func (t *turn) boneHurts() bool {
	o := t.top()
	if !slices.Contains(t.p.specials(t.today()), ForBones) || t.deniedLately("RF17", true) {
		return false
	}
	t.stepPast(o.Form, o.Question)
	t.suspect([]Row{"RF17"}, "bones")
	return true
}

// sayHurt says what becomes of an exercise that hurt: after the second time it is
// left out; of one that has sides the other one goes on [SEED].
func (t *turn) sayHurt(n int, what string) {
	id, side := t.top().card(n)
	before := t.p.Plan.hurtOf(id, side)
	switch {
	case what == "new" || id == "":
	case before != nil && before.On != t.today():
		t.sayOf(id, "session.hurts.twice", args("On", before.On))
	case what == "sore" && side != "" && !t.top().hurtBeside(n):
		t.sayOf(id, "session.hurts.side", args("Side", "side."+side))
	default:
		t.sayOf(id, "session.hurts."+what)
	}
}

// spared says whether a card is passed over today: another one sent pain into the
// leg, and this is its other side or bends the back the same way [CENTR].
func (o Open) spared(n int) bool {
	id, _ := o.card(n)
	e, _ := exerciseOf(id)
	return o.shot(e, n)
}

// shot says whether a card beside the n-th sent pain into the leg with this
// exercise, or with one that bends the back the same way.
func (o Open) shot(e Exercise, n int) bool {
	for i := range listed(o.Answers["plan"]) {
		if i+1 == n || o.Answers["hurt"+itoa(i+1)] != "shooting" {
			continue
		}
		id, _ := o.card(i + 1)
		if s, _ := exerciseOf(id); id == e.ID || s.Bends != Neutral && s.Bends == e.Bends {
			return true
		}
	}
	return false
}

// hurtBeside says whether the other side of a card hurt too.
func (o Open) hurtBeside(n int) bool {
	id, _ := o.card(n)
	for i := range listed(o.Answers["plan"]) {
		if other, _ := o.card(i + 1); i+1 != n && other == id && o.Answers["card"+itoa(i+1)] == "hurts" {
			return true
		}
	}
	return false
}

// card is the exercise of the n-th card of a session and its side; empty if there
// is no such card.
func (o Open) card(n int) (id, side string) {
	cards := listed(o.Answers["plan"])
	if n < 1 || n > len(cards) {
		return "", ""
	}
	id, side, _ = strings.Cut(cards[n-1], ".")
	return id, side
}

// cardArgs is what a card shows. Wordings are named, not quoted.
func cardArgs(p Patient, o Open, n int) Args {
	id, side := o.card(n)
	if id == "" {
		return nil
	}
	date := p.asked(o)
	e := p.prescribed(id, date)
	a := e.card(side, p.dosed(o, e), p.gently(e, side, date))
	a["Goal"] = "" // it is said to who asks for more: goalOf
	if n == 1 && p.lastTrained() == nil && !p.Uncounted {
		a["Hint"] = "count.hint"
	}
	countArgs(p, o, a)
	return a
}

// goalOf is what an exercise is for. What is to be done and its picture come
// first: they have to be on one small screen.
func goalOf(p Patient, o Open, n int) Args {
	id, _ := o.card(n)
	if id == "" {
		return nil
	}
	return Args{"Goal": p.prescribed(id, p.asked(o)).wording("goal")}
}

// dosed is how much of an exercise an open session asks for.
func (p Patient) dosed(o Open, e Exercise) Dose {
	date := p.asked(o)
	if o.Answers["kind"] == kindLight && !p.halved(date, p.specials(date)) {
		return e.Dose.half()
	}
	return e.Dose
}

// doseAt is the dose of the card that an open session is at; false if it is not
// at one.
func (p Patient) doseAt(o Open) (Dose, bool) {
	id, _ := o.card(cardOf(o.Question))
	if id == "" {
		return Dose{}, false
	}
	return p.dosed(o, p.prescribed(id, p.asked(o))), true
}

// card is what a card shows of an exercise: a side of it, a dose, and how it is
// done.
func (e Exercise) card(side string, d Dose, how []string) Args {
	a := Args{
		"Side": "", "How": "", "Also": "", "Hint": "", "Dose": "dose." + d.Kind,
		"Sets": "", "Count": itoa(d.Reps), "Hold": itoa(d.Hold), "Breaths": itoa(d.Breaths),
	}
	for _, part := range cardParts() {
		a[part.arg] = e.wording(part.name)
	}
	if side != "" {
		a["Side"] = "side." + side
	}
	if d.Sets > 1 {
		a["Sets"] = itoa(d.Sets)
	}
	said := func(v string) bool { return slices.Contains(e.Own[v], "start") } // it begins with that
	for i, v := range slices.DeleteFunc(slices.Clone(how), said) {
		a[[]string{"How", "Also"}[min(i, 1)]] = "version." + v
	}
	return a
}

// cardParts is what a card says of an exercise, and the argument for it.
func cardParts() []struct{ arg, name string } {
	return []struct{ arg, name string }{
		{"Name", "name"}, {"Goal", "goal"}, {"Start", "start"}, {"Action", "action"}, {"Attention", "attention"}, {"Caution", "caution"},
	}
}

// wording names what is said of a part of an exercise, in the words of the
// version that it is done in.
func (e Exercise) wording(part string) string {
	text := "exercise." + e.ID + "." + part
	for _, v := range e.Versions {
		if slices.Contains(e.Own[v], part) {
			return text + "." + v
		}
	}
	return text
}

// prescribed is an exercise as this patient does it on a local date.
func (p Patient) prescribed(id, date string) Exercise {
	e, _ := exerciseOf(id)
	e, _ = p.asPrescribed(e, p.specials(date), date)
	return e
}

// gently is how an exercise is done, with care on a side that hurt lately
// [SEED: retry gently].
func (p Patient) gently(e Exercise, side, date string) []string {
	retried := slices.ContainsFunc(p.Plan.Hurt, func(h Hurt) bool {
		return h.ID == e.ID && (h.Side == side || h.Side == "") && h.On != date && !h.Well
	})
	if retried {
		return append(slices.Clone(e.Versions), "gently")
	}
	return e.Versions
}
