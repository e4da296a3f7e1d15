package bot

import (
	"encoding/json"
	"time"

	"back2core/store"
)

// An upload is what is noted of a picture that Telegram has. A file id is worth
// something to one bot only, and only as long as the picture is drawn like that.
type upload struct {
	Bot     int64  `json:"bot"`
	Digest  string `json:"digest"`
	Program string `json:"program,omitempty"` // the version that drew it
	FileID  string `json:"file_id"`
}

// noteOfPicture is the note of a picture. It tells of no patient: what is drawn
// is drawn for all.
func noteOfPicture(file string) string { return "picture " + file }

// kept is what is noted of a picture.
func (b *Bot) kept(file string) (u upload, err error) {
	err = b.o.Store.View(func(tx *store.Tx) error {
		u = uploadOf(tx, file)
		return nil
	})
	return u, err
}

// uploadOf is what is noted of a picture; nothing if there is no note, or none that
// can be read.
func uploadOf(tx *store.Tx, file string) (u upload) {
	if note, ok := tx.Note(noteOfPicture(file)); ok && json.Unmarshal(note, &u) != nil {
		return upload{}
	}
	return u
}

// uploaded notes that Telegram has a picture.
func (b *Bot) uploaded(t *turn, s *shot) error {
	t.count("picture.uploaded")
	u := upload{Bot: b.me, Digest: s.digest, Program: b.program, FileID: s.fileID}
	return t.tx.SetNote(noteOfPicture(s.file), []byte(asJSON(u)))
}

// failsToArrive has a picture told in words for a while whose upload got no
// answer: a slow line takes a text, and each who asks would wait for it anew.
func (b *Bot) failsToArrive(t *turn, s *shot, call *callError) {
	t.count("picture.late")
	t.then(func() {
		b.log.Warn("a picture did not arrive: it is told in words for a while", "picture", s.file, "error", call)
		b.album.fails(s.file, t.now.Add(wordsWhenLate))
	})
}

// withoutShot goes on when a message with a picture was refused: a file id that
// Telegram doesn't know any more is forgotten, and the picture uploaded anew; a
// picture that it does not take is told in words.
func (b *Bot) withoutShot(t *turn, c candidate, call *callError) error {
	m, s := c.m, c.shot
	m.Inflight = time.Time{}
	if !s.uploads() && unknownFile(call.description) {
		t.count("picture.unknown")
		if uploadOf(t.tx, s.file).FileID == s.fileID {
			if err := forget(t, noteOfPicture(s.file)); err != nil {
				return err
			}
		}
		t.then(func() { b.album.forget(s) })
		return ignoreGone(t.tx.SaveMessage(m))
	}
	t.count("picture.refused")
	t.then(func() {
		b.log.Error("a picture was refused: it is told in words", "picture", s.file, "error", call)
		if s.uploads() {
			b.album.fails(s.file, t.now.Add(wordsWhenRefused))
		}
	})
	m.Plain = true
	return ignoreGone(t.tx.SaveMessage(m))
}

// arrived takes the file id out of what Telegram says of a message that went.
func (s *shot) arrived(sent fields) {
	if !s.uploads() {
		return
	}
	s.fileID = sent.in("animation").text("file_id")
	var sizes []fields
	if json.Unmarshal(sent["photo"], &sizes) == nil && len(sizes) > 0 {
		s.fileID = sizes[len(sizes)-1].text("file_id") // the largest
	}
}

// uploads tells whether the picture itself goes; fresh, whether Telegram has it
// since just now.
func (s *shot) uploads() bool { return s != nil && s.data != nil }
func (s *shot) fresh() bool   { return s.uploads() && s.fileID != "" }

// method and field are how a shot goes out.
func (s *shot) method() string {
	if s.moves {
		return "sendAnimation"
	}
	return "sendPhoto"
}

func (s *shot) field() string {
	if s.moves {
		return "animation"
	}
	return "photo"
}
