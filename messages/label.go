package messages

import (
	"regexp"
	"strings"

	"back2core/flows"
)

// LabelLimit is the longest label that a narrow phone shows whole.
const LabelLimit = 34

// numeric is a choice that is its own label in every language: a number or a
// time of day.
var numeric = regexp.MustCompile(`^[0-9]+([:.][0-9]+)?$`)

// Label is what a choice of a question, or a way out of it, is called. It
// tells whether there is a name for it in that language.
func Label(lang flows.Lang, ask flows.Ask, choice string) (string, bool) {
	if words, ok := ask.Words[choice]; ok {
		return cut(tame(words), LabelLimit), true
	}
	for _, name := range labelNames(ask, choice) {
		if !Has(lang, name) {
			continue
		}
		text, err := newSpeaker(lang, "", Practice{}, nil).say(name)
		return unmarked(text), err == nil
	}
	if numeric.MatchString(choice) {
		return choice, true
	}
	return "", false
}

// labelNames are the wordings that can name a choice, the most specific first.
func labelNames(ask flows.Ask, choice string) []string {
	if ask.Form == flows.FormDo {
		press := doing(ask, choice)
		own := "do." + press.Question + "." + press.Choice
		return []string{
			own,
			own[:max(0, strings.LastIndexByte(own, '_'))], // without the number of what it is about
			"exercise." + press.Choice + ".name",
			"do." + press.Question,
		}
	}
	own := ask.Form + "." + ask.Question + "." + choice
	names := []string{own, "choice." + choice, "exercise." + choice + ".name"}
	if ask.About != "" {
		names = append([]string{own + "." + ask.About}, names...)
	}
	return names
}

// doing is the press of a button that stands for a command. Buttons for more
// than one command have no question: each choice is a command then, with its
// argument after a point: "language.en".
func doing(ask flows.Ask, choice string) flows.Pressed {
	if ask.Question != "" {
		return flows.Pressed{Form: flows.FormDo, Question: ask.Question, Choice: choice}
	}
	command, arg, _ := strings.Cut(choice, ".")
	return flows.Pressed{Form: flows.FormDo, Question: command, Choice: arg}
}
