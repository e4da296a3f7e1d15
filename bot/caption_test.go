package bot

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"back2core/store"
)

// What is known of a question can be of another message of it than the one that
// is edited.
func TestAnEditFindsOutWhetherItIsOfATextOrACaption(t *testing.T) {
	for _, button := range []string{"a", "more"} {
		t.Run(button, func(t *testing.T) {
			inWorld(t, func(t *testing.T, w *world) {
				anna := w.person(1)
				anna.Say("ask")
				w.pass(time.Second)
				question := anna.Last().ID
				w.recall(anna.ID(), func(a *store.Asked) { a.Caption = true })
				w.tap(anna, button)
				w.pass(time.Minute)
				said := w.calls(question)
				if got := strings.Join(said, " "); got != "editMessageCaption editMessageText" {
					t.Errorf("calls %q", got)
				}
				if n := w.counted("outbox.other_kind"); n != 1 || w.queued() != 0 {
					t.Errorf("%d times, %d wait", n, w.queued())
				}
				if button == "more" {
					w.recall(anna.ID(), func(a *store.Asked) {
						if a.Caption {
							t.Error("it is taken for a caption still")
						}
					})
				}
			})
		})
	}
}

// recall looks at what is remembered of the first question of a chat, and
// changes it.
func (w *world) recall(chat int64, fn func(*store.Asked)) {
	w.Helper()
	w.update(func(tx *store.Tx) error {
		a, ok := tx.Asked(addressOf(chat), "form", 1, "q")
		if !ok {
			w.Fatal("nothing is asked")
		}
		fn(&a)
		return tx.SetAsked(addressOf(chat), a)
	})
}

// calls are the methods that were called about a message.
func (w *world) calls(message int) (methods []string) {
	for _, c := range w.Calls() {
		if c.Params["message_id"] == strconv.Itoa(message) {
			methods = append(methods, c.Method)
		}
	}
	return methods
}

// A question that grew too long for a caption was left without buttons: nothing
// could be answered there any more.
func TestBugACaptionThatIsTooLongLostItsButtons(t *testing.T) {
	const keys = `{"inline_keyboard":[]}`
	words := strings.Repeat("x", 1025)
	for kind, keyboard := range map[string]string{"renew": keys, "count": keys, "close": ""} {
		c := candidate{m: store.Message{Kind: store.Kind(kind), Address: "tg:1", MessageID: 7, Caption: true}}
		method, p := callFor(c, shown{HTML: words, keyboard: keyboard})
		if _, said := p["caption"]; method != "editMessageReplyMarkup" || said || p["reply_markup"] != keyboard {
			t.Errorf("%s: %s with %v", kind, method, p)
		}
	}
	c := candidate{bare: true, m: store.Message{Kind: store.Renew, Address: "tg:1", MessageID: 7, Caption: true}}
	if method, p := callFor(c, shown{HTML: words, keyboard: keys}); method != "editMessageReplyMarkup" || p["reply_markup"] != "" {
		t.Errorf("under a red flag: %s with %v", method, p)
	}
}
