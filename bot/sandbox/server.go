package sandbox

import (
	"cmp"
	"context"
	"encoding/json"
	"math/rand/v2"
	"sync"
	"time"
)

// Options are the settings of a Server. The zero value is a working server.
type Options struct {
	Token    string           // "" is DefaultToken
	BotID    int64            // 0 is the number in front of the token's colon
	BotName  string           // the bot's name as people see it; "" is "Back2Core"
	Username string           // "" is "back2core_bot"
	Now      func() time.Time // the server's clock; nil is time.Now
	Limits   *Limits          // nil is TelegramLimits
	Seed     uint64           // what ids are drawn from; the same seed draws the same ids
	Update   int              // the id of the first update; 0 is drawn

	// LongestPoll is how long a getUpdates may wait; 0 is Telegram's 50 seconds.
	// In weeks of virtual time nearly all that happens is a poll that ends.
	LongestPoll time.Duration

	// ReadsGroups switches the privacy mode off: the bot sees every message
	// of a group, not only commands, mentions and replies to itself.
	ReadsGroups bool
}

// DefaultToken is the token of a server that was not given one.
const DefaultToken = "424242:AAsandbox-token-that-is-worth-nothing"

// Server is a Bot API server and the Telegram behind it. It is an
// http.Handler; Client reaches it without sockets. It is safe for concurrent
// use.
type Server struct {
	token    string
	bot      User
	now      func() time.Time
	limits   Limits
	readsAll bool

	longestPoll time.Duration

	// mu guards everything below. It is held for computation only: whatever
	// waits (a long poll, a delay) lets go of it first.
	mu       sync.Mutex
	rand     *rand.Rand
	changed  chan struct{} // closed and replaced whenever anything changes
	revision int           // counts the changes of messages, for the phone's page
	fault    func(Call) *Failure
	asking   sync.Mutex // held while the hook is asked
	calls    []Call
	seq      int

	queue   updateQueue
	people  map[int64]*Person
	chats   map[int64]*chat
	lastID  int // the newest message id; private chats and groups share a counter
	taps    map[string]*Tap
	files   map[string]*File
	profile profile
	pace    pace
}

// New makes a server that knows nobody yet.
func New(o Options) *Server {
	s := &Server{
		token:       or(o.Token, DefaultToken),
		now:         o.Now,
		limits:      TelegramLimits,
		readsAll:    o.ReadsGroups,
		longestPoll: or(o.LongestPoll, longestPoll),
		rand:        rand.New(rand.NewPCG(o.Seed, 0x6b32636f7265)),
		changed:     make(chan struct{}),
		people:      map[int64]*Person{},
		chats:       map[int64]*chat{},
		taps:        map[string]*Tap{},
		files:       map[string]*File{},
		profile:     newProfile(),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if o.Limits != nil {
		s.limits = *o.Limits
	}
	s.bot = User{
		ID:        o.BotID,
		IsBot:     true,
		FirstName: or(o.BotName, "Back2Core"),
		Username:  or(o.Username, "back2core_bot"),
	}
	if s.bot.ID == 0 {
		s.bot.ID = idOfToken(s.token)
	}
	s.lastID = 1000 + s.rand.IntN(9000)
	s.queue = newUpdateQueue(cmp.Or(o.Update, s.randomUpdateID()))
	return s
}

// Token is what a bot must know to talk to this server.
func (s *Server) Token() string { return s.token }

// Bot is the bot's own account.
func (s *Server) Bot() User { return s.bot }

// Changed returns a channel that is closed at the next change of anything a
// person or a test can see. Ask for the channel first and look afterwards, so
// that no change is missed.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Await waits until the condition holds, looking again after each change.
func (s *Server) Await(ctx context.Context, condition func() bool) error {
	for {
		changed := s.Changed()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// touch wakes whoever waits for a change. The lock is held.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// mustJSON encodes values that are ours, which always can be.
func mustJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	return b
}

// or is the value, or its default when it is the zero value.
func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
