package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/store"
)

// TestATextIsReadToItsLongest: what is longer than Telegram takes is cut.
func TestATextIsReadToItsLongest(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{strings.Repeat("x", longestText), longestText}, {strings.Repeat("x", longestText+1), longestText}, {strings.Repeat("é", 1<<20), longestText},
	} {
		for _, field := range []string{"text", "caption"} {
			u := decode([]byte(`{"update_id":1,"message":{` + from + `,"` + field + `":` + asJSON(c.text) + `}}`))
			got := textOf(u.event)
			if n := utf8.RuneCountInString(got); n != c.want || !strings.HasPrefix(c.text, got) {
				t.Errorf("%d characters of %s became %d", utf8.RuneCountInString(c.text), field, n)
			}
		}
	}
}

func textOf(ev flows.Event) string {
	switch ev := ev.(type) {
	case flows.Said:
		return ev.Text
	case flows.Sent:
		return ev.Text
	}
	return ""
}

// TestAnAnswerOfTelegramEnds: whoever stands in its place can't fill our memory.
func TestAnAnswerOfTelegramEnds(t *testing.T) {
	var read int64
	c := newClient("1:x", "http://telegram", doing(func(*http.Request) (*http.Response, error) {
		body := io.MultiReader(strings.NewReader(`{"ok":true,"result":"`), endless{&read})
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(body)}, nil
	}))
	_, err := c.call(context.Background(), time.Minute, "getUpdates", nil)
	if err == nil || read > longestAnswer || read < longestAnswer/2 {
		t.Errorf("%d bytes were read: %v", read, err)
	}
	var call *callError
	if !errors.As(err, &call) || call.kind != ambiguous {
		t.Errorf("it is said of it: %v", err)
	}
}

// endless is a body that goes on far behind the bound.
type endless struct{ read *int64 }

func (e endless) Read(p []byte) (int, error) {
	if *e.read > 2*longestAnswer {
		return 0, io.ErrUnexpectedEOF
	}
	for i := range p {
		p[i] = 'x'
	}
	*e.read += int64(len(p))
	return len(p), nil
}

// TestWhatFailsIsKeptWithinBounds: someone who found out how to make the program
// fail can't fill the disk with it.
func TestWhatFailsIsKeptWithinBounds(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("consent")
		for range 3 * mostRaw {
			w.Inject(`{"message":{"message_id":9,"date":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":["` + strings.Repeat("x", 3*longestRaw) + `"]}}`)
		}
		w.pass(time.Hour)
		w.view(func(tx *store.Tx) error {
			raw, err := tx.Raw(w.patient(anna).ID)
			if len(raw) != mostRaw {
				t.Errorf("%d updates are kept, want %d", len(raw), mostRaw)
			}
			for _, u := range raw {
				if len(u.Raw) != longestRaw {
					t.Errorf("%d bytes of an update are kept, want %d", len(u.Raw), longestRaw)
				}
			}
			return err
		})
	})
}

// TestAFloodOfTapsHoldsUpNobodyElsesAnswer: Telegram takes a second for each
// answer to a tap; thousands of one person's are not waited for.
func TestAFloodOfTapsHoldsUpNobodyElsesAnswer(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		anna.Say("ask")
		ben.Say("ask")
		w.pass(5 * time.Second)
		w.fail("answerCallbackQuery", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Linger: time.Second} })
		message := ben.Last().ID
		for range manyTaps {
			if _, err := ben.PressData(message, "form:0:q:a"); err != nil {
				t.Fatal(err)
			}
		}
		tap := w.tap(anna, "a")
		w.pass(3 * time.Second)
		if _, ok := tap.Answer(); !ok {
			t.Error("the other person's tap is not answered after 3 seconds")
		}
		w.pass(time.Minute)
		w.hears(anna, "ask: a", "next")
		if w.counted("callback.flooded") == 0 {
			t.Error("all the taps were answered")
		}
	})
}

// TestAFloodOfLongTextsHoldsUpNobodyElse: the other's answer does not wait
// behind those to the flood, and an alarm in the flood is answered all the same.
func TestAFloodOfLongTextsHoldsUpNobodyElse(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		w.setup = func(b *Bot) { b.step, b.words = flows.Step, newWords }
		w.start()
		anna, ben := w.person(1), w.person(2)
		long := strings.Repeat("mijn rug en mijn been doen de hele dag pijn ", 93)
		for range 1000 {
			ben.Say(long)
		}
		ben.Say(alarmWords)
		anna.Say("/help")
		w.pass(2 * time.Second)
		if len(w.heard(anna)) == 0 {
			t.Error("the other person waits")
		}
		told := fmt.Sprint(w.heard(ben))
		if !strings.Contains(told, "112") && !strings.Contains(told, "huisarts") {
			t.Errorf("the alarm in the flood is answered by %q", told)
		}
		if n := w.queued(); n > 3*mostQueued {
			t.Errorf("%d messages wait", n)
		}
	})
}

// The call of a crisis was the oldest of more than forty safety texts that could
// not be sent, and was taken away like any answer of a flood.
func TestBugAFloodOfAlarmsLostTheCallOfACrisis(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		w.setup = func(b *Bot) { b.step, b.words = flows.Step, newWords }
		w.start()
		anna := w.person(1)
		anna.Say("/help")
		w.pass(time.Minute)
		p := w.patient(anna)
		p.Stage, p.Consent, p.Forms = flows.Coached, &flows.Consent{At: time.Now()}, nil
		p.Screened, p.AskedE = time.Now(), time.Now()
		w.update(func(tx *store.Tx) error { return tx.SavePatient(p) })
		before := len(w.heard(anna))
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Refuse: true} })
		anna.Say("ik wil dood")
		w.pass(time.Second)
		anna.Say("ja")
		w.pass(time.Second)
		for range mostQueued + 20 {
			anna.Say("ik kan niet plassen")
			w.pass(100 * time.Millisecond)
		}
		if n := w.queued(); n > 10 {
			t.Errorf("%d messages wait", n)
		}
		w.SetFault(nil)
		w.pass(10 * time.Minute)
		told := w.heard(anna)[before:]
		for _, call := range []string{"113", "plassen"} {
			if !strings.Contains(fmt.Sprint(told), call) {
				t.Errorf("of %s nothing is heard: %q", call, told)
			}
		}
		if len(told) > 10 {
			t.Errorf("%d messages came: %q", len(told), told)
		}
	})
}

// Safety texts that differ are never dropped, however many wait.
func TestDifferentSafetyTextsAllArrive(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Refuse: true} })
		anna := w.person(1)
		var want []string
		for i := range mostQueued + 20 {
			anna.Say(fmt.Sprint("alarm ", i))
			want = append(want, fmt.Sprint(i))
		}
		for range 3 {
			anna.Say("alarm 59")
		}
		w.pass(time.Minute)
		w.SetFault(nil)
		w.pass(time.Hour)
		w.hears(anna, want...)
	})
}
