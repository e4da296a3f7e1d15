package store

import (
	"fmt"
	"time"
)

// Seen tells whether an update was taken in already. Each id is remembered for
// itself: after a silent week Telegram starts at a random id, so "lower than
// the highest" would lose updates.
func (tx *Tx) Seen(update int) bool { return tx.has(seenBucket, be64(uint64(update))) }

// MarkSeen remembers that an update was taken in. The second time of an update
// changes nothing.
func (tx *Tx) MarkSeen(update int, at time.Time) error {
	id := be64(uint64(update))
	if tx.has(seenBucket, id) {
		return nil
	}
	when := be64(second(at))
	if err := tx.put(seenBucket, id, when); err != nil {
		return fmt.Errorf("mark update %d: %w", update, err)
	}
	return tx.put(seenTimeBucket, join(when, id), nil)
}

// DropSeen forgets the updates that were taken in before a time and returns how
// many. It reads nothing of the others.
func (tx *Tx) DropSeen(before time.Time) (int, error) {
	var times, ids [][]byte
	for key := range tx.under(seenTimeBucket, nil) {
		if number(key) >= second(before) {
			break
		}
		times = append(times, join(key))
		ids = append(ids, join(key[8:]))
	}
	if err := tx.drop(seenTimeBucket, times...); err != nil {
		return 0, err
	}
	return len(ids), tx.drop(seenBucket, ids...)
}
