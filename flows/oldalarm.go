package flows

import "slices"

// oldAlarm is the emergency rows behind a tap on a list that is no longer open.
// Such a tap changes nothing by itself, but someone may have scrolled back to
// say what they feel: it is asked about, not answered with "that is an old
// button".
func (t *turn) oldAlarm() []Row {
	ev, ok := t.ev.(Pressed)
	if !ok || slices.ContainsFunc(t.p.Forms, ev.answers) {
		return nil
	}
	switch {
	case ev.Form == "screen":
		return emergencies([]string{ev.Choice})
	case ev.Question == "news":
		return newsRows(ev.Choice)
	}
	return nil
}

// answers says whether a tap belongs to the question that a form is at.
func (ev Pressed) answers(o Open) bool {
	return o.Form == ev.Form && o.Run == ev.Run && o.Question == ev.Question
}

// askOldAlarm asks about such rows. Where the flag is open already, the call is
// shown once more at the button: the tap came twice.
func (t *turn) askOldAlarm(rows []Row) {
	closed := t.unflagged(rows)
	if len(closed) == 0 {
		t.alertWorst()
		return
	}
	t.suspect(closed, "word")
}
