package bot

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/store"
)

var kills = flag.Int("kills", 25, "how often TestAKillAtAnyMomentLosesNothingAndDoesNothingTwice kills the program")

// The program that patients meet, built and run as an operator does, over HTTP
// and with every sync, is killed at any moment of its life: while people tap
// and type, reminders are due and Telegram's answers get lost. In the end each
// of them has heard what the conversation says they should (see talker), once,
// or twice where nobody could know; reminders never twice.
func TestAKillAtAnyMomentLosesNothingAndDoesNothingTwice(t *testing.T) {
	times := *kills
	if testing.Short() {
		times = 5
	}
	begun := time.Now()
	k := newKilling(t)
	for n := range times {
		k.startIn(n)
		k.kill()
		if n < 25 || n%10 == 0 {
			k.check()
		}
		if n%100 == 99 {
			t.Logf("%d kills in %v, %d updates", n+1, time.Since(begun).Round(time.Second), k.updates)
		}
	}
	k.finish()
	updates, sends, buried := k.judge()
	t.Logf("%d kills in %v: %d updates, %d messages, %d reminders", times, time.Since(begun).Round(time.Second), updates, sends, len(k.sleepers))
	t.Logf("sent twice: %d answers whose answer was lost, %d answers around a kill, 0 reminders; %d reminders given up in doubt", k.twiceLost, k.twiceKilled, buried)
}

// killing is the program, the Telegram it talks to, and the people.
type killing struct {
	*testing.T
	random  *rand.Rand
	server  *sandbox.Server
	hangUp  func()       // ends every connection to it
	serving atomic.Int64 // calls that it is at
	program string
	path    string // of the database
	env     []string
	zone    string // where it is noon, so that no night falls during the test

	talkers  []*talker
	sleepers []*sandbox.Person
	process  *exec.Cmd
	ended    chan error // of the process
	stderr   bytes.Buffer
	started  []time.Time   // each time after a kill but the first
	polled   chan struct{} // the program has asked for updates

	updates, twiceLost, twiceKilled int

	mu   sync.Mutex
	lost map[string]int // messages that were taken while the answer got lost
}

func newKilling(t *testing.T) *killing {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("BACK2CORE_TEST_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("seed %d", seed)
	dir := t.TempDir()
	k := &killing{
		T: t, random: rand.New(rand.NewPCG(seed, 1)), program: filepath.Join(dir, "back2core"), path: filepath.Join(dir, "killed.db"),
		server: sandbox.New(sandbox.Options{Seed: seed, Limits: &sandbox.NoLimits}),
		zone:   noonZone(time.Now()), polled: make(chan struct{}, 1), lost: map[string]int{},
	}
	build := exec.Command("go", "build", "-o", k.program, "back2core")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	token, key := filepath.Join(dir, "token"), filepath.Join(dir, "key")
	if err := errors.Join(os.WriteFile(token, []byte(k.server.Token()), 0o600), testKeys.Create(key)); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.serving.Add(1)
		defer k.serving.Add(-1)
		k.server.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	k.hangUp = web.CloseClientConnections
	k.env = append(os.Environ(), "TELEGRAM_TOKEN=", "TELEGRAM_TOKEN_FILE="+token, "TELEGRAM_API="+web.URL, "BACK2CORE_DB="+k.path, "BACK2CORE_KEY_FILE="+key, "BACK2CORE_ZONE="+k.zone)
	for i := range int64(24) {
		k.talkers = append(k.talkers, k.talker(1+i))
	}
	k.layToSleep(5 * *kills)
	// Their first words are none of this test's business.
	_, err := http.PostForm(web.URL+"/bot"+k.server.Token()+"/deleteWebhook", url.Values{"drop_pending_updates": {"true"}})
	if err != nil {
		t.Fatal(err)
	}
	k.server.SetFault(k.goesWrong)
	return k
}

// open opens the database while the program is dead.
func (k *killing) open() *store.Store {
	k.Helper()
	file, err := store.Open(k.path, store.Options{Keys: testKeys})
	if err != nil {
		k.Fatal(err)
	}
	return file
}

func (k *killing) start() {
	k.Helper()
	select {
	case <-k.polled:
	default:
	}
	k.stderr.Reset()
	k.started = append(k.started, time.Now())
	k.process = exec.Command(k.program, "run")
	k.process.Env, k.process.Stderr = k.env, &k.stderr
	if err := k.process.Start(); err != nil {
		k.Fatal(err)
	}
	process, ended := k.process, make(chan error, 1)
	k.ended = ended
	go func() { ended <- process.Wait() }()
}

// startIn starts the program for the n-th time and lets people do things until
// it is to be killed: every fourth time it has hardly begun, and every tenth it
// lives longer and nobody says anything, so that reminders, which give way to
// answers, go out.
func (k *killing) startIn(n int) {
	k.Helper()
	k.start()
	early := time.Hour
	if n%4 == 3 {
		early = time.Duration(k.random.IntN(80)) * time.Millisecond
	}
	select {
	case <-k.polled:
		life := time.Duration(5+k.random.IntN(300)) * time.Millisecond
		if n%10 == 4 {
			time.Sleep(1500*time.Millisecond + 3*life)
			break
		}
		k.live(life)
	case err := <-k.ended:
		k.Fatalf("the program ended by itself: %v\n%s", err, k.stderr.String())
	case <-time.After(min(early, 3*time.Minute)):
		if early == time.Hour {
			k.Fatalf("the program does not poll: %s", k.stderr.String())
		}
	}
}

// live has people tap and type at once for a while.
func (k *killing) live(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Millisecond) {
		k.talkers[k.random.IntN(len(k.talkers))].act()
	}
}

