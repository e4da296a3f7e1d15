package bot

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/store"
)

func TestAnUpdateThatComesTwiceIsAppliedOnce(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("one")
		w.pass(time.Second)
		for range 3 {
			if !w.Redeliver(w.LastUpdate()) {
				t.Fatal("the update is forgotten")
			}
			w.pass(time.Second)
		}
		anna.Say("two")
		w.pass(time.Second)
		w.hears(anna, "one", "two")
		if got := w.patient(anna).Profile.Age; got != 2 {
			t.Errorf("%d events were applied, want 2", got)
		}
		if got := w.counted("update.again"); got != 3 {
			t.Errorf("%d updates were counted as known, want 3", got)
		}
	})
}

func TestNothingIsConfirmedBeforeItLasts(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("one")
		asked := 0
		w.SetFault(func(c sandbox.Call) *sandbox.Failure {
			if c.Method == "getUpdates" && c.Params["offset"] != "" {
				asked++
				w.view(func(tx *store.Tx) error {
					if !tx.Seen(w.LastUpdate()) {
						t.Error("an update was confirmed that is not in the file")
					}
					return nil
				})
			}
			return nil
		})
		w.start()
		w.pass(time.Minute)
		if asked == 0 {
			t.Error("the update was never confirmed")
		}
	})
}

func TestABatchOfManyPeopleIsHandledInOneGo(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		for i := range int64(250) {
			w.person(1000 + i).Say("hi")
		}
		w.start()
		w.pass(time.Minute)
		for i := range int64(250) {
			w.hears(w.person(1000+i), "hi")
		}
	})
}

func TestOneOddUpdateCostsItselfAlone(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna, ben, cor := w.person(1), w.person(2), w.person(3)
		for _, p := range []*sandbox.Person{anna, ben, cor} {
			p.Say("consent")
		}
		w.start()
		w.pass(2 * time.Second)
		_ = w.end()
		anna.Say("before")
		w.Inject(`{"message":{"message_id":9,"date":1,"chat":{"id":2,"type":"private"},"from":{"id":2},"text":{"a":"secret words"}}}`)
		w.Inject(`{"message":"odd"}`)
		w.Inject(`{"message":{"chat":7}}`)
		w.Inject(`{}`)
		cor.Say("after")
		w.start()
		w.pass(time.Minute)
		w.hears(anna, "before")
		w.hears(cor, "after")
		if got := w.heard(ben); len(got) != 1 || got[0] == "" || got[0][:3] != "Bel" {
			t.Errorf("the person whose update was odd heard %q", got)
		}
		w.view(func(tx *store.Tx) error {
			raw, err := tx.Raw(w.patient(ben).ID)
			if len(raw) != 1 {
				t.Errorf("%d raw updates are kept", len(raw))
			}
			return err
		})
		if w.Pending() != 0 {
			t.Errorf("%d updates were not confirmed", w.Pending())
		}
	})
}

func TestAPanicCostsOneEventAloneAndThePersonHearsSomething(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		ben.Say("consent")
		anna.Say("one")
		ben.Say("panic attack")
		anna.Say("two")
		w.start()
		w.pass(10 * time.Second)
		w.hears(anna, "one", "two")
		if got := w.heard(ben); len(got) != 1 || got[0][:3] != "Bel" {
			t.Errorf("the person whose message failed heard %q", got)
		}
		if w.counted("update.failed") != 1 {
			t.Error("the operator sees nothing")
		}
		w.view(func(tx *store.Tx) error {
			raw, err := tx.Raw(w.patient(ben).ID)
			if len(raw) != 1 {
				t.Errorf("%d raw updates are kept, want 1", len(raw))
			}
			return err
		})
		_ = w.end()
		w.pass(8 * 24 * time.Hour)
		w.start()
		w.pass(time.Minute)
		w.view(func(tx *store.Tx) error {
			raw, err := tx.Raw(w.patient(ben).ID)
			if len(raw) != 0 {
				t.Error("a raw update is kept for more than a week")
			}
			return err
		})
	})
}

