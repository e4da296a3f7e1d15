package flows_test

import (
	"html"
	"maps"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"back2core/flows"
	"back2core/messages"
)

// longestCaption is what Telegram takes below a picture, without the tags.
const longestCaption = 1024

var anyTag = regexp.MustCompile(`<[^<>]*>`)

// Whatever may stand with a card stands below its picture: an apology in front,
// how far one is, and the answer behind.
func TestACardIsACaptionInEveryVersion(t *testing.T) {
	longest := 0
	everyCardReply(t, func(t *testing.T, e flows.Exercise, _ []flows.Special, lang flows.Lang, r flows.Reply) {
		r.Lead, r.Args["Hint"], r.Args["Goal"] = "late", "count.hint", "exercise."+e.ID+".goal"
		r.Ask = &flows.Ask{Form: "session", Question: "card1", Kind: flows.Choice, Choices: []string{flows.ChoiceDone, "heavy", "hurts"}, Step: 10, Of: 12}
		for _, choice := range r.Ask.Choices {
			shown, err := messages.RenderAnswered(lang, "Europe/Amsterdam", messages.Practice{}, r, flows.Answered{Ask: *r.Ask, Choices: []string{choice}})
			if err != nil {
				t.Fatal(err)
			}
			n := len(utf16.Encode([]rune(html.UnescapeString(anyTag.ReplaceAllString(shown, "")))))
			longest = max(longest, n)
			if n > longestCaption || !messages.FitsCaption(shown) {
				t.Errorf("%s %s: %d characters:\n%s", lang, e.ID, n, shown)
			}
		}
	})
	if longest < longestCaption/3 {
		t.Errorf("the longest card has %d characters: is it one?", longest)
	}
}

// So does the screen of an exercise in the library, with the longest of what is said
// of when it comes.
func TestAnExerciseOfTheLibraryIsACaption(t *testing.T) {
	everyCardReply(t, func(t *testing.T, e flows.Exercise, _ []flows.Special, lang flows.Lang, r flows.Reply) {
		r.Text, r.Lead = "library.exercise", "late"
		maps.Copy(r.Args, flows.Args{"Goal": "exercise." + e.ID + ".goal", "When": "library.when.ring", "Nr": "3", "Why": "why.last.down", "On": "2026-03-04", "From": "leg.thigh", "To": "leg.knee"})
		m, err := messages.Render(lang, "Europe/Amsterdam", messages.Practice{}, r)
		if err != nil || !messages.FitsCaption(m.HTML) {
			t.Errorf("%s %s: %v\n%s", lang, e.ID, err, m.HTML)
		}
	})
}

// So does whatever is counted of it, and what stands there in a pause.
func TestACountIsACaptionInEveryVersion(t *testing.T) {
	everyCardReply(t, func(t *testing.T, e flows.Exercise, _ []flows.Special, lang flows.Lang, r flows.Reply) {
		r.Text, r.Lead = "session.count", "late"
		r.Ask = &flows.Ask{Form: "session", Question: "card1", Kind: flows.Choice, Choices: []string{flows.ChoiceDone}, Step: 10, Of: 12}
		for _, b := range flows.BeatsOf(e) {
			for _, beat := range []string{b.Text, "count.paused"} {
				maps.Copy(r.Args, b.Args)
				r.Args["Beat"], r.Args["At"] = beat, b.Text
				m, err := messages.Render(lang, "Europe/Amsterdam", messages.Practice{}, r)
				if err != nil || !messages.FitsCaption(m.HTML) {
					t.Errorf("%s %s: %v\n%s", lang, e.ID, err, m.HTML)
				}
			}
		}
	})
}

// Whatever a card asks for can be drawn and told: an exercise, each side, and
// each way in which it is done.
func TestTheFigureOfEveryCardIsKnown(t *testing.T) {
	shown := map[string]bool{}
	everyCardReply(t, func(t *testing.T, e flows.Exercise, _ []flows.Special, lang flows.Lang, r flows.Reply) {
		for _, figure := range []string{r.Figure, r.Figure + ".left", r.Figure + ".gently.right"} {
			for _, wish := range []flows.Pictures{flows.PicturesMove, flows.PicturesStill} {
				p, err := messages.PictureOf(figure, wish)
				if err != nil {
					t.Errorf("%s: %v", figure, err)
					continue
				}
				shown[p.File()] = true
				words, err := p.Words(lang)
				if err != nil || messages.AltText(lang, p.File()) != words {
					t.Errorf("%s %s is told as %q and as %q: %v", lang, p.File(), words, messages.AltText(lang, p.File()), err)
				}
			}
			if told, err := messages.Told(lang, "<b>x</b>", figure); err != nil || !strings.HasPrefix(told, "<b>x</b>\n\n") || !strings.Contains(told, "\na: ") {
				t.Errorf("%s is told as %q: %v", figure, told, err)
			}
		}
	})
	if len(shown) < 4*len(flows.Exercises()) {
		t.Errorf("only %d pictures", len(shown))
	}
}
