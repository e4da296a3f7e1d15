package bot

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/store"
)

func TestAnItemThatSpoilsItsTransactionCostsItselfAlone(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		var done []string
		good := func(name string) item {
			return item{do: func(turn *turn) error {
				turn.then(func() { done = append(done, name) })
				return nil
			}}
		}
		bad := item{
			do:      func(*turn) error { return errors.New("spoiled") },
			spoiled: func(turn *turn, err error) error { turn.then(func() { done = append(done, "bad") }); return nil },
		}
		panics := bad
		panics.do = func(*turn) error { panic("spoiled") }
		if err := w.bot.loop.do(t.Context(), good("a"), bad, good("b"), panics, good("c")); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(done); got != "[a bad b bad c]" {
			t.Errorf("done were %s", got)
		}
	})
}

func TestAnAskIsNeverCutInTwo(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		var per []int // items of each transaction
		items := func(n int) []item {
			return slices.Repeat([]item{{do: func(*turn) error { per[len(per)-1]++; return nil }}}, n)
		}
		hold := make(chan struct{})
		w.bot.loop.write = func(fn func(*store.Tx) error) error {
			per = append(per, 0)
			defer func() { <-hold }()
			return w.store.Update(fn)
		}
		var asks sync.WaitGroup
		for _, n := range []int{1, 200, 56, 100, 200, 300, 10, 10} {
			asks.Go(func() { _ = w.bot.loop.do(t.Context(), items(n)...) })
			synctest.Wait()
		}
		close(hold)
		asks.Wait()
		if got := fmt.Sprint(per); got != "[1 256 100 200 300 20]" {
			t.Errorf("the transactions had %s items", got)
		}
	})
}

func TestAPanicAfterATransactionDoesNotHaveItDoneAgain(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		done, after := 0, 0
		err := w.bot.loop.do(t.Context(), item{do: func(turn *turn) error {
			done++
			turn.then(func() { panic("words") })
			turn.then(func() { after++ })
			return nil
		}})
		if err != nil || done != 1 || after != 1 {
			t.Errorf("done %d times, and what came after %d times: %v", done, after, err)
		}
		if w.counted("panic.after") != 1 {
			t.Error("the operator sees nothing")
		}
	})
}

func TestWhatWasCountedLastsWhenTheBotIsStopped(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.pass(time.Minute)
		w.bot.count("something")
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		w.view(func(tx *store.Tx) error {
			counts, err := tx.Counts()
			if counts["something"] != 1 {
				t.Errorf("the numbers are %v", counts)
			}
			return err
		})
	})
}

func TestADiskThatIsFullIsWaitedForAndNothingIsLost(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		var full atomic.Bool
		full.Store(true)
		w.bot.loop.write = func(fn func(*store.Tx) error) error {
			if full.Load() {
				return errors.New("no space left on device")
			}
			return w.store.Update(fn)
		}
		anna := w.person(1)
		anna.Say("one")
		anna.Say("two")
		w.pass(time.Hour)
		w.hears(anna)
		if w.Pending() == 0 {
			t.Error("updates were confirmed that are not on the disk")
		}
		full.Store(false)
		w.pass(2 * time.Minute)
		w.hears(anna, "one", "two")
	})
}

func TestWhatWasTakenIsFinishedWhenTheBotIsStopped(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Delay: 3 * time.Second} })
		anna, ben := w.person(1), w.person(2)
		anna.Say("one")
		ben.Say("two")
		w.pass(time.Second)
		begun := time.Now()
		if err := w.end(); err != nil {
			t.Errorf("run: %v", err)
		}
		w.hears(anna, "one")
		w.hears(ben, "two")
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("stopping took %s", took)
		}
		if w.queued() != 0 {
			t.Error("something is left")
		}
	})
}

func TestStoppingTakesNoLongerThanItMay(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Delay: time.Hour} })
		anna := w.person(1)
		anna.Say("one")
		w.pass(time.Second)
		begun := time.Now()
		if err := w.end(); err != nil {
			t.Errorf("run: %v", err)
		}
		if took := time.Since(begun); took > 11*time.Second {
			t.Errorf("stopping took %s", took)
		}
		w.SetFault(nil)
		w.start()
		w.pass(time.Minute)
		w.hears(anna, "one")
	})
}

func TestGroupsAreToldOnceAndLeft(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.AddToGroup(-50, "Family")
		anna.SayIn(-50, "/start")
		anna.SayIn(-50, "/help")
		anna.AddToChannel(-1001, "News")
		w.pass(time.Minute)
		if n := len(w.Calls("leaveChat")); n != 2 {
			t.Errorf("left %d chats, want 2", n)
		}
		if got := w.sends(); len(got) != 2 {
			t.Errorf("said %q", got)
		}
		w.view(func(tx *store.Tx) error {
			if n := tx.CountPatients(); n != 0 {
				t.Errorf("%d patients came of it", n)
			}
			return nil
		})
	})
}

func TestOtherBotsAreIgnored(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.Inject(`{"message":{"message_id":9,"date":1,"chat":{"id":8,"type":"private"},"from":{"id":8,"is_bot":true},"text":"hi"}}`)
		w.pass(time.Minute)
		if got := w.sends(); len(got) != 0 {
			t.Errorf("said %q", got)
		}
	})
}

func TestTypedWordsOfAButtonMeanTheButton(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		var heard []flows.Event
		w.setup = func(b *Bot) {
			b.words = newWords
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				heard = append(heard, ev)
				return flows.Step(p, ev, now)
			}
		}
		w.start()
		anna := w.person(1)
		anna.Start()
		w.pass(2 * time.Second)
		rows := anna.Last().Buttons
		if len(rows) == 0 {
			t.Fatalf("/start is answered by %+v", anna.Last())
		}
		label := rows[0][0].Text
		anna.Say(label)
		w.pass(2 * time.Second)
		said, ok := heard[len(heard)-1].(flows.Said)
		if !ok || said.Text != label {
			t.Fatalf("heard %+v", heard)
		}
		if said.Means == "" {
			t.Errorf("%q was not taken for the button", label)
		}
	})
}
