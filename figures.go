package main

import (
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"back2core/flows"
	"back2core/messages"
	"back2core/messages/figure"
)

// figuresCommand draws the exercises for who wants to look at them all.
type figuresCommand struct {
	Sheet string `placeholder:"FILE" help:"Write all pictures on one sheet: a PNG."`
	Dir   string `placeholder:"FOLDER" help:"Write each picture and animation into a folder, with a table of their sizes and how long they took."`
}

// Run writes the sheet, the folder, or both.
func (c figuresCommand) Run(out output) error {
	if c.Sheet == "" && c.Dir == "" {
		return usage("figures: say where to: --sheet FILE or --dir FOLDER")
	}
	if c.Sheet != "" {
		if err := writeSheet(c.Sheet); err != nil {
			return err
		}
	}
	if c.Dir != "" {
		return writeFigures(c.Dir, out)
	}
	return nil
}

// allFigures are the exercises in their order, each followed by the versions
// that have a position of their own.
func allFigures() []figure.Entry {
	var all []figure.Entry
	for _, e := range flows.Exercises() {
		for _, version := range append([]string{""}, figure.Versions(e.ID)...) {
			all = append(all, figure.Entry{Exercise: e.ID, Version: version, Title: titleOf(e.ID, version)})
		}
	}
	return all
}

// titleOf is the id of an exercise, with its version and its name.
func titleOf(id, version string) string {
	name := "exercise." + id + ".name"
	if own := name + "." + version; messages.Has(flows.Dutch, own) {
		name = own
	}
	shown, err := messages.Render(flows.Dutch, "", messages.Practice{}, flows.Reply{Text: name})
	if err != nil {
		return id // a wording that is missing fails a test of messages
	}
	return figureName(id, version) + "  " + shown.HTML
}

func figureName(id, version string) string {
	if version == "" {
		return id
	}
	return id + "-" + version
}

func writeSheet(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return usage("the sheet can't be written: %w", err)
	}
	if err := figure.Sheet(file, allFigures()); err != nil {
		_ = file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	return nil
}

// writeFigures writes every file and a line about it. The two columns behind a
// size are how long it took.
func writeFigures(dir string, out output) error {
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "figure\tpicture kB\tms\tanimation kB\tms\t")
	for _, e := range allFigures() {
		name := figureName(e.Exercise, e.Version)
		fmt.Fprint(table, name)
		for _, kind := range []struct {
			ending string
			draw   func(id, version, side string) ([]byte, error)
		}{{".png", figure.Picture}, {".gif", figure.Animation}} {
			began := time.Now()
			data, err := kind.draw(e.Exercise, e.Version, "")
			if err != nil {
				return err
			}
			fmt.Fprintf(table, "\t%.1f\t%d", float64(len(data))/1000, time.Since(began).Milliseconds())
			if err := os.WriteFile(filepath.Join(dir, name+kind.ending), data, 0o644); err != nil {
				return usage("the figures can't be written: %w", err)
			}
		}
		fmt.Fprintln(table, "\t")
	}
	return table.Flush()
}
