package bot

import (
	"errors"
	"fmt"
	"maps"
	"strconv"

	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// shown is a message as Telegram wants it.
type shown struct {
	HTML     string
	keyboard string // JSON; "" is none
}

// words are how replies become text: messages.Render and RenderAnswered.
type words struct {
	reply    func(flows.Lang, string, messages.Practice, flows.Reply) (messages.Message, error)
	answered func(flows.Lang, string, messages.Practice, flows.Reply, flows.Answered) (string, error)
	same     func(a, b flows.Reply) bool // whether they say and ask the same
}

var newWords = words{messages.Render, messages.RenderAnswered, sameWords}

func sameWords(a, b flows.Reply) bool {
	if a.Text != b.Text || a.Lead != b.Lead || a.Figure != b.Figure || !maps.Equal(a.Args, b.Args) || (a.Ask == nil) != (b.Ask == nil) {
		return false
	}
	return a.Ask == nil || a.Ask.Form == b.Ask.Form && a.Ask.Question == b.Ask.Question && a.Ask.About == b.Ask.About
}

// rendered turns a message into what is shown. Its errors are bugs, and so is a
// panic.
func (b *Bot) rendered(m store.Message) (s shown, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %s", described(r))
		}
	}()
	if m.Kind == store.Close {
		if m.Answered == nil {
			return s, errors.New("a question to close without its answer")
		}
		s.HTML, err = b.words.answered(m.Lang, m.Zone, b.o.Practice, m.Reply, *m.Answered)
		return s, err
	}
	msg, err := b.words.reply(m.Lang, m.Zone, b.o.Practice, m.Reply.At(m.Inflight))
	if err != nil {
		return s, err
	}
	s.HTML = msg.HTML
	s.keyboard, err = keyboard(msg.Buttons)
	return s, err
}

// addFigure puts the figure of a reply over its text, or tells it below, to who
// wants no picture and where none can be had. A caption stands under its figure
// already; an exercise that is done needs none.
func (b *Bot) addFigure(s *shown, c *candidate) {
	m := c.m
	if m.Reply.Figure == "" || m.Caption || m.Kind == store.Close || c.bare {
		return
	}
	if c.shot != nil && messages.FitsCaption(s.HTML) {
		return
	}
	c.shot = nil
	told, err := messages.Told(m.Lang, s.HTML, m.Reply.Figure)
	if err != nil {
		b.lacks(m.Reply.Figure, err) // the instruction stands without
		return
	}
	s.HTML = told
}

// A key is one button as the Bot API names it.
type key struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// keyboard is the JSON of an inline keyboard; "" for no buttons.
func keyboard(rows [][]messages.Button) (string, error) {
	if len(rows) == 0 {
		return "", nil
	}
	keys := make([][]key, len(rows))
	for i, row := range rows {
		for _, button := range row {
			data, err := packed(button.Press)
			if err != nil {
				return "", err
			}
			keys[i] = append(keys[i], key{button.Label, data})
		}
	}
	return asJSON(map[string]any{"inline_keyboard": keys}), nil
}

// callFor is the call that shows a message.
func callFor(c candidate, s shown) (method string, p params) {
	p = params{"chat_id": chatOf(c.m.Address)}
	if c.m.Kind != store.Send {
		p["message_id"] = strconv.Itoa(c.m.MessageID)
	}
	if c.bare {
		return "editMessageReplyMarkup", p // no markup is no buttons
	}
	if s.keyboard != "" {
		p["reply_markup"] = s.keyboard
	}
	if c.m.Caption && !messages.FitsCaption(s.HTML) {
		return "editMessageReplyMarkup", p // its words stay as they were
	}
	p["parse_mode"] = "HTML"
	if c.shot != nil {
		p["caption"] = s.HTML
		if c.shot.fileID != "" {
			p[c.shot.field()] = c.shot.fileID
		}
		return c.shot.method(), p
	}
	if c.m.Caption {
		p["caption"] = s.HTML
		return "editMessageCaption", p
	}
	p["text"] = s.HTML
	p["link_preview_options"] = `{"is_disabled":true}`
	if c.m.Kind == store.Send {
		return "sendMessage", p
	}
	return "editMessageText", p
}
