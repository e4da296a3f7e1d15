package sandbox

import "time"

// deletable is how long a bot may delete a message.
const deletable = 48 * time.Hour

// editMessageText gives a text message another text and other buttons: none,
// when none are given.
func (s *Server) editMessageText(q *request) (any, error) {
	f, err := readMessage(q)
	if err != nil {
		return nil, err
	}
	c, m, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	if m.Media != nil {
		return nil, errNoTextToEdit
	}
	if units(f.text) > longestText {
		return nil, errTextTooLong
	}
	return s.edit(q, c, m, f)
}

// editMessageCaption does the same to the caption of a picture or file.
func (s *Server) editMessageCaption(q *request) (any, error) {
	f, err := readText(q, "caption", "caption_entities")
	if err != nil {
		return nil, err
	}
	c, m, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	if m.Media == nil {
		return nil, errNoCaptionToEdit
	}
	if units(f.text) > longestCaption {
		return nil, errCaptionTooLong
	}
	return s.edit(q, c, m, f)
}

// editMessageReplyMarkup changes the buttons alone.
func (s *Server) editMessageReplyMarkup(q *request) (any, error) {
	c, m, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	return s.edit(q, c, m, formatted{text: m.Text, source: m.HTML, entities: m.Entities})
}

// editable finds the message of a call. A bot edits its own messages only.
func (s *Server) editable(q *request) (*chat, *Message, error) {
	if q.params["inline_message_id"] != "" {
		return nil, nil, notImitated("inline messages are")
	}
	c, err := s.writable(q)
	if err != nil {
		return nil, nil, err
	}
	if q.params["message_id"] == "" {
		return nil, nil, badRequest("message identifier is not specified")
	}
	m := c.find(q.number("message_id", 0, 0, 1<<31-1))
	switch {
	case m == nil:
		return nil, nil, errEditNotFound
	case !m.ByBot:
		return nil, nil, errCantEdit
	}
	return c, m, nil
}

// edit is the common end of all editing.
func (s *Server) edit(q *request, c *chat, m *Message, f formatted) (any, error) {
	buttons, err := readKeyboard(q.params["reply_markup"])
	if err != nil {
		return nil, err
	}
	if f.same(formatted{text: m.Text, entities: m.Entities}) && sameKeyboard(buttons, m.Buttons) {
		return nil, errNotModified
	}
	if err := s.spend(c, q.now, true); err != nil {
		return nil, err
	}
	m.Earlier = append(m.Earlier, Version{At: q.now, Text: m.Text, Buttons: m.Buttons})
	m.Text, m.HTML, m.Entities, m.Buttons = f.text, f.source, f.entities, buttons
	m.EditedAt = q.now
	s.mark(m)
	return s.wire(m), nil
}

// deleteMessage takes a message away: any in a private chat, within two days.
func (s *Server) deleteMessage(q *request) (any, error) {
	c, err := s.writable(q)
	if err != nil {
		return nil, err
	}
	if q.params["message_id"] == "" {
		return nil, badRequest("message identifier is not specified")
	}
	m := c.find(q.number("message_id", 0, 0, 1<<31-1))
	switch {
	case m == nil:
		return nil, errDeleteNotFound
	case q.now.Sub(m.At) > deletable, !m.ByBot && c.person == nil:
		return nil, errCantDelete
	}
	m.Deleted = true
	s.mark(m)
	return true, nil
}
