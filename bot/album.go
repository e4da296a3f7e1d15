package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// An album knows of every picture whether Telegram has it: then its file id is
// sent, and else the picture itself, once. Pictures are drawn when they are first
// asked for, one at a time, and by nobody who serves a chat: a chat whose
// picture is being drawn, or is under way to Telegram with another chat, waits
// without holding up anyone, and is fed when there is news.
type album struct {
	b *Bot

	mu      sync.Mutex
	pages   map[string]*page // by the name of the file
	wanted  []string         // to be drawn, in this order
	drawing bool
	closed  bool
}

// A page is what is known of one picture.
type page struct {
	picture messages.Picture
	fileID  string
	digest  string
	data    []byte // drawn, and not with Telegram yet
	asked   bool   // is wanted, or being drawn
	lent    bool   // is under way to Telegram
	failed  bool   // can't be drawn
	waiting map[string]rank
}

// A shot is how one message shows its picture.
type shot struct {
	message uint64
	file    string // "": not at all
	moves   bool
	fileID  string // "": data goes
	data    []byte
	digest  string
}

func newAlbum(b *Bot) *album { return &album{b: b, pages: map[string]*page{}} }

// pictured tells whether a message goes with a picture.
func pictured(m store.Message) bool {
	return m.Kind == store.Send && m.Reply.Figure != "" && !m.Plain && m.Pictures != flows.PicturesWords
}

// take gives what goes with a message; false: not yet. What was taken must be
// given back.
func (a *album) take(m store.Message) (*shot, bool) {
	s := &shot{message: m.ID}
	if !pictured(m) {
		return s, true
	}
	picture, err := messages.PictureOf(m.Reply.Figure, m.Pictures)
	if err != nil {
		a.b.lacks(m.Reply.Figure, err)
		return s, true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	file := picture.File()
	p := a.pages[file]
	if p == nil {
		p = &page{picture: picture, waiting: map[string]rank{}}
		a.pages[file] = p
	}
	switch {
	case p.failed:
		return s, true
	case p.fileID == "" && (p.data == nil || p.lent):
		p.waiting[m.Address] = rankOf(m)
		if !p.asked && !p.lent {
			a.want(file)
		}
		return nil, false
	}
	s.file, s.moves, s.fileID, s.data, s.digest = file, picture.Moves, p.fileID, p.data, p.digest
	p.lent = s.fileID == ""
	return s, true
}

// give takes a shot back, with the file id where Telegram has it now. A drawing
// that didn't arrive is drawn again: most are kept.
func (a *album) give(s *shot) {
	if s.file == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.pages[s.file]
	if s.data != nil {
		p.fileID, p.data, p.lent = s.fileID, nil, false
	}
	a.tell(p)
}

// forget drops a file id that Telegram doesn't know.
func (a *album) forget(s *shot) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.pages[s.file]; p.fileID == s.fileID {
		p.fileID = ""
	}
}

// tell has the chats that wait for a picture looked at.
func (a *album) tell(p *page) {
	for address, r := range p.waiting {
		a.b.lanes.feed(address, r)
	}
	clear(p.waiting)
}

// want has a picture drawn. The lock is held.
func (a *album) want(file string) {
	a.pages[file].asked = true
	a.wanted = append(a.wanted, file)
	if a.drawing {
		return
	}
	a.drawing = true
	a.b.busy.Add(1)
	a.b.asides.Go(a.draw)
}

// draw draws what is wanted until there is nothing more.
func (a *album) draw() {
	defer a.b.busy.Add(-1)
	for {
		file, p := a.next()
		if p == nil {
			return
		}
		found := a.b.find(file, p.picture)
		a.mu.Lock()
		p.fileID, p.data, p.digest, p.failed, p.asked = found.fileID, found.data, found.digest, found.failed, false
		a.tell(p)
		a.mu.Unlock()
	}
}

func (a *album) next() (string, *page) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed || len(a.wanted) == 0 {
		a.drawing = false
		return "", nil
	}
	file := a.wanted[0]
	a.wanted = a.wanted[1:]
	return file, a.pages[file]
}

// close ends the drawing. What waits for it waits in the outbox.
func (a *album) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
}

// find looks whether Telegram has a picture as it is drawn now, and else draws
// it. The program that it was drawn by draws the same again.
func (b *Bot) find(file string, picture messages.Picture) (p page) {
	kept, err := b.kept(file)
	if err != nil {
		b.log.Error("what is known of a picture can't be read", "picture", file, "error", err)
	}
	if kept.Bot != b.me {
		kept = upload{}
	}
	if kept.FileID != "" && kept.Program != "" && kept.Program == b.program {
		return page{fileID: kept.FileID, digest: kept.Digest}
	}
	data, err := b.drawn(picture)
	if err != nil {
		b.lacks(file, err)
		return page{failed: true}
	}
	sum := sha256.Sum256(data)
	digest := hex.EncodeToString(sum[:])
	if kept.FileID == "" || kept.Digest != digest {
		return page{data: data, digest: digest}
	}
	if kept.Program = b.program; b.program != "" {
		_ = b.note(b.hard, noteOfPicture(file), []byte(asJSON(kept))) // or else it is drawn once more
	}
	return page{fileID: kept.FileID, digest: digest}
}

// drawn is a picture; a panic is an error.
func (b *Bot) drawn(p messages.Picture) (data []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %s", described(r))
		}
	}()
	return b.draw(p)
}

// lacks has an operator see that a picture can't be shown: its words go instead.
func (b *Bot) lacks(picture string, err error) {
	b.count("picture.failed")
	b.log.Error("a picture can't be drawn: it is told in words", "picture", picture, "error", err)
}
