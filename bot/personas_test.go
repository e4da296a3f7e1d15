package bot

import (
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
)

// A persona is a kind of patient: what they answer to what the bot asks, and
// what they do unasked. Weeks and days count from 1.
type persona struct {
	name    string
	phone   sandbox.PersonOptions
	lang    flows.Lang
	fidgets bool            // taps twice now and then
	reads   time.Duration   // how long a message lies there before they look
	answers answers         // when the last message asks X, do Y,
	weeks   map[int]answers // but in these weeks
	days    map[int]answers // and on these days
	unasked []plan
	outcome func(*testing.T, tally)
}

// answers are what is done about a question, by its name: form.question, with
// or without the number at its end, the form alone, or "*".
type answers map[string]answer

// An answer is an act that may hang on the week.
type answer func(week int) act

// An act is one thing that a person does. No field set is nothing.
type act struct {
	tap   []string // choices, one after the other
	say   string
	also  func(*life) // anything else
	alarm bool        // it holds an alarm word
	means meaning
	event string // what the bot must hear
}

// A plan is something that someone does unasked, by their own clock.
type plan struct {
	day   int
	clock string
	do    answer
}

func tap(choices ...string) answer { return func(int) act { return act{tap: choices} } }
func say(text string) answer       { return func(int) act { return act{say: text} } }
func alarm(text string) answer     { return func(int) act { return act{say: text, alarm: true} } }
func does(fn func(*life)) answer   { return func(int) act { return act{also: fn} } }

var nothing answer = func(int) act { return act{} }

// weekly taps another number each week; the last holds on.
func weekly(choices ...string) answer {
	return func(week int) act { return act{tap: []string{choices[min(week, len(choices))-1]}} }
}

// first does one thing the first time, and another after that.
func first(do, then answer) answer {
	return func(week int) act {
		now := do
		do = then
		return now(week)
	}
}

// meaning adds what is wanted with it.
func (a answer) meaning(m meaning) answer {
	return func(week int) act {
		act := a(week)
		act.means = m
		return act
	}
}

// anyone is what people answer unless they are of another kind.
func anyone() answers {
	return answers{
		"consent.programme": tap("yes"), "consent.reminders": tap("yes"),
		"intake.age": say("47"), "intake.leg": tap("none"), "intake.duration": tap("subacute"), "intake.first": tap("no"),
		"intake.pain": tap("6"), "intake.groups": tap("none"), "intake.activity": say("tuinieren op zondag"), "intake.difficulty": tap("7"),
		"intake.hour": tap("08:00").meaning(wantsHour("08:00")), "intake.zone": tap("yes"), "intake.start": tap("now"),
		"screen":     tap("none"),
		"morning.am": improving, "morning.start": tap("start"),
		"session.news": tap("none"), "session.before": improving, "session.card": tap("done"), "session.peak": improving, "session.feel": tap("light"),
		"session.leg": tap("calf"), "session.heels": tap("yes"), "checkin.heels": tap("yes"), "session.am": improving, "session.step": tap("yes"), "session.change": tap("no"), "session.which": tap("unsure"),
		"quicklog.what": tap("all"), "quicklog.peak": improving, "quicklog.news": tap("none"),
		"more.fear": tap("3"), "more.activity": say("lang in de auto zitten"), "more.difficulty": tap("5"),
		"do.nudge": tap("exercise"), "do.checkin": tap("checkin"), "do.quiet": nothing, "do": nothing,
		"checkin.mean": improving, "checkin.worst": weekly("7", "6", "6", "5", "5", "4"), "checkin.psk": weekly("7", "6", "5", "5", "4", "4", "3", "2"),
		"checkin.gpe": tap("better"), "checkin.days": tap("6"), "checkin.confidence": tap("7"), "checkin.sleep": tap("3"), "checkin.fear": tap("5"),
	}
}

// improving is pain that goes down, as it mostly does.
var improving = weekly("5", "5", "4", "4", "3", "3", "2", "2", "1", "1", "1", "0")

// personas are the eight kinds.
func personas() []persona {
	return []persona{compliant(), quick(), minute(), flaring(), ghosting(), blocking(), travelling(), alarmed()}
}

