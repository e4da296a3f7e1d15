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
				spoiled: func(t *turn, err error) error { return b.missed(t, id, ev, err) },
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
		at = tx.Noted(key)
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
		return b.missed(t, id, ev, err)
	}
	out, err := b.stepped(p, ev, t.now)
	if err != nil {
		return b.missed(t, id, ev, err)
	}
	return b.keep(t, updateOf(t.tx.Address(id), ev), p, out)
}

// missed is an event of the system's own that a patient's flow can't handle. Who
// was put back from a backup is held all the same: what happened since is
// unknown. One whose record can't be read is spoken to as under a flag anyway.
func (b *Bot) missed(t *turn, id string, ev flows.Event, why error) error {
	b.lost(t, id, why)
	if _, ok := ev.(flows.Restored); !ok {
		return nil
	}
	p, err := t.tx.Patient(id)
	if err != nil {
		return nil // lost already
	}
	p.Rescreen, p.Lost = true, true
	return t.tx.SavePatient(p)
}

// lost has an operator see what a patient misses.
func (b *Bot) lost(t *turn, id string, err error) {
	t.count("event.failed")
	t.then(func() { b.log.Error("an event failed", "patient", id, "error", err) })
}
