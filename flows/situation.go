package flows

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What the plan has to know about somebody's body before it may choose: the date
// of an operation and what the hospital said, the week of a pregnancy, falls and
// the floor (clinical.md 5). The intake asks it of whom it is about; a session
// asks what is missing since then; the settings ask it anew when it has changed.

// situationForm asks what is missing before a session, its About, or everything
// once more (situationChange).
func situationForm() Form {
	groups := Question{
		Name: "groups", Kind: Several, Choices: Groups(),
		When: func(_ Patient, o Open) bool { return o.About == situationChange },
	}
	return Form{Name: "situation", Questions: append([]Question{groups}, situationQuestions()...), Done: situationDone}
}

const situationChange = "change"

// situationQuestions are asked where what was told so far leads to them.
func situationQuestions() []Question {
	yesNo := []string{ChoiceYes, ChoiceNo}
	unsure := []string{ChoiceYes, ChoiceNo, ChoiceUnsure}
	return []Question{
		{Name: "operated", Kind: Text, Limit: 40, Read: readAgo, When: operatedUnknown, Text: inWords("intake.operated"), Skip: true, Word: notKnown},
		{Name: "longago", Kind: Choice, Choices: unsure, When: longAgoAsked, Text: inWords("situation.longago")},
		{Name: "hospital", Kind: Choice, Choices: unsure, When: hospitalUnknown, Text: inWords("situation.hospital")},
		{Name: "wait", Kind: Text, Limit: 40, Read: readAgo, When: answeredWith("hospital", ChoiceYes), Text: inWords("situation.wait")},
		{Name: "bends", Kind: Choice, Choices: unsure, When: bendsUnknown, Text: inWords("situation.bends")},
		{Name: "pregnant", Kind: Text, Limit: 20, Read: readWeek, When: weekUnknown, Text: inWords("intake.pregnant"), Took: tookWeek},
		{Name: "birth", Kind: Choice, Choices: yesNo, When: birthUnknown, Text: inWords("situation.birth")},
		{Name: "check", Kind: Choice, Choices: yesNo, When: checkUnknown, Text: inWords("situation.check")},
		{Name: "floor", Kind: Choice, Choices: unsure, When: floorUnknown, Text: inWords("situation.floor")},
		{Name: "falls", Kind: Choice, Choices: yesNo, When: fallsUnknown, Text: inWords("situation.falls")},
	}
}

// tookWeek notes the day on which a week of pregnancy was told: it goes on from there,
// however long the next question stays open.
func tookWeek(t *turn, _ string) bool {
	t.top().Answers["told"] = t.today()
	return false
}

// inWords is the same wording in the intake and here.
func inWords(text string) func(Patient, Open) string {
	return func(Patient, Open) string { return text }
}

// situation is the profile with what an open form was answered. Who changes it
// is asked everything that belongs to it anew.
func (p Patient) situation(o Open) Profile {
	s := p.Profile
	date := p.asked(o) // when it was answered, or a little later: the safe side of an operation
	if o.About == situationChange {
		s.Operated, s.Hospital, s.NotBefore, s.Bends = "", "", "", ""
		s.PregnantWeek, s.PregnantOn, s.Born, s.Floor, s.Falls = 0, "", "", "", false
	}
	if groups, answered := o.Answers["groups"]; answered {
		s.Groups = nil
		if groups != "" {
			s.Groups = strings.Split(groups, ",")
		}
	}
	if a := o.Answers["first"]; a != "" { // of the intake
		s.First = a == ChoiceYes
	}
	if days, err := strconv.Atoi(o.Answers["operated"]); err == nil {
		s.Operated = addDays(date, -days)
	} else if dateless(o) {
		s.Operated = ""
		if o.Answers["longago"] == ChoiceYes {
			s.Operated = addDays(date, -longAgo)
		} else if !slices.Contains(s.Groups, GroupSurgery) {
			s.Groups = slices.Concat(s.Groups, []string{GroupSurgery})
		}
	}
	if a := o.Answers["hospital"]; a != "" {
		s.Hospital, s.NotBefore = a, ""
	}
	if days, err := strconv.Atoi(o.Answers["wait"]); err == nil && s.Hospital == ChoiceYes {
		s.NotBefore = addDays(s.Operated, days)
	}
	if a := o.Answers["bends"]; a != "" {
		s.Bends = a
	}
	if week, err := strconv.Atoi(o.Answers["pregnant"]); err == nil {
		s.PregnantWeek, s.PregnantOn, s.Born = week, o.Answers["told"], ""
		if s.PregnantOn == "" {
			s.PregnantOn = p.localDate(o.Since)
		}
		if week == 0 {
			s.Born = ChoiceNo
		}
	}
	switch o.Answers["birth"] {
	case ChoiceYes:
		s.PregnantWeek, s.PregnantOn, s.Born = 0, date, ChoiceNo
	case ChoiceNo:
		s.DueAsked = date
	}
	if a := o.Answers["check"]; a != "" {
		s.Born = a
	}
	if a := o.Answers["floor"]; a != "" {
		s.Floor = a
	}
	if a := o.Answers["falls"]; a != "" {
		s.Falls = a == ChoiceYes
	}
	return s
}

