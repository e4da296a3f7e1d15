package sandbox

import (
	"context"
	"errors"
	"time"
)

// Hooks are what the phone needs of the program behind the bot. Each may be
// nil.
type Hooks struct {
	Tick    func(context.Context)              // does what is due now
	NextDue func() (time.Time, bool)           // when something is due next, for anyone
	Idle    func(context.Context) error        // waits until everything is delivered
	Reset   func(context.Context) error        // has the bot forget the patient
	AltText func(language, file string) string // what a picture shows, by the name of its file
}

const (
	mostStops = 1000        // in one journey
	nudge     = time.Minute // past a moment that stays due
	farthest  = 400 * 24 * time.Hour
)

var (
	errTooManyStops = errors.New("too much is due on the way")
	errNothingDue   = errors.New("nothing is due")
)

// journey moves a clock through whatever is due on the way, so that a week
// that is skipped shows each of its days.
type journey struct {
	clock *Clock
	hooks Hooks
}

// to travels to a time.
func (j journey) to(ctx context.Context, t time.Time) error {
	return j.travel(ctx, t, func() bool { return false })
}

// until travels from one due moment to the next, until something that was
// waited for is there.
func (j journey) until(ctx context.Context, arrived func() bool) error {
	if err := j.settle(ctx); err != nil || arrived() {
		return err
	}
	if _, ok := j.nextDue(); !ok {
		return errNothingDue
	}
	if err := j.travel(ctx, time.Time{}, arrived); err != nil || arrived() {
		return err
	}
	return errNothingDue
}

// travel goes from stop to stop until the end, or until it may stop early.
// Without an end it goes no further than anything is due.
func (j journey) travel(ctx context.Context, end time.Time, early func() bool) error {
	last := j.clock.Now()
	limit := end
	if end.IsZero() {
		limit = last.Add(farthest)
	}
	for range mostStops {
		if err := j.settle(ctx); err != nil || early() {
			return err
		}
		stop, ok := j.nextDue()
		if ok && !stop.After(last) {
			stop = j.clock.Now().Add(nudge) // it is done already, or never will be
		}
		if !ok || stop.After(limit) {
			j.clock.JumpTo(end)
			return j.settle(ctx)
		}
		j.clock.JumpTo(stop)
		last = stop
	}
	return errTooManyStops
}

// settle does what is due and waits until it is delivered.
func (j journey) settle(ctx context.Context) error {
	if j.hooks.Tick != nil {
		j.hooks.Tick(ctx)
	}
	if j.hooks.Idle != nil {
		if err := j.hooks.Idle(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (j journey) nextDue() (time.Time, bool) {
	if j.hooks.NextDue == nil {
		return time.Time{}, false
	}
	return j.hooks.NextDue()
}
