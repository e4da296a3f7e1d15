package flows

import (
	"slices"
	"strings"
	"time"
)

// settingsForm changes one thing at a time and says what that means.
func settingsForm() Form {
	return Form{
		Name: "settings",
		Questions: []Question{
			{Name: "what", Kind: Choice, Choices: []string{"hour", "days", "zone", "language", "check", "count", "reminders", "pictures", "situation"}, Read: readSetting, Args: settingsAre, Took: tookSetting},
			{Name: "hour", Kind: Choice, Choices: hours(), Words: clockWords, Read: readClock, When: setting("hour")},
			{Name: "days", Kind: Several, Choices: weekdays(), When: setting("days")},
			{Name: "zone", Kind: Choice, Offer: cityChoices, Words: cityWords, Read: readCity, When: setting("zone")},
			{Name: "language", Kind: Choice, Choices: []string{string(Dutch), string(English)}, When: setting("language")},
			{Name: "checkday", Kind: Choice, Choices: weekdays(), Read: readWeekday, When: setting("check")},
			{Name: "checkhour", Kind: Choice, Choices: hours(), Words: clockWords, Read: readClock, When: setting("check")},
			{Name: "count", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}, Text: countText, When: setting("count")},
			{Name: "reminders", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}, Text: remindersText, When: setting("reminders")},
			{Name: "pictures", Kind: Choice, Choices: picturesChoices(), When: setting("pictures")},
		},
		Done: settingsDone,
	}
}

// settingsAre is how they stand: what wants to be changed is seen before it is. In the
// intake there is no hour yet.
func settingsAre(p Patient, o Open) Args {
	r := p.Rhythm
	a := Args{
		"On": "", "Hour": "", "Days": itoa(r.Days.number()), "CheckDay": itoa(int(r.CheckDay)), "CheckHour": r.CheckHour.String(),
		"Until": "", "Counting": ChoiceYes, "Pictures": "settings.are." + string(p.Pictures),
	}
	if p.Consent != nil && p.Consent.Reminders && p.Stage != Stopped {
		a["On"] = ChoiceYes
	}
	if p.Stage != Intake {
		a["Hour"] = r.Hour.String()
	}
	if p.Uncounted {
		a["Counting"] = ""
	}
	if p.Pictures == PicturesMove {
		a["Pictures"] += movingChoice
	}
	if p.paused(p.localDate(o.Asked)) {
		a["Until"] = r.PausedUntil
	}
	return a
}

func setting(what string) func(Patient, Open) bool { return answeredWith("what", what) }

func hours() []string {
	return []string{"07:00", "08:00", "09:00", "10:00", "12:00", "16:00", "18:00", "19:00", "20:00", "21:00"}
}

// weekdays are the days as choices, Monday first.
func weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// weekdayNamed is the day of a choice.
func weekdayNamed(choice string) time.Weekday {
	return time.Weekday((slices.Index(weekdays(), choice) + 1) % 7)
}

// readWeekday understands a day as it is typed, whole or short.
func readWeekday(text string) (string, bool) {
	for _, w := range wordsOf(text) {
		for i, names := range [][]string{
			{"maandag", "ma", "monday", "mon"}, {"dinsdag", "di", "tuesday", "tue"}, {"woensdag", "wo", "wednesday", "wed"},
			{"donderdag", "do", "thursday", "thu"}, {"vrijdag", "vr", "friday", "fri"}, {"zaterdag", "za", "saturday", "sat"},
			{"zondag", "zo", "sunday", "sun"},
		} {
			if slices.Contains(names, w) {
				return weekdays()[i], true
			}
		}
	}
	return "", false
}

// readSetting understands what to change in plain words.
func readSetting(text string) (string, bool) {
	for _, w := range wordsOf(text) {
		switch w {
		case "uur", "tijd", "time", "hour":
			return "hour", true
		case "dagen", "dag", "days", "day":
			return "days", true
		case "tijdzone", "zone", "stad", "city", "timezone":
			return "zone", true
		case "situatie", "situation", "profiel", "profile":
			return "situation", true
		case "taal", "language":
			return "language", true
		case "week", "weekvragen", "weekly", "checkin", "check":
			return "check", true
		case "aftellen", "meetellen", "tellen", "counting", "count", "timer":
			return "count", true
		case "herinnering", "herinneringen", "reminder", "reminders", "berichten":
			return "reminders", true
		case "beeld", "beelden", "plaatje", "plaatjes", "picture", "pictures", "bewegend", "bewegende", "animation", "animations":
			return "pictures", true
		}
	}
	return "", false
}

func remindersText(p Patient, _ Open) string {
	if p.Consent != nil && p.Consent.Reminders {
		return "settings.reminders.on"
	}
	return "settings.reminders.off"
}

