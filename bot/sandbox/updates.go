package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

const (
	keepUpdates    = 24 * time.Hour     // what nobody fetched by then is gone
	silence        = 7 * 24 * time.Hour // after this long, update ids start somewhere else
	longestPoll    = 50 * time.Second   // unless Options.LongestPoll says otherwise
	futureOffset   = 10                 // an offset further ahead than this is taken for none
	rememberedPast = 1000
)

// update is one entry of the queue.
type update struct {
	id   int
	at   time.Time
	json json.RawMessage
}

// updateQueue is what waits for the bot.
type updateQueue struct {
	waiting []update        // ascending ids
	repeats []update        // to be delivered once more, whatever the offset
	past    []update        // the last ones delivered, for repeats
	nextID  int             // the id of the next update
	lastAt  time.Time       // when the last update came
	dropped []int           // what nobody fetched in time
	arrived chan struct{}   // closed and replaced when an update comes
	poller  chan struct{}   // closed when another getUpdates takes over; nil when nobody polls
	allowed map[string]bool // nil is every kind
}

func newUpdateQueue(first int) updateQueue {
	return updateQueue{nextID: first, arrived: make(chan struct{})}
}

// randomUpdateID is where update ids start, and start again after a week of
// silence. It may well be lower than the ids before.
func (s *Server) randomUpdateID() int { return 100_000_000 + s.rand.IntN(800_000_000) }

// push queues an update of a kind and returns its id, or 0 when the bot does
// not want that kind. The lock is held.
func (s *Server) push(kind string, content any) int {
	if q := &s.queue; q.allowed != nil && !q.allowed[kind] {
		return 0
	}
	id := s.nextUpdateID()
	s.enqueue(update{id: id, json: mustJSON(map[string]any{"update_id": id, kind: content})})
	return id
}

func (s *Server) nextUpdateID() int {
	q, now := &s.queue, s.now()
	if !q.lastAt.IsZero() && now.Sub(q.lastAt) >= silence {
		q.nextID = s.randomUpdateID()
		q.drop(func(update) bool { return true }) // older than a day by now
	}
	q.lastAt = now
	q.nextID++
	return q.nextID - 1
}

func (s *Server) enqueue(u update) {
	u.at = s.now()
	s.queue.waiting = append(s.queue.waiting, u)
	s.wakePoller()
}

func (s *Server) wakePoller() {
	close(s.queue.arrived)
	s.queue.arrived = make(chan struct{})
	s.touch()
}

// Inject queues an update as it is, for shapes that a bot does not expect.
// It is a JSON object; where it names no update_id, the next one is added.
// The id by which the server knows the update is returned.
func (s *Server) Inject(object string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.nextUpdateID()
	raw := bytes.TrimSpace([]byte(object))
	if !bytes.Contains(raw, []byte(`"update_id"`)) && bytes.HasPrefix(raw, []byte("{")) {
		separator := ","
		if bytes.Equal(raw, []byte("{}")) {
			separator = ""
		}
		raw = slices.Concat([]byte(`{"update_id":`+strconv.Itoa(id)+separator), raw[1:])
	}
	s.enqueue(update{id: id, json: raw})
	return id
}

// Redeliver hands out an update a second time, under the same id, though it
// was confirmed. It tells whether the update is still known.
func (s *Server) Redeliver(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range slices.Concat(s.queue.past, s.queue.waiting) {
		if u.id == id {
			s.queue.repeats = append(s.queue.repeats, u)
			s.wakePoller()
			return true
		}
	}
	return false
}

// Pending is the number of updates that the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.waiting)
}

// Waiting are the updates that the bot has not confirmed, as it would get them.
func (s *Server) Waiting() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []json.RawMessage
	for _, u := range s.queue.waiting {
		all = append(all, u.json)
	}
	return all
}

// Dropped are the ids of the updates that nobody confirmed within a day, the
// oldest first: Telegram has forgotten them.
func (s *Server) Dropped() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire(s.now())
	return s.queue.dropped
}

// LastUpdate is the id of the newest update; 0 before the first.
func (s *Server) LastUpdate() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.lastAt.IsZero() {
		return 0
	}
	return s.queue.nextID - 1
}

