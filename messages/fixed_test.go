package messages

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"back2core/flows"
)

// The fixed text is the last thing between someone with an alarm signal and
// silence: the call stands first, also where only 200 characters are shown.
func TestFailureBeginsWithTheCall(t *testing.T) {
	for lang, call := range map[flows.Lang]string{flows.Dutch: "Bel nu je huisarts", flows.English: "Call your GP", "fr": "Bel nu je huisarts"} {
		text := Failure(lang)
		if !strings.HasPrefix(text, call) {
			t.Errorf("%s begins with %.40q", lang, text)
		}
		if shown := Plain(text); !strings.Contains(shown, "112") {
			t.Errorf("%s: no 112 in %q", lang, shown)
		}
		if text != unmarked(text) || strings.ContainsAny(text, "<>&{}") {
			t.Errorf("%s: it is not the same with and without markup", lang)
		}
		for _, s := range sentences(text) {
			if n := len(words(s)); n > mostSentence {
				t.Errorf("%s: a sentence of %d words: %q", lang, n, s)
			}
		}
	}
}

func TestPrivateSaysNothingMedical(t *testing.T) {
	for _, lang := range languages {
		if text := Private(lang); text == "" || private.MatchString(text) {
			t.Errorf("%s: %q", lang, text)
		}
	}
}

func TestCardFits(t *testing.T) {
	for _, lang := range languages {
		for _, pr := range []Practice{shy, ordinary, {Name: strings.Repeat("Fysio & ", 40)}} {
			card := Card(lang, pr)
			for _, c := range []struct {
				text  string
				limit int
			}{{card.Name, nameLimit}, {card.Description, descriptionLimit}, {card.ShortDescription, shortLimit}} {
				if n := utf8.RuneCountInString(c.text); n == 0 || n > c.limit || strings.HasSuffix(c.text, "…") {
					t.Errorf("%s: %d characters of at most %d: %q", lang, n, c.limit, c.text)
				}
			}
			for _, said := range []string{"112", "computer", map[flows.Lang]string{flows.Dutch: "huisarts", flows.English: "GP"}[lang]} {
				if !strings.Contains(card.Description, said) || !strings.Contains(card.ShortDescription, said) {
					t.Errorf("%s: the profile does not say %q", lang, said)
				}
			}
		}
	}
	if got := Card(flows.Dutch, ordinary).Description; !strings.Contains(got, ordinary.Name) {
		t.Errorf("no practice in %q", got)
	}
}

func TestCommandsFit(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	for _, lang := range languages {
		for _, c := range Commands(lang) {
			if n := utf8.RuneCountInString(c.Description); !name.MatchString(c.Name) || n == 0 || n > 256 {
				t.Errorf("%s: /%s %q", lang, c.Name, c.Description)
			}
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for code, want := range map[string]flows.Lang{
		"": flows.Dutch, "nl": flows.Dutch, "nl-BE": flows.Dutch, "NL_nl": flows.Dutch, "fy": flows.Dutch,
		"en": flows.English, "en-US": flows.English, "de": flows.English, "tr": flows.English, "xx": flows.English, "nlx": flows.English,
	} {
		if got := LanguageOf(code); got != want {
			t.Errorf("%q: got %s, want %s", code, got, want)
		}
	}
}

func TestCommandsAreKnownToFlows(t *testing.T) {
	for _, lang := range languages {
		for i, c := range Commands(lang) {
			if name, ok := flows.Command(c.Name); !ok || name != listed[i].name {
				t.Errorf("%s: /%s is %q to flows, want %q", lang, c.Name, name, listed[i].name)
			}
		}
	}
}
