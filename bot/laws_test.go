package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"back2core/flows"
	"back2core/store"
)

// laws holds a running bot to the laws of design.md, from outside: it looks at
// every event, at every transaction before it lasts, and at every call before
// Telegram gets it. What a patient did and chose it knows from the patient (see
// wishes), not from what the bot made of it.
type laws struct {
	t    *testing.T
	w    *world
	flow func(flows.Patient, flows.Event, time.Time) flows.Outcome // flows.Step
	fail func(why string)
	// spoil is done in each transaction, for tests of the laws themselves.
	spoil func(*store.Tx) error

	mu      sync.Mutex
	broken  int
	people  map[string]*watched      // by address
	byID    map[string]*watched      // by patient
	steps   []stepped                // of the transaction under way
	due     map[string]time.Time     // by patient
	queued  map[uint64]store.Message // in the outbox
	taken   map[uint64]bool          // by Telegram
	newest  uint64                   // message of the outbox
	commits int
}

// watched is one patient as the laws know them.
type watched struct {
	name   string
	buzz   chan struct{} // something new stands in the chat
	wishes wishes
	doing  []act // what the person did and the bot has not heard yet
	flags  []flows.Flag
	away   bool
	// alarmed: an alarm word was heard, and nothing was sent since.
	alarmed bool
	last    map[flows.Class]uint64 // message sent
	tally   tally
}

// stepped is one event and what it led to.
type stepped struct {
	before flows.Patient
	ev     flows.Event
	out    flows.Outcome
	now    time.Time
}

func newLaws(t *testing.T, w *world) *laws {
	return &laws{
		t: t, w: w, flow: flows.Step, fail: func(why string) { t.Error(why) }, spoil: func(*store.Tx) error { return nil },
		people: map[string]*watched{}, byID: map[string]*watched{}, due: map[string]time.Time{},
		queued: map[uint64]store.Message{}, taken: map[uint64]bool{},
	}
}

// watch has a bot looked at. It speaks the real words.
func (l *laws) watch(b *Bot) {
	b.words, b.step, b.loop.write = newWords, l.step, l.write
	b.send.http = calls{l, b.send.http}
}

// meet begins to watch a person, before they say anything.
func (l *laws) meet(name string, chat int64) *watched {
	l.mu.Lock()
	defer l.mu.Unlock()
	who := newWatched(name)
	l.people[addressOf(chat)] = who
	return who
}

func newWatched(name string) *watched {
	return &watched{
		name: name, buzz: make(chan struct{}, 1), wishes: newWishes(), last: map[flows.Class]uint64{},
		tally: tally{said: map[string]int{}, unasked: map[string]int{}},
	}
}

// broke reports a law that was broken; the first twenty are enough.
func (l *laws) broke(who *watched, format string, args ...any) {
	if l.broken++; l.broken > 20 {
		return
	}
	name, at := "nobody", time.Now().UTC()
	if who != nil {
		name, at = who.name, at.In(who.wishes.zone)
	}
	l.fail(fmt.Sprintf("%s, %s: %s", at.Format("Mon 2 Jan 15:04:05"), name, fmt.Sprintf(format, args...)))
}

// does notes what a person is about to do.
func (l *laws) does(who *watched, a act) {
	l.mu.Lock()
	defer l.mu.Unlock()
	who.doing = append(who.doing, a)
	who.tally.acts++
	who.wishes.talked = time.Now()
}

// step is the conversation, with someone who looks on.
func (l *laws) step(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
	out := l.flow(p, ev, now)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.steps = append(l.steps, stepped{p, ev, out, now})
	return out
}

