package store

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// Hold remembers that Telegram wants nothing sent to a chat until a time, so
// that a restart doesn't forget it; address "" is all chats.
func (tx *Tx) Hold(address string, until time.Time) error {
	if strings.ContainsRune(address, 0) {
		return fmt.Errorf("hold: address %w", errKey)
	}
	return tx.put(holdBucket, text(address), be64(second(until)))
}

// HeldUntil is until when a chat is held up, by itself or with all others; the
// zero time if nothing was ever said of it.
func (tx *Tx) HeldUntil(address string) time.Time {
	return moment(max(number(tx.get(holdBucket, text(address))), number(tx.get(holdBucket, text("")))))
}

// Holds returns until when each chat is held up, also those of the past.
func (tx *Tx) Holds() (map[string]time.Time, error) {
	holds := make(map[string]time.Time)
	for key, until := range tx.under(holdBucket, nil) {
		holds[string(bytes.TrimSuffix(key, []byte{0}))] = moment(number(until))
	}
	return holds, nil
}

// ClearHold forgets that a chat was held up. Erase and Sent do so too, and Bury
// where the chat is of nobody we know: no address may stay behind.
func (tx *Tx) ClearHold(address string) error { return tx.drop(holdBucket, text(address)) }
