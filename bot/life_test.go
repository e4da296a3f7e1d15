package bot

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
)

// life is a persona with a phone.
type life struct {
	persona
	*testing.T
	l      *laws
	who    *watched
	phone  *sandbox.Person
	random *rand.Rand
	begun  time.Time
	plans  []plan
	read   int       // the last message that was read
	looked time.Time // when
	taps   []*sandbox.Tap
	words  []string    // that may stand in no log
	tapped map[int]int // how often, by message
	edits  map[int]int // seen, by message
}

// begin has a person come into the world.
func (l *laws) begin(p persona, n int) *life {
	p.phone.FirstName = p.name
	one := &life{
		persona: p, T: l.t, l: l, phone: l.w.Person(int64(9_000_001+n), p.phone), begun: time.Now(),
		random: rand.New(rand.NewPCG(*programmeSeed, uint64(n))), plans: p.unasked, words: []string{p.name},
		tapped: map[int]int{}, edits: map[int]int{},
	}
	one.who = l.meet(p.name, one.phone.ID())
	if one.who.wishes.lang = p.lang; p.lang == "" {
		one.who.wishes.lang = flows.Dutch
	}
	one.who.tally.begun = one.begun
	return one
}

// live goes on until the end: what comes is read after a while, and what was
// planned is done at its time.
func (o *life) live(end time.Time) {
	time.Sleep(o.think(60))
	o.do(act{say: "/start"}, sandbox.Message{})
	for {
		timer := time.NewTimer(time.Until(o.next(end)))
		select {
		case <-o.who.buzz:
			timer.Stop()
			o.pick()
			o.look()
		case <-timer.C:
			if !time.Now().Before(end) {
				return
			}
			plan := o.plans[0]
			o.plans = o.plans[1:]
			o.do(plan.do(o.week()), sandbox.Message{})
		}
	}
}

// pick is the time until a person looks: in the middle of a conversation
// seconds, else longer.
func (o *life) pick() {
	if time.Since(o.looked) > 3*time.Minute {
		time.Sleep(o.reads)
	}
	time.Sleep(3*time.Second + o.think(10))
}

// think is up to so many seconds.
func (o *life) think(seconds int) time.Duration {
	return time.Duration(o.random.IntN(seconds*10)+1) * 100 * time.Millisecond
}

// next is the time of the next plan, or the end if that comes first.
func (o *life) next(end time.Time) time.Time {
	if len(o.plans) == 0 {
		return end
	}
	zone := o.zone()
	y, m, d := o.begun.In(zone).Date()
	clock, _ := time.Parse("15:04", o.plans[0].clock)
	at := time.Date(y, m, d+o.plans[0].day-1, clock.Hour(), clock.Minute(), 0, 0, zone)
	if at.After(end) {
		return end
	}
	return at
}

func (o *life) zone() *time.Location {
	o.l.mu.Lock()
	defer o.l.mu.Unlock()
	return o.who.wishes.zone
}

// day counts the local days, from 1.
func (o *life) day() int  { return dayOf(o.begun, time.Now(), o.zone()) }
func (o *life) week() int { return (o.day()-1)/7 + 1 }

func dayOf(begun, at time.Time, zone *time.Location) int {
	from, _ := time.Parse(time.DateOnly, begun.In(zone).Format(time.DateOnly))
	to, _ := time.Parse(time.DateOnly, at.In(zone).Format(time.DateOnly))
	return int(to.Sub(from).Hours()/24) + 1
}

// look reads what is new and does something about the last thing that is asked.
func (o *life) look() {
	all := o.phone.Chat().Messages
	var asks sandbox.Message
	for _, m := range slices.Backward(all) {
		if m.At.Before(o.looked.Add(-24 * time.Hour)) {
			break
		}
		changed := len(m.Earlier) > o.edits[m.ID]
		if o.edits[m.ID] = len(m.Earlier); m.ID <= o.read && !changed {
			continue
		}
		if m.ByBot && len(m.Buttons) > 0 && (asks.ID == 0 || isOffer(asks) && !isOffer(m)) {
			asks = m
		}
	}
	o.read, o.looked = all[len(all)-1].ID, time.Now()
	if asks.ID == 0 {
		return
	}
	do, ok := o.answer(topicOf(asks))
	if !ok {
		o.Errorf("day %d: %s does not know what to do about %s: %q", o.day(), o.name, topicOf(asks), asks.Text)
		return
	}
	o.do(do(o.week()), asks)
}

