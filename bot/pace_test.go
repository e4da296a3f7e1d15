package bot

import (
	"fmt"
	"testing"
	"time"

	"back2core/bot/sandbox"
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
