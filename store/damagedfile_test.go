package store

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"back2core/flows"
)

// manyPages is a file with branch pages.
func manyPages(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "back2core.db")
	s, err := Open(path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *Tx) error {
		for i := range 100 {
			id := fmt.Sprintf("p%d", i)
			err := errors.Join(tx.SavePatient(newcomer(id, noon)), tx.Link(id, fmt.Sprintf("tg:%d", i)),
				tx.AppendDiary(id, []flows.Entry{{Seq: 1, Kind: "said"}}))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Compact(path, Options{Keys: testKeys, NoSync: true}); err != nil { // without free pages
		t.Fatal(err)
	}
	return read(t, path)
}

// TestBugAStartOnADamagedFileEndedTheProcess: from a goroutine of bbolt, with
// keys in the panic, which no test outlives.
func TestBugAStartOnADamagedFileEndedTheProcess(t *testing.T) {
	const page = 4096
	whole := manyPages(t)
	refused := 0
	tried := func(what string, content []byte) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "back2core.db")
		if err := os.WriteFile(path, content, fileMode); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, Options{Keys: testKeys, NoSync: true})
		if err == nil {
			if err := s.Close(); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			return
		}
		refused++
		if !errors.Is(err, ErrDamagedFile) && !errors.Is(err, ErrKey) && !errors.Is(err, errForeign) && !errors.Is(err, ErrNewer) {
			t.Errorf("%s: got error %v", what, err)
		}
		if keyInHex.MatchString(err.Error()) {
			t.Errorf("%s: the error shows a key: %v", what, err)
		}
		if string(read(t, path)) != string(content) {
			t.Errorf("%s: the file was changed", what)
		}
	}
	for at := page; at < len(whole); at += page {
		tried(fmt.Sprintf("cut off at %d", at), whole[:at])
		for _, with := range []string{"\x00", "x"} {
			torn := append([]byte(nil), whole...)
			copy(torn[at:at+page], strings.Repeat(with, page))
			tried(fmt.Sprintf("%q at %d", with, at), torn)
		}
		for i := range 48 { // its head, and where its first keys are
			torn := append([]byte(nil), whole...)
			torn[at+i] ^= 0x41
			tried(fmt.Sprintf("byte %d at %d", i, at), torn)
		}
	}
	inline := 0 // buckets that are small enough to stand in another's page
	for at := page; at < len(whole)-16; at++ {
		if head := whole[at : at+16]; at%page <= page-16 && bytes.Equal(head[:10], []byte("\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00")) && bytes.Equal(head[12:], make([]byte, 4)) {
			inline++
			for _, i := range []int{0, 8, 12} { // its number, kind and length
				torn := append([]byte(nil), whole...)
				torn[at+i] ^= 0x03
				before := refused
				tried(fmt.Sprintf("byte %d of a bucket at %d", i, at), torn)
				if refused == before {
					t.Errorf("byte %d of a bucket at %d was not seen", i, at)
				}
			}
		}
	}
	if inline < 5 {
		t.Errorf("only %d buckets stand in a page", inline)
	}
	if refused < 30*len(whole)/page {
		t.Errorf("only %d were refused", refused)
	}
}

var keyInHex = regexp.MustCompile(`(\(hex\)|ancestor \()[0-9a-f]`)

func TestBugNoDatabaseWasNoDamageToCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	for what, content := range map[string][]byte{"nothing": nil, "junk": []byte(strings.Repeat("x", 20_000)), "little": []byte("x"), "another's": foreign(t)} {
		if err := os.WriteFile(path, content, fileMode); err != nil {
			t.Fatal(err)
		}
		r, err := Inspect(path, Options{Keys: testKeys})
		want := "this is no database of Back2Core, or its first pages are lost"
		if err != nil || len(r.Damage) != 1 || r.Damage[0] != want {
			t.Errorf("%s: %q, %v; want %q", what, r.Damage, err, want)
		}
	}
}

