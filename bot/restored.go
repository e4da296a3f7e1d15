package bot

import (
	"context"
	"errors"

	"back2core/flows"
	"back2core/store"
)

// putBack has every patient's flow know, once, that the file was put back from
// a backup, before anything else happens to anyone. What a crash interrupted is
// taken up again.
func (b *Bot) putBack(ctx context.Context) error {
	to, err := b.noted(noteRestored)
	if err != nil || to.IsZero() {
		return err
	}
	b.log.Warn("the database was restored from a backup: patients are told, and held until their red flags were asked again", "to", to)
	if err := b.everyone(ctx, flows.Restored{To: to}, noteHeld); err != nil {
		return err
	}
	return b.loop.do(ctx, item{do: func(t *turn) error {
		pos, err := t.tx.Position()
		if err == nil {
			pos.At = t.now // they know already that something is missing: it is no outage too
			err = t.tx.SetPosition(pos)
		}
		if err != nil && !errors.Is(err, store.ErrDamaged) { // without a position there is no outage; see wake
			return err
		}
		return forget(t, noteRestored, noteHeld, noteOutage, noteTold)
	}})
}
