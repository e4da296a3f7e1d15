package bot

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The long form: go test ./bot -run Simulation -timeout 0 -seeds 1000
var (
	simulatedSeeds    = flag.Int("seeds", 0, "how many seeds TestSimulation runs; 0: a few, shortly")
	simulatedFirst    = flag.Uint64("first", 1, "the first of them")
	simulatedPatients = flag.Int("patients", 8, "how many patients live in each")
	simulatedWeeks    = flag.Int("weeks", programme, "for how many weeks")
	simulatedState    = flag.String("state", "", "the directory that remembers which seeds ran clean; \"\" is one in the user's cache")
)

// TestSimulation runs people of many kinds against the real stack in a world in
// which things go wrong, and holds what came of it against an independent model.
// With -seeds it goes on where it was interrupted.
func TestSimulation(t *testing.T) {
	if *simulatedSeeds > 0 {
		simulateMany(t)
		return
	}
	debug.SetGCPercent(400) // there is much garbage and little to keep
	var mu sync.Mutex
	sum, ran := result{}, 0
	t.Run("short", func(t *testing.T) {
		for seed := range uint64(shortSeeds) {
			r := run{seed: seed + 1, patients: 8, weeks: simulated}
			t.Run(fmt.Sprint("seed ", r.seed), func(t *testing.T) {
				t.Parallel()
				done := r.simulate(t, replays(t, r))
				mu.Lock()
				defer mu.Unlock()
				sum.add(done)
				ran++
			})
		}
	})
	t.Logf("%d seeds of %d weeks: %v", ran, simulated, sum)
	for _, name := range happenings {
		if sum[name] == 0 && simulated == programme && ran == shortSeeds {
			t.Errorf("nothing happened of: %s", name)
		}
	}
}

// happenings are some of what must have happened, or the runs show nothing.
var happenings = []string{
	"stopped", "killed before a commit", "killed after a commit", "killed before a send", "killed after a send",
	"asleep for a day", "clock set back", "transactions: disk full", "transactions: file read-only", "telegram out of reach",
	"send: answer lost", "send: reset before", "send: refused", "send: 429", "send: 500", "send: 502 with HTML", "send: 200 with HTML",
	"getupdates: answer lost", "getupdates: slow", "update delivered twice", "blocked", "flooded", "sent twice",
	"people: sessions", "people: flags opened", "people: flags closed", "people: erased", "people: away", "people: told of an outage",
}

// replays reports a failure with the command that replays it.
func replays(t *testing.T, r run) func(string) {
	return func(why string) {
		t.Errorf("%s\nreplay: go test ./bot -run 'TestSimulation$' -seeds 1 -first %d -patients %d -weeks %d", why, r.seed, r.patients, r.weeks)
	}
}

// simulateMany runs the seeds that have not run clean, on all cores.
func simulateMany(t *testing.T) {
	debug.SetGCPercent(400) // there is much garbage and little to keep
	clean := openState(t)
	last := *simulatedFirst + uint64(*simulatedSeeds)
	var next atomic.Uint64
	next.Store(*simulatedFirst)
	begun := time.Now()
	var mu sync.Mutex
	sum, seeds, bad := result{}, 0, 0
	stop := begun.AddDate(1, 0, 0)
	if deadline, ok := t.Deadline(); ok {
		stop = deadline.Add(-time.Minute)
	}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := next.Add(1) - 1; seed < last; seed = next.Add(1) - 1 {
				r := run{seed: seed, patients: *simulatedPatients, weeks: *simulatedWeeks}
				if clean.has(seed) && *simulatedSeeds > 1 {
					continue
				}
				mu.Lock()
				over := bad >= 3 || time.Now().After(stop)
				mu.Unlock()
				if over {
					return
				}
				var done result
				ok := t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { done = r.simulate(t, replays(t, r)) })
				mu.Lock()
				if !ok {
					bad++
				} else if seeds++; true {
					clean.add(t, seed)
				}
				sum.add(done)
				if seeds%20 == 0 || *simulatedPatients > 50 || *simulatedSeeds < 20 {
					fmt.Printf("%s: %d seeds clean, %d not, in %s: %v\n", time.Now().Format(time.TimeOnly), seeds, bad, time.Since(begun).Round(time.Second), sum)
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	t.Logf("%d seeds ran clean, %d did not, %d had before: %v", seeds, bad, clean.before, sum)
	if missing := *simulatedSeeds - clean.count(*simulatedFirst, last); missing > 0 && bad == 0 {
		t.Errorf("%d seeds are left; the same command goes on", missing)
	}
}

// result is what a run did: how often, by name.
type result map[string]int

func (r result) add(more result) {
	for name, n := range more {
		r[name] += n
	}
}

// String lists what a run did.
func (r result) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(r)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, r[name]))
	}
	return strings.Join(parts, "; ")
}

// state is the file that remembers which seeds ran clean with this very build.
type state struct {
	file   *os.File
	seeds  map[uint64]bool
	before int
	mu     sync.Mutex
}

// openState reads it. Its name holds a hash of this program: after a change
// nothing has run.
func openState(t *testing.T) *state {
	dir := *simulatedState
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(cache, "back2core-simulation")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, fmt.Sprintf("%s-%dpatients-%dweeks", hashOfThis(t), *simulatedPatients, *simulatedWeeks))
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	s := &state{file: file, seeds: map[uint64]bool{}}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if seed, err := strconv.ParseUint(lines.Text(), 10, 64); err == nil {
			s.seeds[seed] = true
		}
	}
	s.before = len(s.seeds)
	t.Logf("clean seeds stand in %s", name)
	return s
}

func hashOfThis(t *testing.T) string {
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

func (s *state) has(seed uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seeds[seed]
}

func (s *state) add(t *testing.T, seed uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seeds[seed] = true
	if _, err := fmt.Fprintln(s.file, seed); err != nil {
		t.Error(err)
	}
}

func (s *state) count(first, last uint64) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for seed := range s.seeds {
		if seed >= first && seed < last {
			n++
		}
	}
	return n
}
