package flows

import (
	"slices"
	"strings"
)

// Pictures is how someone wants to see the figures of exercises.
type Pictures string

// The ways to see a figure. Motion that can't be stopped makes some people ill,
// and some can't see any of it (WCAG 2.2, 2.2.2 and 1.1.1).
const (
	PicturesMove  Pictures = ""      // as an animation
	PicturesStill Pictures = "still" // as a picture of the phases
	PicturesWords Pictures = "words" // told, joint by joint
)

// movingChoice is PicturesMove as an answer.
const movingChoice = "move"

// picturesChoices are the answers, the one that everybody begins with first.
func picturesChoices() []string {
	return []string{movingChoice, string(PicturesStill), string(PicturesWords)}
}

// choosePictures holds from the next exercise on.
func (t *turn) choosePictures(answer string) {
	t.p.Pictures = Pictures(answer)
	if answer == movingChoice {
		t.p.Pictures = PicturesMove
	}
	t.log("setting", map[string]string{"what": "pictures", "value": answer})
	t.say("settings.done.pictures."+answer, offering("settings", "exercise"))
}

// figureOf names a figure: the exercise, how it is done, and the side, with
// points between ("C7.small.left"). What of it can be drawn messages knows.
func figureOf(id string, how []string, side string) string {
	parts := slices.Concat([]string{id}, how)
	if side != "" {
		parts = append(parts, side)
	}
	return strings.Join(parts, ".")
}

// cardFigure is the figure of the n-th card.
func cardFigure(p Patient, o Open, n int) string {
	cards := listed(o.Answers["plan"])
	if n > len(cards) {
		return ""
	}
	id, side, _ := strings.Cut(cards[n-1], ".")
	date := p.asked(o)
	return figureOf(id, p.gently(p.prescribed(id, date), side, date), side)
}
