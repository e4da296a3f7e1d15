package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"back2core/flows"
	"back2core/store"
)

// keyed returns an environment with a new key, and a database that it has
// sealed.
func keyed(t *testing.T) (env map[string]string, key, db string) {
	t.Helper()
	dir := t.TempDir()
	key, db = filepath.Join(dir, "key"), filepath.Join(dir, "patients.db")
	env = map[string]string{"BACK2CORE_KEY_FILE": key, "BACK2CORE_DB": db, "TELEGRAM_TOKEN": goodToken}
	if code, stdout, stderr := call(t, nil, "key", "new", key); code != exitDone || !strings.Contains(stdout, "keep a copy") {
		t.Fatalf("code %d, %q, %q", code, stdout, stderr)
	}
	inStore(t, key, db, func(s *store.Store) error {
		return s.Update(func(tx *store.Tx) error {
			return tx.AppendDiary("p1", []flows.Entry{{Seq: 1, Kind: "said", Data: map[string]string{"words": "ooievaar"}}})
		})
	})
	return env, key, db
}

// inStore opens a database with the keys of a file.
func inStore(t *testing.T, key, db string, fn func(*store.Store) error) {
	t.Helper()
	keys, err := readKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(db, store.Options{Keys: keys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(fn(s), s.Close()); err != nil {
		t.Fatal(err)
	}
}

// wantDiary fails the test unless the keys of a file open what was written.
func wantDiary(t *testing.T, key, db string) {
	t.Helper()
	inStore(t, key, db, func(s *store.Store) error {
		return s.View(func(tx *store.Tx) error {
			diary, err := tx.Diary("p1")
			if len(diary) != 1 || diary[0].Data["words"] != "ooievaar" {
				t.Errorf("the diary is %+v", diary)
			}
			return err
		})
	})
}

// TestBugACommandOnADamagedFileEndedInATraceOfTheStack, or in another word for it.
func TestBugACommandOnADamagedFileEndedInATraceOfTheStack(t *testing.T) {
	env, _, db := keyed(t)
	whole := contentOf(t, db)
	_, env["BACK2CORE_BACKUP_TO"] = keyFile(t)
	env["BACK2CORE_BACKUP_DIR"] = t.TempDir()
	torn := append(bytes.Clone(whole[:2*4096]), bytes.Repeat([]byte("x"), len(whole)-2*4096)...)
	for what, content := range map[string][]byte{"cut off": whole[:2*4096], "torn": torn, "junk": torn[2*4096:]} {
		if err := os.WriteFile(db, content, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"run"}, {"backup"}, {"compact"}, {"key", "rotate"}} {
			code, _, stderr := call(t, env, args...)
			if code != exitBroke || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "nothing was changed; see 'The bad night'") {
				t.Errorf("%s: %v: code %d, %q", what, args, code, stderr)
			}
		}
		if code, stdout, _ := call(t, env, "check"); code != exitBroke || !strings.HasPrefix(stdout, "damage: ") {
			t.Errorf("%s: check: code %d, %q", what, code, stdout)
		}
		if !bytes.Equal(contentOf(t, db), content) {
			t.Errorf("%s: the file was changed", what)
		}
	}
}

func TestANewKeyIsForItsOwnerAlone(t *testing.T) {
	_, key, _ := keyed(t)
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestAnotherKeyIsAWrongSettingAndChangesNothing(t *testing.T) {
	env, key, db := keyed(t)
	other := key + ".other"
	if code, _, stderr := call(t, nil, "key", "new", other); code != exitDone {
		t.Fatal(stderr)
	}
	before := contentOf(t, db)
	env["BACK2CORE_KEY_FILE"] = other
	for _, args := range [][]string{{"run"}, {"key", "rotate"}, {"key", "forget"}, {"check"}, {"compact"}} {
		code, _, stderr := call(t, env, args...)
		if code != exitUsage || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, store.ErrKey.Error()) {
			t.Errorf("%v: code %d, %q", args, code, stderr)
		}
	}
	if !bytes.Equal(contentOf(t, db), before) {
		t.Error("the file was changed")
	}
	wantDiary(t, key, db)
}

func TestADamagedKeyIsRefusedAndNotQuoted(t *testing.T) {
	env, key, _ := keyed(t)
	whole := contentOf(t, key)
	_, secret, _ := strings.Cut(string(whole), `"value":"`)
	secret = secret[:12]
	for name, damaged := range map[string][]byte{
		"cut off":  whole[:len(whole)/2],
		"empty":    nil,
		"a letter": bytes.Replace(whole, []byte(secret), []byte("?"+secret), 1),
	} {
		if err := os.WriteFile(key, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, stderr := call(t, env)
		if code != exitUsage || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, store.ErrKeys.Error()) {
			t.Errorf("%s: code %d, %q", name, code, stderr)
		}
		if strings.Contains(stderr, secret) {
			t.Errorf("%s: the key is in %q", name, stderr)
		}
	}
}

