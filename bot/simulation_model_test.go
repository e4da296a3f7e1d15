package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// model knows what a run of the simulation must have come to, without asking
// the bot: what the persons did (deeds), what the conversation made of it in
// transactions that last (steps), and what came through the door to Telegram.
// To tell replies apart it numbers them: the number goes along as an argument
// through the file, and stands below the text that Telegram gets.
//
// It holds against that what is in the chats and on the disk (judge).
type model struct {
	fail func(why string)
	flow func(flows.Patient, flows.Event, time.Time) flows.Outcome // flows.Step
	lost func() []int                                              // updates that Telegram has dropped

	clock func() time.Time // the bot's, which may be set back

	mu      sync.Mutex
	broken  int
	most    int             // that are reported
	souls   map[int64]*soul // by chat
	owners  map[string]*soul
	steps   []stepped // of the transaction under way
	told    []told    // numbered replies, by number - 1
	trouble []spell   // in which the disk fails
	sums    map[string]int
}

// spell is a time in which something failed.
type spell struct{ from, to time.Time }

func (s spell) covers(at time.Time) bool { return !at.Before(s.from) && at.Before(s.to) }

// soul is one person as the model knows them.
type soul struct {
	name  string
	chat  int64
	deeds []deed // done, not heard by the bot yet

	patient flows.Patient // as the last transaction left them; no ID: nobody is known
	record  []byte        // the same in JSON
	nobody  time.Time     // when there last was no patient
	flagged time.Time     // when a flag opened last
	halted  time.Time     // when an event came last that left no count running
	beat    time.Time     // when Telegram took the last edit of a count, by the bot's clock
	acted   time.Time     // when their last event came, by that clock: its beat comes at once
	diary   int           // entries of this patient

	waiting  []int           // numbers of replies that Telegram has not been seen to take
	reminded map[string]bool // by kind and local date
	snoozes  int             // asked for, not come back yet
	refused  int             // 403 that the conversation has not heard of yet
	numbers  []int           // of all replies, in order
}

// A deed is what a person did, as the bot must hear it.
type deed struct {
	what   string
	update int
	at     time.Time
}

// told is a reply that the conversation said.
type told struct {
	who     *soul
	reply   flows.Reply
	at      time.Time // when the transaction lasted; zero: it did not
	day     string    // kind and local date of a reminder
	excuse  string    // why it need not arrive
	tries   []try
	beating bool // the edit under way shows a beat
}

// A try is one call that told it.
type try struct {
	at      time.Time // when the answer came
	by      *process
	message int // in the chat, as the answer said; 0: no such answer came
}

func newModel(fail func(string), lost func() []int) *model {
	return &model{
		fail: fail, flow: flows.Step, lost: lost, clock: time.Now, most: 10,
		souls: map[int64]*soul{}, owners: map[string]*soul{}, sums: map[string]int{},
	}
}

// broke reports a rule that was broken; the first ones are enough.
func (m *model) broke(who *soul, format string, args ...any) {
	if m.broken++; m.broken > m.most {
		return
	}
	name := "nobody"
	if who != nil {
		name = who.name
	}
	m.fail(fmt.Sprintf("%s, %s: %s", time.Now().UTC().Format("Mon 2 Jan 15:04:05"), name, fmt.Sprintf(format, args...)))
}

func (m *model) sum(name string, n int) { m.sums[name] += n }

// does notes what a person does, together with doing it: the bot may hear of it
// at once. act gives the update's id; 0 is none.
func (m *model) does(who *soul, what string, act func() int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	update := act()
	if update == 0 {
		return false
	}
	who.deeds = append(who.deeds, deed{what, update, time.Now()})
	m.sum("updates", 1)
	return true
}

// numberArg is the argument that carries a reply's number.
const numberArg = "simulated"

// step is the conversation; it numbers what is said.
func (m *model) step(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
	out := m.flow(p, ev, now)
	m.mu.Lock()
	defer m.mu.Unlock()
	who := m.owners[p.ID]
	for i, r := range out.Replies {
		m.told = append(m.told, told{who: who, reply: r})
		args := flows.Args{numberArg: strconv.Itoa(len(m.told))}
		for name, value := range r.Args {
			args[name] = value
		}
		out.Replies[i].Args = args
	}
	m.steps = append(m.steps, stepped{p, ev, out, now})
	return out
}

