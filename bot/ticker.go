package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/robfig/cron/v3"

	"back2core/flows"
	"back2core/store"
)

// everyMinute is how cron writes it.
const everyMinute = "* * * * *"

// keepTime ticks each minute until ctx ends. It begins once what came while we
// were away is handled: a /stop from last night goes before this morning's
// reminder.
func (b *Bot) keepTime(ctx context.Context) {
	select {
	case <-b.poll.caughtUp:
	case <-time.After(5 * time.Minute): // Telegram is down; time goes on
	case <-ctx.Done():
		return
	}
	log := cronLog{b.log}
	// A panic in a job ends the process, and a job that skips while it runs never
	// runs again after one: so Recover is the innermost.
	c := cron.New(cron.WithLogger(log), cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	_, err := c.AddFunc(b.ticker, func() { b.report(ctx, b.tick(ctx)) })
	_, err2 := c.AddFunc("23 * * * *", func() { b.report(ctx, b.housekeep(ctx)) })
	if err := errors.Join(err, err2); err != nil {
		panic(err) // the two lines above are wrong
	}
	b.scheduleBackups(ctx, c)
	b.report(ctx, b.housekeep(ctx))
	b.report(ctx, b.tick(ctx))
	c.Start()
	<-ctx.Done()
	select {
	case <-c.Stop().Done():
	case <-b.hard.Done(): // a backup can't be stopped at any moment; nothing depends on it
	}
}

func (b *Bot) report(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		b.count("job.failed")
		b.log.Error("a job failed", "error", err)
	}
}

// mostDue is how many patients go into one transaction.
const mostDue = 100

// tick wakes everyone who is due, and reads nothing of anyone else.
func (b *Bot) tick(ctx context.Context) error {
	b.ticks.Lock()
	defer b.ticks.Unlock()
	b.busy.Add(1)
	defer b.busy.Add(-1)
	for ctx.Err() == nil {
		var due []string
		err := b.o.Store.View(func(tx *store.Tx) (err error) {
			due, err = tx.DueBefore(b.now(), mostDue)
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		items := make([]item, len(due))
		for i, id := range due {
			items[i] = b.ticking(id)
		}
		if err := b.loop.do(ctx, items...); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// ticking is the item that wakes one patient.
func (b *Bot) ticking(id string) item {
	return item{
		do:      func(t *turn) error { return b.ticked(t, id) },
		spoiled: func(t *turn, err error) error { return b.putOff(t, id, err) },
	}
}

// ticked gives one patient their Tick. After it they are due later, whatever
// happens.
func (b *Bot) ticked(t *turn, id string) error {
	p, err := t.tx.Patient(id)
	if errors.Is(err, store.ErrNotFound) { // erased since they were found due
		return t.tx.PutAside(id)
	}
	if err != nil {
		return b.putOff(t, id, err)
	}
	if !dueBy(p, t.now) {
		return t.tx.SavePatient(p) // something came in between; the index follows Due
	}
	out, err := b.stepped(p, flows.Ticked{}, t.now)
	if err == nil && !out.Forget && dueBy(out.Patient, t.now) {
		err = fmt.Errorf("still due after a tick, at %s", flows.Due(out.Patient).Format(time.RFC3339))
	}
	if err != nil {
		return b.putOff(t, id, err)
	}
	return b.keep(t, updateOf(t.tx.Address(id), flows.Ticked{}), p, out)
}

// dueBy tells whether a patient is due at that time.
func dueBy(p flows.Patient, now time.Time) bool {
	due := flows.Due(p)
	return !due.IsZero() && !due.After(now)
}

// putOff tries a failed Tick again later: after a minute, and up to a day.
func (b *Bot) putOff(t *turn, id string, why error) error {
	wait := doubled(time.Minute, 24*time.Hour, t.tx.TicksFailed(id)+1)
	t.count("tick.failed")
	t.then(func() { b.log.Error("a tick failed", "patient", id, "again_in", wait, "error", why) })
	err := t.tx.PutOff(id, t.now.Add(wait))
	if errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNotFound) {
		return t.tx.PutAside(id) // nothing of them can be read: the others go on
	}
	return err
}

// updateOf stands for the update when something happened that none brought.
func updateOf(address string, ev flows.Event) update {
	chat, _ := strconv.ParseInt(chatOf(address), 10, 64)
	return update{chat: chat, private: true, event: ev}
}

// How long things are kept that nobody needs for long.
const (
	keepSeen   = 8 * 24 * time.Hour
	keepRaw    = 7 * 24 * time.Hour
	keepGraves = 30 * 24 * time.Hour
)

// housekeep forgets what is old, and has the log say how it goes.
func (b *Bot) housekeep(ctx context.Context) error {
	return b.loop.do(ctx, item{do: func(t *turn) error {
		_, err := t.tx.DropSeen(t.now.Add(-keepSeen))
		_, err2 := t.tx.DropRaw(t.now.Add(-keepRaw))
		_, err3 := t.tx.DropGraves(t.now.Add(-keepGraves))
		_, err4 := t.tx.DropErasures(t.now.Add(-store.KeepErased))
		return errors.Join(err, err2, err3, err4, dropHolds(t), b.buryDamaged(t), b.logCounts(t))
	}, spoiled: func(_ *turn, err error) error {
		b.log.Error("housekeeping failed", "error", err)
		return nil
	}})
}

// dropHolds forgets the waits that are over.
func dropHolds(t *turn) error {
	holds, err := t.tx.Holds()
	for address, until := range holds {
		if until.Before(t.now) {
			err = errors.Join(err, t.tx.ClearHold(address))
		}
	}
	return err
}

// cronLog is cron's logger. A panic's text is not printed: it could hold a
// patient's words.
type cronLog struct{ log *slog.Logger }

func (cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, _ ...any) {
	l.log.Error("cron: "+msg, "error", fmt.Sprintf("%T", err))
}
