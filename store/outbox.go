package store

import (
	"bytes"
	"fmt"
	"time"
)

// Enqueue puts a message into the outbox and returns it with its ID.
func (tx *Tx) Enqueue(m Message) (Message, error) {
	if err := fit(m.Address); err != nil {
		return m, fmt.Errorf("enqueue: address %w", err)
	}
	id, err := tx.btx.Bucket(outboxBucket).NextSequence()
	if err != nil {
		return m, fmt.Errorf("enqueue: %w", err)
	}
	m.ID = id
	return m, tx.putRecord(outboxBucket, m.key(), m)
}

// SaveMessage writes a message whose attempts or times have changed. It
// returns ErrNotFound when the message was taken back meanwhile: then it must
// not be sent.
func (tx *Tx) SaveMessage(m Message) error {
	if !tx.has(outboxBucket, m.key()) {
		return fmt.Errorf("save message %d: %w", m.ID, ErrNotFound)
	}
	return tx.putRecord(outboxBucket, m.key(), m)
}

// Message returns a waiting message, or ErrNotFound.
func (tx *Tx) Message(address string, id uint64) (Message, error) {
	for r := range ranks {
		key := outboxKey(address, r, id)
		record := tx.get(outboxBucket, key)
		if record == nil {
			continue
		}
		m, err := readRecord[Message](tx, outboxBucket, key, record)
		if err != nil {
			return m, fmt.Errorf("message %d: %w", id, err)
		}
		return m, nil
	}
	return Message{}, fmt.Errorf("message %d: %w", id, ErrNotFound)
}

// Sent removes a message that Telegram has taken, and what held up its chat.
// One that was taken back while it was under way is gone already; that is fine.
func (tx *Tx) Sent(m Message) error {
	if err := tx.ClearHold(m.Address); err != nil {
		return err
	}
	return tx.drop(outboxBucket, m.key())
}

// Queue returns what waits for one chat in the order in which it is to be
// sent: safety texts, then answers, then reminders; the older first. Damaged
// messages are left out, so that they hold up nothing; see BuryDamaged.
func (tx *Tx) Queue(address string) ([]Message, error) {
	var queue []Message
	for key, record := range tx.under(outboxBucket, text(address)) {
		if m, err := readRecord[Message](tx, outboxBucket, key, record); err == nil {
			queue = append(queue, m)
		}
	}
	return queue, nil
}

// Outbox calls fn with every waiting message, chat by chat in the order of
// Queue, and stops at its first error. fn may change the outbox: a message
// that it removes before its turn is left out, and so are damaged ones.
func (tx *Tx) Outbox(fn func(Message) error) error {
	for _, key := range tx.keysUnder(outboxBucket, nil) {
		record := tx.get(outboxBucket, key)
		if record == nil {
			continue
		}
		m, err := readRecord[Message](tx, outboxBucket, key, record)
		if err != nil {
			continue
		}
		if err := fn(m); err != nil {
			return err
		}
	}
	return nil
}

// BuryDamaged takes the messages that can't be read out of the outbox, and
// returns their graves, which hold what the key tells.
func (tx *Tx) BuryDamaged(at time.Time) ([]Grave, error) {
	damaged := tx.keysWhere(outboxBucket, func(key, record []byte) bool {
		_, err := readRecord[Message](tx, outboxBucket, key, record)
		return err != nil
	})
	var graves []Grave
	for _, key := range damaged {
		g := tx.graveOf(key, at)
		if err := tx.putRecord(graveBucket, g.key(), g); err != nil {
			return nil, fmt.Errorf("bury damaged message %d: %w", g.ID, err)
		}
		graves = append(graves, g)
	}
	return graves, tx.drop(outboxBucket, damaged...)
}

// graveOf is the grave of a message of which only the key can be read.
func (tx *Tx) graveOf(key []byte, at time.Time) Grave {
	g := Grave{Buried: at, Why: ErrDamaged.Error()}
	address, rest, _ := bytes.Cut(key, []byte{0})
	if id, ok := tx.Lookup(string(address)); ok {
		g.Address, g.Patient = string(address), id
	}
	if len(rest) == 1+8 {
		g.Class, g.ID = classes[min(rest[0], ranks-1)], number(rest[1:])
	}
	return g
}

// TakeBack removes the messages of a chat that are forbidden now, and returns
// them. One that is in flight is removed as well; Telegram may have it.
func (tx *Tx) TakeBack(address string, forbidden func(Message) bool) ([]Message, error) {
	queue, err := tx.Queue(address)
	if err != nil {
		return nil, fmt.Errorf("take back: %w", err)
	}
	var taken []Message
	for _, m := range queue {
		if !forbidden(m) {
			continue
		}
		if err := tx.drop(outboxBucket, m.key()); err != nil {
			return nil, fmt.Errorf("take back message %d: %w", m.ID, err)
		}
		taken = append(taken, m)
	}
	return taken, nil
}

// MoveOutbox sends what waits for one chat to another, in the same order.
func (tx *Tx) MoveOutbox(from, to string) error {
	if from == to {
		return nil
	}
	if err := fit(from, to); err != nil {
		return fmt.Errorf("move outbox: address %w", err)
	}
	queue, err := tx.Queue(from)
	if err != nil {
		return fmt.Errorf("move outbox: %w", err)
	}
	for _, m := range queue {
		m.Address = to
		if err := tx.putRecord(outboxBucket, m.key(), m); err != nil {
			return fmt.Errorf("move message %d: %w", m.ID, err)
		}
	}
	for _, key := range tx.keysUnder(outboxBucket, text(from)) {
		if err := tx.moveDamaged(key, text(from), text(to)); err != nil {
			return err
		}
	}
	return nil
}

// moveDamaged takes a key out of one chat's queue. What still stands there and
// can't be read goes along as it is, to be buried by the patient who has it.
func (tx *Tx) moveDamaged(key, from, to []byte) error {
	record := tx.get(outboxBucket, key)
	if _, err := readRecord[Message](tx, outboxBucket, key, record); err != nil {
		if err := tx.put(outboxBucket, join(to, key[len(from):]), bytes.Clone(record)); err != nil {
			return err
		}
	}
	return tx.drop(outboxBucket, key)
}
