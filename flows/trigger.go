package flows

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// A trigger is phrases in free text that point at a row of the red-flag table
// (clinical.md 1.3.6). The list is in trigger_words.go; this file listens.
//
// Words are whole words, without accents and capitals. Phrases of which one is
// enough stand between |, groups that all have to be heard, in any order and
// within a few words, between +. In a phrase the words follow one another:
//
//	tintel*   begins so            *been   ends so
//	#         a number             ..      up to three words come between
//	=dood     it is the whole message
type trigger struct {
	row   Row
	words string
	// not is phrases in which its words mean nothing: "per ongeluk". They take
	// only themselves away; an alarm elsewhere in the message is heard.
	not string
	far bool // its groups may stand anywhere in the message
}

const (
	triggerReach = 8 // how many words apart the groups of a trigger may stand
	triggerGap   = 3 // how many words ".." stands for, at most
)

// triggered is the rows that a text points at, in the order of the list.
func triggered(text string) []Row {
	l := listener
	words := wordsOf(text)
	l.silence(words)
	heard := l.hear(words)
	var rows []Row
	for i, tr := range l.triggers {
		if heard[i] && !slices.Contains(rows, tr.row) {
			rows = append(rows, tr.row)
		}
	}
	return rows
}

// listener is the triggers taken apart once. Nobody writes to it after that.
var listener = newLexicon(triggers(), harmless())

// A lexicon finds all triggers in one walk along the words of a text, so that
// a flood of them costs no more than its length.
type lexicon struct {
	triggers []trigger
	groups   []int // how many groups each trigger has
	alarms   phrasebook
	harmless phrasebook // mean nothing to any trigger
}

// A phrase is one way to fill a group of a trigger.
type phrase struct {
	trigger int
	group   int // or takesAway
	words   []string
	whole   bool // it has to be the whole message
}

const takesAway = -1

// A phrasebook is phrases by their first word; apart are those whose first
// word is open on one side.
type phrasebook struct {
	exact map[string][]*phrase
	apart []*phrase
}

func newLexicon(triggers []trigger, harmless string) *lexicon {
	l := &lexicon{triggers: triggers, alarms: newPhrasebook(), harmless: newPhrasebook()}
	l.harmless.add(0, takesAway, harmless)
	for i, tr := range triggers {
		groups := strings.Split(tr.words, " + ")
		l.groups = append(l.groups, len(groups))
		for g, group := range groups {
			l.alarms.add(i, g, group)
		}
		l.alarms.add(i, takesAway, tr.not)
	}
	return l
}

func newPhrasebook() phrasebook { return phrasebook{exact: map[string][]*phrase{}} }

// add takes in the phrases of a group.
func (b *phrasebook) add(trigger, group int, alternatives string) {
	for alt := range strings.SplitSeq(alternatives, "|") {
		alt, whole := strings.CutPrefix(alt, "=")
		p := &phrase{trigger, group, strings.Fields(alt), whole}
		switch {
		case len(p.words) == 0:
		case strings.ContainsAny(p.words[0], "*#"):
			b.apart = append(b.apart, p)
		default:
			b.exact[p.words[0]] = append(b.exact[p.words[0]], p)
		}
	}
}

// each calls f for every phrase that the words hold, from the first word to the
// last, with where it begins and ends.
func (b *phrasebook) each(words []string, f func(p *phrase, from, to int)) {
	begun := map[string][]*phrase{} // by word, as most come back
	for from, w := range words {
		phrases, known := begun[w]
		if !known {
			phrases = b.exact[w]
			for _, p := range b.apart {
				if isWord(w, p.words[0]) {
					phrases = append(slices.Clip(phrases), p)
				}
			}
			begun[w] = phrases
		}
		for _, p := range phrases {
			if to, ok := p.at(words, from); ok {
				f(p, from, to)
			}
		}
	}
}

// at says whether the phrase begins at a word, and after which word it ends.
func (p *phrase) at(words []string, from int) (to int, ok bool) {
	if p.whole && from > 0 {
		return 0, false
	}
	to, ok = follows(words, from, p.words)
	return to, ok && (!p.whole || to == len(words))
}

