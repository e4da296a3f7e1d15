package bot

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"back2core/flows"
	"back2core/store"
)

// How fast we speak. Telegram says: about one message a second to a chat, with
// short bursts; it cuts off at 20 sends and edits a minute. We stay below that,
// so that a question always finds room after edits, and a safety text after
// everything else.
const (
	chatBurst     = 3
	chatReserve   = 1               // of the burst, for safety texts
	sendsAMinute  = 17              // sends, and edits that show a tap, stop here; the rest of the 20 is for safety texts
	closesAMinute = 15              // tidying up: what shows somebody their own tap finds room beside it
	beatsAMinute  = 14              // of a count: any answer, and any edit, finds room beside it
	closeRest     = 3 * time.Second // waits until somebody stops tapping
	paceWindow    = 61 * time.Second

	// Telegram names 30 a second for what goes to many at once.
	remindersASecond = 25
	beatsASecond     = 20 // of all counts together: answers find room beside them
)

// pace knows when a chat may hear from us again.
type pace struct {
	mu    sync.Mutex
	chats map[string]*chatPace
	swept time.Time
	off   bool // benchmarks only: Telegram's limits are not what they measure
}

// chatPace is one chat's last minute.
type chatPace struct {
	bucket *rate.Limiter
	calls  []time.Time // of the last paceWindow, oldest first
	tapped time.Time   // when the last call was made that answers somebody
}

func newPace() *pace { return &pace{chats: map[string]*chatPace{}} }

// when is the moment from which m may go: now or earlier means go. A safety
// text never waits for us; Telegram's own 429 is another matter (Hold).
func (p *pace) when(m store.Message, now time.Time) time.Time {
	if p.off || rankOf(m) == rankSafety {
		return now
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chats[m.Address]
	if c == nil {
		return now
	}
	c.forget(now)
	at := now
	if missing := 1 + chatReserve - c.bucket.TokensAt(now); missing > 0 {
		at = now.Add(time.Duration(missing * float64(time.Second)))
	}
	if m.Kind == store.Close {
		at = later(at, c.tapped.Add(closeRest)) // whoever taps on wants the next question
	}
	if most := quota(m); len(c.calls) >= most {
		free := c.calls[len(c.calls)-most].Add(paceWindow)
		at = later(at, free)
	}
	return at
}

// took notes a call that is about to be made.
func (p *pace) took(m store.Message, now time.Time) {
	if p.off {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sweep(now)
	c := p.chats[m.Address]
	if c == nil {
		c = &chatPace{bucket: rate.NewLimiter(1, chatBurst)}
		p.chats[m.Address] = c
	}
	c.forget(now)
	c.calls = append(c.calls, now)
	if m.Kind != store.Close && quota(m) != beatsAMinute {
		c.tapped = now
	}
	c.bucket.ReserveN(now, 1) // a safety text goes into debt, which others wait for
}

// sweep forgets, now and then, the chats that were silent for a while.
func (p *pace) sweep(now time.Time) {
	if now.Sub(p.swept) < paceWindow {
		return
	}
	p.swept = now
	for address, c := range p.chats {
		if c.forget(now); len(c.calls) == 0 {
			delete(p.chats, address)
		}
	}
}

func (c *chatPace) forget(now time.Time) {
	old := 0
	for old < len(c.calls) && now.Sub(c.calls[old]) >= paceWindow {
		old++
	}
	c.calls = c.calls[old:]
}

// quota is how many calls of the last minute are too many for m. A tick on a list
// of red flags that is not seen is tapped again, and so undone: what shows somebody
// their own tap goes as soon as the next question would.
func quota(m store.Message) int {
	switch {
	case m.Kind == store.Close:
		return closesAMinute
	case m.Kind == store.Count && !m.NotBefore.IsZero(): // its first beat answers a tap
		return beatsAMinute
	default:
		return sendsAMinute
	}
}

// A rank is the order of messages within a chat, and of chats that wait for
// each other.
type rank int

const (
	rankSafety   rank = iota // overtakes all else
	rankAnswer               // the next question
	rankEdit                 // of what already stands there
	rankCount                // the beats of a count: each waits for its time, and nothing for it
	rankReminder             // unasked
	ranks
)

func rankOf(m store.Message) rank {
	switch {
	case m.Kind == store.Count:
		return rankCount
	case m.Kind != store.Send:
		return rankEdit
	case m.Reply.Class == flows.Safety:
		return rankSafety
	case m.Reply.Class == flows.Reminder:
		return rankReminder
	default:
		return rankAnswer
	}
}

// later is the later of two moments.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
