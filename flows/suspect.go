package flows

import "slices"

// suspect asks about rows one by one, the gravest first, each with its call in
// front. Rows that are open already are not asked about: their call is.
func (t *turn) suspect(rows []Row, how string) {
	closed := t.unflagged(rows)
	if len(closed) == 0 {
		t.callAgain(rows)
		return
	}
	queue := t.unsettled()
	for _, r := range closed {
		if !slices.Contains(queue, string(r)) {
			queue = append(queue, string(r))
		}
	}
	slices.SortStableFunc(queue, func(a, b string) int { return askedBefore(Row(a)) - askedBefore(Row(b)) })
	t.askRow(queue, how)
}

// unflagged is those of rows that no flag is open for.
func (t *turn) unflagged(rows []Row) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return t.p.flag(r) != nil })
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
	if f := t.p.pressing(); f != nil && f.Way != "" && t.indexOf("row") < 0 { // what is asked then has no call in it
		t.call(f.Class, f.Row)
		t.openLock()
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
	t.unknow(row)
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
