package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// intakeForm learns what the first session needs, in under three minutes. What
// can wait is asked after the first sessions (moreForm).
func intakeForm() Form {
	first := []Question{
		{Name: "age", Kind: Text, Limit: 20, Read: readAge, Took: tookAge},
		{Name: "flags", Sub: "screen"},
		{Name: "leg", Kind: Choice, Choices: []string{"none", "buttock", "thigh", "knee", "calf", "foot"}},
		{Name: "duration", Kind: Choice, Choices: []string{"acute", "subacute", "chronic"}},
		{Name: "first", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}},
		{Name: "pain", Kind: Scale},
		{Name: "groups", Kind: Several, Choices: Groups()},
	}
	rest := []Question{
		{Name: "activity", Kind: Text, Limit: 60},
		{Name: "difficulty", Kind: Scale, Args: func(_ Patient, o Open) Args { return Args{"Activity": o.Answers["activity"]} }},
		{Name: "hour", Kind: Choice, Choices: []string{"07:00", "08:00", "09:00", "10:00", "12:00", "18:00", "20:00"}, Words: clockWords, Read: readClock},
		{Name: "zone", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}, Args: clockArgs},
		{Name: "city", Kind: Choice, Offer: cityChoices, Words: cityWords, Read: readCity, When: func(_ Patient, o Open) bool { return o.Answers["zone"] == ChoiceNo }},
		{Name: "name", Kind: Text, Limit: 30, Skip: true},
		{Name: "start", Kind: Choice, Choices: []string{"now", "tomorrow"}, When: startAsked},
	}
	return Form{Name: "intake", Progress: true, Questions: slices.Concat(first, situationQuestions(), rest), Done: intakeDone}
}

// The special groups of clinical.md 5, as the intake asks them.
const (
	GroupHernia       = "hernia"
	GroupSurgery      = "surgery"
	GroupStenosis     = "stenosis"
	GroupScoliosis    = "scoliosis"
	GroupFibromyalgia = "fibromyalgia"
	GroupOsteoporosis = "osteoporosis"
	GroupPrednisone   = "prednisone" // three months or longer
	GroupPregnant     = "pregnant"
)

// Groups lists the special groups in the order in which they are asked.
func Groups() []string {
	return []string{GroupHernia, GroupSurgery, GroupStenosis, GroupScoliosis, GroupFibromyalgia, GroupOsteoporosis, GroupPrednisone, GroupPregnant}
}

// tookAge: under 18 no programme, whatever was said before (RF32, NICE NG59,
// AVG). Nothing is kept of them.
func tookAge(t *turn, value string) bool {
	age, _ := strconv.Atoi(value)
	if age < adultAge {
		t.say("consent.young", about(AboutRights))
		t.p.Stage, t.p.Forms = Declined, nil
		t.out.Forget = true
		return true
	}
	t.p.Profile.Age = age
	return false
}

// startAsked: a first session is offered where one may come.
func startAsked(p Patient, o Open) bool {
	p.Profile = p.situation(o)
	return !p.mayNot(p.localDate(o.Asked))
}

// intakeDone keeps what rules need and starts the programme, or waits for a
// doctor where the answers ask for one.
func intakeDone(t *turn, o Open) {
	t.keepProfile(o)
	t.beginCourse(o)
	t.keepRhythm(o)
	t.log("intake", o.Answers)
	t.p.Closed = nil
	t.p.Stage = Coached
	t.flagsFromProfile()
	if i := t.indexOf("row"); i >= 0 { // goes on with it
		t.p.Forms[i].Answers["start"] = ChoiceNone
		if start, asked := o.Answers["start"]; asked {
			t.p.Forms[i].Answers["start"] = start
		}
	}
	if !Allows(t.p, AboutExercise) || t.held() {
		if len(t.out.Replies) == 0 { // nothing comes below a question about a flag
			t.say("session.notnow")
		}
		return
	}
	t.intakeEnds(o.Answers["start"])
}

// intakeEnds says what comes now, and begins with it where that was wanted.
func (t *turn) intakeEnds(start string) {
	t.say("intake.done", args("Name", t.p.Profile.Name, "Hour", t.p.Rhythm.Hour.String()))
	if t.p.mayNot(t.today()) {
		t.sayGate()
		return
	}
	if t.firstEpisodeAdvice() {
		t.say("intake.first50", about(AboutEducation))
	}
	if start == "now" {
		t.startSession()
		return
	}
	if !t.p.remindable() {
		t.say("intake.tomorrow.silent", offering("exercise", "help"))
		return
	}
	t.say("intake.tomorrow", args("Hour", t.p.Rhythm.Hour.String()), offering("exercise", "help"))
}