// write is Store.Update. What was stepped counts when it lasts.
func (l *laws) write(fn func(*store.Tx) error) error {
	return l.w.store.Update(func(tx *store.Tx) error {
		l.mu.Lock()
		l.steps = nil
		l.mu.Unlock()
		if err := fn(tx); err != nil {
			return err
		}
		if err := l.spoil(tx); err != nil {
			return err
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.commits++
		for _, s := range l.steps {
			l.judge(l.whose(tx, s.before.ID), s)
		}
		l.outbox(tx)
		l.index(tx)
		return nil
	})
}

func (l *laws) whose(tx *store.Tx, id string) *watched {
	if who := l.people[tx.Address(id)]; who != nil {
		l.byID[id] = who
	}
	if l.byID[id] == nil {
		l.broke(nil, "an event is of patient %s, who is nobody", id)
		l.byID[id] = newWatched("nobody")
	}
	return l.byID[id]
}

// judge holds one event to the laws that every event keeps.
func (l *laws) judge(who *watched, s stepped) {
	p := s.out.Patient
	if _, ticked := s.ev.(flows.Ticked); ticked {
		if due := flows.Due(s.before); due.IsZero() || due.After(s.now) {
			l.broke(who, "law 5: ticked, but due at %v", due)
		}
		if due := flows.Due(p); !due.IsZero() && !due.After(s.now) {
			l.broke(who, "law 5: due at %v after a tick", due)
		}
	} else {
		l.applied(who, s)
	}
	for _, r := range s.out.Replies {
		if !permitted(p.Flags, r.Topic) {
			l.broke(who, "law 1: %q is said under %v", r.Text, p.Flags)
		}
		who.wishes.saw(r, s.now)
	}
	if len(p.Flags) > len(s.before.Flags) && (len(s.out.Replies) == 0 || s.out.Replies[0].Class != flows.Safety) {
		l.broke(who, "law 1: a flag opens, and the first reply is no safety text")
	}
	if _, tapped := s.ev.(flows.Pressed); tapped && len(p.Flags) > len(s.before.Flags) && !s.out.Alert {
		l.broke(who, "law 1: a tap opens a flag, and no alert shows it")
	}
	record, err := json.Marshal(p)
	if who.tally.size = max(who.tally.size, len(record)); err != nil || len(record) >= 8<<10 {
		l.broke(who, "the record is %d bytes: %v", len(record), err)
	}
	who.flags, who.away = p.Flags, p.Away
	l.due[p.ID] = flows.Due(p)
	if s.out.Forget {
		delete(l.due, p.ID)
	}
}

// applied: every update is applied once, in the order in which they were made.
func (l *laws) applied(who *watched, s stepped) {
	heard := done(s.ev)
	if len(who.doing) == 0 || who.doing[0].event != heard {
		l.broke(who, "law 2: %q was heard, %v was done", heard, who.doing)
		return
	}
	a := who.doing[0]
	who.doing = who.doing[1:]
	if a.means != nil {
		a.means(&who.wishes, s.now)
	}
	if !a.alarm {
		return
	}
	if len(s.out.Replies) == 0 || s.out.Replies[0].Class != flows.Safety || s.out.Replies[0].Topic != flows.AboutFlag {
		l.broke(who, "law 1: an alarm word is not answered by a safety text first")
	}
	who.alarmed = true
}

// done is an event as a person makes it.
func done(ev flows.Event) string {
	switch ev := ev.(type) {
	case flows.Said:
		return "says " + ev.Text
	case flows.Commanded:
		return strings.TrimSpace("commands " + ev.Arg)
	case flows.Pressed:
		data, _ := packed(ev)
		return "taps " + data
	case flows.Sent:
		return "sends " + string(ev.What)
	case flows.Blocked:
		return "blocks"
	case flows.CameBack:
		return "unblocks"
	}
	return fmt.Sprintf("%T", ev)
}

// outbox: every reply of this transaction waits in the outbox now, nothing else
// is new there, and what is gone was taken by Telegram or may not be said.
func (l *laws) outbox(tx *store.Tx) {
	present, want := map[uint64]bool{}, map[string]int{}
	for _, s := range l.steps {
		for _, r := range s.out.Replies {
			want[s.before.ID+" "+r.Text]++
		}
	}
	highest := l.newest
	err := tx.Outbox(func(m store.Message) error {
		present[m.ID] = true
		if m.ID <= l.newest {
			return nil
		}
		highest = max(highest, m.ID)
		l.queued[m.ID] = m
		if key := m.Patient + " " + m.Reply.Text; m.Kind != store.Close && m.Kind != store.Count {
			want[key]--
		}
		return nil
	})
	if err != nil {
		l.broke(nil, "the outbox can't be read: %v", err)
	}
	l.newest = highest
	for _, s := range l.steps {
		for _, r := range s.out.Replies {
			key := s.before.ID + " " + r.Text
			if want[key] != 0 && !s.out.Patient.Away && !s.out.Forget && permitted(l.byID[s.before.ID].flags, r.Topic) && !r.Again {
				l.broke(l.byID[s.before.ID], "law 2: %d of the replies %q do not wait in the outbox", want[key], r.Text)
			}
			delete(want, key)
		}
	}
	for key, n := range want {
		if n != 0 {
			l.broke(nil, "law 2: %s waits in the outbox, and nothing led to it", key)
		}
	}
	for id, m := range l.queued {
		if present[id] {
			continue
		}
		if delete(l.queued, id); !l.taken[id] && !l.needless(m) {
			l.broke(l.byID[m.Patient], "law 3: %q was never sent", m.Reply.Text)
		}
	}
}

// needless: what may leave the outbox unsaid.
func (l *laws) needless(m store.Message) bool {
	who := l.byID[m.Patient]
	return m.Kind != store.Send || // an edit, and another one came for the same message
		who == nil || who.away || !permitted(who.flags, m.Reply.Topic) ||
		!m.Reply.Until.IsZero() && !time.Now().Before(m.Reply.Until)
}

// index: the due index is what the patients say.
func (l *laws) index(tx *store.Tx) {
	var want []string
	var first time.Time
	for id, at := range l.due {
		if at = at.Truncate(time.Second); !at.IsZero() {
			want = append(want, id)
			if first.IsZero() || at.Before(first) {
				first = at
			}
		}
	}
	got, err := tx.DueBefore(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), len(l.due)+1)
	inTurn := slices.IsSortedFunc(got, func(a, b string) int {
		return l.due[a].Truncate(time.Second).Compare(l.due[b].Truncate(time.Second))
	})
	next, _ := tx.NextDue()
	slices.Sort(want)
	slices.Sort(got)
	if err != nil || !inTurn || !slices.Equal(got, want) || !next.Equal(first) {
		l.broke(nil, "law 2: the due index is %v from %v (%v), want %v from %v", got, next, err, want, first)
	}
}

// permitted is the table of clinical.md 1.4: what may be said while flags are
// open.
func permitted(flags []flows.Flag, topic flows.Topic) bool {
	for _, f := range flags {
		var topics []flows.Topic
		switch {
		case f.Row == "RF23" || f.Row == "RF24":
			continue
		case f.Class == flows.Crisis:
			topics = []flows.Topic{flows.AboutFlag, flows.AboutRights, flows.AboutTalk}
		case f.Class == flows.SoonGP:
			topics = []flows.Topic{flows.AboutFlag, flows.AboutRights, flows.AboutEducation, flows.AboutWalking}
		default:
			topics = []flows.Topic{flows.AboutFlag, flows.AboutRights}
		}
		if !slices.Contains(topics, topic) {
			return false
		}
	}
	return true
}
