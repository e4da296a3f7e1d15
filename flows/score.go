package flows

import (
	"regexp"
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

var (
	scoreBetween = regexp.MustCompile(`(?:tussen|between)?\s*(?:de\s+|the\s+)?(\d{1,2})\s*(?:en|and|of|or|-|–|à|a|tot|to)\s*(?:de\s+|the\s+)?(\d{1,2})`)
	scoreNumber  = regexp.MustCompile(`^(\d{1,2})(?:[.,](\d))?(?:\s*(?:/|op|van|out of|uit)\s*(?:de\s+)?10)?$`)
	scoreFiller  = regexp.MustCompile(`\b(een|a|an|het|is|nu|now|mijn|my|pijn|pain|score|cijfer|ik|i|heb|have|zit|op|at|on|about|ongeveer|rond|around|ben|geef|give|vandaag|today|say|zeg|maar|denk|think|circa|ca|bijna|almost|nog|still|weer|again|it's|its|de|the|punt|points?|punten|s)\b`)
)

// scoreWords are numbers as people write them.
var scoreWords = map[string]int{
	"nul": 0, "geen pijn": 0, "zero": 0, "no pain": 0, "nulletje": 0,
	"een": 1, "één": 1, "eentje": 1, "one": 1, "twee": 2, "tweetje": 2, "two": 2, "drie": 3, "drietje": 3, "three": 3,
	"vier": 4, "viertje": 4, "four": 4, "vijf": 5, "vijfje": 5, "five": 5, "zes": 6, "zesje": 6, "six": 6,
	"zeven": 7, "zeventje": 7, "seven": 7, "acht": 8, "achtje": 8, "eight": 8, "negen": 9, "negentje": 9, "nine": 9,
	"tien": 10, "tientje": 10, "ten": 10,
}

// ParseScore understands a score the way people type one: "6", "een zesje",
// "7,5", "7/10", "tussen 4 en 5", "pijn 6". The whole text has to be about it;
// "ik ben 6 weken thuis" is none.
func ParseScore(text string) (Score, bool) {
	text = strings.Trim(strings.ToLower(strings.TrimSpace(text)), " .!?~")
	if n, ok := scoreWords[text]; ok {
		return Score(n * 10), true
	}
	if m := scoreBetween.FindStringSubmatch(text); m != nil && m[0] == text {
		return betweenScores(m[1], m[2])
	}
	text = strings.Trim(strings.Join(strings.Fields(scoreFiller.ReplaceAllString(text, " ")), " "), " :,=.")
	if m := scoreBetween.FindStringSubmatch(text); m != nil && m[0] == text {
		return betweenScores(m[1], m[2])
	}
	if n, ok := scoreWords[text]; ok {
		return Score(n * 10), true
	}
	m := scoreNumber.FindStringSubmatch(text)
	if m == nil {
		return NoScore, false
	}
	whole, _ := strconv.Atoi(m[1])
	tenth, _ := strconv.Atoi(m[2])
	return inRange(Score(whole*10 + tenth))
}

func betweenScores(low, high string) (Score, bool) {
	a, _ := strconv.Atoi(low)
	b, _ := strconv.Atoi(high)
	if a > 10 || b > 10 {
		return NoScore, false
	}
	return inRange(Score(a+b) * 5)
}

func inRange(s Score) (Score, bool) {
	if s < 0 || s > 100 {
		return NoScore, false
	}
	return s, true
}
