package flows

import (
	"slices"
	"strings"
)

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
