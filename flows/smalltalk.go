package flows

import (
	"strings"
	"unicode"
)

// talkOf says what kind of small talk a text is; "" if it is none we know.
func (t *turn) talkOf(text string) string {
	words := wordsOf(text)
	whole := strings.Join(words, " ")
	for _, known := range wholeTalk() {
		if wordIn(whole, known.words) {
			return known.kind
		}
	}
	if says(words, despair) {
		return "worried"
	}
	if foreign(text, words, t.p.Lang) {
		return "language"
	}
	if asks(text, words) {
		return "question"
	}
	doubt := ""
	for _, known := range talkWords() {
		switch {
		case !hearsAny(words, known.words):
		case says(words, known.not):
			doubt = "doubt" // it may be said otherwise further on
		default:
			return known.kind
		}
	}
	if doubt != "" {
		return doubt
	}
	if kind, ok := emojiTalk(text); ok && len(words) == 0 {
		return kind
	}
	return ""
}

// talk is words and the kind of small talk they are; not is what makes them
// doubtful. In doubt nobody is cheered or soothed.
type talk struct{ kind, words, not string }

// What turns kind words round: "het wordt niet beter", "beter af zonder mij",
// "I wish it was better"; and what is not about a tired or a sore muscle.
const (
	turned = "niet|geen|nooit|niks|niets|nauwelijks|amper|zonder|nog lang|not|no|never|none|nothing|dont|doesnt|didnt|isnt|wasnt|wont|cant|couldnt|hardly|barely|without|aint|" +
		"maar|but|helaas|unfortunately"
	wished = "af|off|hoop|hopelijk|wens|wou|wilde|zou|wil|moet|wanneer|hope|hopefully|wish|would|should|want|need|when|if|als|" +
		"dood|dead|leven|life|live|erger|slechter|worse|bang|afraid"
	weary   = "het|alles|van|leven|dood|of|life|living|everything|flauw|duizelig|koorts|ziek|dizzy|faint|fever|sick|weken|weeks"
	oddLegs = "*been|*benen|*voet|*voeten|leg|legs|foot|feet|handen|hands|nek|neck|loop|lopen|walk|walking|koorts|fever|ziek|sick|ochtend*|morning*"
	// despair is worry in other words.
	despair = "hou het niet meer vol|hou dit niet meer vol|hou het niet vol|kan het niet meer aan|kan dit niet meer aan|trek het niet meer|trek dit niet meer|kan niet meer verder|word gek van|ten einde raad|" +
		"cant take it any*|cant take this any*|cant do this any*|cannot take it any*|cant cope|wordt nooit beter|wordt nooit meer beter|never get better|never gets better"
)

// wholeTalk is recognised as a whole message.
func wholeTalk() []talk {
	return []talk{
		{kind: "correct", words: "klopt niet|dat klopt niet|fout|foutje|fout antwoord|verkeerd|terug|vorige|verander|veranderen|correctie|back|wrong|mistake|change|undo|correct"},
		{kind: "checkin", words: "weekvragen|weekcheck|check in|checkin|weekly check in|weekly questions|week"},
		{kind: "how", words: "hoe gaat het|hoe gaat het met je|hoe is het|alles goed|alles goed met je|how are you|how are you doing|how is it going|hows it going"},
		{kind: "greeting", words: "hoi|hallo|hey|hee|he|hi|hello|dag|goedemorgen|goede morgen|goedemiddag|goedenavond|goeiemorgen|good morning|good evening|good afternoon|moin|yo|hoihoi|hallo daar"},
		{kind: "bye", words: "doei|tot morgen|tot ziens|tot later|welterusten|slaap lekker|bye|goodbye|good night|see you|see you tomorrow|fijne dag|fijne avond"},
		{kind: "ok", words: "ok|oke|okay|okee|prima|goed|fijn|mooi|top|duidelijk|begrepen|nee bedankt|nee dank je|nee dank je wel|nee dankjewel|geen dank|no thanks|no thank you|snap ik|klopt|is goed|great|good|nice|fine|got it|understood|test|succes|super"},
		{kind: "nothing", words: "ja|nee|jawel|yes|no|klaar|done|geen|none"},
		{kind: "later", words: "later|straks|morgen|nu niet|vandaag niet|niet nu|geen tijd|geen zin|even niet|ik heb geen tijd|ik heb geen zin|not now|later today|tomorrow|no time|not today|ik doe het morgen|morgen weer"},
		{kind: "who", words: "wie ben je|wie ben jij|ben je een robot|ben je een mens|ben je echt|bot|are you a robot|are you human|are you real|who are you|ben jij een mens|ben jij een robot"},
	}
}

