package bot

import (
	"flag"
	"runtime/debug"
	"sync"
	"testing"
	"time"
)

// programme is how long everything is simulated, in weeks, up to the evening of
// the day after.
const programme = 12

var (
	simulationSeed = flag.Uint64("simulation.seed", 1, "how fast the patients of the simulation think")
	simulationShow = flag.String("simulation.show", "", "the patient of the simulation whose chat is printed")
)

// Twelve weeks of eight kinds of patients (personas_test.go) through the real
// stack, with every law looked at after every event (laws_test.go,
// sendlaws_test.go), from winter into summer time.
func TestSimulationOfTwelveWeeksInSpring(t *testing.T) {
	t.Parallel()
	simulate(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), programme, func(one *life) { one.conclude() })
}

// The same over the night on which the clock goes back, for seven weeks: by then
// whoever was away is there again.
func TestSimulationOverTheNightOnWhichTheClockGoesBack(t *testing.T) {
	t.Parallel()
	const weeks = 7
	simulate(t, time.Date(2026, 9, 21, 9, 0, 0, 0, time.UTC), weeks, func(one *life) {
		y := one.sum()
		if one.name == quick().name { // she is reminded in that hour
			y.exactly(t, "mornings", y.unasked["morning"], weeks*7)
		}
	})
}

func simulate(t *testing.T, start time.Time, weeks int, conclude func(*life)) {
	debug.SetGCPercent(400) // there is much garbage and little to keep
	t.Logf("seed %d", *simulationSeed)
	inQuietWorld(t, func(t *testing.T, w *world) {
		l := newLaws(t, w)
		for _, one := range l.simulate(start, weeks*7, personas()) {
			conclude(one)
		}
		t.Logf("%d transactions", l.commits)
	})
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
