package flows

import "strings"

// plainChoice is the choice that plain words mean in any form: "ja", "weet ik
// niet", "terug". Labels of buttons are recognised by the host; these are the
// words that stand on no button.
func plainChoice(text string) string {
	switch strings.Join(squeezed(wordsOf(text)), " ") {
	case "ja", "jawel", "jazeker", "jep", "yes", "yep", "yeah", "y", "j", "klopt", "ok", "oke", "okay", "prima", "goed":
		return ChoiceYes
	case "nee echt niet", "echt niet", "nee zeker niet", "nee niks", "nee niets", "nee niks nieuws", "nee niets nieuws",
		"nee", "neen", "nope", "no", "n", "nee hoor", "nee dank je", "no thanks":
		return ChoiceNo
	case "weet niet", "weet ik niet", "geen idee", "misschien", "ik twijfel", "twijfel", "dont know", "i dont know", "not sure", "unsure", "maybe", "no idea":
		return ChoiceUnsure
	case "geen", "geen van deze", "niets", "niks", "geen enkele", "none", "none of these", "nothing":
		return ChoiceNone
	case "klaar", "done", "gereed":
		return ChoiceDone
	case "terug", "vorige", "back", "previous", "klopt niet", "fout", "verkeerd", "wrong":
		return WayBack
	case "later", "straks", "nu niet", "not now":
		return WayLater
	case "overslaan", "sla over", "skip":
		return WaySkip
	}
	return ""
}

// squeezed writes stretched words as they are meant: "neee" is "nee", "jaaa" is
// "ja".
func squeezed(words []string) []string {
	short := make([]string, len(words))
	for i, w := range words {
		switch {
		case strings.HasPrefix(w, "neee"):
			w = "nee"
		case strings.HasPrefix(w, "jaa"), w == "jah", w == "jha":
			w = "ja"
		}
		short[i] = w
	}
	return short
}

// Command is the English name of a command in either language, without the
// slash; "oefenen" and "exercise" are both "exercise".
func Command(word string) (name string, ok bool) {
	switch strings.ToLower(word) {
	case "start", "begin":
		return "start", true
	case "oefenen", "oefening", "exercise":
		return "exercise", true
	case "pijn", "pain":
		return "pain", true
	case "alarm":
		return "alarm", true
	case "instellingen", "settings":
		return "settings", true
	case "pauze", "pause":
		return "pause", true
	case "stop":
		return "stop", true
	case "privacy":
		return "privacy", true
	case "verwijder", "delete":
		return "delete", true
	case "help":
		return "help", true
	case "taal", "language":
		return "language", true
	case "verder", "continue":
		return "continue", true
	}
	return "", false
}

// spokenCommand is the command that a whole message means without its slash.
func spokenCommand(text string) string {
	switch strings.Join(wordsOf(text), " ") {
	case "stop", "stoppen", "ik wil stoppen", "stop maar", "stop ermee", "i want to stop", "unsubscribe":
		return "stop"
	case "help", "hulp", "help me", "wat kan je", "wat kun je", "menu", "info":
		return "help"
	case "pauze", "pause", "vakantie", "holiday":
		return "pause"
	case "alarm", "nood", "noodgeval", "spoed", "emergency", "112":
		return "alarm"
	case "verder", "doorgaan", "ga verder", "continue", "go on", "resume":
		return "continue"
	case "oefenen", "oefening", "oefeningen", "exercise", "exercises", "start", "begin", "beginnen":
		return "exercise"
	case "alle oefeningen", "all exercises":
		return "library"
	case "instellingen", "settings":
		return "settings"
	case "privacy":
		return "privacy"
	case "pijn", "pain", "pijnscore":
		return "pain"
	case "taal", "language", "english", "engels", "nederlands", "dutch":
		return "language"
	case "ik ben er weer", "ben er weer", "im back", "i am back", "back again":
		return "seen"
	}
	return ""
}
