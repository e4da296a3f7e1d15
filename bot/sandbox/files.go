package sandbox

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	_ "image/gif" // the formats that a photo may have
	_ "image/jpeg"
	_ "image/png"
	"mime"
	"net/http"
	"path"
	"strings"
)

const (
	largestPhoto    = 10 << 20
	largestFile     = 50 << 20
	largestDownload = 20 << 20
	widestPhoto     = 10_000 // width and height together
	steepestPhoto   = 20     // the longer side by the shorter one
)

// File is a file that Telegram keeps. Its id can be sent again without
// uploading it.
type File struct {
	ID     string
	Unique string
	Kind   string // as it was sent: "photo", "animation", "document", "voice" or "sticker"
	Name   string
	MIME   string
	Data   []byte

	Width, Height int // of pictures that could be read
	Seconds       int // of a voice message
}

// wire is the file as it stands in a message.
func (f *File) wire() map[string]any {
	w := map[string]any{"file_id": f.ID, "file_unique_id": f.Unique, "file_size": len(f.Data)}
	if f.Kind != "photo" && f.Kind != "sticker" {
		w["mime_type"] = f.MIME
	}
	if f.Kind == "document" || f.Kind == "animation" {
		w["file_name"] = f.Name
	}
	if f.Width > 0 {
		w["width"], w["height"] = f.Width, f.Height
	}
	if f.Kind == "animation" || f.Kind == "voice" {
		w["duration"] = f.Seconds
	}
	return w
}

// readFile takes the file of a call: an upload, or the id of an earlier one.
// An upload is kept only when the message is sent.
func (s *Server) readFile(q *request, kind string) (file *File, fresh bool, err error) {
	value, field := q.params[kind], kind
	if name, attached := strings.CutPrefix(value, "attach://"); attached {
		value, field = "", name
	}
	if value != "" {
		file, err = s.knownFile(value, kind)
		return file, false, err
	}
	up, there := q.files[field]
	if !there {
		return nil, false, badRequest("there is no %s in the request", kind)
	}
	file, err = s.newFile(kind, up.name, up.mime, up.data)
	return file, true, err
}

// knownFile finds a file by its id. A file stays of the kind as which it was
// sent first.
func (s *Server) knownFile(id, kind string) (*File, error) {
	if strings.HasPrefix(id, "http://") || strings.HasPrefix(id, "https://") {
		return nil, errNoHTTPContent // nothing is loaded from elsewhere
	}
	f := s.files[id]
	switch {
	case f == nil:
		return nil, errWrongFile
	case f.Kind != kind:
		return nil, badRequest("can't use file of type %s as %s", title(f.Kind), title(kind))
	}
	return f, nil
}

func title(kind string) string { return strings.ToUpper(kind[:1]) + kind[1:] }

// newFile checks an upload as Telegram does and gives it an id.
func (s *Server) newFile(kind, name, mimeType string, data []byte) (*File, error) {
	f := &File{Kind: kind, Name: path.Base(name), MIME: mimeType, Data: data}
	switch {
	case len(data) == 0:
		return nil, errFileEmpty
	case len(data) > largestFile, kind == "photo" && len(data) > largestPhoto:
		return nil, errTooLarge
	}
	if f.MIME == "" || f.MIME == unknownType {
		f.MIME = typeOf(name, data)
	}
	if picture, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		f.Width, f.Height = picture.Width, picture.Height
	}
	if kind == "photo" {
		if err := f.checkPhoto(); err != nil {
			return nil, err
		}
	}
	f.ID, f.Unique = s.fileID(kind), s.fileID("")
	return f, nil
}

const unknownType = "application/octet-stream"

// typeOf tells what a file is by its content, or else by its name.
func typeOf(name string, data []byte) string {
	if found := http.DetectContentType(data); found != unknownType && !strings.HasPrefix(found, "text/plain") {
		return found
	}
	return or(mime.TypeByExtension(path.Ext(name)), unknownType)
}

// checkPhoto refuses what can't be shown as a photo.
func (f *File) checkPhoto() error {
	short, long := min(f.Width, f.Height), max(f.Width, f.Height)
	switch {
	case short == 0:
		return errImageUnreadable
	case short+long > widestPhoto, long > steepestPhoto*short:
		return errPhotoDimensions
	}
	return nil
}

// fileID draws an id that looks like one and begins differently for each kind.
func (s *Server) fileID(kind string) string {
	prefix, length := map[string]string{"photo": "AgACAgQAAxkB", "animation": "CgACAgQAAxkB", "document": "BQACAgQAAxkB", "voice": "AwACAgQAAxkB", "sticker": "CAACAgQAAxkB", "": "AQAD"}[kind], 5
	if kind == "" {
		length = 1
	}
	var raw []byte
	for range length {
		raw = binary.BigEndian.AppendUint64(raw, s.rand.Uint64())
	}
	return prefix + base64.RawURLEncoding.EncodeToString(raw)
}

func (s *Server) keepFile(f *File) { s.files[f.ID] = f }

// File finds a file by its id.
func (s *Server) File(id string) (File, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[id]
	if f == nil {
		return File{}, false
	}
	return *f, true
}

// getFile tells where a file can be downloaded.
func (s *Server) getFile(q *request) (any, error) {
	id := q.params["file_id"]
	if id == "" {
		return nil, badRequest("file_id not specified")
	}
	f := s.files[id]
	switch {
	case f == nil:
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	case len(f.Data) > largestDownload:
		return nil, badRequest("file is too big")
	}
	return map[string]any{
		"file_id":        f.ID,
		"file_unique_id": f.Unique,
		"file_size":      len(f.Data),
		"file_path":      f.path(),
	}, nil
}

func (f *File) path() string { return f.Kind + "s/" + f.Unique + path.Ext(f.Name) }

// download answers /file/bot<token>/<path>.
func (s *Server) download(rest string) reply {
	token, wanted, _ := strings.Cut(rest, "/")
	if token != s.token {
		return failed(errUnauthorized)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.files {
		if f.path() == wanted {
			return reply{status: http.StatusOK, header: map[string]string{"Content-Type": "application/octet-stream"}, body: f.Data}
		}
	}
	return failed(errMethodNotFound)
}
