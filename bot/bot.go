// Package bot is the machine round the conversation: it hears Telegram, tells
// time, and delivers what is to be said. It holds no medical word; what is said
// is decided by flows.Step, which it calls for one event at a time.
//
// One update, followed through: the poller fetches it (poller.go), decode reads
// it (update.go), the loop applies it in a transaction together with all else
// that was queued (loop.go, handle.go), which leaves messages in the outbox;
// the dispatcher picks the chat (lanes.go, pace.go), and a worker claims the
// message, renders it, sends it and writes down what came of it (outbox.go).
package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// Options are what a Bot needs. Token, Store and PracticeID must be set.
type Options struct {
	Token      string
	API        string // base address of the Bot API; "" is Telegram's
	HTTP       Doer   // nil: real connections
	Store      *store.Store
	Practice   messages.Practice // as patients see it
	PracticeID string            // as records name it
	Zone       string            // of new patients; "" is Europe/Amsterdam
	Now        func() time.Time  // nil: time.Now; may be moved forwards, then call Tick
	Log        *slog.Logger      // nil: nothing is logged
	Grace      time.Duration     // to finish in when Run's context ends; 0: 10 s
	Backup     Backup            // how copies of the store are made; zero: none are
	// Erased is told of everyone who was erased, once it lasts; may be nil.
	Erased func(id string, at time.Time) error
}

// TelegramAPI is where the Bot API lives.
const TelegramAPI = "https://api.telegram.org"

// A Bot runs one practice's conversations. Make it with New; Run it once.
type Bot struct {
	o     Options
	log   *slog.Logger
	send  *client
	loop  *loop
	lanes *lanes
	pace  *pace
	poll  poller

	step     func(flows.Patient, flows.Event, time.Time) flows.Outcome // flows.Step
	words    words
	draw     func(messages.Picture) ([]byte, error) // messages.Picture.Draw
	me       int64                                  // our own account, once Telegram has told
	stop     context.CancelCauseFunc                // ends Run with an error
	hard     context.Context                        // ends when grace is over
	kill     context.CancelFunc                     // ends hard
	busy     atomic.Int64                           // pieces of work under way, for Idle
	served   atomic.Int64                           // when Telegram last took a message, by now
	ticks    sync.Mutex                             // one Tick at a time
	backup   sync.Mutex                             // one backup at a time
	ticker   string                                 // when Tick comes, as cron writes it
	program  string                                 // the version of this one, or ""
	asides   sync.WaitGroup                         // what is done beside the loop
	aside    chan struct{}                          // bounds it
	erasures chan erasure                           // to be told of beside the backups
	album    *album
	taps     taps
	limits   limits
	groups   farewells
	counts   counters
}

// New makes a bot. It calls nobody; Run does.
func New(o Options) *Bot {
	if o.API == "" {
		o.API = TelegramAPI
	}
	if o.Zone == "" {
		o.Zone = "Europe/Amsterdam"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Grace == 0 {
		o.Grace = 10 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	b := &Bot{
		o: o, log: withoutToken(o.Log, o.Token), lanes: newLanes(), pace: newPace(),
		step: flows.Step, words: newWords, draw: messages.Picture.Draw, aside: make(chan struct{}, 64),
		erasures: make(chan erasure, mostErasures),
		stop:     func(error) {}, ticker: everyMinute, program: revision(),
	}
	b.hard, b.kill = context.WithCancel(context.Background())
	b.album = newAlbum(b)
	b.send = b.newClient()
	b.loop = newLoop(b)
	b.poll = poller{b: b, client: b.newClient(), timeout: 50 * time.Second, caughtUp: make(chan struct{})}
	return b
}

// newClient makes a client with connections of its own.
func (b *Bot) newClient() *client {
	if b.o.HTTP != nil {
		return newClient(b.o.Token, b.o.API, b.o.HTTP)
	}
	return newClient(b.o.Token, b.o.API, newHTTP())
}

func (b *Bot) now() time.Time { return b.o.Now() }

// Run serves until ctx ends; then what was taken in is finished, for as long as
// Options.Grace at most, and Run returns nil. It returns ErrUnauthorized, and
// nothing else, when it can't go on. The store stays open.
func (b *Bot) Run(ctx context.Context) error {
	ctx, b.stop = context.WithCancelCause(ctx)
	defer b.stop(nil)
	defer b.kill()
	defer context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(b.o.Grace, b.kill)
		context.AfterFunc(b.hard, func() { timer.Stop() })
	})()

	loopDone, allTold := make(chan struct{}), make(chan struct{})
	go func() { defer close(loopDone); b.loop.run(b.hard) }()
	go func() { defer close(allTold); b.tellErased() }()
	b.serve(ctx)
	b.loop.close()
	<-loopDone
	close(b.erasures)
	select {
	case <-allTold:
	case <-b.hard.Done():
	}
	if cause := context.Cause(ctx); errors.Is(cause, ErrUnauthorized) {
		return ErrUnauthorized
	}
	return nil
}

