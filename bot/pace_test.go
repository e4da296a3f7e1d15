package bot

import (
	"fmt"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/store"
)

func TestWeNeverRunIntoTelegramsLimits(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		for i := range 200 { // a quick thumb, for five minutes
			switch i % 4 {
			case 0:
				w.tap(anna, "a")
			case 3:
				anna.Say(fmt.Sprint(i))
			default:
				w.tap(anna, "more")
			}
			w.pass(time.Duration(i%7) * 500 * time.Millisecond)
		}
		w.pass(time.Hour)
		if n := w.counted("outbox.limited"); n != 0 {
			t.Errorf("Telegram limited us %d times", n)
		}
		if n := w.counted("outbox.buried"); n != 0 || w.queued() != 0 {
			t.Errorf("%d messages were buried, %d wait", n, w.queued())
		}
	})
}

func TestThousandsOfRemindersKeepToTelegramsRate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		const many = 3000
		for i := range int64(many) {
			w.person(1000 + i).Say("in 10m")
		}
		w.pass(9 * time.Minute)
		w.ForgetCalls()
		w.pass(2 * time.Minute) // the reminders begin
		anna := w.person(1)
		anna.Say("hello")
		w.pass(time.Second)
		w.hears(anna, "hello")
		w.pass(time.Hour)
		if n := w.counted("outbox.limited"); n != 0 {
			t.Errorf("Telegram limited us %d times", n)
		}
		var first, last sandbox.Call
		calls := w.Calls("sendMessage")
		first, last = calls[0], calls[len(calls)-1]
		took := last.At.Sub(first.At)
		if len(calls) != many+1 || took < many/30*time.Second || took > many/20*time.Second {
			t.Errorf("%d messages took %s", len(calls), took)
		}
	})
}

// What each kind of message finds of the twenty calls that Telegram takes in a
// minute: a safety text always has room; an answer, and an edit that shows somebody
// their own tap, beside cards that lose their buttons and the beats of a count.
func TestEachKindLeavesRoomForWhatIsMoreUrgent(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	next := store.Message{Address: "tg:1", Kind: store.Count, NotBefore: now}
	first := store.Message{Address: "tg:1", Kind: store.Count}
	renew, closing := store.Message{Address: "tg:1", Kind: store.Renew}, store.Message{Address: "tg:1", Kind: store.Close}
	answer := store.Message{Address: "tg:1", Kind: store.Send, Reply: flows.Reply{Class: flows.Answer}}
	alarm := store.Message{Address: "tg:1", Kind: store.Send, Reply: flows.Reply{Class: flows.Safety}}
	for _, c := range []struct {
		calls    int
		may, not []store.Message
	}{
		{13, []store.Message{next, first, renew, closing, answer, alarm}, nil},
		{14, []store.Message{first, renew, closing, answer, alarm}, []store.Message{next}},
		{15, []store.Message{first, renew, answer, alarm}, []store.Message{next, closing}},
		{16, []store.Message{first, renew, answer, alarm}, []store.Message{next, closing}},
		{17, []store.Message{alarm}, []store.Message{next, first, renew, closing, answer}},
	} {
		p := newPace()
		for i := range c.calls {
			p.took(renew, now.Add(time.Duration(i-c.calls-3)*3*time.Second))
		}
		for _, m := range c.may {
			if at := p.when(m, now); at.After(now) {
				t.Errorf("after %d calls %s %s waits %s", c.calls, m.Kind, m.Reply.Class, at.Sub(now))
			}
		}
		for _, m := range c.not {
			if at := p.when(m, now); !at.After(now) {
				t.Errorf("after %d calls %s %s goes", c.calls, m.Kind, m.Reply.Class)
			}
		}
	}
}
