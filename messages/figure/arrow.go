package figure

import "math"

// How an arrow looks, in the units of poses: thick enough for a phone.
const (
	arrowHalf   = 1.25 // of its width
	arrowHead   = 6.0  // length of its head
	arrowWing   = 4.2  // half the width of its head
	arrowHalo   = 0.9  // of light round it
	arrowLeast  = 13.0 // length
	arrowClear  = 2.4  // of the body
	arrowMost   = 18.0 // length, where it stands beside the joint
	arrowFarest = 22.0 // from the joint
)

// joint is the place of a joint that an arrow is about.
func (b body) joint(name string) disc {
	places := map[string]vec{
		"head": b.head, "shoulder": b.shoulder, "mid": b.mid, "hip": b.hip,
		"elbow": b.arm.bend, "hand": b.arm.end, "knee": b.leg.bend, "ankle": b.leg.end,
		"elbow2": b.arm2.bend, "hand2": b.arm2.end, "knee2": b.leg2.bend, "ankle2": b.leg2.end,
	}
	return b.seen(places[name])
}

// way is where a joint comes along from one phase to the next, as one bend.
func way(bodies []body, joint string) []disc {
	n := len(bodies) - 1
	middle := between(bodies[(n-1)/2], bodies[(n-1)/2+1], 0.5)
	if n%2 == 0 {
		middle = bodies[n/2]
	}
	a, m, b := bodies[0].joint(joint), middle.joint(joint), bodies[n].joint(joint)
	bow := disc{2*m.x - (a.x+b.x)/2, 2*m.y - (a.y+b.y)/2, 0}
	const steps = 24
	path := make([]disc, steps+1)
	for i := range path {
		t := float64(i) / steps
		u := 1 - t
		path[i] = disc{u*u*a.x + 2*u*t*bow.x + t*t*b.x, u*u*a.y + 2*u*t*bow.y + t*t*b.y, 0}
	}
	return path
}

// swings tells whether a joint is of a limb: its way is free where the limb was.
func swings(joint string) bool {
	switch joint {
	case "head", "shoulder", "mid", "hip":
		return false
	}
	return true
}

// arrow is the way of a joint as it is drawn beside the body that came along
// it: long enough to be seen, clear of the body, near the joint, and rather
// ahead of it than behind. It is empty if the joint stays where it is.
func arrow(bodies []body, joint string, room box) []disc {
	path := way(bodies, joint)
	first, last := path[0], path[len(path)-1]
	dx, dy := last.x-first.x, last.y-first.y
	if math.Hypot(dx, dy) < 1 {
		return nil
	}
	body := bodies[len(bodies)-1].discs()
	if rest := cutBefore(path, body); swings(joint) && lengthOf(rest) >= arrowLeast {
		return rest
	}
	path = stretched(ending(path, arrowMost), arrowLeast)
	heading := math.Atan2(dy, dx)
	var best []disc
	least := math.Inf(1)
	for turn := range 24 {
		angle := heading + 2*math.Pi*float64(turn)/24
		for far := 0.0; far <= arrowFarest; far++ {
			moved := shifted(path, far*math.Cos(angle), far*math.Sin(angle))
			cost := far - 3*math.Cos(angle-heading) + 4*outside(moved, room)
			if cost < least && clearance(moved, body) >= arrowClear+arrowHalf {
				best, least = moved, cost
			}
		}
	}
	return best
}

// cutBefore is a way up to where it would touch a body.
func cutBefore(path, body []disc) []disc {
	for i := range path {
		if clearance(path[i:i+1], body) < arrowClear+arrowWing/2 {
			return path[:i]
		}
	}
	return path
}

// clearance is how much room there is between a way and a body.
func clearance(path, body []disc) float64 {
	least := math.Inf(1)
	for _, p := range path {
		for _, d := range body {
			least = min(least, math.Hypot(p.x-d.x, p.y-d.y)-d.r)
		}
	}
	return least
}

// outside is how far a way goes out of a room, or off the mat.
func outside(path []disc, room box) float64 {
	out := 0.0
	for _, p := range path {
		out = max(out, room.left+4-p.x, p.x-room.right+4, -4.5-p.y)
	}
	return out
}

func shifted(path []disc, dx, dy float64) []disc {
	out := make([]disc, len(path))
	for i, p := range path {
		out[i] = disc{p.x + dx, p.y + dy, 0}
	}
	return out
}

func lengthOf(path []disc) float64 {
	sum := 0.0
	for i := 1; i < len(path); i++ {
		sum += math.Hypot(path[i].x-path[i-1].x, path[i].y-path[i-1].y)
	}
	return sum
}

// ending is the last part of a way.
func ending(path []disc, most float64) []disc {
	for lengthOf(path) > most {
		path = path[1:]
	}
	return path
}

// stretched makes a short way longer round its middle.
func stretched(path []disc, least float64) []disc {
	by := max(1, least/lengthOf(path))
	middle := path[len(path)/2]
	out := make([]disc, len(path))
	for i, p := range path {
		out[i] = disc{middle.x + (p.x-middle.x)*by, middle.y + (p.y-middle.y)*by, 0}
	}
	return out
}

// arrow draws one, with light round it so that it stands out from anything.
func (br brush) arrow(path []disc) {
	end := path[len(path)-1]
	for len(path) > 2 && math.Hypot(end.x-path[len(path)-1].x, end.y-path[len(path)-1].y) < arrowHead*0.85 {
		path = path[:len(path)-1]
	}
	back := path[len(path)-1] // where the head begins
	d := math.Hypot(end.x-back.x, end.y-back.y)
	ux, uy := (end.x-back.x)/d*arrowHead, (end.y-back.y)/d*arrowHead
	const wing = arrowWing / arrowHead
	left := disc{end.x - ux - uy*wing, end.y - uy + ux*wing, 0}
	right := disc{end.x - ux + uy*wing, end.y - uy - ux*wing, 0}
	draw := func(by float64) []shape {
		round := grown([]disc{end, left, right, end}, 0.5+by)
		return []shape{sausage(grown(path, arrowHalf+by)...), {{end, left, right}}, sausage(round...)}
	}
	br.fill(arrowLight, draw(arrowHalo)...)
	br.fill(arrowFill, draw(0)...)
}
