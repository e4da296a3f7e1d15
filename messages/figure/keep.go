package figure

import (
	"slices"
	"sync"
)

// keptBytes is how much of what was drawn is kept: all that a practice uses in
// a morning.
const keptBytes = 6 << 20

// A keeper keeps drawings, up to a limit; what was not asked for the longest
// goes first. Only one is drawn at a time, so that memory stays small however
// many ask.
type keeper struct {
	drawing sync.Mutex

	mu     sync.Mutex
	kept   map[string][]byte
	recent []string // their names, the one asked for last at the end
	size   int
}

var drawings = newKeeper()

func newKeeper() *keeper { return &keeper{kept: map[string][]byte{}} }

// get is a drawing that is kept, or else drawn now.
func (k *keeper) get(name string, draw func() ([]byte, error)) ([]byte, error) {
	if data := k.find(name); data != nil {
		return data, nil
	}
	k.drawing.Lock()
	defer k.drawing.Unlock()
	if data := k.find(name); data != nil { // drawn while we waited
		return data, nil
	}
	data, err := draw()
	if err == nil {
		k.keep(name, data)
	}
	return data, err
}

func (k *keeper) find(name string) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i := slices.Index(k.recent, name); i >= 0 {
		k.recent = append(slices.Delete(k.recent, i, i+1), name)
	}
	return k.kept[name]
}

func (k *keeper) keep(name string, data []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept[name], k.recent, k.size = data, append(k.recent, name), k.size+len(data)
	for k.size > keptBytes {
		oldest := k.recent[0]
		k.size -= len(k.kept[oldest])
		delete(k.kept, oldest)
		k.recent = k.recent[1:]
	}
}
