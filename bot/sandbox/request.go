package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxUpload is the largest request that is read; larger ones are refused as
// Telegram's front end does.
const maxUpload = 52 << 20

// request is one call of a method: its parameters, whichever way they came.
type request struct {
	method string // in lower case
	name   string // as the caller spelled it
	params map[string]string
	files  map[string]upload
	now    time.Time // the server's time, set when the call is carried out
}

// upload is a file that came with a multipart request.
type upload struct {
	name string
	mime string
	data []byte
}

// readRequest collects the parameters of the query string and of a form, JSON
// or multipart body.
func readRequest(r *http.Request, name string) (*request, error) {
	q := &request{
		method: strings.ToLower(name),
		name:   name,
		params: map[string]string{},
		files:  map[string]upload{},
	}
	for key, values := range r.URL.Query() {
		q.params[key] = values[0]
	}
	if r.Body == nil {
		return q, nil
	}
	if r.ContentLength > maxUpload {
		return nil, errTooLarge
	}
	kind, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body := http.MaxBytesReader(nil, r.Body, maxUpload)
	switch kind {
	case "application/json":
		return q, bodyError(q.readJSON(body))
	case "multipart/form-data":
		return q, bodyError(q.readMultipart(multipart.NewReader(body, options["boundary"])))
	default:
		return q, bodyError(q.readForm(r, body))
	}
}

// bodyError tells a body that is too large, or no body of its kind, from a
// caller who went away in the middle of it.
func bodyError(err error) error {
	var large *http.MaxBytesError
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return errTooLarge
	case errors.As(err, &syntax), errors.Is(err, errNotObject):
		return badRequest("can't parse JSON object")
	default:
		return err
	}
}

func (q *request) readForm(r *http.Request, body io.ReadCloser) error {
	r.Body = body
	if err := r.ParseForm(); err != nil {
		return err
	}
	for key, values := range r.PostForm {
		q.params[key] = values[0]
	}
	return nil
}

var errNotObject = errors.New("not a JSON object")

// readJSON takes strings as they are and everything else in its JSON form,
// which is how the same values travel in a form.
func (q *request) readJSON(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return errNotObject
	}
	for key, value := range fields {
		var text string
		if json.Unmarshal(value, &text) == nil && string(value) != "null" {
			q.params[key] = text
		} else {
			q.params[key] = string(value)
		}
	}
	return nil
}

func (q *request) readMultipart(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			q.params[part.FormName()] = string(data)
			continue
		}
		q.files[part.FormName()] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
	}
}

// unknown tells whether no such method is imitated.
func (q *request) unknown() bool {
	_, known := methods[q.method]
	return !known && q.method != "getupdates"
}

// number reads an integer the way Telegram does: what is missing is the
// default, what lies outside the bounds is moved to them.
func (q *request) number(key string, otherwise, low, high int) int {
	n, err := strconv.Atoi(q.params[key])
	if q.params[key] == "" {
		n = otherwise
	} else if err != nil {
		n = 0
	}
	return min(max(n, low), high)
}

// flag reads a boolean; Telegram takes these three spellings for true.
func (q *request) flag(key string) bool {
	switch strings.ToLower(q.params[key]) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// chatID reads the chat that a call is about; 0 when there is none.
func (q *request) chatID() int64 {
	id, _ := strconv.ParseInt(q.params["chat_id"], 10, 64)
	return id
}

// idOfToken is the bot's account number, which stands before the colon.
func idOfToken(token string) int64 {
	number, _, _ := strings.Cut(token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 424242
	}
	return id
}
