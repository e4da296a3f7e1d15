package sandbox

import (
	"slices"
	"time"
)

// Message is one message of a chat, as it stands now.
type Message struct {
	ID       int
	Chat     int64
	From     User
	ByBot    bool
	At       time.Time
	Text     string // without markup; the caption, where there is a medium
	HTML     string // the text as the bot wrote it
	Entities []Entity
	Buttons  [][]Button
	Media    *Media // nil for a text
	Silent   bool   // arrived without a sound
	ReplyTo  int    // the message it answers; 0 is none

	ForwardedFrom string    // the name of the first writer; "" when it was not forwarded
	Service       string    // what happened, where it is no message of anyone, such as "migrated"
	EditedAt      time.Time // zero when it never was
	Earlier       []Version // what it was before each edit, oldest first
	Deleted       bool

	revision int
}

// Version is what a message once was.
type Version struct {
	At      time.Time // until when
	Text    string
	Buttons [][]Button
}

// Media is what a message shows besides text.
type Media struct {
	Kind string // "photo", "animation", "document", "voice", "sticker", "location" or "contact"
	File *File  // nil for a location or a contact

	Emoji               string  // of a sticker
	Latitude, Longitude float64 // of a location
	Name, Phone         string  // of a contact
}

// Button finds a button by what is written on it.
func (m Message) Button(text string) (Button, bool) {
	for _, row := range m.Buttons {
		for _, b := range row {
			if b.Text == text {
				return b, true
			}
		}
	}
	return Button{}, false
}

// clone is a copy that does not change with the message. What it points to is
// replaced by edits, never written into, and can be shared.
func (m *Message) clone() Message {
	c := *m
	c.Earlier = slices.Clone(m.Earlier)
	return c
}

// wire is the message in the Bot API's form.
func (s *Server) wire(m *Message) map[string]any {
	w := map[string]any{
		"message_id": m.ID,
		"date":       m.At.Unix(),
		"chat":       s.chats[m.Chat].wire(),
	}
	if m.From.ID != 0 {
		w["from"] = m.From
	}
	if s.chats[m.Chat].kind == "channel" {
		delete(w, "from")
		w["sender_chat"] = s.chats[m.Chat].wire()
	}
	if !m.EditedAt.IsZero() {
		w["edit_date"] = m.EditedAt.Unix()
	}
	if m.ForwardedFrom != "" {
		w["forward_sender_name"] = m.ForwardedFrom
		w["forward_date"] = m.At.Unix()
		w["forward_origin"] = map[string]any{"type": "hidden_user", "sender_user_name": m.ForwardedFrom, "date": m.At.Unix()}
	}
	if to := s.chats[m.Chat].find(m.ReplyTo); to != nil {
		answered := s.wire(to)
		delete(answered, "reply_to_message") // Telegram shows one step only
		w["reply_to_message"] = answered
	}
	if len(m.Buttons) > 0 {
		w["reply_markup"] = map[string]any{"inline_keyboard": m.Buttons}
	}
	m.wireText(w)
	m.wireMedia(w)
	return w
}

func (m *Message) wireText(w map[string]any) {
	text, entities := "text", "entities"
	if m.Media != nil {
		text, entities = "caption", "caption_entities"
	}
	if m.Text != "" {
		w[text] = m.Text
	}
	if len(m.Entities) > 0 {
		w[entities] = m.Entities
	}
}

func (m *Message) wireMedia(w map[string]any) {
	if m.Media == nil {
		return
	}
	switch media := m.Media; media.Kind {
	case "photo":
		w["photo"] = []any{media.File.wire()}
	case "animation":
		w["animation"], w["document"] = media.File.wire(), media.File.wire()
	case "sticker":
		sticker := media.File.wire()
		sticker["emoji"], sticker["type"] = media.Emoji, "regular"
		sticker["is_animated"], sticker["is_video"] = false, false
		w["sticker"] = sticker
	case "location":
		w["location"] = map[string]any{"latitude": media.Latitude, "longitude": media.Longitude}
	case "contact":
		w["contact"] = map[string]any{"phone_number": media.Phone, "first_name": media.Name}
	default:
		w[media.Kind] = media.File.wire()
	}
}

// add puts a message into a chat, with its id and time.
func (s *Server) add(c *chat, m Message) *Message {
	m.ID, m.Chat, m.At = s.nextMessageID(c), c.id, s.now()
	c.messages = append(c.messages, &m)
	s.mark(&m)
	return &m
}

// nextMessageID counts as Telegram does: private chats and groups share one
// counter, supergroups and channels have their own.
func (s *Server) nextMessageID(c *chat) int {
	if c.kind == "supergroup" || c.kind == "channel" {
		c.nextID++
		return c.nextID
	}
	s.lastID++
	return s.lastID
}

// mark notes that a message changed, for the phone's page.
func (s *Server) mark(m *Message) {
	s.revision++
	m.revision = s.revision
}