func TestBeforeConsentAFailedUpdateIsNotKept(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ben := w.person(2)
		ben.Say("hi")
		w.pass(2 * time.Second)
		ben.Say("panic")
		w.pass(2 * time.Second)
		if got := w.heard(ben); len(got) != 2 {
			t.Errorf("heard %q", got)
		}
		w.view(func(tx *store.Tx) error {
			raw, err := tx.Raw(w.patient(ben).ID)
			if len(raw) != 0 {
				t.Errorf("%d raw updates are kept", len(raw))
			}
			return err
		})
	})
}

func TestAPanicOnATapShowsAsAnAlert(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if _, ok := ev.(flows.Pressed); ok {
					panic("no")
				}
				return echo(p, ev, now)
			}
		}
		w.start()
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		tap := w.tap(anna, "a")
		w.pass(time.Second)
		if a, ok := tap.Answer(); !ok || !a.Alert || a.Text[:3] != "Bel" {
			t.Errorf("the tap was answered with %+v", a)
		}
	})
}

func TestAWrongTokenEndsTheRun(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		b := w.newBot()
		b.o.Token = "1:wrong"
		b = New(b.o)
		if err := b.Run(t.Context()); !errors.Is(err, ErrUnauthorized) {
			t.Errorf("run: %v, want ErrUnauthorized", err)
		}
	})
}

func TestATokenThatIsRevokedEndsTheRun(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("getUpdates", func(sandbox.Call) *sandbox.Failure {
			return &sandbox.Failure{Status: 401, Description: "Unauthorized"}
		})
		w.pass(time.Minute)
		if err := <-w.ended; !errors.Is(err, ErrUnauthorized) {
			t.Errorf("run: %v, want ErrUnauthorized", err)
		}
		w.cancel()
		w.cancel = nil
	})
}

func TestAMachineThatStartsWithoutANetworkWaitsForIt(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("hello")
		var offline atomic.Bool
		offline.Store(true)
		w.SetFault(func(sandbox.Call) *sandbox.Failure {
			if offline.Load() {
				return &sandbox.Failure{Refuse: true}
			}
			return nil
		})
		w.start()
		w.pass(3 * time.Hour)
		offline.Store(false)
		w.pass(2 * time.Minute)
		w.hears(anna, "hello")
	})
}

func TestARivalIsWaitedFor(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		rival, polls := true, 0
		w.fail("getUpdates", func(sandbox.Call) *sandbox.Failure {
			if rival {
				polls++
				return &sandbox.Failure{Status: 409, Description: "Conflict: terminated by other getUpdates request"}
			}
			return nil
		})
		w.pass(10 * time.Minute)
		if polls < 5 || polls > 20 {
			t.Errorf("%d polls in ten minutes against a rival", polls)
		}
		if w.counted("poll.conflict") == 0 {
			t.Error("the operator sees nothing")
		}
		rival = false
		anna := w.person(1)
		anna.Say("hello")
		w.pass(2 * time.Minute)
		w.hears(anna, "hello")
	})
}

func TestAPollIsLimitedForAsLongAsTelegramSays(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		w.fail("getUpdates", once(sandbox.Failure{Status: 429, RetryAfter: 90})) // the poll after the one that waits
		anna.Say("hello")
		w.pass(time.Second)
		w.hears(anna, "hello")
		anna.Say("again")
		w.pass(80 * time.Second)
		w.hears(anna, "hello")
		w.pass(15 * time.Second)
		w.hears(anna, "hello", "again")
	})
}

// deaf is a connection that takes requests and never lets go of them.
type deaf struct {
	Doer
	until time.Time
}

func (d deaf) Do(r *http.Request) (*http.Response, error) {
	if wait := time.Until(d.until); wait > 0 && strings.HasSuffix(r.URL.Path, "/getUpdates") {
		time.Sleep(wait)
		return nil, errors.New("too late")
	}
	return d.Doer.Do(r)
}

