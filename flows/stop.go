package flows

import (
	"slices"
	"time"
)

// stopNow ends everything that comes unasked. What was kept stays, and the way
// back and the way to erase it are said. Questions about an open red flag
// stay: they are about safety, not about the programme.
func (t *turn) stopNow() {
	t.endExercise() // what was done counts
	t.p.Stage = Stopped
	t.p.Forms = slices.DeleteFunc(t.p.Forms, func(o Open) bool {
		f, ok := FormOf(o.Form)
		return !ok || f.Topic != AboutFlag && o.Form != "intake"
	})
	for i := range t.p.Forms {
		t.p.Forms[i].Later = t.p.Forms[i].Later || t.p.Forms[i].Form == "intake"
	}
	r := &t.p.Rhythm
	r.Snoozed, r.Sent, r.Silent, r.Missed, r.Quiet = time.Time{}, time.Time{}, false, 0, false
	t.p.Closed = nil
	t.log("stopped", nil)
	t.say("stop.done", about(AboutRights), offering("start", "delete"))
}

// restart takes the programme up again after /stop, or the intake where that
// was not done.
func (t *turn) restart() {
	t.log("restarted", nil)
	if t.p.Course.Start == "" {
		t.p.Stage = Intake
		t.open("intake")
		return
	}
	t.p.Stage = Coached
	t.p.Rhythm.PausedUntil = ""
	t.catchUp()
	t.skipCheckins()
	t.say("stop.back", t.next(t.nextReminder()), offering("exercise", "settings", "help"))
	t.resume()
}

// continuesWhileStopped: "verder" right after a list or a question was put
// aside means that, and not that reminders may come again.
func (t *turn) continuesWhileStopped() bool {
	o := t.top()
	return t.commandOf() == "continue" && o != nil && o.Later && o.Form != "intake"
}
