package bot

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"time"

	"back2core/bot/sandbox"
)

// faults decides what goes wrong, and counts it. What happens to a call follows
// from the seed, the method, the chat and how many such calls came before: it
// does not hang on which goroutine was faster.
type faults struct {
	seed uint64

	mu      sync.Mutex
	calm    bool           // nothing goes wrong any more
	calls   map[string]int // of a method to a chat
	counts  map[string]int // by kind
	weather spell          // a storm, in which much goes wrong
	down    spell          // Telegram is out of reach
	deaf    spell          // polls fail, everything else works
	full    spell          // the disk takes nothing that makes the file grow
	locked  spell          // the file can't be written
	kill    killPoint      // that is wanted,
	victim  int64          // in this chat; 0: that of whoever acts next,
	after   int            // when so many such points were let by
}

// A killPoint is where in the life of a message a process is killed.
type killPoint int

const (
	killNowhere   killPoint = iota
	killBefore              // a transaction was made and does not last
	killAfter               // a transaction lasts, and nothing that follows it is done
	killUnsent              // a message was claimed, and its call is not made
	killUnwritten           // Telegram took a message, and its answer does not come
	killPoints
)

var killNames = [killPoints]string{"", "killed before a commit", "killed after a commit", "killed before a send", "killed after a send"}

func newFaults(seed uint64) *faults {
	return &faults{seed: seed, calls: map[string]int{}, counts: map[string]int{}}
}

func (f *faults) count(name string) { f.counts[name]++ }

// counted is count with the lock.
func (f *faults) counted(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count(name)
}

// strike tells at a point of a message's life whether the process dies there.
// Points are counted within a chat: between chats their order hangs on which
// goroutine was faster.
func (f *faults) strike(chat int64, points ...killPoint) killPoint {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range points {
		if f.kill != p || f.victim != chat {
			continue
		}
		if f.after--; f.after < 0 {
			f.kill = killNowhere
			f.count(killNames[p])
			return p
		}
	}
	return killNowhere
}

// acts is for a person who does something: they may be the one in whose chat the
// process dies.
func (f *faults) acts(chat int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.victim == 0 {
		f.victim = chat
	}
}

// disk tells whether a transaction fails. On a full disk one that adds nothing
// still finds room.
func (f *faults) disk(grows bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch now := time.Now(); {
	case f.locked.covers(now):
		f.count("transactions: file read-only")
		return fmt.Errorf("imitated: %w", syscall.EROFS)
	case grows && f.full.covers(now):
		f.count("transactions: disk full")
		return fmt.Errorf("imitated: %w", syscall.ENOSPC)
	}
	return nil
}

// of says what goes wrong with a call.
func (f *faults) of(c sandbox.Call) *sandbox.Failure {
	f.mu.Lock()
	defer f.mu.Unlock()
	method := strings.ToLower(c.Method)
	key := fmt.Sprint(method, c.Chat)
	f.calls[key]++
	if f.calm {
		return nil
	}
	hash := fnv.New64a()
	fmt.Fprint(hash, key, f.calls[key])
	r := rand.New(rand.NewPCG(f.seed, hash.Sum64()))
	now, rate := time.Now(), 0.02
	switch {
	case f.down.covers(now):
		rate = 1
	case f.weather.covers(now):
		rate = 0.4
	case f.deaf.covers(now) && method == "getupdates":
		rate = 0.9
	}
	if !chance(r, rate) {
		return latency(r, method)
	}
	name, failure := f.draw(r, method, f.down.covers(now))
	if strings.HasPrefix(method, "send") {
		method = "send"
	} else if strings.HasPrefix(method, "edit") {
		method = "edit"
	} else if method != "getupdates" && method != "answercallbackquery" {
		method = "other"
	}
	f.count(method + ": " + name)
	return failure
}

// latency is how long a call takes with which nothing goes wrong.
func latency(r *rand.Rand, method string) *sandbox.Failure {
	if !strings.HasPrefix(method, "send") && !strings.HasPrefix(method, "edit") {
		return nil
	}
	return &sandbox.Failure{Delay: upTo(r, 600*time.Millisecond)}
}

// draw is one thing that goes wrong.
func (f *faults) draw(r *rand.Rand, method string, unreachable bool) (string, *sandbox.Failure) {
	seconds := func(n int) time.Duration { return time.Duration(1+r.IntN(n)) * time.Second }
	kinds := 10
	if unreachable {
		kinds = 3
	}
	switch r.IntN(kinds) {
	case 0:
		return "refused", &sandbox.Failure{Refuse: true}
	case 1:
		return "reset before", &sandbox.Failure{Drop: true, Delay: seconds(5)}
	case 2:
		return "502 with HTML", &sandbox.Failure{Status: 502}
	case 3:
		return "answer lost", &sandbox.Failure{Drop: true, Taken: true}
	case 4:
		return "502 though taken", &sandbox.Failure{Status: 502, Taken: true}
	case 5:
		return "500", &sandbox.Failure{Status: 500, Description: "Internal Server Error"}
	case 6:
		return "200 with HTML", &sandbox.Failure{Body: "<html>Welcome to the hotel</html>"}
	case 7:
		return "429", &sandbox.Failure{Status: 429, RetryAfter: 1 + r.IntN(40)}
	case 8:
		if method == "getupdates" {
			return "409", &sandbox.Failure{Status: 409, Description: "Conflict: terminated by other getUpdates request"}
		}
		return "answer late", &sandbox.Failure{Linger: seconds(30)}
	default:
		return "slow", &sandbox.Failure{Delay: seconds(25)}
	}
}
