package sandbox

import (
	"embed"
	"net/http"
	"path"
	"sync"
)

//go:embed page
var pageFiles embed.FS

// Phone is a person's phone as a web page, with the clock beside it. It is
// meant for this machine only: it answers nobody else, and no other site.
//
// The page keeps one request open for as long as it is shown. A server that
// wants to stop ends it with the context of its requests.
type Phone struct {
	server *Server
	clock  *Clock
	hooks  Hooks
	mux    *http.ServeMux

	travelling sync.Mutex // held while the clock is moved

	// mu guards everything below.
	mu      sync.Mutex
	person  *Person
	busy    bool          // the clock is being moved
	changed chan struct{} // closed and replaced when person or busy changes
}

// NewPhone gives someone new a phone on which the bot can be met.
func NewPhone(s *Server, c *Clock, h Hooks) *Phone {
	p := &Phone{
		server:  s,
		clock:   c,
		hooks:   h,
		mux:     http.NewServeMux(),
		person:  s.Person(0, PersonOptions{}),
		changed: make(chan struct{}),
	}
	p.mux.HandleFunc("GET /{$}", p.servePage)
	p.mux.HandleFunc("GET /page/{file}", p.serveAsset)
	p.mux.HandleFunc("GET /events", p.serveEvents)
	p.mux.HandleFunc("GET /media/{id}", p.serveMedia)
	p.mux.HandleFunc("POST /do/{action}", p.serveAction)
	return p
}

// Person is whose phone it is now.
func (p *Phone) Person() *Person {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.person
}

// ServeHTTP answers the page and everything it asks for.
func (p *Phone) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !local(r) {
		http.Error(w, "this page is for its own machine only", http.StatusForbidden)
		return
	}
	protect(w.Header())
	p.mux.ServeHTTP(w, r)
}

func (p *Phone) servePage(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, pageFiles, "page/phone.html")
}

func (p *Phone) serveAsset(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, pageFiles, path.Join("page", r.PathValue("file")))
}

// update changes the phone's own state and wakes the page.
func (p *Phone) update(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	close(p.changed)
	p.changed = make(chan struct{})
}
