package bot

import "sync"

// How many answers to taps may wait for one chat. Whoever taps faster than
// Telegram takes them gets no more: their app stops waiting by itself, and
// nobody else's answer stands behind theirs.
const (
	mostTaps   = 8
	mostAlerts = 32 // which hold the call of a red flag, and are in the chat too
)

// taps counts the answers to taps that are under way, by chat.
type taps struct {
	mu   sync.Mutex
	open map[int64]int
}

// begin tells whether one more may go to a chat, and counts it.
func (t *taps) begin(chat int64, most int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open[chat] >= most {
		return false
	}
	if t.open == nil {
		t.open = map[int64]int{}
	}
	t.open[chat]++
	return true
}

func (t *taps) end(chat int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open[chat]--; t.open[chat] == 0 {
		delete(t.open, chat)
	}
}
