package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// PersonOptions are what Telegram tells a bot of a person.
type PersonOptions struct {
	FirstName    string // "" is "Anna"
	LastName     string
	Username     string
	LanguageCode string // of the phone; "" is "nl"
}

// Person is someone with a phone. Whatever a person does that they can't do
// (writing to a bot that they blocked, say) does nothing and returns a zero
// Message.
type Person struct {
	server *Server

	// Guarded by the server's lock.
	user    User
	chat    *chat // with the bot
	gone    bool
	answers []Answer
}

// Person is the person with this id, who comes into being when there is none.
// An id below 1 stands for a new one. The bot can't write to them before they
// wrote to it.
func (s *Server) Person(id int64, o PersonOptions) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[id]; p != nil {
		return p
	}
	for id < 1 || s.people[id] != nil {
		id = 100_000_000 + s.rand.Int64N(7_000_000_000)
	}
	p := &Person{server: s, user: User{
		ID:           id,
		FirstName:    or(o.FirstName, "Anna"),
		LastName:     o.LastName,
		Username:     o.Username,
		LanguageCode: or(o.LanguageCode, "nl"),
	}}
	p.chat = &chat{id: id, kind: "private", person: p}
	s.people[id], s.chats[id] = p, p.chat
	return p
}

// ID is the person's id and that of their chat with the bot.
func (p *Person) ID() int64 { return p.user.ID }

// User is the person's account as a bot sees it.
func (p *Person) User() User {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return p.user
}

// SetLanguage changes the language of the phone.
func (p *Person) SetLanguage(code string) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	p.user.LanguageCode = code
	p.server.touch()
}

// Chat is the person's chat with the bot.
func (p *Person) Chat() Chat { return p.server.Chat(p.ID()) }

// Latest are the newest messages of the chat, at most n, oldest first.
func (p *Person) Latest(n int) []Message {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	var latest []Message
	for _, m := range slices.Backward(p.chat.messages) {
		if len(latest) == n {
			break
		}
		if !m.Deleted {
			latest = append(latest, m.clone())
		}
	}
	slices.Reverse(latest)
	return latest
}

// Last is the bot's newest message to the person; a zero Message when there is
// none.
func (p *Person) Last() Message {
	messages := p.Chat().Messages
	for i := len(messages) - 1; i >= 0; i-- {
		if messages[i].ByBot {
			return messages[i]
		}
	}
	return Message{}
}

// Answers are what the person saw after taps on buttons, oldest first.
func (p *Person) Answers() []Answer {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return append([]Answer(nil), p.answers...)
}

// Start presses START, or "restart" after the bot was blocked: that unblocks
// it and sends /start. A payload is what follows ?start= in a link.
func (p *Person) Start(payload ...string) Message {
	p.Unblock()
	return p.Say(strings.TrimSpace("/start " + strings.Join(payload, " ")))
}

// Command sends a command, with or without its slash.
func (p *Person) Command(name string) Message {
	return p.Say("/" + strings.TrimPrefix(name, "/"))
}

// Say sends a text. One that is too long goes in pieces, as apps do it; the
// last piece is returned.
func (p *Person) Say(text string) Message {
	var last Message
	for _, piece := range pieces(strings.TrimSpace(text)) {
		last = p.write(Message{Text: piece, Entities: withCommands(piece, nil)})
	}
	return last
}

// Reply sends a text as an answer to a message.
func (p *Person) Reply(to int, text string) Message {
	return p.write(Message{Text: text, Entities: withCommands(text, nil), ReplyTo: to})
}

// Forward passes on a text that someone else once wrote.
func (p *Person) Forward(text string) Message {
	return p.write(Message{Text: text, ForwardedFrom: "Truus"})
}

// write puts a message of the person into the chat and tells the bot.
func (p *Person) write(m Message) Message {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.gone || p.chat.blocked || (m.Text == "" && m.Media == nil) {
		return Message{}
	}
	p.chat.open = true
	m.From = p.user
	written := s.add(p.chat, m)
	s.push("message", s.wire(written))
	s.touch()
	return written.clone()
}

