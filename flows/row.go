package flows

import "slices"

// rowForm asks about one row of the table: whether it holds, since when,
// whether a doctor knows, and what its urgency hangs on. Whatever stays
// unanswered counts as yes.
func rowForm() Form {
	return Form{
		Name: "row", Topic: AboutFlag, Safety: true, Bound: true,
		Questions: []Question{
			{Name: "ask", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo, ChoiceUnsure}, When: rowAsked, Text: askText, Lead: askLead, Took: tookRow},
			{Name: "company", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}, When: rowIs112, Took: tookCompany},
			{Name: "since", Kind: Choice, Choices: []string{"new", "worse", ChoiceUnsure, "old"}, When: rowDated, Args: rowArgs, Took: tookSince},
			{Name: "doctor", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo, ChoiceUnsure}, When: rowOld, Args: rowArgs, Took: tookDoctor},
			{Name: "operated", Kind: Text, Limit: 40, Read: readAgo, When: rowOperated, Took: tookOperated, Skip: true, Word: notKnown},
			{Name: "detail", Kind: Choice, Offer: rowDetail, When: rowHasDetail, Text: detailText, Took: tookDetail},
		},
		Done: nextRow,
	}
}

// askRow opens the row form on the first of a queue of rows. how is what raised
// it: a word, a doubt, a score; "tap" means that the row was said to hold.
func (t *turn) askRow(queue []string, how string) {
	t.open("row", func(o *Open) {
		o.About, o.Rows = queue[0], slices.Clone(queue[1:])
		o.Answers["how"] = how
	})
}

func rowAsked(p Patient, o Open) bool { return o.Answers["how"] != "tap" }

func rowIs112(p Patient, o Open) bool {
	f := p.flag(Row(o.About))
	return f != nil && f.Class == Now112
}

// rowDated: since when is asked where old and unchanged makes a difference. An
// accident is dated by its own follow-up; age, a crisis and RF24, which opens
// nothing, are no matter of new or old; and that a doctor knows of a pregnancy,
// an operation or an aneurysm is no word about exercising (clinical.md 1.4, 5).
func rowDated(p Patient, o Open) bool {
	switch o.About {
	case "RF09", "RF10b", "RF24", "RF27", "RF32", "RF34", "RF35":
		return false
	}
	return p.finding(Row(o.About)) != nil
}

func rowOld(p Patient, o Open) bool {
	return rowDated(p, o) && o.Answers["since"] == "old"
}

// rowOperated: the date says when an operation is no longer recent, and with it
// the flag.
func rowOperated(p Patient, o Open) bool {
	return o.About == "RF34" && p.finding("RF34") != nil && p.Profile.Operated == ""
}

func tookOperated(t *turn, value string) bool {
	t.p.Profile.Operated = t.p.situation(*t.top()).Operated
	return false
}

func rowDetail(p Patient, o Open) []string { return redFlagOf(Row(o.About)).Detail }

// rowHasDetail: RF10 and RF25 ask only where the answer can change anything.
func rowHasDetail(p Patient, o Open) bool {
	row := Row(o.About)
	if p.finding(row) == nil || len(redFlagOf(row).Detail) == 0 {
		return false
	}
	age := p.Profile.Age
	switch row {
	case "RF10":
		return age > 0 && age <= aneurysmAge && !p.knows("RF10b")
	case "RF25":
		return age == 0 || age > stoneAge
	}
	return true
}

func rowArgs(_ Patient, o Open) Args {
	return Args{"Row": "flag.name." + o.About}
}

// askText: who can't walk on heels or toes is asked whether that is weakness, and
// who has fragile bones whether what hurt is new and sharp.
func askText(_ Patient, o Open) string {
	switch o.About + " " + o.Answers["how"] {
	case "RF07 heels":
		return "flag.ask.RF07.heels"
	case "RF17 bones":
		return "flag.ask.RF17.bones"
	}
	return "flag.ask." + o.About
}

// askLead: an emergency row opens with the call to make; with a crisis it is
// 113. The others ask plainly.
func askLead(p Patient, o Open) string {
	u := redFlagOf(Row(o.About)).Tapped
	if u == Crisis || u.emergency() {
		return abroad(p, callFor(p, "flag.if.", u, Row(o.About)))
	}
	return ""
}

func detailText(p Patient, o Open) string { return "row.detail." + o.About }

