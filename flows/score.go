package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Score is a number of 0 to 10 in tenths (65 is 6.5), so that percentages and
// means are compared without rounding surprises.
type Score int

// NoScore says that there is none.
const NoScore Score = -1

// String is the score in whole points or with one decimal point: "6", "6.5".
func (s Score) String() string {
	if s%10 == 0 {
		return strconv.Itoa(int(s / 10))
	}
	return strconv.Itoa(int(s/10)) + "." + strconv.Itoa(int(s%10))
}

// Tenths is the score as wording takes it: "65".
func (s Score) Tenths() string { return strconv.Itoa(int(s)) }

// orEmptyTenths is the same, empty if there is none.
func (s Score) orEmptyTenths() string {
	if s == NoScore {
		return ""
	}
	return s.Tenths()
}

// scoreOf is a score that a form has kept.
func scoreOf(answer string) Score {
	s, ok := ParseScore(answer)
	if !ok {
		return NoScore
	}
	return s
}

// longestScore is how long a text about a score can be, in bytes.
const longestScore = 80

// ParseScore understands a score the way people type one: "6", "een zesje",
// "7,5", "7/10", "tussen 4 en 5", "vier en een half", "pijn 6". The whole text
// has to be about it; "ik ben 6 weken thuis" is none.
func ParseScore(text string) (Score, bool) {
	if len(text) > longestScore {
		return NoScore, false
	}
	words := scoreTokens(text)
	if slices.Contains(noPain(), strings.Join(words, " ")) {
		return 0, true
	}
	return scoreTerms(bare(words))
}

// bare is what a text about a score comes down to: numbers in digits, and what
// joins them. "een" is a number only where there is no other.
func bare(words []string) []string {
	other := slices.ContainsFunc(words, func(w string) bool {
		_, named := numberWord(w)
		return isDigits(w) || named && !isOne(w)
	})
	var terms []string
	for _, w := range words {
		n, named := numberWord(w)
		switch {
		case named && !(other && isOne(w)):
			terms = append(terms, n)
		case !isFiller(w):
			terms = append(terms, w)
		}
	}
	return withoutArticles(terms)
}

// withoutArticles takes away "a" where it joins no two numbers: "a 6", and not
// "6 a 7".
func withoutArticles(terms []string) []string {
	var out []string
	for i, w := range terms {
		joins := i > 0 && isDigits(terms[i-1]) && i+1 < len(terms) && isDigits(terms[i+1])
		if (w == "a" || w == "an") && !joins {
			continue
		}
		out = append(out, w)
	}
	return out
}

// scoreTerms reads numbers and what joins them.
func scoreTerms(terms []string) (Score, bool) {
	var shape, nums []string
	for _, w := range terms {
		if isDigits(w) {
			nums = append(nums, w)
			w = "#"
		}
		shape = append(shape, w)
	}
	switch strings.Join(shape, " ") {
	case "#", "# -", "# +":
		return oneScore(nums[0])
	case "# en half", "# and half":
		return oneScore(nums[0] + ".5")
	case "# # / #", "# en # / #", "# and # / #":
		return halfScore(nums)
	case "# / #", "# op #", "# van #", "# uit #", "# out of #", "# on #":
		return outOfTen(nums)
	case "# of #": // "6 of 10" is English, "6 of 7" Dutch
		if s, ok := outOfTen(nums); ok {
			return s, true
		}
		return betweenScores(nums)
	case "# en #", "# and #", "# or #", "# - #", "# a #", "# tot #", "# to #":
		return betweenScores(nums)
	}
	return NoScore, false
}

// oneScore reads "6", "6,5", "6.25".
func oneScore(num string) (Score, bool) {
	whole, part, _ := strings.Cut(strings.Replace(num, ",", ".", 1), ".")
	n, err := strconv.Atoi(whole)
	if err != nil || len(whole) > 2 || len(part) > 2 {
		return NoScore, false
	}
	hundredths, err := strconv.Atoi((part + "00")[:2])
	if err != nil {
		return NoScore, false
	}
	return inRange(Score(n*10 + (hundredths+5)/10))
}

// halfScore reads "4 1/2".
func halfScore(nums []string) (Score, bool) {
	if nums[1] != "1" || nums[2] != "2" {
		return NoScore, false
	}
	return oneScore(nums[0] + ".5")
}

func outOfTen(nums []string) (Score, bool) {
	if nums[1] != "10" {
		return NoScore, false
	}
	return oneScore(nums[0])
}

// betweenScores is halfway two scores, rounded up to a tenth.
func betweenScores(nums []string) (Score, bool) {
	a, okA := oneScore(nums[0])
	b, okB := oneScore(nums[1])
	if !okA || !okB {
		return NoScore, false
	}
	return (a + b + 1) / 2, true
}

func inRange(s Score) (Score, bool) {
	if s < 0 || s > 100 {
		return NoScore, false
	}
	return s, true
}

var scoreToken = regexp.MustCompile(`\d+(?:[.,]\d+)?|\pL+|[/+\-:]`)

// scoreTokens is a text as numbers, words and the marks that join numbers.
// Emoji keycaps are digits, and the apostrophe of "it's" goes.
func scoreTokens(text string) []string {
	text = strings.NewReplacer(
		"\ufe0f", "", "\u20e3", "", "🔟", "10", "½", " 1/2", "–", "-", "—", "-", "'", "", "’", "",
	).Replace(strings.ToLower(text))
	return scoreToken.FindAllString(unaccent(text), -1)
}

func isDigits(w string) bool { return w[0] >= '0' && w[0] <= '9' }

func isOne(w string) bool { return w == "een" || w == "one" }

func noPain() []string {
	return []string{"geen pijn", "helemaal geen pijn", "geen pijn meer", "pijnvrij", "no pain", "no pain at all", "pain free", "painfree"}
}

// isFiller: words that people put round a score. Words that join two numbers
// are not among them.
func isFiller(w string) bool {
	return slices.Contains([]string{
		"het", "is", "nu", "now", "mijn", "my", "pijn", "pain", "pijnscore", "score", "cijfer", "ik", "i", "heb", "have", "zit",
		"at", "about", "ongeveer", "rond", "around", "ben", "im", "geef", "give", "vandaag", "today", "zeg", "say",
		"maar", "denk", "think", "circa", "ca", "bijna", "almost", "nog", "steeds", "still", "weer", "again", "its", "it",
		"de", "the", "punt", "punten", "point", "points", "was", "vanochtend", "vanmorgen", "vanavond", "net", "een", "one",
		"ja", "yes", "dus", "so", "wel", "tussen", "between", "dat", "that", "maybe", "misschien", "sorry", "bedoel", "mean", ":",
	}, w)
}

// numberWord is a number as people write it, in digits.
func numberWord(w string) (string, bool) {
	for i, names := range [][]string{
		{"nul", "nulletje", "zero"}, {"een", "eentje", "one"}, {"twee", "tweetje", "two"}, {"drie", "drietje", "three"},
		{"vier", "viertje", "four"}, {"vijf", "vijfje", "five"}, {"zes", "zesje", "six"}, {"zeven", "zeventje", "seven"},
		{"acht", "achtje", "eight"}, {"negen", "negentje", "nine"}, {"tien", "tientje", "ten"},
	} {
		switch {
		case slices.Contains(names, w):
			return strconv.Itoa(i), true
		case i > 0 && (w == names[0]+"enhalf" || w == names[0]+"eneenhalf"):
			return strconv.Itoa(i) + ".5", true
		}
	}
	if w == "anderhalf" {
		return "1.5", true
	}
	return "", false
}
