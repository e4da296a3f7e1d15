package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/store"
)

// call runs the program with an environment and returns its code and output.
func call(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	for _, name := range []string{"TELEGRAM_TOKEN", "TELEGRAM_TOKEN_FILE", "CREDENTIALS_DIRECTORY", "BACK2CORE_DB", "BACK2CORE_KEY_FILE", "BACK2CORE_ZONE", "TELEGRAM_API", "BACK2CORE_BACKUP_DIR", "BACK2CORE_BACKUP_TO", "BACK2CORE_BACKUP_AT"} {
		t.Setenv(name, env[name])
		if env[name] == "" {
			os.Unsetenv(name)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var out, errs bytes.Buffer
	code = start(ctx, args, &out, &errs)
	return code, out.String(), errs.String()
}

const goodToken = "123456789:AAFabcdefghijklmnopqrstuvwxyz012345"

func TestAWrongSettingIsOneLineAndExitCode2(t *testing.T) {
	dir := t.TempDir()
	wrong := filepath.Join(dir, "wrong")
	if err := os.WriteFile(wrong, []byte("hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(dir, "open")
	if err := errors.Join(os.WriteFile(open, []byte(goodToken+"\n"), 0o600), os.Chmod(open, 0o640)); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "patients.db")
	withKey := func(file string) map[string]string {
		return map[string]string{"TELEGRAM_TOKEN": goodToken, "BACK2CORE_DB": db, "BACK2CORE_KEY_FILE": file}
	}
	tests := []struct {
		name string
		env  map[string]string
		args []string
		want string
	}{
		{"a token that others can read", map[string]string{"TELEGRAM_TOKEN_FILE": open}, nil, "chmod 600"},
		{"no key", map[string]string{"TELEGRAM_TOKEN": goodToken, "BACK2CORE_DB": db}, nil, "back2core key new"},
		{"no key file", withKey(filepath.Join(dir, "nothing")), nil, "can't be read"},
		{"a key that others can read", withKey(open), nil, "chmod 600"},
		{"a key file with something else", withKey(wrong), nil, "not a keyset"},
		{"a key over another file", nil, []string{"key", "new", wrong}, "never overwritten"},
		{"no token", nil, nil, "TELEGRAM_TOKEN"},
		{"a token of another shape", map[string]string{"TELEGRAM_TOKEN": "abc"}, nil, "TELEGRAM_TOKEN holds no token"},
		{"no token file", map[string]string{"TELEGRAM_TOKEN_FILE": filepath.Join(dir, "nothing")}, nil, "can't be read"},
		{"a token file with something else", map[string]string{"TELEGRAM_TOKEN_FILE": wrong}, nil, "holds no token"},
		{"zone", map[string]string{"TELEGRAM_TOKEN": goodToken, "BACK2CORE_ZONE": "Europe/Nowhere"}, nil, "BACK2CORE_ZONE"},
		{"address", map[string]string{"TELEGRAM_TOKEN": goodToken, "TELEGRAM_API": "telegram"}, nil, "TELEGRAM_API"},
		{"folder", map[string]string{"TELEGRAM_TOKEN": goodToken, "BACK2CORE_DB": filepath.Join(dir, "no", "file.db")}, nil, "BACK2CORE_DB"},
		{"a folder for a file", map[string]string{"TELEGRAM_TOKEN": goodToken, "BACK2CORE_DB": dir}, nil, "BACK2CORE_DB"},
		{"flag", nil, []string{"--nope"}, "--nope"},
		{"command", nil, []string{"dance"}, "dance"},
		{"a token as a flag", nil, []string{"--token", goodToken}, "--token"},
		{"figures that go nowhere", nil, []string{"figures"}, "--sheet FILE or --dir"},
		{"a sheet in no folder", nil, []string{"figures", "--sheet", filepath.Join(dir, "no", "sheet.png")}, "can't be written"},
		{"figures in a file", nil, []string{"figures", "--dir", filepath.Join(wrong, "no")}, "can't be written"},
		{"zone of the trial", map[string]string{"BACK2CORE_ZONE": "x"}, []string{"try"}, "BACK2CORE_ZONE"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, _, stderr := call(t, tt.env, tt.args...)
			if code != exitUsage || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, tt.want) {
				t.Errorf("code %d, %q; want 2 and one line with %q", code, stderr, tt.want)
			}
			if strings.Contains(stderr, goodToken) {
				t.Errorf("the token is in %q", stderr)
			}
		})
	}
}

func TestTheTokenIsFoundWhereItMayBe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "telegram-token")
	if err := os.WriteFile(file, []byte(goodToken+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, env := range []map[string]string{
		{"TELEGRAM_TOKEN": goodToken}, {"TELEGRAM_TOKEN_FILE": file}, {"CREDENTIALS_DIRECTORY": dir},
	} {
		for _, name := range []string{"TELEGRAM_TOKEN", "TELEGRAM_TOKEN_FILE", "CREDENTIALS_DIRECTORY"} {
			t.Setenv(name, env[name])
		}
		if got, err := readToken(); got != goodToken || err != nil {
			t.Errorf("%v: %q, %v", env, got, err)
		}
	}
}

func TestHelpListsTheWholeSurface(t *testing.T) {
	code, stdout, _ := call(t, nil, "--help")
	if code != exitDone {
		t.Errorf("code %d", code)
	}
	for _, want := range []string{
		"run", "try", "figures", "key new", "key rotate", "key forget", "BACK2CORE_KEY_FILE", "TELEGRAM_TOKEN", "TELEGRAM_TOKEN_FILE", "TELEGRAM_API", "BACK2CORE_DB", "BACK2CORE_ZONE",
		"BACK2CORE_PRACTICE", "BACK2CORE_PHONE", "BACK2CORE_BACKUP_DIR", "BACK2CORE_BACKUP_TO", "BACK2CORE_BACKUP_AT", "backup", "restore", "check", "compact", "/oefenen", "/exercise", "/verwijder", "/delete",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("--help says nothing of %s", want)
		}
	}
}

