package bot

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"back2core/bot/sandbox"
)

// oddUpdates are one update of every kind, and of every oddity that we could
// think of. Their ids are left to the test: 1500000001 is the expected one.
func oddUpdates() []string {
	now := time.Now().Unix() // what is older is answered as late
	who := func(chat int, rest string) string {
		return fmt.Sprintf(`"message_id":5,"date":%d,"chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"language_code":"nl"},%s`, now, chat, chat, rest)
	}
	var all []string
	add := func(kind, content string) {
		all = append(all, `{"update_id":1500000001,"`+kind+`":{`+content+`}}`)
	}
	for chat := chatStranger; chat <= chatFlagged; chat++ {
		for _, text := range []string{
			alarmWords, "zwijgplicht", "/start", "/start vcard_zwijgplicht", "/help@back2core_bot zwijgplicht", "/verwijder", "/taal en", "/pijn 8,5",
			"nee", "ja", "0", "112", "/", "//", "\u200b", "{{.Name}} %s %!d(x)", "<b>&</b>", "@durov #tag tg://resolve?domain=x https://t.me/x",
			strings.Repeat("x", 4096), strings.Repeat("👍", 2048), strings.Repeat("ik kan niet plassen ", 204), "\u202e\u2066\ufffd\x00",
		} {
			add("message", who(chat, `"text":`+asJSON(text)))
		}
		add("edited_message", who(chat, fmt.Sprintf(`"edit_date":%d,"text":"%s"`, now, alarmWords)))
		add("message", who(chat, `"forward_origin":{"type":"hidden_user"},"text":"`+alarmWords+`"`))
		add("message", who(chat, `"photo":[{}],"caption":"`+alarmWords+`"`))
		for _, field := range []string{"voice", "sticker", "location", "contact", "poll", "dice", "hologram", "pinned_message", "game", "web_app_data"} {
			add("message", who(chat, `"`+field+`":{"x":1}`))
		}
		for _, data := range []string{"screen:1:e1:RF01", "row:1:ask:yes", "do:0:delete:", "morning:1:start:start", "", "::::", "screen:zzzzzz:e1:RF01", strings.Repeat("x", 65)} {
			add("callback_query", fmt.Sprintf(`"id":"9","from":{"id":%d},"message":{%s},"data":%s`, chat, who(chat, `"text":"x"`), asJSON(data)))
		}
		add("callback_query", fmt.Sprintf(`"id":"9","from":{"id":%d},"inline_message_id":"x","data":"x"`, chat))
		add("my_chat_member", who(chat, `"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked"}`))
		add("my_chat_member", who(chat, `"old_chat_member":{"status":"kicked"},"new_chat_member":{"status":"member"}`))
		add("my_chat_member", who(chat, `"new_chat_member":7`))
	}
	all = append(all,
		`{}`, `[]`, `null`, `7`, `"zwijgplicht"`, `{"update_id":null}`, `{"update_id":1500000001}`, `{"update_id":-5,"message":{}}`,
		`{"update_id":9223372036854775807,"message":{`+who(chatCoached, `"text":"zwijgplicht"`)+`}}`,
		`{"update_id":1e400,"message":{`+who(chatCoached, `"text":"zwijgplicht"`)+`}}`,
		`{"update_id":1500000001,"message":{"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{"chat":{"id":12},"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{"chat":{"id":-9223372036854775808,"type":"private"},"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{"chat":{"id":12.5,"type":"private"},"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{"chat":{"id":12,"type":"private"},"date":9223372036854775807,"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{"chat":{"id":12,"type":"private"},"text":["zwijgplicht"]}}`,
		`{"update_id":1500000001,"message":{"chat":{"id":12,"type":"private"},"text":"a","text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{"chat":{"id":12,"type":"private"},"chat":{"id":14,"type":"private"},"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{`+who(chatCoached, `"text":"`+"\xff\xfe"+`"`)+`}}`,
		`{"update_id":1500000001,"message":{`+who(chatCoached, `"text":"\ud800"`)+`}}`,
		`{"update_id":1500000001,"message":{`+who(chatCoached, `"text":"`+strings.Repeat("zwijgplicht ", 90_000)+`"`)+`}}`,
		`{"update_id":1500000001,"message":{`+who(chatCoached, `"reply_to_message":`+strings.Repeat(`{"a":`, 5000)+`1`+strings.Repeat(`}`, 5000)+`,"text":"zwijgplicht"`)+`}}`,
		`{"update_id":1500000001,"message":{"message_id":5,"chat":{"id":12,"type":"private"},"from":{"id":13,"is_bot":true},"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{"message_id":5,"chat":{"id":-100,"type":"supergroup"},"from":{"id":12},"text":"`+alarmWords+`"}}`,
		`{"update_id":1500000001,"channel_post":{"message_id":5,"chat":{"id":-100,"type":"channel"},"text":"`+alarmWords+`"}}`,
		`{"update_id":1500000001,"callback_query":{"id":"9","from":{"id":12},"message":{"message_id":5,"chat":{"id":-100,"type":"group"}},"data":"do:0:help:"}}`,
		`{"update_id":1500000001,"inline_query":{"id":"9","from":{"id":12},"query":"zwijgplicht"}}`,
		`{"update_id":1500000001,"business_message":{"chat":{"id":12,"type":"private"},"text":"zwijgplicht"}}`,
		`{"update_id":1500000001,"message":{`+who(chatCoached, `"text":"zwijgplicht"`)+`},"callback_query":{"id":"9","from":{"id":14}}}`,
	)
	return slices.Concat(all, sandboxUpdates())
}

