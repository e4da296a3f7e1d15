package bot

import (
	"context"
	"runtime/debug"

	"back2core/store"
)

// reindex puts everybody where flows.Due of this program wants them in the due
// index: the version before may have reckoned otherwise, and who is in the index
// for never would wait for ever. When this program has done so already, nobody is
// read; after a restore the note of that is gone.
func (b *Bot) reindex(ctx context.Context) error {
	var last []byte
	err := b.o.Store.View(func(tx *store.Tx) error {
		last, _ = tx.Note(store.NoteProgram)
		return nil
	})
	if err != nil || b.program != "" && b.program == string(last) {
		return err
	}
	if err := b.replaceAll(ctx); err != nil || b.program == "" {
		return err
	}
	return b.note(ctx, store.NoteProgram, []byte(b.program))
}

// revision is the version of this program; "" where it can't be told from
// another: in a test, or built of files that no commit has.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if settings["vcs.modified"] != "false" {
		return ""
	}
	return settings["vcs.revision"]
}

// replaceAll goes through all patients and puts each where flows.Due wants them.
func (b *Bot) replaceAll(ctx context.Context) error {
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
