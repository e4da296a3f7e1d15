package sandbox

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const yesNo = `{"inline_keyboard":[[{"text":"Ja","callback_data":"y"},{"text":"Nee","callback_data":"n"}]]}`

func TestTapsAreAnswered(t *testing.T) {
	w := newWorld(t, Options{})
	id := w.send("?", "reply_markup", yesNo)
	tap, err := w.anna.Press(id, "Nee")
	if err != nil {
		t.Fatal(err)
	}
	query := w.updates()[1]["callback_query"].(map[string]any)
	if query["data"] != "n" || query["id"] != tap.ID || query["message"].(map[string]any)["text"] != "?" {
		t.Errorf("the bot hears %v", query)
	}

	w.refused("Bad Request: MESSAGE_TOO_LONG", "answerCallbackQuery", "callback_query_id", tap.ID, "text", strings.Repeat("é", 201))
	w.refused("Bad Request: query is too old and response timeout expired or query ID is invalid", "answerCallbackQuery", "callback_query_id", "1")
	if _, answered := tap.Answer(); answered {
		t.Error("a refused answer counted")
	}
	w.must("answerCallbackQuery", "callback_query_id", tap.ID, "text", strings.Repeat("é", 200), "show_alert", "true")
	if a, _ := tap.Answer(); !a.Alert {
		t.Errorf("Anna sees %+v", a)
	}
	w.must("answerCallbackQuery", "callback_query_id", tap.ID, "text", "nog eens")
	if got := w.anna.Answers(); len(got) != 1 {
		t.Errorf("Anna sees %d answers", len(got))
	}
}

func TestATapWaitsForItsAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		tap, err := w.anna.Press(w.send("?", "reply_markup", yesNo), "y") // by its data
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			time.Sleep(3 * time.Second)
			_, _ = w.try(t.Context(), "answerCallbackQuery", "callback_query_id", tap.ID)
		}()
		if _, err := tap.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		again := tap.Resend()
		if again.ID == tap.ID || again.Update != tap.Update+1 {
			t.Errorf("sent again as %s in %d, after %s in %d", again.ID, again.Update, tap.ID, tap.Update)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := again.Wait(ctx); err == nil {
			t.Error("nobody answered")
		}
		time.Sleep(time.Second)
		w.refused(errQueryTooOld.Description, "answerCallbackQuery", "callback_query_id", again.ID)
	})
}

func TestButtonsThatCannotBePressed(t *testing.T) {
	w := newWorld(t, Options{})
	id := w.send("?", "reply_markup", yesNo)
	if _, err := w.anna.Press(id, "Misschien"); err == nil {
		t.Error("a button that is not there was pressed")
	}
	if _, err := w.anna.Press(1, "Ja"); err == nil {
		t.Error("a message that is not there has buttons")
	}
	if tap, err := w.anna.PressData(id, "anything"); err != nil || tap.Data != "anything" {
		t.Errorf("%v %v", tap, err)
	}
	w.must("deleteMessage", "chat_id", "7", "message_id", itoa(id))
	if _, err := w.anna.PressData(id, "y"); err != nil {
		t.Error(err)
	}
	all := w.updates()
	if m := all[len(all)-1]["callback_query"].(map[string]any)["message"].(map[string]any); m["date"] != 0.0 || m["text"] != nil {
		t.Errorf("of a deleted message the bot hears %v", m)
	}
	w.anna.Block()
	if _, err := w.anna.PressData(id, "y"); err == nil {
		t.Error("pressed after blocking")
	}
}
