package store

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"back2core/flows"
)

// goldenOld is a file of schema 1 as its program left it.
const goldenOld = "testdata/schema-1.bolt"

var rewrite = flag.Bool("update", false, "write the golden files anew")

func TestAFileOfSchema1BecomesACurrentOne(t *testing.T) {
	path := oldFile(t)
	s := openAt(t, path) // which checks the due index against every patient
	view(t, s, func(tx *Tx) error {
		if n := tx.CountPatients(); n != 3 {
			t.Errorf("got %d patients, want 3", n)
		}
		p, err := tx.Patient("OLDPATIENTAAAAAA")
		if err != nil || p.Lang != flows.Dutch || p.Profile.Fear != -1 {
			t.Errorf("got patient %+v, error %v", p, err)
		}
		if !tx.Seen(5001) || !tx.Seen(5002) || tx.Seen(5003) {
			t.Error("other updates are known than before")
		}
		diary, err := tx.Diary("OLDPATIENTAAAAAA")
		if len(diary) != 1 || diary[0].Kind != "pain" {
			t.Errorf("got diary %+v, error %v", diary, err)
		}
		queue, err := tx.Queue("tg:101")
		if len(queue) != 1 || queue[0].Reply.Text != "welcome" {
			t.Errorf("got queue %+v, error %v", queue, err)
		}
		return nil
	})
	wantAddress(t, s, "OLDPATIENTAAAAAA", "tg:101")
}

func TestBothWhoWereDueInTheSameSecondAreFoundAfterTheMigration(t *testing.T) {
	s := openAt(t, oldFile(t))
	var at time.Time
	view(t, s, func(tx *Tx) error {
		p, err := tx.Patient("OLDPATIENTAAAAAA")
		at = flows.Due(p)
		return err
	})
	ids := due(t, s, at, 10)
	for _, want := range []string{"OLDPATIENTAAAAAA", "OLDPATIENTBBBBBB"} {
		if !slices.Contains(ids, want) {
			t.Errorf("due at %v: %q, want %s among them", at, ids, want)
		}
	}
}

func TestOldUpdatesCanBeForgottenAfterTheMigration(t *testing.T) {
	s := openAt(t, oldFile(t))
	update(t, s, func(tx *Tx) error {
		p, err := tx.Position()
		if err != nil {
			return err
		}
		if n, _ := tx.DropSeen(p.At); n != 0 {
			t.Errorf("dropped %d from before the last poll, want none", n)
		}
		n, err := tx.DropSeen(p.At.Add(time.Second))
		if n != 2 {
			t.Errorf("dropped %d, want 2", n)
		}
		return err
	})
}