// compliant does every session, counted along, politely, and taps twice now and
// then.
func compliant() persona {
	return persona{
		name: "Wilhelmina", fidgets: true, reads: 3 * time.Minute,
		answers: answers{"intake.name": say("Wilhelmina"), "session.card": tap("start", "done")},
		unasked: []plan{
			{3, "12:00", say("hartelijk dankjewel voor gisteren")},
			{9, "12:00", does((*life).sendsSticker)},
			{16, "12:00", does((*life).sendsVoice)},
			{20, "21:00", does((*life).correctsScore)},
			{30, "12:00", does((*life).tapsOldButton)},
			{37, "12:00", say("/help")},
			{44, "12:00", say("vandaag een lange wandeling gemaakt")},
		},
		outcome: func(t *testing.T, y tally) {
			y.atLeast(t, "sessions", y.sessions(), 75)
			y.exactly(t, "check-ins", y.checkins(), 12)
			y.exactly(t, "follow-ups", y.unasked["follow"], 0)
		},
	}
}

// quick works at night, trains without the phone and logs it in three taps. Her
// hour falls into both nights on which the clock moves.
func quick() persona {
	return persona{
		name: "Roosmarijn", reads: 8 * time.Minute,
		answers: answers{
			"intake.name": say("Roosmarijn"), "intake.hour": say("2:30").meaning(wantsHour("02:30")), "intake.start": tap("tomorrow"),
			"morning.am": tap("skip"), "morning.start": tap("log"), "more": tap("skip"),
		},
		outcome: func(t *testing.T, y tally) {
			y.atLeast(t, "sessions", y.sessions(), 75)
			y.exactly(t, "mornings", y.unasked["morning"], programme*7)
			y.exactly(t, "follow-ups", y.unasked["follow"], 0)
			y.exactly(t, "check-ins", y.checkins(), 12)
		},
	}
}

// minute has one minute, often later, and no name for anyone.
func minute() persona {
	return persona{
		name: "Ferdinand", reads: 25 * time.Minute,
		answers: answers{
			"intake.name": tap("skip"), "intake.hour": tap("07:00").meaning(wantsHour("07:00")),
			"morning.am": tap("skip"), "morning.start": tap("mini"), "more": tap("skip"),
		},
		weeks: map[int]answers{
			3: {"morning.start": tap("hour").meaning(wantsIn(time.Hour)), "do.nudge": tap("mini")},
			4: {"morning.start": tap("nottoday").meaning(wantsNoneToday)},
			5: {"morning.am": nothing, "morning.start": nothing, "do.nudge": tap("mini")}, // hears the follow-up
		},
		outcome: func(t *testing.T, y tally) {
			y.atLeast(t, "one-minute sessions", y.said["session.done.mini"], 70)
			y.exactly(t, "snoozed", y.unasked["snoozed"], 7)
			y.exactly(t, "follow-ups", y.unasked["follow"], 6) // none on the day of the check-in
		},
	}
}

// flaring has a hernia, and in week 5 pain of 8.
func flaring() persona {
	worse := answers{
		"morning.am": tap("8"), "session.before": tap("8"), "session.peak": tap("8"), "session.feel": tap("hard"),
		"row.ask": tap("no"), "checkin.mean": tap("7"), "checkin.worst": tap("9"), "checkin.gpe": tap("worse"),
	}
	return persona{
		name: "Geertruida", reads: 5 * time.Minute,
		answers: answers{
			"intake.name": say("Geertruida"), "intake.age": say("52 jaar"), "intake.leg": tap("calf"), "intake.groups": tap("hernia", "done"),
			"intake.hour": tap("09:00").meaning(wantsHour("09:00")), "session.leg": tap("calf"), "session.leg_end": tap("calf"),
			"session.card2": weekly("done", "heavy", "hurts", "done"), "session.hurt": tap("sore"),
		},
		weeks: map[int]answers{5: worse},
		outcome: func(t *testing.T, y tally) {
			y.atLeast(t, "sessions", y.sessions(), 70)
			y.atLeast(t, "screens after the jump", y.said["pain.jump"], 1)
			y.atLeast(t, "questions about RF29", y.said["flag.ask.RF29"], 1)
			y.atLeast(t, "check-ins", y.checkins(), 12)
		},
	}
}

// ghosting answers nothing from the second week on, and is back in the seventh:
// three days of reminders, one "alles goed?", and silence.
func ghosting() persona {
	silence := answers{"*": nothing}
	return persona{
		name: "Balthasar", reads: 4 * time.Minute,
		answers: answers{"intake.name": say("Balthasar")},
		weeks:   map[int]answers{2: silence, 3: silence, 4: silence, 5: silence, 6: silence},
		unasked: []plan{{45, "16:00", say("hallo daar")}},
		outcome: func(t *testing.T, y tally) {
			y.exactly(t, "alles goed?", y.unasked["quiet"], 1)
			y.exactly(t, "mornings before it", y.unaskedOn("morning", 8, 11), 3)
			y.exactly(t, "follow-ups", y.unasked["follow"], 1) // on the first two days the check-in is the second message
			y.exactly(t, "unasked from day 12 to 44", y.unaskedBetween(12, 44), 0)
			y.exactly(t, "welcomes", y.said["day.back"], 1)
			y.atLeast(t, "sessions", y.sessions(), 7+38)
		},
	}
}

