package bot

import (
	"errors"
	"sync"
	"time"

	"back2core/flows"
	"back2core/store"
)

// settle writes down what came of a call, and says what the chat's queue looks
// like now.
func (b *Bot) settle(c candidate, messageID int, failure error) (outlook, error) {
	if failure != nil {
		b.fatal(failure)
		c.together = kindOfError(failure) == limited && c.m.Kind != store.Count && b.limits.another(c.m.Address, b.now())
	}
	var left outlook
	err := b.loop.do(b.hard, item{do: func(t *turn) error {
		if err := b.came(t, c, messageID, failure); err != nil {
			return err
		}
		next, err := b.choose(t.tx, c.m.Address, t.now, false)
		if len(next.drop) > 0 && next.empty {
			next.outlook = outlook{at: t.now, rank: rankEdit}
		}
		left = next.outlook
		return err
	}, spoiled: func(t *turn, err error) error {
		left = troubled(t.now)
		return b.bury(t, c.m, "its outcome could not be written")
	}})
	if err != nil {
		return outlook{}, err // the loop may still be at it
	}
	return left, nil
}

// came is what becomes of a message after its call.
func (b *Bot) came(t *turn, c candidate, messageID int, failure error) error {
	var bug renderError
	var call *callError
	switch {
	case failure == nil:
		return b.sent(t, c, messageID)
	case errors.Is(failure, errUnready):
		c.m.Inflight = time.Time{}
		c.m.Attempts--
		return ignoreGone(t.tx.SaveMessage(c.m))
	case errors.Is(failure, errForbidden):
		t.count("outbox.forbidden")
		return b.remove(t, c.m)
	case errors.As(failure, &bug):
		t.count("outbox.unrendered")
		return b.unsayable(t, c.m, bug.Error())
	case errors.As(failure, &call):
		return b.refused(t, c, call)
	default:
		return b.again(t, c.m)
	}
}

// sent notes a message as taken by Telegram, and where a question now stands.
func (b *Bot) sent(t *turn, c candidate, messageID int) error {
	m := c.m
	t.count("sent." + string(m.Kind))
	t.then(func() { b.served.Store(t.now.UnixNano()) })
	if m.Kind == store.Count {
		return b.playOn(t, m)
	}
	if err := t.tx.Sent(m); err != nil {
		return err
	}
	if c.shot.fresh() {
		if err := b.uploaded(t, c.shot); err != nil {
			return err
		}
	}
	owner, ok := t.tx.Lookup(m.Address)
	if m.Kind != store.Send || m.Reply.Ask == nil || m.Reply.Ask.Form == flows.FormDo || !ok || owner != m.Patient {
		return nil
	}
	if err := t.tx.SetAsked(m.Address, asked(m, messageID)); err != nil {
		return err
	}
	return b.playWhere(t, m, messageID)
}

// refused is what becomes of a message whose call failed, by what is known.
func (b *Bot) refused(t *turn, c candidate, call *callError) error {
	m := c.m
	if c.yielded && (call.kind == unsent || call.kind == ambiguous) {
		m.Attempts-- // which says nothing of the message
	}
	switch call.kind {
	case limited:
		return b.limited(t, c, call)
	case forbidden:
		return b.unreachable(t, m, call)
	case migrated:
		return b.moved(t, m, call.migratedTo)
	case refused:
		if m.Kind != store.Send && alreadySo(call.description) {
			return b.needless(t, m, call.description)
		}
		if otherKind(m, call.description) && m.Attempts < mostKinds {
			return b.asOtherKind(t, m)
		}
		if c.shot != nil {
			return b.withoutShot(t, c, call)
		}
		if m.Kind == store.Count && m.Attempts < mostBeatsRefused {
			t.count("outbox.beat_refused")
			t.then(func() { b.log.Warn("a beat was refused: the count goes on", "patient", m.Patient, "error", call) })
			return b.again(t, m)
		}
		t.count("outbox.refused")
		return b.unsayable(t, m, call.Error())
	case ambiguous:
		before := m.NotBefore.Add(-patience[rankOf(m)]) // the attempt before this one
		switch others := b.served.Load() > before.UnixNano(); {
		case !others: // it is Telegram, for however long
			m.Attempts = min(m.Attempts, hopeless/2)
		case m.Attempts >= hopeless:
			return b.unsayable(t, m, call.Error())
		}
		if c.shot.uploads() && !c.yielded {
			b.failsToArrive(t, c.shot, call)
		}
		again, err := b.doubtful(t, m)
		if err != nil || !again {
			return ignoreGone(err)
		}
		return b.again(t, m)
	default:
		m.Attempts = min(m.Attempts, hopeless/2) // nothing was tried on Telegram
		return b.again(t, m)
	}
}

// mostBeatsRefused is after how many beats in a row a count is given up that
// Telegram refuses.
const mostBeatsRefused = 4

// hopeless is after how many attempts a message is given up whose answer never
// comes. Half of them at least are made while those of others come.
const hopeless = 20

