package figure

import (
	"cmp"
	"image"
	"image/color"
	"image/gif"
	"maps"
	"slices"
)

// animationColours is a power of two less one: the one is for what did not
// change. Fewer colours make a smaller file.
const animationColours = 31

// alike is how far apart two colours must be for a palette to have both: wall
// and sock are this near.
const alike = 10

// colours counts the colours of drawings, to find the few that do for all.
type colours map[color.RGBA]int

func (c colours) count(m *image.RGBA) {
	var last color.RGBA
	run := 0
	for i := 0; i < len(m.Pix); i += 4 {
		if at := (color.RGBA{m.Pix[i], m.Pix[i+1], m.Pix[i+2], 255}); at != last {
			c[last] += run
			last, run = at, 0
		}
		run++
	}
	c[last] += run
	delete(c, color.RGBA{})
}

// palette is the most frequent colours that are not alike, and before them the
// colour of nothing.
func (c colours) palette(most int) color.Palette {
	value := func(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
	all := slices.SortedFunc(maps.Keys(c), func(a, b color.RGBA) int {
		return cmp.Or(c[b]-c[a], value(a)-value(b))
	})
	chosen := color.Palette{color.RGBA{}}
	for _, at := range all {
		if _, d := nearest(chosen, at); d >= alike*alike && len(chosen) <= most {
			chosen = append(chosen, at)
		}
	}
	return chosen
}

// nearest is the palette's colour next to another one, and how far it is,
// squared.
func nearest(p color.Palette, c color.RGBA) (index uint8, distance int) {
	distance = 1 << 30
	for i, other := range p[1:] {
		o := other.(color.RGBA)
		r, g, b := int(o.R)-int(c.R), int(o.G)-int(c.G), int(o.B)-int(c.B)
		if d := r*r + g*g + b*b; d < distance {
			index, distance = uint8(i+1), d
		}
	}
	return index, distance
}

// An indexer paints drawings in the colours of a palette.
type indexer struct {
	palette color.Palette
	known   map[color.RGBA]uint8
}

func newIndexer(p color.Palette) indexer { return indexer{p, map[color.RGBA]uint8{}} }

func (n indexer) index(m *image.RGBA) *image.Paletted {
	out := image.NewPaletted(m.Rect, n.palette)
	var last color.RGBA
	var at uint8
	for i := range out.Pix {
		p := m.Pix[4*i : 4*i+3]
		if c := (color.RGBA{p[0], p[1], p[2], 255}); c != last {
			last, at = c, n.of(c)
		}
		out.Pix[i] = at
	}
	return out
}

func (n indexer) of(c color.RGBA) uint8 {
	at, ok := n.known[c]
	if !ok {
		at, _ = nearest(n.palette, c)
		n.known[c] = at
	}
	return at
}

// film makes a GIF of stills. Each frame holds only what changed.
func film(stills []still, palette color.Palette, draw func(still) *image.RGBA) *gif.GIF {
	n := newIndexer(palette)
	known := map[body]*image.Paletted{} // the way back shows them again
	g := &gif.GIF{}
	var shown *image.Paletted
	for _, s := range stills {
		next := known[s.body]
		if next == nil {
			next = n.index(draw(s))
			known[s.body] = next
		}
		frame := next
		if shown != nil {
			frame = change(shown, next)
		}
		g.Image = append(g.Image, frame)
		g.Delay = append(g.Delay, s.time)
		g.Disposal = append(g.Disposal, gif.DisposalNone)
		shown = next
	}
	g.Config = image.Config{ColorModel: palette, Width: shown.Rect.Dx(), Height: shown.Rect.Dy()}
	return g
}

// change is the smallest rectangle of a frame that differs from what is shown,
// with nothing where it does not.
func change(shown, next *image.Paletted) *image.Paletted {
	part := image.NewPaletted(changed(shown, next), next.Palette)
	r := part.Rect
	for y := r.Min.Y; y < r.Max.Y; y++ {
		before := uint8(0)
		for x := r.Min.X; x < r.Max.X; x++ {
			i := y*next.Stride + x
			if shown.Pix[i] == next.Pix[i] && before != next.Pix[i] {
				before = 0
			} else { // also if it did not change: one run packs better than two
				before = next.Pix[i]
			}
			part.Pix[(y-r.Min.Y)*part.Stride+x-r.Min.X] = before
		}
	}
	return part
}

// changed is the rectangle in which two frames differ. GIF wants one dot at least.
func changed(a, b *image.Paletted) image.Rectangle {
	var r image.Rectangle
	for i, at := range a.Pix {
		if at != b.Pix[i] {
			x, y := i%a.Stride, i/a.Stride
			r = r.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	if r.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	return r
}