// TestTheReadmeNamesEverySetting: the table of the README and the settings are
// one.
func TestTheReadmeNamesEverySetting(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"TELEGRAM_TOKEN`", "TELEGRAM_TOKEN_FILE`", "TELEGRAM_API`", "BACK2CORE_DB`", "BACK2CORE_KEY_FILE`", "--key-file`", "BACK2CORE_ZONE`", "BACK2CORE_PRACTICE`", "BACK2CORE_PHONE`", "--api`", "--db`", "--zone`", "--practice`", "--phone`", "BACK2CORE_BACKUP_DIR`", "BACK2CORE_BACKUP_TO`", "BACK2CORE_BACKUP_AT`", "--backup-dir`", "--backup-to`", "--backup-at`"} {
		if !bytes.Contains(readme, []byte(want)) {
			t.Errorf("README.md says nothing of %s", want)
		}
	}
}

// TestTheTrialListensOnLoopbackAlone: nobody on the network sees the page.
func TestTheTrialListensOnLoopbackAlone(t *testing.T) {
	for _, args := range [][]string{{"try"}, {"try", "--port", "0"}} {
		if said := tried(t, args...); !strings.HasPrefix(said, "The phone is at http://127.0.0.1:") {
			t.Errorf("it says %q", said)
		}
	}
	for _, args := range [][]string{{"try", "--port", "0.0.0.0:80"}, {"try", "--host", "0.0.0.0"}, {"try", "--listen", ":80"}} {
		if code, _, _ := call(t, nil, args...); code != exitUsage {
			t.Errorf("%v: code %d", args, code)
		}
	}
}

// tried runs a trial until it says where its page is.
func tried(t *testing.T, args ...string) (said string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := writes(func(line []byte) { said += string(line); stop() })
	if code := start(ctx, args, out, io.Discard); code != exitDone {
		t.Errorf("code %d", code)
	}
	return said
}

// writes is a writer that hands on what it is given.
type writes func([]byte)

func (w writes) Write(b []byte) (int, error) { w(b); return len(b), nil }

// TestTheTrialLeavesThePatientsFileAlone: `try` on a machine where the bot runs
// for real must not touch its file.
func TestTheTrialLeavesThePatientsFileAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "patients.db")
	t.Setenv("BACK2CORE_DB", file)
	tried(t, "try")
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the trial opened %s: %v", file, err)
	}
}