// operatedUnknown: an operation without a date, or a row that says that there was
// one after the last that is known of.
func operatedUnknown(p Patient, o Open) bool {
	s := p.situation(o)
	row := p.knownOn("RF34")
	return s.Operated == "" && (slices.Contains(s.Groups, GroupSurgery) || row != "") ||
		row != "" && s.Operated != "" && daysBetween(s.Operated, row) >= recentSurgery
}

// Whoever does not know when an operation was, and not for certain that it was longer
// ago than any rule about it reaches, is taken for just operated: walking only, until
// the date is told. It is asked again before each session (clinical.md 5.2).
const longAgo = 91 // days: "three months"

// notKnown is plain words for not knowing a date.
func notKnown(_ Patient, _ Open, text string) string {
	if plainChoice(text) == ChoiceUnsure {
		return WaySkip
	}
	return ""
}

// dateless says whether the date of an operation was asked, and is not known.
func dateless(o Open) bool {
	days, asked := o.Answers["operated"]
	return asked && days == ""
}

// longAgoAsked: not of who has just said that it was less than six weeks ago.
func longAgoAsked(p Patient, o Open) bool {
	return dateless(o) && p.knownOn("RF34") == "" && p.flag("RF34") == nil
}

// hospitalUnknown: what the hospital said matters as long as a gate could be
// open without it.
func hospitalUnknown(p Patient, o Open) bool {
	s := p.situation(o)
	return s.Operated != "" && s.Hospital == "" && p.since(s.Operated, o) <= postOpFull
}

// bendsUnknown: bending backward is asked about from the sixth week on, of whom it
// is not closed to anyway (clinical.md 5.2).
func bendsUnknown(p Patient, o Open) bool {
	s := p.situation(o)
	days := p.since(s.Operated, o)
	return s.Operated != "" && s.Bends == "" && days >= postOpEarly && days <= postOpFull &&
		s.NotBefore <= p.localDate(o.Since) && !slices.Contains(s.Groups, GroupStenosis)
}

// weekUnknown: a pregnancy without a week, or a row that can't be about the last one
// that is known of: pregnant, or within twelve weeks of a birth (RF27).
func weekUnknown(p Patient, o Open) bool {
	s := p.situation(o)
	row := p.knownOn("RF27")
	if s.PregnantOn == "" {
		return slices.Contains(s.Groups, GroupPregnant) || row != ""
	}
	lasts := afterBirth
	if s.Born == "" {
		lasts += longestPregnancy - s.PregnantWeek
	}
	return row != "" && daysBetween(s.PregnantOn, row) > weekDays*lasts
}

// In weeks.
const (
	longestPregnancy = 42
	afterBirth       = 12
	otherPregnancy   = 6 // between two beginnings: more than a slip in the week
)

// Near the end of a pregnancy a birth is asked about once a week: exercises then wait
// for the check [DESIGN].
const (
	nearBirth  = 37 // weeks
	birthAgain = 7  // days
)

func birthUnknown(p Patient, o Open) bool {
	s := p.situation(o)
	if s.Born != "" || s.PregnantWeek == 0 || o.About == situationChange {
		return false
	}
	p.Profile = s
	date := p.localDate(o.Since)
	return p.pregnantWeek(date) >= nearBirth && (s.DueAsked == "" || daysBetween(s.DueAsked, date) >= birthAgain)
}

