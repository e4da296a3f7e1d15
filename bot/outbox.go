package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"back2core/flows"
	"back2core/store"
)

// sendTimeout is how long one call may take, but for polls.
const sendTimeout = 20 * time.Second

// An outlook is what a chat's queue looks like after something was done with it.
type outlook struct {
	empty bool
	rank  rank      // of what goes next
	at    time.Time // when that may go
}

// troubled is the outlook of a chat whose queue can't be read.
func troubled(now time.Time) outlook { return outlook{at: now.Add(time.Minute), rank: rankAnswer} }

// recover brings the outbox back after a start. What was in flight may have
// arrived or not: a reminder is not sent twice, anything else is.
func (b *Bot) recover(t *turn) error {
	ranks := map[string]rank{}
	err := t.tx.Outbox(func(m store.Message) error {
		if !m.Inflight.IsZero() {
			if again, err := b.doubtful(t, m); err != nil || !again {
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

// doubtful is for a message that Telegram may or may not have taken.
func (b *Bot) doubtful(t *turn, m store.Message) (again bool, err error) {
	t.count("outbox.ambiguous")
	if rankOf(m) == rankReminder {
		return false, b.bury(t, m, "ambiguous: a reminder is never sent twice")
	}
	m.Inflight = time.Time{}
	return true, t.tx.SaveMessage(m)
}

// bury gives a message up, where an operator sees it.
func (b *Bot) bury(t *turn, m store.Message, why string) error {
	t.count("outbox.buried")
	t.then(func() {
		b.log.Error("a message was not sent", "message", m.ID, "patient", m.Patient, "text", m.Reply.Text, "why", why)
	})
	return t.tx.Bury(m, why, t.now)
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

// serveLane sends one message of a chat, if one may go.
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
	if c, err = b.claim(l); err != nil || !c.ready {
		return or(err, o, c.outlook)
	}
	sent, err := b.deliver(c)
	o2, err2 := b.settle(c, sent, err)
	return or(err2, o, o2)
}

// or is good unless there was an error.
func or(err error, bad, good outlook) outlook {
	if err != nil {
		return bad
	}
	return good
}

// A candidate is what may go to a chat now, or when to ask again.
type candidate struct {
	outlook
	ready bool
	m     store.Message
	bare  bool // a question under a red flag: only its buttons are taken away
	drop  []store.Message
	// together: another chat was limited just before this one.
	together bool
}

// look chooses without changing anything, so that a chat which has to wait
// costs no transaction.
func (b *Bot) look(l *lane) (c candidate, err error) {
	err = b.o.Store.View(func(tx *store.Tx) error {
		c, err = b.choose(tx, l.address, b.now(), l.granted)
		return err
	})
	return c, err
}

// choose finds what is next in a chat's queue. A message that waits holds up
// what ranks below it; only an edit never does.
func (b *Bot) choose(tx *store.Tx, address string, now time.Time, granted bool) (candidate, error) {
	c := candidate{outlook: outlook{empty: true}}
	queue, err := tx.Queue(address)
	if err != nil || len(queue) == 0 {
		return c, err
	}
	hold, err := heldUntil(tx, address)
	if err != nil {
		return c, err
	}
	p, known := flows.Patient{}, false
	slices.SortStableFunc(queue, func(a, b store.Message) int { return int(rankOf(a) - rankOf(b)) })
	last := rank(-1)
	for _, m := range queue {
		if m.Patient != "" && !known {
			if p, err = tx.Patient(m.Patient); err != nil && !errors.Is(err, store.ErrNotFound) {
				return c, err
			}
			known = true
		}
		allowed := m.Patient == "" || flows.Allows(p, m.Reply.Topic)
		if !m.Reply.Until.IsZero() && !now.Before(m.Reply.Until) || !allowed && m.Kind != store.Close {
			c.drop = append(c.drop, m)
			continue
		}
		r := rankOf(m)
		if r == last {
			continue // behind another of its rank
		}
		last = r
		at := later(later(hold, m.NotBefore), b.pace.when(m, now))
		if c.empty || at.Before(c.at) {
			c.outlook = outlook{rank: r, at: at}
		}
		if !at.After(now) {
			c.ready, c.m, c.bare = r != rankReminder || granted, m, !allowed
			return c, nil
		}
		if r != rankEdit {
			return c, nil
		}
	}
	return c, nil
}

// heldUntil is when Telegram lets us send to a chat again.
func heldUntil(tx *store.Tx, address string) (time.Time, error) {
	holds, err := tx.Holds()
	return later(holds[address], holds[""]), err
}

// claim chooses for good: the message is in flight from here on, in the file
// too, and what may not or need not be said any more is gone.
func (b *Bot) claim(l *lane) (c candidate, err error) {
	err = b.loop.do(b.hard, item{do: func(t *turn) error {
		c, err = b.choose(t.tx, l.address, t.now, l.granted)
		if err != nil {
			return err
		}
		for _, m := range c.drop {
			t.count("outbox.dropped")
			if err := b.remove(t, m); err != nil {
				return err
			}
		}
		if !c.ready {
			return nil
		}
		c.m.Inflight = t.now
		c.m.Attempts++
		taken := c.m
		t.then(func() { b.pace.took(taken, t.now) })
		return t.tx.SaveMessage(c.m)
	}, spoiled: func(t *turn, err error) error {
		c = candidate{outlook: troubled(t.now)}
		t.count("outbox.unreadable")
		return nil
	}})
	return c, err
}

func (b *Bot) remove(t *turn, m store.Message) error {
	_, err := t.tx.TakeBack(m.Address, func(w store.Message) bool { return w.ID == m.ID })
	return err
}

// errForbidden is the last look at the lock: a red flag opened since the
// message was claimed.
var errForbidden = errors.New("an open flag forbids it")

// deliver makes the call for a claimed message and returns the message's id.
func (b *Bot) deliver(c candidate) (int, error) {
	shown, err := b.rendered(c.m)
	if err != nil {
		return 0, renderError{err}
	}
	method, p := callFor(c, shown)
	if !b.stillAllowed(c) {
		return 0, errForbidden
	}
	raw, err := b.send.call(b.hard, sendTimeout, method, p)
	if err != nil {
		return 0, err
	}
	return int(fieldsOf(raw).number("message_id")), nil
}

// stillAllowed looks at the lock right before the call, and whether the message
// was taken back meanwhile.
func (b *Bot) stillAllowed(c candidate) bool {
	ok := false
	err := b.o.Store.View(func(tx *store.Tx) error {
		if _, err := tx.Message(c.m.Address, c.m.ID); err != nil {
			return err
		}
		ok = true
		if c.m.Patient == "" || c.bare {
			return nil
		}
		p, err := tx.Patient(c.m.Patient)
		ok = err == nil && flows.Allows(p, c.m.Reply.Topic)
		return nil
	})
	return err == nil && ok
}

// A renderError is a message that our own code can't show: a bug.
type renderError struct{ err error }

func (e renderError) Error() string { return fmt.Sprintf("render: %v", e.err) }
