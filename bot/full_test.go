package bot

import (
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"back2core/flows"
	"back2core/store"
)

// A full disk took a transaction that added nothing and refused one that held an
// update: the update was taken for a spoilt one and given up.
func TestBugAFullDiskHadUsGiveUpUpdates(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		var full atomic.Bool
		full.Store(true)
		stepped := false
		w.setup = func(b *Bot) {
			step, write := b.step, b.loop.write
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				stepped = true
				return step(p, ev, now)
			}
			b.loop.write = func(fn func(*store.Tx) error) error {
				return write(func(tx *store.Tx) error {
					stepped = false
					if err := fn(tx); err != nil || !full.Load() || !stepped {
						return err
					}
					return syscall.ENOSPC
				})
			}
		}
		w.start()
		anna := w.person(1)
		anna.Say("hello")
		w.pass(10 * time.Minute)
		w.hears(anna)
		full.Store(false)
		w.pass(2 * time.Minute)
		w.hears(anna, "hello")
		if n := w.counted("update.failed"); n != 0 {
			t.Errorf("%d updates were given up", n)
		}
	})
}
