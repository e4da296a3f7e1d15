package store

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"back2core/flows"
)

var seed = flag.Uint64("seed", 0, "seed of the random walk; 0: another one each time")

// A walker does random things to a store and to a model of it in memory.
type walker struct {
	*rand.Rand
	due    map[string]time.Time // by id, in whole seconds
	at     map[string]string    // address, by id
	outbox []Message
}

// TestAnyWalkLeavesTheStoreAsTheModel is the law of the indexes: whatever is
// done in whatever order, they agree with what they are made from.
func TestAnyWalkLeavesTheStoreAsTheModel(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("seed %d", *seed)
	path := filepath.Join(t.TempDir(), "back2core.db")
	w := &walker{Rand: rand.New(rand.NewPCG(*seed, 1)), due: map[string]time.Time{}, at: map[string]string{}}
	for range 4 {
		s, err := Open(path, Options{Keys: testKeys, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			update(t, s, w.step)
		}
		w.compare(t, s)
		wantSound(t, s)
		if err := s.Close(); err != nil { // the next Open compacts what was erased
			t.Fatal(err)
		}
		if t.Failed() {
			return
		}
	}
}

// step does one thing to the store and to the model.
func (w *walker) step(tx *Tx) error {
	id := fmt.Sprintf("p%d", w.IntN(6))
	when := noon.Add(time.Duration(w.IntN(100_000)) * time.Second)
	_, known := w.due[id]
	switch n := w.IntN(10); {
	case n < 3 || !known:
		return w.save(tx, id, when)
	case n < 5:
		w.due[id] = when
		return tx.PutOff(id, when)
	case n < 8:
		return w.enqueue(tx, id)
	case n == 8:
		return w.relink(tx, id)
	default:
		return w.erase(tx, id)
	}
}

func (w *walker) save(tx *Tx, id string, arrived time.Time) error {
	p := newcomer(id, arrived)
	w.due[id] = flows.Due(p)
	if w.at[id] == "" {
		w.at[id] = "tg:" + id
		if err := tx.Link(id, w.at[id]); err != nil {
			return err
		}
	}
	return tx.SavePatient(p)
}

func (w *walker) enqueue(tx *Tx, id string) error {
	class := []flows.Class{flows.Safety, flows.Answer, flows.Reminder}[w.IntN(3)]
	m, err := tx.Enqueue(message(w.at[id], id, class, fmt.Sprint(w.Uint32())))
	w.outbox = append(w.outbox, m)
	return err
}

func (w *walker) relink(tx *Tx, id string) error {
	old, next := w.at[id], fmt.Sprintf("tg:%s%d", id, w.IntN(1000))
	w.at[id] = next
	for i := range w.outbox {
		if w.outbox[i].Address == old {
			w.outbox[i].Address = next
		}
	}
	return tx.Link(id, next)
}

func (w *walker) erase(tx *Tx, id string) error {
	w.outbox = slices.DeleteFunc(w.outbox, func(m Message) bool { return m.Patient == id })
	delete(w.due, id)
	delete(w.at, id)
	return tx.Erase(id, noon)
}

// compare holds the store against the model.
func (w *walker) compare(t *testing.T, s *Store) {
	t.Helper()
	byDue := slices.SortedFunc(maps.Keys(w.due), func(a, b string) int {
		return cmp.Or(w.due[a].Compare(w.due[b]), cmp.Compare(a, b))
	})
	if got := due(t, s, noon.AddDate(1, 0, 0), 100); !slices.Equal(got, byDue) {
		t.Errorf("due: got %q, want %q", got, byDue)
	}
	for id, address := range w.at {
		wantAddress(t, s, id, address)
		var want []Message
		for _, m := range w.outbox {
			if m.Address == address {
				want = append(want, m)
			}
		}
		slices.SortStableFunc(want, func(a, b Message) int { return cmp.Compare(rank(a.Reply.Class), rank(b.Reply.Class)) })
		if got := texts(queue(t, s, address)); !slices.Equal(got, texts(want)) {
			t.Errorf("queue of %s: got %q, want %q", id, got, texts(want))
		}
	}
	view(t, s, func(tx *Tx) error {
		if got := tx.CountPatients(); got != len(w.due) {
			t.Errorf("got %d patients, want %d", got, len(w.due))
		}
		return nil
	})
}
