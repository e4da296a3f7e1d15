package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

const (
	gather    = 30 * time.Millisecond // changes that come together travel together
	heartbeat = 15 * time.Second      // keeps the connection, and tells of what is due next
)

// serveEvents keeps the page up to date: everything first, then whatever
// changes, as server-sent events. A page that lost its connection gets
// everything anew.
func (p *Phone) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // the server's own is for short answers

	var last seen
	for {
		server, clock, own := p.server.Changed(), p.clock.Moved(), p.ownChanges()
		v, now := p.view(last)
		if _, err := fmt.Fprintf(w, "data: %s\n\n", mustJSON(v)); err != nil || out.Flush() != nil {
			return
		}
		last = now
		select {
		case <-server:
		case <-clock:
		case <-own:
		case <-time.After(heartbeat):
		case <-r.Context().Done():
			return
		}
		if pause(r.Context(), gather) != nil {
			return
		}
	}
}

func (p *Phone) ownChanges() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}
