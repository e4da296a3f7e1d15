package sandbox

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// ids are the update ids that a fetch brings.
func (w world) ids(pairs ...string) []int {
	w.Helper()
	var ids []int
	for _, u := range w.updates(pairs...) {
		ids = append(ids, int(u["update_id"].(float64)))
	}
	return ids
}

func TestOffsets(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	for range 4 {
		w.anna.Say("x")
	}
	all := w.ids()
	first := all[0]
	check := func(what string, got []int, from, to int) {
		t.Helper()
		if len(got) != to-from || (len(got) > 0 && got[0] != all[from]) {
			t.Errorf("%s brings %v of %v", what, got, all)
		}
	}
	check("no offset", w.ids(), 0, 5)
	check("a limit", w.ids("limit", "2"), 0, 2)
	check("a limit below 1", w.ids("limit", "0"), 0, 1)
	check("the first id", w.ids("offset", itoa(first)), 0, 5)
	check("the second id", w.ids("offset", itoa(first+1)), 1, 5)
	check("an older offset", w.ids("offset", itoa(first)), 1, 5)
	check("a negative offset", w.ids("offset", "-2"), 3, 5)
	check("after it", w.ids(), 3, 5)
	check("an offset far ahead is taken for none", w.ids("offset", itoa(first+1000)), 3, 5)
	check("the next id", w.ids("offset", itoa(first+5)), 5, 5)
	if w.Pending() != 0 || w.LastUpdate() != all[4] {
		t.Errorf("%d wait, the last is %d", w.Pending(), w.LastUpdate())
	}
	w.anna.Say("x")
	w.must("deleteWebhook", "drop_pending_updates", "true")
	check("after dropping", w.ids(), 5, 5)
}

// Whoever waited until everything was confirmed waited for ever, when nothing
// else changed: the answer to a poll without updates leaves no trace.
func TestBugAConfirmationWokeNobody(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	w.anna.Say("x")
	all := w.ids()
	changed := w.Changed()
	w.ids("offset", itoa(all[len(all)-1]+1))
	select {
	case <-changed:
	default:
		t.Error("nobody was woken")
	}
}

func TestAllowedUpdates(t *testing.T) {
	w := newWorld(t, Options{})
	w.ids("offset", "-1", "allowed_updates", `["message"]`)
	w.anna.Block()
	w.anna.Unblock()
	if got := len(w.ids()); got != 1 {
		t.Errorf("%d updates, want /start alone", got)
	}
	w.ids("allowed_updates", "null") // keeps the setting
	w.anna.Block()
	w.anna.Unblock()
	w.ids("allowed_updates", "[]") // every kind
	w.anna.Block()
	if got := len(w.ids()); got != 2 {
		t.Errorf("%d updates, want /start and the blocking", got)
	}
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		start := time.Now()
		next := itoa(w.ids()[0] + 1)
		if got := w.ids("offset", next, "timeout", "25"); len(got) != 0 || time.Since(start) != 25*time.Second {
			t.Errorf("%v after %v", got, time.Since(start))
		}
		go func() {
			time.Sleep(10 * time.Second)
			w.anna.Say("x")
		}()
		start = time.Now()
		if got := w.ids("offset", next, "timeout", "500"); len(got) != 1 || time.Since(start) != 10*time.Second {
			t.Errorf("%v after %v", got, time.Since(start))
		}
		start = time.Now()
		if got := w.ids("offset", itoa(w.LastUpdate()+1), "timeout", "500"); len(got) != 0 || time.Since(start) != longestPoll {
			t.Errorf("%v after %v", got, time.Since(start))
		}
		if got := len(w.Calls("getUpdates")); got != 2 {
			t.Errorf("%d polls in the transcript, want those that brought something", got)
		}
	})
}

func TestALongPollEndsWithItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		next := itoa(w.ids()[0] + 1)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		if _, err := w.try(ctx, "getUpdates", "offset", next, "timeout", "50"); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		// What comes between two polls waits for the next one.
		w.anna.Say("x")
		if got := w.ids("offset", next, "timeout", "50"); len(got) != 1 {
			t.Errorf("the next poll brings %v", got)
		}
	})
}

func TestTwoPollers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		next := itoa(w.ids()[0] + 1)
		first := make(chan told)
		go func() {
			answer, _ := w.try(context.Background(), "getUpdates", "offset", next, "timeout", "50")
			first <- answer
		}()
		synctest.Wait()
		go func() { time.Sleep(time.Second); w.anna.Say("x") }()
		if got := w.ids("offset", next, "timeout", "50"); len(got) != 1 {
			t.Errorf("the second poller gets %v", got)
		}
		want := "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
		if got := <-first; got.Code != 409 || got.Description != want {
			t.Errorf("the first poller is told %d %s", got.Code, got.Description)
		}
	})
}

func TestUpdatesLastADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		time.Sleep(23 * time.Hour)
		w.anna.Say("x")
		time.Sleep(2 * time.Hour)
		if got := w.ids(); len(got) != 1 {
			t.Errorf("%v are left, want the younger one", got)
		}
	})
}

func TestIDsJumpAfterAWeekOfSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		before := w.LastUpdate()
		time.Sleep(silence - time.Second)
		w.anna.Say("x")
		if w.LastUpdate() != before+1 {
			t.Error("the id jumped too early")
		}
		time.Sleep(silence)
		w.anna.Say("y")
		if w.LastUpdate() == before+2 {
			t.Error("the id did not jump")
		}
		// A bot that still asks with its old offset gets it all the same,
		// unless the old offset lies just above the new id.
		if got := w.ids("offset", itoa(max(before, w.LastUpdate())+1000)); len(got) != 1 {
			t.Errorf("got %v", got)
		}
	})
}

func TestUpdatesThatComeTwice(t *testing.T) {
	w := newWorld(t, Options{})
	id := w.ids()[0]
	w.ids("offset", itoa(id+1))
	if !w.Redeliver(id) || w.Redeliver(1) {
		t.Error("which updates are known is wrong")
	}
	if got := w.ids("offset", itoa(id+1)); len(got) != 1 || got[0] != id {
		t.Errorf("got %v", got)
	}
	if got := w.ids("offset", itoa(id+1)); len(got) != 0 {
		t.Errorf("a third time: %v", got)
	}
}

func TestInjectedUpdates(t *testing.T) {
	w := newWorld(t, Options{})
	id := w.Inject(`{"message":{"chat":"nonsense"}}`)
	w.Inject(`{}`)
	w.Inject(`{"update_id":"text"}`)
	got := w.updates("offset", itoa(id))
	if len(got) != 3 || got[0]["message"].(map[string]any)["chat"] != "nonsense" || got[1]["update_id"] != float64(id+1) || got[2]["update_id"] != "text" {
		t.Errorf("got %v", got)
	}
	if got := w.updates("offset", itoa(id+3)); len(got) != 0 {
		t.Errorf("after confirming: %v", got)
	}
}
