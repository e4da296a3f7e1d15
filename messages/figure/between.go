package figure

import "math"

// planted is how little a joint moves that stays where it is.
const planted = 1.5

// between is the body a part t of the way from a to b. Bones keep their
// lengths: what is free to swing turns about its joint, and what stands on
// something stays there while the rest gives way.
func between(a, b body, t float64) body {
	m := a
	mix := func(x, y float64) float64 { return x + (y-x)*t }
	m.gaze, m.belly, m.glow = mix(a.gaze, b.gaze), mix(a.belly, b.belly), mix(a.glow, b.glow)
	trunk := a.shoulder.minus(a.hip).turned(b.shoulder.minus(b.hip), t)
	if b.hip.minus(a.hip).length() <= b.shoulder.minus(a.shoulder).length() {
		m.hip = a.hip.to(b.hip, t)
		m.shoulder = m.hip.plus(trunk)
	} else {
		m.shoulder = a.shoulder.to(b.shoulder, t)
		m.hip = m.shoulder.minus(trunk)
	}
	alongA, outA := a.bow()
	alongB, outB := b.bow()
	m.mid = m.hip.along(trunk, mix(alongA, alongB)).along(trunk.unit().left(), mix(outA, outB))
	m.head = m.shoulder.plus(a.head.minus(a.shoulder).turned(b.head.minus(b.shoulder), t))

	near, far := m.sides()
	m.arm = limbBetween(a.arm, b.arm, near.shoulder, t)
	m.arm2 = limbBetween(a.arm2, b.arm2, far.shoulder, t)
	m.leg = limbBetween(a.leg, b.leg, near.hip, t)
	m.leg2 = limbBetween(a.leg2, b.leg2, far.hip, t)
	return m
}

// bow is where the middle of the spine lies, as the trunk sees it: what part of
// the way from the hips, and how far out of it.
func (b body) bow() (along, out float64) {
	trunk, middle := b.shoulder.minus(b.hip), b.mid.minus(b.hip)
	return middle.dot(trunk) / trunk.dot(trunk), middle.dot(trunk.unit().left())
}

// limbBetween is a limb on its way, given where it begins.
func limbBetween(a, b limb, root vec, t float64) limb {
	m := limb{root: root}
	swing := func(from func(limb) vec) vec { return from(a).turned(from(b), t) }
	upper := func(l limb) vec { return l.bend.minus(l.root) }
	lower := func(l limb) vec { return l.end.minus(l.bend) }
	switch {
	case b.bend.minus(a.bend).length() < planted && b.root.minus(a.root).length() > planted: // kneels, or leans on the elbow
		m.bend = a.bend.to(b.bend, t)
		m.end = m.bend.plus(swing(lower))
	case b.end.minus(a.end).length() < planted || a.rests() && b.rests(): // stands, or slides
		m.end = a.end.to(b.end, t)
		foot := swing(func(l limb) vec { return l.tip.minus(l.end) })
		m.end.y += max(0, min(a.tip.y, b.tip.y)-m.end.y-foot.y) // it turns on its tip
		long := func(a, b float64) float64 { return a + (b-a)*t }
		m.bend = bent(root, m.end, a.bend.to(b.bend, t), long(a.upper(), b.upper()), long(a.lower(), b.lower()))
		m.bend.y = max(m.bend.y, min(a.bend.y, b.bend.y))
	default:
		m.bend = root.plus(swing(upper))
		m.end = m.bend.plus(swing(lower))
	}
	m.tip = m.end.plus(swing(func(l limb) vec { return l.tip.minus(l.end) }))
	return m
}

// rests tells whether the end of a limb lies on the floor.
func (l limb) rests() bool { return l.end.y < 8 && min(l.end.y, l.tip.y) < 4 }

// bent is where a limb bends that goes from root to end with two bones, on the
// side of the place towards.
func bent(root, end, towards vec, upper, lower float64) vec {
	line := end.minus(root)
	d := min(line.length(), upper+lower)
	u := line.unit()
	along := (upper*upper - lower*lower + d*d) / (2 * d)
	out := upper*upper - along*along
	if out <= 0 {
		return root.along(u, upper*d/(upper+lower))
	}
	side := towards.minus(root)
	side = side.minus(u.times(side.dot(u)))
	return root.along(u, along).along(side.unit(), math.Sqrt(out))
}
