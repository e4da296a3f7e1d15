package store

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// The files of schema 2 and 3 hold all of two patients, whose words are the
// canary, and the first has free pages with more of it. The programs of those
// schemas wrote them, so they are not made anew. schema-3.key opens the second.
const (
	goldenPlain  = "testdata/schema-2.bolt"
	goldenSealed = "testdata/schema-3.bolt"
)

// copied returns the path of a copy of a file.
func copied(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "back2core.db")
	if err := os.WriteFile(path, b, fileMode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileOfSchema2BecomesASealedOne(t *testing.T) {
	path := copied(t, goldenPlain)
	if !bytes.Contains(read(t, path), []byte(canary)) {
		t.Fatal("the golden file holds no words: the test proves nothing")
	}
	s := openAt(t, path)
	wantGolden(t, s)
	if bytes.Contains(read(t, path), []byte(canary)) {
		t.Error("the words can still be read in the file")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wantGolden(t, openAt(t, path)) // whose keys are known now
	if aside := read(t, path+".before-4"); !bytes.Contains(aside, []byte(canary)) {
		t.Error("the copy aside is not what the file was")
	}
}

func TestAFileOfSchema3StaysReadable(t *testing.T) {
	path := copied(t, goldenSealed)
	wantGolden(t, openAt(t, path))
}

// wantGolden fails the test unless a store holds what the golden files do.
func wantGolden(t *testing.T, s *Store) {
	t.Helper()
	for id, address := range map[string]string{"OLDPATIENTAAAAAA": "tg:101", "OLDPATIENTBBBBBB": "tg:102"} {
		view(t, s, func(tx *Tx) error {
			p, err := tx.Patient(id)
			if err != nil || p.Profile.Name != canary {
				t.Errorf("patient %s is called %q, %v", id, p.Profile.Name, err)
			}
			diary, err := tx.Diary(id)
			if err != nil || len(diary) != 1 || diary[0].Data["words"] != canary {
				t.Errorf("diary of %s: %+v, %v", id, diary, err)
			}
			queue, err := tx.Queue(address)
			if err != nil || len(queue) != 1 || queue[0].Reply.Args["name"] != canary {
				t.Errorf("queue of %s: %+v, %v", address, queue, err)
			}
			a, ok := tx.Asked(address, "intake", 1, "name")
			if !ok || a.Reply.Args["name"] != canary {
				t.Errorf("asked of %s: %+v, %v", address, a, ok)
			}
			return nil
		})
		wantAddress(t, s, id, address)
	}
	wantFailed(t, s, "OLDPATIENTBBBBBB", 1)
	view(t, s, func(tx *Tx) error {
		raw, err := tx.Raw("OLDPATIENTAAAAAA")
		if err != nil || len(raw) != 1 || string(raw[0].Raw) != canary || raw[0].Update != 8 {
			t.Errorf("raw updates: %+v, %v", raw, err)
		}
		if graves, err := tx.Graves(); err != nil || len(graves) != 2 || graves[0].Patient != "OLDPATIENTAAAAAA" {
			t.Errorf("graves: %+v, %v", graves, err)
		}
		if position, err := tx.Position(); err != nil || position != (Position{BotID: 42, Offset: 9, At: noon}) {
			t.Errorf("position: %+v, %v", position, err)
		}
		if note, _ := tx.Note("commands:42"); string(note) != "nl" || !tx.Seen(7) || tx.CountPatients() != 2 {
			t.Errorf("note %q, update seen %v, %d patients", note, tx.Seen(7), tx.CountPatients())
		}
		return nil
	})
}

func TestADamagedRecordStaysDamagedAndHoldsUpNoMigration(t *testing.T) {
	path := copied(t, goldenPlain)
	meddle(t, path, func(btx *bolt.Tx) error {
		return errors.Join(
			btx.Bucket(patientBucket).Put([]byte("OLDPATIENTAAAAAA"), row{due: 5, record: []byte("\x01{" + canary)}.bytes()),
			btx.Bucket(patientBucket).Put([]byte("OLDPATIENTBBBBBB"), []byte{1, 2}),
		)
	})
	s, err := Open(path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	view(t, s, func(tx *Tx) error {
		for _, id := range []string{"OLDPATIENTAAAAAA", "OLDPATIENTBBBBBB"} {
			if _, err := tx.Patient(id); !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: got error %v, want %v", id, err, ErrDamaged)
			}
			if diary, err := tx.Diary(id); len(diary) != 1 || err != nil {
				t.Errorf("the diary of %s: %v, %v", id, diary, err)
			}
		}
		return nil
	})
	if bytes.Contains(read(t, path), []byte(canary)) {
		t.Error("the words can still be read in the file")
	}
}

// dieIn is the environment variable that makes a test process one that is
// killed when it has sealed everything and committed nothing.
const dieIn = "BACK2CORE_TEST_DIE_IN_MIGRATION"

// dieSealing migrates a file and is killed in it.
func dieSealing(path string) error {
	migrations[slices.IndexFunc(migrations, func(m migration) bool { return m.to == 3 })].run = func(tx *Tx) error {
		if err := migrateSeal(tx); err != nil {
			return err
		}
		self, err := os.FindProcess(os.Getpid())
		return errors.Join(err, self.Kill())
	}
	_, err := Open(path, Options{Keys: testKeys})
	time.Sleep(time.Minute) // until the signal comes
	return err
}

func TestAKillInTheMigrationLeavesTheFileAsItWas(t *testing.T) {
	path := copied(t, goldenPlain)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), dieIn+"="+path)
	var killed *exec.ExitError
	out, err := cmd.CombinedOutput()
	if !errors.As(err, &killed) || killed.ExitCode() != -1 {
		t.Fatalf("the process ended with %v: %s", err, out)
	}
	meddle(t, path, func(btx *bolt.Tx) error {
		if got := number(btx.Bucket(metaBucket).Get(keySchema)); got != 2 {
			t.Errorf("got schema %d, want 2", got)
		}
		if b := btx.Bucket(patientBucket).Get([]byte("OLDPATIENTAAAAAA")); !bytes.Contains(b, []byte(canary)) {
			t.Errorf("a patient was rewritten: %q", b)
		}
		return nil
	})
	wantGolden(t, openAt(t, path)) // it starts over
}
