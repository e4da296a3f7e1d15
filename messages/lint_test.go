package messages

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"back2core/flows"
)

// How we write: B1, short, and never blaming (interaction.md 3).
const (
	mostWords    = 60 // in a message
	mostSentence = 25 // words in a sentence
	meanSentence = 15
	fewSentences = 3 // a mean says nothing of fewer
)

// safety texts may be longer than a message; they stay B1 (clinical.md 1.4).
var safety = []string{"flag.", "alarm.", "screen.", "row.", "lock.", "crisis."}

// unasked texts come when nobody asked: on a locked phone that others see too.
var unasked = []string{"day.remind.", "day.remind_am.", "day.quiet", "day.follow.", "day.morning.", "day.gate.", "day.walk", "phase.", "checkin.open.", "crisis.how", "outage", "restored"}

func isOne(name string, of []string) bool {
	for _, start := range of {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	return false
}

func TestWordingRenders(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		if html == "" {
			t.Errorf("%s %s is empty with %v", s.lang, s.name, s.args)
		}
		if strings.Contains(html, "<no value>") || strings.Contains(html, "{{") || strings.Contains(html, "%!") {
			t.Errorf("%s %s: %q", s.lang, s.name, html)
		}
		if n := len([]rune(unmarked(html))); n > limit {
			t.Errorf("%s %s: %d characters", s.lang, s.name, n)
		}
	})
}

func TestMarkupIsSound(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		if fault := markupFault(html); fault != "" {
			t.Errorf("%s %s: %s in %q", s.lang, s.name, fault, html)
		}
	})
}

var (
	anyTag    = regexp.MustCompile(`<(/?)([^<>]*)>`)
	loose     = regexp.MustCompile(`[<>]`)
	ampersand = regexp.MustCompile(`&(amp|lt|gt|quot|#[0-9]+);|&`)
)

// markupFault says what Telegram would refuse, or would not show as meant.
func markupFault(html string) string {
	var open []string
	for _, m := range anyTag.FindAllStringSubmatch(html, -1) {
		if m[2] != "b" && m[2] != "i" {
			return "tag " + m[0]
		}
		if m[1] == "" {
			open = append(open, m[2])
			continue
		}
		if len(open) == 0 || open[len(open)-1] != m[2] {
			return "unbalanced " + m[0]
		}
		open = open[:len(open)-1]
	}
	if len(open) > 0 {
		return "unclosed <" + open[0] + ">"
	}
	if loose.MatchString(anyTag.ReplaceAllString(html, "")) {
		return "a loose < or >"
	}
	for _, e := range ampersand.FindAllString(html, -1) {
		if e == "&" {
			return "a bare &"
		}
	}
	return ""
}

func TestMarkupFault(t *testing.T) {
	for _, bad := range []string{"<u>a</u>", "<b>a", "a</b>", "<b><i>a</b></i>", "a < b", "a & b", "<b >a</b>", "a &nbsp; b"} {
		if markupFault(bad) == "" {
			t.Errorf("%q passed", bad)
		}
	}
	if got := markupFault("<b>a <i>b</i></b> &amp; &lt;&#39;"); got != "" {
		t.Errorf("sound markup: %s", got)
	}
}

func TestWordingIsB1(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		text := unmarked(html)
		if n := len(words(text)); n > mostWords && !isOne(s.name, safety) {
			t.Errorf("%s %s: %d words, at most %d", s.lang, s.name, n, mostWords)
		}
		all := sentences(text)
		total := 0
		for _, sentence := range all {
			n := len(words(sentence))
			total += n
			if n > mostSentence {
				t.Errorf("%s %s: a sentence of %d words: %q", s.lang, s.name, n, sentence)
			}
		}
		if len(all) >= fewSentences && total > meanSentence*len(all) {
			t.Errorf("%s %s: %d words in %d sentences", s.lang, s.name, total, len(all))
		}
	})
}

// words are what has a letter or a digit in it.
func words(text string) []string {
	var all []string
	for _, w := range strings.Fields(text) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			all = append(all, w)
		}
	}
	return all
}

var sentenceEnd = regexp.MustCompile(`[.!?…]+[”’")]*(\s|$)|\n`)

// sentences end at a full stop or at the end of a line.
func sentences(text string) []string {
	var all []string
	for _, s := range sentenceEnd.Split(text, -1) {
		if len(words(s)) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// What we don't say, by language, and where it may stand after all.
var unsaid = map[flows.Lang][]struct {
	pattern *regexp.Regexp
	except  []string
}{
	flows.Dutch: {
		{regexp.MustCompile(`(?i)\b(u|uw|uzelf)\b`), nil},
		{regexp.MustCompile(`(?i)slijtage|instabiel|versleten`), nil},
		{regexp.MustCompile(`(?i)\bzwakk?e?\b`), safety},
	},
	flows.English: {
		{regexp.MustCompile(`(?i)wear and tear|worn|degenerat|unstable`), nil},
		{regexp.MustCompile(`(?i)\bweak\b`), append([]string{"outage", "restored"}, safety...)},
	},
}

func TestWordingDoesNotSay(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		text := unmarked(html)
		for _, no := range unsaid[s.lang] {
			if found := no.pattern.FindString(text); found != "" && !isOne(s.name, no.except) {
				t.Errorf("%s %s says %q", s.lang, s.name, found)
			}
		}
		if strings.ContainsAny(text, "–—") {
			t.Errorf("%s %s has a dash: write two sentences", s.lang, s.name)
		}
	})
}

