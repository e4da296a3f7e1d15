package flows

import "time"

// restored holds a patient who was put back from a backup: a red flag that was
// raised since then may be missing, so the full set comes before any exercise.
// Open flags stay open. Who has not agreed to anything has nothing to lose.
func restored(t *turn) bool {
	ev, ok := t.ev.(Restored)
	if !ok {
		return false
	}
	if t.p.Consent == nil {
		return true
	}
	t.p.Rescreen, t.p.Lost = true, true
	t.p.Runs += lostRuns
	to := ev.To.UTC().Truncate(time.Second)
	t.p.Restored = earliest(t.p.Restored, to)
	t.log("restored", map[string]string{"to": to.Format(time.RFC3339)})
	t.endExercise()
	t.screenAnew()
	if !t.p.Away && t.p.Stage != Stopped {
		t.tellRestored()
		if t.p.Stage == Coached && Allows(t.p, AboutExercise) && !t.asking() {
			t.lastReply(offering("exercise", "help"))
		}
		t.reask()
	}
	return true
}

// lostRuns is more forms than anyone opens between two backups: a button of a
// form that is missing now must not fit one that is opened later.
const lostRuns = 10_000

// screenAnew makes a list of red flags that lay open the full set, from its
// beginning. What was ticked on it counts.
func (t *turn) screenAnew() {
	i := t.indexOf("screen")
	if i < 0 {
		return
	}
	t.raise(i)
	o := t.top()
	ticked := o.Ticked
	o.About, o.Path, o.Answers, o.Ticked = screenFull, nil, map[string]string{}, nil
	o.Question = screenForm().next(t.p, *o, "")
	t.ticked(ticked)
}

// tellRestored tells a patient once that recent answers may be missing, with
// the alarm signals: at once, or, of whom nothing may be sent to, when they are
// back.
func (t *turn) tellRestored() {
	if t.p.Restored.IsZero() {
		return
	}
	to := t.p.Restored.Format(time.RFC3339)
	t.say(abroad(t.p, "restored"), safely, args("At", to, "Time", to))
	t.p.Restored = time.Time{}
}