// topicOf is what a message asks, read off its buttons: form.question.
func topicOf(m sandbox.Message) string {
	choices := map[string]bool{}
	for _, row := range m.Buttons {
		for _, b := range row {
			p := unpacked(b.Data)
			if p.Form != flows.FormDo {
				return p.Form + "." + p.Question
			}
			choices[p.Question] = true
		}
	}
	switch {
	case choices["nottoday"] && choices["log"]:
		return "do.nudge"
	case choices["mini"] && choices["pause"]:
		return "do.quiet"
	case choices["checkin"]:
		return "do.checkin"
	}
	return "do.other"
}

func isOffer(m sandbox.Message) bool { return strings.HasPrefix(topicOf(m), "do.") }

// answer finds what this person does about a question today.
func (o *life) answer(question string) (answer, bool) {
	form, _, _ := strings.Cut(question, ".")
	for _, table := range []answers{o.days[o.day()], o.weeks[o.week()], o.answers, anyone()} {
		for _, name := range []string{question, strings.TrimRight(question, "0123456789"), form, "*"} {
			if a, ok := table[name]; ok {
				return a, true
			}
		}
	}
	return nil, false
}

// do does one thing about a message.
func (o *life) do(a act, m sandbox.Message) {
	switch {
	case a.also != nil:
		a.also(o)
	case a.say != "":
		o.says(a)
	case len(a.tap) > 0:
		o.tapsOn(m, a)
	}
}

func (o *life) says(a act) {
	a.event = "says " + a.say
	if word, rest, _ := strings.Cut(a.say, " "); strings.HasPrefix(word, "/") {
		a.event = strings.TrimSpace("commands " + rest)
	}
	if len(a.say) >= 6 && !strings.HasPrefix(a.say, "/") {
		o.words = append(o.words, a.say)
	}
	o.l.does(o.who, a)
	o.phone.Say(a.say)
}

// correctsScore types a score and then edits it.
func (o *life) correctsScore() {
	o.says(act{say: "3"})
	time.Sleep(20 * time.Second)
	all := o.phone.Chat().Messages
	for _, m := range slices.Backward(all) {
		if !m.ByBot {
			o.happens("says 4", func() { o.phone.EditMessage(m.ID, "4") })
			return
		}
	}
}

// tapsOn taps the first of the choices, and when the message changed the next.
func (o *life) tapsOn(m sandbox.Message, a act) {
	choice := a.tap[min(o.tapped[m.ID], len(a.tap)-1)]
	b, ok := buttonOf(m, choice)
	if !ok {
		b, ok = buttonOf(m, flows.WayMore) // it shows when that is tapped
	} else {
		o.tapped[m.ID]++
	}
	if !ok {
		o.Errorf("day %d: %s finds no %s below %q", o.day(), o.name, choice, m.Text)
		return
	}
	a.event = "taps " + b.Data
	o.l.does(o.who, a)
	tap, err := o.phone.Press(m.ID, b.Text)
	if err != nil {
		o.Error(err)
		return
	}
	o.taps = append(o.taps, tap)
	if o.fidgets && o.random.IntN(10) == 0 { // the app got no answer, and taps again
		o.l.does(o.who, act{event: a.event})
		o.taps = append(o.taps, tap.Resend())
	}
}

// buttonOf is the button of a choice, or of a command.
func buttonOf(m sandbox.Message, choice string) (sandbox.Button, bool) {
	for _, row := range m.Buttons {
		for _, b := range row {
			if p := unpacked(b.Data); p.Choice == choice || p.Form == flows.FormDo && p.Question == choice {
				return b, true
			}
		}
	}
	return sandbox.Button{}, false
}

// happens notes what the bot must hear, and then does it.
func (o *life) happens(event string, do func()) {
	o.l.does(o.who, act{event: event})
	do()
}

func (o *life) sendsSticker() { o.happens("sends sticker", func() { o.phone.SendSticker("👍") }) }
func (o *life) sendsVoice()   { o.happens("sends voice", func() { o.phone.SendVoice() }) }
func (o *life) blocks()       { o.happens("blocks", o.phone.Block) }
func (o *life) returns() {
	o.happens("unblocks", o.phone.Unblock)
	o.happens("commands", func() { o.phone.Say("/start") })
}

// tapsOldButton taps a button that is gone by now.
func (o *life) tapsOldButton() {
	for _, m := range o.phone.Chat().Messages {
		if len(m.Buttons) > 0 || len(m.Earlier) == 0 {
			continue
		}
		data := m.Earlier[0].Buttons[0][0].Data
		o.happens("taps "+data, func() {
			tap, err := o.phone.PressData(m.ID, data)
			if err != nil {
				o.Error(err)
			}
			o.taps = append(o.taps, tap)
		})
		return
	}
}
