package bot

import (
	"context"
	"errors"
	"time"
)

// sleep waits, unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// backoff waits longer after each failure: twice as long, up to most.
type backoff struct {
	first, most time.Duration
	failures    int
}

// next is how long to wait after err. Telegram's own number goes first.
func (b *backoff) next(err error) time.Duration {
	var call *callError
	if errors.As(err, &call) && call.retryAfter > 0 {
		return call.retryAfter
	}
	b.failures++
	return doubled(b.first, b.most, b.failures)
}

func (b *backoff) reset() { b.failures = 0 }

// doubled is first, doubled for each failure after the first, and most at most.
func doubled(first, most time.Duration, failures int) time.Duration {
	d := first
	for range failures - 1 {
		if d *= 2; d >= most {
			return most
		}
	}
	return min(d, most)
}
