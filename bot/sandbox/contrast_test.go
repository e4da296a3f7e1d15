package sandbox

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palette reads the colours of one scheme, over those of the scheme before.
func palette(css string, under map[string]string) map[string]string {
	colours := map[string]string{}
	for name, value := range under {
		colours[name] = value
	}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(css, -1) {
		colours[m[1]] = m[2]
	}
	return colours
}

// luminance is that of WCAG 2.
func luminance(colour string) float64 {
	n, _ := strconv.ParseUint(colour[1:], 16, 32)
	part := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func contrast(a, b string) float64 {
	light, dark := luminance(a), luminance(b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func TestColoursCanBeRead(t *testing.T) {
	bright, dim, found := strings.Cut(assets(t)["page/phone.css"], "prefers-color-scheme: dark")
	if !found {
		t.Fatal("no dark scheme")
	}
	light := palette(bright, nil)
	for scheme, colours := range map[string]map[string]string{"light": light, "dark": palette(dim, light)} {
		for _, pair := range []string{
			"ink room", "ink card", "ink bubble", "ink bubble-mine", "ink tint",
			"quiet card", "quiet bubble", "quiet room", "quiet room-low", "quiet tint",
			"accent card", "accent-strong tint", "accent-strong card", "accent-strong bubble",
			"accent-strong chat-high", "accent-strong chat-low", "quiet chat-high", "quiet chat-low",
			"on-accent accent", "on-accent accent-strong", "on-toast toast",
			"link bubble", "link bubble-mine", "accent-strong bubble-mine",
		} {
			text, ground, _ := strings.Cut(pair, " ")
			if got := contrast(colours[text], colours[ground]); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f, want 4.5", scheme, text, ground, got)
			}
		}
		for _, ground := range []string{"card", "room", "chat-high", "chat-low", "tint"} {
			if got := contrast(colours["focus"], colours[ground]); got < 3 {
				t.Errorf("%s: the focus on %s has contrast %.2f, want 3", scheme, ground, got)
			}
		}
	}
}
