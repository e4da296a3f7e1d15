package bot

import (
	"context"

	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// renew has a question that changed edited where it stands. If it doesn't stand
// anywhere yet, what waits to be sent is replaced; else it is asked anew.
func (b *Bot) renew(t *turn, u update, p flows.Patient, r flows.Reply) error {
	m := b.message(t, p, u.address(), r)
	m.Reply.Again = false
	a, known := t.tx.Asked(m.Address, r.Ask.Form, r.Ask.Run, r.Ask.Question)
	here := tapped(u, *r.Ask)
	if !known && !here || r.Figure != a.Reply.Figure { // an edit of the words leaves the picture
		if known {
			if err := b.closeWhere(t, u, p, a, flows.Answered{Ask: *r.Ask}); err != nil {
				return err
			}
		}
		return b.askAnew(t, m)
	}
	if here {
		a.MessageID = u.message
	}
	m.Kind, m.MessageID, m.Caption = store.Renew, a.MessageID, a.Caption
	if m.Reply.Count != nil {
		m.Kind = store.Count
	}
	if err := t.tx.SetAsked(m.Address, asked(m, a.MessageID)); err != nil {
		return err
	}
	return b.edit(t, m)
}

// askAnew sends a question, in the place of what waits to ask it.
func (b *Bot) askAnew(t *turn, m store.Message) error {
	_, err := t.tx.TakeBack(m.Address, func(w store.Message) bool {
		return w.Kind == store.Send && w.Inflight.IsZero() && w.Reply.Ask != nil && sameQuestion(*w.Reply.Ask, *m.Reply.Ask)
	})
	if err != nil {
		return err
	}
	return b.enqueue(t, m)
}

// closeQuestion has the buttons of an answered question taken away, so that the
// answer stays readable: of the last message that asks it, and of the one that
// was tapped.
func (b *Bot) closeQuestion(t *turn, u update, p flows.Patient, answer flows.Answered) error {
	a, ok := t.tx.Asked(u.address(), answer.Ask.Form, answer.Ask.Run, answer.Ask.Question)
	if !ok {
		return nil // not sent yet, or long ago
	}
	if err := b.closeWhere(t, u, p, a, answer); err != nil {
		return err
	}
	return t.tx.DropAsked(u.address(), answer.Ask.Form, answer.Ask.Run, answer.Ask.Question)
}

// closeWhere has the buttons of a question taken away where it stands, and where
// it was tapped.
func (b *Bot) closeWhere(t *turn, u update, p flows.Patient, a store.Asked, answer flows.Answered) error {
	m := b.message(t, p, u.address(), flows.Reply{})
	m.Kind, m.MessageID, m.Caption, m.Reply, m.Answered = store.Close, a.MessageID, a.Caption, a.Reply, &answer
	if err := b.edit(t, m); err != nil {
		return err
	}
	if tapped(u, answer.Ask) && u.message != a.MessageID {
		m.MessageID = u.message
		return b.edit(t, m)
	}
	return nil
}

// edit enqueues an edit in place of any that waits for the same message: only
// how it looks in the end counts.
func (b *Bot) edit(t *turn, m store.Message) error {
	_, err := t.tx.TakeBack(m.Address, func(w store.Message) bool {
		return w.Kind != store.Send && w.MessageID == m.MessageID && w.Inflight.IsZero()
	})
	if err != nil {
		return err
	}
	return b.enqueue(t, m)
}

// tapped tells whether an update is a tap on a button of this question.
func tapped(u update, ask flows.Ask) bool {
	press, ok := u.event.(flows.Pressed)
	return ok && u.message != 0 && ask.Form != flows.FormDo &&
		press.Form == ask.Form && press.Run == ask.Run && press.Question == ask.Question
}

func sameQuestion(a, b flows.Ask) bool {
	return a.Form == b.Form && a.Run == b.Run && a.Question == b.Question
}

// asked is what is remembered of a question that stands in the chat.
func asked(m store.Message, messageID int) store.Asked {
	ask := m.Reply.Ask
	return store.Asked{
		Form: ask.Form, Run: ask.Run, Question: ask.Question,
		MessageID: messageID, Caption: m.Caption, Reply: m.Reply.Still(), At: m.At,
	}
}

// toast answers a tap with what the outcome shows at the button, if anything.
func (b *Bot) toast(t *turn, u update, out flows.Outcome) {
	if out.Toast == nil {
		b.answered(t, u, "", false)
		return
	}
	m := b.message(t, out.Patient, u.address(), *out.Toast)
	shown, err := b.rendered(m)
	if err != nil {
		t.count("toast.unrendered")
		t.then(func() { b.log.Error("a toast can't be rendered", "text", m.Reply.Text, "error", err) })
		if out.Alert {
			shown.HTML = messages.Failure(m.Lang)
		}
	}
	b.answered(t, u, messages.Plain(shown.HTML), out.Alert)
}

// answered answers the callback query of an update once the transaction lasts:
// at once, as the query expires, and beside everything else. A tap that gets no
// answer is sent again by the app.
func (b *Bot) answered(t *turn, u update, text string, alert bool) {
	if u.callback == "" {
		return
	}
	p, most := params{"callback_query_id": u.callback}, mostTaps
	if text != "" {
		p["text"] = text
	}
	if alert {
		p["show_alert"] = "true"
		most = mostAlerts
	}
	t.then(func() {
		if !b.taps.begin(u.chat, most) {
			b.count("callback.flooded")
			return
		}
		b.beside(func(ctx context.Context) {
			defer b.taps.end(u.chat)
			if _, err := b.send.call(ctx, sendTimeout, "answerCallbackQuery", p); err != nil {
				b.count("callback.unanswered")
			}
		})
	})
}
