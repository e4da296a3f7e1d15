package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"back2core/flows"
)

// askedKept is how many questions of a chat are remembered. Older ones have
// scrolled away; nobody minds that their buttons stay.
const askedKept = 20

// Asked is a question as it stands in the chat: the last message of it, so
// that it can be edited.
type Asked struct {
	Form      string
	Run       int
	Question  string
	MessageID int
	Caption   bool `json:",omitempty"` // it stands under a picture
	Reply     flows.Reply
	At        time.Time
}

// SetAsked remembers which message asks a question, and forgets the oldest of
// the chat when there are more than 20.
func (tx *Tx) SetAsked(address string, a Asked) error {
	if err := fit(address, a.Form, a.Question); err != nil {
		return fmt.Errorf("set asked: %w", err)
	}
	if err := tx.putRecord(askedBucket, askedKey(address, a.Form, a.Run, a.Question), a); err != nil {
		return fmt.Errorf("set asked %s %s: %w", a.Form, a.Question, err)
	}
	return tx.trimAsked(address)
}

// Asked returns the message that asks a question.
func (tx *Tx) Asked(address, form string, run int, question string) (Asked, bool) {
	key := askedKey(address, form, run, question)
	a, err := readRecord[Asked](tx, askedBucket, key, tx.get(askedBucket, key))
	return a, err == nil // a damaged one can't be edited: as good as none
}

// DropAsked forgets a question that is answered or gone.
func (tx *Tx) DropAsked(address, form string, run int, question string) error {
	return tx.drop(askedBucket, askedKey(address, form, run, question))
}

// trimAsked forgets the oldest questions of a chat until no more than
// askedKept are left.
func (tx *Tx) trimAsked(address string) error {
	keys := tx.keysUnder(askedBucket, text(address))
	if len(keys) <= askedKept {
		return nil
	}
	var all []Asked
	for _, key := range keys {
		a, err := readRecord[Asked](tx, askedBucket, key, tx.get(askedBucket, key))
		if err != nil { // as good as none, and in the way
			if err := tx.drop(askedBucket, key); err != nil {
				return err
			}
			continue
		}
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b Asked) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.MessageID, b.MessageID))
	})
	for _, a := range all[:max(0, len(all)-askedKept)] {
		if err := tx.DropAsked(address, a.Form, a.Run, a.Question); err != nil {
			return err
		}
	}
	return nil
}

// askedKey is where a question of a chat is remembered.
func askedKey(address, form string, run int, question string) []byte {
	return join(text(address), text(form), be32(run), []byte(question))
}
