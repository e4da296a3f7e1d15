package sandbox

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io"
	"strings"
	"testing"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func animation(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black})
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame}, Delay: []int{10}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fileID(t *testing.T, result json.RawMessage) string {
	t.Helper()
	var m struct {
		Photo               []struct{ File_ID string }
		Animation, Document struct{ File_ID string }
	}
	if err := json.Unmarshal(result, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Photo) > 0 {
		return m.Photo[0].File_ID
	}
	return or(m.Animation.File_ID, m.Document.File_ID)
}

func TestAFileIsSentAgainByItsID(t *testing.T) {
	w := newWorld(t, Options{Limits: &NoLimits})
	for method, data := range map[string][]byte{"sendPhoto": picture(t, 30, 20), "sendAnimation": animation(t), "sendDocument": []byte("%PDF-1.4")} {
		kind := strings.ToLower(strings.TrimPrefix(method, "send"))
		id := fileID(t, w.upload(method, kind, "dir/name.bin", data, "chat_id", "7", "caption", "<b>x</b>", "parse_mode", "HTML"))
		if got := w.anna.Last(); got.Media.Kind != kind || got.Text != "x" || !bytes.Equal(got.Media.File.Data, data) || got.Media.File.Name != "name.bin" {
			t.Errorf("%s: Anna sees %+v", method, got)
		}
		if again := fileID(t, w.must(method, "chat_id", "7", kind, id)); again != id {
			t.Errorf("%s: sent again as %s", method, again)
		}
	}
	last := w.Calls("sendAnimation")
	if len(last) != 2 || last[0].Files["animation"] != "name.bin" || len(last[1].Files) != 0 {
		t.Errorf("recorded as %+v", last)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	w.refused("Bad Request: there is no photo in the request", "sendPhoto", "chat_id", "7")
	w.refused("Bad Request: wrong file identifier/HTTP URL specified", "sendPhoto", "chat_id", "7", "photo", "AgACnope")
	w.refused("Bad Request: failed to get HTTP URL content", "sendPhoto", "chat_id", "7", "photo", "https://example.org/a.png")
	document := fileID(t, w.upload("sendDocument", "document", "a.pdf", []byte("%PDF"), "chat_id", "7"))
	w.refused("Bad Request: can't use file of type Document as Photo", "sendPhoto", "chat_id", "7", "photo", document)

	for _, test := range []struct {
		want string
		data []byte
	}{
		{"Bad Request: file must be non-empty", nil},
		{"Bad Request: IMAGE_PROCESS_FAILED", []byte("no picture")},
		{"Bad Request: PHOTO_INVALID_DIMENSIONS", picture(t, 9600, 500)},
		{"Bad Request: PHOTO_INVALID_DIMENSIONS", picture(t, 210, 10)},
		{"Request Entity Too Large", make([]byte, largestPhoto+1)},
		{"Request Entity Too Large", make([]byte, maxUpload+1)},
	} {
		if got := w.tryUpload("sendPhoto", "photo", "a.png", test.data, "chat_id", "7"); got.Description != test.want {
			t.Errorf("%d bytes: %q, want %q", len(test.data), got.Description, test.want)
		}
	}
	if got := w.tryUpload("sendPhoto", "photo", "a.png", picture(t, 2, 2), "chat_id", "7", "caption", strings.Repeat("x", 1025)); got.Description != "Bad Request: message caption is too long" {
		t.Error(got.Description)
	}
	w.upload("sendPhoto", "photo", "a.png", picture(t, 2, 2), "chat_id", "7", "caption", "<b>"+strings.Repeat("x", 1024)+"</b>", "parse_mode", "HTML")
}

func TestAttachedFiles(t *testing.T) {
	w := newWorld(t, Options{})
	w.upload("sendPhoto", "elsewhere", "a.png", picture(t, 2, 2), "chat_id", "7", "photo", "attach://elsewhere")
}

func TestDownload(t *testing.T) {
	w := newWorld(t, Options{})
	w.anna.SendDocument("brief.txt", []byte("beste fysio"), "")
	id := w.anna.Chat().Messages[1].Media.File.ID
	var file struct{ File_Path string }
	if err := json.Unmarshal(w.must("getFile", "file_id", id), &file); err != nil {
		t.Fatal(err)
	}
	response, err := w.Client().Get("http://sandbox/file/bot" + w.Token() + "/" + file.File_Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if got, _ := io.ReadAll(response.Body); string(got) != "beste fysio" {
		t.Errorf("got %q", got)
	}
	w.refused("Bad Request: wrong file_id or the file is temporarily unavailable", "getFile", "file_id", "nope")
	w.refused("Bad Request: file_id not specified", "getFile")
}
