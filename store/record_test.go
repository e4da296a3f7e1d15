package store

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"time"

	"back2core/flows"
)

// FuzzDecode holds that no bytes make decoding panic, that an error quotes
// nothing, and that what can be read can be written and read again.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "\x01", "\x01{}", "\x02{}", "\x01null", "\x01[]", "\x01{\"id\":1}",
		"\x01{\"id\":\"p1\",\"lang\":\"nl\",\"arrived\":\"2026-11-22T12:00:00Z\",\"stage\":\"arriving\"}",
		"\x01{\"ID\":1,\"Address\":\"tg:1\",\"Kind\":\"send\",\"Reply\":{\"text\":\"x\",\"args\":{\"a\":\"b\"}}}",
		"\x01{\"seq\":1,\"at\":\"2026-11-22T12:00:00Z\",\"data\":{\"score\":\"4\"}}",
		"\x01{\"At\":\"yesterday\"}", "{\"id\":\"p1\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		again[flows.Patient](t, record)
		again[flows.Entry](t, record)
		again[Message](t, record)
		again[Asked](t, record)
		again[RawUpdate](t, record)
		again[Grave](t, record)
		again[Position](t, record)
	})
}

// again decodes a record, encodes it and decodes that.
func again[T any](t *testing.T, record []byte) {
	t.Helper()
	first, err := decode[T](record)
	if err != nil {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("got error %v, want %v", err, ErrDamaged)
		}
		return
	}
	written, err := encode(first)
	if err != nil {
		return // a time in year 10000 can be read and not written
	}
	second, err := decode[T](written)
	if err != nil {
		t.Fatalf("what was written can't be read: %v", err)
	}
	if rewritten, _ := encode(second); !bytes.Equal(rewritten, written) {
		t.Errorf("got %q, then %q", written, rewritten)
	}
}

// FuzzRow holds that no bytes make a patient's row panic.
func FuzzRow(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(row{due: 5, failed: 2, record: []byte("\x01{}")}.bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := parseRow(b)
		if err == nil && !bytes.Equal(r.bytes(), b) {
			t.Errorf("got %q, want %q", r.bytes(), b)
		}
	})
}

func TestSecondsRoundUpSoThatNothingIsTooEarly(t *testing.T) {
	zone := time.FixedZone("", 3600)
	tests := []struct {
		at   time.Time
		want uint64
	}{
		{time.Time{}, 0},
		{time.Unix(1000, 0), 1000},
		{time.Unix(1000, 0).In(zone), 1000},
		{time.Unix(1000, 1), 1001},
		{time.Unix(-5, 0), 1},
		{time.Unix(0, 0), 1},
	}
	for _, tt := range tests {
		if got := second(tt.at); got != tt.want {
			t.Errorf("second(%v) = %d, want %d", tt.at, got, tt.want)
		}
	}
}

func TestKeysSortAsTheirNumbersDo(t *testing.T) {
	numbers := []uint64{0, 1, 255, 256, 1 << 31, 1 << 32, 1<<63 - 1, 1 << 63, 1<<64 - 1}
	for i := 1; i < len(numbers); i++ {
		if a, b := be64(numbers[i-1]), be64(numbers[i]); bytes.Compare(a, b) >= 0 || !reflect.DeepEqual(number(b), numbers[i]) {
			t.Errorf("the key of %d doesn't come before that of %d", numbers[i-1], numbers[i])
		}
	}
}
