package bot

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"back2core/flows"
	"back2core/store"
)

// An outlook is what a chat's queue looks like at some moment.
type outlook struct {
	empty bool
	rank  rank      // of what goes next
	at    time.Time // when that may go
}

// troubled is the outlook of a chat whose queue can't be read.
func troubled(now time.Time) outlook { return outlook{at: now.Add(time.Minute), rank: rankAnswer} }

// A candidate is what may go to a chat now, or when to ask again.
type candidate struct {
	outlook
	ready bool
	m     store.Message
	shot  *shot           // its picture; nil: it goes without
	bare  bool            // a question under a red flag: only its buttons are taken away
	drop  []store.Message // what may not, or need not, be said any more
	// together: another chat was limited just before this one.
	together bool
	yielded  bool // its call made way for a safety text
	stopped  bool // a card that would begin a count, which was ended
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

// claim chooses for good: the message is in flight from here on, in the file
// too, and what is to be dropped is gone.
func (b *Bot) claim(l *lane) (candidate, error) {
	var claimed candidate
	err := b.loop.do(b.hard, item{do: func(t *turn) error {
		c, err := b.choose(t.tx, l.address, t.now, l.granted)
		if err != nil {
			return err
		}
		for _, m := range c.drop {
			t.count("outbox.dropped")
			if err := b.remove(t, m); err != nil {
				return err
			}
		}
		claimed = c
		if !c.ready {
			return nil
		}
		t.then(func() { b.pace.took(c.m, t.now) })
		claimed.m.Inflight = t.now
		claimed.m.Attempts++
		return t.tx.SaveMessage(claimed.m)
	}, spoiled: func(t *turn, err error) error {
		claimed = candidate{outlook: troubled(t.now)}
		t.count("outbox.unreadable")
		return nil
	}})
	if err != nil {
		return candidate{}, err // the loop may still be at it
	}
	return claimed, nil
}

// remove takes one message out of the outbox.
func (b *Bot) remove(t *turn, m store.Message) error {
	_, err := t.tx.TakeBack(m.Address, func(w store.Message) bool { return w.ID == m.ID })
	return err
}

// choose finds what is next in a chat's queue. Of each rank only the oldest is
// looked at; it holds up what ranks below it, unless it is a count, or an edit,
// which holds up nothing, not even another one.
func (b *Bot) choose(tx *store.Tx, address string, now time.Time, granted bool) (candidate, error) {
	c := candidate{outlook: outlook{empty: true}}
	queue, err := tx.Queue(address)
	if err != nil || len(queue) == 0 {
		return c, err
	}
	hold := tx.HeldUntil(address)
	slices.SortStableFunc(queue, inOrder)
	gate := lock{tx: tx}
	last := rank(-1)
	for _, m := range queue {
		allowed, err := gate.allows(m)
		if err != nil {
			return c, err
		}
		if over(m, now) || !allowed && m.Kind != store.Close {
			c.drop = append(c.drop, m)
			continue
		}
		r := rankOf(m)
		if r == last && r != rankEdit {
			continue
		}
		last = r
		at := later(later(hold, m.NotBefore), b.pace.when(m, now))
		if c.empty || at.Before(c.at) {
			c.outlook = outlook{rank: r, at: at}
		}
		if !at.After(now) {
			c.ready, c.m, c.bare = r != rankReminder || granted, m, !allowed
			c.stopped = m.Kind == store.Send && m.Reply.Count != nil && !flows.Counts(gate.p, m.Reply)
			return c, nil
		}
		if r != rankEdit && r != rankCount {
			return c, nil
		}
	}
	return c, nil
}

// inOrder sorts a queue that is in order within each class. Of edits the newest
// goes first: it is what stands on the screen.
func inOrder(a, b store.Message) int {
	if rankOf(a) == rankEdit && rankOf(b) == rankEdit {
		return cmp.Compare(b.ID, a.ID)
	}
	return cmp.Compare(rankOf(a), rankOf(b))
}

// over tells whether a message makes no sense any more.
func over(m store.Message, now time.Time) bool {
	return !m.Reply.Until.IsZero() && !now.Before(m.Reply.Until)
}

// A lock is what a patient's open flags allow, read once for a whole queue.
type lock struct {
	tx *store.Tx
	p  flows.Patient // of the last message
}

// allows tells whether m may be said: a count, only while it runs. Nothing may be
// said to a patient who was erased; what is left for them carries no id. To one
// whose record is damaged, and whose flags nobody knows, only what any flag
// allows.
func (l *lock) allows(m store.Message) (bool, error) {
	if m.Patient == "" {
		return true, nil
	}
	if l.p.ID != m.Patient {
		p, err := l.tx.Patient(m.Patient)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		if errors.Is(err, store.ErrDamaged) {
			return m.Reply.Topic == flows.AboutFlag, nil
		}
		if err != nil {
			return false, err
		}
		l.p = p
	}
	if m.Kind == store.Count && !flows.Counts(l.p, m.Reply) {
		return false, nil
	}
	return flows.Allows(l.p, m.Reply.Topic), nil
}
