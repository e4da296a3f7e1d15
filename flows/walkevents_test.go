package flows_test

import (
	"fmt"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// An act is one edge of the walk: an event, or time that passes.
type act struct {
	does string
	ev   flows.Event
	// lasts is time that passes with a Tick whenever one is due; down is time in
	// which the process is down, and one Tick that comes late. With untilDue time
	// passes up to the next Tick.
	lasts, down time.Duration
	untilDue    bool
}

// alphabet is everything that can happen in a state: every choice of the open
// question, every command and every button that stands for one, an old button
// of every form, words of each kind, media, presence, and time.
func alphabet(p flows.Patient, now time.Time) []act {
	var all []act
	add := func(ev flows.Event) { all = append(all, act{does: does(ev), ev: ev}) }
	ask := flows.Asking(p)
	if ask != nil {
		for _, tap := range buttonsOf(*ask) {
			if ask.Kind != flows.Scale || tap.Choice == "0" || tap.Choice == "4" || tap.Choice == "9" || tap.Choice > "9" { // thresholds are for the tests of the rules
				add(tap)
			}
		}
		for _, text := range typedFor(*ask) {
			add(flows.Said{By: flows.ByPatient, Text: text, Means: messages.Meaning(p.Lang, *ask, text)})
		}
	}
	for _, name := range []string{"start", "exercise", "pain", "alarm", "settings", "pause", "stop", "privacy", "delete", "help", "language", "continue"} {
		add(flows.Commanded{By: flows.ByPatient, Name: name})
	}
	for _, do := range [][2]string{{"seen"}, {"log"}, {"mini"}, {"later"}, {"nottoday"}, {"correct"}, {"checkin"}, {"exercise", "light"}, {"library"}, {"library", "2"}, {"library", "C8"}, {"language", "nl"}, {"exercise"}, {"alarm"}} {
		add(flows.Pressed{By: flows.ByPatient, Form: flows.FormDo, Question: do[0], Choice: do[1]})
	}
	for _, name := range flows.FormNames() {
		form, _ := flows.FormOf(name)
		q := form.Questions[0]
		choice := flows.ChoiceNone
		if len(q.Choices) > 0 {
			choice = q.Choices[0]
		}
		add(flows.Pressed{By: flows.ByPatient, Form: name, Run: oldRun, Question: q.Name, Choice: choice})
	}
	for _, a := range alarmWords()[:5] {
		add(said(p, a.text))
	}
	for _, text := range []string{"xyzzy plugh", "bruggetje", "6", "ja", "nee", "terug", "later", "dank je wel", "geen koorts", "stop", "help", "ik ben er weer", "pauze 3 dagen"} {
		add(said(p, text))
	}
	add(flows.Said{By: flows.ByPatient, Text: "ik kan niet plassen", Forwarded: true})
	add(flows.Said{By: flows.ByPatient, Text: "7", Edited: true})
	add(flows.Sent{By: flows.ByPatient, What: flows.MediaPhoto})
	add(flows.Sent{By: flows.ByPatient, What: flows.MediaVoice, Text: "mijn voet sleept"})
	add(flows.Blocked{})
	add(flows.CameBack{})
	add(flows.Outage{Since: now.Add(-25 * time.Hour)})
	add(flows.Restored{To: now.Add(-25 * time.Hour)})
	return append(all,
		act{does: "waits until something is due", untilDue: true},
		act{does: "a day passes", lasts: 24 * time.Hour},
		act{does: "the process is down for a day", down: 24 * time.Hour},
		act{does: "the process is down for eight days", down: 8 * 24 * time.Hour},
		act{does: "the process is down for three weeks and a day", down: 22 * 24 * time.Hour},
	)
}

// oldRun is a time that no form was opened.
const oldRun = 1 << 20

func said(p flows.Patient, text string) flows.Said {
	return flows.Said{By: flows.ByPatient, Text: text, Means: messages.Meant(p, text)}
}

// typedFor is answers in own words to a question that takes them.
func typedFor(ask flows.Ask) []string {
	if typed, ok := map[string][]string{
		"intake.age": {"42", "52", "58", "81", "17"}, "intake.operated": {"3 weken", "1 jaar"}, "intake.pregnant": {"20", "0"}, "intake.wait": {"8 weken"}, "row.operated": {"3 weken"},
		"situation.operated": {"3 weken", "1 jaar"}, "situation.wait": {"8 weken"}, "situation.pregnant": {"20", "0"},
		"intake.activity": {"tuinieren"}, "more.activity": {"fietsen"}, "intake.name": {"Jan"}, "intake.hour": {"8:30"}, "intake.city": {"Curaçao"},
		"morning.time": {"23:30", "0:30"}, "morning.start": {"20:30"}, "pause.date": {"3 dagen", "tot gisteren"}, "settings.zone": {"Amsterdam"},
	}[ask.Form+"."+ask.Question]; ok {
		return typed
	}
	switch ask.Kind {
	case flows.Several:
		return []string{"1", "1 en 2", "klaar"}
	case flows.Scale:
		return []string{"7,5"}
	case flows.Text:
		return []string{"tuinieren"}
	}
	return []string{"weet ik niet"}
}

// mostTicks is how many Ticks may come in one act: three weeks with a few a day.
const mostTicks = 200

// play takes an act's steps, as long as each is held good. It returns where they
// lead, and whether anything happened at all.
func (a act) play(sub subject, p flows.Patient, now time.Time, good func(taken) bool) (flows.Patient, time.Time, bool) {
	if a.ev != nil {
		s := sub.take(p, a.ev, now)
		if !good(s) {
			return p, now, false
		}
		return s.after(), now, true
	}
	end := now.Add(a.lasts)
	switch due := sub.due(p); {
	case a.untilDue && due.IsZero():
		return p, now, false
	case a.untilDue && due.After(now):
		end = due
	case a.untilDue:
		end = now
	case a.down > 0:
		end = now.Add(a.down)
	}
	for range mostTicks {
		due := sub.due(p)
		if due.IsZero() || due.After(end) {
			return p, end, true
		}
		if due.After(now) {
			now = due
		}
		if a.down > 0 {
			now = end
		}
		s := sub.take(p, flows.Ticked{}, now)
		if !good(s) {
			return p, now, false
		}
		if p = s.after(); s.o.Forget || a.down > 0 || a.untilDue {
			return p, now, true
		}
	}
	panic(fmt.Sprintf("%d ticks and no end, at %v", mostTicks, now))
}
