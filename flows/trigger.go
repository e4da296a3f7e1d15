package flows

import (
	"slices"
	"strings"
	"unicode"
)

// A trigger is words in free text that point at a row of the red-flag table
// (clinical.md 1.3.6). Words are whole words, without accents and capitals; a
// word that ends in * is the beginning of one. Groups are separated by +, words
// of a group by |: every group has to be heard within a few words.
type trigger struct {
	row   Row
	words string
}

// triggers is the list for both languages together: people mix them, and the
// language of the phone is not always that of the pain. It asks a question too
// many rather than one too few.
func triggers() []trigger {
	const (
		pee   = "plas|plassen|plast|urine|urineren|pee|peeing|urinate|wee|blaas|bladder"
		poo   = "poep|poepen|ontlasting|stool|poo|bowel|bowels"
		numb  = "doof|dove|gevoelloos|gevoelloze|verdoofd|tintel*|slapend|numb|numbness|tingl*"
		seat  = "kruis|billen|bil|schede|vagina|penis|anus|geslacht*|zitvlak|rijbroek|kont|groin|saddle|genital*|buttock*|bum"
		legs  = "been|benen|voet|voeten|tenen|kuit|kuiten|leg|legs|foot|feet|toes"
		cant  = "niet|nauwelijks|moeite|moeilijk|moeizaam|lastig|slecht|amper|cant|cannot|not|unable|hard|difficult|trouble|hardly|barely|couldnt|wont"
		lose  = "verlies|verliezen|verlies*|lek|lekken|lekt|ophouden|leak|leaking|lose|losing|hold"
		alive = "leven|live|alive"
	)
	return []trigger{
		{"RF35", "zelfmoord|suicide|suicidaal|suicidal|zelfdoding|dood"},
		{"RF35", "niet|geen|not|dont + meer|langer|want|wil|willen|zin + " + alive},
		{"RF35", "eind|einde|end|kill + leven|life|myself|mezelf"},
		{"RF35", "want|wil|willen|wilde + die|dood|sterven"},

		{"RF01", pee + " + " + cant},
		{"RF02", pee + " + " + lose},
		{"RF02", "incontinent|incontinentie|incontinence"},
		{"RF03", poo + " + " + lose + "|niet|cant|cannot|control"},
		{"RF04", numb + " + " + seat},
		{"RF04", "geen|no|minder|less + gevoel|feeling + " + seat},
		{"RF04", numb + " + tussen|between|binnenkant|inside + benen|legs|bovenbenen|thighs|dijen"},
		{"RF04", "gevoel|feeling + tussen|between + benen|legs"},
		{"RF04", "zadel|zadelgevoel|saddle"},
		{"RF05", "beide|allebei|both + benen|legs|voeten|feet|been"},
		{"RF06", "erectie|erecties|erection|erections|orgasme|orgasm"},
		{"RF07", "klapvoet|sleepvoet|dropfoot"},
		{"RF07", "voet|voeten|tenen|foot|toes + sleept|slepen|hangt|klapt|drop|drags|dragging|optillen|til|lift|tillen"},
		{"RF07", "zak|zakt|zakken|gives|giving|gave + " + legs + "|knie|way"},
		{"RF07", "slap|slappe|slapper|zwak|zwakke|krachteloos|weak|weaker|weakness + " + legs},
		{"RF07", "geen|minder|weinig|no|less + kracht|strength|power"},
		{"RF07", "verlamd|verlamming|lam|paralysed|paralyzed|paralysis"},
		{"RF08", numb + " + " + legs},
		{"RF08", "gevoelloos|gevoelloosheid"},
		{"RF08", "geen|no + gevoel|feeling + " + legs},
		{"RF30", "wankel|wankele|unsteady|clumsy"},

		{"RF11", "pijn|druk|beklemd|pain|pressure|tight|tightness + borst|borstkas|chest"},
		{"RF11", "benauwd|kortademig|breathless"},
		{"RF11", "short|shortness + breath"},
		{"RF10", "flauwgevallen|flauwvallen|flauw|fainted|faint|fainting"},
		{"RF09", "ongeluk|ongeval|aangereden|accident|crash"},
		{"RF09", "gevallen|viel|val|fell|fallen + trap|hoogte|ladder|dak|stairs|height|roof|van|from"},
		{"RF25", "bloed|blood + plas|urine|pee|plassen"},

		{"RF13", "koorts|koortsig|rillingen|fever|feverish|chills|shivers|shivering"},
		{"RF14", "operatie|geopereerd|surgery|operated"},
		{"RF14", "wond|wound + lek|lekt|zwelt|rood|open|leaks|leaking|swells|swollen|infected|ontstoken"},
		{"RF16", "prednison|prednisolon|prednisone|prednisolone"},
		{"RF17", "botontkalking|osteoporose|osteoporosis"},
		{"RF17", "gevallen|viel|fell|fallen"},
		{"RF19", "kanker|uitzaaiing|uitzaaiingen|tumor|cancer|metastasis|metastases|tumour"},
		{"RF20", "afgevallen|afvallen"},
		{"RF20", "weight|gewicht + lost|loss|losing|verloren|verlies|kwijt"},
		{"RF22", "nachtzweten|nachtzweet"},
		{"RF22", "night + sweats|sweating"},
		{"RF27", "zwanger|zwangerschap|bevallen|pregnant|pregnancy"},
		{"RF27", "gave|given + birth"},
		{"RF28", "zwanger|pregnant + bloed*|bleed*|weeen|contractions|vocht*"},
		{"RF34", "operatie|geopereerd|surgery|operated"},
	}
}

// triggerReach is how many words apart the groups of a trigger may stand.
const triggerReach = 8

// triggered is the rows that a text points at, in the order of the list.
func triggered(text string) []Row {
	words := wordsOf(text)
	var rows []Row
	for _, tr := range triggers() {
		if !slices.Contains(rows, tr.row) && tr.in(words) {
			rows = append(rows, tr.row)
		}
	}
	return rows
}

// in says whether every group is heard within reach of the others.
func (tr trigger) in(words []string) bool {
	groups := strings.Split(tr.words, " + ")
	for start := range words {
		window := words[start:min(start+triggerReach, len(words))]
		if !slices.ContainsFunc(groups, func(g string) bool { return !hearsAny(window, g) }) {
			return true
		}
	}
	return false
}

func hearsAny(words []string, group string) bool {
	for _, w := range strings.Split(group, "|") {
		stem, open := strings.CutSuffix(w, "*")
		if slices.ContainsFunc(words, func(s string) bool { return s == w || open && strings.HasPrefix(s, stem) }) {
			return true
		}
	}
	return false
}

// denies says whether a text denies what it points at: without its "geen" it
// points there still. "Geen koorts" does; "ik kan niet plassen" does not, its
// "niet" is the alarm itself. A denial never silences an alarm; it only keeps
// one that was just denied from being asked twice.
func denies(text string, row Row) bool {
	words := wordsOf(text)
	plain := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return hearsAny([]string{w}, "geen|niet|nooit|no|not|never|without|zonder|dont|nee")
	})
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
