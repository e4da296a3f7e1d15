package sandbox

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestEditsThatAreRefused(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	mine := w.anna.Say("mijn woorden")
	buttons := `{"inline_keyboard":[[{"text":"ja","callback_data":"y"}]]}`
	id := itoa(w.send("<b>x</b>", "parse_mode", "HTML", "reply_markup", buttons))
	photo := itoa(idOf(t, w.upload("sendPhoto", "photo", "a.png", samplePhoto(), "chat_id", "7", "caption", "kijk")))

	same := "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	w.refused(same, "editMessageText", "chat_id", "7", "message_id", id, "text", "<b>x</b>", "parse_mode", "HTML", "reply_markup", buttons)
	w.refused(same, "editMessageReplyMarkup", "chat_id", "7", "message_id", id, "reply_markup", buttons)
	w.refused(same, "editMessageCaption", "chat_id", "7", "message_id", photo, "caption", "kijk")

	w.refused("Bad Request: message to edit not found", "editMessageText", "chat_id", "7", "message_id", "999999", "text", "x")
	w.refused("Bad Request: message identifier is not specified", "editMessageText", "chat_id", "7", "text", "x")
	w.refused("Bad Request: message can't be edited", "editMessageText", "chat_id", "7", "message_id", itoa(mine.ID), "text", "x")
	w.refused("Bad Request: message can't be edited", "editMessageReplyMarkup", "chat_id", "7", "message_id", itoa(mine.ID))
	w.refused("Bad Request: message text is empty", "editMessageText", "chat_id", "7", "message_id", id)
	w.refused("Bad Request: there is no text in the message to edit", "editMessageText", "chat_id", "7", "message_id", photo, "text", "x")
	w.refused("Bad Request: there is no caption in the message to edit", "editMessageCaption", "chat_id", "7", "message_id", id, "caption", "x")
	w.refused("Bad Request: BUTTON_DATA_INVALID", "editMessageReplyMarkup", "chat_id", "7", "message_id", id, "reply_markup", `{"inline_keyboard":[[{"text":"x","callback_data":""}]]}`)

	w.anna.DeleteMessage(w.anna.Last().ID)
	w.refused("Bad Request: message to edit not found", "editMessageCaption", "chat_id", "7", "message_id", photo, "caption", "x")
}

func TestEditsChangeInPlace(t *testing.T) {
	w := newWorld(t, Options{})
	buttons := `{"inline_keyboard":[[{"text":"ja","callback_data":"y"}]]}`
	id := itoa(w.send("vraag", "reply_markup", buttons))

	w.must("editMessageReplyMarkup", "chat_id", "7", "message_id", id)
	if got := w.anna.Last(); got.Text != "vraag" || got.Buttons != nil || got.EditedAt.IsZero() || len(got.Earlier[0].Buttons) != 1 {
		t.Errorf("without buttons: %+v", got)
	}
	// Other markup is another text, though it reads the same.
	w.must("editMessageText", "chat_id", "7", "message_id", id, "text", "<i>vraag</i>", "parse_mode", "HTML")
	if got := w.anna.Last(); len(got.Earlier) != 2 || got.Entities[0].Type != "italic" {
		t.Errorf("in italics: %+v", got)
	}
}

func TestDelete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		mine := w.anna.Say("weg hiermee")
		id := w.send("x")
		w.must("deleteMessage", "chat_id", "7", "message_id", itoa(id))
		w.must("deleteMessage", "chat_id", "7", "message_id", itoa(mine.ID))
		w.refused("Bad Request: message to delete not found", "deleteMessage", "chat_id", "7", "message_id", itoa(id))
		old := w.send("y")
		time.Sleep(deletable + time.Second)
		w.refused("Bad Request: message can't be deleted for everyone", "deleteMessage", "chat_id", "7", "message_id", itoa(old))
	})
}