// EditMessage changes a text that the person wrote.
func (p *Person) EditMessage(id int, text string) Message {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	m := p.chat.find(id)
	if p.gone || p.chat.blocked || m == nil || m.ByBot || text == "" {
		return Message{}
	}
	m.Earlier = append(m.Earlier, Version{At: s.now(), Text: m.Text})
	m.Text, m.EditedAt = text, s.now()
	m.Entities = nil
	if m.Media == nil {
		m.Entities = withCommands(text, nil)
	}
	s.mark(m)
	s.push("edited_message", s.wire(m))
	s.touch()
	return m.clone()
}

// DeleteMessage takes a message out of the chat, on both sides. Bots are not
// told.
func (p *Person) DeleteMessage(id int) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := p.chat.find(id); m != nil {
		m.Deleted = true
		s.mark(m)
		s.touch()
	}
}

// Press taps the button with this text, or else with this callback data, under
// a message of the bot as it stands now.
func (p *Person) Press(message int, button string) (*Tap, error) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	m := p.chat.find(message)
	if m == nil {
		return nil, fmt.Errorf("sandbox: no message %d to press a button of", message)
	}
	for _, same := range []func(Button) bool{
		func(b Button) bool { return b.Text == button },
		func(b Button) bool { return b.Data == button },
	} {
		for _, row := range m.Buttons {
			for _, b := range row {
				if same(b) && b.Data != "" {
					return p.press(m, b.Data)
				}
			}
		}
	}
	return nil, fmt.Errorf("sandbox: no button %q under message %d", button, message)
}

// PressData sends a tap with any callback data: one of a button that is gone
// by now, or that never was, or under a message that was deleted meanwhile.
func (p *Person) PressData(message int, data string) (*Tap, error) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	m := p.chat.recall(message)
	if m == nil {
		return nil, fmt.Errorf("sandbox: no message %d to press a button of", message)
	}
	return p.press(m, data)
}

func (p *Person) press(m *Message, data string) (*Tap, error) {
	if p.gone || p.chat.blocked {
		return nil, fmt.Errorf("sandbox: the person can't press buttons after blocking the bot")
	}
	return p.server.press(p, m, data), nil
}

// HasWritten lets the bot write to someone who wrote to it before this server was
// there.
func (p *Person) HasWritten() {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	p.chat.open = true
}

// Block stops the bot. It is told once, and refused from then on.
func (p *Person) Block() { p.setBlocked(true) }

// Unblock lets the bot write again, and says nothing.
func (p *Person) Unblock() { p.setBlocked(false) }

func (p *Person) setBlocked(blocked bool) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.gone || p.chat.blocked == blocked {
		return
	}
	p.chat.blocked = blocked
	if blocked {
		s.pushMembership(p.chat, p.user, "member", "kicked")
	} else {
		s.pushMembership(p.chat, p.user, "kicked", "member")
	}
	s.touch()
}

// Deactivate closes the person's account. Nobody is told.
func (p *Person) Deactivate() {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	p.gone = true
	p.server.touch()
}

// pushMembership tells the bot that its place in a chat changed.
func (s *Server) pushMembership(c *chat, by User, from, to string) {
	member := func(status string) map[string]any {
		m := map[string]any{"user": s.bot, "status": status}
		if status == "kicked" {
			m["until_date"] = 0
		}
		return m
	}
	s.push("my_chat_member", map[string]any{
		"chat":            c.wire(),
		"from":            by,
		"date":            s.now().Unix(),
		"old_chat_member": member(from),
		"new_chat_member": member(to),
	})
}

// pieces cuts a text that is longer than a message may be.
func pieces(text string) []string {
	var cut []string
	begin, length := 0, 0
	for i, r := range text {
		n := max(1, utf16.RuneLen(r))
		if length+n > longestText {
			cut = append(cut, text[begin:i])
			begin, length = i, 0
		}
		length += n
	}
	return append(cut, text[begin:])
}
