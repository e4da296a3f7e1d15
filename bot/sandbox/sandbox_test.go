package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// world is a server with one person, and a bot's side that calls it.
type world struct {
	*testing.T
	*Server
	anna *Person
}

// newWorld makes a world in which Anna has pressed START already.
func newWorld(t *testing.T, o Options) world {
	t.Helper()
	s := New(o)
	w := world{T: t, Server: s, anna: s.Person(7, PersonOptions{FirstName: "Anna"})}
	w.anna.Start()
	return w
}

// told is the bot's side of an answer.
type told struct {
	OK          bool            `json:"ok"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// params are written as "name", "value", "name", "value".
func params(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// try calls a method and returns what the bot is told, or why it is told
// nothing.
func (w world) try(ctx context.Context, method string, pairs ...string) (told, error) {
	w.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://sandbox/bot"+w.Token()+"/"+method, strings.NewReader(params(pairs...).Encode()))
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := w.Client().Do(r)
	if err != nil {
		return told{}, err
	}
	defer func() { _ = response.Body.Close() }()
	var answer told
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return told{}, err
	}
	return answer, nil
}

// call is try for calls that are answered.
func (w world) call(method string, pairs ...string) told {
	w.Helper()
	answer, err := w.try(context.Background(), method, pairs...)
	if err != nil {
		w.Fatalf("%s: %v", method, err)
	}
	return answer
}

// must is call for calls that succeed.
func (w world) must(method string, pairs ...string) json.RawMessage {
	w.Helper()
	answer := w.call(method, pairs...)
	if !answer.OK {
		w.Fatalf("%s%v: %s", method, pairs, answer.Description)
	}
	return answer.Result
}

// refused is call for calls that are refused in these words.
func (w world) refused(description, method string, pairs ...string) told {
	w.Helper()
	answer := w.call(method, pairs...)
	if answer.OK || answer.Description != description {
		w.Errorf("%s%v:\n got %v %q\nwant %q", method, shorten(pairs), answer.OK, answer.Description, description)
	}
	return answer
}

func shorten(pairs []string) []string {
	short := make([]string, len(pairs))
	for i, p := range pairs {
		short[i] = p[:min(len(p), 60)]
	}
	return short
}

// send sends Anna a text and returns the message's id.
func (w world) send(text string, pairs ...string) int {
	w.Helper()
	return idOf(w.T, w.must("sendMessage", append([]string{"chat_id", "7", "text", text}, pairs...)...))
}

func idOf(t *testing.T, result json.RawMessage) int {
	t.Helper()
	var m struct {
		ID int `json:"message_id"`
	}
	if err := json.Unmarshal(result, &m); err != nil {
		t.Fatal(err)
	}
	return m.ID
}

// updates fetches what waits, without confirming anything.
func (w world) updates(pairs ...string) []map[string]any {
	w.Helper()
	var list []map[string]any
	if err := json.Unmarshal(w.must("getUpdates", pairs...), &list); err != nil {
		w.Fatal(err)
	}
	return list
}

func TestAConversation(t *testing.T) {
	w := newWorld(t, Options{})

	if got := w.updates()[0]["message"].(map[string]any)["text"]; got != "/start" {
		t.Errorf("the bot hears %v", got)
	}
	id := w.send("<b>Goedemorgen</b> Anna", "parse_mode", "HTML", "reply_markup", `{"inline_keyboard":[[{"text":"Start","callback_data":"go"}]]}`)
	if got := w.anna.Last(); got.Text != "Goedemorgen Anna" || got.ID != id || got.Entities[0].Type != "bold" {
		t.Errorf("Anna sees %+v", got)
	}
	tap, err := w.anna.Press(id, "Start")
	if err != nil {
		t.Fatal(err)
	}
	w.must("answerCallbackQuery", "callback_query_id", tap.ID, "text", "Daar gaan we")
	if answer, err := tap.Wait(t.Context()); err != nil || answer.Text != "Daar gaan we" {
		t.Errorf("after the tap Anna sees %+v, %v", answer, err)
	}
	w.must("editMessageText", "chat_id", "7", "message_id", itoa(id), "text", "Tot morgen")
	if got := w.anna.Last(); got.Text != "Tot morgen" || len(got.Buttons) != 0 || got.Earlier[0].Text != "Goedemorgen Anna" {
		t.Errorf("after the edit Anna sees %+v", got)
	}
}
