package figure

// VersionsOf is versionsOf, for tests that messages is part of.
var VersionsOf = versionsOf

// Letters are the letters of a figure's phases; false if there is no such one.
func Letters(name string) (all []string, known bool) {
	f, known := figures[name]
	for _, ph := range f.phases() {
		all = append(all, ph.letter)
	}
	return all, known
}
