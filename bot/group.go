package bot

import (
	"context"
	"sync"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// farewells remembers which groups were told lately that we talk in private
// only: adding us to one brings several updates.
type farewells struct {
	mu   sync.Mutex
	said map[int64]time.Time
}

// farewellOnce is how long a group is not told again.
const farewellOnce = time.Hour

// first tells whether a group was not told lately, and notes that it is now.
func (f *farewells) first(chat int64, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c, at := range f.said {
		if now.Sub(at) >= farewellOnce {
			delete(f.said, c)
		}
	}
	if _, told := f.said[chat]; told {
		return false
	}
	if f.said == nil {
		f.said = map[int64]time.Time{}
	}
	f.said[chat] = now
	return true
}

// leaving has us say once that we talk in private, and leave. Where that fails
// the next update of the group starts it again.
func (b *Bot) leaving(t *turn, u update) {
	if !u.joined {
		return
	}
	t.then(func() {
		if b.groups.first(u.chat, t.now) {
			b.count("group.left")
			b.beside(func(ctx context.Context) { b.leave(ctx, u.chat, u.lang()) })
		}
	})
}

func (b *Bot) leave(ctx context.Context, chat int64, lang flows.Lang) {
	id := chatOf(addressOf(chat))
	_, _ = b.send.call(ctx, sendTimeout, "sendMessage", params{"chat_id": id, "text": messages.Private(lang)})
	if _, err := b.send.call(ctx, sendTimeout, "leaveChat", params{"chat_id": id}); err != nil {
		b.count("group.not_left")
		b.groups.forget(chat)
	}
}

func (f *farewells) forget(chat int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.said, chat)
}
