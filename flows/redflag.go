package flows

import (
	"slices"
	"time"
)

// A Row is one row of the red-flag table (clinical.md 1.2), by its number.
type Row string

// Urgency is how fast a doctor has to hear of it (clinical.md 1.1).
type Urgency string

// The classes of urgency, from none to calling an ambulance.
const (
	NoUrgency Urgency = ""
	SoonGP    Urgency = "GP"     // an appointment before going on
	SameDay   Urgency = "DAY"    // phone the GP or GP post today
	Crisis    Urgency = "CRISIS" // thoughts of suicide: 113, no lock after the day
	NowDoctor Urgency = "EHAP"   // phone a doctor within minutes, day and night
	Now112    Urgency = "E112"   // life-threatening
)

var urgencies = []Urgency{NoUrgency, SoonGP, SameDay, Crisis, NowDoctor, Now112}

// rank orders urgencies; a higher one is asked about, and said, first.
func (u Urgency) rank() int { return slices.Index(urgencies, u) }

// emergency says whether it is of the E classes.
func (u Urgency) emergency() bool { return u == NowDoctor || u == Now112 }

// A redFlag is what the program knows of a row. Its wording is flag.ask.<row>,
// the label on its button screen.<screen>.<row>.
type redFlag struct {
	Row    Row
	Screen string  // the screen it stands on; "" if it is never on one
	Tapped Urgency // what a tap means while nothing more is known
	// Detail is the row's own follow-up question, as its choices, the gravest
	// first: unanswered counts as that one.
	Detail []string
	Source string
}

// redFlags is the table of clinical.md 1.2 in talking order: what costs
// minutes first. A screen holds what is asked with one message.
func redFlags() []redFlag {
	return []redFlag{
		{Row: "RF01", Screen: "e1", Tapped: NowDoctor, Source: "NHG54s, CEScard, RTA-ZOB, NHSbp"},
		{Row: "RF02", Screen: "e1", Tapped: NowDoctor, Source: "SEED, NHG54s, CEScard"},
		{Row: "RF03", Screen: "e1", Tapped: NowDoctor, Source: "NHG54s, CEScard"},
		{Row: "RF04", Screen: "e1", Tapped: NowDoctor, Source: "SEED, NHG54s, CEScard"},
		{Row: "RF05", Screen: "e1", Tapped: NowDoctor, Source: "NHSbp, NVMT, CEScard"},
		{Row: "RF06", Screen: "e1", Tapped: NowDoctor, Detail: []string{"sudden", ChoiceUnsure, "slow"}, Source: "CEScard, NHSbp"},
		{Row: "RF07", Screen: "e1", Tapped: NowDoctor, Source: "SEED, NHG55, RTA-ZOB"},
		{Row: "RF08", Screen: "e1", Tapped: NowDoctor, Detail: []string{"whole", "spreading", "weak", ChoiceUnsure, "spot"}, Source: "SEED, NHG55"},
		{Row: "RF30", Screen: "e1", Tapped: NowDoctor, Source: "NHSbp"},

		{Row: "RF11", Screen: "e2", Tapped: Now112, Source: "NHSbp"},
		{Row: "RF10", Screen: "e2", Tapped: Now112, Detail: []string{ChoiceYes, ChoiceUnsure, ChoiceNo}, Source: "NHG54s"},
		{Row: "RF12", Screen: "e2", Tapped: Now112, Source: "NHSbp"},
		{Row: "RF09", Screen: "e2", Tapped: Now112, Detail: []string{"now", ChoiceUnsure, "severe", "weeks", "months_unseen", "months_seen"}, Source: "SEED, Downie, NHSbp, KNGF-RF"},
		{Row: "RF25", Screen: "e2", Tapped: NowDoctor, Detail: []string{ChoiceYes, ChoiceUnsure, ChoiceNo}, Source: "PMC3603769"},
		{Row: "RF28", Screen: "e2", Tapped: NowDoctor, Source: "PregEx"},

		{Row: "RF13", Screen: "day", Tapped: SameDay, Source: "NHSbp, Yusuf, KNGF-RF"},
		{Row: "RF14", Screen: "day", Tapped: SameDay, Source: "NHG54s, Yusuf"},
		{Row: "RF15", Screen: "day", Tapped: SameDay, Detail: []string{ChoiceYes, ChoiceUnsure, ChoiceNo}, Source: "Yusuf, IFOMPT"},
		{Row: "RF16", Screen: "day", Tapped: SoonGP, Detail: []string{ChoiceYes, ChoiceUnsure, ChoiceNo}, Source: "Yusuf"},
		{Row: "RF17", Screen: "day", Tapped: SameDay, Source: "Downie, KNGF-2013, TFTF"},
		{Row: "RF26", Screen: "day", Tapped: SameDay, Detail: []string{ChoiceYes, ChoiceUnsure, ChoiceNo}, Source: "own knowledge, to verify"},
		{Row: "RF29", Screen: "day", Tapped: SameDay, Source: "NHG55, NHSbp"},
		{Row: "RF33", Screen: "day", Tapped: SameDay, Source: "own knowledge, to verify"},

		{Row: "RF19", Screen: "gp1", Tapped: SameDay, Source: "SEED, Downie, NHG54s, IFOMPT"},
		{Row: "RF20", Screen: "gp1", Tapped: SoonGP, Source: "NHSbp, KNGF-2013, NHG54"},
		{Row: "RF21", Screen: "gp1", Tapped: SoonGP, Source: "NHSbp, Downie"},
		{Row: "RF22", Screen: "gp1", Tapped: SoonGP, Source: "KNGF-2013, IFOMPT"},
		{Row: "RF18", Screen: "gp1", Tapped: SoonGP, Source: "NHSbp"},
		{Row: "RF31", Screen: "gp1", Tapped: SoonGP, Source: "NHSbp"},

		{Row: "RF10b", Screen: "gp2", Tapped: SoonGP, Source: "NHG54s"},
		{Row: "RF23", Screen: "gp2", Tapped: SoonGP, Source: "NICESpA, ASAS"},
		{Row: "RF24", Screen: "gp2", Tapped: NoUrgency, Source: "NICESpA"},
		{Row: "RF27", Screen: "gp2", Tapped: SoonGP, Source: "PregEx"},
		{Row: "RF34", Screen: "gp2", Tapped: SoonGP, Source: "SEED, Oost14, Diak"},

		{Row: "RF32", Tapped: SoonGP, Source: "NICE59, AVG, Downie"},              // from the age, never ticked
		{Row: "RF35", Tapped: Crisis, Source: "own knowledge, to verify: 113.nl"}, // from free text only
	}
}

