package flows

import (
	"strings"
	"testing"
)

// Whoever is not cheerful is not cheered: in doubt the answer is neutral.
func TestNobodyIsCheeredWhoIsNotCheerful(t *testing.T) {
	for text, want := range map[string]string{
		"ik wil niet meer, het wordt nooit beter": "flag.ask.RF35", "zonder mij is iedereen beter af": "flag.ask.RF35",
		"I'd be better off dead": "flag.ask.RF35", "ik ben het leven moe": "flag.ask.RF35", "bedankt, maar ik wil niet meer leven": "flag.ask.RF35",
		"mijn benen zijn stijf en ik loop raar": "flag.ask.RF30", "I can't breathe": "flag.ask.RF11",
		"het wordt niet beter": "chat.doubt", "het wordt nooit beter": "chat.worried", "it never gets better": "chat.worried",
		"was het maar beter": "chat.doubt", "ik wou dat het beter ging": "chat.doubt", "ik hoop dat het beter wordt": "chat.doubt", "it is not better": "chat.doubt",
		"beter af": "chat.doubt", "bedankt voor niks": "chat.doubt", "ik ben alles zo moe": "chat.doubt", "moe en duizelig": "chat.doubt",
		"mijn benen zijn zo stijf": "chat.doubt", "stijf en koorts": "flag.ask.RF13", "bedankt, maar ik ben bang": "chat.worried",
		"ik hou het niet meer vol": "chat.worried", "I can't take it anymore": "chat.worried",
		"het gaat veel beter": "chat.better", "beter dan gisteren": "chat.better", "ik ben moe vandaag": "chat.tired", "ik ben stijf": "chat.sore",
		"heel erg bedankt": "chat.thanks", "nee bedankt": "chat.ok", "bedankt, het gaat beter": "chat.better",
	} {
		tk := coachedPatient(t).say(text)
		if got := strings.Join(tk.said(), " "); got != want {
			t.Errorf("%q: said %q, want %q", text, got, want)
		}
	}
}
