package messages

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"tags", "<b>Bel nu</b> je <i>huisarts</i>", "Bel nu je huisarts"},
		{"entities", "a &lt;b&gt; &amp; &#39;c&#39;", "a <b> & 'c'"},
		{"escaped twice", "&amp;lt;", "&lt;"},
		{"lines", "\n<b>een</b>\ntwee\n", "een\ntwee"},
		{"200 stay", strings.Repeat("é", 200), strings.Repeat("é", 200)},
		{"201 are cut", strings.Repeat("é", 201), strings.Repeat("é", 199) + "…"},
		{"at a word", strings.Repeat("woord ", 50), strings.TrimSpace(strings.Repeat("woord ", 33)) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Plain(c.html); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"", "<b>a</b>", "&lt;", "&amp;amp;", "<<b>>", "a\xff<", strings.Repeat("x ", 300), "&#x110000;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Plain(text)
		if n := utf8.RuneCountInString(got); n > toastLimit || !utf8.ValidString(got) {
			t.Fatalf("%d characters: %q", n, got)
		}
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > toastLimit {
			return
		}
		if got := Plain("<b>" + html.EscapeString(text) + "</b>"); got != strings.TrimSpace(text) {
			t.Fatalf("%q came back as %q", text, got)
		}
	})
}
