package sandbox

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

// tryUpload calls a method with a file, in a multipart body.
func (w world) tryUpload(method, field, name string, data []byte, pairs ...string) told {
	w.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := form.WriteField(pairs[i], pairs[i+1]); err != nil {
			w.Fatal(err)
		}
	}
	part, err := form.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		w.Fatal(err)
	}
	return w.post(method, form.FormDataContentType(), body.Bytes())
}

// upload is tryUpload for calls that succeed.
func (w world) upload(method, field, name string, data []byte, pairs ...string) json.RawMessage {
	w.Helper()
	answer := w.tryUpload(method, field, name, data, pairs...)
	if !answer.OK {
		w.Fatalf("%s: %s", method, answer.Description)
	}
	return answer.Result
}

// post calls a method with a body of any kind.
func (w world) post(method, kind string, body []byte) told {
	w.Helper()
	response, err := w.Client().Post("http://sandbox/bot"+w.Token()+"/"+method, kind, bytes.NewReader(body))
	if err != nil {
		w.Fatal(err)
	}
	return w.read(response)
}

func (w world) read(response *http.Response) told {
	w.Helper()
	defer func() { _ = response.Body.Close() }()
	var answer told
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		w.Fatal(err)
	}
	return answer
}
