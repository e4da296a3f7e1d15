package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"back2core/flows"
)

// A detail says how much of a state the walk tells apart.
type detail int

const (
	byQuestion detail = iota // what is asked, and what is open
	byMoment                 // also what the day and the forms below make of it
	byRule                   // also what the thresholds of rules read
)

// abstract is the state of a conversation, as the walk tells states apart. Two
// patients of one key are taken for the same; TestTheAbstractionHolds measures
// how often the same event then leads them to different keys.
//
//   - byQuestion keeps the stage; the gravest class of open flags, and whether a
//     crisis is among them; and the question that is open, with what it is about: a
//     red-flag row by its class and its rules. A question that waits behind a red
//     flag is one like another. Where nothing is asked: whether something was put
//     aside, and whether one is away, paused, silent for so long that nothing comes,
//     or has trained today.
//   - byMoment adds consent to be reminded; how the question was reached; the forms
//     below it; every class that is open; which red-flag set comes before an
//     exercise; whether a check-in is open; whether the last answer can be corrected;
//     whether any exercise is left; and what time brings next.
//   - byRule adds ticks, every open form, the evening, the last pain as its
//     thresholds read it, and what is special about the patient.
//
// It forgets words, names, dates and numbers beyond the thresholds of rules, the
// language, and the history: which exercises, which weeks, which advice. What
// hangs on those is for the tests of the rules.
func abstract(p flows.Patient, now time.Time, d detail) string {
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	st := flows.StandingOf(p, now)
	if d == byQuestion {
		return stateByQuestion(p, st)
	}
	r := p.Rhythm
	add("%s%s|", p.Stage, flags("away", p.Away, "paused", st.Paused, "quiet", r.Quiet, "restored", !p.Restored.IsZero()))
	below := slices.Clone(p.Forms)
	slices.Reverse(below)
	for i, o := range below {
		switch {
		case i == 0:
			add("%s", formKey(o, d))
		case d == byRule && i < 3:
			add(" <%s", formKey(o, byMoment))
		case d == byRule:
			add(" <%s", o.Form)
		case i == 1:
			add(" <%s%s", o.Form, flags("later", o.Later))
		case (o.Form == "row" || o.Form == "screen" || o.Form == "session" || o.Form == "intake"):
			add(" <%s", o.Form)
		}
	}
	add("|%s", flagsKey(p, st))
	add("|%s%s%s", st.Screen, flags("rescreen", p.Rescreen, "reminded", p.Consent != nil && p.Consent.Reminders,
		"nudged", p.Nudged && p.Stage == flows.Intake, "abroad", !strings.HasPrefix(p.Zone, "Europe/"),
		"active", st.Active, "checkin", st.CheckIn, "nothing", st.Nothing, "left", st.Left), flows.NextMoment(p))
	if st.Correctable {
		add(" correct %s", p.Closed.Form)
	}
	if d == byRule {
		add("|%s", flags("silent", r.Silent, "evening", st.Evening, "snoozed", !r.Snoozed.IsZero(), "sent", !r.Sent.IsZero(), "denied", st.DeniedWord))
		add("pain%d %v weeks%d missed%d", painBand(st.LastPain), st.Specials, min(3, len(p.Course.Weeks)), min(2, r.Missed))
	}
	return b.String()
}

// stateByQuestion is the roughest of the keys.
func stateByQuestion(p flows.Patient, st flows.Standing) string {
	key := string(p.Stage) + "|" + openByQuestion(p) + "|"
	ask := flows.Asking(p)
	switch {
	case p.Away:
		return key + flags("away", true, "restored", !p.Restored.IsZero())
	case ask == nil && len(p.Forms) > 0:
		return key + "put aside" + flags("paused", st.Paused, "flag", flagForm(p.Forms[len(p.Forms)-1].Form))
	case ask == nil:
		return key + flags("paused", st.Paused, "quiet", p.Rhythm.Quiet, "active", st.Active, "rescreen", p.Rescreen)
	case redFlagFirst(p, ask.Form):
		return key + "a question that waits"
	}
	return key + formKey(p.Forms[len(p.Forms)-1], byQuestion)
}

