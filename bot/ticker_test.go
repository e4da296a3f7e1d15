package bot

import (
	"testing"
	"time"

	"back2core/flows"
	"back2core/store"
)

func TestWhoIsDueGetsOneTick(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("in 90m")
		w.pass(89 * time.Minute)
		w.hears(anna)
		w.pass(3 * time.Minute)
		w.hears(anna, "tick")
		w.pass(24 * time.Hour)
		w.hears(anna, "tick")
	})
}

func TestWhatWasMissedComesOnceAfterARestart(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("in 1h")
		w.pass(time.Second)
		_ = w.end()
		w.pass(20 * time.Hour)
		w.start()
		w.pass(2 * time.Minute)
		w.hears(anna, "tick")
	})
}

func TestWhatSomebodySaidWhileWeWereAwayGoesBeforeTheirTick(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("in 1h")
		w.pass(time.Second)
		_ = w.end()
		w.pass(2 * time.Hour)
		anna.Say("in 1000h")
		w.start()
		w.pass(time.Hour)
		w.hears(anna)
	})
}

func TestTheClockCanBeMoved(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		moved := time.Duration(0)
		w.setup = func(b *Bot) { b.o.Now = func() time.Time { return time.Now().Add(moved) } }
		w.start()
		anna := w.person(1)
		anna.Say("in 100h")
		w.pass(time.Millisecond)
		if err := w.bot.Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
		at, ok := w.bot.NextDue()
		if !ok || time.Until(at) > 100*time.Hour+time.Second {
			t.Fatalf("next due is %s, %v", at, ok)
		}
		moved = 200 * time.Hour
		if err := w.bot.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := w.bot.Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.hears(anna, "tick")
		anna.Say("later")
		w.pass(time.Minute)
		w.hears(anna, "tick", "later") // and no word of an outage
	})
}

func TestATickThatPanicsBacksOffUpToADay(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		broken, ticks := true, 0
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if _, ok := ev.(flows.Ticked); ok && p.Profile.Age == 1 {
					if ticks++; broken {
						panic("tick")
					}
				}
				return echo(p, ev, now)
			}
		}
		w.start()
		anna, ben := w.person(1), w.person(2)
		anna.Say("in 1h")
		ben.Say("hi")
		ben.Say("in 1h")
		w.pass(4 * 24 * time.Hour)
		w.hears(ben, "hi", "tick") // the same batch
		w.hears(anna)
		if ticks < 10 || ticks > 16 {
			t.Errorf("%d ticks in four days", ticks)
		}
		if w.counted("tick.failed") != ticks {
			t.Errorf("%d of %d failures were counted", w.counted("tick.failed"), ticks)
		}
		broken = false
		w.pass(24 * time.Hour)
		w.hears(anna, "tick")
	})
}

func TestATickThatLeavesItsPatientDueIsAFailure(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		ticks := 0
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				out := echo(p, ev, now)
				if _, ok := ev.(flows.Ticked); ok {
					ticks++
					out.Patient = dueAt(out.Patient, now)
				}
				return out
			}
		}
		w.start()
		anna := w.person(1)
		anna.Say("in 1m")
		w.pass(time.Hour)
		w.hears(anna)
		if ticks > 10 {
			t.Errorf("%d ticks in an hour", ticks)
		}
	})
}

func TestATickReadsOnlyWhoIsDue(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.person(1).Say("in 1000h")
		w.pass(time.Second)
		stepped := false
		w.bot.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
			stepped = true
			return echo(p, ev, now)
		}
		w.pass(24 * time.Hour)
		if stepped {
			t.Error("a sleeping patient was woken")
		}
	})
}

func TestHousekeepingForgetsWhatIsOld(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.person(1).Say("hi")
		w.pass(time.Second)
		id := w.LastUpdate()
		seen := func() (was bool) {
			w.view(func(tx *store.Tx) error { was = tx.Seen(id); return nil })
			return was
		}
		away := func(d time.Duration) {
			_ = w.end()
			w.pass(d)
			w.start()
			w.pass(2 * time.Hour)
		}
		away(7 * 24 * time.Hour)
		if !seen() {
			t.Error("an update id was forgotten within a week")
		}
		away(2 * 24 * time.Hour)
		if seen() {
			t.Error("an update id is kept for ever")
		}
	})
}
