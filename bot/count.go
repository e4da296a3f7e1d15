package bot

import (
	"time"

	"back2core/flows"
	"back2core/store"
)

// A count is played by its message: it stays in the outbox until its last beat,
// with the next one as the time before which it may not go, and each time it goes
// it shows the beat that is due. So a restart goes on with it, whatever makes it
// late skips beats, and what takes a message back ends it.

// playOn has the next beat of a count wait for its time, or ends it after its
// last one.
func (b *Bot) playOn(t *turn, m store.Message) error {
	next, more := nextBeat(t, m)
	if !more {
		return t.tx.Sent(m)
	}
	if err := t.tx.ClearHold(m.Address); err != nil {
		return err
	}
	m.NotBefore, m.Inflight, m.Attempts = next, time.Time{}, 0
	return ignoreGone(t.tx.SaveMessage(m))
}

// playWhere plays the count of a question that was sent, where it stands now.
func (b *Bot) playWhere(t *turn, m store.Message, messageID int) error {
	if m.Reply.Count == nil {
		return nil
	}
	p, err := t.tx.Patient(m.Patient)
	if err != nil || !flows.Counts(p, m.Reply) {
		return nil // it was stopped meanwhile, or nobody knows
	}
	next, more := nextBeat(t, m)
	if !more {
		return nil
	}
	m.Kind, m.MessageID, m.NotBefore, m.Inflight, m.Attempts = store.Count, messageID, next, time.Time{}, 0
	return b.enqueue(t, m)
}

// showsBeat says whether a message edits a beat into its card: the next one, or the
// first at the tap that starts it.
func showsBeat(m store.Message) bool { return m.Kind != store.Send && m.Reply.Count != nil }

// nextBeat is when the beat after the one that was just shown may go: in its
// time, and a gap after Telegram took that one; false if it was the last.
func nextBeat(t *turn, m store.Message) (time.Time, bool) {
	next, more := m.Reply.Count.After(m.Inflight)
	return later(next, t.now.Add(flows.BeatGap)), more
}

// stopCount takes back the count of a question that is asked anew: it goes on
// there.
func (b *Bot) stopCount(t *turn, m store.Message) error {
	if m.Reply.Count == nil {
		return nil
	}
	taken, err := t.tx.TakeBack(m.Address, func(w store.Message) bool { return w.Kind == store.Count })
	if err != nil {
		return err
	}
	return b.leaveCounts(t, taken)
}

// leaveCounts has the cards of counts that were taken back stand there without
// what was counted, and without buttons, unless something else is to be shown of
// them: nothing goes on there.
func (b *Bot) leaveCounts(t *turn, taken []store.Message) error {
	for _, m := range taken {
		if m.Kind != store.Count {
			continue
		}
		m.Kind, m.Answered, m.Reply = store.Close, &flows.Answered{Ask: *m.Reply.Ask}, m.Reply.Still()
		m.At, m.NotBefore, m.Inflight, m.Attempts = t.now, time.Time{}, time.Time{}, 0
		if err := b.edit(t, m); err != nil {
			return err
		}
	}
	return nil
}
