package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
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

	// mu guards everything below. It is held for computation only: whatever
	// waits (a long poll, a delay) lets go of it first.
	mu       sync.Mutex
	rand     *rand.Rand
	changed  chan struct{} // closed and replaced whenever anything changes
	revision int           // counts the changes of messages, for the phone's page
	fault    func(Call) *Failure
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
		token:    or(o.Token, DefaultToken),
		now:      o.Now,
		limits:   TelegramLimits,
		readsAll: o.ReadsGroups,
		rand:     rand.New(rand.NewPCG(o.Seed, 0x6b32636f7265)),
		changed:  make(chan struct{}),
		people:   map[int64]*Person{},
		chats:    map[int64]*chat{},
		taps:     map[string]*Tap{},
		files:    map[string]*File{},
		profile:  newProfile(),
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
	s.queue = newUpdateQueue(s.randomUpdateID())
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

// ServeHTTP answers the Bot API's paths: /bot<token>/<method> and
// /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.answer(r)
	if a.lost != nil {
		// The connection breaks without a word, as the fault asked for.
		panic(http.ErrAbortHandler)
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// reply is what goes back over the wire, or the error of a connection that
// broke before anything did.
type reply struct {
	status int
	header map[string]string
	body   []byte
	lost   error
}

// answer takes one HTTP request from its path to its reply.
func (s *Server) answer(r *http.Request) reply {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		return s.download(path)
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	if !ok {
		return failed(errMethodNotFound)
	}
	token, name, ok := strings.Cut(path, "/")
	if !ok {
		return failed(errMethodNotFound)
	}
	if token != s.token {
		return failed(errUnauthorized)
	}
	return s.serveCall(r, name)
}

// method is one method of the Bot API. It is called with the lock held.
type method func(*Server, *request) (any, error)

// methods are the methods that are imitated, by their names in lower case:
// Telegram does not look at the case of a method's name. getUpdates is not
// among them, because it waits.
var methods = map[string]method{
	"getme":                  (*Server).getMe,
	"deletewebhook":          (*Server).deleteWebhook,
	"getwebhookinfo":         (*Server).getWebhookInfo,
	"sendmessage":            (*Server).sendMessage,
	"sendphoto":              (*Server).sendPhoto,
	"sendanimation":          (*Server).sendAnimation,
	"senddocument":           (*Server).sendDocument,
	"sendchataction":         (*Server).sendChatAction,
	"editmessagetext":        (*Server).editMessageText,
	"editmessagecaption":     (*Server).editMessageCaption,
	"editmessagereplymarkup": (*Server).editMessageReplyMarkup,
	"deletemessage":          (*Server).deleteMessage,
	"answercallbackquery":    (*Server).answerCallbackQuery,
	"getfile":                (*Server).getFile,
	"getchat":                (*Server).getChat,
	"leavechat":              (*Server).leaveChat,
	"setmycommands":          (*Server).setMyCommands,
	"getmycommands":          (*Server).getMyCommands,
	"deletemycommands":       (*Server).deleteMyCommands,
	"setmyname":              (*Server).setMyName,
	"getmyname":              (*Server).getMyName,
	"setmydescription":       (*Server).setMyDescription,
	"getmydescription":       (*Server).getMyDescription,
	"setmyshortdescription":  (*Server).setMyShortDescription,
	"getmyshortdescription":  (*Server).getMyShortDescription,
	"setchatmenubutton":      (*Server).setChatMenuButton,
	"getchatmenubutton":      (*Server).getChatMenuButton,
}

// serveCall carries out one call, with whatever fault was ordered for it.
func (s *Server) serveCall(r *http.Request, name string) reply {
	q, err := readRequest(r, name)
	if err != nil {
		return failed(err)
	}
	if q.unknown() {
		return failed(errMethodNotFound)
	}
	c := s.beginCall(q)
	f := s.failureOf(c)
	if lost := f.before(r.Context()); lost != nil {
		return s.endCall(c, reply{lost: lost})
	}
	if f.skips() {
		return s.endCall(c, f.reply())
	}
	a := s.carryOut(r.Context(), q)
	if lost := f.after(r.Context()); lost != nil {
		a = reply{lost: lost}
	} else if f.answers() {
		a = f.reply()
	}
	return s.endCall(c, a)
}

// carryOut runs the method itself.
func (s *Server) carryOut(ctx context.Context, q *request) reply {
	if q.method == "getupdates" {
		result, err := s.getUpdates(ctx, q)
		return resultOrError(result, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	q.now = s.now()
	result, err := methods[q.method](s, q)
	s.touch()
	return resultOrError(result, err)
}

// resultOrError puts a method's outcome into Telegram's envelope.
func resultOrError(result any, err error) reply {
	if err != nil {
		return failed(err)
	}
	return envelope(http.StatusOK, map[string]any{"ok": true, "result": result})
}

// failed is the envelope of a refusal.
func failed(err error) reply {
	var e *apiError
	if !errors.As(err, &e) {
		return reply{lost: err} // the caller went away
	}
	body := map[string]any{"ok": false, "error_code": e.Code, "description": e.Description}
	parameters := map[string]any{}
	if e.RetryAfter > 0 {
		parameters["retry_after"] = e.RetryAfter
	}
	if e.MigrateTo != 0 {
		parameters["migrate_to_chat_id"] = e.MigrateTo
	}
	if len(parameters) > 0 {
		body["parameters"] = parameters
	}
	return envelope(e.Code, body)
}

func envelope(status int, body map[string]any) reply {
	return reply{
		status: status,
		header: map[string]string{"Content-Type": "application/json"},
		body:   mustJSON(body),
	}
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
