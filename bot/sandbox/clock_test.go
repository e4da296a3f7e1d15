package sandbox

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestClockRunsAndJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
		c := NewClock(start)
		time.Sleep(time.Minute)
		moved := c.Moved()
		c.Advance(time.Hour)
		if got := c.Now(); !got.Equal(start.Add(61 * time.Minute)) {
			t.Errorf("it shows %v", got)
		}
		<-moved
		c.JumpTo(start)
		c.Advance(-time.Hour)
		if got := c.Now(); !got.Equal(start.Add(61 * time.Minute)) {
			t.Errorf("it went back to %v", got)
		}
		if got := NewClock(time.Time{}).Now(); !got.Equal(time.Now()) {
			t.Errorf("a clock without a start shows %v", got)
		}
	})
}

func TestMorningIsInTheClocksZone(t *testing.T) {
	zone := amsterdam(t)
	for start, want := range map[string]string{
		"2026-11-23T07:00:00+01:00": "2026-11-24T08:00:00+01:00",
		"2026-11-23T23:30:00+01:00": "2026-11-24T08:00:00+01:00",
		"2026-03-28T12:00:00+01:00": "2026-03-29T08:00:00+02:00", // the clock moves that night
		"2026-12-31T12:00:00+01:00": "2027-01-01T08:00:00+01:00",
	} {
		at, err := time.Parse(time.RFC3339, start)
		if err != nil {
			t.Fatal(err)
		}
		if got := NewClock(at.In(zone)).Morning().Format(time.RFC3339); got != want {
			t.Errorf("after %s comes %s, want %s", start, got, want)
		}
	}
}

// errands are a list of due moments and of when they were done.
type errands struct {
	clock *Clock
	due   []time.Time
	done  []time.Time
	idled int
}

func (e *errands) hooks() Hooks {
	return Hooks{
		Tick: func(context.Context) {
			for len(e.due) > 0 && !e.due[0].After(e.clock.Now()) {
				e.done = append(e.done, e.clock.Now())
				e.due = e.due[1:]
			}
		},
		NextDue: func() (time.Time, bool) {
			if len(e.due) == 0 {
				return time.Time{}, false
			}
			return e.due[0], true
		},
		Idle: func(context.Context) error { e.idled++; return nil },
	}
}

func days(start time.Time, n int) []time.Time {
	var due []time.Time
	for i := range n {
		due = append(due, start.AddDate(0, 0, i))
	}
	return due
}

func TestAJourneyStopsAtWhateverIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
		e := &errands{clock: NewClock(start), due: days(start.Add(time.Hour), 10)}
		want := slices.Clone(e.due[:7])
		end := start.AddDate(0, 0, 7)
		if err := (journey{e.clock, e.hooks()}).to(t.Context(), end); err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(e.done, want, time.Time.Equal) || !e.clock.Now().Equal(end) || e.idled < 7 {
			t.Errorf("done at %v, then %v", e.done, e.clock.Now())
		}
	})
}

func TestAJourneyPassesWhatStaysDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
		clock, stuck := NewClock(start), func() (time.Time, bool) { return start, true }
		j := journey{clock, Hooks{NextDue: stuck}}
		if err := j.to(t.Context(), start.Add(time.Hour)); err != nil || !clock.Now().Equal(start.Add(time.Hour)) {
			t.Errorf("%v at %v", err, clock.Now())
		}
		if err := j.to(t.Context(), start.AddDate(0, 0, 7)); !errors.Is(err, errTooManyStops) {
			t.Errorf("a week of minutes: %v", err)
		}
	})
}

func TestAJourneyToTheNextMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
		e := &errands{clock: NewClock(start), due: days(start.Add(time.Hour), 5)}
		j := journey{e.clock, e.hooks()}
		third := func() bool { return len(e.done) == 3 }
		if err := j.until(t.Context(), third); err != nil || !e.clock.Now().Equal(start.AddDate(0, 0, 2).Add(time.Hour)) {
			t.Errorf("%v at %v", err, e.clock.Now())
		}
		never := func() bool { return false }
		if err := j.until(t.Context(), never); !errors.Is(err, errNothingDue) || len(e.done) != 5 {
			t.Errorf("%v after %d", err, len(e.done))
		}
		if at := e.clock.Now(); j.until(t.Context(), never) == nil || !e.clock.Now().Equal(at) {
			t.Error("it went on with nothing to come")
		}
	})
}

func TestAJourneyEndsWithItsCaller(t *testing.T) {
	c := NewClock(time.Time{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (journey{c, Hooks{}}).to(ctx, c.Now().Add(time.Hour)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	busy := Hooks{Idle: func(context.Context) error { return errors.New("never idle") }}
	if err := (journey{c, busy}).to(t.Context(), c.Now().Add(time.Hour)); err == nil {
		t.Error("went on without waiting")
	}
}
