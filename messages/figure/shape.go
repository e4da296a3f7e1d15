package figure

import (
	"image/color"
	"math"
	"slices"

	"git.sr.ht/~sbinet/gg"
)

// A disc is a place on the picture with a width round it: limbs are made of
// discs, each joined to the next.
type disc struct{ x, y, r float64 }

// A shape is a set of outlines that are filled as one.
type shape [][]disc // an outline's discs have no width

// grown is a little wider all round, for what is drawn behind it as an edge.
func grown(discs []disc, by float64) []disc {
	wider := make([]disc, len(discs))
	for i, d := range discs {
		wider[i] = disc{d.x, d.y, d.r + by}
	}
	return wider
}

// sausage is what discs cover when each is joined to the next.
func sausage(discs ...disc) shape {
	var s shape
	if len(discs) == 1 {
		return shape{hull(discs[0], discs[0])}
	}
	for i := 1; i < len(discs); i++ {
		s = append(s, hull(discs[i-1], discs[i]))
	}
	return s
}

// corners is into how many straight pieces a whole circle goes: enough to look
// round.
func corners(r float64) int { return 14 + int(3*r) }

// hull is the outline round two discs, counter-clockwise.
func hull(a, b disc) []disc {
	dx, dy := b.x-a.x, b.y-a.y
	d := math.Hypot(dx, dy)
	if d <= math.Abs(a.r-b.r)+1e-9 { // one covers the other
		if b.r > a.r {
			a = b
		}
		return arc(make([]disc, 0, corners(a.r)+1), a, 0, 2*math.Pi)
	}
	at := math.Atan2(dy, dx)
	open := math.Acos((a.r - b.r) / d)
	round := make([]disc, 0, corners(max(a.r, b.r))+6)
	return arc(arc(round, b, at-open, at+open), a, at+open, at+2*math.Pi-open)
}

// arc adds a part of a circle to an outline.
func arc(to []disc, d disc, from, until float64) []disc {
	n := max(2, int(math.Ceil((until-from)/(2*math.Pi)*float64(corners(d.r)))))
	for i := range n + 1 {
		sin, cos := math.Sincos(from + (until-from)*float64(i)/float64(n))
		to = append(to, disc{d.x + d.r*cos, d.y + d.r*sin, 0})
	}
	return to
}

// smooth is a closed curve through points (Catmull-Rom), counter-clockwise.
func smooth(points []disc) []disc {
	const pieces = 6
	n := len(points)
	var out []disc
	for i := range n {
		p0, p1, p2, p3 := points[(i+n-1)%n], points[i], points[(i+1)%n], points[(i+2)%n]
		for k := range pieces {
			t := float64(k) / pieces
			out = append(out, disc{catmull(p0.x, p1.x, p2.x, p3.x, t), catmull(p0.y, p1.y, p2.y, p3.y, t), 0})
		}
	}
	return turning(out)
}

// turning is an outline that goes round counter-clockwise: two that go round in
// opposite ways would cancel out where they overlap.
func turning(outline []disc) []disc {
	if area(outline) < 0 {
		slices.Reverse(outline)
	}
	return outline
}

// rounded puts discs between discs, so that a limb has no corners.
func rounded(discs ...disc) []disc {
	const pieces = 4
	n := len(discs) - 1
	var out []disc
	for i := range n {
		a, b, c, d := discs[max(i-1, 0)], discs[i], discs[i+1], discs[min(i+2, n)]
		for k := range pieces {
			t := float64(k) / pieces
			out = append(out, disc{catmull(a.x, b.x, c.x, d.x, t), catmull(a.y, b.y, c.y, d.y, t), catmull(a.r, b.r, c.r, d.r, t)})
		}
	}
	return append(out, discs[n])
}

func catmull(a, b, c, d, t float64) float64 {
	return 0.5 * (2*b + (c-a)*t + (2*a-5*b+4*c-d)*t*t + (3*b-a-3*c+d)*t*t*t)
}

func area(points []disc) float64 {
	sum := 0.0
	for i, p := range points {
		q := points[(i+1)%len(points)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum / 2
}

// ellipse is the outline of one.
func ellipse(x, y, rx, ry float64) []disc {
	round := arc(nil, disc{0, 0, 1}, 0, 2*math.Pi)
	for i, d := range round {
		round[i] = disc{x + rx*d.x, y + ry*d.y, 0}
	}
	return round
}

// A brush fills shapes on a picture, in the units of poses.
type brush struct{ dc *gg.Context }

func (b brush) fill(c color.Color, shapes ...shape) {
	for _, s := range shapes {
		for _, outline := range s {
			for i, p := range outline {
				if i == 0 {
					b.dc.MoveTo(p.x, p.y)
				} else {
					b.dc.LineTo(p.x, p.y)
				}
			}
			b.dc.ClosePath()
		}
	}
	b.dc.SetColor(c)
	b.dc.Fill()
}
