package flows

import (
	"slices"
	"strings"
	"time"
)

const (
	tooLate    = 2 * time.Hour // a reminder that comes later than this is skipped
	quietAfter = 3             // unanswered reminders in a row [clinical.md 8.5]
	variants   = 8             // wordings of each message that comes unasked [interaction.md 3.8]
	tonight    = 20 * time.Hour
	lastNight  = 19 * 60 // until this clock time "tonight" is offered
)

// morningDue is when the series reminds next.
func morningDue(p Patient) time.Time {
	if !p.remindable() || p.Rhythm.Quiet {
		return time.Time{}
	}
	return p.freeFrom(p.hourOn(p.nextMorning()))
}

// morningNow reminds of today's session, once; the mornings before it that were
// missed are gone. Who has trained already, or is at it, hears nothing.
func morningNow(t *turn) {
	if !t.catchUp() {
		return
	}
	open := slices.IndexFunc(t.p.Forms, func(o Open) bool { return trains(o.Form) })
	if open >= 0 && t.p.localDate(t.p.Forms[open].Since) != t.today() {
		t.endExercise() // yesterday's
	} else if open >= 0 {
		return
	}
	if t.p.activeOn(t.today()) {
		return
	}
	if t.p.mayNot(t.today()) {
		t.gatedMorning()
		return
	}
	r := &t.p.Rhythm
	r.Missed++
	if !r.Silent {
		r.Missed = 0
	}
	r.Silent, r.Snoozed = true, time.Time{}
	t.drop("morning")
	if r.Missed >= quietAfter {
		t.fallSilent()
		return
	}
	r.Sent = t.now
	t.remind()
}

// fallSilent asks once whether all is well, and then waits for the patient
// [clinical.md 8.5].
func (t *turn) fallSilent() {
	r := &t.p.Rhythm
	r.Quiet, r.Sent = true, time.Time{}
	t.p.Spoken++
	t.log("quiet", nil)
	t.say("day.quiet", about(AboutExercise), until(t.now.Add(tooLate)), offering("exercise", "mini", "settings", "pause"))
}

// remind asks the morning's first question. A question that was open before
// stays the one that typed answers go to.
func (t *turn) remind() {
	o := t.top()
	asking := o != nil && !o.Later
	t.open("morning", func(o *Open) { o.About, o.Began = t.variant(), t.p.began() })
	t.lastReply(until(t.now.Add(tooLate)))
	t.leadWalk()
	t.leadPhase()
	if asking {
		t.sink("morning")
	}
}

// variant is the next of the wordings of what comes unasked.
func (t *turn) variant() string {
	t.p.Spoken++
	return itoa(t.p.Spoken%variants + 1)
}

// sink puts an open form below all others.
func (t *turn) sink(name string) {
	i := t.indexOf(name)
	if i < 0 {
		return
	}
	o := t.p.Forms[i]
	t.drop(name)
	t.p.Forms = append([]Open{o}, t.p.Forms...)
}

// morningForm is the reminder itself: the morning after a session it asks for
// the pain first, in one tap, and then what today brings.
func morningForm() Form {
	return Form{
		Name: "morning", Topic: AboutExercise, Bound: true,
		Questions: []Question{
			{Name: "am", Kind: Scale, Choices: []string{amFine}, Skip: true, When: amAsked, Text: morningText, Took: tookAm},
			{Name: "start", Kind: Choice, Offer: startChoices, Text: morningText, Read: readStart},
			{Name: "time", Kind: Text, Limit: 20, When: answeredWith("start", "time"), Read: readClock, Took: tookTime},
		},
		Done: morningDone,
	}
}

func answeredWith(question, choice string) func(Patient, Open) bool {
	return func(_ Patient, o Open) bool { return o.Answers[question] == choice }
}

// morningText: the question that comes unasked opens with one of the neutral
// wordings; the others are plain.
func morningText(_ Patient, o Open) string {
	switch {
	case len(o.Path) > 0 || o.About == "":
		return "morning." + o.Question
	case o.Question == "am":
		return "day.remind_am." + o.About
	}
	return "day.remind." + o.About
}

func startChoices(p Patient, o Open) []string {
	choices := []string{"start", kindShort, kindMini, "log", "hour"}
	if at := o.Asked.In(p.zone()); at.Hour()*60+at.Minute() < lastNight {
		choices = append(choices, "tonight")
	}
	return append(choices, "time", "nottoday")
}

// readStart understands a time ("20:30"; a bare number is a pain score), and
// plain words that stand on no button.
func readStart(text string) (string, bool) {
	switch strings.Join(wordsOf(text), " ") {
	case "later", "straks", "over een uur", "in an hour":
		return "hour", true
	case "vanavond", "tonight":
		return "tonight", true
	case "ja", "oke", "ok", "goed", "prima", "yes", "okay":
		return "start", true
	case "nee", "niet vandaag", "vandaag niet", "morgen", "no", "not today", "tomorrow":
		return "nottoday", true
	}
	if _, score := ParseScore(text); score {
		return "", false
	}
	return readClock(text)
}

// tookTime: a time of today that has passed is asked for again.
func tookTime(t *turn, value string) bool {
	if clock, _ := ParseClock(value); clockOn(t.today(), clock, t.p.zone()).After(t.now) {
		return false
	}
	delete(t.top().Answers, "time")
	t.say("morning.passed", about(AboutExercise))
	t.ask()
	return true
}

// morningDone does what was chosen for today.
func morningDone(t *turn, o Open) {
	t.p.Closed = nil
	t.p.Rhythm.Sent = time.Time{}
	choice, clock := o.Answers["start"], o.Answers["time"]
	switch choice {
	case "start":
		t.exerciseNow()
	case kindMini, kindShort:
		t.beginSession(choice)
	case "log":
		t.quicklogNow()
	case "hour":
		t.snooze(t.now.Add(time.Hour))
	case "tonight":
		t.snoozeTonight()
	case "nottoday":
		t.notToday()
	default: // a time, asked for or typed at once
		if choice != "time" {
			clock = choice
		}
		t.snoozeAt(clock)
	}
}

// notToday takes no for an answer, also from who is done for the day.
func (t *turn) notToday() {
	t.p.Rhythm.Sent, t.p.Rhythm.Snoozed = time.Time{}, time.Time{}
	t.drop("morning")
	if !t.p.activeOn(t.today()) {
		t.log("skipped", nil)
	}
	t.say("morning.nottoday", about(AboutExercise))
}
