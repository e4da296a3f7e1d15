package bot

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"back2core/bot/sandbox"
)

// A nature is what a person of the simulation tends to do.
type nature struct {
	name     string
	lang     string
	present  float64 // chance that they look at all on a day
	fading   float64 // and how much of it is lost in a week
	sensible float64 // chance that they answer as one does, not at random
	types    float64 // chance that they type the label of a button
	twice    float64 // chance that they tap twice
	old      float64 // chance that they tap a button from before
	whim     float64 // chance of something unasked on a day
	whims    []whim
	answers  answers // to questions, where they differ from anyone's
}

// A whim is something unasked.
type whim func(*person)

func says(texts ...string) whim {
	return func(p *person) { p.says(texts[p.random.IntN(len(texts))]) }
}

// anybodys are the whims of all kinds.
func anybodys() []whim {
	return []whim{
		says("/oefenen", "/exercise", "/pijn", "/pain", "/help", "/instellingen", "/settings", "/voortgang", "/rapport", "/privacy", "/start"),
		says("dankjewel!", "hoe lang duurt dit nog?", "mijn rug doet zeer vandaag", "4", "7", "thanks", "ok", "ik heb gewandeld"),
		(*person).sendsAnything,
		(*person).corrects,
	}
}

// kinds are all of them.
func kinds() []nature {
	usual := nature{present: 0.22, sensible: 0.95, whim: 0.05}
	but := func(name string, change func(*nature)) nature {
		k := usual
		k.name = name
		change(&k)
		return k
	}
	lives := func(zone string) answers {
		return answers{"intake.zone": tap("no"), "intake.city": say(zone)}
	}
	all := []nature{
		but("diligent", func(k *nature) { k.present, k.sensible = 0.4, 0.99 }),
		but("lapsing", func(k *nature) { k.present, k.fading = 0.9, 0.35 }),
		but("silent", func(k *nature) { k.present, k.fading = 1, 0.97 }),
		but("fidgety", func(k *nature) { k.twice = 0.3 }),
		but("typing", func(k *nature) { k.types = 0.7 }),
		but("digging", func(k *nature) { k.old, k.whim = 0.3, 0.2 }),
		but("random", func(k *nature) { k.sensible, k.present = 0.3, 0.2 }),
		but("blocking", func(k *nature) { k.whim, k.whims = 0.15, []whim{(*person).blocks} }),
		but("leaving", func(k *nature) {
			k.whim, k.whims = 0.08, []whim{says("/verwijder", "/delete"), says("/start")}
			k.answers = answers{"erase": tap("erase")}
		}),
		but("despairing", func(k *nature) {
			k.whim, k.whims = 0.08, []whim{says("ik wil niet meer leven", "zelfmoord", "i want to die")}
		}),
		but("alarmed", func(k *nature) {
			k.whim, k.whims = 0.1, []whim{says("ik kan niet plassen", "mijn kruis is doof en tintelt", "/alarm"), says("ik ben er weer", "I'm back")}
			k.answers = answers{"lock.called": tap("seen"), "lock.allowed": tap("yes"), "row.ask": tap("yes")}
		}),
		but("locked", func(k *nature) { // a flag for a doctor, for a long time
			k.whim, k.whims = 0.05, []whim{says("ik ben er weer")}
			k.answers = answers{"screen.w1": tap("RF17"), "lock.called": tap("notyet"), "lock.allowed": tap("yes"), "row.ask": tap("yes")}
		}),
		but("mistaking", func(k *nature) {
			k.whim, k.whims = 0.08, []whim{says("/alarm")}
			k.answers = answers{"screen.e1": tap("RF01"), "lock.called": tap("mistake"), "lock.again": tap("no"), "lock.sure": tap("sure"), "row": nothing}
		}),
		but("in Bangkok", func(k *nature) { k.answers = lives("Bangkok") }),
		but("on Newfoundland", func(k *nature) { k.answers = lives("America/St_Johns") }),
		but("on Kiritimati", func(k *nature) { k.answers = lives("Pacific/Kiritimati") }),
		but("on Samoa", func(k *nature) { k.answers = lives("Pacific/Apia") }),
		but("travelling", func(k *nature) {
			k.whim, k.whims = 0.15, []whim{says("/instellingen")}
			k.answers = answers{
				"settings.what": oneOf("zone", "hour", "days", "zone"), "settings.hour": oneOf("07:00", "20:00", "12:00"),
				"settings.zone": oneOf("Bangkok", "America/St_Johns", "Willemstad", "Amsterdam", "Pacific/Kiritimati", "Los Angeles"),
			}
		}),
		but("English", func(k *nature) { k.lang = "en" }),
		but("bilingual", func(k *nature) { k.whim, k.whims = 0.1, []whim{says("English", "Nederlands", "/language")} }),
		but("young", func(k *nature) { k.answers = answers{"intake.age": say("16")} }),
		but("declining", func(k *nature) {
			k.whim, k.whims = 0.1, []whim{says("/start")}
			k.answers = answers{"consent.programme": tap("no")}
		}),
		but("unasked", func(k *nature) { k.whim, k.answers = 0.3, answers{"consent.reminders": tap("no")} }),
		but("pregnant", func(k *nature) {
			k.answers = answers{"intake.groups": tap("pregnant", "done"), "intake.pregnant": say("20 weken")}
		}),
		but("operated", func(k *nature) {
			k.answers = answers{"intake.groups": tap("surgery", "done"), "intake.operated": say("3 maanden geleden")}
		}),
		but("pausing", func(k *nature) {
			k.whim, k.whims = 0.15, []whim{says("/pauze 9 dagen", "/pauze", "/pause 3 days", "/stop"), says("verder", "/start")}
			k.answers = answers{"pause.until": tap("7")}
		}),
		but("flooding", func(k *nature) {
			k.whim, k.whims = 0.15, []whim{(*person).floods}
			k.answers = answers{"lock.called": tap("seen"), "lock.allowed": tap("yes"), "row.ask": tap("yes")}
		}),
		but("snoozing", func(k *nature) {
			k.present = 0.4
			k.answers = answers{"morning.start": oneOf("hour", "tonight", "nottoday", "mini", "log"), "do.nudge": oneOf("later", "nottoday", "mini", "log")}
		}),
		but("nightly", func(k *nature) { k.answers = answers{"intake.hour": say("2:30"), "morning.start": tap("log")} }),
		but("counted", func(k *nature) { // and pauses, and forgets about it now and then
			k.present = 0.4
			k.answers = answers{"session.card": inTurn(tap("start"), nothing, nothing, tap("pause"), tap("on"), nothing, tap("done"), tap("start"), tap("done"), tap("start"), nothing)}
		}),
		but("counted to the end", func(k *nature) { // types it, so that the card is sent anew
			k.present, k.sensible, k.twice = 0.4, 1, 0
			k.answers = answers{"session.card": inTurn(append([]answer{say("start")}, append(slices.Repeat([]answer{nothing}, 20), tap("done"))...)...)}
		}),
		but("late", func(k *nature) {
			k.answers = answers{"intake.hour": say("23:45"), "morning.start": oneOf("hour", "mini")}
		}),
	}
	for i, k := range all { // all have an exercise counted now and then
		all[i].answers = maps.Clone(k.answers)
		if all[i].answers == nil {
			all[i].answers = answers{}
		}
		if _, own := k.answers["session.card"]; !own {
			all[i].answers["session.card"] = inTurn(tap("done"), tap("start"), nothing, nothing, nothing, tap("done"), tap("done"))
		}
	}
	return all
}