// serve runs all that feeds the loop, until ctx ends, and winds it down in the
// order in which work flows.
func (b *Bot) serve(ctx context.Context) {
	me, err := b.connect(ctx)
	if err != nil {
		return
	}
	b.me = me
	if err := errors.Join(b.reindex(ctx), b.putBack(ctx)); err != nil {
		b.report(ctx, err)
		return
	}
	if err := b.wake(ctx, me); err != nil {
		return
	}
	b.log.Info("bot is running", "bot", me)
	var sender, side sync.WaitGroup
	sender.Go(func() { b.dispatch(ctx) })
	side.Go(func() { b.introduce(ctx) })
	side.Go(func() { b.keepTime(ctx) })
	b.poll.run(ctx)
	<-ctx.Done()
	b.album.close()
	side.Wait()
	sender.Wait()
	b.asides.Wait()
	b.flushCounts(b.hard)
}

// connect asks Telegram who we are, for as long as it takes: a machine may
// start before its network does.
func (b *Bot) connect(ctx context.Context) (id int64, err error) {
	wait := backoff{first: time.Second, most: time.Minute}
	for {
		raw, err := b.send.call(ctx, sendTimeout, "getMe", nil)
		if err == nil {
			return fieldsOf(raw).number("id"), nil
		}
		if b.fatal(err) || ctx.Err() != nil {
			return 0, err
		}
		b.log.Warn("telegram is out of reach", "error", err)
		if err := sleep(ctx, wait.next(err)); err != nil {
			return 0, err
		}
	}
}

// fatal ends Run when nothing can work any more.
func (b *Bot) fatal(err error) bool {
	if kindOfError(err) != unauthorized {
		return false
	}
	b.stop(ErrUnauthorized)
	return true
}

// wake brings what was left in the outbox back to life, and notices when the
// token belongs to another bot than before. A damaged position keeps nobody
// waiting: without an offset Telegram gives all that it has, and what we have
// had of that we know by its id.
func (b *Bot) wake(ctx context.Context, me int64) error {
	return b.loop.do(ctx, item{do: func(t *turn) error {
		pos, err := t.tx.Position()
		if errors.Is(err, store.ErrDamaged) {
			b.log.Warn("the position of the poll can't be read: it starts without", "error", err)
		} else if err != nil {
			return err
		}
		if pos.BotID != me {
			if pos.BotID != 0 {
				b.log.Warn("the token is another bot's: its updates are read from the start", "bot", me, "before", pos.BotID)
			}
			pos = store.Position{BotID: me}
			if err := t.tx.SetPosition(pos); err != nil {
				return err
			}
		}
		b.poll.start(t.tx, pos)
		return b.recover(t)
	}})
}

// Tick does what is due now. Cron calls it each minute; whoever moves the clock
// calls it too.
func (b *Bot) Tick(ctx context.Context) error {
	b.lanes.look()
	return b.tick(ctx)
}

// NextDue is when the next patient is due; false: nobody is.
func (b *Bot) NextDue() (at time.Time, ok bool) {
	_ = b.o.Store.View(func(tx *store.Tx) error {
		at, ok = tx.NextDue()
		return nil
	})
	return at, ok
}

// idleSoon is how long Idle waits for what our own pace holds up.
const idleSoon = 3 * time.Second

// Idle waits until nothing that was taken in is unhandled, and nothing can go
// out now. What Telegram has not handed over yet it can't know: ask Telegram
// first whether all updates were confirmed.
func (b *Bot) Idle(ctx context.Context) error {
	for b.busy.Load() > 0 || !b.lanes.idle(b.now().Add(idleSoon)) {
		if err := sleep(ctx, time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// beside runs fn in a goroutine of its own, not too many at once. It is for
// calls that nothing depends on.
func (b *Bot) beside(fn func(ctx context.Context)) {
	b.busy.Add(1)
	b.asides.Go(func() {
		defer b.busy.Add(-1)
		b.aside <- struct{}{}
		defer func() { <-b.aside }()
		defer b.survive("beside")
		fn(b.hard)
	})
}