func TestBugARefusedRestoreDidNotSayWhatToDo(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	made := v.backup(t, s, noon)
	from := From{Backup: made.Path, Keys: []age.Identity{v.key}}
	path := filepath.Join(t.TempDir(), "fresh.db")
	refused := func(want string) {
		t.Helper()
		_, err := Restore(t.Context(), from, path, Options{Keys: testKeys, NoSync: true})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want %q", err, want)
		}
	}
	if err := os.WriteFile(path+".restoring", nil, fileMode); err != nil {
		t.Fatal(err)
	}
	refused("it may be deleted")
	if err := os.Remove(path + ".restoring"); err != nil {
		t.Fatal(err)
	}
	content := read(t, made.Path)
	for _, at := range []int{len(content) / 2, 0} { // what is sealed, and its head
		torn := append([]byte(nil), content...)
		torn[at] ^= 1
		if err := os.WriteFile(made.Path, torn, fileMode); err != nil {
			t.Fatal(err)
		}
		refused("the backup before")
	}
}

// TestBugADamagedHeadUndidARestore: bbolt went on with the state before the last
// change, in which nothing says that the file was restored, and check found it
// sound.
func TestBugADamagedHeadUndidARestore(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	path := filepath.Join(t.TempDir(), "restored.db")
	from := From{Backup: v.backup(t, s, noon).Path, Keys: []age.Identity{v.key}, Now: noon.Add(time.Hour)}
	if _, err := Restore(t.Context(), from, path, Options{Keys: testKeys, NoSync: true}); err != nil {
		t.Fatal(err)
	}
	restored := read(t, path)
	for page := range 2 {
		torn := append([]byte(nil), restored...)
		torn[page*4096+20] ^= 1
		if err := os.WriteFile(path, torn, fileMode); err != nil {
			t.Fatal(err)
		}
		r, err := Inspect(path, Options{Keys: testKeys})
		want := fmt.Sprintf("page %d, which begins the file, can't be read: the last change may be missing", page)
		if err != nil || len(r.Damage) != 1 || r.Damage[0] != want {
			t.Errorf("check finds %q, %v; want %q", r.Damage, err, want)
		}
		var log bytes.Buffer
		s, err := Open(path, Options{Keys: testKeys, NoSync: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log says %q", log.String())
		}
		view(t, s, func(tx *Tx) error {
			if at := tx.Noted(NoteRestored); !at.Equal(noon) {
				t.Errorf("with page %d damaged it was restored %v", page, at)
			}
			return nil
		})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBugAnEmptiedListOfErasuresErasedNobody: who was erased since would have come
// back, without a word.
func TestBugAnEmptiedListOfErasuresErasedNobody(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	made := v.backup(t, s, noon)
	list := filepath.Join(v.Dir, erasedList)
	path := filepath.Join(t.TempDir(), "restored.db")
	for _, content := range []string{"", "rubbish\n", "2026-11-22T12:00:00Z 0123"} {
		if err := os.WriteFile(list, []byte(content), fileMode); err != nil {
			t.Fatal(err)
		}
		from := From{Backup: made.Path, Keys: []age.Identity{v.key}}
		if _, err := Restore(t.Context(), from, path, Options{Keys: testKeys, NoSync: true}); !errors.Is(err, ErrNoErasures) {
			t.Errorf("%q: got error %v, want %v", content, err, ErrNoErasures)
		}
	}
	if err := os.WriteFile(list, []byte(erasedHead+"rubbish\n"+erasedLine(MarkOf("p1"), noon)), fileMode); err != nil {
		t.Fatal(err)
	}
	if _, r := v.restore(t, made.Path); r.Erased != 1 || r.Unread != 1 {
		t.Errorf("%d left out and %d lines unread, want 1 and 1", r.Erased, r.Unread)
	}
}

// TestBugASecondRestoreHidTheTimeOfTheFirst: when nobody had started the bot
// between them.
func TestBugASecondRestoreHidTheTimeOfTheFirst(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	once, _ := v.restore(t, v.backup(t, s, noon).Path)
	twice, _ := v.restore(t, v.backup(t, once, noon.AddDate(0, 0, 1)).Path)
	view(t, twice, func(tx *Tx) error {
		if at := tx.Noted(NoteRestored); !at.Equal(noon) {
			t.Errorf("patients hear of %v, want %v", at, noon)
		}
		return nil
	})
}
