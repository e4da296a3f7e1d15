package messages

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"back2core/flows"
)

// hostile are words that try to be more than words.
var hostile = []string{
	`<b>`, `</b></i>`, `<a href="https://evil.example">klik</a>`, `&lt;b&gt; &amp; &#60;`, `</code><tg-spoiler>`, `"'><script>`,
	`{{.}}`, `{{t "failure"}}`, `{{`, `}}`, `%s %d %!v(x)`, `$(id)`, "`id`",
	`tg://resolve?domain=x`, `https://evil.example/x?y=z`, `http://1.2.3.4/`, `t.me/joinchat/x`, `www.evil.example`, `evil.example`, `a@evil.example`,
	`@durov`, `hoi@durov`, `/verwijder`, `/start_x@bot`, `#tag`, `$USD`, `a/verwijder`, `(/stop)`, `e.vil.ex.am.ple`,
	"regel\n/verwijder\n@durov", "\u202eomgekeerd", "\u2066x\u2069", "z\u200be\u200br\u200bo", "@\u200bdurov", "t\u00ad.me", "\ufeff/stop", "@\u2060durov",
	"👨\u200d👩\u200d👧", "🏴\U000e0067\U000e0062\U000e007f", "\x00\x01\x1b[31m", "\xff\xfe", strings.Repeat("lang", 15), strings.Repeat("@a.bc/d ", 7), "שלום", "é́́́",
	"0612345678", "06-12345678", "06 12 34 56 78", "+31 (0)6 1234-5678", "020.123.45.67", "bel 0800-1234 nu", "4111 1111 1111 1111", "4111111111111111", "12345", "٠٦١٢٣٤٥٦٧٨",
	"mailto:a.b@evil.example", "tel:+31612345678", "12345,6789012",
}

// tappable is what Telegram makes a link of by itself, and rather more: it may
// have an address begin or end elsewhere.
var tappable = regexp.MustCompile(`@\w|/\w|#[\pL\pN_]|\$[A-Z]|[\pL\pN]\.\pL|\w://|://|\p{Nd}(?:[ ()+./–-]*\p{Nd}){4,}`)

// taps are the places of a text that could be tapped.
func taps(text string) []string { return tappable.FindAllString(text, -1) }

// TestNobodysWordsBecomeMoreThanWords: every wording there is, with each of its
// arguments hostile, has the markup and the links of the wording, no others.
func TestNobodysWordsBecomeMoreThanWords(t *testing.T) {
	tried := 0
	for _, lang := range languages {
		for _, name := range Names(lang) {
			ordinary := samplesOf(t, lang, name)[0]
			for arg, value := range ordinary.args {
				if value != anyName {
					continue // a date, a number or a name of ours
				}
				plain, err := ordinary.say()
				if err != nil {
					t.Fatal(err)
				}
				for _, words := range hostile {
					s := ordinary
					s.args = maps.Clone(s.args)
					s.args[arg] = words
					got, err := s.say()
					if err != nil {
						t.Errorf("%s with %s %q: %v", name, arg, words, err)
						continue
					}
					tried++
					holdsWordsOnly(t, name, words, got, plain)
				}
			}
		}
	}
	if tried < 10*len(hostile) {
		t.Errorf("only %d texts were tried", tried)
	}
}

// holdsWordsOnly compares a text with hostile words in it with one without.
func holdsWordsOnly(t *testing.T, name, words, got, plain string) {
	t.Helper()
	if a, b := tag.FindAllString(got, -1), tag.FindAllString(plain, -1); !slices.Equal(a, b) {
		t.Errorf("%s with %q has the tags %v, want %v", name, words, a, b)
	}
	if a, b := taps(unmarked(got)), taps(unmarked(plain)); !slices.Equal(a, b) {
		t.Errorf("%s with %q can be tapped at %q", name, words, a)
	}
	if a, b := strings.Count(got, "\n"), strings.Count(plain, "\n"); a != b {
		t.Errorf("%s with %q has %d lines, want %d", name, words, a+1, b+1)
	}
	if strings.ContainsFunc(got, turns) || !utf8.ValidString(got) {
		t.Errorf("%s with %q is %q", name, words, got)
	}
}

// turns are characters that change what stands around them.
func turns(r rune) bool {
	return unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) && r != '\n'
}

// TestWordsBelowAnAnswerAndOnButtonsAreWordsOnly: the two other places where a
// person's words are shown.
func TestWordsBelowAnAnswerAndOnButtonsAreWordsOnly(t *testing.T) {
	withWording(t, fruitDutch, fruitEnglish)
	r := flows.Reply{Text: "fruit.taste"}
	for _, words := range hostile {
		ask := fruit(flows.Choice)
		ask.Choices, ask.Words = []string{"own"}, map[string]string{"own": words}
		for _, a := range []flows.Answered{{Ask: fruit(flows.Text), Words: words}, {Ask: ask, Choices: []string{"own"}}} {
			got, err := RenderAnswered(flows.Dutch, "", shy, r, a)
			if err != nil {
				t.Error(err)
			}
			plain := "Wat vind je lekker?\n\n➜ <i>x</i>"
			if tame(words) == "" {
				plain = "Wat vind je lekker?"
			}
			holdsWordsOnly(t, "an answer", words, got, plain)
		}
		label, ok := Label(flows.Dutch, ask, "own")
		if !ok || strings.ContainsFunc(label, turns) || !utf8.ValidString(label) || strings.Contains(label, "\n") {
			t.Errorf("a button with %q says %q", words, label)
		}
	}
}

// TestWordsAreShownAsTheyWereTyped: but for what is not seen.
func TestWordsAreShownAsTheyWereTyped(t *testing.T) {
	for in, want := range map[string]string{
		"Anna-Maria": "Anna-Maria", "José d’Ávila": "José d’Ávila", "7.5": "7.5", "traplopen, 2 x": "traplopen, 2 x", "o.k.": "o.k.", "24/7": "24/7",
		"👨\u200d👩\u200d👧": "👨\u200d👩\u200d👧", "  twee\n regels ": "twee regels", "flag.name.RF01": "flag.name.RF01", "<b>": "&lt;b&gt;", "06-12345678": "06-12345678",
	} {
		if got := strings.ReplaceAll(html.EscapeString(inert(in)), wordJoiner, ""); got != want {
			t.Errorf("%q is shown as %q", in, got)
		}
	}
	if inert("7.5") != "7.5" || inert("flag.name.RF01") != "flag.name.RF01" || inert("2026-03-02T23:30:00Z") != "2026-03-02T23:30:00Z" {
		t.Error("a number, a name of ours or a moment is changed")
	}
}

// A number that somebody could be called by was taken for a number of ours, and
// in other words it stood as it was.
func TestBugTelephoneAndCardNumbersCouldBeTapped(t *testing.T) {
	for _, words := range []string{"0612345678", "bel +31 6 12345678", "4111-1111-1111-1111", "a@b.nl", "/stop", "$USD"} {
		if found := taps(inert(words)); len(found) > 0 {
			t.Errorf("%q can be tapped at %q", words, found)
		}
	}
	for _, value := range []string{"2026-03-02", "2026-03-02T23:30:00+01:00", "112", "7,5", "24"} {
		if got := inert(value); got != value {
			t.Errorf("%q became %q", value, got)
		}
	}
}
