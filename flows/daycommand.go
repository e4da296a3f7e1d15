package flows

import "time"

// dayCommand does what the buttons below a reminder ask for; they don't grow
// old, so that today's state decides.
func (t *turn) dayCommand() {
	switch t.commandOf() {
	case "log":
		t.quicklogNow()
	case "mini":
		if !t.coached() || t.resumeSession() {
			return
		}
		t.beginSession(kindMini)
	case "later":
		if t.coached() {
			t.snooze(t.now.Add(time.Hour))
		}
	case "nottoday":
		if t.coached() {
			t.notToday()
		}
	case "correct":
		t.correct()
	}
}

// correct opens the form that was finished last at its last question again. Its
// new diary entry will name the one it replaces.
func (t *turn) correct() {
	c := t.p.Closed
	if c == nil || c.Entry == 0 || len(c.Path) == 0 || t.indexOf(c.Form) >= 0 {
		t.say("form.closed")
		return
	}
	t.p.Forms = append(t.p.Forms, c.clone())
	t.p.Closed = nil
	t.back()
	t.out.Answered = nil // the question stays as it was answered; it comes once more below
}
