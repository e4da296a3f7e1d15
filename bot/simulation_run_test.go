package bot

import (
	"container/heap"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"back2core/bot/sandbox"
	"back2core/store"
)

// simulation is one run: people who live with the bot for some weeks, and a
// world in which things go wrong. One goroutine does all that people do and all
// that happens, at its time (agenda), so that a seed replays.
type simulation struct {
	*testing.T
	run     run
	server  *sandbox.Server
	path    string // of the bot's file
	log     tail
	model   *model
	plans   *faults
	process *process // nil: there is none
	died    chan *process
	random  *rand.Rand
	skew    atomic.Int64 // how far the machine's clock is ahead
	spoil   func(*store.Tx) error

	agenda agenda
	people map[int64]*person
	end    time.Time // of what people do and of what goes wrong

	bells struct {
		sync.Mutex
		chats []int64
	}
	bell chan struct{} // rings when bells has a chat
}

// run says which one.
type run struct {
	seed     uint64
	patients int
	weeks    int
	events   int               // on the agenda so far
	breaks   func(*simulation) // spoils the bot, for tests of the model
}

// simulate does a run in virtual time and judges it.
func (r run) simulate(t *testing.T, fail func(string)) (done result) {
	synctest.Test(t, func(t *testing.T) {
		sim := &simulation{
			T: t, run: r, path: filepath.Join(memoryDir(t), "simulated.db"), plans: newFaults(r.seed), died: make(chan *process, 8),
			random: rand.New(rand.NewPCG(r.seed, 0)), people: map[int64]*person{}, bell: make(chan struct{}, 1),
			server: sandbox.New(sandbox.Options{Seed: r.seed, LongestPoll: longPoll}),
		}
		sim.model = newModel(fail, sim.server.Dropped)
		sim.model.clock = sim.now
		if r.breaks != nil {
			r.breaks(sim)
		}
		sim.live()
		done = result{}
		done.add(sim.model.sums)
		done.add(sim.plans.counts)
		if t.Failed() || sim.model.broken > 0 { // a rule that is broken fails the test around this one
			log := sim.log.String()
			t.Log(log[max(0, len(log)-6000):])
		}
	})
	return done
}

// live is the run: half of the seeds go through the night on which the clock
// goes forward and half through the one on which it goes back; six weeks and
// more go through the night either way.
func (sim *simulation) live() {
	start := time.Date(2026, 3, 9, 6, 0, 0, 0, time.UTC)
	if sim.run.seed%2 == 0 {
		start = time.Date(2026, 9, 28, 6, 0, 0, 0, time.UTC)
	}
	time.Sleep(time.Until(start))
	sim.end = start.AddDate(0, 0, 7*sim.run.weeks)
	sim.server.SetFault(sim.plans.of)
	for i := range sim.run.patients {
		sim.meet(i)
	}
	sim.plan()
	sim.start()
	sim.until(sim.end)
	sim.settle()
	sim.model.judge(sim.process.store, sim.server)
	sim.process.buried()
}

// settle lets everything come to rest: nobody does anything, nothing fails, and
// the bot runs for more than a day, until no tick is due just now.
func (sim *simulation) settle() {
	sim.agenda = nil
	sim.skew.Store(0)
	f := sim.plans
	f.mu.Lock()
	f.calm, f.kill, f.full, f.locked = true, killNowhere, spell{}, spell{}
	f.mu.Unlock()
	if sim.process == nil {
		sim.start()
	}
	sim.people = nil
	sim.until(sim.end.Add(27*time.Hour + 20*time.Minute))
	synctest.Wait()
}

// until does what is on the agenda, and what rings meanwhile.
func (sim *simulation) until(end time.Time) {
	sim.at(end, func() {})
	for {
		next := sim.agenda[0]
		timer := time.NewTimer(time.Until(next.at))
		select {
		case p := <-sim.died:
			if p == sim.process {
				p.buried()
				sim.at(time.Now().Add(sim.restartIn()), sim.startAgain)
			}
		case <-sim.bell:
			for _, chat := range sim.rung() {
				if p := sim.people[chat]; p != nil {
					p.hears()
				}
			}
		case <-timer.C:
			heap.Pop(&sim.agenda)
			if next.do(); !next.at.Before(end) {
				return
			}
		}
		timer.Stop()
	}
}

func (sim *simulation) startAgain() {
	if sim.process == nil {
		sim.start()
	}
}

// restartIn is how long the machine is down: mostly seconds, sometimes hours.
func (sim *simulation) restartIn() time.Duration {
	switch sim.random.IntN(4) {
	case 0:
		return upTo(sim.random, 12*time.Hour)
	case 1:
		return upTo(sim.random, time.Hour)
	}
	return upTo(sim.random, 10*time.Second)
}

// now is the machine's clock.
func (sim *simulation) now() time.Time { return time.Now().Add(time.Duration(sim.skew.Load())) }

