package figure

import (
	"sync"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
)

var bold = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic(err) // it is part of the program
	}
	return f
})

// face is the typeface at a height of so many dots.
func face(high float64) font.Face {
	f, err := opentype.NewFace(bold(), &opentype.FaceOptions{Size: high, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // its options are ours
	}
	return f
}

// stamp writes a phase's letter in a dark circle.
func stamp(dc *gg.Context, letter string, x, y, r float64) {
	dc.DrawCircle(x, y, r)
	dc.SetColor(badge)
	dc.Fill()
	dc.SetFontFace(face(r * 1.5))
	dc.SetColor(badgeText)
	dc.DrawStringAnchored(letter, x, y-r*0.06, 0.5, 0.36)
}
