package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"math"
	"slices"

	"git.sr.ht/~sbinet/gg"
)

// The pace is that of calm breathing: out on the effort, in on the way back.
// Times are in hundredths of a second.
const (
	frameTime = 10
	moveTime  = 300 // from one phase to the next
	startTime = 80  // in the first phase
	endTime   = 120 // in another
)

// Sizes of an animation, in dots.
const (
	animationWide = 480
	animationTall = 290 // at most: what is said of it has to be on the same small screen
)

// Animation goes from phase to phase and back, without end, as a GIF. Side is
// as for Picture. The caller must not change what it gets.
func Animation(id, version, side string) ([]byte, error) {
	name, f, err := named(id, version)
	if err != nil {
		return nil, err
	}
	return drawings.get("animation "+name+" "+mirrored(side), func() ([]byte, error) {
		var out bytes.Buffer
		if err := gif.EncodeAll(&out, f.animation(side == leftSide)); err != nil {
			return nil, fmt.Errorf("encode the animation of %s: %w", name, err)
		}
		return out.Bytes(), nil
	})
}

// A still is one frame of an animation, and how long it stands.
type still struct {
	body   body
	letter string
	time   int
}

// stills are the frames of one round: from phase to phase, and back to the
// first. With two phases the way back is the way there.
func (f figure) stills() []still {
	phases := f.phases()
	var round []still
	before, hold := phases[0], startTime
	for _, ph := range phases[1:] {
		round = append(round, move(ph.way, before.letter, ph.letter, hold)...)
		before, hold = ph, endTime
	}
	home := move([]body{before.body, phases[0].body}, before.letter, phases[0].letter, hold)
	if len(phases) == 2 {
		home = append(home[:1], round[1:]...)
		slices.Reverse(home[1:])
	}
	return append(round, home...)
}

// move stands still in the first of some bodies and then goes past them, slowly
// at both ends. It leaves out the last one, with which the next move begins.
func move(way []body, from, to string, hold int) []still {
	const frames = moveTime / frameTime
	all := []still{{way[0], from, hold}}
	for i := 1; i < frames; i++ {
		t := (1 - math.Cos(math.Pi*float64(i)/frames)) / 2
		letter := from
		if t >= 0.5 {
			letter = to
		}
		all = append(all, still{along(way, t), letter, frameTime})
	}
	return all
}

// along is the body a part of the way past several.
func along(way []body, t float64) body {
	stretches := float64(len(way) - 1)
	i := min(int(t*stretches), len(way)-2)
	return between(way[i], way[i+1], t*stretches-float64(i))
}

// samples is how many frames are looked at to choose the colours for all.
const samples = 8

func (f figure) animation(mirror bool) *gif.GIF {
	fr := f.frame(f.room(), animationWide, animationWide/2, animationTall, animationWide/18)
	fr.mirror = mirror
	empty, dc := gg.NewContext(fr.at.Dx(), fr.at.Dy()), gg.NewContext(fr.at.Dx(), fr.at.Dy())
	f.stage(empty, fr)
	stage, drawn := empty.Image().(*image.RGBA), dc.Image().(*image.RGBA)
	draw := func(s still) *image.RGBA {
		copy(drawn.Pix, stage.Pix)
		f.draw(dc, fr, s.body)
		fr.letter(dc, s.letter)
		return drawn
	}
	stills := f.stills()
	c := colours{}
	for i := range samples {
		c.count(draw(stills[i*len(stills)/samples]))
	}
	return film(stills, c.palette(animationColours), draw)
}
