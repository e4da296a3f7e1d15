//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/store"
)

func TestBugASignalForABackupEndedABotThatWasStillStarting(t *testing.T) {
	caught := backupSignals()
	defer signal.Stop(caught)
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{}, 1)
	stop := onEach(caught, func() { asked <- struct{}{} })
	select {
	case <-asked:
	case <-time.After(30 * time.Second):
		t.Error("nothing was asked for")
	}
	stop()
}

// TestABackupMadeOnASignalIsRestored: by the bot, while it runs.
func TestABackupMadeOnASignalIsRestored(t *testing.T) {
	telegram := sandbox.New(sandbox.Options{})
	web := httptest.NewServer(telegram)
	defer web.Close()
	file, dir := practiceFile(t), t.TempDir()
	key, public := keyFile(t)
	last := time.Now().UTC().Add(-time.Minute)
	tonight := filepath.Join(dir, "back2core-"+last.Format("20060102T150405Z")+".age")
	db := openPractice(t, file)
	err := db.Update(func(tx *store.Tx) error { return tx.SetNote("backup", store.TimeNote(last)) })
	if err := errors.Join(err, db.Close(), os.WriteFile(tonight, nil, 0o600)); err != nil { // or one is made at the start
		t.Fatal(err)
	}
	env := map[string]string{
		"BACK2CORE_DB": file, "BACK2CORE_KEY_FILE": file + ".key", "BACK2CORE_BACKUP_DIR": dir, "BACK2CORE_BACKUP_TO": public,
		"TELEGRAM_TOKEN": telegram.Token(), "TELEGRAM_API": web.URL,
	}
	for name, value := range env {
		t.Setenv(name, value)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	log, stderr := io.Pipe()
	lines, ended := linesOf(log), make(chan int, 1)
	go func() { ended <- start(ctx, []string{"run"}, io.Discard, stderr); stderr.Close() }()
	awaitLine(t, lines, "bot is running")
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	made := awaitLine(t, lines, "backup made")
	stop()
	awaitLine(t, lines, "msg=stopped") // the end of a bot that was told to was in no line
	go func() {
		for range lines { // the rest of the log
		}
	}()
	if code := <-ended; code != exitDone {
		t.Errorf("the bot ended with code %d", code)
	}
	_, made, _ = strings.Cut(made, "file=")
	made, _, _ = strings.Cut(made, " ")
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	code, stdout, said := call(t, env, "restore", "--from", made, "--identity", key, fresh)
	if code != exitDone || !strings.Contains(stdout, "1 patients") {
		t.Errorf("restore: code %d, %s%s", code, stdout, said)
	}
}

// linesOf gives the lines of a log as they come.
func linesOf(log io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(log); scan.Scan(); {
			lines <- scan.Text()
		}
	}()
	return lines
}

// awaitLine returns the first line with a text in it.
func awaitLine(t *testing.T, lines <-chan string, text string) string {
	t.Helper()
	patience := time.After(30 * time.Second)
	for {
		select {
		case line, more := <-lines:
			if strings.Contains(line, text) {
				return line
			}
			if !more {
				t.Fatalf("the log ended without %q", text)
			}
		case <-patience:
			t.Fatalf("the log never said %q", text)
		}
	}
}
