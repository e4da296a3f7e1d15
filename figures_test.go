package main

import (
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"back2core/flows"
)

func TestTheSheetIsWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sheet.png")
	if code, _, stderr := call(t, nil, "figures", "--sheet", path); code != exitDone {
		t.Fatalf("code %d: %s", code, stderr)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sheet, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if size := sheet.Bounds().Size(); size.X < 1000 || size.Y < 1000 {
		t.Errorf("the sheet is %v", size)
	}
}

// Every exercise is on the sheet, under its id and its name.
func TestTheSheetNamesEveryExercise(t *testing.T) {
	var titles []string
	for _, e := range allFigures() {
		titles = append(titles, e.Title)
	}
	for _, e := range flows.Exercises() {
		if !slices.ContainsFunc(titles, func(s string) bool { return strings.HasPrefix(s, e.ID+"  ") && len(s) > len(e.ID)+4 }) {
			t.Errorf("%s is not among %q", e.ID, titles)
		}
	}
	if !slices.Contains(titles, "C9-wall  Zijplank tegen de muur") {
		t.Errorf("a version is not called by its own name: %q", titles)
	}
}
