package figure

import (
	"image/color"
	"math"
	"slices"
)

// body draws a body: what is far first.
func (br brush) body(b body) {
	if b.view == sideView {
		br.limb(true, b.armParts(b.arm2))
		br.limb(true, b.legParts(b.leg2))
		br.chest(b)
		br.head(b)
		br.hips(b, b.leg)
		br.glow(b)
	} else { // both sides are as near
		br.chest(b)
		br.head(b)
		br.hips(b, b.leg2, b.leg)
		br.glow(b)
		br.limb(false, b.armParts(b.arm2))
	}
	br.limb(false, b.armParts(b.arm))
}

// A width is how far a trunk goes out from its spine, at a place along it.
type width struct{ at, back, front float64 }

var (
	// From the side: shoulders, chest, waist, buttocks.
	sideWidths = []width{
		{-0.10, 2.6, 2.4}, {-0.02, 4.6, 4.4}, {0.15, 5.8, 6.0}, {0.32, 5.9, 6.6},
		{0.5, 5.2, 6.0}, {0.68, 4.9, 5.8}, {0.85, 5.9, 5.8}, {1.0, 6.6, 5.4},
	}
	frontWidths = []width{
		{-0.13, 3, 3}, {-0.05, 7.2, 7.2}, {0.08, 9.6, 9.6}, {0.3, 9, 9},
		{0.6, 7.9, 7.9}, {0.85, 8.7, 8.7}, {1.0, 9.3, 9.3},
	}
)

// hem is where along the spine the shirt ends and the trousers begin.
const hem = 0.82

// out is how far the trunk goes out in front at a place along the spine, and,
// below nothing, at the back.
func (b body) out(at float64) (back, front float64) {
	if b.view != sideView {
		w := widthAt(frontWidths, at)
		return -w.back, w.front
	}
	const middle, tall = 0.62, 0.2 // of the belly
	w := widthAt(sideWidths, at)
	return -w.back, w.front + b.belly*math.Exp(-(at-middle)*(at-middle)/(tall*tall))
}

// widthAt goes smoothly from one width to the next.
func widthAt(widths []width, at float64) width {
	i := 1
	for i < len(widths)-1 && at > widths[i].at {
		i++
	}
	before, a, b, after := widths[max(i-2, 0)], widths[i-1], widths[i], widths[min(i+1, len(widths)-1)]
	t := max(0, min(1, (at-a.at)/(b.at-a.at)))
	return width{at, catmull(before.back, a.back, b.back, after.back, t), catmull(before.front, a.front, b.front, after.front, t)}
}

// trunk is the outline of the trunk between two places along the spine, wider
// by so much.
func (b body) trunk(from, until, by float64) shape {
	const steps = 26
	var back, front []disc
	for i := range steps + 1 {
		at := from + (until-from)*float64(i)/steps
		spine, forward := b.spine(at), b.front(at)
		out, in := b.out(at)
		back = append(back, b.seen(spine.along(forward, out-by)))
		front = append(front, b.seen(spine.along(forward, in+by)))
	}
	slices.Reverse(front)
	return shape{turning(append(back, front...))}
}

// chest draws the neck and the shirt.
func (br brush) chest(b body) {
	const top, bottom = -0.1, hem + 0.04
	br.fill(skin.near.edge, sausage(grown(b.neck(), edge)...))
	br.fill(skin.near.plain, sausage(b.neck()...))
	br.fill(shirt.near.edge, b.trunk(top, bottom, edge))
	br.fill(shirt.near.plain, b.trunk(top, bottom, 0))
}

// hips draws the trousers: hips and legs are of one piece.
func (br brush) hips(b body, legs ...limb) {
	back, front := b.out(hem)
	waist := []disc{b.wide(b.spine(hem).along(b.front(hem), back), 0.5), b.wide(b.spine(hem).along(b.front(hem), front), 0.5)}
	br.fill(trousers.near.edge, b.trunk(hem, 1, edge), sausage(waist...), sausage(grown(b.seat(), edge)...))
	for _, l := range legs {
		br.edges(false, b.legParts(l))
	}
	br.fill(trousers.near.plain, b.trunk(hem+0.02, 1, 0), sausage(b.seat()...))
	for _, l := range legs {
		br.fills(false, b.legParts(l))
	}
}

// seat is where the trunk ends: the buttocks.
func (b body) seat() []disc {
	if b.view == sideView {
		return []disc{b.wide(b.hip.along(b.front(1), -0.6), 6.0)}
	}
	near, far := b.sides()
	return []disc{b.wide(near.hip, 4.7), b.wide(far.hip, 4.7)}
}

// glow lights up the muscle at work.
func (br brush) glow(b body) {
	if b.glow == 0 {
		return
	}
	at := b.spine(b.spot.x).along(b.front(b.spot.x), b.spot.y)
	long := b.spine(b.spot.x - 0.1).minus(b.spine(b.spot.x + 0.1)).unit()
	for _, ring := range []struct {
		r      float64
		opaque uint8
	}{{5.2, 90}, {3.8, 150}, {2.2, 255}} {
		r := ring.r * b.glow
		c := color.NRGBA{glow.R, glow.G, glow.B, ring.opaque}
		br.fill(c, sausage(b.wide(at.along(long, -0.7*r), r), b.wide(at.along(long, 0.7*r), r)))
	}
}
