package figure

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"back2core/flows"
)

// versionsOf are all versions in which flows prescribes an exercise.
func versionsOf(e flows.Exercise) []string {
	all := []string{"", "gently"}
	for _, u := range e.For {
		if !u.Never {
			all = append(all, u.Version)
		}
	}
	all = slices.AppendSeq(all, maps.Keys(e.Own))
	for _, r := range e.Ladder {
		all = append(all, r.As)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// drawnNames are the names of the figures that tests draw.
func drawnNames() []string {
	var some []string
	for i, name := range slices.Sorted(maps.Keys(figures)) {
		if i%oneIn == 0 {
			some = append(some, name)
		}
	}
	return some
}

func TestEveryVersionOfEveryExerciseHasAFigure(t *testing.T) {
	drawn := map[string]bool{}
	for _, e := range flows.Exercises() {
		for _, version := range versionsOf(e) {
			name, _, err := named(e.ID, version)
			if err != nil {
				t.Error(err)
				continue
			}
			if drawn[name] {
				continue
			}
			drawn[name] = true
			if len(drawn)%oneIn != 0 {
				continue
			}
			m := decodePicture(t, e.ID, version, "")
			if size := m.Bounds().Size(); size.X != pictureWide || size.Y < pictureWide/4 || size.Y > pictureWide {
				t.Errorf("%s is %v", name, size)
			}
			if !opaque(m) {
				t.Errorf("%s lets a chat's own colour through", name)
			}
		}
	}
	if len(drawn) < 2*len(flows.Exercises()) {
		t.Errorf("only %d figures: %v", len(drawn), drawn)
	}
}

func decodePicture(t *testing.T, id, version, side string) image.Image {
	t.Helper()
	data, err := Picture(id, version, side)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// opaque tells whether a picture has a colour of its own for each dot.
func opaque(m image.Image) bool {
	p, ok := m.(*image.Paletted)
	return ok && !slices.ContainsFunc(p.Palette, func(c color.Color) bool {
		_, _, _, a := c.RGBA()
		return a != 0xffff
	})
}

func TestNoFigureIsLeftOver(t *testing.T) {
	levels := []string{"level3", "level4"} // of C6 and C7 [clinical.md 4b]
	known := map[string]bool{}
	versions := map[string]bool{"level2": true}
	for _, e := range flows.Exercises() {
		for _, v := range slices.Concat(versionsOf(e), smaller, levels) {
			known[e.ID+"."+v] = true
		}
		for _, v := range versionsOf(e) {
			versions[v] = true
		}
	}
	for name := range figures {
		id, all, _ := strings.Cut(name, ".")
		for version := range strings.SplitSeq(all, ".") {
			if !known[id+"."+version] {
				t.Errorf("nobody does %s", name)
			}
		}
	}
	for _, v := range slices.Concat(unseen, smaller) {
		if !versions[v] {
			t.Errorf("no exercise has the version %q", v)
		}
	}
}

// What is said of a position is also drawn: a version that has a start or an
// action in words of its own has a figure of its own.
func TestAPositionOfItsOwnIsAFigureOfItsOwn(t *testing.T) {
	for _, e := range flows.Exercises() {
		for version, parts := range e.Own {
			if !slices.Contains(parts, "start") && !slices.Contains(parts, "action") {
				continue
			}
			if _, ok := figures[e.ID+"."+version]; !ok {
				t.Errorf("%s %s has no figure of its own", e.ID, version)
			}
		}
	}
}

func TestSidedFiguresTellTheSidesApart(t *testing.T) {
	for _, e := range flows.Exercises() {
		f := figures[e.ID]
		if f.View != sideView || !e.Sided {
			continue
		}
		last := f.bodies[len(f.bodies)-1]
		arm := last.arm.end.minus(last.arm2.end)
		leg := last.leg.end.minus(last.leg2.end)
		if max(abs(arm.x)+abs(arm.y), abs(leg.x)+abs(leg.y)) < 3 {
			t.Errorf("%s: both sides do the same", e.ID)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

func TestUnknownFiguresAreErrors(t *testing.T) {
	for _, c := range []struct{ id, version string }{{"Z9", ""}, {"Z9", "small"}, {"", ""}, {"B1", "upside down"}, {"C1", "wall"}} {
		_, err1 := Picture(c.id, c.version, "")
		_, err2 := Animation(c.id, c.version, "")
		_, err3 := Wordings(c.id, c.version)
		if err1 == nil || err2 == nil || err3 == nil {
			t.Errorf("%v: %v, %v, %v", c, err1, err2, err3)
		}
	}
}

func TestVersionChoosesWhatShowsMost(t *testing.T) {
	for _, c := range []struct {
		id       string
		versions []string
		want     string
	}{
		{"X2", []string{"small", "chair"}, "chair"},
		{"X2", []string{"comfort", "small"}, "small"},
		{"C1", []string{"side", "gently"}, "side"},
		{"C1", []string{"breathe", "side"}, "side.breathe"},
		{"C1", []string{"chair", "breathe"}, "chair.breathe"},
		{"C2", []string{"exhale", "side", "gently"}, "side.exhale"},
		{"C2", []string{"exhale", "chair"}, "exhale"},
		{"C8", []string{"comfort"}, ""},
		{"C8", nil, ""},
	} {
		if got := Version(c.id, c.versions); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.id, c.versions, got, c.want)
		}
	}
}

// A smaller version goes less far, on the same way.
func TestSmallerIsSmaller(t *testing.T) {
	whole := figures["C8"]
	_, half, err := named("C8", "half")
	if err != nil {
		t.Fatal(err)
	}
	rise := func(f figure) float64 { return f.bodies[1].hip.y - f.bodies[0].hip.y }
	if got, want := rise(half), rise(whole)/2; abs(got-want) > 1 {
		t.Errorf("the hips rise %.1f, want %.1f", got, want)
	}
	if rise(figures["C8"]) != rise(whole) {
		t.Error("the whole figure changed")
	}
	if name, _, _ := named("S5", "gently"); name != "S5" {
		t.Errorf("half a step is %s", name)
	}
}

func TestTheLeftSideIsTheMirrorOfTheRight(t *testing.T) {
	right, left := decodePicture(t, "C5", "", "right"), decodePicture(t, "C5", "", "left")
	b := right.Bounds()
	same, all := 0, 0
	gap := pictureWide / 64
	each := (pictureWide - 3*gap) / 2
	for y := b.Dy() / 3; y < b.Dy()-gap; y += 3 { // below the letters
		for x := range each {
			all++
			if near(right.At(gap+x, y), left.At(gap+each-1-x, y)) {
				same++
			}
		}
	}
	if same*100 < all*98 {
		t.Errorf("%d of %d dots are mirrored", same, all)
	}
	if bytes.Equal(mustPicture(t, "C5", "left"), mustPicture(t, "C5", "right")) {
		t.Error("both sides are drawn the same")
	}
}

func mustPicture(t *testing.T, id, side string) []byte {
	t.Helper()
	data, err := Picture(id, "", side)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func near(a, b color.Color) bool {
	r, g, bl, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	far := func(x, y uint32) bool { return max(x, y)-min(x, y) > 40<<8 }
	return !far(r, r2) && !far(g, g2) && !far(bl, b2)
}

// Mobile data: an animation is sent to people on the bus.
const mostAnimation = 500_000

func TestAnimationsAreSmallAndGoOnForEver(t *testing.T) {
	for _, name := range drawnNames() {
		id, version, _ := strings.Cut(name, ".")
		data, err := Animation(id, version, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(data) >= mostAnimation {
			t.Errorf("%s has %d bytes", name, len(data))
		}
		g, err := gif.DecodeAll(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		round := 0
		for _, d := range g.Delay {
			round += d
		}
		moves := max(2, len(figures[name].phases()))
		if least, most := moves*moveTime, moves*(moveTime+endTime); round < least || round > most {
			t.Errorf("%s takes %d hundredths of a second, want %d to %d", name, round, least, most)
		}
		if g.LoopCount != 0 || g.Config.Width < 480 || len(g.Image) < 2*25 {
			t.Errorf("%s: loops %d, %d wide, %d frames", name, g.LoopCount, g.Config.Width, len(g.Image))
		}
	}
}

func TestTheSameFigureIsTheSameBytes(t *testing.T) {
	kept := drawings
	t.Cleanup(func() { drawings = kept })
	draw := func() (all [][]byte) {
		drawings = newKeeper()
		for _, id := range []string{"B3", "C9", "S4"}[:max(1, 3/oneIn)] {
			picture, err := Picture(id, "", "")
			if err != nil {
				t.Fatal(err)
			}
			animation, err := Animation(id, "", "")
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, picture, animation)
		}
		return all
	}
	first, second := draw(), draw()
	for i := range first {
		if !bytes.Equal(first[i], second[i]) {
			t.Errorf("drawing %d differs", i)
		}
	}
}

func TestSheetShowsAll(t *testing.T) {
	var out bytes.Buffer
	entries := []Entry{{"B1", "", "B1 Halve puppy"}, {"X2", "chair", "X2"}, {"S5", "", "S5"}, {"C4", "", "C4"}}
	if err := Sheet(&out, entries); err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	if s := m.Bounds().Size(); s.X < sheetColumns*sheetWide || s.Y < 2*sheetTitle {
		t.Errorf("the sheet is %v", s)
	}
	if err := Sheet(&out, []Entry{{"Z9", "", "nothing"}}); err == nil {
		t.Error("an unknown exercise is on the sheet")
	}
}

func TestBrokenPosesAreFoundAtLoading(t *testing.T) {
	for _, text := range []string{
		`{"B1": {"poses": [{"name": "a", "nose": [1, 2]}]}}`,
		`{"B1": {"poses": [{"name": "a", "head": [1]}]}}`,
		`{"B1": {"poses": [{"name": "a", "head": [1, 2, 3, 4]}]}}`,
		`{"B1": {"poses": [{"name": "a", "head": "up"}]}}`,
		`{`,
	} {
		if _, err := read([]byte(text)); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}

// What a figure is made of can be seen: the near and the far side, a face, and
// the things that are needed.
func TestAPictureShowsWhatItIsMadeOf(t *testing.T) {
	for _, name := range drawnNames() {
		f := figures[name]
		id, version, _ := strings.Cut(name, ".")
		m := decodePicture(t, id, version, "").(*image.Paletted)
		seen := map[color.RGBA]int{}
		for _, at := range m.Pix {
			seen[color.RGBAModel.Convert(m.Palette[at]).(color.RGBA)]++
		}
		want := map[string]color.RGBA{"shirt": shirt.near.plain, "trousers": trousers.near.plain, "skin": skin.near.plain, "hair": hair.near.plain, "letter": badge}
		if f.View == sideView {
			want["far leg"] = trousers.far.plain
		}
		if f.Mat {
			want["mat"] = mat
		}
		if len(f.Arrows) > 0 {
			want["arrow"] = arrowFill
		} else {
			want["light"] = glow
		}
		for thing, c := range map[string]color.RGBA{"chair": wood, "step": woodTop, "rail": wood, "band": band, "pillow": linen, "headrest": linen, "wall": groundShade} {
			if _, ok := f.Props[thing]; ok {
				want[thing] = c
			}
		}
		for thing, c := range want {
			dots := 0
			for other, n := range seen {
				if r, g, b := int(c.R)-int(other.R), int(c.G)-int(other.G), int(c.B)-int(other.B); r*r+g*g+b*b < alike*alike {
					dots += n
				}
			}
			if dots < 200 {
				t.Errorf("%s: of %s there are %d dots", name, thing, dots)
			}
		}
	}
}
