package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	bolt "go.etcd.io/bbolt"

	"back2core/flows"
	"back2core/store"
)

// practiceFile makes a database with a patient in it, and the key beside it.
func practiceFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "back2core.db")
	keys, err := store.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	if err := keys.Create(path + ".key"); err != nil {
		t.Fatal(err)
	}
	db := openPractice(t, path)
	defer db.Close()
	err = db.Update(func(tx *store.Tx) error {
		p := flows.NewPatient("AAAABBBBCCCCDDDD", practiceID, flows.Dutch, "Europe/Amsterdam", time.Now())
		if err := tx.SavePatient(p); err != nil {
			return err
		}
		return tx.Link(p.ID, "tg:1")
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func openPractice(t *testing.T, path string) *store.Store {
	t.Helper()
	keys, err := readKeys(path + ".key")
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(path, store.Options{Keys: keys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// keyFile makes a key pair as age-keygen does: a file and its public key.
func keyFile(t *testing.T) (path, public string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "key.txt")
	text := fmt.Sprintf("# public key: %s\n%s\n", key.Recipient(), key)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, key.Recipient().String()
}

func TestABackupIsMadeCheckedRestoredAndCompactedByCommand(t *testing.T) {
	file, dir := practiceFile(t), t.TempDir()
	key, public := keyFile(t)
	env := map[string]string{"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key", "BACK2CORE_BACKUP_DIR": dir, "BACK2CORE_BACKUP_TO": public}
	if code, _, stderr := call(t, env, "backup"); code != exitDone || !strings.Contains(stderr, "backup made") || !strings.Contains(stderr, "patients=1") {
		t.Fatalf("backup: code %d, %s", code, stderr)
	}
	made, err := filepath.Glob(filepath.Join(dir, "*.age"))
	if err != nil || len(made) != 1 {
		t.Fatalf("made %q, %v", made, err)
	}
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	restore := []string{"restore", "--from", made[0], "--identity", key, fresh}
	code, stdout, stderr := call(t, env, restore...)
	if code != exitDone || !strings.Contains(stdout, "1 patients, 0 with an open red flag") {
		t.Fatalf("restore: code %d, %s%s", code, stdout, stderr)
	}
	if code, _, stderr := call(t, env, restore...); code != exitBroke || !strings.Contains(stderr, "fresh place") {
		t.Errorf("a second restore: code %d, %s", code, stderr)
	}
	env["BACK2CORE_DB"] = fresh
	if code, stdout, stderr := call(t, env, "check"); code != exitDone || !strings.Contains(stdout, "sound: 1 patients") {
		t.Errorf("check: code %d, %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr := call(t, env, "compact"); code != exitDone || !strings.Contains(stdout, "bytes, were") {
		t.Errorf("compact: code %d, %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr := call(t, env, "check"); code != exitDone {
		t.Errorf("check after compact: code %d, %s%s", code, stdout, stderr)
	}
}

func TestCheckPrintsEachFindingAndFails(t *testing.T) {
	file := practiceFile(t)
	db := openPractice(t, file)
	err := db.Update(func(tx *store.Tx) error {
		p, err := tx.Patient("AAAABBBBCCCCDDDD")
		p.Forms = []flows.Open{{Form: "dance", Question: "where"}, {Form: "pain", Question: "why"}}
		if err != nil {
			return err
		}
		return tx.SavePatient(p)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := call(t, map[string]string{"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key"}, "check")
	if code != exitBroke || strings.Count(stdout, "law: ") != 2 || !strings.Contains(stderr, "2 findings") {
		t.Errorf("code %d, %s%s", code, stdout, stderr)
	}
}

func TestTheCommandsLeaveTheFileOfARunningBotAlone(t *testing.T) {
	file := practiceFile(t)
	db := openPractice(t, file)
	defer db.Close()
	_, public := keyFile(t)
	env := map[string]string{"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key", "BACK2CORE_BACKUP_DIR": t.TempDir(), "BACK2CORE_BACKUP_TO": public}
	for _, command := range []string{"backup", "check"} {
		code, _, stderr := call(t, env, command)
		if code != exitBroke || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "the bot has "+file+" open") {
			t.Errorf("%s: code %d, %s", command, code, stderr)
		}
	}
}

func TestAWrongBackupSettingIsOneLineAndExitCode2(t *testing.T) {
	key, public := keyFile(t)
	secret, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	_, secretKey, _ := strings.Cut(strings.TrimSpace(string(secret)), "\n")
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	tests := []struct {
		name, dir, to, at string
		want              string
	}{
		{"no key", dir, "", "", "BACK2CORE_BACKUP_TO"},
		{"no folder", "", public, "", "BACK2CORE_BACKUP_DIR"},
		{"a folder that is not there", filepath.Join(dir, "no"), public, "", "BACK2CORE_BACKUP_DIR"},
		{"a file for a folder", key, public, "", "BACK2CORE_BACKUP_DIR"},
		{"a key that is none", dir, public[:len(public)-1], "", "BACK2CORE_BACKUP_TO: key 1"},
		{"a second key that is none", dir, public + ",", "", "BACK2CORE_BACKUP_TO: key 2"},
		{"the secret key", dir, secretKey, "", "secret key"},
		{"keys that don't go together", dir, public + "," + hybrid.Recipient().String(), "", "don't go together"},
		{"a time that is none", dir, public, "at night", "BACK2CORE_BACKUP_AT"},
		{"a time that never comes", dir, public, "15 3 30 2 *", "BACK2CORE_BACKUP_AT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := map[string]string{
				"TELEGRAM_TOKEN": goodToken, "BACK2CORE_DB": filepath.Join(t.TempDir(), "x.db"),
				"BACK2CORE_BACKUP_DIR": tt.dir, "BACK2CORE_BACKUP_TO": tt.to, "BACK2CORE_BACKUP_AT": tt.at,
			}
			code, _, stderr := call(t, env)
			if code != exitUsage || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, tt.want) {
				t.Errorf("code %d, %q; want 2 and one line with %q", code, stderr, tt.want)
			}
			if strings.Contains(stderr, secretKey) {
				t.Errorf("the secret key is in %q", stderr)
			}
		})
	}
}

func TestBackupsNeedAPlaceAndAKey(t *testing.T) {
	code, _, stderr := call(t, map[string]string{"BACK2CORE_DB": practiceFile(t)}, "backup")
	if code != exitUsage || !strings.Contains(stderr, "BACK2CORE_BACKUP_TO") {
		t.Errorf("code %d, %s", code, stderr)
	}
	_, public := keyFile(t)
	env := map[string]string{"BACK2CORE_DB": filepath.Join(t.TempDir(), "none.db"), "BACK2CORE_BACKUP_DIR": t.TempDir(), "BACK2CORE_BACKUP_TO": public}
	for _, command := range []string{"backup", "compact"} {
		if code, _, stderr := call(t, env, command); code != exitUsage || !strings.Contains(stderr, "BACK2CORE_DB") {
			t.Errorf("%s of nothing: code %d, %s", command, code, stderr)
		}
	}
	if _, err := os.Stat(env["BACK2CORE_DB"]); err == nil {
		t.Error("a command made an empty database to work on")
	}
}

func TestBugTheSecretKeyOfBackupsWasReadThoughOthersCouldReadIt(t *testing.T) {
	key, _ := keyFile(t)
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	code, _, stderr := call(t, nil, "restore", "--from", "nothing.age", "--identity", key, fresh)
	if code != exitUsage || !strings.Contains(stderr, "chmod 600") {
		t.Errorf("code %d, %s", code, stderr)
	}
}

func TestBugARestoreWithoutTheListOfErasuresDidNotSaySo(t *testing.T) {
	file, dir := practiceFile(t), t.TempDir()
	key, public := keyFile(t)
	env := map[string]string{"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key", "BACK2CORE_BACKUP_DIR": dir, "BACK2CORE_BACKUP_TO": public}
	if code, _, stderr := call(t, env, "backup"); code != exitDone {
		t.Fatal(stderr)
	}
	made, _ := filepath.Glob(filepath.Join(dir, "*.age"))
	if err := os.Remove(filepath.Join(dir, "back2core-erased.txt")); err != nil {
		t.Fatal(err)
	}
	restore := []string{"restore", "--from", made[0], "--identity", key, filepath.Join(t.TempDir(), "fresh.db")}
	if code, _, stderr := call(t, env, restore...); code != exitUsage || !strings.Contains(stderr, "--without-erasures") {
		t.Errorf("code %d, %s", code, stderr)
	}
	if code, _, stderr := call(t, env, append(restore, "--without-erasures")...); code != exitDone {
		t.Errorf("code %d, %s", code, stderr)
	}
}

func TestADamagedDatabaseIsBackedUpRestoredAndSaidToBeSo(t *testing.T) {
	file, dir := practiceFile(t), t.TempDir()
	db, err := bolt.Open(file, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("patients")).Put([]byte("AAAABBBBCCCCDDDD"), []byte("words of a patient"))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	key, public := keyFile(t)
	env := map[string]string{"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key", "BACK2CORE_BACKUP_DIR": dir, "BACK2CORE_BACKUP_TO": public}
	code, _, stderr := call(t, env, "backup")
	if code != exitDone || !strings.Contains(stderr, "the database is damaged") || !strings.Contains(stderr, "AAAABBBBCCCCDDDD") || strings.Contains(stderr, "words") {
		t.Fatalf("backup: code %d, %s", code, stderr)
	}
	counts := map[string]int{}
	s := openPractice(t, file)
	err = s.View(func(tx *store.Tx) (err error) { counts, err = tx.Counts(); return err })
	if err := errors.Join(err, s.Close()); err != nil || counts["backup.damage"] == 0 {
		t.Errorf("the counters are %v, %v", counts, err)
	}
	made, _ := filepath.Glob(filepath.Join(dir, "*.age"))
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	code, stdout, stderr := call(t, env, "restore", "--from", made[0], "--identity", key, fresh)
	if code != exitDone || !strings.Contains(stdout, "findings of damage") || !strings.Contains(stderr, "AAAABBBBCCCCDDDD") {
		t.Errorf("restore: code %d, %s%s", code, stdout, stderr)
	}
}

// TestBugAMissingDatabaseWasSilentlyANewOne, whose backup then took the place of
// the last good one of that day.
func TestBugAMissingDatabaseWasSilentlyANewOne(t *testing.T) {
	file, dir := practiceFile(t), t.TempDir()
	_, public := keyFile(t)
	env := map[string]string{
		"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key", "BACK2CORE_BACKUP_DIR": dir, "BACK2CORE_BACKUP_TO": public,
		"TELEGRAM_TOKEN": goodToken,
	}
	if code, _, stderr := call(t, env, "backup"); code != exitDone {
		t.Fatal(stderr)
	}
	for what, spoil := range map[string]func() error{
		"empty":   func() error { return os.WriteFile(file, nil, 0o600) },
		"missing": func() error { return os.RemoveAll(file) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		code, _, stderr := call(t, env, "run")
		if code != exitBroke || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "there is no database at "+file+", but there are backups in "+dir) {
			t.Errorf("%s: code %d, %s", what, code, stderr)
		}
		if info, err := os.Stat(file); err == nil && info.Size() > 0 {
			t.Errorf("%s: a database was made", what)
		}
	}
}

// TestBugAnOldCopyOfTheDatabaseWasGoneOnWith, as if it had just not been used
// for a while: nobody was held, and who had erased themselves was back.
func TestBugAnOldCopyOfTheDatabaseWasGoneOnWith(t *testing.T) {
	file, dir := practiceFile(t), t.TempDir()
	key, public := keyFile(t)
	env := map[string]string{
		"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key", "BACK2CORE_BACKUP_DIR": dir, "BACK2CORE_BACKUP_TO": public,
	}
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := call(t, env, "backup"); code != exitDone {
		t.Fatal(stderr)
	}
	made, _ := filepath.Glob(filepath.Join(dir, "*.age"))
	newest, err := (&store.Backups{Dir: dir}).Newest(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, newest time.Time, want string) {
		t.Helper()
		db := openPractice(t, file)
		defer db.Close()
		err := settings{DB: file}.current(db, newest)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got error %v, want %q", what, err, want)
		}
	}
	put := func(content []byte) {
		t.Helper()
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	refused("just backed up", newest, "")
	refused("before any backup", time.Time{}, "")
	refused("without the newest backup", newest.Add(time.Millisecond), "last backed up")
	put(old)
	env["TELEGRAM_TOKEN"] = goodToken
	for _, command := range []string{"run", "backup"} {
		if code, _, stderr := call(t, env, command); code != exitBroke || !strings.Contains(stderr, file+" is an old copy: it was never backed up") {
			t.Errorf("%s on an old copy: code %d, %s", command, code, stderr)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.age")); len(left) != 1 || left[0] != made[0] {
		t.Errorf("backups are now %q, want %q", left, made)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := call(t, env, "restore", "--from", made[0], "--identity", key, file); code != exitDone {
		t.Fatal(stderr)
	}
	refused("restored", newest, "")
}
