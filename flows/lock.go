package flows

import "slices"

// lockForm asks how it stands with one open flag, its About, and holds the ways
// back. It is about that flag to the end: when a graver one opens meanwhile, it
// is let go, so that no answer about one flag ever opens another.
func lockForm() Form {
	return Form{
		Name: "lock", Topic: AboutFlag, Safety: true, Bound: true,
		Questions: []Question{
			{Name: "called", Kind: Choice, Offer: lockChoices, Text: lockText, Args: lockArgs, Took: tookCalled},
			{Name: "allowed", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo, ChoiceUnsure}, When: lockSeen, Args: lockArgs, Took: tookAllowed},
			{Name: "again", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo, ChoiceUnsure}, When: lockMistake, Args: lockArgs, Took: tookAgain},
			{Name: "sure", Kind: Choice, Choices: []string{"stays", "sure"}, When: lockMistake, Args: lockArgs, Took: tookSure},
		},
		Done: func(*turn, Open) {},
	}
}

// openLock asks how it stands with the flag that presses most.
func (t *turn) openLock() {
	f := t.p.pressing()
	if f == nil {
		return
	}
	if i := t.indexOf("lock"); i >= 0 && t.p.Forms[i].About == string(f.Row) {
		t.raise(i)
		t.ask()
	} else {
		row, way := string(f.Row), f.Way
		t.open("lock", func(o *Open) {
			o.About = row
			if way != "" { // only the yes is missing
				o.Answers["called"] = way
			}
		})
	}
	if t.top().Question != "called" { // which begins with the call
		t.lastReply(t.callFirst)
	}
}

// looseLock lets go of a lock's question when it is not about the flag that
// presses most any more.
func (t *turn) looseLock() {
	f, i := t.p.pressing(), t.indexOf("lock")
	if i >= 0 && (f == nil || t.p.Forms[i].About != string(f.Row)) {
		t.drop("lock")
	}
}

// lockChoices: an age is no mistap.
func lockChoices(_ Patient, o Open) []string {
	ways := []string{waySeen, wayPhoned, "notyet"}
	if o.About != "RF32" {
		ways = append(ways, "mistake")
	}
	return ways
}

func lockText(p Patient, o Open) string {
	u := SoonGP
	if f := p.flag(Row(o.About)); f != nil {
		u = f.Class
	}
	return abroad(p, callFor(p, "lock.called.", u, Row(o.About)))
}

func lockArgs(_ Patient, o Open) Args {
	return Args{"Row": "flag.name." + o.About, "Ask": "flag.ask." + o.About}
}

func lockSeen(_ Patient, o Open) bool {
	return o.Answers["called"] == waySeen || o.Answers["called"] == wayPhoned
}

func lockMistake(_ Patient, o Open) bool { return o.Answers["called"] == "mistake" }

// locked is the flag that the open lock is about, or nil when another way back
// was faster.
func (t *turn) locked() *Flag { return t.p.flag(Row(t.top().About)) }

func tookCalled(t *turn, value string) bool {
	f := t.locked()
	if f == nil {
		t.closeLock()
		return true
	}
	t.log("flag.asked", map[string]string{"row": string(f.Row), "answer": value})
	switch {
	case value == "mistake" && f.Class.emergency() && t.deniedLately(f.Row, false):
		t.say(abroad(t.p, "lock.phone"), about(AboutFlag), safely)
		t.drop("lock")
		return true
	case value == "notyet":
		return t.keepLock()
	}
	return false
}

// tookAllowed: no, or don't know, keeps the lock; the next date stands already.
func tookAllowed(t *turn, value string) bool {
	f := t.locked()
	if f != nil && value == ChoiceYes {
		row, way := f.Row, t.top().Answers["called"]
		t.log("flag.back", map[string]string{"row": string(row), "way": way})
		t.wayBack(row, way)
		return true
	}
	if f != nil {
		f.Way = t.top().Answers["called"]
	}
	t.drop("lock")
	t.say("lock.stays", about(AboutFlag), safely, offering("seen"))
	return true
}

// tookAgain: a mistap asks the row again in full; anything but a clear no keeps
// the lock.
func tookAgain(t *turn, value string) bool {
	if value == ChoiceNo {
		return false
	}
	return t.keepLock()
}

func tookSure(t *turn, value string) bool {
	f := t.locked()
	if f == nil || value != "sure" {
		return t.keepLock()
	}
	row := f.Row
	t.deny(row, false)
	t.log("flag.back", map[string]string{"row": string(row), "way": "mistake"})
	t.wayBack(row, "")
	return true
}

// keepLock says the call again and waits.
func (t *turn) keepLock() bool {
	t.drop("lock")
	if f := t.p.pressing(); f != nil {
		t.call(f.Class, f.Row)
	}
	return true
}

// wayBack closes the flag of a row, as known if a doctor has seen it or has advised
// by phone; "" is a mistap. After an E or DAY flag the full set is asked once, before
// anything else.
func (t *turn) wayBack(row Row, way string) {
	class := t.p.flag(row).Class
	t.drop("lock")
	if way != "" {
		t.known(row)
		k := &t.p.Known[len(t.p.Known)-1]
		k.Way, k.Class = way, class
	} else {
		t.unfound(row)
	}
	t.closeFlag(row)
	t.unask(row)
	t.settleQuietly()
	if class.rank() >= SameDay.rank() {
		t.p.Rescreen = true
	}
	t.closeLock()
}

// unask lets go of an open question about a row that has found its way back:
// nobody is asked since when they have what they don't have, or what a doctor
// has seen, and silence about it is no yes. The rows behind it still come.
func (t *turn) unask(row Row) {
	i := t.indexOf("row")
	if i < 0 || t.p.Forms[i].About != string(row) {
		return
	}
	o := t.p.Forms[i]
	t.drop("row")
	rest := without(o.Rows, []string{string(row)})
	if len(rest) == 0 {
		return
	}
	t.p.Runs++
	next := Open{
		Form: "row", Run: t.p.Runs, About: rest[0], Rows: rest[1:],
		Answers: map[string]string{"how": o.Answers["how"]}, Since: t.now, Asked: t.now,
	}
	next.Question = rowForm().next(t.p, next, "")
	t.p.Forms = slices.Insert(t.p.Forms, i, next)
}

// settleQuietly lets the classes of the other flags follow without a new call.
func (t *turn) settleQuietly() {
	want := urgencyOf(t.p.Findings, t.p.facts())
	for _, f := range redFlags() {
		t.setFlag(f.Row, want[f.Row])
	}
}

// closeLock goes on after a flag was closed: to the next flag, to the full set,
// or to where the patient was.
func (t *turn) closeLock() {
	t.drop("lock")
	switch {
	case !Allows(t.p, AboutTalk):
		t.say("lock.next", about(AboutFlag), safely)
		t.openLock()
	case t.p.Rescreen:
		t.say("lock.rescreen", about(AboutFlag), safely)
		t.screen(screenFull)
	default:
		t.say("lock.open", about(AboutFlag), safely)
		if t.p.Stage == Coached && t.p.mayNot(t.today()) {
			t.sayGate()
		}
		t.resume()
	}
}

// closeFlag takes a flag away.
func (t *turn) closeFlag(row Row) {
	t.p.Flags = slices.DeleteFunc(t.p.Flags, func(f Flag) bool { return f.Row == row })
	t.log("flag.close", map[string]string{"row": string(row)})
}
