package sandbox

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// heard is the newest update, and the kind of it.
func (w world) heard() (string, map[string]any) {
	w.Helper()
	all := w.updates()
	if len(all) == 0 {
		w.Fatal("the bot heard nothing")
	}
	for kind, content := range all[len(all)-1] {
		if kind != "update_id" {
			return kind, content.(map[string]any)
		}
	}
	return "", nil
}

func TestWhomABotMayWriteTo(t *testing.T) {
	w := newWorld(t, Options{})
	w.refused("Bad Request: chat_id is empty", "sendMessage", "text", "x")
	w.refused("Bad Request: chat not found", "sendMessage", "chat_id", "99", "text", "x")
	w.refused("Bad Request: chat not found", "sendMessage", "chat_id", "@nobody", "text", "x")

	bert := w.Person(8, PersonOptions{FirstName: "Bert"})
	got := w.refused("Forbidden: bot can't initiate conversation with a user", "sendMessage", "chat_id", "8", "text", "x")
	if got.Code != 403 {
		t.Errorf("code %d", got.Code)
	}
	bert.Say("hoi")
	w.must("sendMessage", "chat_id", "8", "text", "x")

	bert.Block()
	for _, method := range []string{"sendMessage", "editMessageText", "sendChatAction"} {
		w.refused("Forbidden: bot was blocked by the user", method, "chat_id", "8", "text", "x", "message_id", "1", "action", "typing")
	}
	if m := bert.Say("hoort iemand mij?"); m.ID != 0 {
		t.Error("Bert writes to a bot that he blocked")
	}
	bert.Start()
	w.must("sendMessage", "chat_id", "8", "text", "x")
	bert.Deactivate()
	w.refused("Forbidden: user is deactivated", "sendMessage", "chat_id", "8", "text", "x")
	if m := bert.Say("x"); m.ID != 0 {
		t.Error("someone without an account writes")
	}
}

func TestBlockingIsTold(t *testing.T) {
	w := newWorld(t, Options{})
	status := func(field string) any {
		_, content := w.heard()
		return content[field].(map[string]any)["status"]
	}
	w.anna.Block()
	w.anna.Block()
	if kind, _ := w.heard(); kind != "my_chat_member" || status("old_chat_member") != "member" || status("new_chat_member") != "kicked" || w.Pending() != 2 {
		t.Errorf("blocking is told as %s, %v", kind, status("new_chat_member"))
	}
	w.anna.Unblock()
	if status("old_chat_member") != "kicked" || status("new_chat_member") != "member" {
		t.Errorf("unblocking is told as %v", status("new_chat_member"))
	}
	w.anna.Block()
	w.anna.Start("praktijk")
	if kind, content := w.heard(); kind != "message" || content["text"] != "/start praktijk" || w.Pending() != 6 {
		t.Errorf("restarting is told as %s %v", kind, content)
	}
}

func TestEverythingAPersonCanSend(t *testing.T) {
	w := newWorld(t, Options{})
	for _, test := range []struct {
		field string
		send  func() Message
	}{
		{"voice", w.anna.SendVoice},
		{"photo", func() Message { return w.anna.SendPhoto("mijn rug") }},
		{"caption", func() Message { return w.anna.SendPhoto("mijn rug") }},
		{"sticker", func() Message { return w.anna.SendSticker("👍") }},
		{"location", func() Message { return w.anna.SendLocation(52.09, 5.12) }},
		{"document", func() Message { return w.anna.SendDocument("a.txt", []byte("x"), "") }},
		{"contact", func() Message { return w.anna.SendContact("Bert", "+31612345678") }},
		{"forward_sender_name", func() Message { return w.anna.Forward("doe dit eens") }},
		{"reply_to_message", func() Message { return w.anna.Reply(w.anna.Say("a").ID, "b") }},
	} {
		sent := test.send()
		kind, content := w.heard()
		if kind != "message" || content[test.field] == nil || content["message_id"] != float64(sent.ID) || content["from"].(map[string]any)["language_code"] != "nl" {
			t.Errorf("%s arrives as %v", test.field, content)
		}
	}
	if got := w.anna.SendDocument("a.txt", nil, ""); got.ID != 0 {
		t.Error("an empty file was sent")
	}
}

func TestWhatAPersonSaysAndChanges(t *testing.T) {
	w := newWorld(t, Options{})
	m := w.anna.Command("pijn")
	_, content := w.heard()
	entity := content["entities"].([]any)[0].(map[string]any)
	if content["text"] != "/pijn" || entity["type"] != "bot_command" || entity["length"] != 5.0 {
		t.Errorf("the command arrives as %v", content)
	}
	if w.anna.EditMessage(m.ID, "/pain").Text != "/pain" {
		t.Error("it did not change")
	}
	if kind, content := w.heard(); kind != "edited_message" || content["text"] != "/pain" || content["edit_date"] == nil {
		t.Errorf("the change arrives as %s %v", kind, content)
	}
	if w.anna.EditMessage(w.send("x"), "y").ID != 0 {
		t.Error("Anna changed the bot's words")
	}
	before := w.Pending()
	w.anna.Say(strings.Repeat("x", longestText+1))
	if got := w.Pending() - before; got != 2 {
		t.Errorf("a text that is too long goes in %d pieces", got)
	}
	if w.anna.Say("  ").ID != 0 {
		t.Error("an empty message was sent")
	}
	w.anna.SetLanguage("en")
	if w.anna.Say("hi"); w.anna.User().LanguageCode != "en" {
		t.Error("the language is the old one")
	}
}

func TestTypingIsSeenForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		w.refused("Bad Request: wrong parameter action in request", "sendChatAction", "chat_id", "7", "action", "dancing")
		w.must("sendChatAction", "chat_id", "7", "action", "typing")
		if got := w.anna.Chat().Action; got != "typing" {
			t.Errorf("Anna sees %q", got)
		}
		time.Sleep(typingLasts)
		if got := w.anna.Chat().Action; got != "" {
			t.Errorf("later Anna sees %q", got)
		}
		w.must("sendChatAction", "chat_id", "7", "action", "upload_photo")
		w.send("x")
		if got := w.anna.Chat().Action; got != "" {
			t.Errorf("after a message Anna sees %q", got)
		}
	})
}

func TestPeopleAreKeptApart(t *testing.T) {
	w := newWorld(t, Options{})
	if w.Person(7, PersonOptions{}) != w.anna {
		t.Error("two people with one id")
	}
	a, b := w.Person(0, PersonOptions{}), w.Person(0, PersonOptions{})
	if a.ID() == b.ID() || a.ID() < 1 {
		t.Errorf("new people are %d and %d", a.ID(), b.ID())
	}
	if got := w.Chat(12345); got.Kind != "" {
		t.Errorf("a chat with nobody: %+v", got)
	}
	if got := string(w.must("getChat", "chat_id", "7")); !strings.Contains(got, `"first_name":"Anna"`) {
		t.Error(got)
	}
	w.refused("Bad Request: chat not found", "getChat", "chat_id", itoa(int(a.ID())))
}
