package sandbox

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"
)

const (
	tapLives      = 60 * time.Second // after that, an answer comes too late
	longestAnswer = 200
)

// Answer is what a person sees after a tap on a button.
type Answer struct {
	At    time.Time
	Text  string // "" only ends the waiting
	Alert bool   // a dialog, rather than a line that fades
	URL   string
}

// Tap is one press of a button.
type Tap struct {
	ID      string // the callback query
	Update  int    // the update that told the bot of it; 0 when it wants none
	Message Message
	Data    string

	server   *Server
	person   *Person
	at       time.Time
	answered chan struct{} // closed at the first answer
	answer   Answer
}

// press queues a callback query. The lock is held.
func (s *Server) press(p *Person, m *Message, data string) *Tap {
	t := &Tap{
		ID:       strconv.FormatUint(1<<60|s.rand.Uint64()>>4, 10),
		Message:  m.clone(),
		Data:     data,
		server:   s,
		person:   p,
		at:       s.now(),
		answered: make(chan struct{}),
	}
	s.forgetOldTaps()
	s.taps[t.ID] = t
	t.Update = s.push("callback_query", map[string]any{
		"id":            t.ID,
		"from":          p.user,
		"message":       s.wireMaybe(m),
		"chat_instance": strconv.FormatInt(m.Chat*7919+s.bot.ID, 10),
		"data":          data,
	})
	s.touch()
	return t
}

// forgetOldTaps keeps the table small; a late answer is refused either way.
func (s *Server) forgetOldTaps() {
	for id, t := range s.taps {
		if s.now().Sub(t.at) > tapLives {
			delete(s.taps, id)
		}
	}
}

// Wait waits for the bot's answer, which is what ends the spinner on the
// button.
func (t *Tap) Wait(ctx context.Context) (Answer, error) {
	select {
	case <-t.answered:
		a, _ := t.Answer()
		return a, nil
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
}

// Answer is the bot's answer, if there is one yet.
func (t *Tap) Answer() (Answer, bool) {
	t.server.mu.Lock()
	defer t.server.mu.Unlock()
	return t.answer, !t.answer.At.IsZero()
}

// Resend is what an app does that got no answer: it sends the same tap again,
// which is a new query under a new update id.
func (t *Tap) Resend() *Tap {
	t.server.mu.Lock()
	defer t.server.mu.Unlock()
	m := t.server.chats[t.Message.Chat].recall(t.Message.ID)
	return t.server.press(t.person, m, t.Data)
}

// wireMaybe is a message as it stands in a callback query: one that was
// deleted meanwhile is told by its id alone, and dated 0.
func (s *Server) wireMaybe(m *Message) map[string]any {
	if m.Deleted {
		return map[string]any{"message_id": m.ID, "chat": s.chats[m.Chat].wire(), "date": 0}
	}
	return s.wire(m)
}

// answerCallbackQuery ends the waiting after a tap, and may show a text.
func (s *Server) answerCallbackQuery(q *request) (any, error) {
	t := s.taps[q.params["callback_query_id"]]
	if t == nil || q.now.Sub(t.at) > tapLives {
		return nil, errQueryTooOld
	}
	text := q.params["text"]
	if utf8.RuneCountInString(text) > longestAnswer {
		return nil, errAnswerTooLong
	}
	a := Answer{At: q.now, Text: text, Alert: q.flag("show_alert"), URL: q.params["url"]}
	if !t.answer.At.IsZero() {
		return true, nil // the app no longer waits and shows nothing
	}
	t.answer = a
	close(t.answered)
	t.person.answers = append(t.person.answers, a)
	return true, nil
}
