package messages

import (
	"regexp"
	"strings"
	"unicode"
)

// wordJoiner shows as nothing and keeps what stands around it apart: Telegram
// looks for addresses of pages and of mail, @names, #tags, $tags, /commands and
// the numbers of telephones and cards in every text by itself, HTML or not, and
// stops at this character. (It does not at a zero-width joiner, which an address
// may hold.)
const wordJoiner = "\u2060"

var (
	linking = regexp.MustCompile(`[@/#$.]\S`)
	dialled = regexp.MustCompile(`\p{Nd}(?:[ ()+./–-]*\p{Nd}){4,}`) // five digits and more, however they are grouped
	digit   = regexp.MustCompile(`\p{Nd}`)
	ours    = regexp.MustCompile(`^(?:[0-9]{1,4}(?:[.,][0-9]{1,4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:Z|[+-][0-9:]+))?)$`)
)

// inert is a person's own words as they are repeated to them: on one line, with
// nothing that turns the text around them, and with nothing that Telegram would
// have them tap. Names of wordings, short numbers, dates and moments stay as they
// are.
func inert(value string) string {
	value = tame(value)
	if ours.MatchString(value) || Has(languages[0], value) {
		return value
	}
	value = dialled.ReplaceAllStringFunc(value, func(number string) string {
		return strings.TrimSuffix(digit.ReplaceAllString(number, "$0"+wordJoiner), wordJoiner)
	})
	var out strings.Builder
	for value != "" {
		at := linking.FindStringIndex(value)
		if at == nil {
			break
		}
		out.WriteString(value[:at[0]+1] + wordJoiner)
		value = value[at[0]+1:]
	}
	return out.String() + value
}

// tame is a text on one line, without characters that are not seen. What joins
// the parts of an emoji stays.
func tame(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r) && r != zeroWidthJoiner && !isTag(r), unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

const zeroWidthJoiner = '\u200d'

// isTag: the flags of England, Scotland and Wales are written with these.
func isTag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }
