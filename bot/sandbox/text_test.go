package sandbox

import (
	"strings"
	"testing"
)

func TestTextsThatAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	long := strings.Repeat("x", longestText)

	w.refused("Bad Request: message text is empty", "sendMessage", "chat_id", "7")
	w.refused("Bad Request: text must be non-empty", "sendMessage", "chat_id", "7", "text", " \n\t")
	w.refused("Bad Request: text must be non-empty", "sendMessage", "chat_id", "7", "text", "<b> </b>", "parse_mode", "HTML")
	w.refused("Bad Request: message is too long", "sendMessage", "chat_id", "7", "text", long+"x")
	w.refused("Bad Request: message is too long", "sendMessage", "chat_id", "7", "text", strings.Repeat("😀", longestText/2+1))
	w.refused("Bad Request: text is too long", "sendMessage", "chat_id", "7", "text", strings.Repeat("x", longestSource+1))
	w.refused("Bad Request: strings must be encoded in UTF-8", "sendMessage", "chat_id", "7", "text", "\xff")
	w.refused("Bad Request: unsupported parse_mode", "sendMessage", "chat_id", "7", "text", "x", "parse_mode", "XML")
	w.refused("Bad Request: sandbox: parse_mode Markdown is not imitated here", "sendMessage", "chat_id", "7", "text", "x", "parse_mode", "MarkdownV2")
	w.refused(`Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`, "sendMessage", "chat_id", "7", "text", "<p>", "parse_mode", "HTML")
	w.refused("Bad Request: message to be replied not found", "sendMessage", "chat_id", "7", "text", "x", "reply_to_message_id", "1")
	w.refused("Bad Request: message to be replied not found", "sendMessage", "chat_id", "7", "text", "x", "reply_parameters", `{"message_id":1}`)
	if got := w.anna.Last().ID; got != 0 {
		t.Errorf("message %d was sent", got)
	}

	// The length counts after parsing: markup costs nothing.
	w.send("<b>"+long+"</b>", "parse_mode", "HTML")
	w.send(long)
	w.send("x", "reply_parameters", `{"message_id":1,"allow_sending_without_reply":true}`)
}

func TestTextIsTidied(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})

	w.send("  <b> hallo </b> \n", "parse_mode", "HTML")
	if got := w.anna.Last(); got.Text != "hallo" || got.Entities[0] != (Entity{Type: "bold", Length: 5}) {
		t.Errorf("got %q %+v", got.Text, got.Entities)
	}
	w.send("Stuur /pijn of <code>/help</code>.", "parse_mode", "HTML")
	commands := 0
	for _, e := range w.anna.Last().Entities {
		if e.Type == "bot_command" {
			commands++
		}
	}
	if commands != 1 {
		t.Errorf("%d commands can be tapped, want 1", commands)
	}
	w.send("ja", "entities", `[{"type":"italic","offset":0,"length":2}]`)
	if got := w.anna.Last().Entities; len(got) != 1 || got[0].Type != "italic" {
		t.Errorf("got %+v", got)
	}
}

func TestMessageComesBackAsSent(t *testing.T) {
	w := newWorld(t, Options{})
	result := string(w.must("sendMessage", "chat_id", "7", "text", "x", "disable_notification", "true", "reply_to_message_id", itoa(w.anna.Say("hoi").ID)))
	for _, part := range []string{`"date":`, `"from":{"id":424242,"is_bot":true`, `"chat":{"first_name":"Anna","id":7,"type":"private"}`, `"reply_to_message":{`, `"text":"x"`} {
		if !strings.Contains(result, part) {
			t.Errorf("no %s in %s", part, result)
		}
	}
	if !w.anna.Last().Silent {
		t.Error("it made a sound")
	}
}
