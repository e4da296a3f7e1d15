package store

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"time"
)

// errKey refuses a text that can't be a part of a key.
var errKey = errors.New("empty, or with a zero byte in it")

// be64 writes a number so that keys sort as the numbers do.
func be64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// be32 is be64 for small numbers.
func be32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

// number reads the be64 at the start of a key or a value; 0 if there is none.
func number(b []byte) uint64 {
	if len(b) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

// text ends a text with a zero byte, so that the keys of "tg:12" don't stand
// among those of "tg:1".
func text(s string) []byte { return append([]byte(s), 0) }

// join makes one key of its parts.
func join(parts ...[]byte) []byte { return slices.Concat(parts...) }

// fit returns an error unless every text can be a part of a key.
func fit(texts ...string) error {
	for _, s := range texts {
		if s == "" || strings.ContainsRune(s, 0) {
			return errKey
		}
	}
	return nil
}

// second is a moment as a key has it: whole seconds, upwards, so that nothing
// is taken to have come before it has. The zero time is 0, and nothing else is.
func second(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	s := t.Unix()
	if t.Nanosecond() > 0 {
		s++
	}
	return uint64(max(s, 1))
}

// passed is the last second of a key that is not after t.
func passed(t time.Time) uint64 { return uint64(max(t.Unix(), 0)) }

// moment is the time of a second; zero for 0.
func moment(s uint64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(int64(s), 0).UTC()
}