// getUpdates answers at once when something waits, and otherwise when
// something comes, the time is over, another poller takes over, or the caller
// goes away.
func (s *Server) getUpdates(ctx context.Context, q *request) (any, error) {
	limit := q.number("limit", 100, 1, 100)
	wait := time.Duration(q.number("timeout", 0, 0, int(s.longestPoll/time.Second))) * time.Second

	takenOver := s.startPoll(q)
	defer s.endPoll(takenOver)

	timeout := time.NewTimer(wait)
	defer timeout.Stop()
	for {
		found, arrived := s.fetch(q.number("offset", 0, -1<<31, 1<<31-1), limit)
		if len(found) > 0 || wait == 0 {
			return found, nil
		}
		select {
		case <-arrived:
		case <-timeout.C:
			return []json.RawMessage{}, nil
		case <-takenOver:
			return nil, errConflict
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// startPoll ends the poll before it and remembers which kinds are wanted.
func (s *Server) startPoll(q *request) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.poller != nil {
		close(s.queue.poller)
	}
	mine := make(chan struct{})
	s.queue.poller = mine
	s.allowUpdates(q.params["allowed_updates"])
	return mine
}

func (s *Server) endPoll(mine chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.poller == mine {
		s.queue.poller = nil
	}
}

// allowUpdates keeps the setting when none is given, or one that is no list,
// as Telegram does; an empty list is every kind.
func (s *Server) allowUpdates(raw string) {
	var kinds []string
	if json.Unmarshal([]byte(raw), &kinds) != nil || kinds == nil {
		return
	}
	s.queue.allowed = nil
	for _, kind := range kinds {
		if s.queue.allowed == nil {
			s.queue.allowed = map[string]bool{}
		}
		s.queue.allowed[kind] = true
	}
}

// fetch forgets what the offset confirms and returns what follows, with the
// channel that tells of the next arrival.
func (s *Server) fetch(offset, limit int) ([]json.RawMessage, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire(s.now())
	waiting := len(s.queue.waiting)
	if s.queue.confirm(offset); len(s.queue.waiting) < waiting {
		s.touch()
	}
	found := []json.RawMessage{}
	for len(s.queue.repeats) > 0 && len(found) < limit {
		found = append(found, s.queue.repeats[0].json)
		s.queue.repeats = s.queue.repeats[1:]
	}
	for _, u := range s.queue.waiting[:min(len(s.queue.waiting), limit-len(found))] {
		found = append(found, u.json)
	}
	return found, s.queue.arrived
}

// expire drops what nobody fetched for a day.
func (q *updateQueue) expire(now time.Time) {
	q.drop(func(u update) bool { return now.Sub(u.at) > keepUpdates })
}

// drop forgets updates that nobody confirmed.
func (q *updateQueue) drop(old func(update) bool) {
	q.waiting = slices.DeleteFunc(q.waiting, func(u update) bool {
		if old(u) {
			q.dropped = append(q.dropped, u.id)
			return true
		}
		return false
	})
}

// confirm forgets the updates below the offset; a negative one keeps that
// many from the end. An offset far ahead of anything sent is taken for none:
// it belongs to ids from before a week of silence.
func (q *updateQueue) confirm(offset int) {
	first := 0
	switch {
	case offset < 0:
		first = max(0, len(q.waiting)+offset)
	case offset <= q.nextID+futureOffset:
		for first < len(q.waiting) && q.waiting[first].id < offset {
			first++
		}
	}
	q.past = append(q.past, q.waiting[:first]...)
	q.past = q.past[max(0, len(q.past)-rememberedPast):]
	q.waiting = slices.Clone(q.waiting[first:])
}

// deleteWebhook finds none to delete; it can drop what waits.
func (s *Server) deleteWebhook(q *request) (any, error) {
	if q.flag("drop_pending_updates") {
		s.queue.waiting, s.queue.repeats = nil, nil
	}
	return true, nil
}

// getWebhookInfo tells that there is none.
func (s *Server) getWebhookInfo(*request) (any, error) {
	return map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(s.queue.waiting)}, nil
}
