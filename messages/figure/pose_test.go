package figure

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// everyFrame looks at each frame of each figure, the smaller ones too, and
// reports the first fault of each.
func everyFrame(t *testing.T, fault func(f figure, b body) string) {
	t.Helper()
	all := map[string]figure{}
	for name, whole := range figures {
		all[name] = whole
		id, _, _ := strings.Cut(name, ".")
		if small, f, err := named(id, "small"); err == nil {
			all[small] = f
		}
	}
	for name, f := range all {
		for i, s := range f.stills() {
			if found := fault(f, s.body); found != "" {
				t.Errorf("%s frame %d (%s): %s", name, i, s.letter, found)
				break
			}
		}
	}
}

// The bones of clinical.md 4d, in units of which a body has about 100, and how
// far a limb may be off.
const (
	neckBone, trunkBone    = 9.0, 30.0
	upperArmBone, foreBone = 15.0, 14.0
	thighBone, shinBone    = 24.0, 23.0
	footBone               = 8.0
	offBone                = 2.5
	pastStraight           = 0.12 // how far a knee or an elbow may go past straight: 7 degrees
)

func TestBonesKeepTheirLengths(t *testing.T) {
	everyFrame(t, func(_ figure, b body) string {
		for _, bone := range []struct {
			name string
			got  float64
			want float64
		}{
			{"neck", b.head.minus(b.shoulder).length(), neckBone},
			{"trunk", b.shoulder.minus(b.hip).length(), trunkBone},
			{"near upper arm", b.arm.upper(), upperArmBone},
			{"near forearm", b.arm.lower(), foreBone},
			{"far upper arm", b.arm2.upper(), upperArmBone},
			{"far forearm", b.arm2.lower(), foreBone},
			{"near thigh", b.leg.upper(), thighBone},
			{"near shin", b.leg.lower(), shinBone},
			{"far thigh", b.leg2.upper(), thighBone},
			{"far shin", b.leg2.lower(), shinBone},
			{"near foot", b.leg.tip.minus(b.leg.end).length(), footBone},
			{"far foot", b.leg2.tip.minus(b.leg2.end).length(), footBone},
		} {
			if math.Abs(bone.got-bone.want) > offBone {
				return fmt.Sprintf("the %s is %.1f long, want %.1f", bone.name, bone.got, bone.want)
			}
		}
		return ""
	})
}

// The soft parts of a trunk give way where it lies; of the rest nothing is lower
// than a line is wide.
func TestNobodySinksIntoTheFloor(t *testing.T) {
	const hard, soft = 0.75, 1.6
	everyFrame(t, func(_ figure, b body) string {
		if b.view != sideView { // its feet come towards us
			for _, at := range []vec{b.arm.bend, b.arm.end, b.leg.bend, b.leg.end, b.leg.tip, b.leg2.end, b.leg2.tip} {
				if at.y < 1.5 {
					return fmt.Sprint(at, " is in the floor")
				}
			}
			return ""
		}
		b = flat(b)
		for _, l := range []struct {
			name  string
			parts []part
		}{{"near arm", b.armParts(b.arm)}, {"far arm", b.armParts(b.arm2)}, {"near leg", b.legParts(b.leg)}, {"far leg", b.legParts(b.leg2)}} {
			for _, p := range l.parts {
				for _, d := range p.discs {
					give := hard
					if d.r > 5 { // a thigh is soft as well
						give = soft
					}
					if d.y-d.r < -give {
						return fmt.Sprintf("the %s is %.1f in the floor", l.name, d.r-d.y)
					}
				}
			}
		}
		for _, d := range b.discs() {
			if d.y-d.r < -soft {
				return fmt.Sprintf("the trunk is %.1f in the floor", d.r-d.y)
			}
		}
		return ""
	})
}

// flat is a body without its depth: a place on the picture is then its height.
func flat(b body) body {
	for _, l := range []*limb{&b.arm, &b.arm2, &b.leg, &b.leg2} {
		l.root.z, l.bend.z, l.end.z, l.tip.z = 0, 0, 0, 0
	}
	return b
}