// sandboxUpdates are updates as the sandbox writes them, with all their members.
func sandboxUpdates() []string {
	s := sandbox.New(sandbox.Options{Seed: 1})
	p := s.Person(chatCoached, sandbox.PersonOptions{FirstName: "<b>zwijgplicht", Username: "durov"})
	said := p.Start("zwijgplicht")
	p.EditMessage(said.ID, "zwijgplicht")
	p.Forward(alarmWords)
	p.Reply(said.ID, "ja")
	p.SendVoice()
	p.SendPhoto("zwijgplicht", 1, 2, 3)
	p.SendSticker("👍")
	p.Block()
	p.Unblock()
	var all []string
	for _, u := range s.Waiting() {
		all = append(all, string(u))
	}
	return all
}

// mutated is a JSON text with its structure changed here and there.
func mutated(raw []byte, random *rand.Rand) []byte {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return raw
	}
	m := mutator{random, 1 + random.IntN(3)}
	var out strings.Builder
	m.write(&out, v)
	return []byte(out.String())
}

// mutator writes JSON, and something else instead now and then.
type mutator struct {
	*rand.Rand
	left int // changes to make
}

var oddValues = []string{
	`null`, `0`, `-1`, `1`, `true`, `""`, `"x"`, `[]`, `{}`, `[[[[]]]]`, `9223372036854775807`, `-9223372036854775808`, `1e99`, `1.5`, `"` + alarmWords + `"`,
	`{"id":14,"type":"private"}`, `{"id":-100,"type":"supergroup"}`, `12`, `13`, `14`, `"private"`, `"channel"`, `{"status":"kicked"}`, `"\ud800"`, `"\u0000"`,
}

func (m *mutator) write(out *strings.Builder, v any) {
	if m.left > 0 && m.IntN(12) == 0 {
		m.left--
		out.WriteString(oddValues[m.IntN(len(oddValues))])
		return
	}
	switch v := v.(type) {
	case map[string]any:
		m.object(out, v)
	case []any:
		out.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			m.write(out, x)
		}
		out.WriteByte(']')
	case float64:
		out.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
	default:
		out.WriteString(asJSON(v))
	}
}

// object may leave a member out, write it twice or under another's name.
func (m *mutator) object(out *strings.Builder, v map[string]any) {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names)
	comma := ""
	out.WriteByte('{')
	for _, name := range names {
		times, as := 1, name
		if m.left > 0 && m.IntN(15) == 0 {
			m.left--
			times = m.IntN(3)
			if times == 1 {
				as = names[m.IntN(len(names))]
			}
		}
		for range times {
			out.WriteString(comma + asJSON(as) + ":")
			m.write(out, v[name])
			comma = ","
		}
	}
	out.WriteByte('}')
}
