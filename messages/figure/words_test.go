package figure_test

import (
	"slices"
	"strings"
	"testing"

	"back2core/flows"
	"back2core/messages"
	"back2core/messages/figure"
)

func TestWhatAFigureShowsIsSaidInWordsToo(t *testing.T) {
	for _, e := range flows.Exercises() {
		for _, version := range slices.Concat(figure.VersionsOf(e), figure.Versions(e.ID)) {
			wordings, err := figure.Wordings(e.ID, version)
			if err != nil {
				t.Error(err)
			}
			for _, name := range wordings {
				for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
					if !messages.Has(lang, name) {
						t.Errorf("%s has no %s", lang, name)
					}
				}
			}
		}
	}
}

// Every letter of a figure is in its words, and no wording is left over.
func TestWordsAndFiguresAreOfTheSamePhases(t *testing.T) {
	for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
		for _, name := range messages.Names(lang) {
			id, ok := strings.CutPrefix(name, "figure.")
			if !ok || name == "figure.smaller" {
				continue
			}
			letters, known := figure.Letters(id)
			if !known {
				t.Errorf("%s %s: there is no such figure", lang, name)
				continue
			}
			shown, err := messages.Render(lang, "", messages.Practice{}, flows.Reply{Text: name})
			if err != nil {
				t.Error(err)
			}
			for _, letter := range letters {
				if !strings.Contains("\n"+shown.HTML, "\n"+letter+": ") {
					t.Errorf("%s %s says nothing of %s", lang, name, letter)
				}
			}
			if n := strings.Count(shown.HTML, "\n") + 1; n != len(letters) {
				t.Errorf("%s %s: %d lines for %d phases", lang, name, n, len(letters))
			}
		}
	}
}
