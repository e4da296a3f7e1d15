package sandbox

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

const (
	mostButtons      = 100
	mostButtonsInRow = 8
	longestData      = 64 // bytes
)

// Button is a button under a message: one that calls back, or a link.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// markup is reply_markup as it comes over the wire, with pointers where it
// matters whether something was there at all.
type markup struct {
	Inline [][]map[string]json.RawMessage `json:"inline_keyboard"`
	Reply  json.RawMessage                `json:"keyboard"`
	Force  bool                           `json:"force_reply"`
}

// readKeyboard reads the buttons of a message. No reply_markup, and one that
// removes a reply keyboard, are no buttons.
func readKeyboard(raw string) ([][]Button, error) {
	if raw == "" {
		return nil, nil
	}
	if !json.Valid([]byte(raw)) {
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	if !strings.HasPrefix(strings.TrimSpace(raw), "{") {
		return nil, badRequest("object expected as reply markup")
	}
	var m markup
	if json.Unmarshal([]byte(raw), &m) != nil {
		return nil, badRequest(`field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`)
	}
	if len(m.Reply) > 0 || m.Force {
		return nil, notImitated("reply keyboards are")
	}
	return readRows(m.Inline)
}

func readRows(wire [][]map[string]json.RawMessage) ([][]Button, error) {
	var rows [][]Button
	total := 0
	for _, fields := range wire {
		var row []Button
		for _, f := range fields {
			b, err := readButton(f)
			if err != nil {
				return nil, err
			}
			row = append(row, b)
		}
		total += len(row)
		if len(row) > mostButtonsInRow || total > mostButtons {
			return nil, errMarkupTooLong
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// readButton takes a button that does exactly one thing.
func readButton(fields map[string]json.RawMessage) (Button, error) {
	var b Button
	text := func(name string) string {
		var s string
		_ = json.Unmarshal(fields[name], &s)
		return s
	}
	b.Text, b.Data, b.URL = text("text"), text("callback_data"), text("url")
	_, calls := fields["callback_data"]
	_, links := fields["url"]
	switch {
	case fields["text"] == nil:
		return b, badRequest(`can't parse inline keyboard button: Can't find field "text"`)
	case strings.TrimSpace(b.Text) == "":
		return b, badRequest("inline keyboard button text must be non-empty")
	case links && badURL(b.URL) != "":
		return b, badRequest("inline keyboard button URL '%s' is invalid: %s", b.URL, badURL(b.URL))
	case links:
		return b, nil
	case !calls && otherAction(fields):
		return b, notImitated("this kind of button is")
	case !calls:
		return b, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case len(b.Data) == 0 || len(b.Data) > longestData:
		return b, errButtonData
	}
	return b, nil
}

// otherAction tells whether the button does something that is not imitated.
func otherAction(fields map[string]json.RawMessage) bool {
	for _, name := range []string{"web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay"} {
		if _, there := fields[name]; there {
			return true
		}
	}
	return false
}

// badURL says what Telegram has against a link, or "". A telephone number is
// no link to it: "tel:112" is refused under a button and shown as plain text
// in a message.
func badURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "Wrong HTTP URL"
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if strings.Contains(u.Host, ".") {
			return ""
		}
	case "tg", "ton":
		return ""
	case "":
		if strings.Contains(raw, ".") {
			return ""
		}
	default:
		if u.Host != "" {
			return "Unsupported URL protocol"
		}
	}
	return "Wrong HTTP URL"
}

func sameKeyboard(a, b [][]Button) bool {
	return slices.EqualFunc(a, b, func(x, y []Button) bool { return slices.Equal(x, y) })
}
