package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"back2core/flows"
	"back2core/store"
)

// How long one call may take, but for polls. A picture is up to 300 kB.
const (
	sendTimeout   = 20 * time.Second
	uploadTimeout = 30 * time.Second
)

// recover brings the outbox back after a start. What was in flight may have
// arrived or not: a reminder is not sent twice, anything else is.
func (b *Bot) recover(t *turn) error {
	if err := b.buryDamaged(t); err != nil {
		return err
	}
	ranks := map[string]rank{}
	err := t.tx.Outbox(func(m store.Message) error {
		if !m.Inflight.IsZero() {
			again, err := b.doubtful(t, m)
			if err != nil || !again {
				return err
			}
			if showsBeat(m) { // it counts as shown
				m.NotBefore = later(m.NotBefore, m.Inflight.Add(flows.BeatGap))
			}
			m.Inflight = time.Time{}
			m.Attempts-- // that we ended says nothing of the message
			if err := t.tx.SaveMessage(m); err != nil {
				return err
			}
		}
		if r, ok := ranks[m.Address]; !ok || rankOf(m) < r {
			ranks[m.Address] = rankOf(m)
		}
		return nil
	})
	t.then(func() {
		for address, r := range ranks {
			b.lanes.feed(address, r)
		}
	})
	return err
}

// doubtful tells whether a message goes once more that Telegram may or may not
// have taken.
func (b *Bot) doubtful(t *turn, m store.Message) (again bool, err error) {
	t.count("outbox.ambiguous")
	if rankOf(m) == rankReminder {
		return false, b.bury(t, m, "ambiguous: a reminder is never sent twice")
	}
	return true, nil
}

// bury gives a message up, where an operator sees it.
func (b *Bot) bury(t *turn, m store.Message, why string) error {
	t.count("outbox.buried")
	t.then(func() {
		b.log.Error("a message was not sent", "message", m.ID, "patient", m.Patient, "text", m.Reply.Text, "why", why)
	})
	return t.tx.Bury(m, why, t.now)
}

// buryDamaged gives up what can't be read, so that the rest goes on.
func (b *Bot) buryDamaged(t *turn) error {
	graves, err := t.tx.BuryDamaged(t.now)
	for _, g := range graves {
		t.count("outbox.damaged")
		t.then(func() { b.log.Error("a message was not sent", "message", g.ID, "patient", g.Patient, "why", g.Why) })
	}
	return err
}