func countText(p Patient, _ Open) string {
	if p.Uncounted {
		return "settings.count.off"
	}
	return "settings.count.on"
}

func (t *turn) settingsNow() { t.open("settings") }

// tookSetting shows the days as they are now.
func tookSetting(t *turn, value string) bool {
	o := t.top()
	o.Ticked = nil
	if value != "days" {
		return false
	}
	for _, day := range weekdays() {
		if t.p.Rhythm.Days.Has(weekdayNamed(day)) {
			o.Ticked = append(o.Ticked, day)
		}
	}
	return false
}

// settingsDone makes the change. What lies before now of the new rhythm is not
// made up for.
func settingsDone(t *turn, o Open) {
	t.p.Closed = nil
	what := o.Answers["what"]
	r := &t.p.Rhythm
	switch what {
	case "hour":
		r.Hour, _ = ParseClock(o.Answers["hour"])
	case "days":
		if o.Answers["days"] == "" { // no days is no reminders
			t.allowReminders(ChoiceNo)
			return
		}
		r.Days = daysOf(strings.Split(o.Answers["days"], ","))
	case "zone":
		t.p.Zone = o.Answers["zone"]
		r.Sent = time.Time{} // this morning's follow-up would come at an odd hour there
	case "language":
		t.p.Lang = Lang(o.Answers["language"])
	case "check":
		r.CheckDay = weekdayNamed(o.Answers["checkday"])
		r.CheckHour, _ = ParseClock(o.Answers["checkhour"])
	case "count":
		t.allowCounting(o.Answers["count"])
		return
	case "reminders":
		t.allowReminders(o.Answers["reminders"])
		return
	case "situation":
		t.situationAnew()
		return
	case "pictures":
		t.choosePictures(o.Answers["pictures"])
		return
	}
	t.log("setting", map[string]string{"what": what, "value": strings.Trim(o.Answers[what]+" "+o.Answers["checkday"]+" "+o.Answers["checkhour"], " ")})
	t.catchUp()
	t.skipCheckins()
	t.saySetting(what)
}

// daysOf is a set of days; all seven are the set that stands for all.
func daysOf(choices []string) Weekdays {
	if len(choices) == len(weekdays()) {
		return 0
	}
	var days []time.Weekday
	for _, c := range choices {
		days = append(days, weekdayNamed(c))
	}
	return WeekdaysOf(days...)
}

// saySetting says a change with its effect: what comes next, and when.
func (t *turn) saySetting(what string) {
	at := t.nextReminder()
	if what == "check" {
		at = checkinDue(t.p)
	}
	are := settingsAre(t.p, Open{Asked: t.now})
	t.say("settings.done."+what, offering("settings", "exercise"), t.next(at),
		args("Hour", t.p.Rhythm.Hour.String(), "Days", are["Days"], "CheckDay", are["CheckDay"], "CheckHour", are["CheckHour"]))
}

// next gives a wording the moment at which something comes: .Next is a sentence
// about it, also when nothing comes.
func (t *turn) next(at time.Time) with {
	if at.IsZero() {
		return args("Next", "settings.next.none", "When", "", "At", "", "Now", stamp(t.now))
	}
	when := "settings.when.date"
	switch daysBetween(t.today(), t.p.localDate(at)) {
	case 0:
		when = "settings.when.today"
	case 1:
		when = "settings.when.tomorrow"
	}
	return args("Next", "settings.next", "When", when, "At", stamp(at), "Now", stamp(t.now))
}

// nextReminder is when the series reminds next; zero: it does not.
func (t *turn) nextReminder() time.Time {
	if !t.p.remindable() {
		return time.Time{}
	}
	return t.p.hourOn(t.p.nextMorning())
}

// allowReminders gives or withdraws the consent to be reminded, as easily one
// as the other (AVG art. 7(3)).
func (t *turn) allowReminders(answer string) {
	t.p.Consent.Reminders = answer == ChoiceYes
	t.log("consent", map[string]string{"version": ConsentVersion, "reminders": answer})
	t.p.Rhythm.Quiet = false
	t.catchUp()
	t.skipCheckins()
	t.say("settings.done.reminders."+answer, offering("settings", "exercise"), t.next(t.nextReminder()))
}

// allowCounting has exercises counted along, or no more: then what stands still
// is a card like any other.
func (t *turn) allowCounting(answer string) {
	t.p.Uncounted = answer == ChoiceNo
	for i := range t.p.Forms {
		if t.p.Uncounted {
			t.p.Forms[i].Count = nil
		}
	}
	t.log("setting", map[string]string{"what": "count", "value": answer})
	t.say("settings.done.count."+answer, offering("settings", "exercise"))
}
