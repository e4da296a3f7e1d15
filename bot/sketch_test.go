package bot

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"

	"back2core/messages"
)

// sketch draws in no time: a dot, and below it the picture's name.
func sketch(p messages.Picture) ([]byte, error) {
	var out bytes.Buffer
	dot := image.NewPaletted(image.Rect(0, 0, 1, 1), nil)
	dot.Palette = append(dot.Palette, color.Black, color.White)
	var err error
	if p.Moves {
		err = gif.Encode(&out, dot, nil)
	} else {
		err = png.Encode(&out, dot)
	}
	fmt.Fprint(&out, p.File())
	return out.Bytes(), err
}

// formOf reads the parameters of a request, and lets it be read again.
func formOf(r *http.Request) (url.Values, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body.Close()
	r.Body = io.NopCloser(bytes.NewReader(body))
	kind, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		form, _ := url.ParseQuery(string(body))
		return form, nil
	}
	form, err := multipart.NewReader(bytes.NewReader(body), options["boundary"]).ReadForm(1 << 20)
	if err != nil {
		return nil, err
	}
	return form.Value, nil
}
