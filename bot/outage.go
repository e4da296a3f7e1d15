package bot

import (
	"context"
	"slices"
	"time"

	"back2core/flows"
	"back2core/store"
)

// makeUp tells every active patient, once, that nobody was heard for so long
// that messages were dropped. What a crash interrupted is taken up again.
func (p *poller) makeUp(ctx context.Context, since time.Time, now bool) error {
	b := p.b
	var ids []string
	var told string
	err := b.o.Store.View(func(tx *store.Tx) (err error) {
		begun := noteTime(tx, noteOutage)
		if begun.IsZero() && !now {
			return nil
		}
		if !begun.IsZero() {
			since = begun
			last, _ := tx.Note(noteTold)
			told = string(last)
		}
		ids, err = active(tx)
		return err
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	b.log.Warn("nothing was heard for more than a day: patients are told", "since", since, "patients", len(ids))
	for some := range slices.Chunk(ids, 100) {
		some = slices.DeleteFunc(slices.Clone(some), func(id string) bool { return id <= told })
		if err := b.loop.do(ctx, b.telling(some, since)...); err != nil {
			return err
		}
	}
	p.pos.At = b.now()
	return b.loop.do(ctx, noting(time.Time{}, ""), p.reached(p.pos, false))
}

// active are the patients who are ever due, in order of their ids.
func active(tx *store.Tx) ([]string, error) {
	ids, err := tx.DueBefore(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), 1<<31)
	slices.Sort(ids)
	return ids, err
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
	if len(ids) == 0 {
		return items
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
