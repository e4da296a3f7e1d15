package sandbox

import (
	"bytes"
	"image/gif"
	"image/png"
	"mime"
	"net/http"
	"strings"
)

// serveMedia shows a picture or hands out a file. Anything that a browser
// might run is handed out only. "?still" is the first picture of an
// animation, for those who want nothing to move.
func (p *Phone) serveMedia(w http.ResponseWriter, r *http.Request) {
	f, ok := p.server.File(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=86400")
	if r.URL.Query().Has("still") {
		if still, err := firstFrame(f.Data); err == nil {
			f.Data, f.MIME = still, "image/png"
		}
	}
	if !showable(f.MIME) {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
		f.MIME = unknownType
	}
	w.Header().Set("Content-Type", f.MIME)
	http.ServeContent(w, r, "", p.clock.Now(), bytes.NewReader(f.Data))
}

func showable(kind string) bool {
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4":
		return true
	}
	return strings.HasPrefix(kind, "application/pdf")
}

func firstFrame(data []byte) ([]byte, error) {
	frame, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = png.Encode(&out, frame)
	return out.Bytes(), err
}
