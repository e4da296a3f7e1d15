package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// failNext makes the next call fail, and no other.
func (w world) failNext(f Failure) {
	next := &f
	w.SetFault(func(Call) *Failure {
		f := next
		next = nil
		return f
	})
}

// texts are what the bot has sent to Anna.
func (w world) texts() int {
	n := 0
	for _, m := range w.anna.Chat().Messages {
		if m.ByBot {
			n++
		}
	}
	return n
}

func TestConnectionsThatBreak(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault Failure
		sent  int  // messages that arrived
		wrote bool // whether the caller can know that the request left
		err   error
	}{
		{"refused", Failure{Refuse: true}, 0, false, syscall.ECONNREFUSED},
		{"dropped before", Failure{Drop: true}, 0, true, io.ErrUnexpectedEOF},
		{"dropped after", Failure{Drop: true, Taken: true}, 1, true, syscall.ECONNRESET},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, Options{})
			w.failNext(test.fault)
			wrote := false
			ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { wrote = true }})
			_, err := w.try(ctx, "sendMessage", "chat_id", "7", "text", "x")
			if !errors.Is(err, test.err) || w.texts() != test.sent || wrote != test.wrote {
				t.Errorf("%v, %d sent, request left: %v", err, w.texts(), wrote)
			}
			if c := w.Calls()[0]; !c.Lost || c.OK() {
				t.Errorf("recorded as %+v", c)
			}
			w.send("y")
		})
	}
}

func TestAnswersThatAreFailures(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	w.failNext(Failure{Status: 429, RetryAfter: 7})
	if got := w.refused("Too Many Requests: retry after 7", "sendMessage", "chat_id", "7", "text", "x"); got.Parameters.RetryAfter != 7 || got.Code != 429 {
		t.Errorf("got %+v", got)
	}
	w.failNext(Failure{Status: 500})
	w.refused("Internal Server Error", "sendMessage", "chat_id", "7", "text", "x")
	w.failNext(Failure{Status: 400, Description: "Bad Request: so there"})
	w.refused("Bad Request: so there", "sendMessage", "chat_id", "7", "text", "x")
	if w.texts() != 0 {
		t.Error("a failed message arrived")
	}
	for _, fault := range []Failure{{Status: 502}, {Status: 502, Taken: true}, {Status: 200, Body: "<html>"}} {
		w.failNext(fault)
		response, err := w.Client().Get("http://sandbox/bot" + w.Token() + "/sendMessage?chat_id=7&text=x")
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != fault.Status || response.Header.Get("Content-Type") != "text/html" || !strings.HasPrefix(string(body), "<html>") {
			t.Errorf("%d %s", response.StatusCode, body)
		}
	}
	if w.texts() != 1 {
		t.Errorf("%d messages arrived, want the one that was taken", w.texts())
	}
}

func TestDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		start := time.Now()
		w.failNext(Failure{Delay: time.Minute, Linger: time.Second})
		w.send("x")
		if got := time.Since(start); got != 61*time.Second {
			t.Errorf("it took %v", got)
		}
		for _, test := range []struct {
			fault Failure
			sent  int
		}{{Failure{Delay: time.Minute}, 1}, {Failure{Linger: time.Minute}, 2}} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			w.failNext(test.fault)
			if _, err := w.try(ctx, "sendMessage", "chat_id", "7", "text", "x"); !errors.Is(err, context.DeadlineExceeded) || w.texts() != test.sent {
				t.Errorf("%+v: %v, %d sent", test.fault, err, w.texts())
			}
			cancel()
		}
	})
}

func TestFaultsOverRealHTTP(t *testing.T) {
	w := newWorld(t, Options{})
	server := httptest.NewServer(w.Server)
	defer server.Close()
	address := server.URL + "/bot" + w.Token() + "/sendMessage?chat_id=7&text=x"
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.read(response); !got.OK {
		t.Error(got.Description)
	}
	w.SetFault(func(Call) *Failure { return &Failure{Drop: true, Taken: true} })
	if response, err := http.Get(address); err == nil {
		_ = response.Body.Close()
		t.Error("the connection did not break")
	}
	if w.texts() < 2 {
		t.Errorf("%d messages arrived", w.texts())
	}
}

func TestTheHookSeesTheCall(t *testing.T) {
	w := newWorld(t, Options{})
	var seen Call
	w.SetFault(func(c Call) *Failure { seen = c; return nil })
	w.send("x")
	if seen.Method != "sendMessage" || seen.Chat != 7 || seen.Params["text"] != "x" || seen.At.IsZero() {
		t.Errorf("the hook saw %+v", seen)
	}
}
