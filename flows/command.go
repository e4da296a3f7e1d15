package flows

import "slices"

// commandOf is the command that an event is: a slash command, a button that
// stands for one, or a word that means one. "" if it is none. A typed label of
// the open question is its answer: "English" to "which language?".
func (t *turn) commandOf() string {
	switch ev := t.ev.(type) {
	case Commanded:
		return ev.Name
	case Pressed:
		if ev.Form == FormDo {
			return ev.Question
		}
	case Said:
		if !ev.Forwarded && !t.typesLabel() && t.word(ev) == "" {
			return spokenCommand(ev.Text)
		}
	}
	return ""
}

// argument is what came with a command.
func (t *turn) argument() string {
	switch ev := t.ev.(type) {
	case Commanded:
		return ev.Arg
	case Pressed:
		return ev.Choice
	}
	return ""
}

// commanded does what a command asks for.
func commanded(t *turn) bool {
	switch t.commandOf() {
	case "start", "continue":
		t.goOn()
	case "exercise":
		t.exerciseNow()
	case "library":
		t.libraryNow()
	case "feared":
		t.fearedNow()
	case "pain":
		t.painNow()
	case "alarm":
		t.alarmNow()
	case "seen":
		t.seenNow()
	case "settings":
		t.settingsNow()
	case "pause":
		t.pauseNow()
	case "stop":
		t.stopNow()
	case "privacy":
		t.privacyNow()
	case "delete":
		t.eraseNow()
	case "help":
		t.helpNow()
	case "language":
		t.languageNow()
	case "correct":
		t.correctLast()
	case "checkin":
		t.checkinNow()
	case "log", kindMini, kindShort, "later", "nottoday":
		t.dayCommand()
	default:
		return false
	}
	return true
}

// goOn takes up what lies open, or says what can be done.
func (t *turn) goOn() {
	switch {
	case t.p.Stage == Stopped && !t.continuesWhileStopped():
		t.restart()
	case t.p.paused(t.today()) && !t.asideForm():
		t.endPause()
		t.resume()
	case len(t.p.Forms) > 0:
		t.raise(t.leftOff())
		t.say("form.resume")
		t.ask()
	case t.p.Stage == Intake:
		t.open("intake")
	default:
		t.helpNow()
	}
}

// leftOff is the form that "verder" means: the last one, but not the morning's
// invitation, which came over it.
func (t *turn) leftOff() int {
	for i, o := range slices.Backward(t.p.Forms) {
		if !o.invites() {
			return i
		}
	}
	return len(t.p.Forms) - 1
}

// alarmNow screens from anywhere: what costs minutes first. Before consent
// nothing may be asked or kept, so the signs and the numbers are all shown.
func (t *turn) alarmNow() {
	if t.p.Consent == nil {
		t.say(abroad(t.p, "alarm.overview"), about(AboutFlag), safely)
		return
	}
	if t.asksEmergency() || t.p.worst() == Now112 {
		t.restate() // it can't get more urgent than that
		return
	}
	t.screen(screenAlarm)
}

// asksEmergency says whether a question about an emergency or a crisis waits.
func (t *turn) asksEmergency() bool {
	i := t.indexOf("row")
	if i < 0 {
		return false
	}
	u := redFlagOf(Row(t.p.Forms[i].About)).Tapped
	return u.emergency() || u == Crisis
}

// seenNow: "ik ben er weer". While a flag is open it leads to the ways back.
func (t *turn) seenNow() {
	if t.p.pressing() != nil {
		t.openLock()
		return
	}
	t.goOn()
}

// languageNow changes the language, to the one named or by asking.
func (t *turn) languageNow() {
	switch lang := Lang(t.argument()); lang {
	case Dutch, English:
		t.p.Lang = lang
		t.log("language", map[string]string{"lang": string(lang)})
		t.say("language.changed", about(AboutRights))
		t.resume()
	default:
		t.say("language.which", about(AboutRights), offering("language.nl", "language.en"))
	}
}

// in says whether the patient belongs to a special group.
func (p Patient) in(group string) bool { return slices.Contains(p.Profile.Groups, group) }
