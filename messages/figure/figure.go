package figure

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

// A figure is one exercise, or one version of it, as it is drawn.
type figure struct {
	View   string         `json:"view"`   // from where: the side, unless it says so
	Mat    bool           `json:"mat"`    // it is done on a mat
	Props  map[string]vec `json:"props"`  // what stands there, and where
	Arrows []string       `json:"arrows"` // the joints whose way is shown
	Glow   vec            `json:"glow"`   // where the muscle at work is: how far along the spine, and how far out of it
	Top    []pose         `json:"top"`    // how each phase looks from above, in a corner
	Poses  []pose         `json:"poses"`

	bodies, above []body // of Poses and of Top
}

//go:embed poses.json
var posesFile []byte

// figures are all figures by name: <exercise>, or <exercise>.<version>.
var figures = mustRead(posesFile)

func mustRead(text []byte) map[string]figure {
	all, err := read(text)
	if err != nil {
		panic(fmt.Errorf("poses.json: %w", err))
	}
	return all
}

func read(text []byte) (map[string]figure, error) {
	var all map[string]figure
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&all); err != nil {
		return nil, err
	}
	for name, f := range all {
		if f.View == "" {
			f.View = sideView
		}
		for _, p := range f.Poses {
			b := p.body(f.View)
			b.spot = f.Glow
			f.bodies = append(f.bodies, b)
		}
		for _, p := range f.Top {
			f.above = append(f.above, p.body(topView))
		}
		all[name] = f
	}
	return all, nil
}

// smaller are the versions that are the same movement, half as far; unseen
// those that change nothing that a figure could show, or only how heavy a load
// is and how far a hand: the words say it.
var (
	smaller = []string{"small", "half", "gently"}
	unseen  = []string{"", "comfort", "light", "unloaded", "level2", "far", "weight", "heavy"}
)

// named finds the figure of an exercise in a version. What is drawn the same
// has the same name.
func named(id, version string) (name string, f figure, err error) {
	if own, ok := figures[id+"."+version]; ok {
		return id + "." + version, own, nil
	}
	whole, ok := figures[id]
	if !ok {
		return "", figure{}, fmt.Errorf("no figure of exercise %q", id)
	}
	if slices.Contains(unseen, version) {
		return id, whole, nil
	}
	if !slices.Contains(smaller, version) {
		return "", figure{}, fmt.Errorf("no figure of exercise %s in version %q", id, version)
	}
	small := id + ".small"
	if own, ok := figures[small]; ok {
		return small, own, nil
	}
	if whole.stops() {
		return id, whole, nil
	}
	return small, whole.half(), nil
}

// stops tells whether a movement passes through poses on its way; then half of
// it is no movement of its own: nobody climbs half a step.
func (f figure) stops() bool { return len(f.phases()) < len(f.Poses) }

// half is a figure that goes half its way.
func (f figure) half() figure {
	f.bodies = slices.Clone(f.bodies)
	for i := range f.bodies {
		f.bodies[i] = between(f.bodies[0], f.bodies[i], 0.5)
	}
	return f
}

// Name is the same for what is drawn the same: <exercise>, <exercise>.<version>,
// and either with ".left".
func Name(id, version, side string) (string, error) {
	name, _, err := named(id, version)
	if err == nil && mirrored(side) != "" {
		name += "." + leftSide
	}
	return name, err
}

// Version is the one of an exercise's versions that shows most: two that have a
// figure together ("side.breathe"), then one with a position of its own, then one
// that is only smaller. It is empty if none can be seen.
func Version(id string, versions []string) string {
	for _, v := range versions {
		for _, w := range versions {
			if _, own := figures[id+"."+v+"."+w]; own {
				return v + "." + w
			}
		}
	}
	for _, v := range versions {
		if _, own := figures[id+"."+v]; own {
			return v
		}
	}
	for _, v := range versions {
		if slices.Contains(smaller, v) {
			return v
		}
	}
	return ""
}

// Wordings names what says in words what a figure shows, joint by joint.
func Wordings(id, version string) ([]string, error) {
	name, _, err := named(id, version)
	if err != nil {
		return nil, err
	}
	if _, own := figures[name]; own {
		return []string{"figure." + name}, nil
	}
	return []string{"figure." + id, "figure.smaller"}, nil
}

// A phase is a body with its letter, and how it came there.
type phase struct {
	letter string
	body   body
	way    []body // from the phase before; empty in the first
}

func (f figure) phases() []phase {
	var all []phase
	last := 0
	for i, p := range f.Poses {
		if p.Name == "" {
			continue
		}
		ph := phase{letter: p.Name, body: f.bodies[i]}
		if i > 0 {
			ph.way = f.bodies[last : i+1]
		}
		all, last = append(all, ph), i
	}
	return all
}

// arrows are the arrows of a phase.
func (f figure) arrows(ph phase) [][]disc {
	var all [][]disc
	for _, joint := range f.Arrows {
		if len(ph.way) == 0 {
			continue
		}
		if a := arrow(ph.way, joint, f.room()); a != nil {
			all = append(all, a)
		}
	}
	return all
}