func TestAPollThatStallsIsStartedAnew(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		w.setup = func(b *Bot) {
			b.poll.client.http = deaf{b.poll.client.http, time.Now().Add(time.Hour)}
		}
		w.start()
		anna.Say("hello")
		w.pass(5 * time.Minute)
		w.hears(anna, "hello")
		if w.counted("poll.stalled") == 0 {
			t.Error("the operator sees nothing")
		}
		w.pass(time.Hour) // the deaf connection lets go
	})
}

func TestAPollWithoutAnAnswerIsStartedAnew(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("getUpdates", once(sandbox.Failure{Delay: time.Hour}))
		w.pass(51 * time.Second) // the poll before it ends
		anna := w.person(1)
		anna.Say("hello")
		w.pass(2 * time.Minute)
		w.hears(anna, "hello")
		if w.counted("poll.stalled") != 1 {
			t.Errorf("%d stalls were counted", w.counted("poll.stalled"))
		}
	})
}

func TestUpdatesAfterASilentWeekAreNotLost(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		for week := range 2 {
			anna.Say(fmt.Sprint("week ", week))
			w.pass(9 * 24 * time.Hour)
		}
		if got := w.patient(anna).Profile.Age; got != 3 { // and one tick
			t.Errorf("%d of 3 events were applied", got)
		}
	})
}

// TestBugAClockThatWasSetBackHadThePollSpin: after a silent week the ids go on
// from somewhere else. With a clock that says it was less than a week, lower ones
// were never confirmed, and came again and again without a pause.
func TestBugAClockThatWasSetBackHadThePollSpin(t *testing.T) {
	const mostPolls = 70_000 // a long poll ends each 50 seconds
	inQuietWorld(t, func(t *testing.T, w *world) {
		var back atomic.Int64
		w.setup = func(b *Bot) {
			b.o.Now = func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }
		}
		polls := 0
		w.fail("getUpdates", func(sandbox.Call) *sandbox.Failure {
			if polls++; polls > mostPolls { // or nothing would ever end
				return &sandbox.Failure{Refuse: true}
			}
			return nil
		})
		w.start()
		anna := w.person(1)
		for week := range 4 { // some of the new ids are lower
			anna.Say(fmt.Sprint("week ", week))
			w.pass(time.Hour)
			back.Add(int64(3 * 24 * time.Hour))
			w.pass(8 * 24 * time.Hour)
		}
		if polls > mostPolls {
			t.Error("the poll spins")
		}
	})
}

func TestAnotherTokenStartsWithAFreshOffset(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("old bot")
		w.start()
		w.pass(2 * time.Second)
		if err := w.end(); err != nil {
			t.Fatal(err)
		}

		w.Server = sandbox.New(sandbox.Options{Token: "99:other", Seed: 1}) // the same update ids
		anna = w.person(1)
		anna.Say("new bot")
		w.start()
		w.pass(time.Minute)
		w.hears(anna, "new bot")
		if got := w.patient(anna).Profile.Age; got != 2 {
			t.Errorf("the patient has %d events, want 2", got)
		}
	})
}

func TestAfterAnOutageWhomItConcernsIsToldOnce(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		active, stopped := w.person(1), w.person(2)
		w.start()
		active.Say("in 1000h")
		stopped.Say("consent")
		stopped.Say("stop")
		w.pass(2 * time.Minute)
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		w.pass(30 * time.Hour)
		w.start()
		w.pass(10 * time.Minute)
		if got := w.heard(active); len(got) != 1 || got[0][:6] != "outage" {
			t.Errorf("an active patient heard %q", got)
		}
		w.hears(stopped)
		w.restart()
		w.pass(time.Hour)
		if got := w.heard(active); len(got) != 1 {
			t.Errorf("told again: %q", got)
		}
	})
}