// TestBugASecondTrialOfAFileWasMute: the updates of the second one had the ids of
// the first, and so had been heard already.
func TestBugASecondTrialOfAFileWasMute(t *testing.T) {
	file := filepath.Join(t.TempDir(), "try.db")
	keys, err := store.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	for trial := range 2 {
		db, err := openFile(file, keys, nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		tr := settings{Zone: "Europe/Amsterdam"}.trial(db, io.Discard)
		ended := make(chan error, 1)
		go func() { ended <- tr.bot.Run(ctx) }()
		anna := tr.phone.Person()
		anna.Start()
		for ctx.Err() == nil && len(anna.Latest(9)) < 2 {
			time.Sleep(10 * time.Millisecond)
		}
		if err := errors.Join(ctx.Err(), tr.bot.Idle(ctx)); err != nil { // and all was sent
			t.Errorf("trial %d says nothing: %v", trial+1, err)
		}
		stop()
		if err := errors.Join(<-ended, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTheDocumentsAreTrue: what they link to exists, and so does every test,
// transcript and file that they name.
func TestTheDocumentsAreTrue(t *testing.T) {
	tests := testNames(t)
	docs, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range append(docs, "README.md", "ARCHITECTURE.md", "CHANGELOG.md") {
		b, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range regexp.MustCompile(`\]\(([^)#]+)\)`).FindAllStringSubmatch(string(b), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(doc), link[1])); err != nil && !strings.Contains(link[1], "://") {
				t.Errorf("%s links to %s: %v", doc, link[1], err)
			}
		}
		for _, file := range namedFile.FindAllStringSubmatch(string(b), -1) {
			if _, err := os.Stat(file[1]); err != nil {
				t.Errorf("%s names %s: %v", doc, file[1], err)
			}
		}
		for _, name := range namedTest.FindAllStringSubmatch(string(b), -1) {
			if !tests[name[1]] {
				t.Errorf("%s names %s, which is no test", doc, name[1])
			}
			if found, _ := filepath.Glob("flows/testdata/transcripts/" + name[2] + ".chat"); name[2] != "" && len(found) == 0 {
				t.Errorf("%s names the transcript %s, which is none", doc, name[2])
			}
		}
	}
}

var (
	namedTest = regexp.MustCompile("`((?:Test|Fuzz|Benchmark)\\w+)(?:/([^`]+))?`")
	namedFile = regexp.MustCompile("`((?:\\w+/)+\\w+\\.go|\\.ci/\\w+)`")
)

// TestEveryRowOfTheSafetyPagesIsHeldByATest: each row of their tables fills each
// of its cells, the last but "what remains" with a test; a hazard names the file
// that holds its control.
func TestEveryRowOfTheSafetyPagesIsHeldByATest(t *testing.T) {
	for doc, least := range map[string]int{"docs/clinical-safety.md": 25, "docs/threat-model.md": 20} {
		b, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		rows, tested, control := 0, -1, -1
		var head []string
		for line := range strings.Lines(string(b)) {
			cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			switch {
			case !strings.HasPrefix(line, "|"):
				head = nil
				continue
			case head == nil:
				head = cells
				tested, control = slices.Index(head, "test"), slices.Index(head, "control")
				continue
			case strings.Trim(cells[0], "-") == "":
				continue
			}
			rows++
			if len(cells) != len(head) || slices.Contains(cells, "") {
				t.Errorf("%s: a cell is missing in %q", doc, line)
				continue
			}
			if tested < 0 || !namedTest.MatchString(cells[tested]) && !strings.Contains(cells[tested], "`.ci/") {
				t.Errorf("%s: no test holds %q", doc, cells[0])
			}
			if control >= 0 && !namedFile.MatchString(cells[control]) {
				t.Errorf("%s: no file holds the control of %q", doc, cells[0])
			}
		}
		if rows < least {
			t.Errorf("%s has %d rows", doc, rows)
		}
	}
}

// testNames is every test of the module.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`).FindAllStringSubmatch(string(b), -1) {
			names[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
