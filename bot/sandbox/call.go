package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// Call is one call of the bot: what it asked, and what it was told.
type Call struct {
	Seq    int       // counts all calls, from 1
	At     time.Time // by the server's clock
	Method string    // as the Bot API spells it where it is known
	Chat   int64     // 0 when the call is about no chat
	Params map[string]string
	Files  map[string]string // the names of uploaded files, by field

	// What came of it. Status is 0 while the call is under way and for a
	// connection that broke; Result holds the whole answer.
	Status int
	Result json.RawMessage
	Lost   bool
}

// OK tells whether the bot was told that the call succeeded.
func (c Call) OK() bool { return c.Status == 200 }

// Calls are the calls so far, in the order in which they came; with names,
// those of these methods only. A getUpdates that brought nothing is left out:
// twelve idle weeks are 145,000 of them.
func (s *Server) Calls(methods ...string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := make([]Call, 0, len(s.calls))
	for _, c := range s.calls {
		if len(methods) == 0 || slices.ContainsFunc(methods, func(m string) bool { return strings.EqualFold(m, c.Method) }) {
			calls = append(calls, c)
		}
	}
	return calls
}

// ForgetCalls empties the transcript.
func (s *Server) ForgetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}

// beginCall gives a call its number and time.
func (s *Server) beginCall(q *request) Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq++
	c := Call{Seq: s.seq, At: s.now(), Method: q.name, Chat: q.chatID(), Params: maps.Clone(q.params)}
	for field, file := range q.files {
		if c.Files == nil {
			c.Files = map[string]string{}
		}
		c.Files[field] = file.name
	}
	return c
}

// endCall writes the call and its outcome into the transcript.
func (s *Server) endCall(c Call, a reply) reply {
	c.Status, c.Result, c.Lost = a.status, a.body, a.lost != nil
	if strings.EqualFold(c.Method, "getUpdates") && string(a.body) == `{"ok":true,"result":[]}` {
		return a
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	s.touch()
	return a
}
