package bot

import (
	"context"
	"time"

	"back2core/flows"
	"back2core/store"
)

// makeUp tells the patients, once, that nobody was heard for so long that
// messages were dropped. Whom it concerns their flow knows: also who is never
// due may have said something. What a crash interrupted is taken up again.
func (p *poller) makeUp(ctx context.Context, since time.Time, now bool) error {
	b := p.b
	var told string
	begun := time.Time{}
	err := b.o.Store.View(func(tx *store.Tx) error {
		begun = noteTime(tx, noteOutage)
		if last, ok := tx.Note(noteTold); ok {
			told = string(last)
		}
		return nil
	})
	if err != nil || begun.IsZero() && !now {
		return err
	}
	if !begun.IsZero() {
		since = begun
	}
	b.log.Warn("nothing was heard for more than a day: patients are told", "since", since)
	for {
		var some []string
		err := b.o.Store.View(func(tx *store.Tx) error {
			some = tx.PatientsAfter(told, mostDue)
			return nil
		})
		if err != nil {
			return err
		}
		if len(some) == 0 {
			break
		}
		if err := b.loop.do(ctx, b.telling(some, since)...); err != nil {
			return err
		}
		told = some[len(some)-1]
	}
	p.pos.At = b.now()
	return b.loop.do(ctx, noting(time.Time{}, ""), p.reached(p.pos, false))
}

// telling are the items that tell some patients, and note how far that went.
func (b *Bot) telling(ids []string, since time.Time) []item {
	var items []item
	for _, id := range ids {
		items = append(items, item{
			do:      func(t *turn) error { return b.happened(t, id, flows.Outage{Since: since}) },
			spoiled: func(t *turn, err error) error { b.lost(t, id, err); return nil },
		})
	}
	return append(items, noting(since, ids[len(ids)-1]))
}

// noting is the item that notes how far patients were told.
func noting(since time.Time, told string) item {
	return item{do: func(t *turn) error {
		if since.IsZero() {
			if err := t.tx.SetNote(noteTold, nil); err != nil {
				return err
			}
			return t.tx.SetNote(noteOutage, nil)
		}
		if err := t.tx.SetNote(noteTold, []byte(told)); err != nil {
			return err
		}
		return t.tx.SetNote(noteOutage, timeNote(since))
	}}
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
