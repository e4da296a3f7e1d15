package sandbox

import (
	"encoding/json"
	"strings"
	"testing"
)

func keyboard(t *testing.T, rows ...[]Button) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"inline_keyboard": rows})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func rowOf(n int) []Button {
	row := make([]Button, n)
	for i := range row {
		row[i] = Button{Text: itoa(i), Data: itoa(i)}
	}
	return row
}

func TestKeyboardsThatAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	var hundred [][]Button
	for range 20 {
		hundred = append(hundred, rowOf(5))
	}
	for markup, want := range map[string]string{
		keyboard(t, []Button{{Text: "x", Data: strings.Repeat("é", 33)}}):      "BUTTON_DATA_INVALID",
		`{"inline_keyboard":[[{"text":"x","callback_data":""}]]}`:              "BUTTON_DATA_INVALID",
		`{"inline_keyboard":[[{"text":"x"}]]}`:                                 "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
		`{"inline_keyboard":[[{"callback_data":"x"}]]}`:                        `can't parse inline keyboard button: Can't find field "text"`,
		`{"inline_keyboard":[[{"text":" ","callback_data":"x"}]]}`:             "inline keyboard button text must be non-empty",
		`{"inline_keyboard":[[{"text":"x","url":"tel:112"}]]}`:                 "inline keyboard button URL 'tel:112' is invalid: Wrong HTTP URL",
		`{"inline_keyboard":[[{"text":"x","url":"ftp://example.org"}]]}`:       "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
		`{"inline_keyboard":[[{"text":"x","web_app":{"url":"https://a.b"}}]]}`: "sandbox: this kind of button is not imitated here",
		`{"inline_keyboard":[{"text":"x","callback_data":"x"}]}`:               `field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`,
		`{"keyboard":[["x"]]}`: "sandbox: reply keyboards are not imitated here",
		`{"inline_keyboard":`:  "can't parse reply keyboard markup JSON object",
		`[]`:                   "object expected as reply markup",
		keyboard(t, rowOf(9)):  "reply markup is too long",
		keyboard(t, append(hundred, rowOf(1))...): "reply markup is too long",
	} {
		w.refused("Bad Request: "+want, "sendMessage", "chat_id", "7", "text", "x", "reply_markup", markup)
	}

	w.send("x", "reply_markup", keyboard(t, hundred...))
	w.send("x", "reply_markup", keyboard(t, rowOf(8)))
	w.send("x", "reply_markup", keyboard(t, []Button{{Text: "x", Data: strings.Repeat("x", 64)}, {Text: "site", URL: "https://example.org"}}))
}

func TestEmptyRowsVanish(t *testing.T) {
	w := newWorld(t, Options{})
	w.send("x", "reply_markup", `{"inline_keyboard":[[],[{"text":"ja","callback_data":"y"}]]}`)
	if got := w.anna.Last().Buttons; len(got) != 1 || got[0][0] != (Button{Text: "ja", Data: "y"}) {
		t.Errorf("got %+v", got)
	}
	w.send("x", "reply_markup", `{"remove_keyboard":true}`)
	if got := w.anna.Last().Buttons; got != nil {
		t.Errorf("got %+v", got)
	}
}
