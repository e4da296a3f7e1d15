package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
)

// Client reaches the server without sockets: a request is served in the
// goroutine that makes it. That is what a testing/synctest bubble needs, for
// time in a bubble does not move while anyone waits for a network.
//
// The host of the address does not matter. Errors come wrapped as
// http.Client wraps them, with the address and so the token in their text.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: transport{s}}
}

type transport struct{ server *Server }

// RoundTrip serves the request and reports to its httptrace what a real
// transport would, so that a caller can tell a request that never left from
// one whose answer was lost.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		// Whoever writes the body through a pipe is let go, even when the
		// call failed before it was read.
		defer func() { _ = r.Body.Close() }()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	a := t.server.answer(r)
	if a.lost != nil {
		if a.lost != errRefused {
			traceSent(r)
		}
		return nil, a.lost
	}
	traceSent(r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return response(r, a), nil
}

func traceSent(r *http.Request) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

// response is a reply as an HTTP client sees it.
func response(r *http.Request, a reply) *http.Response {
	header := http.Header{}
	for name, value := range a.header {
		header.Set(name, value)
	}
	return &http.Response{
		Status:        http.StatusText(a.status),
		StatusCode:    a.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        header,
		Body:          io.NopCloser(bytes.NewReader(a.body)),
		ContentLength: int64(len(a.body)),
		Request:       r,
	}
}
