package store

import (
	"time"

	"back2core/flows"
)

// A Message is one thing that Telegram must still be told. It is rendered when
// it is sent.
type Message struct {
	ID      uint64 // order of creation, given by Enqueue, never used again
	Address string // the chat
	Patient string // id; "" after Erase or for people unknown
	// Lang, Zone and Pictures are the patient's, so that it can be rendered without one.
	Lang     flows.Lang
	Zone     string
	Pictures flows.Pictures `json:",omitempty"`
	Plain    bool           `json:",omitempty"` // without its picture, which Telegram did not take
	Kind     Kind
	Reply    flows.Reply
	// Answered is the question to be closed; for Close only.
	Answered  *flows.Answered `json:",omitempty"`
	MessageID int             // the Telegram message to edit; 0 for Send
	Caption   bool            `json:",omitempty"` // what is edited is the caption of a picture
	Content   string          // version of the wording it was made for
	At        time.Time       // when it was enqueued
	NotBefore time.Time       // back-off; of a Count, its next beat
	Attempts  int             // calls so far
	// Inflight is when a call was begun, or zero. A message that is in flight
	// when the program starts is ambiguous: Telegram may have taken it.
	Inflight time.Time
}

// A Kind is what is done with a message.
type Kind string

// The kinds of messages.
const (
	Send  Kind = "send"  // a new message
	Renew Kind = "renew" // edits a question where it stands
	Close Kind = "close" // edits a question: its buttons go, the answer stays readable
	Count Kind = "count" // edits a question again and again, at each beat of its count
)

// The ranks of the classes in a key, and so the order of sending in a chat.
const (
	rankSafety byte = iota
	rankAnswer
	rankReminder // and all else
	ranks
)

// classes are what the ranks stand for.
var classes = [ranks]flows.Class{flows.Safety, flows.Answer, flows.Reminder}

// rank orders the classes of flows.
func rank(c flows.Class) byte {
	switch c {
	case flows.Safety:
		return rankSafety
	case flows.Answer:
		return rankAnswer
	default:
		return rankReminder
	}
}

// key is where the message stands in the outbox.
func (m Message) key() []byte { return outboxKey(m.Address, rank(m.Reply.Class), m.ID) }

// outboxKey sorts by chat, then by class, then by age.
func outboxKey(address string, rank byte, id uint64) []byte {
	return join(text(address), []byte{rank}, be64(id))
}
