package messages

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"

	"back2core/flows"
)

// Count is the argument that chooses between the plural forms of a wording.
const Count = "Count"

// nested is how deep wordings may name each other, so that two that name each
// other in a circle are an error and not a hang.
const nested = 4

// A Practice is who runs the bot, as patients see it.
type Practice struct {
	Name  string // empty: "your practice"
	Phone string // empty: no number is shown
}

// A speaker says wordings in one language to one patient.
type speaker struct {
	lang     flows.Lang
	zone     string
	practice Practice
	args     map[string]string // escaped
	depth    int
}

// newSpeaker escapes the arguments and makes them inert. This is the one place
// where that happens: whatever a template gets is safe to stand in HTML.
func newSpeaker(lang flows.Lang, zone string, pr Practice, args flows.Args) speaker {
	escaped := make(map[string]string, len(args))
	for name, value := range args {
		escaped[name] = html.EscapeString(inert(value))
	}
	return speaker{
		lang: spoken(lang), zone: zone, args: escaped,
		practice: Practice{Name: html.EscapeString(pr.Name), Phone: html.EscapeString(pr.Phone)},
	}
}

var emptyLines = regexp.MustCompile(`\n[ \t]*\n\s*\n`)

// say renders one wording. An argument that is missing is an error, as is a
// wording that this language lacks, even if another language has it.
func (s speaker) say(name string) (string, error) {
	m := wording.byName[s.lang][name]
	if m == nil {
		return "", fmt.Errorf("no wording %q in %s", name, s.lang)
	}
	if s.depth > nested {
		return "", fmt.Errorf("wording %q is nested too deep", name)
	}
	config := &i18n.LocalizeConfig{
		MessageID:      name,
		TemplateData:   s.args,
		TemplateParser: &template.TextParser{Funcs: s.funcs(), Option: "missingkey=error"},
	}
	if m.One != "" {
		config.PluralCount = s.args[Count]
	}
	text, err := i18n.NewLocalizer(wording.bundle, string(s.lang)).Localize(config)
	if err != nil {
		return "", fmt.Errorf("wording %q in %s: %w", name, s.lang, err)
	}
	// A part that an {{if}} left out leaves its empty lines behind.
	return strings.TrimSpace(emptyLines.ReplaceAllString(text, "\n\n")), nil
}

// fixed is a wording that needs nothing but the practice, as plain text. It
// panics where the wording is broken, which a test rules out.
func fixed(lang flows.Lang, pr Practice, name string) string {
	text, err := newSpeaker(lang, "", pr, nil).say(name)
	if err != nil {
		panic(err)
	}
	return unmarked(text)
}
