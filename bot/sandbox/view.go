package sandbox

import "time"

// view is what the page knows. A view that is not full holds only the
// messages and answers that are new since the last one.
type view struct {
	Full     bool      `json:"full"`
	Person   int64     `json:"person"`
	Language string    `json:"language"`
	Bot      string    `json:"bot"`
	About    string    `json:"about"` // what the bot says of itself in an empty chat
	Started  bool      `json:"started"`
	Blocked  bool      `json:"blocked"`
	Action   string    `json:"action"`
	Busy     bool      `json:"busy"`
	Now      time.Time `json:"now"`
	Zone     string    `json:"zone"`
	Next     string    `json:"next,omitempty"` // when something is due next
	Commands []Command `json:"commands"`

	Messages []viewMessage `json:"messages"`
	Answers  []viewAnswer  `json:"answers"`
}

type viewMessage struct {
	ID        int        `json:"id"`
	Bot       bool       `json:"bot"`
	At        time.Time  `json:"at"`
	Text      string     `json:"text"`
	Entities  []Entity   `json:"entities"`
	Buttons   [][]Button `json:"buttons"`
	Media     *viewMedia `json:"media"`
	Edited    bool       `json:"edited"`
	Deleted   bool       `json:"deleted"`
	Forwarded string     `json:"forwarded"`
	Reply     string     `json:"reply"`
}

type viewMedia struct {
	Kind      string  `json:"kind"`
	Source    string  `json:"source"`
	Type      string  `json:"type"`
	Name      string  `json:"name"`
	Alt       string  `json:"alt"` // what a picture shows, in words
	Size      int     `json:"size"`
	Width     int     `json:"width"`
	Height    int     `json:"height"`
	Seconds   int     `json:"seconds"`
	Emoji     string  `json:"emoji"`
	Phone     string  `json:"phone"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type viewAnswer struct {
	Text  string `json:"text"`
	Alert bool   `json:"alert"`
}

// seen is how far a page has followed the chat.
type seen struct {
	person   *Person
	revision int
	answers  int
}

// view is what a page that has seen so much must be told, and how far it has
// come then. Who has another person's chat before them, or nothing yet, gets
// everything but the answers, which are of their moment only.
func (p *Phone) view(before seen) (view, seen) {
	p.mu.Lock()
	person, busy := p.person, p.busy
	p.mu.Unlock()

	v := view{Person: person.ID(), Busy: busy, Now: p.clock.Now(), Zone: p.clock.Zone().String()}
	if due, ok := (journey{hooks: p.hooks}).nextDue(); ok {
		v.Next = due.Format(time.RFC3339)
	}
	language := person.User().LanguageCode
	v.Language = language
	v.Bot, v.About = p.server.BotName(language), p.server.Description(language)
	v.Commands = p.server.Commands(person.ID(), language)

	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	after := seen{person: person, revision: s.revision, answers: len(person.answers)}
	if before.person != person {
		v.Full = true
		before = seen{answers: after.answers}
	}
	c := person.chat
	v.Started, v.Blocked, v.Action = c.open, c.blocked, c.currentAction(s.now())
	for _, m := range c.messages {
		if m.revision > before.revision && !(v.Full && m.Deleted) {
			shown := viewOf(m, c.find(m.ReplyTo))
			if shown.Media != nil && p.hooks.AltText != nil {
				shown.Media.Alt = p.hooks.AltText(language, shown.Media.Name)
			}
			v.Messages = append(v.Messages, shown)
		}
	}
	for _, a := range person.answers[before.answers:] {
		v.Answers = append(v.Answers, viewAnswer{Text: a.Text, Alert: a.Alert})
	}
	return v, after
}

func viewOf(m, to *Message) viewMessage {
	v := viewMessage{
		ID:        m.ID,
		Bot:       m.ByBot,
		At:        m.At,
		Text:      m.Text,
		Entities:  m.Entities,
		Buttons:   m.Buttons,
		Edited:    !m.EditedAt.IsZero() && m.Text != "" && m.textChanged(),
		Deleted:   m.Deleted,
		Forwarded: m.ForwardedFrom,
	}
	if to != nil {
		v.Reply = to.Text
	}
	if m.Media != nil {
		v.Media = viewOfMedia(m)
	}
	return v
}

// textChanged tells whether an edit changed more than the buttons.
func (m *Message) textChanged() bool {
	for _, e := range m.Earlier {
		if e.Text != m.Text {
			return true
		}
	}
	return false
}

func viewOfMedia(m *Message) *viewMedia {
	v := &viewMedia{
		Kind:      m.Media.Kind,
		Emoji:     m.Media.Emoji,
		Name:      m.Media.Name,
		Phone:     m.Media.Phone,
		Latitude:  m.Media.Latitude,
		Longitude: m.Media.Longitude,
	}
	if f := m.Media.File; f != nil {
		v.Source, v.Type, v.Name, v.Size = "/media/"+f.ID, f.MIME, f.Name, len(f.Data)
		v.Width, v.Height, v.Seconds = f.Width, f.Height, f.Seconds
	}
	return v
}
