package flows

import (
	"slices"
	"strconv"
	"strings"
)

// checkinForm asks once a week how it went: the measures of clinical.md 7, and
// the weekly red flags. Its About is the number of the week.
func checkinForm() Form {
	return Form{
		Name: "checkin", Progress: true,
		Questions: []Question{
			{Name: "mean", Kind: Scale, Took: tookMean},
			{Name: "worst", Kind: Scale, Took: tookWorst},
			pskQuestion(0), pskQuestion(1), pskQuestion(2),
			{Name: "gpe", Kind: Choice, Choices: gpeChoices(), Read: readGPE, When: gpeAsked},
			{Name: "days", Kind: Choice, Choices: []string{"0", "1", "2", "3", "4", "5", "6", "7"}, Read: readDays, Text: daysText, Args: daysArgs},
			{Name: "confidence", Kind: Scale},
			{Name: "sleep", Kind: Scale},
			heelsQuestion(heelsWeekly),
			fearQuestion(),
			{Name: "flags", Sub: "screen", Open: func(t *turn) { t.screen(screenWeek) }},
		},
		Done: checkinDone,
	}
}

// pskQuestion asks how hard one activity was, in the patient's own words.
func pskQuestion(i int) Question {
	return Question{
		Name: pskName(i), Kind: Scale,
		Text: func(Patient, Open) string { return "checkin.psk" },
		When: func(p Patient, _ Open) bool { return i < len(p.Course.Activities) },
		Args: func(p Patient, _ Open) Args {
			if i >= len(p.Course.Activities) {
				return Args{"Activity": ""}
			}
			return Args{"Activity": p.Course.Activities[i].Words}
		},
	}
}

func pskName(i int) string { return "psk" + strconv.Itoa(i+1) }

// gpeAsked: change since the start is asked from week 2 (clinical.md 7).
func gpeAsked(_ Patient, o Open) bool {
	n, _ := strconv.Atoi(o.About)
	return n >= 2
}

// daysText says how many days were logged, where any were.
func daysText(p Patient, o Open) string {
	if p.activeDays(p.localDate(o.Asked)) > 0 {
		return "checkin.days.logged"
	}
	return "checkin.days"
}

func daysArgs(p Patient, o Open) Args {
	return Args{"Count": strconv.Itoa(p.activeDays(p.localDate(o.Asked)))}
}

// tookMean asks RF29 about a week that was severe.
func tookMean(t *turn, value string) bool {
	if scoreOf(value) < highPain || t.deniedLately("RF29", true) {
		return false
	}
	t.moveOn()
	t.suspect([]Row{"RF29"}, "score")
	return true
}

// tookWorst asks once more when the worst is less than the mean: one of the two
// is a slip. The second time it stands.
func tookWorst(t *turn, value string) bool {
	o := t.top()
	if o.Answers["slip"] != "" || scoreOf(value) >= scoreOf(o.Answers["mean"]) {
		return false
	}
	mean := o.Answers["mean"]
	o.Answers["slip"] = ChoiceYes
	o.Path = without(o.Path, []string{"worst"})
	delete(o.Answers, "worst")
	t.say("checkin.slip", args("Mean", scoreOf(mean).Tenths(), "Worst", scoreOf(value).Tenths()))
	t.ask()
	return true
}

// readGPE understands the change since the start in plain words, or as its
// number.
func readGPE(text string) (string, bool) {
	words := strings.Join(wordsOf(text), " ")
	if n, err := strconv.Atoi(words); err == nil && n >= 1 && n <= len(gpeChoices()) {
		return gpeChoices()[n-1], true
	}
	switch words {
	case "hersteld", "helemaal hersteld", "recovered", "over":
		return "recovered", true
	case "veel beter", "stuk beter", "een stuk beter", "much better":
		return "much_better", true
	case "beter", "iets beter", "beetje beter", "een beetje beter", "better", "a bit better":
		return "better", true
	case "hetzelfde", "gelijk", "zelfde", "same", "the same":
		return "same", true
	case "slechter", "iets slechter", "beetje slechter", "erger", "worse", "a bit worse":
		return "worse", true
	case "veel slechter", "veel erger", "much worse":
		return "much_worse", true
	}
	return "", false
}

// readDays understands "4 dagen", "elke dag", "geen".
func readDays(text string) (string, bool) {
	words := wordsOf(text)
	switch strings.Join(words, " ") {
	case "elke dag", "alle dagen", "iedere dag", "every day", "all":
		return "7", true
	case "geen", "geen enkele", "nooit", "none", "never":
		return "0", true
	}
	for _, w := range words {
		if n, named := numberWord(w); named {
			w = n
		}
		if n, err := strconv.Atoi(w); err == nil && n >= 0 && n <= 7 {
			return strconv.Itoa(n), true
		}
	}
	return "", false
}

// checkinNow begins the check-in of this week, or goes on with it.
func (t *turn) checkinNow() {
	if t.indexOf("checkin") >= 0 {
		t.open("checkin")
		return
	}
	if t.p.Stage != Coached {
		t.goOn()
		return
	}
	n := t.checkinWeek()
	if n == 0 {
		t.say("checkin.not_yet", args("At", stamp(t.p.nextCheckin())), offering("pain", "help"))
		t.resume()
		return
	}
	t.open("checkin", func(o *Open) { o.About = strconv.Itoa(n) })
}

// checkinWeek is the week that a check-in now would be about; 0 if it is too
// early for one. An answer to an invitation counts for the week that it asked
// about.
func (t *turn) checkinWeek() int {
	c, today := t.p.Course, t.p.localDate(t.now)
	n := c.weekOf(today)
	if daysBetween(c.Invited.On, today) < answerDays && c.Invited.On != "" {
		n = c.Invited.Week
	}
	if last := c.lastWeek(); last != nil && (n <= last.N || daysBetween(last.On, today) < checkinGap) {
		return 0
	}
	return n
}

// checkinDone keeps the week and says how it goes and what it leads to.
func checkinDone(t *turn, o Open) {
	c := &t.p.Course
	t.keepFear(o)
	w := t.weekFrom(o)
	was := c.lastWeek()
	if was != nil && was.N == w.N { // a correction
		c.untell(func(told Told) bool { return told.Week == w.N })
		c.Weeks = slices.Delete(c.Weeks, len(c.Weeks)-1, len(c.Weeks))
		was = c.lastWeek()
	}
	var before *Week
	if was != nil {
		copied := *was
		before = &copied
	}
	c.keepWeek(w)
	t.logWeek(w, o)
	c.heard(w.Mean, t.now, w.On)
	t.summarise(w, before)
	t.advise(w)
	t.sayFear(o)
	t.sayWeek()
}

func (t *turn) logWeek(w Week, o Open) {
	data := map[string]string{"week": strconv.Itoa(w.N)}
	for _, name := range o.Path {
		data[name] = o.Answers[name]
	}
	for i, a := range t.p.Course.Activities {
		data[pskName(i)+"_words"] = a.Words
	}
	entry := t.logInstead(o.Entry, "checkin", data)
	if t.p.Closed != nil {
		t.p.Closed.Entry = entry
	}
}
