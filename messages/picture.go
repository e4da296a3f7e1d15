package messages

import (
	"fmt"
	"slices"
	"strings"

	"back2core/flows"
	"back2core/messages/figure"
)

// A Picture is the figure of an exercise as it goes with a message: an
// animation, or the phases side by side.
type Picture struct {
	Moves bool

	id, version, side string
	name              string // of the figure
}

// PictureOf is what is shown of a reply's figure to who wants to see it so.
func PictureOf(name string, wish flows.Pictures) (Picture, error) {
	parts := strings.Split(name, ".")
	p := Picture{Moves: wish == flows.PicturesMove, id: parts[0]}
	how := parts[1:]
	if n := len(how); n > 0 && slices.Contains(sides, how[n-1]) {
		p.side, how = how[n-1], how[:n-1]
	}
	p.version = figure.Version(p.id, how)
	var err error
	p.name, err = figure.Name(p.id, p.version, p.side)
	return p, err
}

var sides = []string{"right", "left"}

// File is the name of its file: the same in every language, and for whatever is
// drawn the same.
func (p Picture) File() string {
	if p.Moves {
		return p.name + ".gif"
	}
	return p.name + ".png"
}

// Draw draws it, which may take half a second, unless it is kept. The caller must not
// change what it gets.
func (p Picture) Draw() ([]byte, error) {
	if p.Moves {
		return figure.Animation(p.id, p.version, p.side)
	}
	return figure.Picture(p.id, p.version, p.side)
}

// Words say what it shows, joint by joint, for who doesn't see it.
func (p Picture) Words(lang flows.Lang) (string, error) {
	names, err := figure.Wordings(p.id, p.version)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, name := range names {
		line, err := newSpeaker(lang, "", Practice{}, nil).say(name)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

// Told is a text with the figure that would stand over it told in words below
// it.
func Told(lang flows.Lang, html, name string) (string, error) {
	p, err := PictureOf(name, flows.PicturesWords)
	if err != nil {
		return "", err
	}
	words, err := p.Words(lang)
	if err != nil {
		return "", err
	}
	lead, err := newSpeaker(lang, "", Practice{}, nil).say("picture.told")
	if err != nil {
		return "", err
	}
	told := html + "\n\n" + lead + "\n" + words
	if n := units(told); n > limit {
		return "", fmt.Errorf("the words of %s are too long: %d of at most %d characters", p.name, n, limit)
	}
	return told, nil
}

// AltText says in words what the file of a picture shows; empty for a file that
// is none.
func AltText(lang flows.Lang, file string) string {
	name, ok := strings.CutSuffix(file, ".gif")
	if !ok {
		if name, ok = strings.CutSuffix(file, ".png"); !ok {
			return ""
		}
	}
	p, err := PictureOf(name, flows.PicturesMove)
	if err != nil {
		return ""
	}
	words, err := p.Words(lang)
	if err != nil {
		return ""
	}
	return unmarked(words)
}
