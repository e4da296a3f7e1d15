package figure

import (
	"image/color"
	"math"
	"testing"
)

// contrast is WCAG 2.2's ratio of two colours: 1 to 21.
func contrast(a, b color.RGBA) float64 {
	luminance := func(c color.RGBA) float64 {
		linear := func(v uint8) float64 {
			s := float64(v) / 255
			if s <= 0.04045 {
				return s / 12.92
			}
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// What has to be seen has 3 to 1 against what is round it (WCAG 1.4.11), and a
// letter 7 to 1 (1.4.6).
func TestColoursStandOut(t *testing.T) {
	grounds := map[string]color.RGBA{"wall": wall, "floor": ground, "mat": mat}
	for name, c := range map[string]color.RGBA{
		"arrow": arrowFill, "badge": badge, "band": band, "wood's edge": woodRim,
		"shirt's edge": shirt.near.edge, "trousers' edge": trousers.near.edge, "skin's edge": skin.near.edge,
		"sock's edge": sock.near.edge, "hair": hair.near.plain,
		"shirt": shirt.near.plain, "trousers": trousers.near.plain,
		"far shirt": shirt.far.plain, "far trousers": trousers.far.plain, "far skin's edge": skin.far.edge, "far sock's edge": sock.far.edge,
	} {
		for on, g := range grounds {
			if r := contrast(c, g); r < 3 {
				t.Errorf("%s on the %s: %.1f to 1", name, on, r)
			}
		}
	}
	for name, pair := range map[string][2]color.RGBA{
		"light on the shirt":    {glow, shirt.near.plain},
		"light on the trousers": {glow, trousers.near.plain},
		"sock on the trousers":  {sock.near.plain, trousers.near.plain},
		"arrow on its light":    {arrowFill, arrowLight},
	} {
		if r := contrast(pair[0], pair[1]); r < 3 {
			t.Errorf("%s: %.1f to 1", name, r)
		}
	}
	if r := contrast(badge, badgeText); r < 7 {
		t.Errorf("a letter: %.1f to 1", r)
	}
}

func TestContrast(t *testing.T) {
	if r := contrast(rgb(0x000000), rgb(0xFFFFFF)); math.Abs(r-21) > 0.01 {
		t.Errorf("black on white: %.2f", r)
	}
}

// What is far is greyer than what is near.
func TestFarIsGreyer(t *testing.T) {
	colourful := func(c color.RGBA) int { return int(max(c.R, c.G, c.B)) - int(min(c.R, c.G, c.B)) }
	for name, c := range map[string]cloth{"shirt": shirt, "trousers": trousers, "skin": skin} {
		if colourful(c.far.plain) >= colourful(c.near.plain) {
			t.Errorf("%s: the far side is as bright as the near one", name)
		}
	}
	if contrast(sock.far.plain, sock.near.plain) < 1.5 {
		t.Error("sock: the far side is as bright as the near one")
	}
}
