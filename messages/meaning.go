package messages

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"back2core/flows"
)

// Meant is what a patient's typed text means, where it is a label: a choice of
// the question that waits for them, or an exercise of the library.
func Meant(p flows.Patient, text string) string {
	if ask := flows.Asking(p); ask != nil {
		if choice := Meaning(p.Lang, *ask, text); choice != "" {
			return choice
		}
	}
	return Meaning(p.Lang, flows.Library(), text)
}

// Meaning is the choice of a question, or the way out of it, whose label
// somebody typed: in the patient's language, or else in another one. Case,
// spaces, punctuation, emoji and diacritics don't count, and a line of a
// numbered list may be named by its number; nothing else is guessed. It is
// empty where no label fits, or more than one.
func Meaning(lang flows.Lang, ask flows.Ask, text string) string {
	if len(text) > longestMeaning {
		return ""
	}
	typed := folded(text)
	if typed == "" {
		return ""
	}
	for _, in := range append([]flows.Lang{spoken(lang)}, languages...) {
		switch fits := fitting(in, ask, typed); len(fits) {
		case 0:
		case 1:
			return fits[0]
		default:
			return ""
		}
	}
	return ""
}

// longestMeaning is how long a typed label can be, in bytes, with all that does
// not count. Longer is something else, and a flood of it costs nothing.
const longestMeaning = 400

// fitting are the choices whose label in this language is what was typed.
func fitting(lang flows.Lang, ask flows.Ask, typed string) []string {
	var fits []string
	for _, c := range answers(ask) {
		label, ok := Label(lang, ask, c)
		number, name := numbered(label)
		if ok && slices.Contains([]string{folded(label), folded(name), number}, typed) && !slices.Contains(fits, c) {
			fits = append(fits, c)
		}
	}
	return fits
}

// answers are the choices and ways out of a question that have a label. The
// numbers of a scale are not among them: flows reads typed numbers itself,
// and knows halves.
func answers(ask flows.Ask) []string {
	all := slices.Concat(ask.Choices, ask.Ways)
	if ask.Kind == flows.Several {
		all = append(all, flows.ChoiceNone, flows.ChoiceDone)
	}
	return all
}

// numbered splits a label that refers to a list above it: "3. Koorts" is the
// 3 of that list, and is called "Koorts". Both are empty for any other label.
func numbered(label string) (number, name string) {
	rest := strings.TrimLeftFunc(label, unicode.IsDigit)
	name, ok := strings.CutPrefix(rest, ". ")
	if number = strings.TrimSuffix(label, rest); !ok || number == "" {
		return "", ""
	}
	return number, name
}

// folded leaves the letters and digits of a text, in lower case and without
// diacritics. What stands between two digits stays as a point, so that "1,0"
// is not "10". Bytes that are no UTF-8 count as a mark: norm leaves what stands
// around them as it is.
func folded(text string) string {
	var b strings.Builder
	digit, gap := false, false
	for _, r := range strings.ToLower(norm.NFKD.String(strings.ToValidUTF8(text, " "))) {
		switch {
		case unicode.IsDigit(r):
			if digit && gap {
				b.WriteByte('.')
			}
			b.WriteRune(r)
			digit, gap = true, false
		case unicode.IsLetter(r):
			b.WriteRune(r)
			digit, gap = false, false
		case !unicode.Is(unicode.Mn, r):
			gap = true
		}
	}
	return b.String()
}
