package sandbox

import (
	"encoding/json"
	"strconv"
)

// sendMessage sends a text.
func (s *Server) sendMessage(q *request) (any, error) {
	f, err := readMessage(q)
	if err != nil {
		return nil, err
	}
	return s.send(q, f, nil, longestText, errTextTooLong)
}

// sendPhoto, sendAnimation and sendDocument send a file with a caption.
func (s *Server) sendPhoto(q *request) (any, error)     { return s.sendFile(q, "photo") }
func (s *Server) sendAnimation(q *request) (any, error) { return s.sendFile(q, "animation") }
func (s *Server) sendDocument(q *request) (any, error)  { return s.sendFile(q, "document") }

func (s *Server) sendFile(q *request, kind string) (any, error) {
	file, fresh, err := s.readFile(q, kind)
	if err != nil {
		return nil, err
	}
	f, err := readText(q, "caption", "caption_entities")
	if err != nil {
		return nil, err
	}
	m, err := s.send(q, f, &Media{Kind: kind, File: file}, longestCaption, errCaptionTooLong)
	if err == nil && fresh {
		s.keepFile(file)
	}
	return m, err
}

// send is the common end of all sending: who may be written to, what fits,
// and how fast.
func (s *Server) send(q *request, f formatted, media *Media, longest int, tooLong error) (any, error) {
	c, err := s.writable(q)
	if err != nil {
		return nil, err
	}
	replyTo, err := replyTo(c, q)
	if err != nil {
		return nil, err
	}
	buttons, err := readKeyboard(q.params["reply_markup"])
	if err != nil {
		return nil, err
	}
	if units(f.text) > longest {
		return nil, tooLong
	}
	if err := s.spend(c, q.now, false); err != nil {
		return nil, err
	}
	c.action = ""
	m := s.add(c, Message{
		From:     s.bot,
		ByBot:    true,
		Text:     f.text,
		HTML:     f.source,
		Entities: f.entities,
		Buttons:  buttons,
		Media:    media,
		Silent:   q.flag("disable_notification"),
		ReplyTo:  replyTo,
	})
	return s.wire(m), nil
}

// replyTo reads which message is answered, in the present and the older form.
func replyTo(c *chat, q *request) (int, error) {
	var p struct {
		ID      int  `json:"message_id"`
		Without bool `json:"allow_sending_without_reply"`
	}
	p.ID, _ = strconv.Atoi(q.params["reply_to_message_id"])
	p.Without = q.flag("allow_sending_without_reply")
	if raw := q.params["reply_parameters"]; raw != "" && json.Unmarshal([]byte(raw), &p) != nil {
		return 0, badRequest("can't parse reply parameters JSON object")
	}
	if p.ID == 0 || c.find(p.ID) != nil {
		return p.ID, nil
	}
	if p.Without {
		return 0, nil
	}
	return 0, errReplyNotFound
}
