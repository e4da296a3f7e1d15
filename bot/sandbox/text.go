package sandbox

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	longestText    = 4096    // after parsing
	longestCaption = 1024    // after parsing
	longestSource  = 1 << 15 // before parsing, in bytes
	mostEntities   = 100     // what comes after them looks plain
)

// formatted is a text as it reaches the reader.
type formatted struct {
	text     string
	source   string // as the bot wrote it
	entities []Entity
}

func (f formatted) same(g formatted) bool {
	return f.text == g.text && slices.Equal(f.entities, g.entities)
}

// readMessage reads the text of a message, which can't be empty.
func readMessage(q *request) (formatted, error) {
	if q.params["text"] == "" {
		return formatted{}, errEmptyText
	}
	f, err := readText(q, "text", "entities")
	if err == nil && f.text == "" {
		err = errBlankText
	}
	return f, err
}

// readText reads and parses a text or a caption.
func readText(q *request, field, entitiesField string) (formatted, error) {
	source := q.params[field]
	if !utf8.ValidString(source) {
		return formatted{}, errNotUTF8
	}
	if len(source) > longestSource {
		return formatted{}, badRequest("text is too long")
	}
	f := formatted{text: source, source: source}
	var err error
	switch mode := strings.ToLower(q.params["parse_mode"]); mode {
	case "", "none":
		if raw := q.params[entitiesField]; raw != "" && json.Unmarshal([]byte(raw), &f.entities) != nil {
			err = badRequest("can't parse entities: Can't parse entities JSON object")
		}
	case "html":
		f.text, f.entities, err = parseHTML(source)
	case "markdown", "markdownv2":
		err = notImitated("parse_mode Markdown is")
	default:
		err = errUnknownParseMode
	}
	if err != nil {
		return formatted{}, err
	}
	return f.tidy(), nil
}

// tidy is what Telegram does to every text: no white space at the ends,
// no more entities than it looks at, and commands made tappable.
func (f formatted) tidy() formatted {
	left := strings.TrimLeftFunc(f.text, unicode.IsSpace)
	cut := units(f.text) - units(left)
	f.text = strings.TrimRightFunc(left, unicode.IsSpace)
	f.entities = clip(f.entities, cut, units(f.text))
	if len(f.entities) > mostEntities {
		f.entities = f.entities[:mostEntities]
	}
	f.entities = withCommands(f.text, f.entities)
	return f
}

// clip moves entities to a text that lost its beginning and end.
func clip(entities []Entity, cut, length int) []Entity {
	var kept []Entity
	for _, e := range entities {
		begin := max(0, e.Offset-cut)
		end := min(length, e.Offset+e.Length-cut)
		if begin < end {
			e.Offset, e.Length = begin, end-begin
			kept = append(kept, e)
		}
	}
	return kept
}

var commandPattern = regexp.MustCompile(`(?:^|[\s(>,])(/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)`)

// withCommands marks /commands, except inside code and links.
func withCommands(text string, entities []Entity) []Entity {
	for _, at := range commandPattern.FindAllStringSubmatchIndex(text, -1) {
		e := Entity{Type: "bot_command", Offset: units(text[:at[2]]), Length: units(text[at[2]:at[3]])}
		inside := func(o Entity) bool {
			plain := o.Type == "code" || o.Type == "pre" || o.Type == "text_link"
			return plain && e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length
		}
		if !slices.ContainsFunc(entities, inside) {
			entities = append(slices.Clone(entities), e)
		}
	}
	return entities
}

// units counts as the Bot API counts: in UTF-16 units.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
