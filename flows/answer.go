package flows

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// formed gives the open form its answer: a tap, or typed text.
func formed(t *turn) bool {
	switch ev := t.ev.(type) {
	case Pressed:
		return t.pressed(ev)
	case Said:
		return t.typed(ev)
	}
	return false
}

// pressed takes a tap on a button of a form. A tap on a question that is not
// open any more changes nothing and says so; of pain, where to tell it.
func (t *turn) pressed(ev Pressed) bool {
	i := slices.IndexFunc(t.p.Forms, ev.answers)
	switch {
	case i < 0 && ev.Form == "session" && ev.Choice == "hurts":
		t.toast("stale.hurts")
		return true
	case i < 0:
		t.toast("stale")
		return true
	}
	f, q := t.questionAt(i)
	if !f.askOf(t.p, t.p.Forms[i], q).offers(ev.Choice) {
		t.toast(q.gone(t.p.Forms[i], ev.Choice))
		return true
	}
	t.raise(i)
	t.choose(f, q, ev.Choice)
	return true
}

func (t *turn) questionAt(i int) (Form, Question) {
	f, _ := FormOf(t.p.Forms[i].Form)
	q, _ := f.question(t.p.Forms[i].Question)
	return f, q
}

// gone names what is said of a choice that is not on the question's buttons.
func (q Question) gone(o Open, choice string) string {
	if q.Gone != nil {
		if text := q.Gone(o, choice); text != "" {
			return text
		}
	}
	return "stale"
}

// offers says whether a choice is on one of the question's buttons. The buttons
// of a scale are its whole numbers.
func (a Ask) offers(choice string) bool {
	if slices.Contains(a.Ways, choice) || slices.Contains(a.Choices, choice) {
		return true
	}
	switch a.Kind {
	case Scale:
		s, ok := ParseScore(choice)
		return ok && s%10 == 0
	case Several:
		return choice == ChoiceDone || choice == ChoiceNone
	}
	return false
}

// choose acts on a choice of the form on top.
func (t *turn) choose(f Form, q Question, choice string) {
	o := t.top()
	o.Missed = 0
	switch {
	case choice == WayBack:
		t.back()
	case choice == WayLater:
		t.later()
	case choice == WayMore:
		t.askWhole()
	case choice == WaySkip:
		t.answer(f, q, "", nil, "")
	case q.Beside != nil && q.Beside(t, choice):
	case q.Kind == Several:
		t.tick(f, q, choice)
	default:
		t.answer(f, q, choice, []string{choice}, "")
	}
}

// askWhole asks the question of the form on top with all its buttons, and with
// what more there is to say of it.
func (t *turn) askWhole() {
	opts := []with{t.whole}
	if _, tapped := t.ev.(Pressed); tapped {
		opts = append(opts, again)
	}
	t.ask(opts...)
}

func (t *turn) whole(r *Reply) {
	r.Ask.Few, r.Ask.Ways = nil, without(r.Ask.Ways, []string{WayMore})
	if _, q := t.questionAt(len(t.p.Forms) - 1); q.Whole != nil {
		maps.Copy(r.Args, q.Whole(t.p, *t.top()))
	}
}

// tick turns one line of a list on or off, or takes the list as it stands.
func (t *turn) tick(f Form, q Question, choice string) {
	o := t.top()
	switch choice {
	case ChoiceNone:
		if len(o.Ticked) > 0 && f.Name == "screen" { // that button was gone: who taps it did not see the tick
			t.toast("form.ticked_some", f.like)
			t.ask(again)
			return
		}
		o.Ticked = nil
		t.answer(f, q, "", []string{ChoiceNone}, "")
	case ChoiceDoubt:
		t.answer(f, q, ChoiceDoubt, append(slices.Clone(o.Ticked), ChoiceDoubt), "")
	case ChoiceDone:
		if len(o.Ticked) == 0 {
			t.toast("form.tick_first", f.like)
			return
		}
		ticked := o.Ticked
		o.Ticked = nil
		t.answer(f, q, strings.Join(ticked, ","), ticked, "")
	default:
		if !t.tickOne(q, choice) {
			t.showTick(choice, f.like)
			t.ask(again)
		}
	}
}