// tookRow: on an E row "I don't know" is a yes; on a GP row it is advice.
func tookRow(t *turn, value string) bool {
	row := Row(t.top().About)
	switch {
	case row == "RF32":
		return t.tookAgeCheck(value)
	case value == ChoiceNo:
		if t.p.Consent != nil {
			t.deny(row, true)
		}
		t.log("flag.no", map[string]string{"row": string(row)})
		t.endRow()
		return true
	case value == ChoiceUnsure && redFlagOf(row).Tapped == SoonGP:
		t.say(abroad(t.p, "flag.doubt"), about(AboutFlag), safely)
		t.log("flag.unsure", map[string]string{"row": string(row)})
		t.endRow()
		return true
	}
	t.alarm(row, t.top().Answers["how"]+"."+value)
	if t.p.Consent == nil {
		t.drop("row")
		return true
	}
	return false
}

// tookAgeCheck: for an age the question is whether somebody has looked already;
// here a yes opens the way, and anything else is the flag (RF32). At the end of the
// intake what was wanted follows: a session, or tomorrow's.
func (t *turn) tookAgeCheck(value string) bool {
	if value != ChoiceYes {
		t.alarm("RF32", t.top().Answers["how"]+"."+value)
		return false
	}
	o := t.top()
	start, asked := o.Answers["start"], o.Since
	t.known("RF32")
	t.endRow()
	if start == "" || t.now.Sub(asked) >= freshNews || !Allows(t.p, AboutExercise) || t.held() {
		t.lastReply(offering("exercise", "help"))
		return true
	}
	t.intakeEnds(start) // it was the last question of the intake
	return true
}

// endRow leaves this row and goes on with the next.
func (t *turn) endRow() {
	f, _ := FormOf("row")
	t.conclude(f)
}

func tookCompany(t *turn, value string) bool {
	if value == ChoiceNo {
		t.say(abroad(t.p, "flag.alone"), about(AboutFlag), safely)
	}
	return false
}

func tookSince(t *turn, value string) bool {
	o := t.top()
	if value == "old" {
		return false // the doctor question decides
	}
	row := Row(o.About)
	t.found(row).Since = value
	t.settle(row)
	return false
}

// tookDoctor: what a doctor has seen and what has not changed is known, and
// opens no lock (clinical.md 1.4).
func tookDoctor(t *turn, value string) bool {
	row := Row(t.top().About)
	if value != ChoiceYes {
		t.found(row).Since = "old"
		t.settle(row)
		return false
	}
	t.known(row)
	t.settle(row)
	t.say("flag.known", about(AboutFlag), safely, args("Row", "flag.name."+string(row)))
	return false
}

// known keeps a row as seen by a doctor and unchanged.
func (t *turn) known(row Row) {
	t.unfound(row)
	t.unknow(row)
	t.p.Known = append(t.p.Known, Known{Row: row, On: t.now, By: t.ev.actor()})
	t.log("flag.known", map[string]string{"row": string(row)})
}

// unknow forgets that a row is known.
func (t *turn) unknow(row Row) {
	t.p.Known = slices.DeleteFunc(t.p.Known, func(k Known) bool { return k.Row == row })
}

func tookDetail(t *turn, value string) bool {
	row := Row(t.top().About)
	t.found(row).Detail = value
	if row == "RF09" && value == "months_seen" {
		t.known(row)
		t.say("flag.known", about(AboutFlag), safely, args("Row", "flag.name."+string(row)))
	}
	t.settle(row)
	return false
}

// nextRow asks the next row of the queue; after the last one a screen that an
// emergency has overtaken is let go: it is asked in full after the way back.
func nextRow(t *turn, o Open) {
	t.queue = o.Rows
	t.settle(Row(o.About)) // a row without questions of its own counts from here
	t.queue = nil
	worst := t.p.worst()
	if len(o.Rows) > 0 && !worst.emergency() {
		t.askRow(o.Rows, o.Answers["how"])
		return
	}
	if worst.emergency() {
		t.drop("screen")
	}
	if o.About == "RF35" && worst == Crisis {
		t.putAside() // no intake question right after that answer
	}
	t.answersTaken()
}

// answersTaken ends questions about flags that nothing else follows: with what
// the open flag asks for, or with thanks.
func (t *turn) answersTaken() {
	o := t.top()
	switch {
	case t.called || o != nil && !o.Later && (o.Form == "screen" || o.Form == "lock"): // it goes on by itself
	case !Allows(t.p, AboutTalk):
		t.say("flag.after", about(AboutFlag), safely, t.callFirst, offering("seen"))
	case o == nil || o.Later || o.invites():
		t.say("flag.noted", about(AboutFlag))
	}
}
