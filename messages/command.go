package messages

import "back2core/flows"

// A Command is one line of the list that Telegram shows at "/".
type Command struct{ Name, Description string }

// listed are the commands that are shown, by flows' own name, in the order in
// which they are shown, with how each is spelt in Dutch. Both spellings work
// in every language; what is not here yet may work as well.
var listed = []struct{ name, dutch string }{
	{"start", "start"},
	{"exercise", "oefenen"},
	{"pain", "pijn"},
	{"alarm", "alarm"},
	{"settings", "instellingen"},
	{"pause", "pauze"},
	{"stop", "stop"},
	{"privacy", "privacy"},
	{"delete", "verwijder"},
	{"help", "help"},
}

// Commands is the list for one language.
func Commands(lang flows.Lang) []Command {
	var all []Command
	for _, c := range listed {
		name := c.dutch
		if spoken(lang) == flows.English {
			name = c.name
		}
		all = append(all, Command{Name: name, Description: fixed(lang, Practice{}, "command."+c.name)})
	}
	return all
}
