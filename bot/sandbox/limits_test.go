package sandbox

import (
	"testing"
	"testing/synctest"
	"time"
)

// tryText sends a text and returns what the bot is told.
func (w world) tryText(chat int) told {
	w.Helper()
	return w.call("sendMessage", "chat_id", itoa(chat), "text", "x")
}

func TestOneMessageASecondToAChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		for range 3 { // the burst
			w.send("x")
		}
		got := w.refused("Too Many Requests: retry after 1", "sendMessage", "chat_id", "7", "text", "x")
		if got.Code != 429 || got.Parameters.RetryAfter != 1 {
			t.Errorf("got %+v", got)
		}
		time.Sleep(500 * time.Millisecond)
		w.refused("Too Many Requests: retry after 1", "sendMessage", "chat_id", "7", "text", "x")
		time.Sleep(500 * time.Millisecond)
		w.send("x")
		for range 14 {
			time.Sleep(time.Second)
			w.send("x")
		}
		// Other chats are not held up.
		w.Person(8, PersonOptions{}).Start()
		if got := w.tryText(8); !got.OK {
			t.Error(got.Description)
		}
	})
}

func TestTwentyMessagesAndEditsAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		id := itoa(w.send("x"))
		for i := range 19 {
			time.Sleep(time.Second)
			w.must("editMessageText", "chat_id", "7", "message_id", id, "text", itoa(i))
		}
		w.refused("Too Many Requests: retry after 41", "editMessageText", "chat_id", "7", "message_id", id, "text", "y")
		w.refused("Too Many Requests: retry after 41", "sendMessage", "chat_id", "7", "text", "y")
		w.must("sendChatAction", "chat_id", "7", "action", "typing") // counts for nothing
		time.Sleep(40 * time.Second)
		w.refused("Too Many Requests: retry after 1", "sendMessage", "chat_id", "7", "text", "y")
		time.Sleep(time.Second)
		w.send("y")
	})
}

func TestThirtyMessagesASecondInAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		for i := 100; i < 200; i++ {
			w.Person(int64(i), PersonOptions{}).Start()
		}
		for i := range 60 { // exactly at the limit
			if got := w.tryText(100 + i); !got.OK {
				t.Fatalf("message %d: %s", i, got.Description)
			}
			time.Sleep(time.Second / 30)
		}
		time.Sleep(time.Second)
		for i := range 30 {
			if got := w.tryText(160 + i); !got.OK {
				t.Fatalf("message %d at once: %s", i, got.Description)
			}
		}
		if got := w.tryText(190); got.Parameters.RetryAfter != 1 {
			t.Errorf("the 31st: %+v", got)
		}
		time.Sleep(time.Second)
		if got := w.tryText(190); !got.OK {
			t.Errorf("a second later: %+v", got)
		}
	})
}

func TestLimitsCanBeSwitchedOff(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	for range 100 {
		w.send("x")
	}
}
