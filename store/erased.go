package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// erasedList is the file beside the backups that tells who was erased since
// they were made: a line for each, with the time and the mark. Restore reads it.
const erasedList = "back2core-erased.txt"

const erasedHead = "# Marks of patients who were erased. A restore leaves these people out: keep this file beside the backups.\n"

// Erased adds someone to the list beside the backups, so that it holds also
// when the database is lost before the next backup. It waits for the disk, and
// never for a backup that is being made.
func (b *Backups) Erased(id string, at time.Time) error {
	b.list.Lock()
	defer b.list.Unlock()
	if err := b.addErased(MarkOf(id), at); err != nil {
		return fmt.Errorf("note an erasure beside the backups: %w", err)
	}
	return nil
}

func (b *Backups) addErased(m Mark, at time.Time) error {
	path := filepath.Join(b.Dir, erasedList)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, fileMode)
	if err != nil {
		return err
	}
	line, begun, err := nextLine(f, erasedLine(m, at))
	if err == nil {
		_, err = io.WriteString(f, line)
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil || begun {
		return err
	}
	return syncDir(path)
}

// nextLine is a line as it has to be appended to a file: on a line of its own,
// also where a power cut tore off the last one. It tells whether there is
// anything in the file.
func nextLine(f *os.File, line string) (next string, begun bool, err error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return line, false, err
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil {
		return "", true, err
	}
	if last[0] != '\n' {
		line = "\n" + line
	}
	return line, true, nil
}

func erasedLine(m Mark, at time.Time) string { return fmt.Sprintf("%s %s\n", TimeNote(at), m) }

// reconcile makes the list anew, of what it holds and what the store knows,
// without those whom no backup can hold any more.
func (b *Backups) reconcile(s *Store, now time.Time) error {
	times, err := b.times()
	if err != nil {
		return err
	}
	b.list.Lock()
	defer b.list.Unlock()
	list, err := readErased(b.Dir)
	if err != nil {
		return err
	}
	err = s.View(func(tx *Tx) error { maps.Copy(list.gone, tx.Erasures()); return nil })
	if err != nil {
		return err
	}
	oldest := slices.MinFunc(append(times, now.Add(-KeepErased)), time.Time.Compare)
	maps.DeleteFunc(list.gone, func(_ Mark, at time.Time) bool { return at.Before(oldest) })
	return b.writeErased(list.gone)
}

// writeErased puts another list in the place of the one there is.
func (b *Backups) writeErased(list map[Mark]time.Time) error {
	path := filepath.Join(b.Dir, erasedList)
	temp := filepath.Join(b.Dir, unfinished)
	defer os.Remove(temp)
	err := writeFile(temp, func(w io.Writer) error {
		text := bufio.NewWriter(w)
		_, _ = text.WriteString(erasedHead)
		for _, m := range slices.Sorted(maps.Keys(list)) {
			_, _ = text.WriteString(erasedLine(m, list[m]))
		}
		return text.Flush()
	})
	if err == nil {
		err = ownAs(temp, b.Dir)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncDir(path)
}

// An erasedFile is the list as it was read.
type erasedFile struct {
	gone   map[Mark]time.Time
	whole  bool // it begins as a list does that a backup has made anew
	unread int  // lines: one may have been torn off by a power cut, more are damage
}

// readErased reads the list beside the backups. A line that can't be read tells of
// nobody.
func readErased(dir string) (erasedFile, error) {
	list := erasedFile{gone: make(map[Mark]time.Time)}
	text, err := os.ReadFile(filepath.Join(dir, erasedList))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return list, err
	}
	text, list.whole = bytes.CutPrefix(text, []byte(erasedHead))
	for line := range bytes.Lines(text) {
		at, mark, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		when := NoteTime([]byte(at))
		if when.IsZero() || len(mark) != len(MarkOf("")) {
			list.unread++
			continue
		}
		list.gone[Mark(mark)] = when
	}
	return list, nil
}
