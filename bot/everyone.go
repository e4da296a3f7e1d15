package bot

import (
	"context"
	"time"

	"back2core/flows"
	"back2core/store"
)

// everyone applies an event to every patient, once: whom it concerns their flow
// knows, and also who is never due may have said something. How far it came is
// noted under reached, and lasts with what was said.
func (b *Bot) everyone(ctx context.Context, ev flows.Event, reached string) error {
	for {
		var some []string
		err := b.o.Store.View(func(tx *store.Tx) error {
			last, _ := tx.Note(reached)
			some = tx.PatientsAfter(string(last), mostDue)
			return nil
		})
		if err != nil || len(some) == 0 {
			return err
		}
		items := make([]item, 0, len(some)+1)
		for _, id := range some {
			items = append(items, item{
				do:      func(t *turn) error { return b.happened(t, id, ev) },
				spoiled: func(t *turn, err error) error { b.lost(t, id, err); return nil },
			})
		}
		last := []byte(some[len(some)-1])
		items = append(items, item{do: func(t *turn) error { return t.tx.SetNote(reached, last) }})
		if err := b.loop.do(ctx, items...); err != nil {
			return err
		}
	}
}

// noted is the time of a note; zero if there is none.
func (b *Bot) noted(key string) (at time.Time, err error) {
	err = b.o.Store.View(func(tx *store.Tx) error {
		at = noteTime(tx, key)
		return nil
	})
	return at, err
}

// note writes a note down.
func (b *Bot) note(ctx context.Context, key string, value []byte) error {
	return b.loop.do(ctx, item{do: func(t *turn) error { return t.tx.SetNote(key, value) }})
}

// forget drops notes.
func forget(t *turn, keys ...string) error {
	for _, key := range keys {
		if err := t.tx.SetNote(key, nil); err != nil {
			return err
		}
	}
	return nil
}

// happened applies an event that no update brought.
func (b *Bot) happened(t *turn, id string, ev flows.Event) error {
	p, err := t.tx.Patient(id)
	if err != nil {
		b.lost(t, id, err)
		return nil
	}
	out, err := b.stepped(p, ev, t.now)
	if err != nil {
		b.lost(t, id, err)
		return nil
	}
	return b.keep(t, updateOf(t.tx.Address(id), ev), p, out)
}

// lost is an event of the system's own that a patient's flow can't handle.
func (b *Bot) lost(t *turn, id string, err error) {
	t.count("event.failed")
	t.then(func() { b.log.Error("an event failed", "patient", id, "error", err) })
}
