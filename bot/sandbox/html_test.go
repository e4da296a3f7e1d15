package sandbox

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	bold := func(offset, length int) Entity { return Entity{Type: "bold", Offset: offset, Length: length} }
	for _, test := range []struct {
		name, source, text string
		entities           []Entity
	}{
		{"plain", "hallo", "hallo", nil},
		{"bold", "<b>ja</b>", "ja", []Entity{bold(0, 2)}},
		{"strong", "a <strong>ja</strong>", "a ja", []Entity{bold(2, 2)}},
		{"capital tags", "<B>ja</B>", "ja", []Entity{bold(0, 2)}},
		{"emoji count double", "😀<b>x</b>", "😀x", []Entity{bold(2, 1)}},
		{"nested", "<b>a<i>b</i></b>", "ab", []Entity{bold(0, 2), {Type: "italic", Offset: 1, Length: 1}}},
		{"empty tag", "x<b></b>", "x", nil},
		{"any end tag", "<b>x</>", "x", []Entity{bold(0, 1)}},
		{"link", `<a href="https://example.org/?a=1&amp;b=2">x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "https://example.org/?a=1&b=2"}}},
		{"link in single quotes", `<a href='https://example.org'>x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "https://example.org"}}},
		{"link without quotes", `<a href=https://example.org>x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "https://example.org"}}},
		{"link that is its own text", "<a>example.org</a>", "example.org", []Entity{{Type: "text_link", Length: 11, URL: "example.org"}}},
		{"telephone links stay text", `<a href="tel:112">112</a>`, "112", nil},
		{"scripts stay text", `<a href="javascript:alert(1)">x</a>`, "x", nil},
		{"known entities", "&lt;b&gt; &amp; &quot;", `<b> & "`, nil},
		{"entity without its semicolon", "a &lt b", "a < b", nil},
		{"numbers", "&#8217;&#x2019;", "\u2019\u2019", nil},
		{"unknown entities stand", "&nbsp; &eacute;", "&nbsp; &eacute;", nil},
		{"bare ampersand", "heen & weer &", "heen & weer &", nil},
		{"bare greater-than", "pijn > 3", "pijn > 3", nil},
		{"spoiler", `<span class="tg-spoiler">x</span>`, "x", []Entity{{Type: "spoiler", Length: 1}}},
		{"expandable quote", `<blockquote expandable>x</blockquote>`, "x", []Entity{{Type: "expandable_blockquote", Length: 1}}},
		{"code with a language", `<code class="language-go">x</code>`, "x", []Entity{{Type: "code", Length: 1, Language: "go"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, entities, err := parseHTML(test.source)
			if err != nil || text != test.text || !reflect.DeepEqual(entities, test.entities) {
				t.Errorf("got %q %+v %v\nwant %q %+v", text, entities, err, test.text, test.entities)
			}
		})
	}
}

func TestEveryTagIsTaken(t *testing.T) {
	for tag := range htmlTags {
		begin := tag
		switch tag {
		case "a":
			begin = `a href="https://example.org"`
		case "span":
			begin = `span class="tg-spoiler"`
		}
		if _, entities, err := parseHTML("<" + begin + ">x</" + tag + ">"); err != nil || len(entities) != 1 {
			t.Errorf("<%s>: %v %v", tag, entities, err)
		}
	}
}

func TestBadHTML(t *testing.T) {
	for source, want := range map[string]string{
		"<p>x</p>":                   `Unsupported start tag "p" at byte offset 0`,
		"é <br>":                     `Unsupported start tag "br" at byte offset 3`,
		"pijn < 3":                   `Unsupported start tag "" at byte offset 5`,
		"pijn < 3 > 1":               `Unsupported start tag "" at byte offset 5`,
		"<3":                         `Unclosed start tag at byte offset 0`,
		"<b>x":                       `Can't find end tag corresponding to start tag "b"`,
		"x</b>":                      `Unexpected end tag at byte offset 1`,
		"<b>x</i>":                   `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"<b><i>x</b></i>":            `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"<b>x</b":                    `Unclosed end tag at byte offset 4`,
		"<b>x</b x>":                 `Unclosed end tag at byte offset 4`,
		`<a href="x>y</a>`:           `Unclosed start tag at byte offset 0`,
		`<a href=`:                   `Unclosed start tag at byte offset 0`,
		`<a ="x">y</a>`:              `Empty attribute name in the tag "a" at byte offset 0`,
		`<a href `:                   `Unclosed start tag "a" at byte offset 0`,
		`<span class="red">x</span>`: `Tag "span" must have class "tg-spoiler" at byte offset 0`,
	} {
		_, _, err := parseHTML(source)
		var e *apiError
		if !errors.As(err, &e) || e.Description != "Bad Request: can't parse entities: "+want {
			t.Errorf("%s\n got %v\nwant %s", source, err, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<b>x</b>", "<a href='x'>&#x41;</a>", "<<>&;</", "&#", "<a b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text, entities, err := parseHTML(source)
		if err != nil {
			return
		}
		for _, e := range entities {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > units(text) {
				t.Errorf("%q: entity %+v outside %q", source, e, text)
			}
		}
		if !strings.ContainsAny(source, "<&") && text != strings.ToValidUTF8(source, "\ufffd") && len(source) == len(text) {
			t.Errorf("%q became %q", source, text)
		}
	})
}
