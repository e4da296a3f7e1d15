package sandbox

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// Failure is what goes wrong with one call. A zero field goes wrong in no way.
//
// The cases a sender must tell apart:
//
//	Refuse                  the request never left; nothing was sent
//	Drop                    the connection broke; nothing was sent, but the caller can't know
//	Drop and Taken          the connection broke after the message was taken
//	Status 429, RetryAfter  refused; nothing was sent
//	Status 502              a gateway's HTML page; nothing was sent
//	Status 502 and Taken    a gateway's HTML page, though the message was taken
type Failure struct {
	Refuse bool // the connection can't be made
	Drop   bool // the connection breaks instead of an answer
	Taken  bool // the call is carried out all the same

	Status      int    // the answer's status
	Description string // the answer's description; "" is the usual one
	RetryAfter  int    // seconds, with status 429
	Body        string // the answer's whole body in place of Telegram's JSON
	ContentType string // of Body; "" is text/html

	Delay  time.Duration // waits before the call is carried out
	Linger time.Duration // waits after it, before the answer
}

// errRefused is a connection that could not be made at all.
var errRefused error = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}

// errBroken is a connection that broke while the caller waited for an answer.
var errBroken error = &net.OpError{Op: "read", Net: "tcp", Err: errors.Join(syscall.ECONNRESET, io.ErrUnexpectedEOF)}

// SetFault sets the hook that is asked before each call what goes wrong with
// it; nil, from the hook or as the hook, is nothing. The hook runs without the
// server's lock and may use the server, and is asked about one call at a time,
// so it may keep a count.
func (s *Server) SetFault(fault func(Call) *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = fault
}

// failureOf asks the hook about a call.
func (s *Server) failureOf(c Call) *Failure {
	s.mu.Lock()
	fault := s.fault
	s.mu.Unlock()
	if fault == nil {
		return nil
	}
	s.asking.Lock()
	defer s.asking.Unlock()
	return fault(c)
}

// before is the part of a failure that comes ahead of the call: a connection
// that can't be made, or a wait.
func (f *Failure) before(ctx context.Context) error {
	if f == nil {
		return nil
	}
	if f.Refuse {
		return errRefused
	}
	if err := pause(ctx, f.Delay); err != nil {
		return err
	}
	if f.Drop && !f.Taken {
		return errBroken
	}
	return nil
}

// skips tells whether the call is not carried out.
func (f *Failure) skips() bool { return f.answers() && !f.Taken }

// answers tells whether the answer is the failure's own.
func (f *Failure) answers() bool { return f != nil && (f.Status != 0 || f.Body != "") }

// after is the part of a failure that follows the call.
func (f *Failure) after(ctx context.Context) error {
	if f == nil {
		return nil
	}
	if err := pause(ctx, f.Linger); err != nil {
		return err
	}
	if f.Drop {
		return errBroken
	}
	return nil
}

// reply is the answer that the failure puts in place of Telegram's.
func (f *Failure) reply() reply {
	status := or(f.Status, http.StatusOK)
	if f.Body != "" {
		return reply{status: status, header: map[string]string{"Content-Type": or(f.ContentType, "text/html")}, body: []byte(f.Body)}
	}
	if status == http.StatusBadGateway && f.Description == "" {
		return (&Failure{Status: status, Body: "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"}).reply()
	}
	usual := http.StatusText(status)
	if f.RetryAfter > 0 {
		usual += ": retry after " + strconv.Itoa(f.RetryAfter)
	}
	return failed(&apiError{Code: status, Description: or(f.Description, usual), RetryAfter: f.RetryAfter})
}

// pause waits, unless the caller goes away first.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
