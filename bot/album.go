package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// An album knows of every picture whether Telegram has it: then its file id is
// sent, and else the picture itself, once. Pictures are drawn when they are first
// asked for, one at a time, and by nobody who serves a chat: a chat whose
// picture is being drawn, or is under way to Telegram with another chat, waits
// without holding up anyone, and is fed when there is news. It waits for
// pictureWait at most, and not at all for a picture that could not be had just
// before: then the words go.
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
	data    []byte    // drawn, and not with Telegram yet
	asked   bool      // is wanted, or being drawn
	lent    bool      // is under way to Telegram
	since   time.Time // it is being drawn, or under way, since then
	words   time.Time // it could not be had: until then it is told in words
	waiting map[string]rank
}

// A shot is the picture of one message. The methods take nil for none.
type shot struct {
	file   string
	moves  bool
	fileID string // as Telegram knows it
	data   []byte // what goes up, where Telegram does not have it
	digest string
}

// pictureWait is how long an answer waits for its picture.
const pictureWait = 10 * time.Second

// How long a picture is told in words that did not arrive, or that could not be
// drawn or was refused. Then it is tried again: what was wrong may be mended.
const (
	wordsWhenLate    = 10 * time.Minute
	wordsWhenRefused = time.Hour
)

func newAlbum(b *Bot) *album { return &album{b: b, pages: map[string]*page{}} }

// pictured tells whether a message goes with a picture.
func pictured(m store.Message) bool {
	return m.Kind == store.Send && m.Reply.Figure != "" && !m.Plain && m.Pictures != flows.PicturesWords
}

// take gives the picture that goes with a message, nil for none, or says when to
// ask again. What was taken must be given back.
func (a *album) take(m store.Message, now time.Time) (s *shot, again time.Time) {
	if !pictured(m) {
		return nil, time.Time{}
	}
	picture, err := messages.PictureOf(m.Reply.Figure, m.Pictures)
	if err != nil {
		return nil, time.Time{} // which shows when it is told in words
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
	case p.fileID != "":
		return &shot{file: file, moves: picture.Moves, fileID: p.fileID}, time.Time{}
	case now.Before(p.words):
		return nil, time.Time{}
	case p.data != nil && !p.lent:
		p.lent, p.since = true, now
		return &shot{file: file, moves: picture.Moves, data: p.data, digest: p.digest}, time.Time{}
	case !p.asked && !p.lent:
		p.since = now
		a.want(file)
	}
	if again = p.since.Add(pictureWait); !again.After(now) {
		return nil, time.Time{}
	}
	p.waiting[m.Address] = rankOf(m)
	return nil, again
}

// give takes a shot back, with the file id where Telegram has it now. A drawing
// that didn't arrive is drawn again: most are kept.
func (a *album) give(s *shot) {
	if s == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.pages[s.file]
	if s.uploads() {
		p.fileID, p.data, p.lent = s.fileID, nil, false
	}
	a.tell(p)
}

// fails has a picture told in words for a while.
func (a *album) fails(file string, until time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pages[file].words = until
}

// forget drops a file id that Telegram doesn't know.
func (a *album) forget(s *shot) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pages[s.file].fileID = "" // one that another chat uploaded meanwhile is noted
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
		fileID, data, err := a.b.find(file, p.picture)
		a.mu.Lock()
		if p.fileID, p.data, p.digest, p.asked = fileID, data, digestOf(data), false; err != nil {
			a.b.lacks(file, err)
			p.words = a.b.now().Add(wordsWhenRefused)
		}
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

// find gives the file id of a picture if Telegram has it as it is drawn now, and
// else its drawing. The program that it was drawn by draws the same again.
func (b *Bot) find(file string, picture messages.Picture) (fileID string, data []byte, err error) {
	kept, err := b.kept(file)
	if err != nil {
		b.log.Error("what is known of a picture can't be read", "picture", file, "error", err)
	}
	if kept.Bot != b.me {
		kept = upload{}
	}
	if kept.FileID != "" && kept.Program != "" && kept.Program == b.program {
		return kept.FileID, nil, nil
	}
	data, err = b.drawn(picture)
	if err != nil || kept.FileID == "" || kept.Digest != digestOf(data) {
		return "", data, err
	}
	if kept.Program = b.program; b.program != "" {
		_ = b.note(b.hard, noteOfPicture(file), []byte(asJSON(kept))) // or else it is drawn once more
	}
	return kept.FileID, nil, nil
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
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
