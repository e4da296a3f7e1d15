package sandbox

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

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
