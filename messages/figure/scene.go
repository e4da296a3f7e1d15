package figure

import (
	"image"
	"math"

	"git.sr.ht/~sbinet/gg"
)

// A box is a part of the plane of the picture, in the units of poses.
type box struct{ left, bottom, right, top float64 }

// nothing is the box that any disc makes larger.
var nothing = box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

func (b box) width() float64  { return b.right - b.left }
func (b box) height() float64 { return b.top - b.bottom }

// with is the box that has room for some discs too.
func (b box) with(discs ...disc) box {
	for _, d := range discs {
		b = box{min(b.left, d.x-d.r), min(b.bottom, d.y-d.r), max(b.right, d.x+d.r), max(b.top, d.y+d.r)}
	}
	return b
}

// discs are all there is of a body, for what has to know how much room it takes.
func (b body) discs() []disc {
	all := append(b.neck(), b.wide(b.head, 6.8))
	for _, parts := range [][]part{b.armParts(b.arm), b.armParts(b.arm2), b.legParts(b.leg), b.legParts(b.leg2)} {
		for _, p := range parts {
			all = append(all, p.discs...)
		}
	}
	const steps = 10
	for i := range steps + 1 {
		at := float64(i) / steps
		back, front := b.out(at)
		all = append(all, b.wide(b.spine(at).along(b.front(at), (back+front)/2), (front-back)/2))
	}
	return all
}

// room is what a figure takes in all its poses, with what stands round it.
func (f figure) room() box {
	b := nothing
	for _, body := range f.bodies {
		b = b.with(body.discs()...)
	}
	for kind, at := range f.Props {
		b = b.with(propRoom(kind, at)...)
	}
	return b
}

// A frame is a rectangle of a picture that shows a part of the plane.
type frame struct {
	at     image.Rectangle
	scale  float64 // dots a unit
	middle disc    // of the plane, in the middle of the rectangle
	badge  float64 // how large the letter in its corner is, in dots
	mirror bool
}

// How much of a room is left around a figure, in the units of poses.
const roomBeside, roomAbove, roomBelow = 4.4, 5, 8

// frame shows a room as large as it can in so many dots. It is at least so many
// dots high; and it leaves a corner to the letter.
func (f figure) frame(r box, wide, leastHigh, mostHigh int, badge float64) frame {
	scale := min(float64(wide)/(r.width()+2*roomBeside), float64(mostHigh)/(r.height()+roomAbove+roomBelow))
	fr := f.scaled(r, wide, leastHigh, scale, badge)
	for fr.at.Dy() > max(leastHigh, mostHigh) { // the corner needs room too
		scale *= 0.99
		fr = f.scaled(r, wide, leastHigh, scale, badge)
	}
	return fr
}

// scaled shows a room in so many dots for a unit of poses.
func (f figure) scaled(r box, wide, leastHigh int, scale, badge float64) frame {
	fr := frame{scale: scale, badge: badge}
	corner := 2.6 * badge / scale
	margin := (float64(wide)/scale - r.width()) / 2
	top := r.top + roomAbove
	for _, b := range f.bodies {
		for _, d := range b.discs() {
			if min(d.x-d.r-r.left, r.right-d.x-d.r)+margin < corner {
				top = max(top, d.y+d.r+corner)
			}
		}
	}
	high := max(int((top-r.bottom+roomBelow)*scale), leastHigh)
	fr.at = image.Rect(0, 0, wide, high)
	fr.middle = disc{(r.left + r.right) / 2, r.bottom - roomBelow + float64(high)/2/scale, 0}
	return fr
}

// letter writes a phase's letter into the corner of a frame.
func (fr frame) letter(dc *gg.Context, letter string) {
	const in = 1.35
	stamp(dc, letter, float64(fr.at.Min.X)+in*fr.badge, float64(fr.at.Min.Y)+in*fr.badge, fr.badge)
}

// paint calls draw with a brush that draws in the units of poses.
func (fr frame) paint(dc *gg.Context, draw func(brush)) {
	dc.Push()
	defer dc.Pop()
	r := fr.at
	dc.Translate(float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2)
	if fr.mirror {
		dc.Scale(-1, 1)
	}
	dc.Scale(fr.scale, -fr.scale)
	dc.Translate(-fr.middle.x, -fr.middle.y)
	draw(brush{dc})
}

// stage draws the room, which stays the same while the body moves.
func (f figure) stage(dc *gg.Context, fr frame) {
	r := f.room()
	reach := float64(fr.at.Dx()) / fr.scale
	all := box{fr.middle.x - reach, fr.middle.y - reach, fr.middle.x + reach, fr.middle.y + reach}
	fr.paint(dc, func(br brush) {
		br.fill(wall, rect(all))
		all.top = horizon
		br.fill(ground, rect(all))
		if f.Mat {
			br.mat(r)
		}
	})
}

// horizon is where the floor meets the wall.
const horizon = 6.5

// mat draws a mat under all there is room for.
func (br brush) mat(r box) {
	const lean, beyond, thick = 2.6, 3.2, 1.3 // its sides go back as things do that are farther
	front, back := min(r.bottom-1.6, -5.2), horizon-1.6
	corners := []disc{
		{r.left - beyond, front, 0.3}, {r.right + beyond - lean, front, 0.3},
		{r.right + beyond, back, 0.3}, {r.left - beyond + lean, back, 0.3},
	}
	low := []disc{{corners[0].x, front - thick/2, thick / 2}, {corners[1].x, front - thick/2, thick / 2}}
	br.fill(matRim, sausage(low...), sausage(append(corners, corners[0])...))
	br.fill(mat, shape{corners})
}

func rect(b box) shape {
	return shape{{{b.left, b.bottom, 0}, {b.right, b.bottom, 0}, {b.right, b.top, 0}, {b.left, b.top, 0}}}
}

// shadow is where a body keeps the light from what it lies or stands on: the
// less, the higher it is.
func (f figure) shadow(br brush, b body) {
	const reach = 14.0
	var s shape
	add := func(v vec, r float64) {
		if v.y > reach || v.y < -1 {
			return
		}
		r *= 1 - 0.6*max(0, v.y-r)/reach
		on := b.seen(vec{v.x, 0, v.z})
		s = append(s, ellipse(on.x+0.3, on.y-0.2, r+0.8, r*0.34+0.3))
	}
	line := func(from, to vec, r0, r1 float64) {
		const steps = 12
		for i := range steps + 1 {
			t := float64(i) / steps
			add(from.to(to, t), r0+(r1-r0)*t)
		}
	}
	for _, l := range []limb{b.leg, b.leg2} {
		line(l.root, l.bend, 5.5, 3.8)
		line(l.bend, l.end, 3.8, 2.4)
		line(l.end, l.tip, 2.4, 1.4)
	}
	for _, l := range []limb{b.arm, b.arm2} {
		line(l.root, l.bend, 3.5, 2.6)
		line(l.bend, l.end, 2.6, 1.8)
		line(l.end, l.tip, 1.8, 1.4)
	}
	line(b.shoulder, b.mid, 6, 6)
	line(b.mid, b.hip, 6, 6)
	add(b.head, 5)
	if f.Mat {
		br.fill(matShade, s)
	} else {
		br.fill(groundShade, s)
	}
}

// draw draws a body on its stage, with what is behind and before it.
func (f figure) draw(dc *gg.Context, fr frame, b body) {
	fr.paint(dc, func(br brush) {
		f.shadow(br, b)
		f.behind(br, b)
		br.body(b)
		f.before(br, b)
	})
}
