package flows

import (
	"slices"
	"time"
)

// unanswered is how long a question about a red flag may stay open before it
// counts as yes (clinical.md 1.4).
const unanswered = 30 * time.Minute

// flagDue is the next moment that is about red flags; zero: none.
func flagDue(p Patient) time.Time {
	var at time.Time
	if i := waitingForm(p); i >= 0 {
		at = p.Forms[i].Asked.Add(unanswered)
	}
	if f := p.pressing(); f != nil {
		at = earliest(at, f.AskAt)
	}
	if f := p.inCrisis(); f != nil {
		at = earliest(at, f.AskAt)
	}
	return earliest(at, p.healedAt())
}

// healedAt is the beginning of the day on which an operation is no longer recent,
// so that RF34 does not hold any more; zero: it is not open, or somebody said no,
// or the hospital wants more.
func (p Patient) healedAt() time.Time {
	f := p.flag("RF34")
	if f == nil || f.Way != "" || p.Profile.Operated == "" {
		return time.Time{}
	}
	return clockOn(max(addDays(p.Profile.Operated, recentSurgery), p.Profile.NotBefore), 0, p.zone())
}

// healed closes RF34: six weeks after an operation exercises begin by themselves
// (clinical.md 5.2). The morning's reminder says so.
func (t *turn) healed() {
	t.unfound("RF34")
	t.closeFlag("RF34")
	t.unask("RF34")
	t.settleQuietly()
	t.looseLock()
}

// waitingForm is the open form whose silence counts as yes, or -1: a question
// about a row, or a screen with ticks whose questions never came.
func waitingForm(p Patient) int {
	for i := len(p.Forms) - 1; i >= 0; i-- {
		o := p.Forms[i]
		if o.Form == "row" || o.Form == "screen" && len(o.Rows)+len(o.Ticked) > 0 {
			return i
		}
	}
	return -1
}

// flagTick does what time brings about red flags, before everything else that
// is due.
func (t *turn) flagTick() {
	for i := waitingForm(t.p); i >= 0 && !t.p.Forms[i].Asked.Add(unanswered).After(t.now); i = waitingForm(t.p) {
		t.countAsYes(i) // a row, and then the screen below it
	}
	if at := t.p.healedAt(); !at.IsZero() && !at.After(t.now) {
		t.healed()
	}
	if f := t.p.pressing(); f != nil && f.asksBy(t.now) {
		t.askHowItStands(f)
	}
	if f := t.p.inCrisis(); f != nil && f.asksBy(t.now) {
		if t.asked() { // one question at a time
			f.AskAt = t.now.Add(callAgain)
			return
		}
		t.endCrisis()
	}
}

func (f Flag) asksBy(now time.Time) bool { return !f.AskAt.IsZero() && !f.AskAt.After(now) }

// countAsYes takes silence for yes: for the row being asked about if minutes or
// hours count, and for all that was ticked.
func (t *turn) countAsYes(i int) {
	o := t.p.Forms[i]
	if o.Form == "screen" {
		t.raise(i)
		t.ticked(o.Ticked)
		top := t.top()
		rows := top.Rows
		top.Rows, top.Ticked, top.Later = nil, nil, o.Later
		t.gravestDetails()
		t.settle(Row(rows[0]))
		return
	}
	t.drop("row")
	row := Row(o.About)
	if t.p.finding(row) == nil && (redFlagOf(row).Tapped != SoonGP || row == "RF32") {
		t.alarm(row, "unanswered")
	}
	t.gravestDetails()
	t.settle(row)
	t.askListAgain(o)
	if t.p.worst().emergency() {
		t.drop("screen")
	}
}

// gravestDetails takes every row's own follow-up that was not answered for its
// gravest answer.
func (t *turn) gravestDetails() {
	for i, f := range t.p.Findings {
		if detail := redFlagOf(f.Row).Detail; f.Detail == "" && len(detail) > 0 {
			t.p.Findings[i].Detail = detail[0]
		}
	}
}

// askListAgain puts a list back whose rows were being asked one by one ("ik
// twijfel") when the answers stopped: it counts as not asked.
func (t *turn) askListAgain(row Open) {
	i := t.indexOf("screen")
	if i < 0 || row.Answers["how"] != "doubt" {
		return
	}
	o := &t.p.Forms[i]
	for _, q := range screenForm().Questions {
		if o.Answers[q.Name] == ChoiceDoubt && slices.Contains(screenRows(q.Name), row.About) {
			delete(o.Answers, q.Name)
			o.Path = without(o.Path, []string{q.Name})
			o.Question = q.Name
		}
	}
}

// askHowItStands asks about the open flag, at its dates and then no more.
func (t *turn) askHowItStands(f *Flag) {
	f.Asked++
	f.AskAt = f.nextAsk(t.p.zone(), t.now)
	t.drop("lock")
	t.openLock()
}

// endCrisis: the day after a crisis is one question, and no lock.
func (t *turn) endCrisis() {
	t.unfound("RF35")
	t.closeFlag("RF35")
	t.open("crisis")
}

// crisisForm is the one question of the day after (RF35, clinical.md 1.4).
func crisisForm() Form {
	return Form{
		Name: "crisis", Topic: AboutFlag, Safety: true,
		Questions: []Question{
			{Name: "how", Kind: Choice, Choices: []string{"better", "same", "worse"}, Text: crisisText, Took: tookCrisis},
		},
		Done: func(*turn, Open) {},
	}
}

func crisisText(p Patient, _ Open) string { return abroad(p, "crisis.how") }

func tookCrisis(t *turn, value string) bool {
	t.log("crisis", map[string]string{"answer": value})
	text := "crisis.still"
	if value == "better" {
		text = "crisis.better"
	}
	t.say(abroad(t.p, text), about(AboutFlag), safely)
	t.putAside()
	return false
}

// earliest is the earlier of two moments, where zero is never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