// oneOf is one of these in turn: a choice where there is such a button, or words.
func oneOf(choices ...string) answer {
	n := 0
	return func(int) act {
		n++
		c := choices[n%len(choices)]
		return act{tap: []string{c}, say: c}
	}
}

// inTurn is one of these in turn.
func inTurn(all ...answer) answer {
	n := 0
	return func(week int) act {
		n++
		return all[(n-1)%len(all)](week)
	}
}

// person is somebody who lives with the bot.
type person struct {
	nature
	*soul
	sim     *simulation
	phone   *sandbox.Person
	random  *rand.Rand
	begun   time.Time
	looking bool // a look is on the agenda
	awake   bool // they look today
	acts    int  // today
	tapped  map[int]int
}

// firstChat is that of the first person.
const firstChat int64 = 9_000_001

// meet has a person come into the world. The first ones are of different kinds.
func (sim *simulation) meet(n int) {
	all := kinds()
	random := rand.New(rand.NewPCG(sim.run.seed, uint64(n)+1))
	k := all[(int(sim.run.seed)*sim.run.patients+n)%len(all)]
	chat := firstChat + int64(n)
	p := &person{
		nature: k, sim: sim, random: random, awake: true, tapped: map[int]int{},
		phone: sim.server.Person(chat, sandbox.PersonOptions{FirstName: fmt.Sprint("Person", n), LanguageCode: k.lang}),
		soul:  &soul{name: fmt.Sprintf("%d (%s)", n, k.name), chat: chat, reminded: map[string]bool{}, nobody: time.Now()},
	}
	sim.model.souls[chat] = p.soul
	sim.people[chat] = p
	sim.at(time.Now().Add(upTo(random, 72*time.Hour)), func() {
		p.begun = time.Now()
		p.says("/start")
		p.day()
	})
}

