package bot

import (
	"encoding/json"
	"fmt"
)

// fields is a JSON object whose members are read one at a time, so that one of
// an odd shape spoils nothing beside it. Telegram adds members all the time.
type fields map[string]json.RawMessage

// fieldsOf reads an object; nil if raw is none.
func fieldsOf(raw json.RawMessage) fields {
	var f fields
	if json.Unmarshal(raw, &f) != nil {
		return nil
	}
	return f
}

func (f fields) has(name string) bool {
	raw, ok := f[name]
	return ok && string(raw) != "null"
}

// in is the object that is a member of f; nil, which has no members, if there
// is none.
func (f fields) in(name string) fields { return fieldsOf(f[name]) }

// number, text and truth are lenient: what is missing or odd is zero.
func (f fields) number(name string) (n int64) {
	_ = json.Unmarshal(f[name], &n)
	return n
}

func (f fields) text(name string) (s string) {
	_ = json.Unmarshal(f[name], &s)
	return s
}

func (f fields) truth(name string) (b bool) {
	_ = json.Unmarshal(f[name], &b)
	return b
}

// mustText is a text that the update makes no sense without: odd is an error,
// which never quotes what it read.
func (f fields) mustText(name string) (string, error) {
	if !f.has(name) {
		return "", nil
	}
	var s string
	if json.Unmarshal(f[name], &s) != nil {
		return "", fmt.Errorf("field %s has an unknown shape", name)
	}
	return s, nil
}
