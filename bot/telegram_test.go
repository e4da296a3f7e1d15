package bot

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Over real sockets: what is known of a request that failed.
func TestAFailedCallSaysWhatIsKnownOfIt(t *testing.T) {
	answer := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	refusal := func(code int, rest string) http.HandlerFunc {
		return answer(code, "application/json", `{"ok":false,"error_code":`+strconv.Itoa(code)+`,"description":"x"`+rest+`}`)
	}
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  kind
	}{
		"429":            {refusal(429, `,"parameters":{"retry_after":7}`), limited},
		"403":            {refusal(403, ""), forbidden},
		"401":            {refusal(401, ""), unauthorized},
		"409":            {refusal(409, ""), conflict},
		"400":            {refusal(400, ""), refused},
		"chat not found": {answer(400, "application/json", `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`), forbidden},
		"moved":          {refusal(400, `,"parameters":{"migrate_to_chat_id":-100}`), migrated},
		"500":            {refusal(500, ""), ambiguous},
		"gateway page":   {answer(502, "text/html", "<html>"), ambiguous},
		"page with 200":  {answer(200, "text/html", "<html>"), ambiguous},
		"broken JSON":    {answer(200, "application/json", `{"ok":tr`), ambiguous},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere/", http.StatusFound)
		}, ambiguous},
		"cut after reading": {func(w http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); panic(http.ErrAbortHandler) }, ambiguous},
		"no answer in time": {func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() }, ambiguous},
	} {
		server := httptest.NewServer(c.serve)
		_, err := newClient("1:SECRET", server.URL, newHTTP()).call(t.Context(), time.Second/2, "sendMessage", params{"text": "words"})
		server.Close()
		var call *callError
		if !errors.As(err, &call) || call.kind != c.want {
			t.Errorf("%s: error %v of kind %d, want %d", name, err, kindOfError(err), c.want)
		}
		if name == "429" && call.retryAfter != 7*time.Second {
			t.Errorf("429: wait %s", call.retryAfter)
		}
		if err != nil && (strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "words")) {
			t.Errorf("%s: the error %q holds what it should not", name, err)
		}
	}
}

func TestACallThatFindsNobodyWasNotSent(t *testing.T) {
	server := httptest.NewServer(nil)
	address := server.URL
	server.Close()
	_, err := newClient("1:SECRET", address, newHTTP()).call(t.Context(), time.Second, "sendMessage", nil)
	if err == nil || kindOfError(err) != unsent {
		t.Errorf("error %v of kind %d", err, kindOfError(err))
	}
}

func TestACallEndsWithItsContext(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		<-r.Context().Done()
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	begun := time.Now()
	_, err := newClient("1:SECRET", server.URL, newHTTP()).call(ctx, time.Minute, "getUpdates", nil)
	if !errors.Is(err, context.Canceled) || time.Since(begun) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(begun), err)
	}
}

func TestTheResultOfACallIsGivenBack(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/bot1:SECRET/sendMessage" || r.FormValue("text") != "a & b" {
			t.Errorf("asked for %s with %q", r.URL.Path, r.FormValue("text"))
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":7}}`)
	}))
	defer server.Close()
	raw, err := newClient("1:SECRET", server.URL+"/", newHTTP()).call(t.Context(), time.Second, "sendMessage", params{"text": "a & b"})
	if err != nil || fieldsOf(raw).number("message_id") != 7 {
		t.Errorf("%s, %v", raw, err)
	}
}