// showTick says at the tapped line what became of it: the list itself is renewed
// a few times a minute only, and who sees no tick taps again, which takes it off.
func (t *turn) showTick(choice string, opts ...with) {
	if _, pressed := t.ev.(Pressed); !pressed {
		return
	}
	text := "form.unticked"
	if slices.Contains(t.top().Ticked, choice) {
		text = "form.ticked"
	}
	t.toast(text, opts...)
}

// tickOne turns one line on or off. It returns true when something else has
// been said about it.
func (t *turn) tickOne(q Question, choice string) bool {
	o := t.top()
	if i := slices.Index(o.Ticked, choice); i >= 0 {
		o.Ticked = slices.Delete(o.Ticked, i, i+1)
	} else {
		o.Ticked = append(o.Ticked, choice)
	}
	return q.Tick != nil && q.Tick(t, choice)
}

// emergencies is the emergency rows among the lines of a list.
func emergencies(lines []string) []Row {
	var rows []Row
	for _, l := range lines {
		if slices.Contains(Rows(), Row(l)) && redFlagOf(Row(l)).Tapped.emergency() {
			rows = append(rows, Row(l))
		}
	}
	return rows
}

// numbered is the lines of a list that typed numbers mean: "1", "2 en 5". Any
// other word, and it is no list of numbers.
func numbered(a Ask, text string) []string {
	if a.Kind != Several {
		return nil
	}
	var lines []string
	for _, w := range wordsOf(text) {
		if w == "en" || w == "and" || w == "nummer" || w == "number" {
			continue
		}
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > len(a.Choices) || a.Choices[n-1] == ChoiceDoubt {
			return nil
		}
		lines = append(lines, a.Choices[n-1])
	}
	return lines
}

// again renews a question where it stands.
func again(r *Reply) { r.Again = true }

// answer keeps an answer and goes on. shown is what stays readable below the
// question: choices, or words of the patient's own.
func (t *turn) answer(f Form, q Question, value string, shown []string, words string) {
	o := t.top()
	t.out.Answered = &Answered{Ask: f.askOf(t.p, *o, q), Choices: shown, Words: words}
	o.Answers[q.Name] = value
	if !slices.Contains(o.Path, q.Name) {
		o.Path = append(o.Path, q.Name)
	}
	if q.Took != nil && q.Took(t, value) {
		return
	}
	t.advance(q.Name)
}

// back asks the question before this one again.
func (t *turn) back() {
	o := t.top()
	if len(o.Path) == 0 {
		t.ask()
		return
	}
	f, q := t.questionAt(len(t.p.Forms) - 1)
	if f.Name == "session" && t.outdated(*o) {
		t.ask() // which says what has changed
		return
	}
	t.out.Answered = &Answered{Ask: f.askOf(t.p, *o, q), Choices: []string{WayBack}}
	last := o.Path[len(o.Path)-1]
	o.Path = o.Path[:len(o.Path)-1]
	if o.lost(last) { // it was done, and is not shown any more
		t.back()
		return
	}
	delete(o.Answers, last)
	o.Ticked = nil
	o.Question = last
	t.relive()
	if o.Form == "session" && o.Began != nil && !o.begun() && o.Entry == 0 && cardOf(last) == 0 {
		t.plan(o)
	}
	t.ask()
}

// later puts everything that is open aside: a form that was gone into from
// another one goes with it. "Verder" takes it up again.
func (t *turn) later() {
	f, q := t.questionAt(len(t.p.Forms) - 1)
	o := t.top()
	t.out.Answered = &Answered{Ask: f.askOf(t.p, *o, q), Choices: []string{WayLater}}
	t.putAside()
	t.say("form.later", f.like, offering("continue"))
}