func TestTheFileBeforeAMigrationIsPutAside(t *testing.T) {
	path := oldFile(t)
	openAt(t, path)
	aside := path + ".before-4"
	info, err := os.Stat(aside)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != fileMode {
		t.Errorf("got mode %v, want %v", info.Mode().Perm(), fileMode)
	}
	if err := readable(t.Context(), aside); err != nil {
		t.Error(err)
	}
	s := openAt(t, aside) // the copy is as good as the file was
	view(t, s, func(tx *Tx) error { _, err := tx.Patient("OLDPATIENTAAAAAA"); return err })
	if _, err := os.Stat(aside + ".new"); !os.IsNotExist(err) {
		t.Errorf("the temporary copy is still there (%v)", err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	path := oldFile(t)
	meddle(t, path, func(btx *bolt.Tx) error {
		return btx.Bucket(patientBucket).Put([]byte("BROKEN"), []byte(`{"id":`))
	})
	if _, err := Open(path, Options{Keys: testKeys, NoSync: true}); !errors.Is(err, ErrDamaged) {
		t.Fatalf("got error %v, want %v", err, ErrDamaged)
	}
	meddle(t, path, func(btx *bolt.Tx) error {
		if got := number(btx.Bucket(metaBucket).Get(keySchema)); got != 1 {
			t.Errorf("got schema %d, want 1", got)
		}
		if p := btx.Bucket(patientBucket).Get([]byte("OLDPATIENTAAAAAA")); !bytes.HasPrefix(p, []byte("{")) {
			t.Errorf("a patient was rewritten: %q", p)
		}
		return btx.Bucket(patientBucket).Delete([]byte("BROKEN"))
	})
	openAt(t, path) // mended, it goes on where it was
}

func TestMigrationsAreNumberedToTheSchema(t *testing.T) {
	for i, m := range migrations {
		if want := uint64(i + 2); m.to != want {
			t.Errorf("step %d goes to schema %d, want %d", i, m.to, want)
		}
	}
	if last := migrations[len(migrations)-1].to; last != schema {
		t.Errorf("the last step goes to schema %d, the program writes %d", last, schema)
	}
}

// oldFile returns the path of a copy of the golden file.
func oldFile(t *testing.T) string {
	t.Helper()
	if *rewrite {
		writeOldFile(t)
	}
	path := filepath.Join(t.TempDir(), "back2core.db")
	if err := os.WriteFile(path, read(t, goldenOld), fileMode); err != nil {
		t.Fatal(err)
	}
	return path
}

// meddle changes a file behind the store's back.
func meddle(t *testing.T, path string, fn func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(path, fileMode, &bolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(fn), db.Close()); err != nil {
		t.Fatal(err)
	}
}

// writeOldFile makes the golden file as the program of schema 1 wrote it. It
// uses nothing of the present one, which may change.
func writeOldFile(t *testing.T) {
	t.Helper()
	if err := os.Remove(goldenOld); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	db, err := bolt.Open(goldenOld, fileMode, &bolt.Options{PageSize: 4096})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(btx *bolt.Tx) error {
		for _, bucket := range strings.Fields("meta patients addresses chats due diary seen raw outbox graves holds asked notes counts") {
			b, err := btx.CreateBucket([]byte(bucket))
			if err != nil {
				return err
			}
			for key, value := range oldContent[bucket] {
				if err := b.Put([]byte(key), []byte(value)); err != nil {
					return err
				}
			}
		}
		return btx.Bucket([]byte("outbox")).SetSequence(1)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// oldContent is what the golden file holds: three patients, two of whom arrived
// in the same second and so share the one key of the due index.
var oldContent = map[string]map[string]string{
	"meta": {
		"schema":   "\x00\x00\x00\x00\x00\x00\x00\x01",
		"position": "\x01" + `{"BotID":42,"Offset":5003,"At":"2026-10-02T09:00:00Z"}`,
	},
	"patients": {
		"OLDPATIENTAAAAAA": `{"id":"OLDPATIENTAAAAAA","practice":"praktijk","lang":"nl","zone":"Europe/Amsterdam","arrived":"2026-10-01T08:00:00Z","stage":"arriving","profile":{"fear":-1}}`,
		"OLDPATIENTBBBBBB": `{"id":"OLDPATIENTBBBBBB","practice":"praktijk","lang":"en","zone":"Europe/Amsterdam","arrived":"2026-10-01T08:00:00Z","stage":"arriving","profile":{"fear":-1}}`,
		"OLDPATIENTCCCCCC": `{"id":"OLDPATIENTCCCCCC","practice":"praktijk","lang":"nl","zone":"Europe/Brussels","arrived":"2026-10-01T09:30:00Z","stage":"arriving","profile":{"fear":-1}}`,
	},
	"addresses": {"tg:101": "OLDPATIENTAAAAAA", "tg:102": "OLDPATIENTBBBBBB", "tg:103": "OLDPATIENTCCCCCC"},
	"chats":     {"OLDPATIENTAAAAAA": "tg:101", "OLDPATIENTBBBBBB": "tg:102", "OLDPATIENTCCCCCC": "tg:103"},
	"due": {
		string(be64(1790928000)): "OLDPATIENTBBBBBB", // 2026-10-02T08:00:00Z
		string(be64(1790933400)): "OLDPATIENTCCCCCC",
	},
	"diary": {
		"OLDPATIENTAAAAAA\x00\x00\x00\x00\x01": "\x01" + `{"seq":1,"at":"2026-10-01T08:05:00Z","kind":"pain","by":"patient","data":{"score":"4"}}`,
	},
	"seen": {string(be64(5001)): "", string(be64(5002)): ""},
	"outbox": {
		"tg:101\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01": "\x01" + `{"ID":1,"Address":"tg:101","Patient":"OLDPATIENTAAAAAA","Lang":"nl","Zone":"Europe/Amsterdam","Kind":"send","Reply":{"text":"welcome","topic":"talk","class":"answer"},"Content":"1","At":"2026-10-01T08:00:00Z"}`,
	},
	"counts": {"updates": "\x00\x00\x00\x00\x00\x00\x00\x02"},
}
