package figure

import "cmp"

// A pose is where the joints of one body are (clinical.md 4d). What ends in 2
// is of the far side, and where it is missing both sides do the same. In the
// plain view from the side z counts from the plane of its own limb.
type pose struct {
	Name string `json:"name,omitempty"` // its letter; a pose without one is only passed through

	Head     vec `json:"head"` // its middle
	Shoulder vec `json:"shoulder"`
	Mid      vec `json:"mid"` // of the spine, which bends through it
	Hip      vec `json:"hip"`

	Elbow vec `json:"elbow"`
	Hand  vec `json:"hand"` // the wrist
	Knee  vec `json:"knee"`
	Ankle vec `json:"ankle"`
	Toe   vec `json:"toe"`

	Elbow2 *vec `json:"elbow2,omitempty"`
	Hand2  *vec `json:"hand2,omitempty"`
	Knee2  *vec `json:"knee2,omitempty"`
	Ankle2 *vec `json:"ankle2,omitempty"`
	Toe2   *vec `json:"toe2,omitempty"`

	Gaze  float64  `json:"gaze"`            // where the nose points, in degrees: 0 is right, 90 is up
	Palm  *float64 `json:"palm,omitempty"`  // where the fingers point; else on along the forearm
	Palm2 *float64 `json:"palm2,omitempty"` // as Palm
	Belly float64  `json:"belly,omitempty"` // how far it stands out, or in
	Glow  float64  `json:"glow,omitempty"`  // how much the muscle at work is lit: 0 to 1
}

// A limb is an arm or a leg: where it begins, bends and ends, and the tip of
// its hand or foot.
type limb struct{ root, bend, end, tip vec }

func (l limb) upper() float64 { return l.bend.minus(l.root).length() }
func (l limb) lower() float64 { return l.end.minus(l.bend).length() }

// A body is a pose with both its sides filled in and every joint in space.
type body struct {
	view                 string
	head                 vec
	shoulder, mid, hip   vec
	arm, arm2, leg, leg2 limb
	gaze, belly, glow    float64
	spot                 vec // where it glows: along the spine, and out of it
}

// The views: which way the body is looked at.
const (
	sideView  = "side"
	frontView = "front"
	topView   = "top"
)

// Half the width of a body: from the middle to a shoulder and to a hip joint.
const (
	sideShoulder, sideHip   = 5.0, 4.0 // as depth: a shoulder blade gives way
	frontShoulder, frontHip = 8.2, 4.6
)

const handLength = 6.2

func (p pose) body(view string) body {
	b := body{
		view: view, head: p.Head, shoulder: p.Shoulder, mid: p.Mid, hip: p.Hip,
		gaze: p.Gaze, belly: p.Belly, glow: p.Glow,
	}
	near, far := b.sides()
	b.arm = limb{near.shoulder, p.Elbow, p.Hand, vec{}}
	b.arm2 = limb{far.shoulder, *cmp.Or(p.Elbow2, &p.Elbow), *cmp.Or(p.Hand2, &p.Hand), vec{}}
	b.leg = limb{near.hip, p.Knee, p.Ankle, p.Toe}
	b.leg2 = limb{far.hip, *cmp.Or(p.Knee2, &p.Knee), *cmp.Or(p.Ankle2, &p.Ankle), *cmp.Or(p.Toe2, &p.Toe)}
	if view == sideView {
		b.arm, b.arm2 = b.arm.deeper(sideShoulder), b.arm2.deeper(-sideShoulder)
		b.leg, b.leg2 = b.leg.deeper(sideHip), b.leg2.deeper(-sideHip)
	}
	b.arm.tip = b.arm.end.along(fingers(b.arm, p.Palm), handLength)
	b.arm2.tip = b.arm2.end.along(fingers(b.arm2, cmp.Or(p.Palm2, p.Palm)), handLength)
	return b
}

// deeper moves all but the root, which knows its place.
func (l limb) deeper(z float64) limb {
	l.bend.z, l.end.z, l.tip.z = l.bend.z+z, l.end.z+z, l.tip.z+z
	return l
}

// fingers is where a hand points.
func fingers(arm limb, palm *float64) vec {
	if palm != nil {
		return bearing(*palm)
	}
	return arm.end.minus(arm.bend).unit()
}

// roots are where the limbs of a side begin.
type roots struct{ shoulder, hip vec }

// sides are the roots of the near and the far side. Near is the right side of
// the body: prone with the head to the right, supine with it to the left,
// standing with the face to the right, and facing who looks.
func (b body) sides() (near, far roots) {
	if b.view == sideView {
		z := vec{0, 0, 1}
		return roots{b.shoulder.along(z, sideShoulder), b.hip.along(z, sideHip)},
			roots{b.shoulder.along(z, -sideShoulder), b.hip.along(z, -sideHip)}
	}
	across, atHip := b.across(0), b.across(1)
	return roots{b.shoulder.along(across, frontShoulder), b.hip.along(atHip, frontHip)},
		roots{b.shoulder.along(across, -frontShoulder), b.hip.along(atHip, -frontHip)}
}

// across points to the body's right side, where it is seen from the front or
// from above, at the shoulders (0) or at the hips (1).
func (b body) across(t float64) vec {
	up := b.spine(t - 0.05).minus(b.spine(t + 0.05)).unit()
	if b.view == topView {
		return up.right()
	}
	return up.left()
}

// spine is the curve from the shoulders (0) to the hips (1), through the middle;
// beyond its ends it runs straight on.
func (b body) spine(t float64) vec {
	bow := b.mid.times(2).minus(b.shoulder.to(b.hip, 0.5)) // of a quadratic curve
	switch {
	case t < 0:
		return b.shoulder.plus(bow.minus(b.shoulder).times(2 * t))
	case t > 1:
		return b.hip.plus(b.hip.minus(bow).times(2 * (t - 1)))
	}
	return b.shoulder.to(bow, t).to(bow.to(b.hip, t), t)
}

// front points out of the belly at a place of the spine. From the front and
// from above it points to one side.
func (b body) front(t float64) vec {
	return b.spine(t - 0.05).minus(b.spine(t + 0.05)).unit().right()
}
