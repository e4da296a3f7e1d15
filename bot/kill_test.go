package bot

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/store"
)

// The environment that makes this test binary the bot that is killed.
const (
	killedFile = "BACK2CORE_TEST_KILLED_FILE"
	killedAPI  = "BACK2CORE_TEST_KILLED_API"
)

// TestTheBotThatIsKilled is the other process of the test below.
func TestTheBotThatIsKilled(t *testing.T) {
	if os.Getenv(killedFile) == "" {
		t.Skip("it is run by TestAKillAtAnyMomentLosesNothingAndDoesNothingTwice")
	}
	file, err := store.Open(os.Getenv(killedFile), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := New(Options{
		Token: sandbox.DefaultToken, API: os.Getenv(killedAPI), Store: file, PracticeID: "practice",
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	b.step, b.words, b.pace.off = echo, plainWords, true
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := b.Run(ctx); err != nil {
		t.Error(err)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
}

func TestAKillAtAnyMomentLosesNothingAndDoesNothingTwice(t *testing.T) {
	const people, messages = 10, 40
	kills := 25
	if testing.Short() {
		kills = 5
	}
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("BACK2CORE_TEST_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	server := sandbox.New(sandbox.Options{Seed: seed, Limits: &sandbox.NoLimits})
	web := httptest.NewServer(server)
	defer web.Close()
	path := filepath.Join(t.TempDir(), "killed.db")

	said := 0
	for range kills {
		bot := startKilled(t, path, web.URL)
		life := time.Duration(20+random.IntN(150)) * time.Millisecond
		for end := time.Now().Add(life); time.Now().Before(end); time.Sleep(time.Millisecond) {
			if said < people*(messages-1) {
				server.Person(int64(1+said%people), sandbox.PersonOptions{}).Say(fmt.Sprint(said))
				said++
			}
		}
		_ = bot.Process.Kill()
		_ = bot.Wait()
	}
	last := startKilled(t, path, web.URL)
	for ; said < people*messages; said++ {
		server.Person(int64(1+said%people), sandbox.PersonOptions{}).Say(fmt.Sprint(said))
	}
	within, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	err := server.Await(within, func() bool { return answered(server, people, messages) })
	_ = last.Process.Signal(syscall.SIGTERM)
	if err := last.Wait(); err != nil {
		t.Errorf("the last bot ended with %v", err)
	}
	if err != nil {
		t.Error("not everything was answered")
	}
	t.Logf("%d kills; %d answers to %d messages", kills, len(server.Calls("sendMessage")), people*messages)
	checkKilled(t, server, path, people, messages)
}

func startKilled(t *testing.T, path, url string) *exec.Cmd {
	t.Helper()
	bot := exec.Command(os.Args[0], "-test.run=^TestTheBotThatIsKilled$")
	bot.Env = append(os.Environ(), killedFile+"="+path, killedAPI+"="+url)
	bot.Stderr = os.Stderr
	if err := bot.Start(); err != nil {
		t.Fatal(err)
	}
	return bot
}

// answered tells whether each person heard an answer to each message.
func answered(server *sandbox.Server, people, messages int) bool {
	for i := range people {
		if len(answersOnce(server.Person(int64(1+i), sandbox.PersonOptions{}))) < messages {
			return false
		}
	}
	return true
}

// answersOnce are the texts that a person heard, each the first time only: a
// kill may have a message sent twice, never out of order.
func answersOnce(p *sandbox.Person) []string {
	var texts []string
	for _, m := range p.Chat().Messages {
		if m.ByBot && !slices.Contains(texts, m.Text) {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func checkKilled(t *testing.T, server *sandbox.Server, path string, people, messages int) {
	t.Helper()
	file, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for i := range people {
		person := server.Person(int64(1+i), sandbox.PersonOptions{})
		var want []string
		for n := range messages {
			want = append(want, fmt.Sprint(n*people+i))
		}
		if got := answersOnce(person); !slices.Equal(got, want) {
			t.Errorf("person %d heard %q", i, got)
		}
		err := file.View(func(tx *store.Tx) error {
			id, _ := tx.Lookup(addressOf(person.ID()))
			p, err := tx.Patient(id)
			if p.Profile.Age != messages {
				t.Errorf("person %d: %d events were applied, want %d", i, p.Profile.Age, messages)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
