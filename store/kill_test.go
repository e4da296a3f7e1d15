package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"back2core/flows"
)

// victimOf is the environment variable that makes a test process the victim of
// TestAKilledProcessLosesNothingThatWasCommitted: the path of its file.
const victimOf = "BACK2CORE_TEST_VICTIM"

func TestMain(m *testing.M) {
	for name, live := range map[string]func(path string) error{
		victimOf: writeForever, dieIn: dieSealing, backupVictimOf: backUpForever, restoreVictimOf: restoreForever,
		crampedBackupOf: backUpOnce, crampedRestoreOf: restoreOnce,
	} {
		path := os.Getenv(name)
		if path == "" {
			continue
		}
		if err := live(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// victim is a process of this test program that does what a variable names, and
// nothing else: never the tests again.
func victim(name, path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), name+"="+path)
	return cmd
}

// writeForever commits steps and tells of each afterwards, until it is killed.
// A step changes something in many buckets, so that a half of one would show.
func writeForever(path string) error {
	s, err := Open(path, Options{Keys: testKeys})
	if err != nil {
		return err
	}
	for {
		n := 0
		if err := s.Update(func(tx *Tx) error { n, err = writeStep(tx); return err }); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// writeStep writes step n; every tenth erases someone, so that the next Open
// has to compact and may be killed in it.
func writeStep(tx *Tx) (n int, err error) {
	counts, err := tx.Counts()
	if err != nil {
		return 0, err
	}
	n = counts["steps"] + 1
	if n%10 == 0 {
		if err := tx.Erase("nobody", noon); err != nil {
			return n, err
		}
	}
	if err := tx.SavePatient(newcomer("p1", noon.Add(time.Duration(n)*time.Second))); err != nil {
		return n, err
	}
	if err := tx.AppendDiary("p1", []flows.Entry{entry(n)}); err != nil {
		return n, err
	}
	if _, err := tx.Enqueue(message("tg:1", "p1", flows.Answer, strconv.Itoa(n))); err != nil {
		return n, err
	}
	if err := tx.SetPosition(Position{BotID: 42, Offset: n, At: noon}); err != nil {
		return n, err
	}
	return n, tx.Count("steps", 1)
}

func TestAKilledProcessLosesNothingThatWasCommitted(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	path := filepath.Join(t.TempDir(), "back2core.db")
	for round := range 8 {
		told := runAndKill(t, victimOf, path, time.Duration(5+25*round)*time.Millisecond)
		s, err := Open(path, Options{Keys: testKeys, NoSync: true})
		if err != nil {
			t.Fatalf("after round %d: %v", round, err)
		}
		wantSound(t, s)
		wantWholeSteps(t, s, told)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// runAndKill starts a victim, kills it after it has told of its first step and
// a while more, and returns the last step that it told of.
func runAndKill(t *testing.T, name, path string, after time.Duration) (told int) {
	t.Helper()
	cmd := victim(name, path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		if first {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
		told, _ = strconv.Atoi(lines.Text())
	}
	_ = cmd.Wait() // killed
	if told == 0 {
		t.Fatal("the process wrote nothing")
	}
	return told
}

// wantWholeSteps fails the test unless all buckets tell of the same step, and
// that is the last one told or the one that was being committed.
func wantWholeSteps(t *testing.T, s *Store, told int) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		counts, _ := tx.Counts()
		diary, _ := tx.Diary("p1")
		waiting, _ := tx.Queue("tg:1")
		position, err := tx.Position()
		n := counts["steps"]
		if len(diary) != n || len(waiting) != n || position.Offset != n {
			t.Errorf("step %d has %d diary entries, %d messages and offset %d", n, len(diary), len(waiting), position.Offset)
		}
		if n != told && n != told+1 {
			t.Errorf("got step %d, the process told of %d", n, told)
		}
		return err
	})
}
