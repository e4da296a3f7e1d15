package main

import (
	"bytes"
	"errors"
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
		return writeFigures(c.Dir, allFigures(), out)
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

// writeSheet draws before it writes, so that an error leaves what was there.
func writeSheet(path string) error {
	var sheet bytes.Buffer
	if err := figure.Sheet(&sheet, allFigures()); err != nil {
		return fmt.Errorf("draw the sheet %s: %w", path, err)
	}
	if err := replaceFile(path, sheet.Bytes()); err != nil {
		return usage("the sheet can't be written: %w", err)
	}
	return nil
}

// replaceFile puts a file in the place of what was there, whole or not at all.
func replaceFile(path string, data []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// writeFigures writes every file and a line about it. The two columns behind a
// size are how long it took.
func writeFigures(dir string, figures []figure.Entry, out output) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return usage("the figures can't be written: %w", err)
	}
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "figure\tpicture kB\tms\tanimation kB\tms\t")
	for _, e := range figures {
		name := figureName(e.Exercise, e.Version)
		fmt.Fprint(table, name)
		for _, kind := range []struct {
			ending string
			draw   func(id, version, side string) ([]byte, error)
		}{{".png", figure.Picture}, {".gif", figure.Animation}} {
			began := time.Now()
			data, err := kind.draw(e.Exercise, e.Version, "")
			if err != nil {
				return fmt.Errorf("draw %s: %w", name+kind.ending, err)
			}
			fmt.Fprintf(table, "\t%.1f\t%d", float64(len(data))/1000, time.Since(began).Milliseconds())
			if err := replaceFile(filepath.Join(dir, name+kind.ending), data); err != nil {
				return usage("the figures can't be written: %w", err)
			}
		}
		fmt.Fprintln(table, "\t")
	}
	return table.Flush()
}