// talkWords is recognised by a word, wherever it stands; what is grave first.
func talkWords() []talk {
	return []talk{
		{kind: "swearing", words: "kut*|klote*|godver*|shit|fuck*|verdomme|kanker*|tering|tyfus|idioot|stom|stomme|waardeloos|rotding|rotbot|bullshit|stupid|useless|crap|damn|asshole|lul|eikel|debiel"},
		{kind: "worried", words: "bang|angst|angstig|zorgen|ongerust|bezorgd|somber|verdrietig|eenzaam|radeloos|machteloos|wanhopig|depri|depressief|afraid|scared|worried|anxious|sad|lonely|helpless|desperate|depressed|hopeless"},
		{kind: "better", not: turned + "|" + wished, words: "beter|opgeknapt|hersteld|better|improved|improving"},
		{kind: "sore", not: turned + "|" + oddLegs, words: "spierpijn|stijf|sore|stiff"},
		{kind: "pain", words: "pijn|pijnlijk|zeer|pain|painful|hurts|hurt|au|auw|ouch|erger|slechter|worse"},
		{kind: "tired", not: turned + "|" + weary, words: "moe|vermoeid|uitgeput|tired|exhausted"},
		{kind: "thanks", not: turned + "|" + wished, words: "bedankt|dankjewel|dankje|dank|dankuwel|thanks|thank|thx|merci|tnx"},
		{kind: "greeting", words: "hoi|hallo|goedemorgen|goedemiddag|goedenavond|hello"},
	}
}

func wordIn(word, list string) bool {
	for w := range strings.SplitSeq(list, "|") {
		if w == word {
			return true
		}
	}
	return false
}

// asks says whether a text is a question. Nobody here can answer one about a
// body; it is for the physiotherapist.
func asks(text string, words []string) bool {
	if strings.HasSuffix(strings.TrimSpace(text), "?") {
		return true
	}
	return len(words) > 2 && wordIn(words[0], "mag|kan|kun|moet|wat|hoe|waarom|wanneer|welke|waar|is|zijn|heb|heeft|helpt|can|may|should|what|how|why|when|which|where|do|does|are|must")
}

// foreign says whether a text is in a language other than the patient's, as far
// as a few common words or another script can tell.
func foreign(text string, words []string, lang Lang) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Common) }) {
		return true
	}
	lists := []string{
		"ich|nicht|schmerzen|danke|bitte|und|mein|meine|habe|rucken|guten|bin|ist",
		"bonjour|salut|douleur|je|suis|pas|dos|mal|vous|avec|merci",
		"hola|gracias|dolor|espalda|tengo|buenos|buenas|dias|estoy|por",
		"merhaba|agri|agrim|var|tesekkurler|tesekkur|nasilsin|sirtim|bel|agriyor",
		"dzien|dobry|boli|dziekuje|plecy|czesc|jestem|mam|nie",
		"ola|obrigado|obrigada|dor|costas|bom|estou|nao|ciao|grazie|schiena|dolore|buongiorno",
		"salam|marhaba|shukran|labas|choukran",
	}
	if lang == Dutch {
		lists = append(lists, "the|my|you|have|what|please|speak|english|and|this|with|i|how|dont|cant|am|are|do|to")
	} else {
		lists = append(lists, "ik|het|mijn|een|niet|wat|heb|je|en|maar|dat|ben|van|hoe|voor|met|nog")
	}
	for _, list := range lists {
		hits := 0
		for _, w := range words {
			if wordIn(w, list) {
				hits++
			}
		}
		if hits >= 2 || hits == 1 && len(words) == 1 && unmistakable(words[0]) {
			return true
		}
	}
	return false
}

// unmistakable words say by themselves that somebody speaks another language.
func unmistakable(w string) bool {
	return wordIn(w, "bonjour|salut|hola|gracias|merhaba|tesekkurler|dziekuje|czesc|ciao|grazie|danke|salam|marhaba|obrigado|obrigada|buongiorno")
}

// emojiTalk is what an emoji without words says.
func emojiTalk(text string) (string, bool) {
	switch {
	case strings.ContainsAny(text, "👍👌✅💪🎉😊🙂😀😃😄🥳"):
		return "ok", true
	case strings.ContainsAny(text, "🙏❤💙💚🧡😘🥰"):
		return "thanks", true
	case strings.ContainsAny(text, "😢😭😞😔😟😰☹🙁😩😫😖😣"):
		return "pain", true
	case strings.ContainsAny(text, "😡🤬😠🖕👎"):
		return "swearing", true
	}
	return "", false
}