// ring tells that something may be new in a chat.
func (sim *simulation) ring(chat int64) {
	sim.bells.Lock()
	sim.bells.chats = append(sim.bells.chats, chat)
	sim.bells.Unlock()
	select {
	case sim.bell <- struct{}{}:
	default:
	}
}

func (sim *simulation) rung() []int64 {
	sim.bells.Lock()
	defer sim.bells.Unlock()
	chats := sim.bells.chats
	sim.bells.chats = nil
	return chats
}

// plan writes on the agenda what goes wrong: how much hangs on how long it all
// lasts.
func (sim *simulation) plan() {
	weeks := sim.run.weeks
	for _, evil := range []struct {
		times int // in twelve weeks
		do    func()
	}{
		{12, sim.stops}, {24, sim.isKilled}, {4, sim.fillsUp}, {3, sim.locks}, {3, sim.turnsBack},
		{2, sim.sleeps}, {12, sim.storms}, {4, sim.isCutOff}, {4, sim.isDeaf},
	} {
		for range max(1, evil.times*weeks/programme) {
			sim.at(time.Now().Add(upTo(sim.random, time.Until(sim.end))), evil.do)
		}
	}
	for day := time.Now(); day.Before(sim.end); day = day.Add(24 * time.Hour) {
		sim.at(day, sim.server.ForgetCalls)
	}
}

// stops is a restart in good order.
func (sim *simulation) stops() {
	if sim.process == nil {
		return
	}
	sim.plans.counted("stopped")
	sim.process.buried()
	sim.at(time.Now().Add(sim.restartIn()), sim.startAgain)
}

// isKilled has the process killed soon, at some point of a message's life; if
// nothing comes to that point, just so.
func (sim *simulation) isKilled() {
	f := sim.plans
	f.mu.Lock()
	f.kill, f.victim, f.after = 1+killPoint(sim.random.IntN(int(killPoints)-1)), 0, sim.random.IntN(6)
	if chance(sim.random, 0.3) { // who does nothing may hear a reminder
		f.victim = firstChat + int64(sim.random.IntN(sim.run.patients))
	}
	f.mu.Unlock()
	victim := sim.process
	sim.at(time.Now().Add(36*time.Hour), func() {
		if victim != nil && victim == sim.process {
			sim.plans.counted("killed at rest")
			victim.die()
		}
	})
}

// fails is the time from now in which something does.
func (sim *simulation) fails(which *spell, d time.Duration) {
	f := sim.plans
	f.mu.Lock()
	*which = spell{time.Now(), time.Now().Add(d)}
	f.mu.Unlock()
}

func (sim *simulation) fillsUp() { sim.plans.counted("disk full"); sim.diskFails(&sim.plans.full) }
func (sim *simulation) locks()   { sim.plans.counted("file read-only"); sim.diskFails(&sim.plans.locked) }

func (sim *simulation) diskFails(which *spell) {
	sim.fails(which, upTo(sim.random, 3*time.Hour))
	sim.model.mu.Lock()
	sim.model.trouble = append(sim.model.trouble, *which)
	sim.model.mu.Unlock()
}

// turnsBack has the machine's clock go back by up to three hours, and be put
// right within a day. That is harsher than a real machine, on which waits within
// a process go by a clock that never turns back.
func (sim *simulation) turnsBack() {
	sim.plans.counted("clock set back")
	sim.skew.Store(-int64(upTo(sim.random, 3*time.Hour)))
	sim.at(time.Now().Add(upTo(sim.random, 24*time.Hour)), func() { sim.skew.Store(0) })
}

// sleeps has the machine asleep for more than a day: no process runs, and
// Telegram drops what is older than a day.
func (sim *simulation) sleeps() {
	if sim.process == nil {
		return
	}
	sim.plans.counted("asleep for a day")
	sim.process.die()
	sim.process.buried()
	sim.at(time.Now().Add(24*time.Hour+upTo(sim.random, 6*time.Hour)), sim.startAgain)
}

func (sim *simulation) storms() {
	sim.plans.counted("storm")
	sim.fails(&sim.plans.weather, upTo(sim.random, 4*time.Hour))
}

func (sim *simulation) isCutOff() {
	sim.plans.counted("telegram out of reach")
	sim.fails(&sim.plans.down, upTo(sim.random, 3*time.Hour))
}

func (sim *simulation) isDeaf() {
	sim.plans.counted("polls fail")
	sim.fails(&sim.plans.deaf, upTo(sim.random, 3*time.Hour))
}

// agenda is what happens at its time, the earliest first; what was written first
// of what comes at the same time.
type agenda []event

type event struct {
	at  time.Time
	seq int
	do  func()
}

// at writes something on the agenda.
func (sim *simulation) at(at time.Time, do func()) {
	sim.run.events++
	heap.Push(&sim.agenda, event{at, sim.run.events, do})
}

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	if a[i].at.Equal(a[j].at) {
		return a[i].seq < a[j].seq
	}
	return a[i].at.Before(a[j].at)
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(event)) }
func (a *agenda) Pop() any {
	old := *a
	e := old[len(old)-1]
	*a = old[:len(old)-1]
	return e
}
