package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Entity is a stretch of text that looks different or leads somewhere.
// Offset and length count UTF-16 units, as everywhere in the Bot API.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

// htmlTags are the tags of parse mode HTML, with the entities they make.
var htmlTags = map[string]string{
	"b": "bold", "strong": "bold",
	"i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler",
	"code": "code", "pre": "pre", "a": "text_link",
	"blockquote": "blockquote",
}

// parseHTML reads parse mode HTML as Telegram does: a '<' always begins a
// tag, a '&' that begins no known entity is just that, and whatever is not in
// order is refused with the place where it stands, counted in bytes.
func parseHTML(source string) (string, []Entity, error) {
	p := htmlParser{source: source}
	for p.at < len(source) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if len(p.open) > 0 {
		last := p.open[len(p.open)-1]
		return "", nil, badHTML("Can't find end tag corresponding to start tag %q", last.tag)
	}
	slices.SortStableFunc(p.entities, func(a, b Entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
	return p.text.String(), p.entities, nil
}

func badHTML(format string, args ...any) error {
	return badRequest("can't parse entities: "+format, args...)
}

type htmlParser struct {
	source   string
	at       int // the byte that is next
	text     strings.Builder
	units    int // UTF-16 units of text
	open     []openTag
	entities []Entity
}

type openTag struct {
	tag    string
	entity Entity
	begin  int // in text, in bytes
}

// step takes one tag, entity or character.
func (p *htmlParser) step() error {
	switch {
	case strings.HasPrefix(p.source[p.at:], "</"):
		return p.endTag()
	case p.source[p.at] == '<':
		return p.startTag()
	case p.source[p.at] == '&':
		r, length := htmlEntity(p.source[p.at:])
		p.at += length
		p.write(r)
	default:
		r, length := utf8.DecodeRuneInString(p.source[p.at:])
		p.at += length
		p.write(r)
	}
	return nil
}

func (p *htmlParser) write(r rune) {
	p.text.WriteRune(r)
	p.units += max(1, utf16.RuneLen(r))
}

// startTag reads a tag's name and attributes up to its '>'.
func (p *htmlParser) startTag() error {
	begin := p.at
	p.at++
	tag := strings.ToLower(p.until(" \t\r\n\v\f>"))
	if p.at >= len(p.source) {
		return badHTML("Unclosed start tag at byte offset %d", begin)
	}
	kind, known := htmlTags[tag]
	if !known {
		return badHTML("Unsupported start tag %q at byte offset %d", tag, begin)
	}
	attributes, err := p.attributes(tag, begin)
	if err != nil {
		return err
	}
	if tag == "span" && attributes["class"] != "tg-spoiler" {
		return badHTML(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	e := Entity{Type: kind, Offset: p.units}
	if _, expandable := attributes["expandable"]; expandable && kind == "blockquote" {
		e.Type = "expandable_blockquote"
	}
	switch tag {
	case "a":
		e.URL = attributes["href"]
	case "code":
		e.Language = strings.TrimPrefix(attributes["class"], "language-")
	}
	p.open = append(p.open, openTag{tag: tag, entity: e, begin: p.text.Len()})
	return nil
}

// attributes reads name="value" pairs; quotes may be single, double or none.
func (p *htmlParser) attributes(tag string, begin int) (map[string]string, error) {
	unclosed := badHTML("Unclosed start tag %q at byte offset %d", tag, begin)
	found := map[string]string{}
	for {
		p.spaces()
		if p.at >= len(p.source) {
			return nil, unclosed
		}
		if p.source[p.at] == '>' {
			p.at++
			return found, nil
		}
		name := strings.ToLower(p.until(" \t\r\n\v\f=>/\"'"))
		if name == "" {
			return nil, badHTML("Empty attribute name in the tag %q at byte offset %d", tag, begin)
		}
		p.spaces()
		if p.at >= len(p.source) {
			return nil, unclosed
		}
		value := ""
		if p.source[p.at] == '=' {
			p.at++
			p.spaces()
			var ok bool
			if value, ok = p.value(); !ok {
				return nil, badHTML("Unclosed start tag at byte offset %d", begin)
			}
		}
		found[name] = value
	}
}

// value reads an attribute's value, with its character entities resolved.
func (p *htmlParser) value() (string, bool) {
	if p.at >= len(p.source) {
		return "", false
	}
	quote := p.source[p.at]
	if quote != '"' && quote != '\'' {
		return p.until(" \t\r\n\v\f>"), p.at < len(p.source)
	}
	p.at++
	var out strings.Builder
	for p.at < len(p.source) && p.source[p.at] != quote {
		if p.source[p.at] != '&' {
			out.WriteByte(p.source[p.at])
			p.at++
			continue
		}
		r, length := htmlEntity(p.source[p.at:])
		out.WriteRune(r)
		p.at += length
	}
	if p.at >= len(p.source) {
		return "", false
	}
	p.at++
	return out.String(), true
}

// endTag closes the tag that was opened last; "</>" may stand for any.
func (p *htmlParser) endTag() error {
	begin := p.at
	if len(p.open) == 0 {
		return badHTML("Unexpected end tag at byte offset %d", begin)
	}
	last := p.open[len(p.open)-1]
	p.at += len("</")
	tag := strings.ToLower(p.until(" \t\r\n\v\f>"))
	p.spaces()
	if p.at >= len(p.source) || p.source[p.at] != '>' {
		return badHTML("Unclosed end tag at byte offset %d", begin)
	}
	if tag != "" && tag != last.tag {
		return badHTML("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, last.tag, tag)
	}
	p.at++
	p.open = p.open[:len(p.open)-1]
	p.close(last)
	return nil
}

// close turns a tag that is complete into an entity. An empty one makes none,
// nor does a link that leads nowhere.
func (p *htmlParser) close(t openTag) {
	e := t.entity
	e.Length = p.units - e.Offset
	if t.tag == "a" {
		e.URL = or(e.URL, p.text.String()[t.begin:])
		if badURL(e.URL) != "" {
			return
		}
	}
	if e.Length > 0 {
		p.entities = append(p.entities, e)
	}
}

// until takes everything up to one of the characters.
func (p *htmlParser) until(stops string) string {
	rest := p.source[p.at:]
	end := strings.IndexAny(rest, stops)
	if end < 0 {
		end = len(rest)
	}
	p.at += end
	return rest[:end]
}

func (p *htmlParser) spaces() {
	for p.at < len(p.source) && strings.IndexByte(" \t\r\n\v\f", p.source[p.at]) >= 0 {
		p.at++
	}
}

// namedEntities are all the names that Telegram knows.
var namedEntities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}

// htmlEntity reads the character entity at the start of the text, which
// begins with '&', and tells how many bytes it takes. What is none stands for
// itself.
func htmlEntity(text string) (rune, int) {
	name := text[1:]
	end := strings.IndexFunc(name, func(r rune) bool {
		return r != '#' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	if end < 0 {
		end = len(name)
	}
	r, ok := namedEntities[name[:end]]
	if number, numeric := strings.CutPrefix(name[:end], "#"); numeric {
		r, ok = numericEntity(number)
	}
	if !ok {
		return '&', 1
	}
	if strings.HasPrefix(name[end:], ";") {
		end++
	}
	return r, 1 + end
}

func numericEntity(number string) (rune, bool) {
	base := 10
	if hex, ok := strings.CutPrefix(number, "x"); ok {
		number, base = hex, 16
	}
	n, err := strconv.ParseUint(number, base, 32)
	return rune(n), err == nil && n > 0 && n < 0x10ffff && utf8.ValidRune(rune(n))
}
