package bot

import (
	"container/heap"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// lanes says which chat may be served next. It is a view of the outbox: what
// lies in a chat's queue, and whether its head may go, is read from the store
// each time. So a lane is never wrong about a message, only about when it is
// worth a look.
type lanes struct {
	mu       sync.Mutex
	all      map[string]*lane
	ready    [ranks][]*lane // first come, first served; entries may be outdated
	waiting  laneHeap
	busy     [ranks]int
	reminder *rate.Limiter
	beats    *rate.Limiter // of all counts
	kick     chan struct{} // something changed
}

// How many chats are served at once, by the rank of what they wait for. Safety
// texts never queue behind others for a worker; reminders that hang never take
// all of them.
var crowd = [ranks]int{rankSafety: 256, rankAnswer: 48, rankEdit: 16, rankCount: 16, rankReminder: 12}

// A lane is one chat with something in its queue. At most one worker serves it.
type lane struct {
	address string
	state   laneState
	rank    rank      // of the best message that is known of
	at      time.Time // waiting: when to look again
	index   int       // in waiting
	fed     bool      // serving: something was added meanwhile
	fedRank rank
	granted bool   // serving: it may send one reminder
	yield   func() // serving: ends what a safety text must not wait for; nil: nothing
}

type laneState int

const (
	laneReady laneState = iota
	laneWaiting
	laneServed
)

func newLanes() *lanes {
	return &lanes{
		all:      map[string]*lane{},
		reminder: rate.NewLimiter(remindersASecond, 3),
		beats:    rate.NewLimiter(beatsASecond, 3),
		kick:     make(chan struct{}, 1),
	}
}

// feed says that a message of this rank was added to a chat's queue.
func (ls *lanes) feed(address string, r rank) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.all[address]
	switch {
	case l == nil:
		l = &lane{address: address, rank: r}
		ls.all[address] = l
		ls.line(l, r)
	case l.state == laneServed:
		if !l.fed || r < l.fedRank {
			l.fedRank = r
		}
		l.fed = true
		l.hurry()
	case l.state == laneWaiting:
		heap.Remove(&ls.waiting, l.index)
		ls.line(l, min(l.rank, r))
	case r < l.rank:
		ls.line(l, r)
	}
	ls.wake()
}

// yielding has yield called as soon as a safety text is there for a chat that is
// being served; nil ends that.
func (ls *lanes) yielding(l *lane, yield func()) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l.yield = yield
	l.hurry()
}

// hurry ends what is under way to the chat if a safety text is there.
func (l *lane) hurry() {
	if l.yield != nil && l.fed && l.fedRank == rankSafety {
		l.yield()
	}
}

// line puts a lane into the line for a worker.
func (ls *lanes) line(l *lane, r rank) {
	l.state, l.rank = laneReady, r
	ls.ready[r] = append(ls.ready[r], l)
}

// next gives the lane to serve now, or nil and how long to wait for one unless
// something changes. Lanes that rank below worst are left alone.
func (ls *lanes) next(now time.Time, worst rank) (*lane, time.Duration) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for len(ls.waiting) > 0 && !ls.waiting[0].at.After(now) {
		l := heap.Pop(&ls.waiting).(*lane)
		ls.line(l, l.rank)
	}
	wait := time.Hour
	if len(ls.waiting) > 0 {
		wait = min(wait, ls.waiting[0].at.Sub(now))
	}
	for r := range worst + 1 {
		ls.drop(r)
		if len(ls.ready[r]) == 0 || ls.busy[r] >= crowd[r] {
			continue
		}
		if !ls.affords(r, now) {
			wait = min(wait, time.Second/remindersASecond)
			continue
		}
		l := ls.ready[r][0]
		ls.ready[r] = ls.ready[r][1:]
		l.state, l.fed, l.granted = laneServed, false, r == rankReminder
		ls.busy[r]++
		return l, 0
	}
	return nil, wait
}

// affords tells whether a lane of this rank may be served now. Counts have a
// bucket of their own. Reminders share one that others only take from: they get
// what answers leave.
func (ls *lanes) affords(r rank, now time.Time) bool {
	switch {
	case r == rankReminder:
		return ls.reminder.AllowN(now, 1)
	case r == rankCount && !ls.beats.AllowN(now, 1):
		return false
	}
	if ls.reminder.TokensAt(now) > -remindersASecond {
		ls.reminder.ReserveN(now, 1)
	}
	return true
}

// drop removes outdated entries from the head of a line.
func (ls *lanes) drop(r rank) {
	for len(ls.ready[r]) > 0 {
		l := ls.ready[r][0]
		if l.state == laneReady && l.rank == r && ls.all[l.address] == l {
			return
		}
		ls.ready[r] = ls.ready[r][1:]
	}
	ls.ready[r] = nil
}

// done gives a lane back with what its queue looks like now.
func (ls *lanes) done(l *lane, o outlook, now time.Time) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.busy[l.rank]--
	switch {
	case l.fed && o.empty:
		ls.line(l, l.fedRank)
	case l.fed:
		ls.line(l, min(l.fedRank, o.rank))
	case o.empty:
		delete(ls.all, l.address)
	case o.at.After(now):
		l.state, l.rank, l.at = laneWaiting, o.rank, o.at
		heap.Push(&ls.waiting, l)
	default:
		ls.line(l, o.rank)
	}
	ls.wake()
}

// look has every waiting lane looked at again: the clock was moved.
func (ls *lanes) look() {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for len(ls.waiting) > 0 {
		l := heap.Pop(&ls.waiting).(*lane)
		ls.line(l, l.rank)
	}
	ls.wake()
}

// wake tells the dispatcher to look. The lock is held, or need not be.
func (ls *lanes) wake() {
	select {
	case ls.kick <- struct{}{}:
	default:
	}
}

// idle tells whether nothing is being sent, and nothing will be before until.
func (ls *lanes) idle(until time.Time) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	return !ls.serving() && !ls.lined(rankReminder) &&
		(len(ls.waiting) == 0 || ls.waiting[0].at.After(until))
}

func (ls *lanes) serving() bool {
	for _, n := range ls.busy {
		if n > 0 {
			return true
		}
	}
	return false
}

// lined tells whether a lane down to worst is in line for a worker.
func (ls *lanes) lined(worst rank) bool {
	for r := range worst + 1 {
		if ls.drop(r); len(ls.ready[r]) > 0 {
			return true
		}
	}
	return false
}

// quiet tells whether nothing is served, and nothing down to worst could be.
func (ls *lanes) quiet(worst rank) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	return !ls.serving() && !ls.lined(worst)
}

// laneHeap has the lane that is worth a look first at its head.
type laneHeap []*lane

func (h laneHeap) Len() int           { return len(h) }
func (h laneHeap) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h laneHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *laneHeap) Push(x any) {
	l := x.(*lane)
	l.index = len(*h)
	*h = append(*h, l)
}
func (h *laneHeap) Pop() any {
	old := *h
	l := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return l
}