func TestARotationSealsEverythingAnewAndForgetDropsTheOlderKey(t *testing.T) {
	env, key, db := keyed(t)
	old := key + ".old"
	if err := os.WriteFile(old, contentOf(t, key), 0o600); err != nil {
		t.Fatal(err)
	}
	backup := db + ".backup"
	if err := os.WriteFile(backup, contentOf(t, db), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, stdout, stderr := call(t, env, "key", "rotate"); code != exitDone || !strings.Contains(stdout, "newest key: 1 records") {
		t.Fatalf("code %d, %q, %q", code, stdout, stderr)
	}
	wantDiary(t, key, db)
	env["BACK2CORE_KEY_FILE"] = old
	if code, _, stderr := call(t, env); code != exitUsage || !strings.Contains(stderr, "before the key was rotated") {
		t.Errorf("the older copy: code %d, %q", code, stderr)
	}
	env["BACK2CORE_KEY_FILE"] = key
	if code, stdout, stderr := call(t, env, "key", "forget"); code != exitDone || !strings.Contains(stdout, "Dropped: 1 older") {
		t.Fatalf("code %d, %q, %q", code, stdout, stderr)
	}
	wantDiary(t, key, db)
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	newest, err := readKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(backup, store.Options{Keys: newest}); !errors.Is(err, store.ErrKey) {
		t.Errorf("the backup from before: %v, want %v", err, store.ErrKey)
	}
}

// TestARotationThatWasBrokenOffIsFinished: it may be broken off after each of
// its steps.
func TestARotationThatWasBrokenOffIsFinished(t *testing.T) {
	env, key, db := keyed(t)
	keys, err := readKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	rotated, err := keys.Rotated()
	if err == nil {
		err = rotated.Replace(key)
	}
	if err != nil {
		t.Fatal(err)
	}
	wantDiary(t, key, db)
	if code, _, stderr := call(t, env, "key", "forget"); code != exitUsage || !strings.Contains(stderr, "key rotate") {
		t.Errorf("forget: code %d, %q", code, stderr)
	}
	made := contentOf(t, key)
	code, stdout, stderr := call(t, env, "key", "rotate")
	if code != exitDone || !strings.Contains(stdout, "no new key is made") || !strings.Contains(stdout, "newest key: 1 records") {
		t.Errorf("code %d, %q, %q", code, stdout, stderr)
	}
	if !bytes.Equal(contentOf(t, key), made) {
		t.Error("another key was made")
	}
	wantDiary(t, key, db)
	if code, _, stderr := call(t, env, "key", "forget"); code != exitDone {
		t.Errorf("forget: code %d, %q", code, stderr)
	}
	wantDiary(t, key, db)
}

// TestARotationThatCannotKeepItsKeySealsNothing: what is sealed with a key that
// is in no file is lost.
func TestARotationThatCannotKeepItsKeySealsNothing(t *testing.T) {
	env, key, db := keyed(t)
	long := filepath.Join(filepath.Dir(key), strings.Repeat("k", 255)) // no name beside it can be longer
	if err := os.Rename(key, long); err != nil {
		t.Fatal(err)
	}
	env["BACK2CORE_KEY_FILE"] = long
	if code, _, stderr := call(t, env, "key", "rotate"); code != exitBroke || strings.Count(stderr, "\n") != 1 {
		t.Errorf("code %d, %q", code, stderr)
	}
	wantDiary(t, long, db)
}

func TestNoKeyIsChangedWhileTheBotRuns(t *testing.T) {
	env, key, db := keyed(t)
	before := contentOf(t, key)
	inStore(t, key, db, func(*store.Store) error {
		synctest.Test(t, func(t *testing.T) { // which doesn't wait for the lock
			for _, command := range []string{"rotate", "forget"} {
				code, _, stderr := call(t, env, "key", command)
				if code != exitBroke || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "stop the bot first") {
					t.Errorf("%s: code %d, %q", command, code, stderr)
				}
			}
		})
		return nil
	})
	if !bytes.Equal(contentOf(t, key), before) {
		t.Error("the key file was changed")
	}
}

func TestTheKeyOfNoDatabaseIsNotRotated(t *testing.T) {
	env, _, db := keyed(t)
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := call(t, env, "key", "rotate"); code != exitUsage || !strings.Contains(stderr, "BACK2CORE_DB") {
		t.Errorf("code %d, %q", code, stderr)
	}
	if _, err := os.Stat(db); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

func TestATrialKeepsItsKeyBesideItsFile(t *testing.T) {
	db := filepath.Join(t.TempDir(), "try.db")
	made, err := trialKeys(db+".key", db)
	if err != nil {
		t.Fatal(err)
	}
	s, err := openFile(db, made, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	inStore(t, db+".key", db, func(*store.Store) error { return nil })
	if again, err := trialKeys(db+".key", db); err != nil || again.Len() != 1 {
		t.Errorf("the second time: %v", err)
	}
}

// TestSystemdsCredentialsMayShowAGroup: an access list that lets the service
// read a credential shows as the group's right.
func TestSystemdsCredentialsMayShowAGroup(t *testing.T) {
	_, key, _ := keyed(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "back2core-key")
	if err := errors.Join(os.WriteFile(file, contentOf(t, key), 0o600), os.Chmod(file, 0o440)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BACK2CORE_KEY_FILE", "")
	t.Setenv("CREDENTIALS_DIRECTORY", dir)
	if _, err := (settings{}).keys(); err != nil {
		t.Error(err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", t.TempDir())
	if _, err := (settings{KeyFile: file}).keys(); err == nil {
		t.Error("a file elsewhere that the group can read was taken")
	}
}

// contentOf returns a file's bytes.
func contentOf(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBugATrialOfADatabaseWithoutItsKeyLeftAKeyBehind(t *testing.T) {
	_, _, db := keyed(t)
	code, _, stderr := call(t, nil, "try", "--db", db)
	if code != exitUsage || !strings.Contains(stderr, "--key-file") {
		t.Errorf("code %d, %s", code, stderr)
	}
	if _, err := os.Stat(db + ".key"); err == nil {
		t.Error("a key was made that opens nothing")
	}
}