func TestAllStaysInTheFrame(t *testing.T) {
	everyFrame(t, func(f figure, b body) string {
		fr := f.frame(f.room(), animationWide, animationWide/2, animationTall, animationWide/18)
		w, h := float64(fr.at.Dx())/fr.scale/2, float64(fr.at.Dy())/fr.scale/2
		for _, d := range b.discs() {
			if d.x-d.r < fr.middle.x-w || d.x+d.r > fr.middle.x+w || d.y-d.r < fr.middle.y-h || d.y+d.r > fr.middle.y+h {
				return fmt.Sprint(d, " is outside")
			}
		}
		return ""
	})
}

// A knee bends back and an elbow forward, and neither goes past straight. What
// leaves the plane of the picture can't be told this way.
func TestJointsBendAsJointsDo(t *testing.T) {
	looked := 0
	everyFrame(t, func(_ figure, b body) string {
		for _, joint := range []struct {
			name string
			limb limb
			way  float64
		}{{"near knee", b.leg, -1}, {"far knee", b.leg2, -1}, {"near elbow", b.arm, 1}, {"far elbow", b.arm2, 1}} {
			upper, lower := joint.limb.bend.minus(joint.limb.root).unit(), joint.limb.end.minus(joint.limb.bend).unit()
			if b.view != sideView || math.Abs(upper.z) > 0.3 || math.Abs(lower.z) > 0.3 {
				continue
			}
			looked++
			if bend := joint.way * (upper.x*lower.y - upper.y*lower.x); bend < -pastStraight {
				return fmt.Sprintf("the %s bends the wrong way (%.2f)", joint.name, bend)
			}
		}
		return ""
	})
	if looked < 5000 {
		t.Errorf("only %d joints were looked at", looked)
	}
}

// A neck turns so far and no farther.
func TestTheHeadIsOnTheNeck(t *testing.T) {
	everyFrame(t, func(_ figure, b body) string {
		_, top := b.face()
		up := b.head.minus(b.shoulder).unit()
		trunk := b.spine(-0.05).minus(b.spine(0.05)).unit()
		if top.dot(up) < math.Cos(50*math.Pi/180) {
			return "the head is twisted on its neck"
		}
		if trunk.dot(up) < math.Cos(60*math.Pi/180) {
			return "the neck is broken"
		}
		return ""
	})
}

// What stands does not slide: hands and feet that carry the weight stay where
// they are, in every frame.
func TestWhatCarriesStaysWhereItIs(t *testing.T) {
	for name, ends := range map[string]func(body) []vec{
		"B2": func(b body) []vec { return []vec{b.arm.end, b.leg.end, b.leg2.end} },
		"B4": func(b body) []vec { return []vec{b.arm.end, b.leg.bend, b.leg.end} },
		"C8": func(b body) []vec { return []vec{b.leg.end, b.leg2.end, b.arm.end} },
		"C7": func(b body) []vec { return []vec{b.arm.end, b.arm2.end, b.leg2.bend, b.leg2.end} },
		"S2": func(b body) []vec { return []vec{b.leg.end, b.leg2.end, b.leg.tip} },
		"S3": func(b body) []vec { return []vec{b.leg.end, b.leg2.end, b.leg.tip} },
		"S5": func(b body) []vec { return []vec{b.leg.end, b.leg.tip} },
	} {
		f := figures[name]
		start := ends(f.bodies[0])
		for i, s := range f.stills() {
			for k, at := range ends(s.body) {
				if at.minus(start[k]).length() > 1 {
					t.Errorf("%s frame %d: %v has slid to %v", name, i, start[k], at)
				}
			}
		}
	}
}

func TestTurnedKeepsLengths(t *testing.T) {
	a, b := vec{10, 0, 0}, vec{0, 6, 8}
	for i := range 11 {
		if l := a.turned(b, float64(i)/10).length(); math.Abs(l-10) > 1e-9 {
			t.Errorf("%d tenths of the way it is %.3f long", i, l)
		}
	}
	if got := a.turned(b, 1).minus(b).length(); got > 1e-9 {
		t.Errorf("it ends %.3f away", got)
	}
	if got := a.turned(a, 0.5); got != a {
		t.Errorf("what does not turn is %v", got)
	}
}
