package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	bolt "go.etcd.io/bbolt"

	"back2core/flows"
)

// A vault is a directory of backups with the key that opens them.
type vault struct {
	*Backups
	key age.Identity
}

func newVault(t testing.TB) vault {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return vault{&Backups{Dir: t.TempDir(), To: []age.Recipient{key.Recipient()}}, key}
}

// backup makes a backup that must succeed.
func (v vault) backup(t testing.TB, s *Store, at time.Time) Backup {
	t.Helper()
	made, err := s.Backup(t.Context(), v.Backups, at)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// restore makes a database of a backup, which must succeed, and opens it.
func (v vault) restore(t testing.TB, backup string) (*Store, Restored) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "restored.db")
	r, err := Restore(t.Context(), From{Backup: backup, Keys: []age.Identity{v.key}}, path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	wantFiles(t, filepath.Dir(path), "restored.db")
	return openAt(t, path), r
}

func filesIn(t testing.TB, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func wantFiles(t testing.TB, dir string, want ...string) {
	t.Helper()
	if got := filesIn(t, dir); !slices.Equal(got, want) {
		t.Errorf("in %s: %q, want %q", dir, got, want)
	}
}

// agreed is a patient who agreed to the programme, with an open red flag where
// a row is given.
func agreed(id string, rows ...flows.Row) flows.Patient {
	p := newcomer(id, noon)
	p.Stage, p.Screened = flows.Coached, noon
	p.Consent = &flows.Consent{Version: "1", At: noon, Programme: true}
	for _, row := range rows {
		p.Flags = append(p.Flags, flows.Flag{Row: row, Class: flows.SameDay, Since: noon, AskAt: noon.Add(time.Hour)})
	}
	return p
}

// practice fills a store: p1 has an open red flag and three messages waiting,
// p2 has none.
func practice(t testing.TB, s *Store) {
	t.Helper()
	update(t, s, func(tx *Tx) error {
		return errors.Join(
			tx.SavePatient(agreed("p1", "RF01")), tx.Link("p1", "tg:1"), tx.AppendDiary("p1", []flows.Entry{entry(1)}),
			tx.SavePatient(agreed("p2")), tx.Link("p2", "tg:2"), tx.AppendDiary("p2", []flows.Entry{entry(1)}),
			tx.SetPosition(Position{BotID: 42, Offset: 7, At: noon}),
		)
	})
	update(t, s, func(tx *Tx) error {
		for _, class := range []flows.Class{flows.Safety, flows.Answer, flows.Reminder} {
			m := message("tg:1", "p1", class, "text "+string(class))
			m.Reply.Topic = flows.AboutFlag
			if _, err := tx.Enqueue(m); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestABackupBringsBackAllButWhatWaited(t *testing.T) {
	dir := t.TempDir()
	s, v := openAt(t, filepath.Join(dir, "back2core.db")), newVault(t)
	practice(t, s)
	update(t, s, func(tx *Tx) error { return tx.SetNote(NoteProgram, []byte("this one")) })
	made := v.backup(t, s, noon)
	wantFiles(t, dir, "back2core.db")
	wantFiles(t, v.Dir, "back2core-20261122T120000Z.age", erasedList)
	if made.Size > 1<<20 {
		t.Errorf("a backup of two patients is %d bytes", made.Size)
	}
	if info, err := os.Stat(made.Path); err != nil || info.Mode().Perm() != fileMode || info.Size() != made.Size {
		t.Errorf("the backup is %v, %v; want %d bytes for its owner only", info, err, made.Size)
	}
	if made.Patients != 2 || made.Flagged != 1 || made.Waiting != 3 || len(made.Damage)+len(made.Laws) > 0 {
		t.Errorf("made %+v", made)
	}

	back, r := v.restore(t, made.Path)
	if !r.At.Equal(noon) || r.Patients != 2 || r.Flagged != 1 || r.Erased != 0 || r.Dropped != 2 || r.Waiting != 1 || len(r.Laws) > 0 {
		t.Errorf("restored %+v", r)
	}
	if got := texts(queue(t, back, "tg:1")); !slices.Equal(got, []string{"text safety"}) {
		t.Errorf("still to be sent: %q", got)
	}
	view(t, back, func(tx *Tx) error {
		if note, ok := tx.Note(NoteProgram); ok {
			t.Errorf("the first start will not look at the due index: %q did", note)
		}
		if note, _ := tx.Note(NoteRestored); string(note) != "2026-11-22T12:00:00Z" {
			t.Errorf("the note of the restore is %q", note)
		}
		p, err := tx.Patient("p1")
		if len(p.Flags) != 1 || p.Flags[0].Row != "RF01" {
			t.Errorf("the open flags are %+v", p.Flags)
		}
		diary, _ := tx.Diary("p1")
		if len(diary) != 1 || tx.Address("p2") != "tg:2" {
			t.Errorf("the diary is %+v, p2 is at %q", diary, tx.Address("p2"))
		}
		return err
	})
	if _, err := os.Stat(made.Path); err != nil {
		t.Errorf("the backup is gone after the restore: %v", err)
	}
}

func TestWhoWasErasedSinceDoesNotComeBack(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	update(t, s, func(tx *Tx) error { return tx.SavePatient(agreed("p3")) })
	made := v.backup(t, s, noon)
	later := noon.Add(time.Hour)
	update(t, s, func(tx *Tx) error { return errors.Join(tx.Erase("p1", later), tx.Erase("p2", later)) })
	// p1 was noted at once; p2 only by the next backup.
	if err := v.Erased("p1", later); err != nil {
		t.Fatal(err)
	}
	_, r := v.restore(t, made.Path)
	if r.Erased != 1 || r.Patients != 2 {
		t.Errorf("before the next backup: %+v", r)
	}
	v.backup(t, s, noon.AddDate(0, 0, 1))
	back, r := v.restore(t, made.Path)
	if r.Erased != 2 || r.Patients != 1 || r.Flagged != 0 || r.Waiting != 0 {
		t.Errorf("after the next backup: %+v", r)
	}
	view(t, back, func(tx *Tx) error {
		_, err := tx.Patient("p1")
		if !errors.Is(err, ErrNotFound) || tx.Address("p1") != "" {
			t.Errorf("p1 is back: %v, %q", err, tx.Address("p1"))
		}
		if got := tx.Erasures(); len(got) != 2 {
			t.Errorf("the restored file knows %v as erased", got)
		}
		return nil
	})
	list, err := os.ReadFile(filepath.Join(v.Dir, erasedList))
	if err != nil || strings.Contains(string(list), "p1") || !strings.HasPrefix(string(list), erasedHead) {
		t.Errorf("the list is %q, %v", list, err)
	}
}

func TestTheBytesOfWhoWasErasedAreInNoLaterBackup(t *testing.T) {
	s, v := open(t), newVault(t)
	update(t, s, func(tx *Tx) error {
		var diary []flows.Entry // more pages than the backup's own transaction writes over
		for n := range 500 {
			diary = append(diary, entry(n+2))
		}
		return errors.Join(furnish(tx, erasedID, erasedAddress, erasedWords), tx.AppendDiary(erasedID, diary))
	})
	update(t, s, func(tx *Tx) error { return tx.Erase(erasedID, noon) })
	if len(tracesOf(read(t, s.db.Path()))) == 0 {
		t.Fatal("the file has no trace of them in its free pages: the test proves nothing")
	}
	plain := filepath.Join(t.TempDir(), "plain")
	decryptTo(t, v, v.backup(t, s, noon).Path, plain)
	for _, trace := range tracesOf(read(t, plain)) {
		t.Errorf("in the backup: %s", trace)
	}
}

// decryptTo writes what is in a backup.
func decryptTo(t testing.TB, v vault, backup, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(decrypt(f, backup, []age.Identity{v.key}), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// besideAList is a directory with an empty list of erasures in it.
func besideAList(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, erasedList), []byte(erasedHead), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// sealed encrypts any bytes as if they were a backup.
func sealed(t testing.TB, v vault, content []byte) string {
	t.Helper()
	path := filepath.Join(besideAList(t), backupName(noon))
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(encrypt(f, v.To, func(w io.Writer) error { _, err := w.Write(content); return err }), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABackupIsMadeWhileTheStoreIsWrittenTo(t *testing.T) {
	s, v := open(t), newVault(t)
	stop, done := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				done <- n
				return
			default:
			}
			if err := s.Update(func(tx *Tx) (err error) { n, err = writeStep(tx); return err }); err != nil {
				t.Error(err)
			}
		}
	}()
	var made []Backup
	for i := range 5 {
		made = append(made, v.backup(t, s, noon.Add(time.Duration(i)*time.Second)))
	}
	close(stop)
	if n := <-done; n < 10 {
		t.Errorf("only %d steps were written meanwhile", n)
	}
	for _, m := range made[4:] { // the others were rotated away
		plain := filepath.Join(t.TempDir(), "plain.db")
		decryptTo(t, v, m.Path, plain)
		copied := openAt(t, plain)
		view(t, copied, func(tx *Tx) error {
			counts, err := tx.Counts()
			wantWholeSteps(t, copied, counts["steps"])
			return err
		})
	}
}

func TestAFailedBackupLeavesTheOlderOnes(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tests := []struct {
		name string
		ctx  context.Context
		harm func(*testing.T, *Store, vault)
		want string
	}{
		{"the program ends", stopped, func(*testing.T, *Store, vault) {}, context.Canceled.Error()},
		{"nobody could read it", nil, func(_ *testing.T, _ *Store, v vault) { v.To = nil }, "nobody"},
		{"the directory is gone", nil, func(t *testing.T, _ *Store, v vault) {
			if err := os.Rename(v.Dir, v.Dir+".moved"); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Rename(v.Dir+".moved", v.Dir) })
		}, "no such file"},
		{"one of this second is there", nil, func(t *testing.T, _ *Store, v vault) {
			if err := os.WriteFile(filepath.Join(v.Dir, backupName(noon.AddDate(0, 3, 0))), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "already"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s, err := Open(filepath.Join(dir, "back2core.db"), Options{Keys: testKeys, NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			v := newVault(t)
			practice(t, s)
			v.backup(t, s, noon)
			tt.harm(t, s, v)
			if tt.ctx == nil {
				tt.ctx = t.Context()
			}
			before := readAll(v.Dir)
			_, err = s.Backup(tt.ctx, v.Backups, noon.AddDate(0, 3, 0)) // the time of the first one is over
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want %q in it", err, tt.want)
			}
			if after := readAll(v.Dir); len(before) != len(after) || before[backupName(noon)] != after[backupName(noon)] {
				t.Errorf("there are %d files, were %d", len(after), len(before))
			}
			wantFiles(t, dir, "back2core.db")
		})
	}
}

// readAll is what the files of a directory hold.
func readAll(dir string) map[string]string {
	files := map[string]string{}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		b, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		files[e.Name()] = string(b)
	}
	return files
}

func TestWhatACrashLeftIsRemovedByTheNextBackup(t *testing.T) {
	dir := t.TempDir()
	s, v := openAt(t, filepath.Join(dir, "back2core.db")), newVault(t)
	practice(t, s)
	staging, staged := remains(s.db.Path())
	for _, path := range []string{staging, staged, filepath.Join(v.Dir, unfinished)} {
		if err := os.WriteFile(path, []byte("half a copy"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made := v.backup(t, s, noon)
	wantFiles(t, dir, "back2core.db")
	wantFiles(t, v.Dir, filepath.Base(made.Path), erasedList)
	v.restore(t, made.Path)
}

func TestARestoreRefusesWhateverIsNoWholeBackup(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	good := v.backup(t, s, noon).Path
	whole := read(t, good)
	changed := func(change func([]byte) []byte) string {
		path := filepath.Join(besideAList(t), backupName(noon))
		if err := os.WriteFile(path, change(slices.Clone(whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	flipped := func(at int) string {
		return changed(func(b []byte) []byte { b[at] ^= 0x10; return b })
	}
	newer := filepath.Join(t.TempDir(), "newer.db")
	decryptTo(t, v, good, newer)
	meddle(t, newer, func(btx *bolt.Tx) error {
		return btx.Bucket(metaBucket).Put(keySchema, be64(schema+1))
	})
	plain := filepath.Join(besideAList(t), "plain.db")
	decryptTo(t, v, good, plain)
	tests := []struct {
		name, backup, want string
	}{
		{"nothing", filepath.Join(v.Dir, "nothing.age"), "no such file"},
		{"empty", changed(func([]byte) []byte { return nil }), "no backup"},
		{"a header alone", changed(func(b []byte) []byte { return b[:200] }), ""},
		{"cut off in the middle", changed(func(b []byte) []byte { return b[:len(b)/2] }), "decrypt"},
		{"cut off at the end of a piece", changed(func(b []byte) []byte { return b[:len(b)-1] }), "decrypt"},
		{"longer", changed(func(b []byte) []byte { return append(b, 0) }), "decrypt"},
		{"a bit flipped in the header", flipped(30), ""},
		{"a bit flipped in the key", flipped(100), ""},
		{"a bit flipped in the middle", flipped(len(whole) / 2), "decrypt"},
		{"a bit flipped at the end", flipped(len(whole) - 1), "decrypt"},
		{"not encrypted", plain, "no backup"},
		{"for another key", func() string { o := newVault(t); return o.backup(t, s, noon).Path }(), "another key"},
		{"some text", sealed(t, v, []byte("hello")), "check"},
		{"a database cut off", sealed(t, v, read(t, plain)[:2*os.Getpagesize()]), "check"},
		{"a database of noise", sealed(t, v, noisy(read(t, plain))), "check"},
		{"another program's database", sealed(t, v, foreign(t)), errForeign.Error()},
		{"an empty database", sealed(t, v, emptyDatabase(t)), errForeign.Error()},
		{"of a newer program", sealed(t, v, read(t, newer)), ErrNewer.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := Restore(t.Context(), From{Backup: tt.backup, Keys: []age.Identity{v.key}}, filepath.Join(dir, "back2core.db"), Options{Keys: testKeys, NoSync: true})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want %q in it", err, tt.want)
			}
			wantFiles(t, dir)
		})
	}
}

// noisy fills all pages of a database with something else, but for the two that
// say what it is.
func noisy(db []byte) []byte {
	for i := 2 * os.Getpagesize(); i < len(db); i++ {
		db[i] = byte(i * 7)
	}
	return db
}

func foreign(t *testing.T) []byte {
	return databaseWith(t, func(btx *bolt.Tx) error { _, err := btx.CreateBucket([]byte("songs")); return err })
}

func emptyDatabase(t *testing.T) []byte {
	return databaseWith(t, func(*bolt.Tx) error { return nil })
}

func databaseWith(t *testing.T, fn func(*bolt.Tx) error) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(fn), db.Close()); err != nil {
		t.Fatal(err)
	}
	return read(t, path)
}

func TestARestoreOverwritesNothing(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	made := v.backup(t, s, noon)
	for _, name := range []string{"back2core.db", "back2core.db.restoring", "back2core.db.staging", "back2core.db.staged"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			there := filepath.Join(dir, name)
			if err := os.WriteFile(there, []byte("somebody's"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Restore(t.Context(), From{Backup: made.Path, Keys: []age.Identity{v.key}}, filepath.Join(dir, "back2core.db"), Options{Keys: testKeys, NoSync: true})
			if err == nil || !strings.Contains(err.Error(), "fresh place") {
				t.Errorf("got error %v", err)
			}
			wantFiles(t, dir, name)
			if got := string(read(t, there)); got != "somebody's" {
				t.Errorf("the file holds %q", got)
			}
		})
	}
}

func TestABackupOfAFileOfEverySchemaIsRestored(t *testing.T) {
	for golden, patients := range map[string]int{goldenOld: 3, goldenPlain: 2, goldenSealed: 2, goldenSession: 1} {
		t.Run(golden, func(t *testing.T) {
			v := newVault(t)
			back, r := v.restore(t, sealed(t, v, read(t, golden)))
			if r.Patients != patients || r.At.IsZero() {
				t.Errorf("restored %+v", r)
			}
			if bytes.Contains(read(t, back.db.Path()), []byte(canary)) {
				t.Error("words can be read in the restored file")
			}
		})
	}
}

func TestABackupIsRestoredWithTheKeyOfThatTime(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	made := v.backup(t, s, noon).Path
	rotated, err := testKeys.Rotated()
	if err != nil {
		t.Fatal(err)
	}
	forgotten, err := rotated.Newest()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "back2core.db")
	identities := []age.Identity{v.key}
	if _, err := Restore(t.Context(), From{Backup: made, Keys: identities}, path, Options{Keys: forgotten}); !errors.Is(err, ErrKey) {
		t.Errorf("with another key: got error %v, want %v", err, ErrKey)
	}
	if _, err := Restore(t.Context(), From{Backup: made, Keys: identities}, path, Options{}); !errors.Is(err, ErrKey) {
		t.Errorf("without a key: got error %v, want %v", err, ErrKey)
	}
	wantFiles(t, dir)
	if r, err := Restore(t.Context(), From{Backup: made, Keys: identities}, path, Options{Keys: rotated}); err != nil || r.Patients != 2 {
		t.Errorf("with the key and a newer one: %+v, %v", r, err)
	}
}

func TestBugWhatAKilledBackupLeftStayedUntilTheNextOne(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "back2core.db")
	staging, staged := remains(path)
	for _, left := range []string{staging, staged, path + compacting} {
		if err := os.WriteFile(left, []byte("tg:1"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openAt(t, path)
	wantFiles(t, dir, "back2core.db")
}

// TestBugOneDamagedRecordWasTheEndOfAllBackups: of any kind, and of all others
// that followed; and what was restored of such a backup was thrown away.
func TestBugOneDamagedRecordWasTheEndOfAllBackups(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "back2core.db"), Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	v := newVault(t)
	practice(t, s)
	update(t, s, func(tx *Tx) error {
		return errors.Join(
			tx.put(patientBucket, []byte("p2"), []byte("words of a patient")),
			tx.put(askedBucket, askedKey("tg:1", "f", 1, "q"), []byte("words of a patient")),
			tx.put(metaBucket, keyPosition, []byte("words of a patient")),
		)
	})
	update(t, s, func(tx *Tx) error { return tx.dropUnder(dueBucket, nil) })
	made := v.backup(t, s, noon)
	damage := strings.Join(made.Damage, "\n")
	for _, want := range []string{"patient p2: ", "of asked: ", "position: ", "p1 is not in the due index"} {
		if !strings.Contains(damage, want) {
			t.Errorf("%q is not in the damage: %s", want, damage)
		}
	}
	path := filepath.Join(t.TempDir(), "restored.db")
	r, err := Restore(t.Context(), From{Backup: made.Path, Keys: []age.Identity{v.key}}, path, Options{Keys: testKeys, NoSync: true})
	if err != nil || r.Patients != 2 || r.Flagged != 1 || !slices.Equal(r.Damage, made.Damage) {
		t.Errorf("restored %+v, %v", r, err)
	}
	if strings.Contains(damage, "words") {
		t.Errorf("words are in the damage: %s", damage)
	}
}

// TestACopyThatHoldsSomethingElseIsNoBackup: one byte, one key less, or another
// number to go on from.
func TestACopyThatHoldsSomethingElseIsNoBackup(t *testing.T) {
	s := open(t)
	practice(t, s)
	for name, harm := range map[string]func(*bolt.Tx) error{
		"nothing": nil,
		"a byte": func(btx *bolt.Tx) error {
			b := btx.Bucket(patientBucket)
			row := bytes.Clone(b.Get([]byte("p1")))
			row[len(row)-1] ^= 1
			return b.Put([]byte("p1"), row)
		},
		"a key less": func(btx *bolt.Tx) error { return btx.Bucket(chatBucket).Delete([]byte("p2")) },
		"a number":   func(btx *bolt.Tx) error { return btx.Bucket(outboxBucket).SetSequence(1) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy.db")
			held, err := copyTo(t.Context(), s.db, path)
			if err != nil {
				t.Fatal(err)
			}
			if harm != nil {
				meddle(t, path, harm)
			}
			if err := verify(path, held); (err != nil) != (harm != nil) {
				t.Errorf("got error %v", err)
			}
		})
	}
}

// TestBugNoBackupWasEverRemovedAgainOnceNoneCouldBeMade: patients are told that
// they are gone within five weeks.
func TestBugNoBackupWasEverRemovedAgainOnceNoneCouldBeMade(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	v.backup(t, s, noon)
	newest := v.backup(t, s, noon.AddDate(0, 0, 1))
	to := v.To
	v.To = nil
	made, err := s.Backup(t.Context(), v.Backups, noon.AddDate(0, 3, 0))
	if err == nil || !slices.Equal(made.Removed, []string{backupName(noon)}) {
		t.Errorf("removed %q, %v", made.Removed, err)
	}
	wantFiles(t, v.Dir, filepath.Base(newest.Path), erasedList)
	v.To = to
	v.restore(t, newest.Path)
}

func TestBugWithoutTheListOfErasuresWhoWasErasedCameBack(t *testing.T) {
	s, v := open(t), newVault(t)
	practice(t, s)
	made := v.backup(t, s, noon)
	if err := os.Remove(filepath.Join(v.Dir, erasedList)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "restored.db")
	from := From{Backup: made.Path, Keys: []age.Identity{v.key}}
	if _, err := Restore(t.Context(), from, path, Options{Keys: testKeys, NoSync: true}); !errors.Is(err, ErrNoErasures) {
		t.Errorf("got error %v, want %v", err, ErrNoErasures)
	}
	wantFiles(t, dir)
	from.WithoutErasures = true
	if r, err := Restore(t.Context(), from, path, Options{Keys: testKeys, NoSync: true}); err != nil || r.Patients != 2 {
		t.Errorf("restored %+v, %v", r, err)
	}
}

// TestBugABackupReadOnToTheEndWhenTheProgramEnded: whichever step it is at.
func TestBugABackupReadOnToTheEndWhenTheProgramEnded(t *testing.T) {
	s := open(t)
	practice(t, s)
	ended, end := context.WithCancel(t.Context())
	end()
	path := filepath.Join(t.TempDir(), "copy.db")
	if _, err := copyTo(t.Context(), s.db, path); err != nil {
		t.Fatal(err)
	}
	for name, step := range map[string]func() error{
		"copy":  func() error { _, err := copyTo(ended, s.db, path+".2"); return err },
		"open":  func() error { _, err := openReadable(ended, path); return err },
		"check": func() error { _, err := s.reportWhole(ended); return err },
		"records": func() error {
			n := 0
			err := s.viewUntil(ended, func(tx *Tx) error {
				for range tx.under(patientBucket, nil) {
					n++
				}
				return nil
			})
			if n > 0 {
				t.Errorf("%d patients were read", n)
			}
			return err
		},
	} {
		if err := step(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got error %v, want %v", name, err, context.Canceled)
		}
	}
}

// TestTheCopyOfBeforeAMigrationIsRestoredThroughABackup: it is no backup itself,
// and a bot that starts on it would hold nobody.
func TestTheCopyOfBeforeAMigrationIsRestoredThroughABackup(t *testing.T) {
	path := oldFile(t)
	if s, err := Open(path, Options{Keys: testKeys, NoSync: true}); err != nil || s.Close() != nil {
		t.Fatal(err)
	}
	v := newVault(t)
	made := v.backup(t, openAt(t, path+".before-4"), noon)
	back, r := v.restore(t, made.Path)
	if r.Patients != 3 || !r.At.Equal(noon) {
		t.Errorf("restored %+v", r)
	}
	view(t, back, func(tx *Tx) error {
		if _, ok := tx.Note(NoteRestored); !ok {
			t.Error("the bot will hold nobody")
		}
		return nil
	})
}