// kill is kill -9.
func (k *killing) kill() {
	k.Helper()
	_ = k.process.Process.Kill()
	if err := <-k.ended; err == nil || !strings.Contains(err.Error(), "killed") {
		k.Fatalf("the program ended by itself: %v\n%s", err, k.stderr.String())
	}
	// What it still said is heard before the next one speaks.
	for k.hangUp(); k.serving.Load() > 0; time.Sleep(time.Millisecond) {
	}
}

// check has the store look at itself, which takes longer the more there is.
func (k *killing) check() {
	k.Helper()
	file := k.open()
	for _, wrong := range file.Check() {
		k.Errorf("after kill %d: %s", len(k.started), wrong)
	}
	if err := file.Close(); err != nil {
		k.Error(err)
	}
}

// finish lets the program come to rest, and ends it as an operator does.
func (k *killing) finish() {
	k.Helper()
	k.server.SetFault(k.polls) // nothing goes wrong any more
	for try := 0; ; try++ {
		k.start()
		select {
		case <-k.polled:
		case err := <-k.ended:
			k.Fatalf("the program ended by itself: %v\n%s", err, k.stderr.String())
		}
		if try == 0 {
			k.live(100 * time.Millisecond)
		}
		k.rest(time.Second)
		_ = k.process.Process.Signal(syscall.SIGTERM)
		if err := <-k.ended; err != nil {
			k.Fatalf("the last program ended with %v: %s", err, k.stderr.String())
		}
		k.check()
		switch left := k.left(); {
		case left == 0:
			return
		case try > 100+len(k.sleepers)/20:
			k.Fatalf("%d messages still wait: %s", left, k.stderr.String())
		}
	}
}

// rest waits until nothing happened for a while.
func (k *killing) rest(d time.Duration) {
	for {
		select {
		case <-k.server.Changed():
		case <-time.After(d):
			return
		}
	}
}

// left is how many messages wait, and how many patients are due.
func (k *killing) left() (n int) {
	file := k.open()
	defer file.Close()
	err := file.View(func(tx *store.Tx) error {
		due, err := tx.DueBefore(time.Now(), len(k.sleepers)+1)
		n = len(due)
		return joined(err, tx.Outbox(func(store.Message) error { n++; return nil }))
	})
	if err != nil {
		k.Error(err)
	}
	return n
}

// goesWrong has one call in ten go wrong, and most others take a while.
func (k *killing) goesWrong(c sandbox.Call) *sandbox.Failure {
	k.polls(c)
	slow := &sandbox.Failure{Linger: time.Duration(c.Seq*7%20) * time.Millisecond}
	if c.Seq%10 != 0 {
		return slow
	}
	switch c.Seq / 10 % 6 {
	case 0:
		return &sandbox.Failure{Drop: true}
	case 1:
		return &sandbox.Failure{Status: 502}
	case 2:
		return &sandbox.Failure{Status: 429, RetryAfter: 1}
	case 3, 4:
		k.mu.Lock()
		k.lost[c.Params["chat_id"]+plainly(cmp.Or(c.Params["text"], c.Params["caption"]))]++
		k.mu.Unlock()
		return &sandbox.Failure{Drop: true, Taken: true}
	}
	return slow
}

// polls notices that the program asks for updates.
func (k *killing) polls(c sandbox.Call) *sandbox.Failure {
	if c.Method == "getUpdates" {
		select {
		case k.polled <- struct{}{}:
		default:
		}
	}
	return nil
}
