package figure

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAFigureIsDrawnOnceHoweverManyAsk(t *testing.T) {
	k := newKeeper()
	var draws atomic.Int32
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			name := fmt.Sprint(i % 4)
			got, err := k.get(name, func() ([]byte, error) {
				draws.Add(1)
				time.Sleep(time.Millisecond) // the others come while this is drawn
				return []byte(name), nil
			})
			if err != nil || string(got) != name {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
		})
	}
	wg.Wait()
	if n := draws.Load(); n != 4 {
		t.Errorf("drawn %d times, want 4", n)
	}
}

func TestOneIsDrawnAtATime(t *testing.T) {
	k := newKeeper()
	var now atomic.Int32
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			_, _ = k.get(fmt.Sprint(i), func() ([]byte, error) {
				if now.Add(1) > 1 {
					t.Error("two are drawn at once")
				}
				defer now.Add(-1)
				time.Sleep(time.Millisecond)
				return make([]byte, 100), nil
			})
		})
	}
	wg.Wait()
}

func TestKeptDrawingsAreBounded(t *testing.T) {
	k := newKeeper()
	draws := 0
	ask := func(name string) {
		if _, err := k.get(name, func() ([]byte, error) { draws++; return make([]byte, keptBytes/4), nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"1", "2", "3", "4", "1", "5"} {
		ask(name)
		if k.size > keptBytes || len(k.kept) != len(k.recent) {
			t.Fatalf("%d bytes in %d drawings", k.size, len(k.kept))
		}
	}
	if k.kept["1"] == nil || k.kept["2"] != nil {
		t.Error("what was asked for the longest ago did not go first")
	}
	before := draws
	ask("1")
	ask("2")
	if draws != before+1 {
		t.Errorf("%d drawn, want one: the one that had gone", draws-before)
	}
}

func TestAFailureIsNotKept(t *testing.T) {
	k := newKeeper()
	broken := errors.New("broken")
	if _, err := k.get("x", func() ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if got, err := k.get("x", func() ([]byte, error) { return []byte("fine"), nil }); err != nil || string(got) != "fine" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAskingAtOnceGivesTheSame(t *testing.T) {
	var wg sync.WaitGroup
	pictures := make([][]byte, 6)
	for i := range pictures {
		wg.Go(func() { pictures[i], _ = Picture("C12", "", "") })
	}
	wg.Wait()
	for _, p := range pictures {
		if len(p) == 0 || !bytes.Equal(p, pictures[0]) {
			t.Error("two who asked at once got different pictures")
		}
	}
}