func (t *turn) keepProfile(o Open) {
	t.p.Profile = t.p.situation(o)
	p := &t.p.Profile
	p.Leg, p.Duration, p.First = o.Answers["leg"], o.Answers["duration"], o.Answers["first"] == ChoiceYes
	p.Name = o.Answers["name"]
	if city := o.Answers["city"]; city != "" {
		t.p.Zone = city
	}
	t.p.Plan.Phase = t.p.phase(t.today())
}

// Recent surgery is under six weeks ago (RF34).
const recentSurgery = 42 // days

// flagsFromProfile opens the rows that the intake itself answers: pregnancy,
// recent surgery, and age (RF27, RF34, RF32). What a doctor has seen already
// stays known.
func (t *turn) flagsFromProfile() {
	p := t.p.Profile
	if p.PregnantWeek > 0 && !t.p.knows("RF27") {
		t.alarm("RF27", "intake")
	}
	if p.Operated != "" && daysBetween(p.Operated, t.p.localDate(t.now)) < recentSurgery && !t.p.knows("RF34") {
		t.alarm("RF34", "intake")
	}
	switch {
	case !p.careful() || t.p.knows("RF32"):
	case t.p.backSeen(t.today()):
		t.known("RF32")
	default:
		t.askRow([]string{"RF32"}, "intake")
	}
}

// backSeen says whether it was told on a local date that a doctor has looked at the
// back and that exercising is allowed: what is asked for an age (RF32).
func (p Patient) backSeen(date string) bool {
	ofTheBack := []Row{"RF18", "RF21", "RF23", "RF31", "RF34"}
	return slices.ContainsFunc(p.Known, func(k Known) bool {
		return k.Way == waySeen && k.Class == SoonGP && slices.Contains(ofTheBack, k.Row) && p.localDate(k.On) == date
	})
}

// firstEpisodeAdvice: a first episode at 50 to 54 is worth a visit, without a
// lock (RF32, clinical.md 1.4).
func (t *turn) firstEpisodeAdvice() bool {
	p := t.p.Profile
	return p.First && p.Age >= firstAdviceAge && p.Age < firstGPAge
}

// readAge understands "54", "54 jaar". A date of birth is none: two numbers are
// asked about again.
func readAge(text string) (string, bool) {
	n, ok := oneNumber(text)
	if !ok || n < 1 || n > 119 {
		return "", false
	}
	return strconv.Itoa(n), true
}

// readWeek understands a week of pregnancy, 1 to 42; 0 says that the child is
// born. Months are no weeks.
func readWeek(text string) (string, bool) {
	n, ok := oneNumber(text)
	if !ok || n > 42 || mentions(text, "maand", "month", "dag", "day", "jaar", "year") {
		return "", false
	}
	return strconv.Itoa(n), true
}

// readAgo understands how long ago something was, in days: "3 weken", "2
// months", "10 dagen geleden", "1 jaar". A date is asked about again, and so is
// a number without a unit that can't be weeks.
func readAgo(text string) (string, bool) {
	n, ok := oneNumber(text)
	if words := wordsOf(text); !ok && slices.ContainsFunc(words, func(w string) bool { return w == "een" || w == "one" || w == "a" }) && !hasDigit(text) {
		n, ok = 1, true
	}
	unit := 0
	switch {
	case mentions(text, "dag", "day"):
		unit = 1
	case mentions(text, "week", "weken"):
		unit = 7
	case mentions(text, "maand", "month"):
		unit = 30
	case mentions(text, "jaar", "jaren", "year"):
		unit = 365
	case n <= mostBareWeeks && len(wordsOf(text)) == 1:
		unit = 7
	}
	if !ok || unit == 0 || n*unit > 80*365 {
		return "", false
	}
	return strconv.Itoa(n * unit), true
}

// mostBareWeeks: a bare number up to here is weeks; above it, it may be a year.
const mostBareWeeks = 100

// oneNumber is the only whole number in a text. "1,5", "12-03-1950" and "tussen
// 4 en 5" have none.
func oneNumber(text string) (int, bool) {
	found := numbers.FindAllString(text, -1)
	if len(found) != 1 || len(found[0]) > 4 {
		return 0, false
	}
	n, err := strconv.Atoi(found[0])
	return n, err == nil
}

var numbers = regexp.MustCompile(`\d+`)

func hasDigit(text string) bool { return numbers.MatchString(text) }

// mentions says whether a word of a text begins with one of these.
func mentions(text string, stems ...string) bool {
	return slices.ContainsFunc(wordsOf(text), func(w string) bool {
		return slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(w, s) })
	})
}

// clockArgs shows the time that it would be here, so that a wrong zone is seen.
func clockArgs(p Patient, o Open) Args {
	return Args{"At": o.Asked.Format(time.RFC3339), "Zone": p.Zone}
}
