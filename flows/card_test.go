package flows_test

import (
	"fmt"
	"strings"
	"testing"

	"back2core/flows"
	"back2core/messages"
)

// A card is one message: all of an exercise on a phone without scrolling.
func TestCardsAreShortInEveryVersion(t *testing.T) {
	for _, e := range flows.Exercises() {
		versions := map[string]bool{"": true}
		for _, use := range e.For {
			versions[use.Version] = true
		}
		for version := range versions {
			for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
				args := flows.Args{
					"Exercise": e.ID, "Side": "", "How": "", "Also": "", "Sets": "", "Dose": "dose." + e.Dose.Kind,
					"Count": fmt.Sprint(e.Dose.Reps), "Hold": fmt.Sprint(e.Dose.Hold), "Breaths": fmt.Sprint(e.Dose.Breaths),
				}
				if version != "" {
					args["How"] = "version." + version
				}
				if e.Sided {
					args["Side"], args["Also"] = "side.left", "version.gently"
				}
				if e.Dose.Sets > 1 {
					args["Sets"] = fmt.Sprint(e.Dose.Sets)
				}
				m, err := messages.Render(lang, "Europe/Amsterdam", messages.Practice{}, flows.Reply{Text: "session.card", Args: args})
				if err != nil {
					t.Fatal(err)
				}
				text := plain(m.HTML)
				if n := len(strings.Fields(text)); n > 75 {
					t.Errorf("%s %s %s: %d words:\n%s", lang, e.ID, version, n, text)
				}
			}
		}
	}
}