// private is what nobody else should read on a patient's phone.
var private = regexp.MustCompile(`(?i)pijn|pain|klacht|oefen|exercise|medisch|medical|\b(rug|back|arts|dokter|doctor|huisarts|gp\b|fysio|physio|legs?\b|plas|pee|alarm)`)

func TestUnaskedWordingBeginsNeutral(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		if !isOne(s.name, unasked) {
			return
		}
		text := []rune(unmarked(html))
		first := string(text[:min(40, len(text))])
		if found := private.FindString(first); found != "" {
			t.Errorf("%s %s: %q in its first 40 characters: %q", s.lang, s.name, found, first)
		}
	})
}

func TestMissingArgumentIsAnError(t *testing.T) {
	for _, lang := range languages {
		for _, name := range Names(lang) {
			need := needOf(t, lang, name)
			for arg := range need.must {
				s := samplesOf(t, lang, name)[0]
				delete(s.args, arg)
				if html, err := s.say(); err == nil {
					t.Errorf("%s %s without %s: %q", lang, name, arg, html)
				}
			}
		}
	}
}

func TestArgumentsStayText(t *testing.T) {
	const nasty = `<b>&"'</i>`
	for _, lang := range languages {
		for _, name := range Names(lang) {
			s := samplesOf(t, lang, name)[0]
			free := false
			for arg, values := range needOf(t, lang, name).values {
				if len(values) > 0 && values[0] == anyName {
					s.args[arg], free = nasty, true
				}
			}
			html, err := s.say()
			if err != nil {
				t.Errorf("%s %s: %v", lang, name, err)
				continue
			}
			if fault := markupFault(html); fault != "" || free && !strings.Contains(strings.ReplaceAll(unmarked(html), wordJoiner, ""), nasty) {
				t.Errorf("%s %s: %s %q", lang, name, fault, html)
			}
		}
	}
}

func TestSharedLabelsAreShort(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		if !isOne(s.name, []string{"choice.", "do."}) {
			return
		}
		if n := len([]rune(unmarked(html))); n > LabelLimit || strings.ContainsAny(html, "<\n") || len(s.args) > 0 {
			t.Errorf("%s %s is no label: %q", s.lang, s.name, html)
		}
	})
}

// toasts are shown at a tapped button. What is longer would be cut.
var toasts = []string{"stale", "count.toast.", "count.runs", "count.stands", "count.over", "form.tick_first", "form.ticked", "form.unticked", "form.closed", "flag.alert."}

func TestToastsAreShownWhole(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		if n := len([]rune(unmarked(html))); n > toastLimit && isOne(s.name, toasts) {
			t.Errorf("%s %s: %d characters, at most %d: %q", s.lang, s.name, n, toastLimit, html)
		}
	})
}

// european is what does not help outside Europe.
var european = regexp.MustCompile(`\b11[23]\b|huisartsenpost|GP post`)

// bothPlaces are texts that name the numbers of Europe and of elsewhere, and
// the profile, which knows of no patient. Lists are said by other wordings.
var bothPlaces = []string{"outage", "card."}

func TestEuropeanNumbersHaveATwinForAbroad(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		found := european.FindString(unmarked(html))
		if found == "" || isOne(s.name, bothPlaces) {
			return
		}
		if strings.HasSuffix(s.name, ".abroad") {
			t.Errorf("%s %s says %q", s.lang, s.name, found)
		}
		if !Has(s.lang, strings.TrimSuffix(s.name, ".europe")+".abroad") {
			t.Errorf("%s %s says %q, and there is no text for abroad", s.lang, s.name, found)
		}
	})
}

// Elsewhere in Europe 113 is a foreign number.
func TestTheDutchCrisisLineHasATwinForEurope(t *testing.T) {
	everySample(t, func(t *testing.T, s sample, html string) {
		text := unmarked(html)
		if !strings.Contains(text, "113") {
			return
		}
		if strings.HasSuffix(s.name, ".europe") {
			if !strings.Contains(text, "0800-0113") || !regexp.MustCompile(`in Nederland|in the Netherlands`).MatchString(text) {
				t.Errorf("%s %s: %q", s.lang, s.name, text)
			}
		} else if !Has(s.lang, s.name+".europe") {
			t.Errorf("%s %s has no text for Europe", s.lang, s.name)
		}
	})
}