// needless is an edit of which nothing is left to do; a question that is gone
// from the chat, and was not answered meanwhile, is asked anew.
func (b *Bot) needless(t *turn, m store.Message, description string) error {
	if m.Kind == store.Count && !goneMessage(description) {
		return b.playOn(t, m) // this beat was shown before
	}
	_, err := t.tx.Message(m.Address, m.ID) // not, if it was taken back
	if err := t.tx.Sent(m); err != nil {
		return err
	}
	if m.Kind == store.Close || !goneMessage(description) || err != nil {
		return nil
	}
	if _, ok := t.tx.Asked(m.Address, m.Reply.Ask.Form, m.Reply.Ask.Run, m.Reply.Ask.Question); !ok {
		return nil
	}
	m.Kind, m.MessageID, m.Caption, m.Attempts, m.Inflight = store.Send, 0, false, 0, time.Time{}
	return b.enqueue(t, m)
}

// mostKinds is how many attempts an edit has to find out what it edits.
const mostKinds = 3

// asOtherKind edits a caption for a text, or a text for a caption. What is known
// of a question is of the last message that asks it; who scrolls back taps one
// of which it may not be true.
func (b *Bot) asOtherKind(t *turn, m store.Message) error {
	t.count("outbox.other_kind")
	m.Caption, m.Inflight = !m.Caption, time.Time{}
	if ask := m.Reply.Ask; m.Kind != store.Close {
		a, ok := t.tx.Asked(m.Address, ask.Form, ask.Run, ask.Question)
		if a.Caption = m.Caption; ok && a.MessageID == m.MessageID {
			if err := t.tx.SetAsked(m.Address, a); err != nil {
				return err
			}
		}
	}
	return ignoreGone(t.tx.SaveMessage(m))
}

// How long to wait before another attempt, by what waits. Somebody stands there
// for an answer; a reminder has time.
var patience = [ranks]time.Duration{
	rankSafety: 10 * time.Second, rankAnswer: time.Minute, rankEdit: time.Minute, rankCount: 10 * time.Second, rankReminder: 5 * time.Minute,
}

// again has a message sent once more, later.
func (b *Bot) again(t *turn, m store.Message) error {
	t.count("outbox.retried")
	m.Inflight = time.Time{}
	wait := doubled(time.Second, patience[rankOf(m)], m.Attempts)
	if showsBeat(m) {
		wait = max(wait, flows.BeatGap)
	}
	m.NotBefore = t.now.Add(wait)
	return ignoreGone(t.tx.SaveMessage(m))
}

// ignoreGone: a message that was taken back meanwhile needs nothing more.
func ignoreGone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// unsayable gives up a message that will never be taken. Whoever waits for it
// hears that it is our fault, and whom to call.
func (b *Bot) unsayable(t *turn, m store.Message, why string) error {
	if err := b.bury(t, m, why); err != nil {
		return err
	}
	if r := rankOf(m); r > rankAnswer || m.Reply.Text == failure.Text {
		return nil
	}
	p := flows.Patient{ID: m.Patient, Lang: m.Lang, Zone: m.Zone}
	return b.ownUp(t, p, m.Address)
}

// unreachable: this person blocked us, or is gone. Nothing waits for them any
// more, and their flow knows.
func (b *Bot) unreachable(t *turn, m store.Message, call *callError) error {
	t.count("patient.unreachable")
	t.then(func() { b.log.Warn("a patient can't be reached", "patient", m.Patient, "error", call) })
	if _, err := t.tx.TakeBack(m.Address, func(store.Message) bool { return true }); err != nil {
		return err
	}
	id, ok := t.tx.Lookup(m.Address)
	if !ok {
		return nil
	}
	return b.happened(t, id, flows.Blocked{})
}

// moved: the chat has another id now.
func (b *Bot) moved(t *turn, m store.Message, chat int64) error {
	to := addressOf(chat)
	t.count("chat.migrated")
	m.Inflight = time.Time{}
	if err := ignoreGone(t.tx.SaveMessage(m)); err != nil {
		return err
	}
	t.then(func() { b.lanes.feed(to, rankOf(m)) })
	if id, ok := t.tx.Lookup(m.Address); ok {
		return t.tx.Link(id, to) // which moves the outbox too
	}
	return t.tx.MoveOutbox(m.Address, to)
}

// limits remembers who was told to wait last.
type limits struct {
	mu   sync.Mutex
	who  string
	when time.Time
}

// limitsTogether: when two chats are limited within this time, it is all of us
// who are too fast.
const limitsTogether = 5 * time.Second

// another notes that a chat was limited and tells whether another one was,
// just before.
func (l *limits) another(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	both := l.who != "" && l.who != address && now.Sub(l.when) < limitsTogether
	l.who, l.when = address, now
	return both
}

// limited: Telegram says how long to wait. It is kept, so that a restart doesn't
// forget it. A count waits alone: nothing else of the chat, and nobody else, waits
// for what is shown anew in a moment.
func (b *Bot) limited(t *turn, c candidate, call *callError) error {
	m := c.m
	t.count("outbox.limited")
	until := t.now.Add(max(call.retryAfter, time.Second))
	t.then(func() { b.log.Warn("telegram limits us", "patient", m.Patient, "wait", call.retryAfter) })
	m.Inflight = time.Time{}
	m.Attempts--
	if m.Kind == store.Count {
		m.NotBefore = until
		return ignoreGone(t.tx.SaveMessage(m))
	}
	if c.together {
		if err := t.tx.Hold("", until); err != nil {
			return err
		}
	}
	if err := t.tx.Hold(m.Address, until); err != nil {
		return err
	}
	return ignoreGone(t.tx.SaveMessage(m))
}
