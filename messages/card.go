package messages

import "back2core/flows"

// A Profile is how Telegram shows the bot to someone who has not opened it.
type Profile struct{ Name, Description, ShortDescription string }

// What Telegram takes, in characters.
const (
	nameLimit        = 64
	descriptionLimit = 512
	shortLimit       = 120
)

// longestPractice is how much of a practice's name fits a profile.
const longestPractice = 60

// Card is the bot's profile. It says that this is a computer program, and
// where to call in an emergency (clinical.md 8.1).
func Card(lang flows.Lang, pr Practice) Profile {
	pr.Name = cut(pr.Name, longestPractice)
	return Profile{
		Name:             cut(fixed(lang, pr, "card.name"), nameLimit),
		Description:      cut(fixed(lang, pr, "card.description"), descriptionLimit),
		ShortDescription: cut(fixed(lang, pr, "card.short"), shortLimit),
	}
}
