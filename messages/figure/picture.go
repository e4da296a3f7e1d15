package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"git.sr.ht/~sbinet/gg"
)

// The width of a picture, in dots: no messenger shows more. Its phases are at most as
// high as an animation of that width.
const (
	pictureWide = 1280
	pictureTall = pictureWide * animationTall / animationWide
)

// leftSide is the side for which a figure is mirrored. As drawn, what is near is
// the right side of the body.
const leftSide = "left"

// Picture is the phases of an exercise side by side, as a PNG. Side is "left" for
// the left side of an exercise that has sides. The caller must not change what
// it gets.
func Picture(id, version, side string) ([]byte, error) {
	name, f, err := named(id, version)
	if err != nil {
		return nil, err
	}
	return drawings.get("picture "+name+" "+mirrored(side), func() ([]byte, error) {
		drawn := f.picture(pictureWide, side == leftSide)
		var out bytes.Buffer
		if err := png.Encode(&out, reduced(drawn)); err != nil {
			return nil, fmt.Errorf("encode the picture of %s: %w", name, err)
		}
		return out.Bytes(), nil
	})
}

func mirrored(side string) string {
	if side == leftSide {
		return leftSide
	}
	return ""
}

// reduced is a drawing in the few colours that it needs.
func reduced(m *image.RGBA) *image.Paletted {
	c := colours{}
	c.count(m)
	p := c.palette(255)
	p[0] = p[1] // a picture has no holes
	return newIndexer(p).index(m)
}

// picture draws the phases of a figure, so many dots wide in all.
func (f figure) picture(wide int, mirror bool) *image.RGBA {
	phases := f.phases()
	n := len(phases)
	gap := wide / 64
	each := (wide - gap*(n+1)) / n
	room := f.room()
	arrows := make([][][]disc, n)
	for i, ph := range phases {
		arrows[i] = f.arrows(ph)
		for _, a := range arrows[i] {
			room = room.with(grown(a, arrowWing)...)
		}
	}
	least := each * 54 / 100
	if len(f.above) > 0 {
		least = each * 88 / 100 // there is a second figure in the corner
	}
	fr := f.frame(room, each, least, wide*pictureTall/pictureWide, float64(wide)/36)
	fr.mirror = mirror
	dc := gg.NewContext(wide, fr.at.Dy()+2*gap)
	dc.SetColor(paper)
	dc.Clear()
	for i, ph := range phases {
		fr.at = image.Rect(0, 0, each, fr.at.Dy()).Add(image.Pt(gap+i*(each+gap), gap))
		f.panel(dc, fr, ph, arrows[i])
		if i < len(f.above) {
			f.inset(dc, fr, f.above[i])
		}
	}
	return dc.Image().(*image.RGBA)
}

// panel draws one phase in a frame with round corners.
func (f figure) panel(dc *gg.Context, fr frame, ph phase, arrows [][]disc) {
	roundClip(dc, fr.at, fr.badge*0.8)
	f.stage(dc, fr)
	f.draw(dc, fr, ph.body)
	fr.paint(dc, func(br brush) {
		for _, a := range arrows {
			br.arrow(a)
		}
	})
	dc.ResetClip()
	fr.letter(dc, ph.letter)
}

// roundClip keeps what follows within a rectangle with round corners.
func roundClip(dc *gg.Context, r image.Rectangle, corner float64) {
	dc.DrawRoundedRectangle(float64(r.Min.X), float64(r.Min.Y), float64(r.Dx()), float64(r.Dy()), corner)
	dc.Clip()
}

// inset draws a body from above in a corner of a frame.
func (f figure) inset(dc *gg.Context, fr frame, b body) {
	panel := fr.at
	edge := panel.Dx() / 45
	r := image.Rect(panel.Max.X-panel.Dx()*72/100, panel.Min.Y+edge, panel.Max.X-edge, panel.Min.Y+edge+panel.Dy()*46/100)
	around := nothing.with(b.discs()...)
	fr.at, fr.middle = r, disc{(around.left + around.right) / 2, (around.bottom + around.top) / 2, 0}
	fr.scale = min(float64(r.Dx())/(around.width()+8), float64(r.Dy())/(around.height()+8))
	rim := r.Inset(-3)
	dc.DrawRoundedRectangle(float64(rim.Min.X), float64(rim.Min.Y), float64(rim.Dx()), float64(rim.Dy()), float64(edge)+3)
	dc.SetColor(matRim)
	dc.Fill()
	roundClip(dc, r, float64(edge))
	fr.paint(dc, func(br brush) {
		br.fill(mat, rect(box{-200, -200, 200, 200}))
		br.body(b)
	})
	dc.ResetClip()
}