// Without reminders, and after a long silence, nothing is ever due; what such a
// patient said while nobody listened is lost all the same.
func TestAfterAnOutageWhoIsNeverDueIsToldToo(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		quiet := w.person(1)
		w.setup = func(b *Bot) {
			b.step = flows.Step
			b.words = newWords
		}
		w.start()
		quiet.Say("/help")
		w.pass(time.Minute)
		p := w.patient(quiet)
		p.Stage, p.Consent, p.Forms = flows.Coached, &flows.Consent{At: time.Now()}, nil
		if due := flows.Due(p); !due.IsZero() {
			t.Fatalf("due at %v", due)
		}
		w.update(func(tx *store.Tx) error { return tx.SavePatient(p) })
		_ = w.end()
		before := len(w.heard(quiet))
		w.pass(30 * time.Hour)
		w.start()
		w.pass(10 * time.Minute)
		if got := w.heard(quiet); len(got) != before+1 {
			t.Errorf("heard %q", got[before:])
		}
	})
}

func TestAnOutageOfARunningBotIsNoticedToo(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("in 1000h")
		w.pass(time.Minute)
		var down atomic.Bool
		down.Store(true)
		w.SetFault(func(sandbox.Call) *sandbox.Failure {
			if down.Load() {
				return &sandbox.Failure{Refuse: true}
			}
			return nil
		})
		w.pass(25 * time.Hour)
		down.Store(false)
		w.pass(10 * time.Minute)
		if got := w.heard(anna); len(got) != 1 || got[0][:6] != "outage" {
			t.Errorf("heard %q", got)
		}
	})
}

func TestAShortOutageIsNoOutage(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("in 1000h")
		w.pass(2 * time.Second)
		_ = w.end()
		w.pass(20 * time.Hour)
		w.start()
		w.pass(time.Hour)
		w.hears(anna)
	})
}

// A tap has no time of its own: after a silence it may be as old as that.
func TestATapAfterASilenceIsDated(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Minute)
		var dated []bool
		w.setup = func(b *Bot) {
			step := b.step
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if press, ok := ev.(flows.Pressed); ok {
					dated = append(dated, !press.At.IsZero() && now.Sub(press.At) >= 20*time.Minute)
				}
				return step(p, ev, now)
			}
		}
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		w.tap(anna, "more")
		w.pass(30 * time.Minute)
		w.start()
		w.pass(time.Minute)
		w.tap(anna, "a")
		w.pass(time.Minute)
		if len(dated) != 2 || !dated[0] || dated[1] {
			t.Errorf("dated: %v; want the first tap only", dated)
		}
	})
}

func TestAllTapsThatWaitedDuringASilenceAreDatedNotOnlyTheFirstHundred(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Minute)
		dated, undated := 0, 0
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if press, ok := ev.(flows.Pressed); ok && now.Sub(press.At) >= 20*time.Minute && !press.At.IsZero() {
					dated++
				} else if ok {
					undated++
				}
				return flows.Outcome{Patient: p}
			}
		}
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		for range 250 {
			w.tap(anna, "more")
		}
		w.pass(30 * time.Minute)
		w.start()
		w.pass(time.Minute)
		w.tap(anna, "a")
		w.pass(time.Minute)
		if dated != 250 || undated != 1 {
			t.Errorf("%d taps are dated, %d are not; want 250 and 1", dated, undated)
		}
	})
}

func TestTellingOfAnOutageGoesOnWhereACrashInterruptedIt(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		var people []*sandbox.Person
		for i := range int64(250) {
			people = append(people, w.person(1000+i))
			people[i].Say("in 1000h")
		}
		w.start()
		w.pass(time.Minute)
		_ = w.end()
		w.pass(48 * time.Hour)
		told := 0
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if _, ok := ev.(flows.Outage); ok {
					if told++; told == 150 {
						b.kill() // in the middle of the second hundred
					}
				}
				return echo(p, ev, now)
			}
		}
		w.start()
		w.pass(time.Second)
		_ = w.end()
		w.setup = nil
		w.start()
		w.pass(5 * time.Minute)
		for _, p := range people {
			if got := w.heard(p); len(got) != 1 {
				t.Fatalf("person %d heard %q", p.ID(), got)
			}
		}
	})
}
