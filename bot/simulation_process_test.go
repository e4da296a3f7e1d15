package bot

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"back2core/messages"
	"back2core/store"
)

var simulatedPractice = messages.Practice{Name: "Praktijk", Phone: "010"}

// process is one run of the bot, from its start to its stop or kill. A kill is
// imitated: from that instant no transaction of the process commits and no call
// of it reaches Telegram. What it leaves is the file as it is.
type process struct {
	sim    *simulation
	store  *store.Store
	bot    *Bot
	cancel context.CancelFunc
	ended  chan error

	once sync.Once
	dead atomic.Bool
	end  time.Time // set before dead
}

var errKilled = errors.New("the process was killed")

// start runs a bot on the file as it is.
func (sim *simulation) start() {
	file, err := store.Open(sim.path, store.Options{Keys: testKeys, NoSync: true})
	if err == nil {
		err = sim.model.inDoubt(file)
	}
	if err != nil {
		sim.Fatal(err)
	}
	p := &process{sim: sim, store: file, ended: make(chan error, 1)}
	p.bot = New(Options{
		Token: sim.server.Token(), API: "http://sandbox", HTTP: door{p, sim.server.Client()}, Store: file,
		PracticeID: "practice", Practice: simulatedPractice, Now: sim.now,
		Log: slog.New(slog.NewTextHandler(&sim.log, &slog.HandlerOptions{Level: slog.LevelInfo})),
	})
	p.bot.step, p.bot.words, p.bot.draw, p.bot.loop.write = sim.model.step, numbered(newWords), sketch, p.write
	p.bot.poll.timeout, p.bot.ticker = longPoll, slowTicks
	var ctx context.Context
	ctx, p.cancel = context.WithCancel(context.Background())
	go func() { p.ended <- p.bot.Run(ctx) }()
	sim.process = p
}

// Nearly all that happens in twelve weeks is a poll that ends and a tick that
// wakes nobody. There are fewer of them here than in life.
const (
	longPoll  = time.Hour
	slowTicks = "*/7 * * * *"
)

// die is the kill; it may come from any goroutine, also the bot's own.
func (p *process) die() {
	p.once.Do(func() {
		p.end = time.Now()
		p.dead.Store(true)
		p.bot.kill()
		p.cancel()
		p.sim.died <- p
	})
}

// buried waits until nothing of a process that was killed or told to stop is
// left but its file.
func (p *process) buried() {
	p.cancel()
	if err := <-p.ended; err != nil {
		p.sim.Errorf("run: %v", err)
	}
	p.once.Do(func() {
		p.end = time.Now()
		p.dead.Store(true)
	})
	if err := p.store.Close(); err != nil {
		p.sim.Error(err)
	}
	p.sim.process = nil
}

// write is Store.Update on a disk that may fail, in a process that may be killed
// before a transaction lasts or right after it. A failing disk fails where bbolt
// would: after all was done in memory and before any of it lasts. What is not
// imitated is a half-written page; bbolt's two meta pages are for that, and the
// kill test kills real processes.
func (p *process) write(fn func(*store.Tx) error) error {
	m, sim := p.sim.model, p.sim
	if p.dead.Load() {
		return errKilled
	}
	m.begin()
	kill := killNowhere
	err := p.store.Update(func(tx *store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		chats, err := m.place(tx)
		if err != nil {
			return err
		}
		if err := sim.plans.disk(len(chats) > 0); err != nil {
			return err
		}
		for _, chat := range chats {
			if at := sim.plans.strike(chat, killBefore, killAfter); at != killNowhere {
				kill = at
			}
		}
		if kill == killBefore {
			p.die()
		}
		if p.dead.Load() {
			return errKilled
		}
		if sim.spoil != nil {
			return sim.spoil(tx)
		}
		return nil
	})
	if err != nil {
		return err
	}
	m.lasts()
	if kill == killAfter {
		p.die()
		return errKilled // nothing that comes after the commit is done
	}
	return nil
}

// door is the way of one process to Telegram.
type door struct {
	p    *process
	next Doer
}

func (d door) Do(r *http.Request) (*http.Response, error) {
	method := path.Base(r.URL.Path)
	form, err := formOf(r)
	if err != nil {
		return nil, err
	}
	if d.p.dead.Load() {
		return nil, errKilled
	}
	if !strings.HasPrefix(method, "send") && !strings.HasPrefix(method, "edit") {
		resp, err := d.next.Do(r)
		if d.p.dead.Load() {
			return nil, errKilled
		}
		return resp, err
	}
	chat, _ := strconv.ParseInt(form.Get("chat_id"), 10, 64)
	n, edit := numberIn(cmp.Or(form.Get("text"), form.Get("caption"))), strings.HasPrefix(method, "edit")
	kill := d.p.sim.plans.strike(chat, killUnsent, killUnwritten)
	if kill == killUnsent {
		d.p.die()
		return nil, errKilled
	}
	if method != "editMessageReplyMarkup" {
		d.p.sim.model.calls(n, chat, edit, cmp.Or(form.Get("text"), form.Get("caption")))
	}
	resp, err := d.next.Do(r)
	d.p.sim.ring(chat)
	if kill == killUnwritten {
		d.p.die()
	}
	if d.p.dead.Load() {
		resp, err = nil, errKilled
	}
	return d.came(resp, err, n, chat, edit)
}

// came reads what came back for a message and tells the model.
func (d door) came(resp *http.Response, err error, n int, chat int64, edit bool) (*http.Response, error) {
	m := d.p.sim.model
	var answer struct {
		OK          bool
		Code        int `json:"error_code"`
		Description string
		Result      struct {
			ID int `json:"message_id"`
		}
	}
	if err == nil {
		body, _ := io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(bytes.NewReader(body))
		_ = json.Unmarshal(body, &answer)
	}
	if answer.Code == http.StatusForbidden {
		m.forbids(chat)
	}
	if answer.Code == http.StatusBadRequest && !alreadySo(answer.Description) {
		d.p.sim.Errorf("telegram refuses a call: %s", answer.Description)
	}
	if edit {
		if answer.OK {
			m.edited(n)
		}
		return resp, err
	}
	message := 0
	if answer.OK {
		message = answer.Result.ID
	}
	definite := errors.Is(err, syscall.ECONNREFUSED) || answer.Code == http.StatusTooManyRequests
	m.came(n, d.p, message, definite)
	return resp, err
}

// tail is the end of a log.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.b = append(t.b, p...); len(t.b) > 1<<16 {
		t.b = bytes.Clone(t.b[len(t.b)-1<<15:])
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}

// chance is true with a probability.
func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

// upTo is a random time, shorter than d and longer than nothing.
func upTo(r *rand.Rand, d time.Duration) time.Duration { return 1 + time.Duration(r.Int64N(int64(d))) }
