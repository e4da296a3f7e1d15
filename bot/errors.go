package bot

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"back2core/store"
)

// ErrUnauthorized ends Run: the token is wrong or was revoked.
var ErrUnauthorized = errors.New("telegram does not know this token (401): check TELEGRAM_TOKEN")

// A kind is what is known of a call that failed, and so what may be done next.
type kind int

const (
	unsent       kind = iota // nothing was sent: safe to try again
	ambiguous                // it may have been obeyed; the answer never came
	limited                  // 429: wait as long as it says
	forbidden                // this person can't be reached any more
	migrated                 // the chat has another id now
	refused                  // 400: the request is wrong; trying again is useless
	conflict                 // 409: somebody else polls with this token
	unauthorized             // 401
)

// callError is a call of the Bot API that failed. Its text holds no token and
// nothing a patient wrote.
type callError struct {
	method      string
	kind        kind
	code        int
	description string // Telegram's own words; may quote ours
	retryAfter  time.Duration
	migratedTo  int64
	cause       error
}

func (e *callError) Error() string {
	switch {
	case e.cause != nil:
		return fmt.Sprintf("%s: %v", e.method, e.cause)
	default:
		return fmt.Sprintf("%s: %d %s", e.method, e.code, unquoted(e.description))
	}
}

func (e *callError) Unwrap() error { return e.cause }

// kindOf reads what Telegram answered.
func kindOf(e *callError) kind {
	switch {
	case e.retryAfter > 0 || e.code == http.StatusTooManyRequests:
		return limited
	case e.migratedTo != 0:
		return migrated
	case e.code == http.StatusUnauthorized,
		e.code == http.StatusNotFound && e.method == "getMe":
		return unauthorized
	case e.code == http.StatusForbidden, unreachable(e.description):
		return forbidden
	case e.code == http.StatusConflict:
		return conflict
	case e.code >= 500:
		return ambiguous
	default:
		return refused
	}
}

// unreachable recognises what Telegram says, with code 400, of a person who is
// gone.
func unreachable(description string) bool {
	d := strings.ToLower(description)
	return strings.Contains(d, "chat not found") || strings.Contains(d, "user not found") ||
		strings.Contains(d, "peer_id_invalid") || strings.Contains(d, "user is deactivated")
}

// alreadySo: the edit is not needed, or there is nothing left to edit.
func alreadySo(description string) bool {
	return strings.Contains(description, "message is not modified") || goneMessage(description)
}

// goneMessage: the message to edit does not exist any more, or never will be
// editable.
func goneMessage(description string) bool {
	return strings.Contains(description, "message to edit not found") ||
		strings.Contains(description, "message can't be edited") ||
		strings.Contains(description, "MESSAGE_ID_INVALID")
}

// unknownFile: the file id is none, or none of ours.
func unknownFile(description string) bool {
	d := strings.ToLower(description)
	return strings.Contains(d, "file identifier") || strings.Contains(d, "file_id") || strings.Contains(d, "file_reference")
}

// otherKind: what is edited is a caption and not a text, or the other way round.
func otherKind(m store.Message, description string) bool {
	if m.Caption {
		return strings.Contains(description, "no caption in the message to edit")
	}
	return strings.Contains(description, "no text in the message to edit")
}

// unquoted leaves out what stands between quotes: Telegram quotes the message
// when it can't parse it, and that may hold a patient's words.
func unquoted(description string) string {
	var out strings.Builder
	for i, part := range strings.Split(description, `"`) {
		if i%2 == 0 {
			out.WriteString(part)
		} else {
			out.WriteString(`"…"`)
		}
	}
	s := out.String()
	if len(s) > 160 {
		s = strings.ToValidUTF8(s[:160], "") + "…"
	}
	return s
}

// kindOfError is the kind of any error: what is not from a call was not sent.
func kindOfError(err error) kind {
	var call *callError
	if errors.As(err, &call) {
		return call.kind
	}
	return unsent
}