// follows says whether a pattern stands at a place in the words.
func follows(words []string, at int, pattern []string) (to int, ok bool) {
	for i, w := range pattern {
		if w == ".." {
			for gap := range triggerGap + 1 {
				if to, ok = follows(words, at+gap, pattern[i+1:]); ok {
					return to, true
				}
			}
			return 0, false
		}
		if at >= len(words) || !isWord(words[at], w) {
			return 0, false
		}
		at++
	}
	return at, true
}

// isWord says whether a word fits one of a pattern.
func isWord(word, pattern string) bool {
	if pattern == "#" {
		return word != "" && isDigits(word)
	}
	if stem, open := strings.CutSuffix(pattern, "*"); open {
		return strings.HasPrefix(word, stem)
	}
	if stem, open := strings.CutPrefix(pattern, "*"); open {
		return strings.HasSuffix(word, stem)
	}
	return word == pattern
}

// silence blanks the phrases that mean nothing to any trigger.
func (l *lexicon) silence(words []string) {
	l.harmless.each(slices.Clone(words), func(_ *phrase, from, to int) {
		copy(words[from:to], make([]string, to-from))
	})
}

// hear says which triggers are heard.
func (l *lexicon) hear(words []string) []bool {
	type hit struct {
		*phrase
		from, to int
	}
	var hits []hit
	silent := make([][]bool, len(l.triggers)) // the words that are taken away
	l.alarms.each(words, func(p *phrase, from, to int) {
		if p.group != takesAway {
			hits = append(hits, hit{p, from, to})
			return
		}
		if silent[p.trigger] == nil {
			silent[p.trigger] = make([]bool, len(words))
		}
		for i := from; i < to; i++ {
			silent[p.trigger][i] = true
		}
	})
	last := make([][]int, len(l.triggers)) // where each group was heard last
	heard := make([]bool, len(l.triggers))
	for _, h := range hits {
		tr := h.trigger
		if quiet := silent[tr]; heard[tr] || quiet != nil && (quiet[h.from] || quiet[h.to-1]) {
			continue
		}
		if last[tr] == nil {
			last[tr] = slices.Repeat([]int{math.MinInt}, l.groups[tr])
		}
		last[tr][h.group] = h.from
		first := slices.Min(last[tr])
		heard[tr] = first >= 0 && (l.triggers[tr].far || h.from-first < triggerReach)
	}
	return heard
}

// says tells whether the words hold one of some phrases.
func says(words []string, phrases string) bool {
	for p := range strings.SplitSeq(phrases, "|") {
		pattern := strings.Fields(p)
		for i := range words {
			if _, ok := follows(words, i, pattern); ok && len(pattern) > 0 {
				return true
			}
		}
	}
	return false
}

func hearsAny(words []string, group string) bool {
	for w := range strings.SplitSeq(group, "|") {
		if slices.ContainsFunc(words, func(s string) bool { return isWord(s, w) }) {
			return true
		}
	}
	return false
}

// denials is the words that deny.
const denials = "geen|niet|nooit|no|not|never|without|zonder|dont|nee"

// denies says whether a text denies what it points at: without its "geen" it
// points there still. "Geen koorts" does; "ik kan niet plassen" does not, its
// "niet" is the alarm itself. A denial never silences an alarm; it only keeps
// one that was just denied from being asked twice.
func denies(text string, row Row) bool {
	words := wordsOf(text)
	plain := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return hearsAny([]string{w}, denials) })
	return len(plain) < len(words) && slices.Contains(triggered(strings.Join(plain, " ")), row)
}

// wordsOf is a text as plain words: lower case, no accents, no marks.
func wordsOf(text string) []string {
	text = strings.NewReplacer("'", "", "’", "", "`", "").Replace(strings.ToLower(text))
	return strings.FieldsFunc(unaccent(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// unaccent replaces the accented letters of Dutch and its neighbours.
func unaccent(text string) string {
	return strings.NewReplacer(
		"á", "a", "à", "a", "â", "a", "ä", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i",
		"ó", "o", "ò", "o", "ô", "o", "ö", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ç", "c", "ñ", "n", "ĳ", "ij",
	).Replace(text)
}
