package main

import (
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"back2core/flows"
	"back2core/messages/figure"
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

// A sheet that could not be written stood there empty, over one that was good; and a
// folder that was not there was refused.
func TestBugAFailedSheetLeftNothingOfTheOneBefore(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sheet.png")
	if err := os.WriteFile(path, []byte("a good sheet"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(path, []byte("a better one")); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(path); string(data) != "a better one" {
		t.Errorf("there stands %q", data)
	}
	folder := filepath.Join(dir, "folder.png")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(folder, []byte("x")); err == nil {
		t.Error("a folder was replaced")
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("there is left %v", left)
	}
}

func TestTheFolderOfFiguresIsMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	var table strings.Builder
	if err := writeFigures(dir, []figure.Entry{{Exercise: "C9", Version: "wall"}}, output{stdout: &table}); err != nil || !strings.Contains(table.String(), "C9-wall") {
		t.Fatalf("%v: %s", err, table.String())
	}
	for _, name := range []string{"C9-wall.png", "C9-wall.gif"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}
