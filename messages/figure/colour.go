package figure

import "image/color"

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

// The room: warm and light, and opaque, so that it is the same in a dark chat.
var (
	paper       = rgb(0xEFE7DA) // round the panels
	wall        = rgb(0xFBF7EF)
	ground      = rgb(0xF0E5D3)
	groundShade = rgb(0xDDCFB8)
	mat         = rgb(0xD5DFEE)
	matShade    = rgb(0xB9C6DA)
	matRim      = rgb(0x8FA3C0)
)

// The things in it.
var (
	wood    = rgb(0xC9A77C)
	woodTop = rgb(0xE3C9A3)
	woodRim = rgb(0x7D5F3C)
	linen   = rgb(0xFFFFFF)
	band    = rgb(0xA8326A)
)

// What speaks to who looks.
var (
	arrowFill  = rgb(0xC2410C)
	arrowLight = rgb(0xFFFDF8)
	badge      = rgb(0x1F3350)
	badgeText  = rgb(0xFFFFFF)
	glow       = rgb(0xFFD970)
)

// Tones are how one thing is painted: its colour, where the light falls, and
// its edge.
type tones struct{ plain, light, edge color.RGBA }

// A cloth is what a part of the body looks like: near, and on the far side,
// where it is darker and greyer.
type cloth struct{ near, far tones }

func (c cloth) of(far bool) tones {
	if far {
		return c.far
	}
	return c.near
}

var (
	shirt    = cloth{tones{rgb(0x2F8583), rgb(0x459C98), rgb(0x1B5453)}, tones{plain: rgb(0x4E6B6C), edge: rgb(0x33494A)}}
	trousers = cloth{tones{rgb(0x3A5F92), rgb(0x4E76AC), rgb(0x223B61)}, tones{plain: rgb(0x54647C), edge: rgb(0x374559)}}
	skin     = cloth{tones{rgb(0xC98F68), rgb(0xD9A682), rgb(0x84532F)}, tones{plain: rgb(0x9C8576), edge: rgb(0x665345)}}
	sock     = cloth{tones{rgb(0xF4EFE6), rgb(0xFFFFFF), rgb(0x6B6459)}, tones{plain: rgb(0xBFB8AC), edge: rgb(0x6B6459)}}
	hair     = cloth{near: tones{rgb(0x5B4A42), rgb(0x6C5A51), rgb(0x3B2F2A)}}
)