// Rows lists every row of the table.
func Rows() []Row {
	var rows []Row
	for _, f := range redFlags() {
		rows = append(rows, f.Row)
	}
	return rows
}

func redFlagOf(row Row) redFlag {
	for _, f := range redFlags() {
		if f.Row == row {
			return f
		}
	}
	return redFlag{Row: row, Tapped: NowDoctor} // a row of another version: the safe side
}

func rowsOn(screen string) []string {
	var rows []string
	for _, f := range redFlags() {
		if f.Screen == screen {
			rows = append(rows, string(f.Row))
		}
	}
	return rows
}

// A Finding is a row that someone said holds. What was asked and not answered
// counts as yes (clinical.md 1.4).
type Finding struct {
	Row Row `json:"row"`
	// Since: new, worse, unsure, or old (over 3 months and unchanged); "" not
	// answered.
	Since string `json:"since,omitempty"`
	// Detail is the answer to the row's own follow-up; "" not answered.
	Detail string    `json:"detail,omitempty"`
	At     time.Time `json:"at"`
}

// Known is a row that a doctor has seen and that has not changed. It opens no
// lock; re-screening asks only whether it has changed.
type Known struct {
	Row Row       `json:"row"`
	On  time.Time `json:"on"`
	By  Actor     `json:"by"`
	// Way is the way back from the flag that it was, waySeen or wayPhoned, and Class
	// what that flag was; "" where none was open.
	Way   string  `json:"way,omitempty"`
	Class Urgency `json:"class,omitempty"`
}

// The ways back from a flag that make its row known: a doctor has seen it, or has
// advised by phone.
const (
	waySeen   = "seen"
	wayPhoned = "phoned"
)

// A Denial is a red flag that was taken back as a mistap, or (Word) a no to the
// question that a word in free text raised. A second mistap of the same E row
// within a day does not unlock; a denied word that comes back with a negation
// is not asked about again that day.
type Denial struct {
	Row  Row       `json:"row"`
	At   time.Time `json:"at"`
	Word bool      `json:"word,omitempty"`
}

// deniedLately says whether the row was denied in the last day.
func (t *turn) deniedLately(row Row, word bool) bool {
	return slices.ContainsFunc(t.p.Denied, func(d Denial) bool {
		return d.Row == row && d.Word == word && t.now.Sub(d.At) < day
	})
}

// deny keeps a denial, and only those of the last day.
func (t *turn) deny(row Row, word bool) {
	t.p.Denied = slices.DeleteFunc(t.p.Denied, func(d Denial) bool {
		return t.now.Sub(d.At) >= day || d.Row == row && d.Word == word
	})
	t.p.Denied = append(t.p.Denied, Denial{Row: row, At: t.now, Word: word})
}

func (p Patient) finding(row Row) *Finding {
	i := slices.IndexFunc(p.Findings, func(f Finding) bool { return f.Row == row })
	if i < 0 {
		return nil
	}
	return &p.Findings[i]
}

func (p Patient) knows(row Row) bool {
	return slices.ContainsFunc(p.Known, func(k Known) bool { return k.Row == row })
}

// found keeps that a row holds and returns it, to be filled in.
func (t *turn) found(row Row) *Finding {
	if f := t.p.finding(row); f != nil {
		return f
	}
	t.p.Findings = append(t.p.Findings, Finding{Row: row, At: t.now})
	return &t.p.Findings[len(t.p.Findings)-1]
}

// unfound forgets that a row holds.
func (t *turn) unfound(row Row) {
	t.p.Findings = slices.DeleteFunc(t.p.Findings, func(f Finding) bool { return f.Row == row })
}
