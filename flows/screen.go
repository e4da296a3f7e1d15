package flows

import (
	"slices"
	"strings"
	"time"
)

// Which screens a screening consists of. The modes are kept in the form as its
// About.
const (
	screenFull  = "full"  // before the first exercise, and after a way back
	screenWeek  = "week"  // E rows, RF13, RF19-22, as "changed since last time"
	screenAlarm = "alarm" // what may cost a life, a bladder or a leg, and what can't wait
)

// screenForm is the red-flag table as lists to tick, by urgency: someone who
// has nothing needs one tap a screen, five for the whole set. An emergency row
// alarms at the tap; "ik twijfel" opens the rows of a screen one by one.
func screenForm() Form {
	return Form{
		Name: "screen", Topic: AboutFlag, Progress: true,
		Questions: []Question{
			screenQuestion("e1", screenFull, screenWeek, screenAlarm),
			screenQuestion("e2", screenFull, screenWeek, screenAlarm),
			screenQuestion("day", screenFull, screenAlarm),
			screenQuestion("gp1", screenFull),
			screenQuestion("gp2", screenFull),
			screenQuestion("week", screenWeek),
		},
		Done: screened,
	}
}

func screenQuestion(name string, modes ...string) Question {
	q := Question{
		Name: name, Kind: Several, Choices: append(screenRows(name), ChoiceDoubt),
		When: func(_ Patient, o Open) bool { return slices.Contains(modes, o.mode()) },
		Tick: tookTick,
		Took: tookScreen,
	}
	q.Text = func(p Patient, o Open) string { return screenText(p, name, o.mode()) }
	q.Args = func(p Patient, _ Open) Args { return Args{"On": stamp(p.lastLists())} }
	return q
}

// lastLists is when lists of red flags that are asked weekly were last answered.
func (p Patient) lastLists() time.Time {
	if p.AskedE.IsZero() {
		return p.Screened
	}
	return p.AskedE
}

// screenText is the wording of a screen: the first full set also asks for what
// is old and has not changed, later ones for what has changed (clinical.md 1.2,
// 1.4).
func screenText(p Patient, name, mode string) string {
	text := "screen." + name
	switch {
	case mode == screenAlarm && name == "e1":
		return abroad(p, text+".alarm")
	case mode == screenAlarm:
		return text + ".alarm"
	case name == "week" && (p.Lost || p.lastLists().IsZero()):
		return text + ".first"
	case p.Lost, mode == screenWeek && p.lastLists().IsZero():
		return text // what they told already may be what is missing
	case mode == screenFull && p.phonedOnly():
		return text // it may be there still, and not have changed
	case mode == screenWeek && name != "week":
		return text + ".week"
	case mode == screenFull && !p.Screened.IsZero():
		return text + ".again"
	}
	return text
}

// phonedOnly says whether an emergency sign was let go of on a doctor's advice by
// phone since the full set was last answered: nobody has examined it, and it may be as
// it was [clinical.md 1.1, 1.4].
func (p Patient) phonedOnly() bool {
	return slices.ContainsFunc(p.Known, func(k Known) bool {
		return k.Way == wayPhoned && k.Class.emergency() && k.On.After(p.Screened)
	})
}

// screenRows: the weekly set has RF13 and RF19-22 on one screen (clinical.md 1.4).
func screenRows(name string) []string {
	if name == "week" {
		return []string{"RF13", "RF19", "RF20", "RF21", "RF22"}
	}
	return rowsOn(name)
}

func (o Open) mode() string {
	if o.About == "" {
		return screenFull
	}
	return o.About
}

// screen opens a screening.
func (t *turn) screen(mode string) {
	t.open("screen", func(o *Open) { o.About = mode })
}

// tookTick: an emergency row alarms at the tap, before any "done". The screen
// stops there; its rows are asked one by one if the alarm turns out known.
func tookTick(t *turn, choice string) bool {
	f := redFlagOf(Row(choice))
	if !f.Tapped.emergency() {
		return false
	}
	o := t.top()
	if !slices.Contains(o.Ticked, choice) {
		return false // taken off again
	}
	o.Ticked = nil
	if open := t.p.flag(f.Row); open != nil { // the tap came twice, or its number was typed
		if _, pressed := t.ev.(Pressed); pressed {
			t.alertWorst()
		} else {
			t.call(open.Class, open.Row)
		}
		if i := t.indexOf("row"); i >= 0 {
			t.raise(i)
		}
		return true
	}
	form, q := t.questionAt(len(t.p.Forms) - 1)
	t.out.Answered = &Answered{Ask: form.askOf(t.p, *o, q), Choices: []string{choice}}
	t.alarm(f.Row, "tap")
	if t.p.finding(f.Row) != nil {
		t.askRow([]string{choice}, "tap")
	}
	return true
}

// tookScreen takes a whole screen. What can't wait is settled at once; the
// questions about each row come when the screens are done.
func tookScreen(t *turn, value string) bool {
	switch value {
	case "":
		return false
	case ChoiceDoubt:
		t.ticked(t.top().Ticked)
		return t.askDoubted()
	}
	t.ticked(strings.Split(value, ","))
	return false
}

// askDoubted asks one by one about the rows of the screen on top that were not
// ticked; false if there are none.
func (t *turn) askDoubted() bool {
	o := t.top() // only now: what was ticked can have dropped a form below
	o.Ticked = nil
	rest := without(screenRows(o.Question), o.Rows)
	if len(rest) == 0 {
		return false
	}
	f, _ := FormOf(o.Form)
	o.Question = f.next(t.p, *o, o.Question)
	t.askRow(rest, "doubt")
	return true
}

// ticked keeps rows that were ticked, and settles what can't wait.
func (t *turn) ticked(rows []string) {
	o := t.top()
	for _, row := range rows {
		o.Rows = append(o.Rows, row)
		t.found(Row(row))
		t.log("flag", map[string]string{"row": row, "how": "tap"})
	}
	if len(rows) > 0 && t.worstFound().rank() >= SameDay.rank() {
		t.settle(Row(rows[0]))
	}
}

// without is the rows that are not among others.
func without(rows, others []string) []string {
	return slices.DeleteFunc(slices.Clone(rows), func(r string) bool { return slices.Contains(others, r) })
}

// worstFound is the gravest urgency of all that was found so far.
func (t *turn) worstFound() Urgency {
	worst := NoUrgency
	for _, u := range urgencyOf(t.p.Findings, t.p.facts()) {
		worst = gravest(worst, u)
	}
	return worst
}

// screened concludes a screening: the date counts, and then come the questions
// about the rows that were ticked.
func screened(t *turn, o Open) {
	if o.mode() == screenFull {
		t.p.Screened, t.p.Rescreen, t.p.Lost = t.now, false, false
	}
	if o.mode() != screenAlarm {
		t.p.AskedE = t.now
	}
	t.p.AskedNews = t.now
	t.log("screened", map[string]string{"set": o.mode(), "rows": strings.Join(o.Rows, ",")})
	switch {
	case len(o.Rows) > 0 && !t.p.worst().emergency():
		t.askRow(o.Rows, "tap")
	case t.p.worst() == NoUrgency:
		text := "screen.clear." + o.mode()
		if o.mode() == screenAlarm {
			text = abroad(t.p, text)
		}
		t.say(text, about(AboutFlag))
		if len(t.p.Forms) == 0 && t.p.Stage == Coached {
			t.lastReply(offering("exercise", "help"))
		}
	default:
		t.answersTaken()
	}
}
