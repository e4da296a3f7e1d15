package flows

import (
	"slices"
	"strings"
)

// gate is the red-flag gate, the first thing every event passes. It hears
// alarm words in any text, in any state; while a red flag or a question about
// one is open it lets nothing through but what is about that.
func gate(t *turn) bool {
	if rows := t.heard(); len(rows) > 0 {
		t.suspect(rows, "word")
		return true
	}
	if rows := t.oldAlarm(); len(rows) > 0 {
		t.askOldAlarm(rows)
		return true
	}
	if _, ticked := t.ev.(Ticked); ticked {
		t.flagTick()
		return false // what else is due waits for flags by itself
	}
	if _, outage := t.ev.(Outage); outage {
		return false // it repeats the alarm signals, whatever is open
	}
	if t.pressesFlag() || t.asksAlarm() {
		return formed(t) || commanded(t)
	}
	if !t.held() {
		return false
	}
	if t.claimsRight() {
		return t.p.Consent != nil && commanded(t) // before consent that stage knows them
	}
	t.restate()
	return true
}

// heard is the rows that the words of an event point at and that are worth a
// question: a word that was just denied, and is denied again, is not. A typed
// label of the open question is the tap on its button, whatever words it holds.
func (t *turn) heard() []Row {
	text := textOf(t.ev)
	if text == "" || t.typesLabel() {
		return nil
	}
	return slices.DeleteFunc(triggered(text), func(r Row) bool {
		return t.deniedLately(r, true) && denies(text, r)
	})
}

// typesLabel says whether a text is the label of a choice of the open question.
func (t *turn) typesLabel() bool {
	ev, said := t.ev.(Said)
	o := t.top()
	if !said || ev.Means == "" || ev.Forwarded || ev.Edited || o == nil || o.Later {
		return false
	}
	f, q := t.questionAt(len(t.p.Forms) - 1)
	return f.askOf(t.p, *o, q).offers(ev.Means)
}

// textOf is the words that came with an event.
func textOf(ev Event) string {
	switch ev := ev.(type) {
	case Said:
		return ev.Text
	case Sent:
		return ev.Text
	case Commanded:
		return ev.Arg
	}
	return ""
}

// held says whether the gate keeps everything else back: a flag that allows no
// talk is open, or a question about a flag waits for its answer.
func (t *turn) held() bool {
	if !Allows(t.p, AboutTalk) {
		return true
	}
	return t.indexOf("row") >= 0
}

// pressesFlag says whether an event answers a question about flags, by button
// or by typing.
func (t *turn) pressesFlag() bool {
	switch ev := t.ev.(type) {
	case Pressed:
		f, ok := FormOf(ev.Form)
		return ok && f.Topic == AboutFlag
	case Said:
		o := t.top()
		if o == nil || ev.Forwarded || ev.Edited {
			return false
		}
		f, _ := FormOf(o.Form)
		return f.Topic == AboutFlag && t.answers(ev)
	}
	return false
}

// answers says whether a text is an answer to the open question.
func (t *turn) answers(ev Said) bool {
	o := t.top()
	if o == nil || o.Later {
		return false
	}
	f, q := t.questionAt(len(t.p.Forms) - 1)
	a := f.askOf(t.p, *o, q)
	if choiceOf(a, ev) != "" || len(numbered(a, ev.Text)) > 0 {
		return true
	}
	_, _, ok := q.read(ev.Text)
	return ok
}

// asksAlarm: /alarm, its button, or the word alone.
func (t *turn) asksAlarm() bool { return t.commandOf() == "alarm" }

// claimsRight: what nobody may be kept from, also while a flag is open. The
// answers open with the flag's call.
func (t *turn) claimsRight() bool {
	switch t.commandOf() {
	case "help", "stop", "privacy", "delete", "language", "seen":
		return true
	}
	if ev, ok := t.ev.(Pressed); ok {
		return ev.Form == "erase"
	}
	o := t.top()
	said, typed := t.ev.(Said)
	return typed && !said.Edited && o != nil && o.Form == "erase" && t.answers(said)
}

