package flows

import "slices"

// The rules of clinical.md 1.2 and 1.3 that combine what was found. They are
// tested over every row, combination and boundary in urgency_test.go.

const (
	aneurysmAge = 40 // RF10: above it, sudden pain that no movement changes is 112 (NHG M54)
	stoneAge    = 60 // RF25: a first "kidney stone" above it is treated as RF10 (PMC3603769)
	severePain  = 70 // tenths: severe is 7 and up (clinical.md 7)
	weakPairs   = 2  // two or more of RF13-RF22 make SameDay (clinical.md 1.3.1)

	firstAdviceAge = 50 // RF32: first episode ever from here: advice, no lock
	firstGPAge     = 55 // RF32: first episode ever from here: GP
	anyGPAge       = 75 // RF32: anyone from here: GP
	adultAge       = 18 // RF32: under it no programme
	consentAge     = 16 // RF32: under it no account (AVG)
)

// facts is what else the rules read.
type facts struct {
	age      int   // years; 0: not known
	pain     Score // the last score; -1: none
	aneurysm bool  // RF10b is known
	pregnant bool
	known    []Row // seen by a doctor and unchanged: they open nothing, and count beside others
}

func (p Patient) facts() facts {
	f := facts{age: p.Profile.Age, pain: p.lastPain(), aneurysm: p.knows("RF10b")}
	f.pregnant = p.knows("RF27") || p.Profile.PregnantWeek > 0
	for _, k := range p.Known {
		f.known = append(f.known, k.Row)
	}
	return f
}

// found is a set of findings by row. What is only known stands in it too, to
// combine with what is new.
type found map[Row]Finding

// sinceKnown marks a row that is in the set because it is known.
const sinceKnown = "known"

func (fs found) has(rows ...Row) bool {
	for _, r := range rows {
		if _, ok := fs[r]; ok {
			return true
		}
	}
	return false
}

// Signs that combine with others. They count as present while they are open.
func (fs found) fever() bool { return fs.has("RF12", "RF13", "RF26") }
func (fs found) weakLeg() bool {
	return fs.has("RF05", "RF07", "RF30") || fs.has("RF08") && fs["RF08"].Detail != "spot"
}
func (fs found) bladder() bool  { return fs.has("RF01", "RF02", "RF03", "RF04") }
func (fs found) otherCES() bool { return fs.has("RF01", "RF02", "RF03", "RF04", "RF05") }
func (fs found) nerve() bool    { return fs.weakLeg() || fs.bladder() }

// urgencyOf says what each finding leads to, all of them taken together.
func urgencyOf(findings []Finding, about facts) map[Row]Urgency {
	fs := found{}
	for _, row := range about.known {
		fs[row] = Finding{Row: row, Since: sinceKnown}
	}
	for _, f := range findings {
		fs[f.Row] = f
	}
	out := map[Row]Urgency{}
	for _, f := range findings {
		if u := fs.one(f.Row, about); u != NoUrgency {
			out[f.Row] = u
		}
	}
	fs.combine(findings, out)
	return out
}

// one is the urgency of one row beside the others.
func (fs found) one(row Row, about facts) Urgency {
	f := fs[row]
	if f.Since == "old" && cesRow(row) {
		return SameDay // long-standing, unchanged, but no doctor has seen it
	}
	switch row {
	case "RF06":
		return gravest(when(f.Detail == "slow" && !fs.otherCES(), SameDay), when(f.Detail != "slow" || fs.otherCES(), NowDoctor))
	case "RF08":
		return either(f.Detail == "spot" && !fs.has("RF05", "RF07", "RF30"), SameDay, NowDoctor)
	case "RF09":
		return accident(f.Detail, about)
	case "RF10":
		spared := about.age > 0 && about.age <= aneurysmAge && !about.aneurysm && !fs.has("RF10b") && f.Detail == ChoiceNo
		return either(spared, NowDoctor, Now112)
	case "RF25":
		first := f.Detail != ChoiceNo
		return either((about.age > stoneAge || about.age == 0) && first, Now112, NowDoctor)
	case "RF13":
		return either(fs.has("RF14", "RF15", "RF16") || fs.weakLeg(), NowDoctor, SameDay)
	case "RF14":
		return either(fs.fever() || fs.nerve(), NowDoctor, SameDay)
	case "RF15":
		return either(f.Detail != ChoiceNo || fs.fever(), SameDay, SoonGP)
	case "RF16":
		ill := fs.fever() || fs.has("RF22") || f.Detail == ChoiceYes || f.Detail == ChoiceUnsure
		return either(ill, NowDoctor, SoonGP)
	case "RF18":
		return either(about.pain >= severePain || fs.has("RF29"), SameDay, SoonGP)
	case "RF19":
		if fs.nerve() {
			return NowDoctor
		}
		return either(f.Since == "old", SoonGP, SameDay)
	case "RF20":
		return either(fs.has("RF21", "RF22"), SameDay, SoonGP)
	case "RF21":
		return either(fs.has("RF19", "RF20", "RF22") || fs.fever(), SameDay, SoonGP)
	case "RF24":
		return NoUrgency // only says of RF23 that it is for this week
	case "RF26":
		return either(about.pregnant || fs.has("RF27", "RF28") || f.Detail == ChoiceYes || f.Detail == ChoiceUnsure, NowDoctor, SameDay)
	case "RF31":
		return either(fs.has("RF09", "RF17", "RF33", "RF16", "RF19") || fs.fever(), SameDay, SoonGP)
	case "RF33":
		return either(fs.weakLeg(), NowDoctor, SameDay)
	}
	return redFlagOf(row).Tapped
}

// accident is RF09: what it is depends on when it was and how bad it is.
func accident(detail string, about facts) Urgency {
	switch detail {
	case "severe":
		return NowDoctor
	case "weeks":
		return either(about.pain >= severePain, NowDoctor, SameDay)
	case "months_unseen":
		return SoonGP
	case "months_seen":
		return NoUrgency
	}
	return Now112
}

// combine raises rows that are weak alone and strong together: two or more of
// RF13-RF22 are SameDay [clinical.md 1.3.1].
func (fs found) combine(findings []Finding, out map[Row]Urgency) {
	weak := []Row{"RF13", "RF14", "RF15", "RF16", "RF17", "RF18", "RF19", "RF20", "RF21", "RF22"}
	together := 0
	for _, r := range weak {
		if fs.has(r) {
			together++
		}
	}
	if together < weakPairs {
		return
	}
	for _, f := range findings {
		if slices.Contains(weak, f.Row) {
			out[f.Row] = gravest(out[f.Row], SameDay)
		}
	}
}

// cesRow: RF01-RF06, the signs of a trapped cauda equina.
func cesRow(row Row) bool { return row >= "RF01" && row <= "RF06" }

func gravest(us ...Urgency) Urgency {
	worst := NoUrgency
	for _, u := range us {
		if u.rank() > worst.rank() {
			worst = u
		}
	}
	return worst
}

func either(cond bool, yes, no Urgency) Urgency {
	if cond {
		return yes
	}
	return no
}

func when(cond bool, u Urgency) Urgency { return either(cond, u, NoUrgency) }