// openByQuestion is the gravest class that is open, and what is special.
func openByQuestion(p flows.Patient) string {
	kind := worstOf(p)
	if kind == string(flows.SoonGP) && flows.Allows(p, flows.AboutTalk) {
		kind = "inflamed"
	}
	return kind + flags("crisis", isOpen(p, "RF35"))
}

// flags lists the names of what holds.
func flags(pairs ...any) string {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1].(bool) {
			fmt.Fprintf(&b, " %s", pairs[i])
		}
	}
	return b.String()
}

// formKey is an open form: its question, what it is about, and how it stands.
func formKey(o flows.Open, d detail) string {
	about := o.About
	switch o.Form {
	case "row", "lock":
		about = rowKind(flows.Row(o.About))
		if d >= byMoment {
			about += flags("queue", len(o.Rows) > 0, "tapped", o.Answers["how"] == "tap", "doubt", o.Answers["how"] == "doubt")
		}
	case "checkin":
		about = ""
		if d == byRule {
			about = flags("first", o.About == "1")
		}
	case "morning":
		about = ""
	}
	s := fmt.Sprintf("%s.%s %s%s", o.Form, o.Question, about, flags("later", o.Later, "rows", len(o.Rows) > 0 && o.Form == "screen"))
	if d >= byMoment && o.Count != nil {
		s += flags("counts", !o.Count.Since.IsZero(), "stands", o.Count.Since.IsZero())
	}
	switch d {
	case byMoment:
		s += flags("ticked", len(o.Ticked) > 0, "back", len(o.Path) > 0, o.Answers["kind"], o.Form == "session")
	case byRule:
		s += fmt.Sprintf(" ticked%d missed%d%s", min(2, len(o.Ticked)), min(1, o.Missed), flags("checked", o.Answers["checked"] != "", "back", len(o.Path) > 0, o.Answers["kind"], o.Form == "session"))
	}
	return s
}

// rowKind is a red-flag row as far as rules tell rows apart: rows of one class
// and the same questions stand for each other.
func rowKind(row flows.Row) string {
	switch row {
	case "RF23", "RF24", "RF27", "RF34", "RF32", "RF35", "RF09", "RF10b":
		return string(row)
	}
	class, detail := flows.RowOf(row)
	return string(class) + flags("detail", detail)
}

// flagsKey is the open flags: by class, where no rule is special.
func flagsKey(p flows.Patient, st flows.Standing) string {
	var open []string
	for _, f := range p.Flags {
		kind := string(f.Class)
		switch {
		case f.Class == flows.SoonGP && (f.Row == "RF23" || f.Row == "RF24"):
			kind = "inflamed"
		case f.Class == flows.SoonGP && f.Row == "RF32":
			kind = "age"
		}
		kind += flags("way", f.Way != "", "exhausted", f.AskAt.IsZero())
		if !slices.Contains(open, kind) {
			open = append(open, kind)
		}
	}
	slices.Sort(open)
	return strings.Join(open, "+") + flags("denied", st.DeniedFlag && len(open) > 0)
}

// worstOf is the gravest class that is open.
func worstOf(p flows.Patient) string {
	for _, class := range []flows.Urgency{flows.Now112, flows.NowDoctor, flows.SameDay, flows.SoonGP} {
		if slices.ContainsFunc(p.Flags, func(f flows.Flag) bool { return f.Class == class }) {
			return string(class)
		}
	}
	return ""
}

// painBand is the last score as far as the thresholds of clinical.md 1.3.3d and
// RF29 read it, with 0, 4 and 9 as what the walk answers.
func painBand(s flows.Score) int {
	switch {
	case s == flows.NoScore:
		return -1
	case s >= 80:
		return 3
	case s >= 60:
		return 2
	case s >= 30:
		return 1
	}
	return 0
}