// restate says again what the open flag asks for.
func (t *turn) restate() {
	if o := t.top(); o != nil && o.Form == "lock" && o.Question != "called" && !o.Later {
		t.missed() // it is in the middle of a way back
		return
	}
	if i := t.indexOf("row"); i >= 0 {
		t.raise(i)
		if t.commandOf() != "" {
			t.say("flag.first", about(AboutFlag), safely, t.callFirst)
			t.ask()
			return
		}
		t.missed()
		return
	}
	if _, pressed := t.ev.(Pressed); pressed {
		t.alertWorst()
	}
	t.openLock()
}

// suspect asks about rows one by one, the gravest first, each with its call in
// front. Rows that are open already are not asked about: their call is.
func (t *turn) suspect(rows []Row, how string) {
	queue := t.unsettled()
	for _, r := range rows {
		if t.p.flag(r) == nil && !slices.Contains(queue, string(r)) {
			queue = append(queue, string(r))
		}
	}
	if len(queue) == 0 {
		t.callAgain(rows)
		return
	}
	slices.SortStableFunc(queue, func(a, b string) int { return askedBefore(Row(a)) - askedBefore(Row(b)) })
	t.askRow(queue, how)
}

// askedBefore orders rows that are asked about: 112, then a crisis, whose 113
// must not wait behind another question, then the others by urgency.
func askedBefore(row Row) int {
	u := redFlagOf(row).Tapped
	if u == Crisis {
		u = NowDoctor
		return -2*u.rank() - 1
	}
	return -2 * u.rank()
}

// callAgain is for alarm words about what is open already.
func (t *turn) callAgain(rows []Row) {
	if f := t.p.inCrisis(); f != nil && slices.Contains(rows, f.Row) {
		t.call(Crisis, f.Row)
		return
	}
	t.restate()
}

// unsettled is the rows that an open row form still has to ask about.
func (t *turn) unsettled() []string {
	i := t.indexOf("row")
	if i < 0 {
		return nil
	}
	o := t.p.Forms[i]
	var rows []string
	if t.p.finding(Row(o.About)) == nil {
		rows = append(rows, o.About)
	}
	return append(rows, o.Rows...)
}

// alarm is a yes to a row. The call goes out before anything else.
func (t *turn) alarm(row Row, how string) {
	if t.p.Consent == nil { // nothing may be kept: the call is all there is, and it is enough
		t.call(urgencyOf([]Finding{{Row: row}}, facts{pain: NoScore})[row], row)
		return
	}
	f := t.found(row)
	t.p.Known = slices.DeleteFunc(t.p.Known, func(k Known) bool { return k.Row == row })
	t.log("flag", map[string]string{"row": string(row), "how": how, "detail": f.Detail})
	t.settle(row)
	if row == "RF24" && t.p.flag("RF23") != nil && !t.called {
		t.call(SoonGP, "RF23") // now it is for this week
	}
}

// settle brings the open flags in line with what was found, and says the call
// when it is new or has changed.
func (t *turn) settle(row Row) {
	want := urgencyOf(t.p.Findings, t.p.facts())
	waiting := t.waiting()
	before, had := t.p.worst(), t.p.flag(row) != nil
	said := callText(t.p, before, t.p.worstRow())
	for _, f := range redFlags() { // in the order of the table, so that it is always the same
		if want[f.Row] == SoonGP && slices.Contains(waiting, string(f.Row)) {
			continue // its own questions come first; there is no hurry
		}
		t.setFlag(f.Row, want[f.Row])
	}
	t.looseLock()
	after, f := t.p.worst(), t.p.flag(row)
	switch opened := f != nil && !had; {
	case opened && f.Class == Crisis:
		t.call(Crisis, row)
	case opened && (f.Class.emergency() || f.Class == after), after != before && after != NoUrgency, opened && said != callText(t.p, after, t.p.worstRow()):
		t.call(after, row)
	}
}

// waiting is the rows whose own questions are still to come.
func (t *turn) waiting() []string {
	if i := t.indexOf("row"); i >= 0 {
		return t.p.Forms[i].Rows
	}
	return t.queue
}

