package sandbox

import (
	"sync"
	"time"
)

// Clock is a clock that runs at the real pace and can be moved forwards,
// never back. Its zone is that of the time at which it began.
type Clock struct {
	zone  *time.Location
	mu    sync.Mutex
	base  time.Time     // what the clock showed at that moment
	since time.Time     // the real moment
	moved chan struct{} // closed and replaced at each jump
}

// NewClock starts a clock at a time; the zero time is now.
func NewClock(start time.Time) *Clock {
	now := time.Now()
	if start.IsZero() {
		start = now
	}
	// Without the monotonic reading, so that jumps count in comparisons.
	return &Clock{zone: start.Location(), base: start.Round(0), since: now, moved: make(chan struct{})}
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time { return c.base.Add(time.Since(c.since)) }

// Zone is where the clock hangs.
func (c *Clock) Zone() *time.Location { return c.zone }

// Advance moves the clock forwards.
func (c *Clock) Advance(d time.Duration) { c.JumpTo(c.Now().Add(d)) }

// JumpTo moves the clock to a later time; an earlier one changes nothing.
func (c *Clock) JumpTo(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ahead := t.Sub(c.now())
	if ahead <= 0 {
		return
	}
	c.base = c.base.Add(ahead)
	close(c.moved)
	c.moved = make(chan struct{})
}

// Moved returns a channel that is closed at the next jump.
func (c *Clock) Moved() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moved
}

// Morning is eight o'clock tomorrow, in the clock's zone.
func (c *Clock) Morning() time.Time {
	now := c.Now()
	return time.Date(now.Year(), now.Month(), now.Day()+1, 8, 0, 0, 0, c.zone)
}
