package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// User is an account, a person's or the bot's.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// Chat is how a chat looks at one moment: a copy, which does not change.
type Chat struct {
	ID       int64
	Kind     string // "private", "group", "supergroup" or "channel"; "" when there is no such chat
	Title    string
	Messages []Message // oldest first, without the deleted ones
	Blocked  bool      // the person blocked the bot, or the bot was removed
	Action   string    // what the bot is doing, such as "typing"; "" when nothing
}

// typingLasts is how long a chat action is shown when no message ends it.
const typingLasts = 5 * time.Second

// chat is the living state of a chat.
type chat struct {
	id       int64
	kind     string
	title    string
	person   *Person // the other side of a private chat
	open     bool    // the bot may write: someone wrote to it, or added it
	blocked  bool    // the person blocked the bot
	left     bool    // the bot is not a member (any more)
	kicked   bool    // the bot was removed by someone
	migrated int64   // the supergroup that this group became
	messages []*Message
	nextID   int // supergroups and channels number their own messages

	action   string
	actionAt time.Time
	pace     chatPace
}

// Chat shows a chat as it is now; a private chat has its person's id.
func (s *Server) Chat(id int64) Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[id]
	if c == nil {
		return Chat{}
	}
	view := Chat{
		ID:      c.id,
		Kind:    c.kind,
		Title:   c.title,
		Blocked: c.blocked || c.kicked,
		Action:  c.currentAction(s.now()),
	}
	for _, m := range c.messages {
		if !m.Deleted {
			view.Messages = append(view.Messages, m.clone())
		}
	}
	return view
}

// Chats are the ids of all chats, in ascending order.
func (s *Server) Chats() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	for id := range s.chats {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (c *chat) currentAction(now time.Time) string {
	if c.action == "" || now.Sub(c.actionAt) >= typingLasts {
		return ""
	}
	return c.action
}

// find returns a message that is still there, or nil.
func (c *chat) find(id int) *Message {
	if m := c.recall(id); m != nil && !m.Deleted {
		return m
	}
	return nil
}

// recall returns a message, also one that was deleted, or nil.
func (c *chat) recall(id int) *Message {
	for _, m := range slices.Backward(c.messages) {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// wire is the chat as it stands in a message.
func (c *chat) wire() map[string]any {
	w := map[string]any{"id": c.id, "type": c.kind}
	if c.person == nil {
		w["title"] = c.title
		return w
	}
	w["first_name"] = c.person.user.FirstName
	if c.person.user.LastName != "" {
		w["last_name"] = c.person.user.LastName
	}
	if c.person.user.Username != "" {
		w["username"] = c.person.user.Username
	}
	return w
}

// chatOf finds the chat that a call is about. A person who is known but never
// wrote has a chat too, which is not open.
func (s *Server) chatOf(q *request) (*chat, error) {
	raw := strings.TrimSpace(q.params["chat_id"])
	if raw == "" {
		return nil, errNoChatID
	}
	id, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || s.chats[id] == nil {
		return nil, errChatNotFound
	}
	return s.chats[id], nil
}

// writable finds the chat of a call, and refuses it where the bot may not
// write or edit.
func (s *Server) writable(q *request) (*chat, error) {
	c, err := s.chatOf(q)
	if err != nil {
		return nil, err
	}
	switch {
	case c.person != nil && c.person.gone:
		return c, errDeactivated
	case c.blocked:
		return c, errBlocked
	case c.person != nil && !c.open:
		return c, errNeverWrote
	case c.migrated != 0:
		return c, &apiError{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: c.migrated}
	case c.kicked:
		return c, forbidden("bot was kicked from the " + c.kind + " chat")
	case c.left:
		return c, forbidden("bot is not a member of the " + c.kind + " chat")
	}
	return c, nil
}

// sendChatAction shows that the bot is busy, until its next message or for
// some seconds.
func (s *Server) sendChatAction(q *request) (any, error) {
	c, err := s.writable(q)
	if err != nil {
		return nil, err
	}
	switch action := strings.ToLower(q.params["action"]); action {
	case "typing", "upload_photo", "upload_document", "upload_video", "record_video", "upload_voice", "record_voice", "choose_sticker", "find_location":
		c.action, c.actionAt = action, q.now
		return true, nil
	}
	return nil, badRequest("wrong parameter action in request")
}

// getChat describes a chat.
func (s *Server) getChat(q *request) (any, error) {
	c, err := s.chatOf(q)
	if err != nil {
		return nil, err
	}
	if c.person != nil && !c.open {
		return nil, errChatNotFound
	}
	w := c.wire()
	w["accent_color_id"], w["max_reaction_count"] = 0, 11
	return w, nil
}

// leaveChat takes the bot out of a group or channel.
func (s *Server) leaveChat(q *request) (any, error) {
	c, err := s.writable(q)
	if err != nil {
		return nil, err
	}
	if c.person != nil {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	c.left = true
	s.pushMembership(c, s.bot, "member", "left")
	return true, nil
}