// setFlag opens, changes or closes the flag of one row.
func (t *turn) setFlag(row Row, u Urgency) {
	switch f := t.p.flag(row); {
	case u == NoUrgency && f != nil:
		t.closeFlag(row)
	case u == NoUrgency:
	case f == nil:
		t.p.Flags = append(t.p.Flags, t.newFlag(row, u))
		t.logFlag("flag.open", row, u)
	case f.Class != u:
		*f = t.newFlag(row, u)
		t.logFlag("flag.change", row, u)
	}
}

func (t *turn) logFlag(kind string, row Row, u Urgency) {
	t.log(kind, map[string]string{"row": string(row), "class": string(u), "text": callText(t.p, u, row)})
}

// call says what to do now. It is a safety text, and an alert at the button
// that was tapped.
func (t *turn) call(u Urgency, row Row) {
	what := "flag.what." + string(row)
	if row == "RF23" && t.p.finding("RF24") != nil {
		what += ".week" // clinical.md 1.2: RF24 makes it this week
	}
	t.say(callText(t.p, u, row), about(AboutFlag), safely, args("What", what, "Row", "flag.name."+string(row)))
	t.alert(u, row)
	t.called = true
}

// alert shows the call at the tapped button, which no limit delays.
func (t *turn) alert(u Urgency, row Row) {
	if _, pressed := t.ev.(Pressed); pressed && u != NoUrgency {
		t.toast(abroad(t.p, callFor(t.p, "flag.alert.", u, row)), about(AboutFlag))
		t.out.Alert = true
	}
}

// alertWorst shows the call of the gravest flag at the tapped button.
func (t *turn) alertWorst() { t.alert(t.p.worst(), t.p.worstRow()) }

// safely makes a reply a safety text: it overtakes all others.
func safely(r *Reply) { r.Class, r.Topic = Safety, AboutFlag }

func callText(p Patient, u Urgency, row Row) string {
	return abroad(p, callFor(p, "flag.call.", u, row))
}

// callFor names a text with the call of an urgency. Two rows have a call of
// their own: with an alarm sign in pregnancy one calls the midwife first, and
// with inflammatory back pain one may keep exercising, unless something else was
// found too (clinical.md 1.2, 1.4).
func callFor(p Patient, kind string, u Urgency, row Row) string {
	if row == "RF28" && u == NowDoctor || row == "RF23" && u == SoonGP && p.onlyInflamed() {
		return kind + string(u) + "." + string(row)
	}
	return kind + string(u)
}

// onlyInflamed: nothing was found but inflammatory back pain.
func (p Patient) onlyInflamed() bool {
	return !slices.ContainsFunc(p.Findings, func(f Finding) bool { return f.Row != "RF23" && f.Row != "RF24" })
}

// worstRow is a row of the gravest class that is open: one whose call everybody
// gets goes before one with a call of its own.
func (p Patient) worstRow() Row {
	var row Row
	for _, f := range p.Flags {
		if f.Class != p.worst() {
			continue
		}
		if row = f.Row; callFor(p, "", f.Class, row) == string(f.Class) {
			return row
		}
	}
	return row
}

// abroad picks the wording for someone outside Europe, where 112 and the GP
// post don't help, and outside the Netherlands, where 113 does not (clinical.md
// 1.4).
func abroad(p Patient, text string) string {
	switch {
	case !inEurope(p.Zone):
		return text + ".abroad"
	case p.Zone != dutchZone && namesDutchLine(text):
		return text + ".europe"
	}
	return text
}

// dutchZone is where the crisis line 113 is.
const dutchZone = "Europe/Amsterdam"

// namesDutchLine says of a text that it names 113.
func namesDutchLine(text string) bool {
	return strings.HasSuffix(text, "."+string(Crisis)) || strings.HasPrefix(text, "crisis.") || text == "chat.worried"
}

// inEurope says whether an IANA zone lies where 112 is answered.
func inEurope(zone string) bool {
	switch zone {
	case "Atlantic/Azores", "Atlantic/Madeira", "Atlantic/Canary", "Atlantic/Reykjavik", "Atlantic/Faroe",
		"Arctic/Longyearbyen", "Asia/Nicosia", "Asia/Famagusta", "CET", "WET", "MET", "EET":
		return true
	}
	return strings.HasPrefix(zone, "Europe/")
}
