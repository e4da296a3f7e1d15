package bot

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// audience is whom a profile is for: the phones of one language, or with no
// code all whose language has none of its own.
type audience struct {
	code string
	lang flows.Lang
}

var audiences = []audience{{"", flows.Dutch}, {"nl", flows.Dutch}, {"en", flows.English}}

// command is a line of the command list as the Bot API has it.
type command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// introduce sets the bot's name, descriptions and command list, per language,
// where they differ from what is set. It gives up on refusals: Telegram allows
// few changes of a name a day.
func (b *Bot) introduce(ctx context.Context) {
	for _, a := range audiences {
		card := messages.Card(a.lang, b.o.Practice)
		for _, field := range []struct{ get, set, name, want string }{
			{"getMyName", "setMyName", "name", card.Name},
			{"getMyDescription", "setMyDescription", "description", card.Description},
			{"getMyShortDescription", "setMyShortDescription", "short_description", card.ShortDescription},
		} {
			is, err := b.insistCall(ctx, field.get, a.params())
			if err != nil || fieldsOf(is).text(field.name) == field.want {
				continue
			}
			p := a.params()
			p[field.name] = field.want
			_, _ = b.insistCall(ctx, field.set, p)
		}
		b.introduceCommands(ctx, a)
	}
}

func (b *Bot) introduceCommands(ctx context.Context, a audience) {
	raw, err := b.insistCall(ctx, "getMyCommands", a.params())
	if err != nil {
		return
	}
	want := commandsOf(a.lang)
	var is []command
	if json.Unmarshal(raw, &is) == nil && asJSON(is) == want {
		return
	}
	p := a.params()
	p["commands"] = want
	_, _ = b.insistCall(ctx, "setMyCommands", p)
}

func (a audience) params() params {
	if a.code == "" {
		return params{}
	}
	return params{"language_code": a.code}
}

// commandsOf is the JSON of the command list in a language.
func commandsOf(lang flows.Lang) string {
	list := []command{}
	for _, c := range messages.Commands(lang) {
		list = append(list, command{c.Name, c.Description})
	}
	return asJSON(list)
}

// relist shows a patient who changed language the commands in the new one.
func (b *Bot) relist(chat int64, lang flows.Lang) {
	b.beside(func(ctx context.Context) {
		_, _ = b.insistCall(ctx, "setMyCommands", params{
			"commands": commandsOf(lang),
			"scope":    `{"type":"chat","chat_id":` + strconv.FormatInt(chat, 10) + `}`,
		})
	})
}

// insistCall makes a call that can be repeated freely, a few times if need be.
func (b *Bot) insistCall(ctx context.Context, method string, p params) (json.RawMessage, error) {
	wait := backoff{first: time.Second, most: 10 * time.Second}
	for try := 1; ; try++ {
		raw, err := b.send.call(ctx, sendTimeout, method, p)
		if err == nil {
			return raw, nil
		}
		pause := wait.next(err)
		if k := kindOfError(err); try == 5 || k != unsent && k != ambiguous && k != limited || pause > time.Minute {
			b.count("profile.failed")
			b.log.Warn("the profile is not up to date", "error", err)
			return nil, err
		}
		if sleep(ctx, pause) != nil {
			return nil, err
		}
	}
}
