package flows

import "slices"

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
	if t.asksAlarm() {
		return commanded(t)
	}
	if t.pressesFlag() {
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
	if !said || ev.Means == "" || ev.Forwarded || ev.Edited {
		return false
	}
	asked := Asking(t.p)
	return asked != nil && asked.offers(ev.Means)
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
