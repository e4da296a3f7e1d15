package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"back2core/store"
)

// loop is the one writer. It takes everything that is queued into a single
// transaction, so that one disk sync pays for all of it, and nothing in here
// needs a lock.
type loop struct {
	b     *Bot
	asks  chan *ask
	quit  chan struct{}
	close func()
	write func(func(*store.Tx) error) error // Store.Update
	most  int                               // items in one transaction, unless one ask has more
	held  *ask                              // found no room in the last transaction
}

// An item is one thing that happens in a transaction. It may be done more than
// once before it lasts, so it must set what it hands out anew each time.
type item struct {
	do func(*turn) error
	// spoiled is done instead when do fails although the disk works, so that
	// one bad item costs itself alone. Nil: do is tried until it succeeds.
	spoiled func(*turn, error) error
}

// An ask is a list of items whose order matters, and someone who waits.
type ask struct {
	items []item
	done  chan error
}

// A turn is one transaction in the making.
type turn struct {
	tx    *store.Tx
	now   time.Time
	after []func()
	err   error // of a counter
}

// count adds one to an operator's number, in the transaction.
func (t *turn) count(name string) {
	if err := t.tx.Count(name, 1); err != nil {
		t.err = err
	}
}

// then has fn run once the transaction lasts, in the loop: it must be quick.
func (t *turn) then(fn func()) { t.after = append(t.after, fn) }

// mostItems is how many items go into one transaction.
const mostItems = 256

func newLoop(b *Bot) *loop {
	l := &loop{b: b, asks: make(chan *ask, 1024), quit: make(chan struct{}), write: b.o.Store.Update, most: mostItems}
	l.close = sync.OnceFunc(func() { close(l.quit) })
	return l
}

// do has items done in one transaction and waits until it lasts. An error means
// that ctx or the program ended first: the items may or may not be done.
func (l *loop) do(ctx context.Context, items ...item) error {
	l.b.busy.Add(1)
	defer l.b.busy.Add(-1)
	a := &ask{items: items, done: make(chan error, 1)}
	select {
	case l.asks <- a:
	case <-l.b.hard.Done():
		return l.b.hard.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-a.done:
		return err
	case <-l.b.hard.Done():
		return l.b.hard.Err()
	}
}

// run works until close is called and nothing is queued, or ctx ends.
func (l *loop) run(ctx context.Context) {
	for {
		if a := l.waiting(); a != nil {
			l.serve(ctx, a)
			continue
		}
		select {
		case a := <-l.asks:
			l.serve(ctx, a)
		case <-l.quit:
			return
		case <-ctx.Done():
			return
		}
	}
}

// waiting is the next ask that is queued, or nil.
func (l *loop) waiting() (a *ask) {
	if a, l.held = l.held, nil; a != nil {
		return a
	}
	select {
	case a = <-l.asks:
	default:
	}
	return a
}

// serve does an ask, and with it whatever else is queued and fits. An ask is
// never cut in two: its items last together.
func (l *loop) serve(ctx context.Context, a *ask) {
	asks, items := []*ask{a}, slices.Clone(a.items)
	for {
		if a = l.waiting(); a == nil {
			break
		}
		if len(items)+len(a.items) > l.most {
			l.held = a
			break
		}
		asks, items = append(asks, a), append(items, a.items...)
	}
	err := l.commit(ctx, items)
	for _, a := range asks {
		a.done <- err
	}
}

// commit makes the items last: together, or if that fails one by one.
func (l *loop) commit(ctx context.Context, items []item) error {
	err := l.attempt(items)
	if err == nil {
		return nil
	}
	l.b.count("loop.failed")
	l.b.log.Error("a transaction failed: its items are tried one by one", "items", len(items), "error", err)
	for _, it := range items {
		if err := l.insist(ctx, it); err != nil {
			return err
		}
	}
	return nil
}

// insist does one item until it lasts. Nothing is confirmed to anyone before.
func (l *loop) insist(ctx context.Context, it item) error {
	wait := backoff{first: 100 * time.Millisecond, most: time.Minute}
	for {
		err := l.attempt([]item{it})
		if err == nil {
			return nil
		}
		if it.spoiled != nil && !errors.Is(err, errUnwritten) && l.attempt(nil) == nil {
			// The disk takes a transaction, so it is this item.
			spoiled := item{do: func(t *turn) error { return it.spoiled(t, err) }}
			if l.attempt([]item{it}) == nil || l.attempt([]item{spoiled}) == nil {
				return nil
			}
		}
		l.b.log.Error("a transaction fails: trying again", "error", err)
		if err := sleep(ctx, wait.next(err)); err != nil {
			return err
		}
	}
}

// errUnwritten: all that a transaction was to hold was done, and then it could
// not be written. That is the disk, and no item: a full one takes a small
// transaction and no large one.
var errUnwritten = errors.New("not written")

// attempt tries items in one transaction and, if it lasts, does what comes
// after it. A panic is an error, and undoes the transaction.
func (l *loop) attempt(items []item) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %s", described(r))
		}
	}()
	t, made := &turn{now: l.b.now()}, false
	err = l.write(func(tx *store.Tx) error {
		t.tx = tx
		for _, it := range items {
			if err := it.do(t); err != nil {
				return err
			}
		}
		if t.err != nil {
			return t.err
		}
		made = true
		return l.b.writeCounts(tx)
	})
	if err != nil && made {
		return fmt.Errorf("%w: %w", errUnwritten, err)
	}
	if err != nil {
		return err
	}
	l.b.wroteCounts()
	for _, fn := range t.after {
		l.afterwards(fn)
	}
	return nil
}

// afterwards does what comes after a transaction. That lasts, whatever happens
// here: a panic must not have it done again.
func (l *loop) afterwards(fn func()) {
	defer l.b.survive("after")
	fn()
}