// checkUnknown: after a birth the check at six weeks is asked about until it was
// done (clinical.md 5.7).
func checkUnknown(p Patient, o Open) bool { return p.situation(o).Born == ChoiceNo }

func floorUnknown(p Patient, o Open) bool {
	s := p.situation(o)
	return s.Floor == "" && (s.careful() || o.About == situationChange && (s.Age >= firstGPAge || p.Profile.Floor != ""))
}

// fallsUnknown: falls are asked about together with the floor.
func fallsUnknown(p Patient, o Open) bool {
	_, asked := o.Answers["floor"]
	return asked && p.situation(o).Age >= firstGPAge
}

// since is the days from a date to that of an open form.
func (p Patient) since(date string, o Open) int { return daysBetween(date, p.localDate(o.Since)) }

// knownOn is the local date on which a row became known; "" if it is not.
func (p Patient) knownOn(row Row) string {
	for _, k := range p.Known {
		if k.Row == row && !k.On.IsZero() {
			return p.localDate(k.On)
		}
	}
	return ""
}

// situationAsks says whether anything is missing before a session of a kind.
func (p Patient) situationAsks(kind string, now time.Time) bool {
	o := Open{About: kind, Since: now, Answers: map[string]string{}}
	return situationForm().next(p, o, "") != ""
}

// situationFirst asks what is missing before a session of a kind, and says
// whether it did.
func (t *turn) situationFirst(kind string) bool {
	if !t.p.situationAsks(kind, t.now) {
		return false
	}
	t.say("situation.first")
	t.open("situation", func(o *Open) { o.About = kind })
	return true
}

// situationAnew asks everything once more.
func (t *turn) situationAnew() {
	groups := slices.Clone(t.p.Profile.Groups)
	t.open("situation", func(o *Open) { o.About, o.Ticked = situationChange, groups })
}

// unlearn closes what only a profile had opened that holds no more: the ring of it has
// yet to be earned.
func (p *Patient) unlearn(date string) {
	specials := p.specials(date)
	maps.DeleteFunc(p.Plan.Rungs, func(id, _ string) bool {
		e, _ := exerciseOf(id)
		return e.Ring > max(1, p.Plan.Ring) && !e.named(specials)
	})
}

// another says whether a pregnancy is not the one that was known of: that was over, or
// this one began clearly later.
func another(was, now Profile) bool {
	began := func(s Profile) string { return addDays(s.PregnantOn, -weekDays*s.PregnantWeek) }
	switch {
	case now.PregnantWeek == 0:
		return false
	case was.PregnantWeek == 0, was.Born != "":
		return true
	}
	return daysBetween(began(was), began(now)) > weekDays*otherPregnancy
}

// situationDone keeps what was told and goes on with the session that it was
// asked for. What is new asks for the OK of a doctor, midwife or surgeon anew.
func situationDone(t *turn, o Open) {
	was := t.p.Profile
	t.p.Profile = t.p.situation(o)
	t.p.Closed = nil
	t.log("situation", o.Answers)
	now := t.p.Profile
	if o.About == situationChange && another(was, now) {
		t.unknow("RF27")
	}
	if now.Operated != "" && (was.Operated == "" || daysBetween(was.Operated, now.Operated) > weekDays) && o.About == situationChange {
		t.unknow("RF34")
	}
	if row := t.p.knownOn("RF34"); row != "" && now.Operated != "" && daysBetween(now.Operated, row) >= recentSurgery {
		t.unknow("RF34") // it was longer ago than that row says
	}
	if !t.p.in(GroupStenosis) {
		t.p.Plan.ForwardWorse = ""
	}
	t.p.unlearn(t.today())
	if t.p.Stage == Coached {
		if o.About == situationChange { // what they said themselves is no news
			t.p.Plan.Phase = t.p.phase(t.today())
		}
		t.flagsFromProfile()
	}
	switch {
	case t.called, t.held(): // that goes first
	case o.About != situationChange:
		t.sessionNow(o.About)
	case t.p.Stage != Coached || !Allows(t.p, AboutExercise):
		t.say("situation.kept")
	case t.indexOf("session") >= 0:
		t.say("situation.kept")
		if !t.replan() && t.p.mayNot(t.today()) {
			t.sayGate()
		}
	case t.p.mayNot(t.today()):
		t.sayGate()
	default:
		t.say("situation.kept", offering("exercise", "library"))
	}
}
