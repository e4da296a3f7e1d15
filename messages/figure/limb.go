package figure

// How what is nearer shows: a little lower, and a little to the left. From the
// front one looks down a little more, or what is behind would not show.
const (
	nearerX      = -0.1
	nearerY      = -0.28
	nearerYFront = -0.42
)

// seen is where a place falls on the picture.
func (b body) seen(v vec) disc {
	lower := nearerY
	if b.view == frontView {
		lower = nearerYFront
	}
	return disc{v.x + nearerX*v.z, v.y + lower*v.z, 0}
}

// wide is a place on the picture with a width.
func (b body) wide(v vec, r float64) disc {
	d := b.seen(v)
	d.r = r
	return d
}

// edge is how wide the dark edge round everything is.
const edge = 0.55

// A part is a piece of a limb, of one cloth.
type part struct {
	cloth cloth
	discs []disc
}

// limb draws a limb, from the piece that lies lowest.
func (br brush) limb(far bool, parts []part) {
	br.edges(far, parts)
	br.fills(far, parts)
}

// edges draws what shows as an edge round parts that are filled later.
func (br brush) edges(far bool, parts []part) {
	for _, p := range parts {
		br.fill(p.cloth.of(far).edge, sausage(grown(p.discs, edge)...))
	}
}

// fills draws parts, and the light on what is near.
func (br brush) fills(far bool, parts []part) {
	for _, p := range parts {
		br.fill(p.cloth.of(far).plain, sausage(p.discs...))
		if !far {
			br.fill(p.cloth.near.light, sausage(lit(p.discs)...))
		}
	}
}

// lit is where the light falls on a limb: it comes from above.
func lit(discs []disc) []disc {
	out := make([]disc, len(discs))
	for i, d := range discs {
		out[i] = disc{d.x - 0.1*d.r, d.y + 0.34*d.r, d.r * 0.42}
	}
	return out
}

// legParts are a foot in a sock and a trouser leg.
func (b body) legParts(l limb) []part {
	thigh := func(t float64) vec { return l.root.to(l.bend, t) }
	shin := func(t float64) vec { return l.bend.to(l.end, t) }
	foot := l.tip.minus(l.end).unit()
	var calf, sole vec // where they are; from the front they don't show
	if b.view == sideView {
		calf, sole = l.end.minus(l.bend).unit().right(), foot.right()
	}
	ball := l.end.along(foot, 4.4).along(sole, 0.5)
	heel := l.end.along(foot, -1.3).along(sole, 0.8)
	return []part{
		{sock, []disc{b.wide(l.end, 2.2), b.wide(ball, 1.9)}},
		{sock, rounded(b.wide(shin(0.78), 2.3), b.wide(l.end.along(foot, -0.5), 2.2), b.wide(heel, 2.1), b.wide(ball, 1.8), b.wide(l.tip, 1.4))},
		{trousers, rounded(
			b.wide(thigh(0.05), 6.0), b.wide(thigh(0.45), 5.3), b.wide(thigh(0.85), 4.2), b.wide(l.bend, 3.9),
			b.wide(shin(0.3).along(calf, 0.6), 3.8), b.wide(shin(0.6).along(calf, 0.3), 3.1), b.wide(shin(0.84), 2.8),
		)},
	}
}

// armParts are a thumb, a bare arm with its hand, and a short sleeve.
func (b body) armParts(l limb) []part {
	upper := func(t float64) vec { return l.root.to(l.bend, t) }
	fore := func(t float64) vec { return l.bend.to(l.end, t) }
	hand := func(t float64) vec { return l.end.to(l.tip, t) }
	thumb := l.tip.minus(l.end).unit().left()
	return []part{
		{skin, []disc{b.wide(hand(0.15), 1.2), b.wide(hand(0.5).along(thumb, 1.9), 0.75)}},
		{skin, rounded(
			b.wide(upper(0.45), 3.0), b.wide(l.bend, 2.6), b.wide(fore(0.3), 2.6), b.wide(fore(0.92), 1.75),
			b.wide(hand(0.35), 2.0), b.wide(hand(0.85), 1.25),
		)},
		{shirt, rounded(b.wide(l.root, 4.0), b.wide(upper(0.3), 3.8), b.wide(upper(0.62), 3.4))},
	}
}
