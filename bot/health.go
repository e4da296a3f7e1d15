package bot

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"back2core/store"
)

// counters are the operator's numbers on their way to the store, where they
// are written with the next transaction.
type counters struct {
	mu      sync.Mutex
	waiting map[string]int
	written map[string]int // in the transaction under way
	logged  map[string]int // what the log said last; the loop's own
}

// count adds one to a number that an operator can read.
func (b *Bot) count(name string) {
	c := &b.counts
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting == nil {
		c.waiting = map[string]int{}
	}
	c.waiting[name]++
}

// writeCounts writes what was counted into a transaction.
func (b *Bot) writeCounts(tx *store.Tx) error {
	c := &b.counts
	c.mu.Lock()
	c.written = maps.Clone(c.waiting)
	c.mu.Unlock()
	for name, n := range c.written {
		if err := tx.Count(name, n); err != nil {
			return err
		}
	}
	return nil
}

// wroteCounts says that the transaction lasts.
func (b *Bot) wroteCounts() {
	c := &b.counts
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, n := range c.written {
		if c.waiting[name] -= n; c.waiting[name] == 0 {
			delete(c.waiting, name)
		}
	}
	c.written = nil
}

// logCounts has the log say which of the operator's numbers changed since it
// last did. They are totals, and graves is how many are there now.
func (b *Bot) logCounts(t *turn) error {
	counts, err := t.tx.Counts()
	if err != nil {
		return err
	}
	counts["graves"] = t.tx.CountGraves()
	t.then(func() {
		var changed []any
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			if counts[name] != b.counts.logged[name] {
				changed = append(changed, name, counts[name])
			}
		}
		if len(changed) > 0 {
			b.log.Info("counters", changed...)
		}
		b.counts.logged = counts
	})
	return nil
}

// flushCounts writes what is left, if anything is.
func (b *Bot) flushCounts(ctx context.Context) {
	b.counts.mu.Lock()
	none := len(b.counts.waiting) == 0
	b.counts.mu.Unlock()
	if !none {
		_ = b.loop.do(ctx, item{do: func(*turn) error { return nil }}) // each transaction writes them
	}
}

// survive is deferred where a panic must not end the program.
func (b *Bot) survive(where string) {
	if r := recover(); r != nil {
		b.count("panic." + where)
		b.log.Error("panic", "where", where, "what", described(r))
	}
}

// described says what a panic was and where, without its words: they could be
// a patient's. Only the runtime's own are known to be harmless.
func described(r any) string {
	what := fmt.Sprintf("%T", r)
	if err, ok := r.(runtime.Error); ok {
		what = err.Error()
	}
	return what + at()
}

// at is the place of the panic: the first frames after the runtime's.
func at() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	var places []string
	panicked := false
	for len(places) < 3 {
		frame, more := frames.Next()
		if frame.Function == "runtime.gopanic" {
			panicked = true
		} else if panicked && !strings.HasPrefix(frame.Function, "runtime.") {
			_, file, _ := cutLast(frame.File, "/")
			places = append(places, fmt.Sprintf("%s:%d", file, frame.Line))
		}
		if !more {
			break
		}
	}
	if len(places) == 0 {
		return ""
	}
	return " at " + strings.Join(places, ", ")
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}
