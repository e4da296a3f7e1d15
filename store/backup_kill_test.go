package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"back2core/flows"
)

// These make a test process one that backs up or restores until it is killed,
// or once with little room on its disk: the path of a directory (see scene).
const (
	backupVictimOf   = "BACK2CORE_TEST_BACKUP_VICTIM"
	restoreVictimOf  = "BACK2CORE_TEST_RESTORE_VICTIM"
	crampedBackupOf  = "BACK2CORE_TEST_CRAMPED_BACKUP"
	crampedRestoreOf = "BACK2CORE_TEST_CRAMPED_RESTORE"
	// roomOf is how many bytes a file may have there.
	roomOf = "BACK2CORE_TEST_ROOM"
)

// A scene is a directory with a database, a directory of backups and the key.
type scene string

func (s scene) database() string { return filepath.Join(string(s), "live", "back2core.db") }
func (s scene) backups() string  { return filepath.Join(string(s), "backups") }
func (s scene) keyFile() string  { return filepath.Join(string(s), "key.txt") }
func (s scene) restored() string { return filepath.Join(string(s), "back", "back2core.db") }

// newScene has a database with something in it, and a backup of it.
func newScene(t *testing.T) (scene, vault) {
	t.Helper()
	s := scene(t.TempDir())
	for _, dir := range []string{s.backups(), filepath.Dir(s.database()), filepath.Dir(s.restored())} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	v := newVault(t)
	v.Dir = s.backups()
	if err := os.WriteFile(s.keyFile(), []byte(fmt.Sprintln(v.key)), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(s.database(), Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	practice(t, db)
	update(t, db, func(tx *Tx) error {
		for n := range 2000 {
			if err := tx.AppendDiary("p2", []flows.Entry{entry(n + 2)}); err != nil {
				return err
			}
		}
		return nil
	})
	v.backup(t, db, noon)
	return s, v
}

// vault is the backups of a scene, in a process that is not the test's.
func (s scene) vault() (*Backups, []age.Identity, error) {
	text, err := os.ReadFile(s.keyFile())
	if err != nil {
		return nil, nil, err
	}
	keys, err := ParseIdentities(text)
	if err != nil {
		return nil, nil, err
	}
	to, err := ParseRecipients(keys[0].(*age.X25519Identity).Recipient().String())
	return &Backups{Dir: s.backups(), To: to}, keys, err
}

// open is the database of a scene and where its backups go, in a process that is
// not the test's.
func (s scene) open() (*Store, *Backups, error) {
	b, _, err := s.vault()
	if err != nil {
		return nil, nil, err
	}
	db, err := Open(s.database(), Options{Keys: testKeys})
	return db, b, err
}

// restore brings the first backup of a scene back.
func (s scene) restore(keys []age.Identity) error {
	from := From{Backup: filepath.Join(s.backups(), backupName(noon)), Keys: keys}
	_, err := Restore(context.Background(), from, s.restored(), Options{Keys: testKeys})
	return err
}

func backUpForever(dir string) error {
	db, b, err := scene(dir).open()
	if err != nil {
		return err
	}
	newest, err := b.Newest(noon.AddDate(1, 0, 0))
	for n := 1; err == nil; n++ {
		fmt.Println(n)
		_, err = db.Backup(context.Background(), b, newest.Add(time.Duration(n)*time.Hour))
	}
	return err
}

func restoreForever(dir string) error {
	s := scene(dir)
	_, keys, err := s.vault()
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		fmt.Println(n)
		if err := s.restore(keys); err != nil {
			return err
		}
		if err := os.Remove(s.restored()); err != nil {
			return err
		}
	}
}

func TestAProcessKilledWhileItBacksUpLeavesAllWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	s, v := newScene(t)
	for round := range 8 {
		runAndKill(t, backupVictimOf, string(s), time.Duration(3+13*round)*time.Millisecond)
		times, err := v.times()
		if err != nil || len(times) == 0 {
			t.Fatalf("round %d: %d backups are left, %v", round, len(times), err)
		}
		for _, at := range times[max(0, len(times)-2):] {
			if _, r := v.restore(t, filepath.Join(v.Dir, backupName(at))); !r.At.Equal(at) || r.Patients != 2 {
				t.Errorf("round %d: the backup of %v brings back %+v", round, at, r)
			}
		}
	}
	db := openAt(t, s.database())
	v.backup(t, db, noon.AddDate(1, 0, 0))
	wantFiles(t, filepath.Dir(s.database()), "back2core.db")
	wantFiles(t, v.Dir, backupName(noon.AddDate(1, 0, 0)), erasedList)
}

