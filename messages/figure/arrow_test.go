package figure

import "testing"

// Whoever looks at a figure sees what to do: an arrow along what moves, or a
// light on the muscle that works where nothing does.
func TestEveryFigureSaysWhatToDo(t *testing.T) {
	for name, f := range figures {
		lit := false
		for _, b := range f.bodies {
			lit = lit || b.glow > 0
		}
		if lit == (len(f.Arrows) > 0) {
			t.Errorf("%s: light %v and arrows %v", name, lit, f.Arrows)
		}
		for _, ph := range f.phases()[1:] {
			arrows := f.arrows(ph)
			if len(arrows) != len(f.Arrows) {
				t.Errorf("%s %s has %d arrows of %d", name, ph.letter, len(arrows), len(f.Arrows))
			}
			for _, a := range arrows {
				if room := clearance(a, ph.body.discs()); room < arrowClear {
					t.Errorf("%s %s: an arrow is %.1f from the body", name, ph.letter, room)
				}
				if l := lengthOf(a); l < arrowLeast-0.1 {
					t.Errorf("%s %s: an arrow is %.1f long", name, ph.letter, l)
				}
			}
		}
		if first := f.phases()[0]; len(f.arrows(first)) > 0 {
			t.Errorf("%s: there is an arrow where it begins", name)
		}
	}
}

// An arrow goes where the joint went.
func TestArrowsPointAlongTheMovement(t *testing.T) {
	for name, f := range figures {
		for _, ph := range f.phases()[1:] {
			for i, a := range f.arrows(ph) {
				from, to := ph.way[0].joint(f.Arrows[i]), ph.body.joint(f.Arrows[i])
				dx, dy := to.x-from.x, to.y-from.y
				ax, ay := a[len(a)-1].x-a[0].x, a[len(a)-1].y-a[0].y
				if dx*ax+dy*ay <= 0 {
					t.Errorf("%s %s: the arrow of the %s points the other way", name, ph.letter, f.Arrows[i])
				}
			}
		}
	}
}

func TestWhatStaysHasNoArrow(t *testing.T) {
	f := figures["C8"]
	ph := f.phases()[1]
	if a := arrow(ph.way, "ankle", f.room()); a != nil {
		t.Errorf("the ankle stays, and has the arrow %v", a)
	}
}

// The light is on the trunk, on the side that works.
func TestTheLightIsOnTheMuscle(t *testing.T) {
	for name, f := range figures {
		if f.Glow == (vec{}) {
			continue
		}
		for i, b := range f.bodies {
			if f.Poses[i].Glow == 0 {
				continue
			}
			if b.spot.x < 0.5 || b.spot.x > 0.9 {
				t.Errorf("%s: the light is %.2f along the spine, not at the waist", name, b.spot.x)
			}
			back, front := b.out(b.spot.x)
			if b.spot.y < back || b.spot.y > front {
				t.Errorf("%s: the light is beside the body", name)
			}
		}
	}
	if figures["C4"].Glow.y >= 0 {
		t.Error("C4 is about the back")
	}
}
