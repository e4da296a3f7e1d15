package sandbox

import "strings"

// AddToGroup adds the bot to a group, which comes into being when there is
// none. Group ids are negative; those of supergroups and channels begin with
// -100.
func (p *Person) AddToGroup(id int64, title string) {
	p.addTo(id, title, groupKind(id), "member")
}

// AddToChannel makes the bot an administrator of a channel.
func (p *Person) AddToChannel(id int64, title string) {
	p.addTo(id, title, "channel", "administrator")
}

func groupKind(id int64) string {
	if id <= -1_000_000_000_000 {
		return "supergroup"
	}
	return "group"
}

func (p *Person) addTo(id int64, title, kind, status string) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[id]
	if c == nil {
		c = &chat{id: id, kind: kind, title: title}
		s.chats[id] = c
	}
	from := "left"
	if c.kicked {
		from = "kicked"
	}
	c.open, c.left, c.kicked = true, false, false
	s.pushMembership(c, p.user, from, status)
	s.touch()
}

// RemoveFromGroup throws the bot out of a group or channel.
func (p *Person) RemoveFromGroup(id int64) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[id]; c != nil && !c.left && !c.kicked {
		c.kicked = true
		s.pushMembership(c, p.user, "member", "kicked")
		s.touch()
	}
}

// SayIn writes in a group or channel that the bot is in. In a group the bot
// hears only what is meant for it, unless its privacy mode is off.
func (p *Person) SayIn(id int64, text string) Message {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[id]
	if c == nil || c.person != nil || p.gone {
		return Message{}
	}
	m := s.add(c, Message{From: p.user, Text: text, Entities: withCommands(text, nil)})
	switch {
	case c.left || c.kicked:
	case c.kind == "channel":
		s.push("channel_post", s.wire(m))
	case s.readsAll || s.meantForBot(text):
		s.push("message", s.wire(m))
	}
	s.touch()
	return m.clone()
}

func (s *Server) meantForBot(text string) bool {
	return strings.HasPrefix(text, "/") || strings.Contains(text, "@"+s.bot.Username)
}

// MigrateGroup turns a group into a supergroup with another id. Who writes to
// the old one is told the new id.
func (s *Server) MigrateGroup(from, to int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.chats[from]
	if old == nil || old.migrated != 0 {
		return
	}
	old.migrated = to
	next := &chat{id: to, kind: "supergroup", title: old.title, open: true, left: old.left, kicked: old.kicked}
	s.chats[to] = next
	s.announce(old, "migrate_to_chat_id", to)
	s.announce(next, "migrate_from_chat_id", from)
	s.touch()
}

// announce tells the bot of the migration in the form of a service message.
func (s *Server) announce(c *chat, field string, id int64) {
	m := s.add(c, Message{Service: "migrated"})
	w := s.wire(m)
	w[field] = id
	s.push("message", w)
}