func TestAProcessKilledWhileItRestoresLeavesNothingThatLooksFinished(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	s, v := newScene(t)
	halves := 0
	for round := range 10 {
		runAndKill(t, restoreVictimOf, string(s), time.Duration(2+7*round)*time.Millisecond)
		for _, name := range filesIn(t, filepath.Dir(s.restored())) {
			path := filepath.Join(filepath.Dir(s.restored()), name)
			if name != "back2core.db" {
				halves++
				if !strings.HasPrefix(name, "back2core.db.restoring") {
					t.Errorf("round %d left %s", round, name)
				}
			} else if r, err := Inspect(path, Options{Keys: testKeys}); err != nil || len(r.Damage) > 0 || r.Patients != 2 || r.Waiting != 1 {
				t.Errorf("round %d left a database of %+v, %v", round, r, err)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	if halves == 0 {
		t.Error("no round was killed in the middle of a restore")
	}
	v.restore(t, filepath.Join(v.Dir, backupName(noon)))
}

func backUpOnce(dir string) error {
	db, b, err := scene(dir).open()
	if err != nil {
		return err
	}
	defer db.Close()
	if err := limitFiles(os.Getenv(roomOf)); err != nil {
		return err
	}
	_, err = db.Backup(context.Background(), b, noon.AddDate(0, 3, 0))
	return err
}

func restoreOnce(dir string) error {
	s := scene(dir)
	_, keys, err := s.vault()
	if err != nil {
		return err
	}
	if err := limitFiles(os.Getenv(roomOf)); err != nil {
		return err
	}
	return s.restore(keys)
}

// cramped runs a process whose files can't grow beyond some bytes, and returns
// what it said.
func cramped(t *testing.T, what string, s scene, room int64) (said string, done bool) {
	t.Helper()
	cmd := victim(what, string(s))
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", roomOf, room))
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// TestADiskThatIsFullCostsNoBackup: whichever file there is no room for.
func TestADiskThatIsFullCostsNoBackup(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	s, v := newScene(t)
	good, err := size(filepath.Join(v.Dir, backupName(noon)))
	if err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), "plain.db")
	decryptTo(t, v, filepath.Join(v.Dir, backupName(noon)), plain)
	exact, err := size(plain)
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string]bool{}
	for _, room := range []int64{0, 4096, exact / 2, exact - 1, exact, (exact + good) / 2, good - 1} {
		said, done := cramped(t, crampedBackupOf, s, room)
		if done {
			t.Errorf("with room for %d bytes a backup was made", room)
		}
		for _, step := range []string{"copy:", "compact:", "encrypt:", "keep who was erased:"} {
			if strings.Contains(said, step) {
				steps[step] = true
			}
		}
		wantFiles(t, v.Dir, backupName(noon), erasedList)
		wantFiles(t, filepath.Dir(s.database()), "back2core.db")
	}
	if !steps["copy:"] {
		t.Errorf("no backup failed while it was copied: %v", steps)
	}
	db := openAt(t, s.database())
	view(t, db, func(tx *Tx) error {
		if tx.CountPatients() != 2 {
			t.Errorf("%d patients, want 2", tx.CountPatients())
		}
		return nil
	})
	v.restore(t, filepath.Join(v.Dir, backupName(noon)))
}

func TestADiskThatIsFullLeavesNothingOfARestore(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	s, v := newScene(t)
	good, err := size(filepath.Join(v.Dir, backupName(noon)))
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []int64{0, 4096, good / 2, good / 10 * 9} {
		if said, done := cramped(t, crampedRestoreOf, s, room); done || !strings.Contains(said, "restore") {
			t.Errorf("with room for %d bytes it said %q", room, said)
		}
		wantFiles(t, filepath.Dir(s.restored()))
	}
	if said, done := cramped(t, crampedRestoreOf, s, 1<<40); !done {
		t.Errorf("with all the room there is it said %q", said)
	}
}
