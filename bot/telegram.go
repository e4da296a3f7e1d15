package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Doer makes HTTP requests. *http.Client is one, and so is the sandbox.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// client speaks to the Bot API through the library's MakeRequest and UploadFiles,
// which are all that we use of it. It adds what the library lacks: a context, errors that say
// what is known of the request's fate, and errors without the token in them.
type client struct {
	api   tgbotapi.BotAPI // copied for each call; it holds no state of its own
	http  Doer
	token string
}

// quiet keeps the library's own log, a global that prints addresses with the
// token in them, out of ours.
type quiet struct{}

func (quiet) Println(...any)        {}
func (quiet) Printf(string, ...any) {}

var quieten = sync.OnceFunc(func() { _ = tgbotapi.SetLogger(quiet{}) })

// newClient makes a client without any call: the library's constructors ask
// getMe at once, so that a machine without a network could not start.
func newClient(token, base string, doer Doer) *client {
	quieten()
	c := &client{api: tgbotapi.BotAPI{Token: token}, http: doer, token: token}
	base = strings.TrimRight(base, "/")
	c.api.SetAPIEndpoint(strings.ReplaceAll(base, "%", "%%") + "/bot%s/%s")
	return c
}

// params are the parameters of a method. Objects are JSON (see asJSON).
type params = tgbotapi.Params

// asJSON encodes an object for params.
func asJSON(v any) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // only our own plain structs come here
	}
	return strings.TrimSpace(out.String())
}

// call makes one request and gives back its result. Any error is a *callError.
func (c *client) call(ctx context.Context, limit time.Duration, method string, p params) (json.RawMessage, error) {
	return c.made(ctx, limit, method, func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return api.MakeRequest(method, p)
	})
}

// A file is what an upload holds: the field it is for, its name and its bytes.
type file struct {
	field, name string
	data        []byte
}

// upload is call with a file.
func (c *client) upload(ctx context.Context, limit time.Duration, method string, p params, f file) (json.RawMessage, error) {
	return c.made(ctx, limit, method, func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		data := tgbotapi.FileBytes{Name: f.name, Bytes: f.data}
		return api.UploadFiles(method, p, []tgbotapi.RequestFile{{Name: f.field, Data: data}})
	})
}

func (c *client) made(ctx context.Context, limit time.Duration, method string, request func(*tgbotapi.BotAPI) (*tgbotapi.APIResponse, error)) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	trip := &trip{ctx: ctx, http: c.http}
	api := c.api
	api.Client = trip
	answer, err := request(&api)
	if err == nil {
		return answer.Result, nil
	}
	return nil, c.explain(method, trip, err)
}

// explain says what an error of the library means for whoever made the call.
func (c *client) explain(method string, t *trip, err error) *callError {
	out := &callError{method: method, kind: unsent, cause: c.redact(err)}
	if t.written.Load() {
		out.kind = ambiguous
	}
	if t.status != 0 {
		out.kind, out.code = ambiguous, t.status
	}
	if t.status == http.StatusRequestEntityTooLarge { // a gateway's; nobody read it
		out.kind = refused
	}
	var said *tgbotapi.Error
	if errors.As(err, &said) {
		out.code, out.cause = said.Code, nil
		if out.code == 0 { // UploadFiles drops it; Telegram's status says the same
			out.code = t.answered
		}
		out.description = said.Message
		out.retryAfter = time.Duration(said.RetryAfter) * time.Second
		out.migratedTo = said.MigrateToChatID
		out.kind = kindOf(out)
	}
	return out
}

// redact takes the address of the request, and with it the token, out of an
// error of net/http or net/url.
func (c *client) redact(err error) error {
	var at *url.Error
	for errors.As(err, &at) {
		err = at.Err
	}
	if c.token != "" && strings.Contains(err.Error(), c.token) {
		return errors.New(strings.ReplaceAll(err.Error(), c.token, "[token]"))
	}
	return err
}

// A trip is one request on its way. It gives the library the context it has no
// parameter for, and remembers how far the request came.
type trip struct {
	ctx     context.Context
	http    Doer
	written atomic.Bool // the request left in full: it may have been obeyed

	answered int // the status of any answer
	status   int // of an answer that was no answer of the Bot API
}

// Do implements the library's HTTPClient.
func (t *trip) Do(r *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{
		WroteRequest: func(w httptrace.WroteRequestInfo) {
			if w.Err == nil {
				t.written.Store(true)
			}
		},
	}
	resp, err := t.http.Do(r.WithContext(httptrace.WithClientTrace(t.ctx, trace)))
	if err != nil {
		if r.Body != nil {
			r.Body.Close() // or else UploadFiles writes into its pipe for ever
		}
		return nil, err
	}
	t.written.Store(true)
	t.answered = resp.StatusCode
	if !strings.Contains(resp.Header.Get("Content-Type"), "json") {
		t.status = resp.StatusCode
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16))
		resp.Body.Close()
		return nil, fmt.Errorf("status %d with an answer that is not JSON", resp.StatusCode)
	}
	resp.Body = bounded{io.LimitReader(resp.Body, longestAnswer), resp.Body}
	return resp, nil
}

// longestAnswer is how much of an answer is read, in bytes; the library would
// read on for ever. It is many times what a hundred updates take.
const longestAnswer = 32 << 20

// bounded is a body that ends early.
type bounded struct {
	io.Reader
	io.Closer
}

// newHTTP is the client for real networks. HTTP/1.1, so that a connection that
// stalls holds up one call and not all of them.
func newHTTP() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Protocols = new(http.Protocols)
	transport.Protocols.SetHTTP1(true)
	transport.ForceAttemptHTTP2 = false
	transport.TLSNextProto = nil
	transport.MaxIdleConnsPerHost = 64
	return &http.Client{
		Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // the token goes nowhere else
		},
	}
}
