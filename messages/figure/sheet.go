package figure

import (
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"maps"
	"slices"
	"strings"

	"git.sr.ht/~sbinet/gg"
)

// Versions are the versions of an exercise that have a figure of their own.
func Versions(id string) []string {
	var own []string
	for name := range maps.Keys(figures) {
		if version, ok := strings.CutPrefix(name, id+"."); ok {
			own = append(own, version)
		}
	}
	slices.Sort(own)
	return own
}

// An Entry is one picture of a contact sheet, and what is written over it.
type Entry struct{ Exercise, Version, Title string }

// Sizes of a contact sheet, in dots.
const (
	sheetColumns = 3
	sheetWide    = 600 // a picture
	sheetGap     = 16
	sheetTitle   = 40
)

// Sheet writes a contact sheet of many pictures, as a PNG.
func Sheet(w io.Writer, entries []Entry) error {
	rows := slices.Collect(slices.Chunk(entries, sheetColumns))
	drawn := make([]*image.RGBA, 0, len(entries))
	tops := []int{sheetGap}
	for _, row := range rows {
		tallest := 0
		for _, e := range row {
			_, f, err := named(e.Exercise, e.Version)
			if err != nil {
				return err
			}
			m := f.picture(sheetWide, false)
			drawn, tallest = append(drawn, m), max(tallest, m.Rect.Dy())
		}
		tops = append(tops, tops[len(tops)-1]+sheetTitle+tallest+sheetGap)
	}
	dc := gg.NewContext(sheetGap+sheetColumns*(sheetWide+sheetGap), tops[len(rows)])
	dc.SetColor(linen)
	dc.Clear()
	dc.SetFontFace(face(24))
	dc.SetColor(badge)
	for i, e := range entries {
		at := image.Pt(sheetGap+i%sheetColumns*(sheetWide+sheetGap), tops[i/sheetColumns])
		dc.DrawString(e.Title, float64(at.X), float64(at.Y+sheetTitle-12))
		draw.Draw(dc.Image().(*image.RGBA), drawn[i].Rect.Add(at.Add(image.Pt(0, sheetTitle))), drawn[i], image.Point{}, draw.Src)
	}
	if err := png.Encode(w, reduced(dc.Image().(*image.RGBA))); err != nil {
		return fmt.Errorf("encode the contact sheet: %w", err)
	}
	return nil
}
