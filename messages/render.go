package messages

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf16"

	"back2core/flows"
)

// textFailure is the name of the one text that is not wording: Failure.
const textFailure = "failure"

// The longest text and the longest caption that Telegram takes, counted after
// the tags are gone.
const (
	limit        = 4096
	captionLimit = 1024
)

// FitsCaption tells whether a text can stand under a picture.
func FitsCaption(html string) bool { return units(html) <= captionLimit }

// units is the length of a text as Telegram counts it.
func units(html string) int { return len(utf16.Encode([]rune(unmarked(html)))) }

// A Message is a reply as a patient sees it.
type Message struct {
	HTML    string // <b> and <i> only
	Buttons [][]Button
}

// Render turns a reply into what is sent. Its errors are the program's, never
// the patient's: a wording, a label or an argument is missing.
func Render(lang flows.Lang, zone string, pr Practice, r flows.Reply) (Message, error) {
	text, err := body(lang, zone, pr, r)
	if err != nil {
		return Message{}, err
	}
	buttons, err := keyboard(lang, r.Ask)
	if err != nil {
		return Message{}, fmt.Errorf("buttons of %q: %w", r.Text, err)
	}
	return Message{HTML: text, Buttons: buttons}, nil
}

// RenderAnswered is the question once it is answered: its text without
// buttons, and below it what was answered.
func RenderAnswered(lang flows.Lang, zone string, pr Practice, r flows.Reply, a flows.Answered) (string, error) {
	text, err := body(lang, zone, pr, r)
	if err != nil {
		return "", err
	}
	answer := inert(answered(lang, a))
	if answer == "" {
		return text, nil
	}
	return text + "\n\n➜ <i>" + html.EscapeString(answer) + "</i>", nil
}

// body is the text of a reply, with how far one is above it.
func body(lang flows.Lang, zone string, pr Practice, r flows.Reply) (string, error) {
	if r.Text == textFailure {
		return Failure(lang), nil
	}
	text, err := newSpeaker(lang, zone, pr, r.Args).say(r.Text)
	if err != nil {
		return "", err
	}
	for _, name := range slices.Backward(strings.Fields(r.Lead)) {
		lead, err := newSpeaker(lang, zone, pr, r.Args).say(name)
		if err != nil {
			return "", err
		}
		text = lead + "\n\n" + text
	}
	if r.Ask != nil && r.Ask.Step > 0 {
		name, then := progressOf(lang, r)
		steps := flows.Args{"Step": fmt.Sprint(r.Ask.Step), "Of": fmt.Sprint(r.Ask.Of)}
		line, err := newSpeaker(lang, zone, pr, steps).say(name)
		if err != nil {
			return "", err
		}
		text = line + then + text
	}
	if n := units(text); n > limit {
		return "", fmt.Errorf("%q is too long: %d of at most %d characters", r.Text, n, limit)
	}
	return text, nil
}

// progressOf is the wording of how far one is, and what stands between it and the
// text: a form's own, or that of all. One of the text's own is short, and takes no
// line.
func progressOf(lang flows.Lang, r flows.Reply) (name, then string) {
	if own := r.Text + ".progress"; Has(lang, own) {
		return own, " · "
	}
	if own := r.Ask.Form + ".progress"; Has(lang, own) {
		return own, "\n"
	}
	return "form.progress", "\n"
}

// longestAnswer is how much of a patient's own words is repeated below the
// question.
const longestAnswer = 300

// answered is what was answered, as plain text; empty if nothing was.
func answered(lang flows.Lang, a flows.Answered) string {
	if a.Words != "" {
		return cut(strings.TrimSpace(a.Words), longestAnswer)
	}
	labels := slices.Clone(a.Choices)
	for i, choice := range labels {
		if label, ok := Label(lang, a.Ask, choice); ok {
			labels[i] = label
		}
	}
	return strings.Join(labels, ", ")
}