// dispatch serves chats until ctx ends, and after that until all that answers
// somebody and may go has gone.
func (b *Bot) dispatch(ctx context.Context) {
	var workers sync.WaitGroup
	defer workers.Wait()
	ended := ctx.Done()
	for {
		worst := rankReminder
		if ctx.Err() != nil {
			worst, ended = rankEdit, nil
		}
		l, wait := b.lanes.next(b.now(), worst)
		if l != nil {
			workers.Go(func() { b.lanes.done(l, b.serveLane(l), b.now()) })
			continue
		}
		if ctx.Err() != nil && b.lanes.quiet(worst) {
			return
		}
		timer := time.NewTimer(wait) // an hour when nothing waits
		select {
		case <-b.lanes.kick:
		case <-timer.C:
		case <-ended:
		case <-b.hard.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// serveLane sends one message of a chat, if one may go, and says what is left.
func (b *Bot) serveLane(l *lane) (o outlook) {
	o = troubled(b.now())
	defer b.survive("sender")
	c, err := b.look(l)
	if err != nil {
		b.count("outbox.unreadable")
		b.log.Error("a queue can't be read", "error", err)
		return o
	}
	if !c.ready && len(c.drop) == 0 {
		return c.outlook
	}
	taken, at := b.album.take(c.m, b.now())
	if !at.IsZero() {
		return outlook{rank: c.rank, at: at} // or earlier: it is fed when there is news
	}
	defer b.album.give(taken)
	looked := c.m.ID
	if c, err = b.claim(l); err != nil {
		return o
	}
	if !c.ready {
		return c.outlook
	}
	var messageID int
	failure := errUnready
	if c.m.ID == looked {
		c.shot = taken
	}
	if c.m.ID == looked || !pictured(c.m) {
		messageID, failure = b.deliver(l, &c)
	}
	left, err := b.settle(c, messageID, failure)
	if err != nil {
		return o
	}
	return left
}

// lateAfter is how long an answer may wait in our outbox before it says so.
const lateAfter = 10 * time.Minute

// apologising puts an apology in front of an answer that has waited here. What
// has something else in front of it, a safety text first of all, stays as it is.
func apologising(m store.Message, now time.Time) store.Message {
	if m.Kind == store.Send && m.Reply.Class == flows.Answer && m.Reply.Lead == "" && now.Sub(m.At) > lateAfter {
		m.Reply.Lead = "late"
	}
	return m
}

// errForbidden is the last look at the lock: a red flag opened since the
// message was claimed.
var errForbidden = errors.New("an open flag forbids it")

// errUnready: since the chat was looked at another message has come to the head
// of its queue, and its picture was not taken.
var errUnready = errors.New("its picture is not at hand")

// deliver makes the call for a claimed message and returns the message's id.
func (b *Bot) deliver(l *lane, c *candidate) (int, error) {
	if c.stopped {
		c.m.Reply = c.m.Reply.Stopped()
	}
	shown, err := b.rendered(apologising(c.m, b.now()))
	if err != nil && c.m.Reply.Lead == "" { // a long text with it is too long
		shown, err = b.rendered(c.m)
	}
	if err != nil {
		return 0, renderError{err}
	}
	b.addFigure(&shown, c)
	method, p := callFor(*c, shown)
	if !b.stillAllowed(*c) {
		return 0, errForbidden
	}
	raw, err := b.transmit(l, c, method, p)
	if err != nil {
		return 0, err
	}
	sent := fieldsOf(raw)
	if c.shot != nil {
		c.m.Caption = true
		c.shot.arrived(sent)
	}
	return int(sent.number("message_id")), nil
}

// transmit makes a call, with the picture where Telegram doesn't have it. A
// safety text waits neither for that nor for an edit, which may be made twice:
// the call ends, and is made again later.
func (b *Bot) transmit(l *lane, c *candidate, method string, p params) (raw json.RawMessage, err error) {
	if c.m.Kind == store.Send && !c.shot.uploads() {
		return b.send.call(b.hard, sendTimeout, method, p)
	}
	ctx, cancel := context.WithCancelCause(b.hard)
	defer cancel(nil)
	b.lanes.yielding(l, func() { cancel(errYielded) })
	defer b.lanes.yielding(l, nil)
	if c.shot.uploads() {
		raw, err = b.send.upload(ctx, uploadTimeout, method, p, file{c.shot.field(), c.shot.file, c.shot.data})
	} else {
		raw, err = b.send.call(ctx, sendTimeout, method, p)
	}
	c.yielded = err != nil && errors.Is(context.Cause(ctx), errYielded)
	return raw, err
}

// errYielded ends a call that a safety text must not wait for.
var errYielded = errors.New("a safety text goes first")

// stillAllowed looks at the lock right before the call, and whether the message
// was taken back meanwhile.
func (b *Bot) stillAllowed(c candidate) bool {
	allowed := false
	err := b.o.Store.View(func(tx *store.Tx) error {
		if _, err := tx.Message(c.m.Address, c.m.ID); err != nil {
			return err
		}
		gate := lock{tx: tx}
		var err error
		allowed, err = gate.allows(c.m)
		return err
	})
	return err == nil && (allowed || c.bare)
}

// A renderError is a message that our own code can't show: a bug.
type renderError struct{ err error }

func (e renderError) Error() string { return fmt.Sprintf("render: %v", e.err) }
