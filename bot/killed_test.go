package bot

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// talker is somebody who talks to the program that is killed. Beside them runs
// the conversation as it should go: the same events, each once and in order,
// through flows.Step, and the words of every reply.
type talker struct {
	k     *killing
	phone *sandbox.Person
	acts  int
	model flows.Patient
	diary []flows.Entry
	want  []string // what they should hear
}

func (k *killing) talker(id int64) *talker {
	phone := k.server.Person(id, sandbox.PersonOptions{})
	return &talker{k: k, phone: phone, model: flows.NewPatient("", practiceOfMain, flows.Dutch, k.zone, time.Now())}
}

// practiceOfMain is how main names the practice in records.
const practiceOfMain = "main"

// act does the next thing: an answer to what is asked, if it has come, or else
// something unasked. Whoever waits for a few answers does nothing.
func (y *talker) act() {
	if len(slices.Compact(slices.Clone(y.want))) > y.got()+2 {
		return
	}
	ask := flows.Asking(y.model)
	switch {
	case y.acts == 0:
		y.say("/start")
	case y.acts%7 == 3:
		y.say([]string{"/help", "/taal en", "/taal nl", "/privacy", "vandaag een flink eind gewandeld"}[y.acts/7%5])
	case ask == nil || ask.Form == "morning":
		y.say(fmt.Sprintf("/pijn %d,%d", 3+y.acts%2, y.acts%10))
	default:
		y.answer(*ask)
	}
}

// answer taps or types what anyone would. A question that is not there yet is
// waited for.
func (y *talker) answer(ask flows.Ask) {
	all := anyone()
	all["intake.name"] = say(fmt.Sprintf("Persoon %d", y.phone.ID()))
	do, ok := all.find(ask.Form + "." + ask.Question)
	if !ok {
		y.k.Fatalf("nobody knows what to do about %s.%s", ask.Form, ask.Question)
	}
	a := do(1)
	if a.say != "" {
		y.say(a.say)
		return
	}
	for _, m := range slices.Backward(y.phone.Chat().Messages) {
		b, ok := buttonOf(m, a.tap[0])
		if p := unpacked(b.Data); ok && p.Form == ask.Form && p.Run == ask.Run && p.Question == ask.Question {
			y.tap(m, b)
			return
		}
	}
}

// find is the answer to a question.
func (a answers) find(question string) (answer, bool) {
	form, _, _ := strings.Cut(question, ".")
	for _, name := range []string{question, strings.TrimRight(question, "0123456789"), form} {
		if do, ok := a[name]; ok {
			return do, true
		}
	}
	return nil, false
}

func (y *talker) say(text string) {
	y.phone.Say(text)
	y.happens(meant(spoken(text, time.Now()), y.model))
}

// tap taps, and one time in five the app sends it once more.
func (y *talker) tap(m sandbox.Message, b sandbox.Button) {
	tap, err := y.phone.Press(m.ID, b.Data)
	if err != nil {
		y.k.Error(err)
		return
	}
	y.happens(unpacked(b.Data))
	if y.acts%5 == 0 {
		tap.Resend()
		y.happens(unpacked(b.Data))
	}
}

// happens is one event of the conversation as it should go.
func (y *talker) happens(ev flows.Event) {
	y.acts++
	y.k.updates++
	out := flows.Step(y.model, ev, time.Now())
	y.model = out.Patient
	y.diary = append(y.diary, out.Diary...)
	for _, r := range out.Replies {
		if r.Again && r.Ask != nil {
			continue // it is renewed where it stands
		}
		m, err := messages.Render(y.model.Lang, y.model.Zone, messages.Practice{}, r)
		if err != nil {
			y.k.Error(err)
		}
		y.want = append(y.want, plainly(m.HTML))
	}
}

var (
	tags   = regexp.MustCompile(`<[^<>]*>`)
	clocks = regexp.MustCompile(`\b\d\d:\d\d\b`)
)