// numbered shows the number of a reply below its text.
func numbered(w words) words {
	return words{
		reply: func(lang flows.Lang, zone string, pr messages.Practice, r flows.Reply) (messages.Message, error) {
			msg, err := w.reply(lang, zone, pr, r)
			msg.HTML += mark(r)
			return msg, err
		},
		answered: func(lang flows.Lang, zone string, pr messages.Practice, r flows.Reply, a flows.Answered) (string, error) {
			text, err := w.answered(lang, zone, pr, r, a)
			return text + mark(r), err
		},
		same: func(a, b flows.Reply) bool { return w.same(unnumbered(a), unnumbered(b)) },
	}
}

func unnumbered(r flows.Reply) flows.Reply {
	r.Args = maps.Clone(r.Args)
	delete(r.Args, numberArg)
	return r
}

func mark(r flows.Reply) string {
	if n := r.Args[numberArg]; n != "" {
		return "\n⟨" + n + "⟩"
	}
	return ""
}

// numberIn reads the number of a reply off its text; 0 if there is none.
func numberIn(text string) int {
	i := strings.LastIndex(text, "⟨")
	if i < 0 {
		return 0
	}
	n, _, _ := strings.Cut(text[i+len("⟨"):], "⟩")
	number, _ := strconv.Atoi(n)
	return number
}

// begin is for the begin of a transaction's attempt.
func (m *model) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.steps = nil
}

