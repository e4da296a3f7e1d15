package bot

import (
	"context"
	"time"

	"github.com/robfig/cron/v3"
)

// Backup is how copies of the store are made while the bot runs. What a copy
// is, and where it goes, the bot does not know.
type Backup struct {
	Make func(ctx context.Context) error // makes one; nil: nobody does
	At   cron.Schedule                   // when; must be set with Make
	Last time.Time                       // when the last one was made; zero: never
}

// scheduleBackups has backups made by cron, beside the loop. One that should
// have been made while the machine was off is made now.
func (b *Bot) scheduleBackups(ctx context.Context, c *cron.Cron) {
	o := b.o.Backup
	if o.Make == nil {
		return
	}
	c.Schedule(o.At, cron.FuncJob(func() { b.BackUp(ctx) }))
	if due := o.At.Next(o.Last); !due.IsZero() && due.Before(b.now()) {
		c.Schedule(justOnce(time.Now().Add(time.Second)), cron.FuncJob(func() { b.BackUp(ctx) }))
	}
}

// justOnce is a schedule of one moment.
type justOnce time.Time

// Next returns the moment while it is still to come.
func (o justOnce) Next(now time.Time) time.Time {
	if at := time.Time(o); now.Before(at) {
		return at
	}
	return time.Time{}
}

// BackUp makes a backup now, unless one is being made. What comes of it is in
// the log and in the counters.
func (b *Bot) BackUp(ctx context.Context) {
	if b.o.Backup.Make == nil {
		b.log.Warn("a backup was asked for, but none is set up")
		return
	}
	if !b.backup.TryLock() {
		b.log.Warn("a backup was asked for, but one is being made")
		return
	}
	defer b.backup.Unlock()
	defer b.survive("backup")
	err := b.o.Backup.Make(ctx)
	switch {
	case err == nil:
		b.count("backup.done")
	case ctx.Err() != nil:
		b.log.Warn("a backup was not finished: the program ends", "error", err)
	default:
		b.count("backup.failed")
		b.log.Error("a backup failed", "error", err)
	}
}

// mostErasures is how many may wait to be told to whoever keeps the backups.
const mostErasures = 256

// An erasure is somebody who was erased.
type erasure struct {
	id string
	at time.Time
}

// erased has whoever keeps the backups told that somebody was erased who may be
// in one. It waits for a disk, so one goroutine does that, beside all else
// (tellErased).
func (b *Bot) erased(t *turn, id string) {
	if b.o.Erased == nil || !t.tx.Marked(id) {
		return
	}
	e := erasure{id, t.now}
	t.then(func() {
		b.busy.Add(1)
		select {
		case b.erasures <- e:
		default: // the next backup makes the list complete
			b.busy.Add(-1)
			b.count("erasure.untold")
		}
	})
}

// tellErased tells of those who were erased until there can be no more, or the
// program has no more time.
func (b *Bot) tellErased() {
	for e := range b.erasures {
		if b.hard.Err() != nil {
			return
		}
		b.tellOf(e)
	}
}

func (b *Bot) tellOf(e erasure) {
	defer b.busy.Add(-1)
	defer b.survive("erased")
	if err := b.o.Erased(e.id, e.at); err != nil {
		b.count("erasure.untold")
		b.log.Error("that somebody was erased could not be noted beside the backups; the next backup does", "error", err)
	}
}
