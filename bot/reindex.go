package bot

import (
	"context"

	"back2core/store"
)

// reindex puts everybody where flows.Due of this program wants them in the due
// index: the version before may have reckoned otherwise, and who is in the index
// for never would wait for ever.
func (b *Bot) reindex(ctx context.Context) error {
	for last := ""; ; {
		var some []string
		err := b.o.Store.View(func(tx *store.Tx) error {
			some, last = tx.Misplaced(last, mostDue)
			return nil
		})
		if err != nil || last == "" {
			return err
		}
		if len(some) == 0 {
			continue
		}
		items := make([]item, len(some))
		for i, id := range some {
			items[i] = item{do: func(t *turn) error {
				p, err := t.tx.Patient(id)
				if err != nil {
					return err
				}
				return t.tx.SavePatient(p) // the index follows Due
			}, spoiled: func(t *turn, err error) error { b.lost(t, id, err); return nil }}
		}
		if err := b.loop.do(ctx, items...); err != nil {
			return err
		}
		b.log.Info("the due index follows this version", "patients", len(some))
	}
}