// typed takes text as the answer to the open question. What is no answer goes
// on to the next stage, which answers it and asks again.
func (t *turn) typed(ev Said) bool {
	o := t.top()
	if o == nil || o.Later || ev.Forwarded || ev.Edited {
		return false
	}
	f, q := t.questionAt(len(t.p.Forms) - 1)
	a := f.askOf(t.p, *o, q)
	if rows := emergencies(numbered(a, ev.Text)); len(rows) > 0 {
		t.suspect(rows, "number") // a bare number may be a pain score: it is asked
		return true
	}
	if choice := choiceOf(a, ev); choice != "" {
		t.choose(f, q, choice)
		return true
	}
	if choice := t.word(ev); a.offers(choice) {
		t.choose(f, q, choice)
		return true
	} else if choice != "" {
		t.say(q.gone(*o, choice), f.like)
		t.ask()
		return true
	}
	if plainChoice(ev.Text) == WayBack {
		t.back() // to nowhere: the question is asked again
		return true
	}
	if lines := numbered(a, ev.Text); len(lines) > 0 {
		o.Missed = 0
		for _, choice := range lines {
			if t.tickOne(q, choice) {
				return true
			}
		}
		t.ask()
		return true
	}
	if value, words, ok := q.read(ev.Text); ok {
		o.Missed = 0
		t.answer(f, q, value, nil, words)
		return true
	}
	return false
}

// choiceOf is the choice that a text means, by its label or by plain words like
// "ja" and "terug"; "" if it means none.
func choiceOf(a Ask, ev Said) string {
	if ev.Means != "" && a.offers(ev.Means) && (a.Kind != Scale || slices.Contains(a.Choices, ev.Means)) {
		return ev.Means
	}
	word := plainChoice(ev.Text)
	if word == "" && a.Form == "row" && saysYes(ev.Text) {
		word = ChoiceYes // "ja, sinds vanochtend": about an alarm a yes is a yes
	}
	if word == ChoiceNo && !a.offers(ChoiceNo) && (a.Kind == Choice || a.Kind == Several) {
		word = ChoiceNone // "nee" to "is there anything new?"
	}
	if word != "" && a.offers(word) {
		return word
	}
	return ""
}

// saysYes says whether a text begins with a yes.
func saysYes(text string) bool {
	words := wordsOf(text)
	return len(words) > 1 && plainChoice(words[0]) == ChoiceYes
}

// read understands a typed answer that is not on a button: the value to keep
// and how it is shown.
func (q Question) read(text string) (value, words string, ok bool) {
	text = strings.TrimSpace(text)
	switch {
	case q.Read != nil:
		value, ok = q.Read(text)
	case q.Kind == Scale:
		var s Score
		if s, ok = ParseScore(text); ok {
			value = s.String()
		}
	case q.Kind == Text:
		_, score := ParseScore(text) // which is heard as such: no word of their own
		value, ok = text, !score && text != "" && utf8.RuneCountInString(text) <= q.limit()
	}
	return value, text, ok
}

func (q Question) limit() int {
	if q.Limit > 0 {
		return q.Limit
	}
	return 200
}

// missed asks the open question again after something that was no answer to
// it. The second time it shows the way out.
func (t *turn) missed() {
	o := t.top()
	if o == nil || o.Later {
		return
	}
	f, q := t.questionAt(len(t.p.Forms) - 1)
	if q.Name == "" || q.Sub != "" { // nothing was asked here: the form is between two questions
		t.ask()
		return
	}
	o.Missed++
	text := "form.reask." + string(q.Kind)
	if o.Missed > 1 && !f.Bound {
		text = "form.wayout"
	}
	t.say(text, f.like, t.callFirst)
	t.ask()
}

// like gives a reply the topic and class of a form's own questions.
func (f Form) like(r *Reply) {
	if f.Topic != "" {
		r.Topic = f.Topic
	}
	if f.Safety {
		r.Class = Safety
	}
}

// callFirst puts the call of an open flag in front of a reply. In a crisis 113
// stands there too, whatever else is to be called.
func (t *turn) callFirst(r *Reply) {
	if Allows(t.p, AboutTalk) {
		return
	}
	r.Lead = abroad(t.p, callFor(t.p, "flag.lead.", t.p.worst(), t.p.worstRow()))
	if t.p.inCrisis() != nil && t.p.worst() != Crisis {
		r.Lead += " " + abroad(t.p, "flag.lead."+string(Crisis))
	}
}

// putAside leaves all open forms for later, without a word about them.
func (t *turn) putAside() {
	for i := range t.p.Forms {
		t.p.Forms[i].Later = true
	}
}