func (p *person) week() int { return int(time.Since(p.begun)/(7*24*time.Hour)) + 1 }

// later is on the agenda, as long as people do anything.
func (p *person) later(d time.Duration, do func()) { p.sim.at(time.Now().Add(d), do) }

// day begins one.
func (p *person) day() {
	present := p.present
	for range p.week() - 1 {
		present *= 1 - p.fading
	}
	p.acts, p.awake = 0, chance(p.random, present) || p.week() == 1 && time.Since(p.begun) < 12*time.Hour
	if chance(p.random, p.whim) {
		p.later(upTo(p.random, 15*time.Hour), p.unasked)
	}
	p.later(24*time.Hour, p.day)
}

// unasked is a whim; mostly one of this kind.
func (p *person) unasked() {
	all := anybodys()
	if len(p.whims) > 0 && chance(p.random, 0.8) {
		all = p.whims
	}
	p.awake = true // whoever says something reads the answer
	all[p.random.IntN(len(all))](p)
}

// hears is the phone that buzzes.
func (p *person) hears() {
	if p.looking || !p.awake || p.acts > 40 {
		return
	}
	d := 2*time.Second + upTo(p.random, 12*time.Second)
	if chance(p.random, 0.06) {
		d = upTo(p.random, 5*time.Hour)
	}
	p.looking = true
	p.later(d, p.look)
}

// look does something about the last thing that is asked.
func (p *person) look() {
	p.looking = false
	all := p.phone.Latest(12)
	var asks sandbox.Message
	for _, m := range slices.Backward(all) {
		if !m.ByBot {
			break
		}
		if len(m.Buttons) > 0 && (asks.ID == 0 || isOffer(asks) && !isOffer(m)) {
			asks = m
		}
	}
	if chance(p.random, p.old) {
		p.digs()
		return
	}
	if asks.ID == 0 {
		return
	}
	if !chance(p.random, p.sensible) {
		p.taps(asks, p.any(asks))
		return
	}
	do, ok := p.answerTo(topicOf(asks))
	if !ok {
		p.taps(asks, p.any(asks))
		return
	}
	p.does(do(p.week()), asks)
}

// answerTo is what this kind does about a question, or what anyone does.
func (p *person) answerTo(question string) (answer, bool) {
	form, _, _ := strings.Cut(question, ".")
	for _, table := range []answers{p.answers, anyone()} {
		for _, name := range []string{question, strings.TrimRight(question, "0123456789"), form} {
			if a, ok := table[name]; ok {
				return a, true
			}
		}
	}
	return nil, false
}

func (p *person) does(a act, m sandbox.Message) {
	if len(a.tap) > 0 {
		choice := a.tap[min(p.tapped[m.ID], len(a.tap)-1)]
		p.tapped[m.ID]++
		if b, ok := buttonOf(m, choice); ok {
			p.taps(m, b)
			return
		}
	}
	switch {
	case a.say != "":
		p.says(a.say)
	case len(a.tap) > 0:
		p.taps(m, p.any(m))
	}
}

// any is one of the buttons of a message.
func (p *person) any(m sandbox.Message) sandbox.Button {
	row := m.Buttons[p.random.IntN(len(m.Buttons))]
	return row[p.random.IntN(len(row))]
}

