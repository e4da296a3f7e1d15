package bot

import (
	"flag"
	"runtime/debug"
	"sync"
	"testing"
	"time"
)

// programme is how long all of it lasts, in weeks, up to the evening of the day
// after.
const programme = 12

var (
	programmeSeed = flag.Uint64("programme.seed", 1, "how fast the personas think")
	programmeShow = flag.String("programme.show", "", "the persona whose chat is printed")
)

// Eight kinds of patients (personas_test.go) through the real stack, with every
// law looked at after every event (laws_test.go, sendlaws_test.go): the whole
// programme, or under the race detector the first seven weeks (race_test.go).
// This one goes from winter into summer time.
func TestProgrammeInSpring(t *testing.T) {
	t.Parallel()
	simulate(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
}

// The same over the night on which the clock goes back.
func TestProgrammeInAutumn(t *testing.T) {
	t.Parallel()
	simulate(t, time.Date(2026, 9, 21, 9, 0, 0, 0, time.UTC))
}

func simulate(t *testing.T, start time.Time) {
	debug.SetGCPercent(400) // there is much garbage and little to keep
	t.Logf("seed %d", *programmeSeed)
	inQuietWorld(t, func(t *testing.T, w *world) {
		l := newLaws(t, w)
		for _, one := range l.simulate(start, simulated*7, personas()) {
			if simulated == programme {
				one.conclude()
			} else {
				one.begins()
			}
		}
		t.Logf("%d transactions", l.commits)
	})
}

// begins holds what came of the first weeks of a person to what is plausible.
func (o *life) begins() {
	y := o.sum()
	if o.name == quick().name { // she is reminded in the hour that comes twice
		y.exactly(o.T, "mornings", y.unasked["morning"], simulated*7)
	}
}

// simulate lets people live with the bot for so many days. Each night, when they
// sleep, everything has to be at rest; each week a new version is deployed.
func (l *laws) simulate(start time.Time, days int, people []persona) []*life {
	time.Sleep(time.Until(start))
	l.w.setup = l.watch
	l.w.start()
	end := start.AddDate(0, 0, days).Add(12 * time.Hour)
	var lives []*life
	var all sync.WaitGroup
	for i, p := range people {
		one := l.begin(p, i)
		lives = append(lives, one)
		all.Go(func() { one.live(end) })
	}
	for night := start.Add(18 * time.Hour); night.Before(end); night = night.AddDate(0, 0, 1) {
		l.w.pass(time.Until(night))
		l.rest()
		if night.Weekday() == time.Monday {
			l.w.restart()
		}
	}
	all.Wait()
	l.w.pass(time.Hour)
	l.rest()
	for _, one := range lives {
		l.silent(one.words...)
	}
	return lives
}
