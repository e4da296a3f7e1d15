package bot

import (
	"context"
	"time"

	"back2core/flows"
	"back2core/store"
)

// makeUp tells the patients, once, that nobody was heard for so long that
// messages were dropped. What a crash interrupted is taken up again.
func (p *poller) makeUp(ctx context.Context, since time.Time, now bool) error {
	b := p.b
	begun, err := b.noted(noteOutage)
	if err != nil || begun.IsZero() && !now {
		return err
	}
	if !begun.IsZero() {
		since = begun
	}
	b.log.Warn("nothing was heard for more than a day: patients are told", "since", since)
	if err := b.note(ctx, noteOutage, store.TimeNote(since)); err != nil {
		return err
	}
	if err := b.everyone(ctx, flows.Outage{Since: since}, noteTold); err != nil {
		return err
	}
	p.pos.At = b.now()
	return b.loop.do(ctx, p.reached(p.pos, false), item{do: func(t *turn) error {
		return forget(t, noteOutage, noteTold)
	}})
}
