package messages

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

// toastLimit is what Telegram shows at a tapped button.
const toastLimit = 200

// Plain is a text without markup, for toasts and alerts: at most 200
// characters, cut at a word.
func Plain(html string) string { return cut(strings.TrimSpace(unmarked(html)), toastLimit) }

var tag = regexp.MustCompile(`<[^<>]*>`)

// unmarked drops the tags first and decodes the entities after that, so that
// a "<" which a patient typed stays.
func unmarked(text string) string {
	return strings.ToValidUTF8(html.UnescapeString(tag.ReplaceAllString(text, "")), "")
}

// cut shortens a text to so many characters, at a word where there is one in
// its second half, and shows that it did.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	end := most - 1 // leaves room for the sign
	for i := end; i > most/2; i-- {
		if unicode.IsSpace(runes[i]) {
			end = i
			break
		}
	}
	return strings.TrimRightFunc(string(runes[:end]), unicode.IsSpace) + "…"
}