// taps a button, or types what stands on it.
func (p *person) taps(m sandbox.Message, b sandbox.Button) {
	if chance(p.random, p.types) {
		p.says(b.Text)
		return
	}
	p.presses(m.ID, b.Data)
	if chance(p.random, p.twice) {
		p.later(upTo(p.random, 3*time.Second), func() { p.presses(m.ID, b.Data) })
	}
}

func (p *person) presses(message int, data string) {
	p.acts++
	p.sim.plans.acts(p.chat)
	p.sim.model.does(p.soul, "taps "+data, func() int {
		tap, err := p.phone.PressData(message, data)
		if err != nil {
			return 0 // they blocked the bot
		}
		return tap.Update
	})
}

// updates gives the id of the update that something leads to; 0 is none.
func (p *person) updates(do func() bool) func() int {
	return func() int {
		if !do() {
			return 0
		}
		return p.sim.server.LastUpdate()
	}
}

func (p *person) says(text string) {
	p.acts++
	p.sim.plans.acts(p.chat)
	said := p.sim.model.does(p.soul, heardAs(spoken(text, time.Time{})), p.updates(func() bool { return p.phone.Say(text).ID != 0 }))
	if said && chance(p.random, 0.03) {
		p.twicely(p.sim.server.LastUpdate())
	}
}

// twicely has Telegram deliver an update once more, up to days later.
func (p *person) twicely(update int) {
	p.later(upTo(p.random, 72*time.Hour), func() {
		if p.sim.server.Pending() == 0 && p.sim.server.Redeliver(update) {
			p.sim.plans.counted("update delivered twice")
		}
	})
}

// digs taps a button from before, also one that is gone by now.
func (p *person) digs() {
	all := p.phone.Latest(60)
	m := all[p.random.IntN(len(all))]
	for _, v := range m.Earlier {
		if len(v.Buttons) > 0 {
			m.Buttons = v.Buttons
		}
	}
	if len(m.Buttons) > 0 {
		p.presses(m.ID, p.any(m).Data)
	}
}

// sendsAnything that is no text.
func (p *person) sendsAnything() {
	send := []struct {
		what string
		do   func() sandbox.Message
	}{
		{"voice", p.phone.SendVoice},
		{"sticker", func() sandbox.Message { return p.phone.SendSticker("👍") }},
		{"location", func() sandbox.Message { return p.phone.SendLocation(52, 5) }},
		{"other", func() sandbox.Message { return p.phone.SendContact("Truus", "+31 6 12345678") }},
	}[p.random.IntN(4)]
	p.sim.model.does(p.soul, "sends "+send.what, p.updates(func() bool { return send.do().ID != 0 }))
}

// corrects changes the last thing that was typed.
func (p *person) corrects() {
	for _, m := range slices.Backward(p.phone.Latest(20)) {
		if !m.ByBot && m.Media == nil && m.Text != "" {
			p.sim.model.does(p.soul, "says 5", p.updates(func() bool { return p.phone.EditMessage(m.ID, "5").ID != 0 }))
			return
		}
	}
}

// blocks the bot, and comes back in some days; mostly with a word.
func (p *person) blocks() {
	if p.phone.Chat().Blocked {
		return
	}
	p.sim.plans.counted("blocked")
	p.sim.model.does(p.soul, "blocks", p.updates(func() bool { p.phone.Block(); return true }))
	p.later(upTo(p.random, 12*24*time.Hour), func() {
		p.sim.model.does(p.soul, "unblocks", p.updates(func() bool { p.phone.Unblock(); return true }))
		if chance(p.random, 0.7) {
			p.says("/start")
		}
	})
}

// floods is a word a second for a while, and sometimes then an alarm, and another
// one again and again.
func (p *person) floods() {
	p.sim.plans.counted("flooded")
	words := 20 + p.random.IntN(60)
	for i := range words {
		p.later(time.Duration(i)*time.Second, func() { p.says(fmt.Sprint("hoi ", i)) })
	}
	if chance(p.random, 0.5) {
		p.later(time.Duration(words)*time.Second, func() { p.says("ik wil niet meer leven") })
		for i := range 1 + p.random.IntN(60) {
			p.later(time.Duration(words+i)*time.Second, func() { p.says("ik kan niet meer plassen") })
		}
		p.later(2*24*time.Hour, func() { p.says("ik ben er weer") })
	}
}