// place finds out whose the events of this transaction are, before it lasts: by
// the address of their patient, or of what is said to them. It gives the chats.
func (m *model) place(tx *store.Tx) (chats []int64, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.steps {
		id := s.before.ID
		if who := m.owners[id]; who != nil {
			chats = append(chats, who.chat)
			continue
		}
		address := tx.Address(id)
		if address == "" && len(s.out.Replies) > 0 { // came and was erased at once
			number := s.out.Replies[0].Args[numberArg]
			err := tx.Outbox(func(w store.Message) error {
				if w.Reply.Args[numberArg] == number {
					address = w.Address
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		chat, _ := strconv.ParseInt(chatOf(address), 10, 64)
		if who := m.souls[chat]; who != nil {
			m.owners[id] = who
		}
		chats = append(chats, chat)
	}
	return chats, nil
}

// owner is whose an event is. Who came, was erased and came again in one
// transaction has left no address of the first time: then it is someone unknown
// who did just that.
func (m *model) owner(s stepped) *soul {
	if who := m.owners[s.before.ID]; who != nil {
		return who
	}
	for _, who := range m.souls {
		i := slices.IndexFunc(who.deeds, func(d deed) bool { return !m.unheard(who, d) })
		if who.patient.ID == "" && i >= 0 && who.deeds[i].what == heardAs(s.ev) {
			m.owners[s.before.ID] = who
			return who
		}
	}
	m.broke(nil, "%q is of patient %s, who is nobody", heardAs(s.ev), s.before.ID)
	m.owners[s.before.ID] = &soul{name: "nobody", reminded: map[string]bool{}}
	return m.owners[s.before.ID]
}

// lasts takes in a transaction that lasts.
func (m *model) lasts() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sum("transactions", 1)
	for _, s := range m.steps {
		m.apply(m.owner(s), s)
	}
	m.steps = nil
}

// apply takes in one event.
func (m *model) apply(who *soul, s stepped) {
	m.sum("events", 1)
	m.hears(who, s)
	m.follows(who, s)
	who.acted = m.clock()
	p := s.out.Patient
	if s.out.Forget {
		m.excuse(who, "erased", func(*told) bool { return true })
	}
	for _, r := range s.out.Replies {
		m.tells(who, s, r)
	}
	if a := s.out.Answered; a != nil { // and how it looked before does not
		m.excuse(who, "answered", func(w *told) bool {
			return w.reply.Again && w.reply.Ask != nil && sameQuestion(*w.reply.Ask, a.Ask)
		})
	}
	m.count(who, s)
	who.patient, who.diary = p, who.diary+len(s.out.Diary)
	who.record, _ = json.Marshal(p)
	if len(who.record) >= 8<<10 {
		m.broke(who, "the record is %d bytes", len(who.record))
	}
	if s.out.Forget {
		who.patient, who.record, who.nobody, who.diary = flows.Patient{}, nil, time.Now(), 0
		return
	}
	m.excuse(who, "away", func(*told) bool { return p.Away })
	m.excuse(who, "counts no more", func(t *told) bool { return t.reply.Again && t.reply.Count != nil && !flows.Counts(p, t.reply) })
	if !counts(p) {
		who.halted = time.Now()
	}
	m.excuse(who, "locked", func(t *told) bool { return !permitted(p.Flags, t.reply.Topic) })
	m.flood(who)
}

// count sums up what people came through, so that a run in which nothing happens
// shows.
func (m *model) count(who *soul, s stepped) {
	p := s.out.Patient
	if len(p.Flags) > len(s.before.Flags) {
		who.flagged = time.Now()
		m.sum("people: flags opened", 1)
	}
	if len(p.Flags) < len(s.before.Flags) && !s.out.Forget {
		m.sum("people: flags closed", 1)
	}
	if s.out.Forget {
		m.sum("people: erased", 1)
	}
	if p.Stage != s.before.Stage {
		m.sum("people: "+string(p.Stage), 1)
	}
	if p.Away && !s.before.Away {
		m.sum("people: away", 1)
	}
	if _, ok := s.ev.(flows.Outage); ok {
		m.sum("people: told of an outage", 1)
	}
	for _, r := range s.out.Replies {
		if strings.HasPrefix(r.Text, "session.done.") {
			m.sum("people: sessions", 1)
		}
	}
}

// hears: each update is applied once, in the order in which a person's were
// made. After a tick nothing is due.
func (m *model) hears(who *soul, s stepped) {
	switch s.ev.(type) {
	case flows.Ticked:
		if due := flows.Due(s.out.Patient); !s.out.Forget && !due.IsZero() && !due.After(s.now) {
			m.broke(who, "due at %v after a tick", due)
		}
		return
	case flows.Outage:
		return
	}
	what := heardAs(s.ev)
	for len(who.deeds) > 0 {
		d := who.deeds[0]
		if m.unheard(who, d) {
			who.deeds = who.deeds[1:]
			continue
		}
		if d.what == what {
			who.deeds = who.deeds[1:]
			return
		}
		break
	}
	if what == "blocks" && who.refused > 0 { // Telegram said so when we called
		who.refused--
		return
	}
	m.broke(who, "%q was heard, %v was done", what, who.deeds)
}

// heardAs is an event as a person makes it.
func heardAs(ev flows.Event) string {
	if c, ok := ev.(flows.Commanded); ok {
		return strings.TrimSpace("/" + c.Name + " " + c.Arg)
	}
	return done(ev)
}

// unheard tells whether a deed need not be heard: Telegram dropped it, or nobody
// that the bot knows blocked it, or came back.
func (m *model) unheard(who *soul, d deed) bool {
	stranger := who.patient.ID == "" || !who.nobody.Before(d.at)
	return stranger && (d.what == "blocks" || d.what == "unblocks") || slices.Contains(m.lost(), d.update)
}

// follows: what an event finds is what the one before it left.
func (m *model) follows(who *soul, s stepped) {
	if who.patient.ID == "" {
		return // new
	}
	if record, _ := json.Marshal(s.before); !bytes.Equal(record, who.record) {
		m.broke(who, "an event found %s, the one before it left %s", record, who.record)
	}
}

// tells takes in one reply of an event.
func (m *model) tells(who *soul, s stepped, r flows.Reply) {
	n, _ := strconv.Atoi(r.Args[numberArg])
	t := &m.told[n-1]
	t.who, t.at = who, time.Now()
	m.sum("replies", 1)
	who.numbers, who.waiting = append(who.numbers, n), append(who.waiting, n)
	if !permitted(s.out.Patient.Flags, r.Topic) {
		m.broke(who, "%q is said under %v", r.Text, s.out.Patient.Flags)
	}
	if r.Class == flows.Safety {
		m.excuse(who, "said again", func(w *told) bool { return w != t && repeats(w.reply, t.reply) })
	}
	if r.Again { // only how the question looks in the end counts
		m.excuse(who, "asked anew", func(w *told) bool {
			return w != t && w.reply.Ask != nil && r.Ask != nil && sameQuestion(*w.reply.Ask, *r.Ask)
		})
	}
	if r.Text == "morning.snoozed" {
		who.snoozes++
	}
	if r.Class == flows.Reminder {
		m.reminds(who, s, r, t)
	}
}

// reminds: at most one reminder per kind and local day, and one for each snooze.
func (m *model) reminds(who *soul, s stepped, r flows.Reply, t *told) {
	kind := kindOfReminder(r)
	m.sum("reminders", 1)
	if kind == "snoozed" {
		if who.snoozes--; who.snoozes < 0 {
			m.broke(who, "a snoozed reminder comes back that nobody asked for")
		}
		return
	}
	t.day = kind + " " + s.now.In(zoneOf(s.out.Patient.Zone)).Format(time.DateOnly)
	if who.reminded[t.day] {
		m.broke(who, "a second reminder of %s", t.day)
	}
	who.reminded[t.day] = true
}

// excuse says of replies that wait why they need not arrive any more.
func (m *model) excuse(who *soul, why string, which func(*told) bool) {
	who.waiting = slices.DeleteFunc(who.waiting, func(n int) bool {
		t := &m.told[n-1]
		if t.excuse == "" && which(t) {
			t.excuse = why
		}
		return t.excuse != ""
	})
}

// repeats tells whether a safety text is the same as another, but for what tells
// one time of asking from the next.
func repeats(a, b flows.Reply) bool {
	for _, r := range []*flows.Reply{&a, &b} {
		if r.Ask != nil {
			ask := *r.Ask
			ask.Run, ask.Choices, ask.Words, ask.Ticked, ask.Ways, ask.Few, ask.Step, ask.Of = 0, nil, nil, nil, nil, nil, 0, 0
			r.Ask = &ask
		}
		r.Again = false
	}
	return reflect.DeepEqual(a, b)
}

// flood: who writes faster than we may answer loses their oldest answers, of
// which 40 of a kind wait, and never a safety text.
func (m *model) flood(who *soul) {
	waiting := map[flows.Class]int{}
	for _, n := range slices.Backward(who.waiting) {
		t := &m.told[n-1]
		if waiting[t.reply.Class]++; waiting[t.reply.Class] > 40 && t.reply.Class != flows.Safety {
			t.excuse = "flooded"
		}
	}
}

// calls is for a message on its way through the door: no topic that an open flag
// forbids, nothing before a safety text that waits.
func (m *model) calls(n int, chat int64, edit bool, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sum("calls", 1)
	if n < 1 || n > len(m.told) || m.told[n-1].at.IsZero() {
		m.broke(m.souls[chat], "%d is told, which no transaction said", n)
		return
	}
	t := &m.told[n-1]
	if t.who.chat != chat {
		m.broke(t.who, "%q goes to chat %d", t.reply.Text, chat)
	}
	if edit {
		m.beats(n, text)
		return
	}
	if c := t.reply.Count; c != nil && !flows.Counts(t.who.patient, t.reply) && t.who.halted.Before(time.Now()) {
		m.sum("counts that were ended before they were shown", 1)
		if shown, _, _ := strings.Cut(text, m.figureInWords(n)); strings.HasSuffix(shown, m.look(n, t.reply.At(m.clock()))) {
			m.broke(t.who, "%q comes as if it counted, and was ended", t.reply.Text)
		}
	}
	if !permitted(t.who.patient.Flags, t.reply.Topic) && t.who.flagged.Before(time.Now()) {
		m.broke(t.who, "%q goes out under %v", t.reply.Text, t.who.patient.Flags)
	}
	if t.reply.Class == flows.Safety {
		return
	}
	for _, w := range t.who.waiting {
		if s := m.told[w-1]; s.reply.Class == flows.Safety && s.excuse == "" && len(s.tries) == 0 && s.at.Before(time.Now()) {
			m.broke(t.who, "%q goes out before the safety text %q", t.reply.Text, s.reply.Text)
		}
	}
}

// beats: an edit of a count shows the beat that is due, and no other; five
// seconds at least after the one before; and only as long as it runs.
func (m *model) beats(n int, text string) {
	t := &m.told[n-1]
	c := t.reply.Count
	if t.beating = false; c == nil {
		return
	}
	text, _, _ = strings.Cut(text, m.figureInWords(n))
	if strings.Contains(text, "➜") || text == m.look(n, t.reply.Still()) { // the question was answered
		return
	}
	t.beating = true
	m.sum("beats", 1)
	now := m.clock()
	if !flows.Counts(t.who.patient, t.reply) && t.who.halted.Before(time.Now()) {
		m.broke(t.who, "%q counts on, and was ended", t.reply.Text)
	}
	if want := m.look(n, t.reply.At(now)); text != want {
		m.broke(t.who, "a count of %s shows %q, due is %q", c.Began, text, want)
	}
	if gap := now.Sub(t.who.beat); gap >= 0 && gap < flows.BeatGap && !t.who.acted.After(t.who.beat) { // less than nothing: the clock was set back
		m.broke(t.who, "two beats are %s apart", gap)
	}
}

// look is how a numbered reply looks.
func (m *model) look(n int, r flows.Reply) string {
	who := m.told[n-1].who
	shown, err := newWords.reply(who.patient.Lang, who.patient.Zone, simulatedPractice, r)
	if err != nil {
		m.broke(who, "%q can't be shown: %v", r.Text, err)
	}
	return fmt.Sprintf("%s\n⟨%d⟩", shown.HTML, n)
}

// figureInWords is what stands below a numbered reply for who is told its figure.
func (m *model) figureInWords(n int) string {
	t := &m.told[n-1]
	words, err := messages.Told(t.who.patient.Lang, "", t.reply.Figure)
	if err != nil {
		m.broke(t.who, "the figure %q can't be told: %v", t.reply.Figure, err)
	}
	return words
}

// counts tells whether anything is being counted for a patient.
func counts(p flows.Patient) bool {
	return slices.ContainsFunc(p.Forms, func(o flows.Open) bool { return o.Count != nil && !o.Count.Since.IsZero() })
}

// edited is an edit that Telegram took: of a beat, or of a card that is closed.
func (m *model) edited(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n >= 1 && n <= len(m.told) && m.told[n-1].beating {
		m.told[n-1].who.beat = m.clock()
	}
}

// came is what came back through the door for a message. message is 0 unless
// Telegram said that it was taken; definite says that it surely was not.
func (m *model) came(n int, by *process, message int, definite bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n < 1 || n > len(m.told) || m.told[n-1].who == nil {
		return
	}
	t := &m.told[n-1]
	t.tries = append(t.tries, try{time.Now(), by, message})
	switch {
	case message != 0:
		m.sum("messages", 1)
		t.who.waiting = slices.DeleteFunc(t.who.waiting, func(w int) bool { return w == n })
	case t.reply.Class == flows.Reminder && !definite:
		t.excuse = "a reminder in doubt"
	}
}

// forbids is a 403: nothing that was said before reaches this person.
func (m *model) forbids(chat int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	who := m.souls[chat]
	who.refused++
	m.excuse(who, "unreachable", func(*told) bool { return true })
}

// inDoubt are the reminders that were on their way when a process died. Only the
// file knows that a call was begun.
func (m *model) inDoubt(s *store.Store) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return s.View(func(tx *store.Tx) error {
		return tx.Outbox(func(w store.Message) error {
			n, _ := strconv.Atoi(w.Reply.Args[numberArg])
			if n > 0 && !w.Inflight.IsZero() && w.Reply.Class == flows.Reminder {
				m.told[n-1].excuse = "a reminder in doubt"
			}
			return nil
		})
	})
}

// judge holds the chats and the disk to what they must have come to. Nothing
// waits any more, and nothing fails.
func (m *model) judge(s *store.Store, server *sandbox.Server) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for chat, who := range m.souls {
		m.hearsAll(who)
		m.judgeChat(who, server.Chat(chat).Messages)
	}
	if found := s.Check(); len(found) > 0 {
		m.broke(nil, "the file: %v", found)
	}
	err := s.View(func(tx *store.Tx) error { return m.judgeDisk(tx) })
	if err != nil {
		m.broke(nil, "the file: %v", err)
	}
	err = s.View(func(tx *store.Tx) error {
		if misplaced, _ := tx.Misplaced("", math.MaxInt); len(misplaced) > 0 {
			m.broke(nil, "%q are due at another time than the index says", misplaced)
		}
		return nil
	})
	if err != nil {
		m.broke(nil, "the file: %v", err)
	}
}

// hearsAll: every update was applied, unless Telegram dropped it.
func (m *model) hearsAll(who *soul) {
	for _, d := range who.deeds {
		if !m.unheard(who, d) {
			m.broke(who, "%q of %s was never heard", d.what, d.at.UTC())
		}
	}
}

// judgeChat: every reply stands in the chat, in order within its class, and
// twice only where its answer was lost.
func (m *model) judgeChat(who *soul, chat []sandbox.Message) {
	taken, shown := map[int][]sandbox.Message{}, map[int]bool{}
	last := map[flows.Class]int{}
	for _, msg := range chat {
		if !msg.ByBot {
			continue
		}
		text := msg.Text
		for _, v := range slices.Backward(msg.Earlier) {
			shown[numberIn(text)], text = true, v.Text
		}
		n := numberIn(text)
		if n < 1 || n > len(m.told) || m.told[n-1].who != who {
			m.broke(who, "%q stands in the chat, which nobody said", text)
			continue
		}
		class := m.told[n-1].reply.Class
		if n < last[class] {
			m.broke(who, "%q comes at %s after what was said later", m.told[n-1].reply.Text, msg.At.UTC())
		}
		last[class] = n
		taken[n] = append(taken[n], msg)
		m.judgeCount(who, msg)
	}
	for _, n := range who.numbers {
		if !m.told[n-1].reply.Again || !shown[n] {
			m.judgeReply(n, taken[n])
		}
	}
}

// judgeCount: a count that nothing ended has come to its end.
func (m *model) judgeCount(who *soul, msg sandbox.Message) {
	n := numberIn(msg.Text)
	if n < 1 || n > len(m.told) || !flows.Counts(who.patient, m.told[n-1].reply) {
		return
	}
	m.sum("counts that ran to their end", 1)
	if want := messages.Plain(m.look(n, m.told[n-1].reply.At(m.clock()))); msg.Text != want {
		m.broke(who, "a count stands at %q, want %q", msg.Text, want)
	}
}

func (m *model) judgeReply(n int, taken []sandbox.Message) {
	t := &m.told[n-1]
	if len(taken) == 0 {
		over := !t.reply.Until.IsZero() && time.Now().After(t.reply.Until)
		if t.excuse == "" && !over {
			m.broke(t.who, "%q of %s never arrived", t.reply.Text, t.at.UTC())
		}
		if t.excuse == "" {
			t.excuse = "over"
		}
		m.sum("not sent: "+t.excuse, 1)
		return
	}
	if len(taken) == 1 {
		return
	}
	m.sum("sent twice", 1)
	if t.reply.Class == flows.Reminder {
		m.broke(t.who, "%q is a reminder and arrived %d times", t.reply.Text, len(taken))
	}
	for _, msg := range taken[:len(taken)-1] {
		for _, try := range t.tries {
			if try.message == msg.ID && !m.unwritten(try) {
				m.broke(t.who, "%q was taken at %s, as the bot was told, and is sent again", t.reply.Text, try.at.UTC())
			}
		}
	}
}

// unwritten tells whether a process may have ended before it could write down
// that a message was taken: it does so at once, unless the disk fails.
func (m *model) unwritten(t try) bool {
	if !t.by.dead.Load() {
		return false
	}
	return !t.by.end.After(t.at) || slices.ContainsFunc(m.trouble, func(s spell) bool {
		return s.covers(t.at) && !t.by.end.After(s.to.Add(2*time.Minute))
	})
}

// judgeDisk: what is on the disk is what the events that lasted led to.
func (m *model) judgeDisk(tx *store.Tx) error {
	known := 0
	for _, who := range m.souls {
		id, ok := tx.Lookup(addressOf(who.chat))
		if ok != (who.patient.ID != "") || ok && id != who.patient.ID {
			m.broke(who, "patient %q is on the disk, want %q", id, who.patient.ID)
		}
		if !ok {
			continue
		}
		known++
		p, err := tx.Patient(id)
		if err != nil {
			return err
		}
		if record, _ := json.Marshal(p); !bytes.Equal(record, who.record) {
			m.broke(who, "on the disk is %s, want %s", record, who.record)
		}
		diary, err := tx.Diary(id)
		if err != nil || len(diary) != who.diary || p.Entries != who.diary {
			m.broke(who, "%d entries are in the diary, want %d: %v", len(diary), who.diary, err)
		}
	}
	if n := tx.CountPatients(); n != known {
		m.broke(nil, "%d patients are on the disk, want %d", n, known)
	}
	return m.judgeRest(tx)
}

// judgeRest: nothing waits, nothing was given up but a reminder in doubt, and
// nothing failed that had no reason to.
func (m *model) judgeRest(tx *store.Tx) error {
	err := tx.Outbox(func(w store.Message) error {
		m.broke(m.owners[w.Patient], "%s %q of %s still waits", w.Kind, w.Reply.Text, w.At.UTC())
		return nil
	})
	if err != nil {
		return err
	}
	graves, err := tx.Graves()
	if err != nil {
		return err
	}
	for _, g := range graves {
		if g.Class != flows.Reminder || !strings.HasPrefix(g.Why, "ambiguous") {
			m.broke(m.owners[g.Patient], "%s %q was given up: %s", g.Kind, g.Text, g.Why)
		}
	}
	counts, err := tx.Counts()
	for _, name := range []string{"update.failed", "update.without_id", "tick.failed", "event.failed", "outbox.refused", "outbox.unrendered", "outbox.unreadable", "outbox.damaged", "toast.unrendered"} {
		if counts[name] > 0 {
			m.broke(nil, "%s: %d", name, counts[name])
		}
	}
	return err
}