// blocking blocks the bot in week 3 and comes back in week 5; in week 9 he stops
// for ten days.
func blocking() persona {
	return persona{
		name: "Anneloes", reads: 6 * time.Minute,
		answers: answers{"intake.name": say("Anneloes"), "intake.hour": tap("10:00").meaning(wantsHour("10:00"))},
		unasked: []plan{
			{16, "14:00", does((*life).blocks)}, {31, "15:00", does((*life).returns)},
			{60, "12:00", say("/stop").meaning(wantsRest(true))}, {70, "12:00", say("/start").meaning(wantsRest(false))},
		},
		outcome: func(t *testing.T, y tally) {
			y.exactly(t, "messages from day 17 to 30", y.between(17, 30), 0)
			y.exactly(t, "welcomes", y.said["day.back"], 1)
			y.exactly(t, "messages from day 61 to 69", y.between(61, 69), 0)
			y.atLeast(t, "sessions", y.sessions(), 16+28+15)
			y.exactly(t, "check-ins", y.checkins(), 9)
		},
	}
}

// travelling rests on Sundays, changes the hour, is on Curaçao in weeks 4 and 5,
// and goes on holiday twice.
func travelling() persona {
	return persona{
		name: "Margaretha", reads: 5 * time.Minute,
		answers: answers{"intake.name": say("Margaretha")},
		days: map[int]answers{
			10: {"settings.what": tap("days"), "settings.days": tap("sun", "done").meaning(wantsNoMore(time.Sunday))},
			18: {"settings.what": tap("hour"), "settings.hour": say("7:30").meaning(wantsHour("07:30"))},
			23: {"settings.what": tap("zone"), "settings.zone": say("Willemstad").meaning(wantsZone("America/Curacao"))},
			37: {"settings.what": say("tijdzone"), "settings.zone": tap("Europe/Amsterdam").meaning(wantsZone("Europe/Amsterdam"))},
			65: {"pause.until": tap("7").meaning(wantsPause(7))},
		},
		unasked: []plan{
			{10, "13:00", say("/instellingen")}, {18, "13:00", say("/settings")}, {23, "13:00", say("instellingen")}, {37, "13:00", say("/instellingen")},
			{50, "13:00", say("/pauze 9 dagen").meaning(wantsPause(9))},
			{65, "13:00", say("/pauze")},
			{68, "13:00", say("verder").meaning(wantsPause(0))},
		},
		outcome: func(t *testing.T, y tally) {
			y.exactly(t, "unasked from day 51 to 58", y.unaskedBetween(51, 58), 0)
			y.exactly(t, "unasked on days 66 and 67", y.unaskedBetween(66, 67), 0)
			y.atLeast(t, "sessions", y.sessions(), 50)
			y.atLeast(t, "check-ins", y.checkins(), 10)
		},
	}
}

// alarmed speaks English. In week 2 an alarm comes up in the middle of a
// session, by a typed word; a doctor sees her and she comes back. In week 6 she
// taps one by mistake.
func alarmed() persona {
	const inSession, seen, mistake = 10, 11, 38
	return persona{
		name: "Constance", phone: sandbox.PersonOptions{LanguageCode: "en"}, lang: flows.English, reads: 4 * time.Minute,
		answers: answers{"intake.name": say("Constance"), "intake.activity": say("carrying my daughter"), "more.activity": say("sitting through a film")},
		days: map[int]answers{
			inSession: {
				"session.card2": alarm("my groin has gone numb and tingly"),
				"row.ask":       tap("yes"), "row.since": tap("new"), "lock.called": tap("notyet"),
			},
			seen:    {"lock.called": tap("seen"), "lock.allowed": tap("yes")},
			mistake: {"screen.e1": first(tap("RF01"), tap("none")), "row": nothing, "lock.called": tap("mistake"), "lock.again": tap("no"), "lock.sure": tap("sure")},
		},
		unasked: []plan{{mistake, "20:00", say("/alarm")}, {mistake, "20:05", say("I'm back")}},
		outcome: func(t *testing.T, y tally) {
			y.atLeast(t, "sessions", y.sessions(), 70)
			y.atLeast(t, "calls", y.said["flag.call.EHAP"], 3)
			y.exactly(t, "full sets after a way back", y.said["lock.rescreen"], 2)
			y.exactly(t, "check-ins", y.checkins(), 12)
			y.exactly(t, "Dutch messages", y.dutch, 0)
		},
	}
}
