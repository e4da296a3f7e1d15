package flows

import "time"

// dayCommand does what the buttons below a reminder ask for; they don't grow
// old, so that today's state decides.
func (t *turn) dayCommand() {
	switch t.commandOf() {
	case "log":
		t.quicklogNow()
	case kindMini, kindShort:
		if !t.coached() || t.resumeSession() {
			return
		}
		t.beginSession(t.commandOf())
	case "later":
		if t.coached() {
			t.snooze(t.now.Add(time.Hour))
		}
	case "nottoday":
		if t.coached() {
			t.notToday()
		}
	}
}
