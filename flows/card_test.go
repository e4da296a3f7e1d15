package flows_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"back2core/flows"
	"back2core/messages"
)

// everyCard renders the card of every exercise for everybody to whom it is
// open, with up to two specials.
func everyCard(t *testing.T, f func(t *testing.T, e flows.Exercise, of []flows.Special, lang flows.Lang, text string)) {
	t.Helper()
	everyCardReply(t, func(t *testing.T, e flows.Exercise, of []flows.Special, lang flows.Lang, r flows.Reply) {
		m, err := messages.Render(lang, "Europe/Amsterdam", messages.Practice{}, r)
		if err != nil {
			t.Fatal(err)
		}
		f(t, e, of, lang, plain(m.HTML))
	})
}

// everyCardReply is everyCard before it is rendered.
func everyCardReply(t *testing.T, f func(t *testing.T, e flows.Exercise, of []flows.Special, lang flows.Lang, r flows.Reply)) {
	t.Helper()
	all := []flows.Special{
		flows.ForLeg, flows.ForFlexion, flows.PostOpEarly, flows.PostOpLate, flows.Pregnant, flows.PregnantLate,
		flows.ForBones, flows.ForFibro, flows.ForFear, flows.ForChair, flows.ForPain,
	}
	sets := [][]flows.Special{nil}
	for i, a := range all {
		sets = append(sets, []flows.Special{a})
		for _, b := range all[i+1:] {
			sets = append(sets, []flows.Special{a, b})
		}
	}
	for _, e := range flows.Exercises() {
		for _, of := range sets {
			args, open := flows.CardOf(e, of...)
			if !open {
				continue
			}
			for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
				f(t, e, of, lang, flows.Reply{Text: "session.card", Args: args, Figure: flows.FigureFor(e, of...)})
			}
		}
	}
}

// A card is one message: all of an exercise on a phone without scrolling.
func TestCardsAreShortInEveryVersion(t *testing.T) {
	everyCard(t, func(t *testing.T, e flows.Exercise, of []flows.Special, lang flows.Lang, text string) {
		if n := len(strings.Fields(strings.ReplaceAll(text, "•", ""))); n > 60 { // interaction.md 3.11
			t.Errorf("%s %s %v: %d words:\n%s", lang, e.ID, of, n, text)
		}
	})
}

// Nobody is told to sit on a chair and then to lie down (clinical.md 5.7-5.9).
func TestCardsDoNotContradictThemselves(t *testing.T) {
	lying := regexp.MustCompile(`Lig op|handen en knieën|tegen de vloer|Lie on|hands and knees|flat on the floor`)
	flat := regexp.MustCompile(`Lig op je (rug|buik)|Lie on your (back|belly)`)
	loaded := regexp.MustCompile(`gewicht dicht|load close|first without|eerst zonder`)
	everyCard(t, func(t *testing.T, e flows.Exercise, of []flows.Special, lang flows.Lang, text string) {
		said := func(version string) bool {
			m, err := messages.Render(lang, "Europe/Amsterdam", messages.Practice{}, flows.Reply{Text: "version." + version})
			return err == nil && strings.Contains(text, plain(m.HTML))
		}
		for _, no := range []struct {
			when    bool
			pattern *regexp.Regexp
		}{
			{slices.Contains(of, flows.ForChair) || said("chair") || said("wall"), lying},
			{slices.Contains(of, flows.PregnantLate) && e.ID != "B4" || said("side"), flat},
			{said("unloaded"), loaded},
		} {
			if found := no.pattern.FindString(text); no.when && found != "" {
				t.Errorf("%s %s %v says %q:\n%s", lang, e.ID, of, found, text)
			}
		}
	})
}

// What a version says in words of its own is in the catalogue, and the other
// way round.
func TestVersionsHaveTheirWords(t *testing.T) {
	var own []string
	for _, e := range flows.Exercises() {
		for version, parts := range e.Own {
			for _, part := range parts {
				own = append(own, "exercise."+e.ID+"."+part+"."+version)
			}
			if !slices.ContainsFunc(uses(e), func(u flows.Use) bool { return u.Version == version }) && !slices.ContainsFunc(e.Ladder, func(r flows.Rung) bool { return r.As == version }) {
				t.Errorf("%s: nobody does it as %q", e.ID, version)
			}
		}
	}
	var worded []string
	for _, name := range messages.Names(flows.Dutch) {
		if strings.HasPrefix(name, "exercise.") && strings.Count(name, ".") == 3 {
			worded = append(worded, name)
		}
	}
	slices.Sort(own)
	slices.Sort(worded)
	if !slices.Equal(own, worded) {
		t.Errorf("the catalogue has\n%v, the wording\n%v", own, worded)
	}
}

func uses(e flows.Exercise) []flows.Use {
	var all []flows.Use
	for _, u := range e.For {
		all = append(all, u)
	}
	return all
}
