package sandbox

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestPathsThatAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	for path, want := range map[string]string{
		"/bot123:wrong/getMe":            "Unauthorized",
		"/file/bot123:wrong/photos/x":    "Unauthorized",
		"/bot" + w.Token() + "/sendGold": "Not Found",
		"/bot" + w.Token():               "Not Found",
		"/getMe":                         "Not Found",
	} {
		response, err := w.Client().Get("http://sandbox" + path)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.read(response); got.OK || got.Description != want || got.Code != response.StatusCode {
			t.Errorf("%s: %d %+v", path, response.StatusCode, got)
		}
	}
}

func TestEveryKindOfBody(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	answers := []told{
		w.call("SENDMESSAGE", "chat_id", "7", "text", "form"),
		w.post("sendMessage", "application/json", []byte(`{"chat_id":7,"text":"json","disable_notification":true,"reply_markup":`+yesNo+`}`)),
		w.tryUpload("sendMessage", "unused", "x", []byte("x"), "chat_id", "7", "text", "multipart"),
	}
	for i, text := range []string{"form", "json", "multipart"} {
		if !answers[i].OK {
			t.Errorf("%s: %s", text, answers[i].Description)
		}
	}
	messages := w.anna.Chat().Messages
	if got := messages[2]; got.Text != "json" || !got.Silent || len(got.Buttons[0]) != 2 {
		t.Errorf("json arrived as %+v", got)
	}
	if got := w.post("sendMessage", "application/json", []byte(`[1]`)); got.Description != "Bad Request: can't parse JSON object" {
		t.Errorf("got %+v", got)
	}
}

func TestTheTokenIsInTheErrorsText(t *testing.T) {
	// As it is with the real thing, so that tests find it in logs.
	w := newWorld(t, Options{})
	w.SetFault(func(Call) *Failure { return &Failure{Drop: true} })
	if _, err := w.try(t.Context(), "getMe"); err == nil || !strings.Contains(err.Error(), w.Token()) {
		t.Errorf("got %v", err)
	}
}

func TestTranscript(t *testing.T) {
	w := newWorld(t, Options{})
	w.send("x")
	w.call("sendMessage", "chat_id", "99", "text", "x")
	calls := w.Calls("sendmessage")
	if len(calls) != 2 || !calls[0].OK() || calls[1].Status != 400 || !strings.Contains(string(calls[1].Result), "chat not found") || calls[1].Seq != calls[0].Seq+1 {
		t.Errorf("got %+v", calls)
	}
	w.ForgetCalls()
	if len(w.Calls()) != 0 {
		t.Error("not forgotten")
	}
}

func TestAwait(t *testing.T) {
	w := newWorld(t, Options{})
	go func() { _, _ = w.try(context.Background(), "sendMessage", "chat_id", "7", "text", "x") }()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := w.Await(ctx, func() bool { return w.anna.Last().Text == "x" }); err != nil {
		t.Error(err)
	}
	cancel()
	if err := w.Await(ctx, func() bool { return false }); err == nil {
		t.Error("waited for nothing")
	}
}

func TestTheSameSeedDrawsTheSameIDs(t *testing.T) {
	draw := func(seed uint64) (int, int) {
		w := newWorld(t, Options{Seed: seed})
		return w.LastUpdate(), w.send("x")
	}
	u1, m1 := draw(1)
	u2, m2 := draw(1)
	u3, _ := draw(2)
	if u1 != u2 || m1 != m2 || u1 == u3 {
		t.Errorf("updates %d %d %d, messages %d %d", u1, u2, u3, m1, m2)
	}
}

func TestManyAtOnce(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			p := w.Person(int64(100+i), PersonOptions{})
			for range 20 {
				m := p.Start()
				_, _ = w.try(t.Context(), "sendMessage", "chat_id", itoa(100+i), "text", "x", "reply_markup", yesNo)
				if tap, err := p.Press(p.Last().ID, "Ja"); err == nil {
					_, _ = w.try(t.Context(), "answerCallbackQuery", "callback_query_id", tap.ID)
				}
				_, _ = w.try(t.Context(), "getUpdates", "timeout", "0")
				p.EditMessage(m.ID, "y")
				p.Block()
				_ = w.Calls()
			}
		})
	}
	all.Wait()
	if got := len(w.Calls("sendMessage")); got != 160 {
		t.Errorf("%d messages, want 160", got)
	}
}

func TestBotIDComesFromTheToken(t *testing.T) {
	for token, want := range map[string]int64{"77:x": 77, "": 424242, "odd": 424242} {
		if got := New(Options{Token: token}).Bot().ID; got != want {
			t.Errorf("%q: %d, want %d", token, got, want)
		}
	}
}

var _ http.Handler = (*Server)(nil)
