package bot

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var aFile = file{"photo", "C7.png", bytes.Repeat([]byte("dots"), 1<<18)}

// The library drops the code of an error from what it uploads.
func TestTheErrorOfAnUploadHasItsKind(t *testing.T) {
	answers := map[string]struct {
		status int
		body   string
		want   kind
	}{
		"blocked":          {403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, forbidden},
		"limited":          {429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}`, limited},
		"unauthorized":     {401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, unauthorized},
		"failed":           {500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`, ambiguous},
		"too large":        {413, `{"ok":false,"error_code":413,"description":"Request Entity Too Large"}`, refused},
		"too large, nginx": {413, `<html>413 Request Entity Too Large</html>`, refused},
		"bad":              {400, `{"ok":false,"error_code":400,"description":"Bad Request: IMAGE_PROCESS_FAILED"}`, refused},
		"gateway":          {502, `<html>502 Bad Gateway</html>`, ambiguous},
	}
	for name, a := range answers {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				if strings.HasPrefix(a.body, "{") {
					w.Header().Set("Content-Type", "application/json")
				} else {
					w.Header().Set("Content-Type", "text/html")
				}
				w.WriteHeader(a.status)
				_, _ = io.WriteString(w, a.body)
			}))
			defer server.Close()
			_, err := newClient("1:SECRET", server.URL, newHTTP()).upload(t.Context(), 5*time.Second, "sendPhoto", params{"chat_id": "1"}, aFile)
			var call *callError
			if !errors.As(err, &call) || call.kind != a.want || call.code != a.status || strings.Contains(err.Error(), "SECRET") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestAnUploadSendsItsFile(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, header, err := r.FormFile("photo")
		if err != nil {
			t.Error(err)
			return
		}
		data, _ := io.ReadAll(got)
		if header.Filename != aFile.name || !bytes.Equal(data, aFile.data) || r.FormValue("caption") != "a & b" {
			t.Errorf("%s of %d bytes came, with %q", header.Filename, len(data), r.FormValue("caption"))
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":7,"photo":[{"file_id":"small"},{"file_id":"large"}]}}`)
	}))
	defer server.Close()
	raw, err := newClient("1:SECRET", server.URL, newHTTP()).upload(t.Context(), 5*time.Second, "sendPhoto", params{"caption": "a & b"}, aFile)
	if err != nil {
		t.Fatal(err)
	}
	s := &shot{data: aFile.data}
	if s.arrived(fieldsOf(raw)); s.fileID != "large" || !s.fresh() {
		t.Errorf("file id %q", s.fileID)
	}
}

// The library writes a file into a pipe from a goroutine of its own, which would
// wait for ever for a reader: the bubble would not end.
func TestAnUploadThatNobodyReadsLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient("1:SECRET", "http://nobody", doing(func(*http.Request) (*http.Response, error) {
			return nil, errors.New("no route")
		}))
		_, err := c.upload(t.Context(), time.Second, "sendPhoto", nil, aFile)
		if kindOfError(err) != unsent {
			t.Errorf("error %v", err)
		}
	})
}