// plainly is a text as it reaches a reader, but for the time of day in it.
func plainly(text string) string {
	text = strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(text, "")))
	return clocks.ReplaceAllString(text, "hh:mm")
}

// got is how many messages came, those of one text in a row counted once.
func (y *talker) got() int {
	return len(slices.CompactFunc(y.heard(), func(a, b sandbox.Message) bool { return a.Text == b.Text }))
}

// heard is what the bot sent, before any edit, and when.
func (y *talker) heard() []sandbox.Message { return sentTo(y.phone) }

func sentTo(p *sandbox.Person) []sandbox.Message {
	var sent []sandbox.Message
	for _, m := range p.Chat().Messages {
		if !m.ByBot {
			continue
		}
		if len(m.Earlier) > 0 {
			m.Text = m.Earlier[0].Text
		}
		m.Text = plainly(m.Text)
		sent = append(sent, m)
	}
	return sent
}

// layToSleep makes patients who do nothing and are due for their reminder, a
// few each second of the time in which the program is killed.
func (k *killing) layToSleep(n int) {
	now := time.Now()
	zone := zoneOf(k.zone)
	file := k.open()
	defer file.Close()
	err := file.Update(func(tx *store.Tx) error {
		for i := range n {
			p := k.server.Person(int64(1_000_001+i), sandbox.PersonOptions{})
			p.Say("/start") // who never wrote can't be written to
			k.sleepers = append(k.sleepers, p)
			id, err := tx.NewID()
			if err != nil {
				return err
			}
			due := now.Add(time.Duration(i/25)*time.Second - time.Minute).In(zone)
			if err := tx.SavePatient(sleeper(id, k.zone, due)); err != nil {
				return err
			}
			if err := tx.Link(id, addressOf(p.ID())); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		k.Fatal(err)
	}
}

// sleeper is a patient who is to be reminded today, from the minute of due on.
func sleeper(id, zone string, due time.Time) flows.Patient {
	p := flows.NewPatient(id, practiceOfMain, flows.Dutch, zone, due.Add(-48*time.Hour))
	p.Stage, p.Screened, p.AskedE = flows.Coached, p.Arrived, p.Arrived
	p.Consent = &flows.Consent{Version: flows.ConsentVersion, At: p.Arrived, Programme: true, Reminders: true}
	p.Profile.Age = 47
	p.Rhythm = flows.Rhythm{
		Hour: flows.Clock(due.Hour()*60 + due.Minute()), CheckDay: (due.Weekday() + 3) % 7,
		Reminded: due.AddDate(0, 0, -1).Format(time.DateOnly),
	}
	return p
}

// noonZone is a zone in which it is noon, or nearly.
func noonZone(now time.Time) string {
	if ahead := 12 - now.UTC().Hour(); ahead != 0 {
		return fmt.Sprintf("Etc/GMT%+d", -ahead)
	}
	return "Etc/GMT"
}

// judge compares what came of it all with what should have.
func (k *killing) judge() (updates, sends, buried int) {
	file := k.open()
	defer file.Close()
	err := file.View(func(tx *store.Tx) error {
		counts, err := tx.Counts()
		if err != nil {
			return err
		}
		if n := counts["outbox.flooded"]; n > 0 {
			k.Errorf("%d answers gave way to newer ones: the people of this test are too fast", n)
		}
		if counts["update"] != k.updates {
			k.Errorf("%d updates were applied, %d were made", counts["update"], k.updates)
		}
		pos, err := tx.Position()
		if err != nil {
			return err
		}
		if want := k.server.LastUpdate() + 1; pos.Offset != want {
			k.Errorf("the next update is %d, want %d", pos.Offset, want)
		}
		for _, y := range k.talkers {
			sends += y.judgeHeard()
			y.judgeKept(tx)
		}
		n, err := k.judgeSleepers(tx)
		buried = n
		return err
	})
	if err != nil {
		k.Error(err)
	}
	return k.updates, sends, buried
}

// judgeHeard: each message came, in order, and once unless nobody could know
// that it had.
func (y *talker) judgeHeard() int {
	heard := y.heard()
	for i := 0; len(y.want) > 0; {
		text, n := y.want[0], 0
		for len(y.want) > 0 && y.want[0] == text {
			y.want, n = y.want[1:], n+1
		}
		from := i
		for i < len(heard) && heard[i].Text == text {
			i++
		}
		if i-from < n {
			heardNext := "nothing"
			if i < len(heard) {
				heardNext = heard[i].Text
			}
			y.k.Errorf("person %d heard %q %d times, want %d; then %q", y.phone.ID(), text, i-from, n, heardNext)
			return len(heard)
		}
		y.k.excuse(y.phone.ID(), heard[from:i], i-from-n)
		if len(y.want) == 0 && i < len(heard) {
			y.k.Errorf("person %d heard %q out of nothing", y.phone.ID(), heard[i].Text)
		}
	}
	return len(heard)
}

// excuse wants a reason for each message too many among those of one text: that
// its answer was lost, or a kill between it and the one before.
func (k *killing) excuse(chat int64, same []sandbox.Message, extra int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := strconv.FormatInt(chat, 10) + same[0].Text
	for i := 1; i < len(same) && extra > 0; i++ {
		if slices.ContainsFunc(k.started, func(at time.Time) bool { return at.After(same[i-1].At) && at.Before(same[i].At) }) {
			extra--
			k.twiceKilled++
		}
	}
	for ; extra > 0 && k.lost[key] > 0; extra-- {
		k.lost[key]--
		k.twiceLost++
	}
	if extra > 0 {
		k.Errorf("person %d heard %q %d times too often, of %d, from %v to %v; the program was started %d times", chat, same[0].Text, extra,
			len(same), same[0].At.Sub(k.started[0]), same[len(same)-1].At.Sub(k.started[0]), len(k.started))
	}
}

// judgeKept: the record and the diary are what the conversation says.
func (y *talker) judgeKept(tx *store.Tx) {
	id, _ := tx.Lookup(addressOf(y.phone.ID()))
	p, err := tx.Patient(id)
	if err != nil {
		y.k.Errorf("person %d: %v", y.phone.ID(), err)
		return
	}
	diary, err := tx.Diary(id)
	if err != nil {
		y.k.Error(err)
	}
	y.model.ID = id
	for what, pair := range map[string][2]any{"record": {p, y.model}, "diary": {diary, y.diary}} {
		if got, want := timeless(pair[0]), timeless(pair[1]); got != want {
			y.k.Errorf("person %d: the %s is\n%s, want\n%s", y.phone.ID(), what, got, want)
		}
	}
}

var moments = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)`)

// timeless is a record without its moments: those of the model are a little
// earlier.
func timeless(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return moments.ReplaceAllString(string(b), "then")
}

// judgeSleepers: everyone was reminded, in the record once, and on the phone
// once or, where nobody could know, not at all.
func (k *killing) judgeSleepers(tx *store.Tx) (buried int, err error) {
	graves, err := tx.Graves()
	if err != nil {
		return 0, err
	}
	given := map[string]int{}
	for _, g := range graves {
		if !strings.HasPrefix(g.Why, "ambiguous") {
			k.Errorf("%q to %s was given up: %s", g.Text, g.Patient, g.Why)
		}
		given[g.Patient]++
	}
	for _, one := range k.sleepers {
		id, _ := tx.Lookup(addressOf(one.ID()))
		p, err := tx.Patient(id)
		if err != nil {
			return 0, err
		}
		heard := len(sentTo(one))
		switch {
		case p.Spoken != 1:
			k.Errorf("patient %s was reminded %d times", id, p.Spoken)
		case heard > 1:
			k.Errorf("patient %s heard a reminder %d times", id, heard)
		case heard == 0 && given[id] == 0:
			k.Errorf("patient %s never heard the reminder", id)
		}
	}
	return len(graves), nil
}
