package messages

import (
	"strings"

	"back2core/flows"
)

// LanguageOf is the language to begin in, from the code of a Telegram app
// ("nl-BE"; it may be missing). Dutch for Dutch and its neighbours and for
// who doesn't say; English for all others, who chose another language for
// their phone. It can be changed in the settings.
func LanguageOf(code string) flows.Lang {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(code), "_", "-"), "-")
	switch base {
	case "", "nl", "fy", "li", "vls", "zea":
		return flows.Dutch
	}
	return flows.English
}
