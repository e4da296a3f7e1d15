package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"back2core/flows"
)

// enqueue puts messages to a chat into the outbox, in this order.
func enqueue(t *testing.T, s *Store, address string, messages ...Message) []Message {
	t.Helper()
	var put []Message
	update(t, s, func(tx *Tx) error {
		for _, m := range messages {
			m.Address = address
			m, err := tx.Enqueue(m)
			if err != nil {
				return err
			}
			put = append(put, m)
		}
		return nil
	})
	return put
}

// queue returns what waits for a chat.
func queue(t *testing.T, s *Store, address string) (messages []Message) {
	t.Helper()
	view(t, s, func(tx *Tx) (err error) { messages, err = tx.Queue(address); return err })
	return messages
}

func TestAMessageComesBackAsItWasEnqueued(t *testing.T) {
	s := open(t)
	want := message("tg:1", "", flows.Answer, "checkin.pain")
	want.Kind, want.MessageID, want.Attempts = Close, 77, 2
	want.NotBefore, want.Inflight = noon.Add(time.Minute), noon.Add(time.Second)
	want.Reply.Args = flows.Args{"name": "<Zoë>"}
	want.Reply.Ask = &flows.Ask{Form: "checkin", Run: 3, Question: "pain", Kind: flows.Scale, Ways: []string{flows.WayBack}}
	want.Answered = &flows.Answered{Ask: *want.Reply.Ask, Choices: []string{"4"}}
	want.ID = enqueue(t, s, "tg:1", want)[0].ID
	view(t, s, func(tx *Tx) error {
		got, err := tx.Message("tg:1", want.ID)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		return err
	})
}

func TestAChatIsSentSafetyThenAnswersThenRemindersEachInOrder(t *testing.T) {
	s := open(t)
	enqueue(t, s, "tg:1",
		message("", "", flows.Reminder, "reminder 1"),
		message("", "", flows.Answer, "answer 1"),
		message("", "", flows.Safety, "safety 1"),
		message("", "", "", "unclassed"),
		message("", "", flows.Answer, "answer 2"),
		message("", "", flows.Reminder, "reminder 2"),
		message("", "", flows.Safety, "safety 2"),
	)
	enqueue(t, s, "tg:12", message("", "", flows.Safety, "somebody else's"))
	want := []string{"safety 1", "safety 2", "answer 1", "answer 2", "reminder 1", "unclassed", "reminder 2"}
	if got := texts(queue(t, s, "tg:1")); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOrderHoldsBeyondAByteOfMessages(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		for range 600 {
			if _, err := tx.Enqueue(message("tg:1", "", flows.Answer, "on")); err != nil {
				return err
			}
		}
		return nil
	})
	messages := queue(t, s, "tg:1")
	if len(messages) != 600 || !slices.IsSortedFunc(messages, func(a, b Message) int { return int(a.ID) - int(b.ID) }) {
		t.Errorf("got %d messages out of order, want 600 in order", len(messages))
	}
}

func TestAMessageIDIsNeverUsedAgain(t *testing.T) {
	s := open(t)
	first := enqueue(t, s, "tg:1", message("", "", flows.Answer, "on"))[0]
	update(t, s, func(tx *Tx) error { return tx.Sent(first) })
	if second := enqueue(t, s, "tg:1", message("", "", flows.Answer, "on"))[0]; second.ID <= first.ID {
		t.Errorf("got id %d after %d", second.ID, first.ID)
	}
}

func TestASavedMessageKeepsItsPlace(t *testing.T) {
	s := open(t)
	m := enqueue(t, s, "tg:1", message("", "", flows.Answer, "first"), message("", "", flows.Answer, "second"))[0]
	m.Attempts, m.Inflight = 1, noon
	update(t, s, func(tx *Tx) error { return tx.SaveMessage(m) })
	got := queue(t, s, "tg:1")
	if len(got) != 2 || got[0].Attempts != 1 || !got[0].Inflight.Equal(noon) {
		t.Errorf("got %+v, want the first with one attempt", got)
	}
}

func TestAMessageThatIsGoneCannotBeSavedAndNeedNotBeSent(t *testing.T) {
	s := open(t)
	m := enqueue(t, s, "tg:1", message("", "", flows.Answer, "on"))[0]
	update(t, s, func(tx *Tx) error { return tx.Sent(m) })
	if err := s.Update(func(tx *Tx) error { return tx.SaveMessage(m) }); !errors.Is(err, ErrNotFound) {
		t.Errorf("save: got error %v, want %v", err, ErrNotFound)
	}
	if err := s.View(func(tx *Tx) error { _, err := tx.Message("tg:1", m.ID); return err }); !errors.Is(err, ErrNotFound) {
		t.Errorf("read: got error %v, want %v", err, ErrNotFound)
	}
	update(t, s, func(tx *Tx) error { return errors.Join(tx.Sent(m), tx.Bury(m, "late", noon)) })
	view(t, s, func(tx *Tx) error {
		graves, err := tx.Graves()
		if len(graves) != 0 {
			t.Errorf("got graves %+v of a message that was sent", graves)
		}
		return err
	})
}

func TestWhatIsForbiddenIsTakenBackAndNothingElse(t *testing.T) {
	s := open(t)
	enqueue(t, s, "tg:1",
		message("", "", flows.Safety, "call"), message("", "", flows.Reminder, "exercise"), message("", "", flows.Answer, "exercise"))
	enqueue(t, s, "tg:2", message("", "", flows.Answer, "exercise"))
	update(t, s, func(tx *Tx) error {
		taken, err := tx.TakeBack("tg:1", func(m Message) bool { return m.Reply.Text == "exercise" })
		if got, want := texts(taken), []string{"exercise", "exercise"}; !slices.Equal(got, want) {
			t.Errorf("took back %q, want %q", got, want)
		}
		return err
	})
	if got, want := texts(queue(t, s, "tg:1")), []string{"call"}; !slices.Equal(got, want) {
		t.Errorf("left %q, want %q", got, want)
	}
	if got := queue(t, s, "tg:2"); len(got) != 1 {
		t.Errorf("another chat has %d messages left, want 1", len(got))
	}
}

func TestAMovedOutboxKeepsItsOrder(t *testing.T) {
	s := open(t)
	enqueue(t, s, "tg:1", message("", "", flows.Answer, "second"), message("", "", flows.Safety, "first"), message("", "", flows.Answer, "third"))
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.MoveOutbox("tg:1", "tg:-100"), tx.MoveOutbox("tg:-100", "tg:-100"))
	})
	if got := queue(t, s, "tg:1"); len(got) != 0 {
		t.Errorf("left behind: %q", texts(got))
	}
	moved := queue(t, s, "tg:-100")
	if got, want := texts(moved), []string{"first", "second", "third"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, m := range moved {
		if m.Address != "tg:-100" {
			t.Errorf("message %q still goes to %s", m.Reply.Text, m.Address)
		}
	}
}

func TestTheOutboxMayChangeWhileItIsGoneThrough(t *testing.T) {
	s := open(t)
	enqueue(t, s, "tg:1", message("", "", flows.Answer, "a"), message("", "", flows.Answer, "b"))
	enqueue(t, s, "tg:2", message("", "", flows.Reminder, "c"), message("", "", flows.Safety, "d"))
	var got []string
	update(t, s, func(tx *Tx) error {
		return tx.Outbox(func(m Message) error {
			got = append(got, m.Reply.Text)
			_, err := tx.TakeBack(m.Address, func(Message) bool { return true })
			return err
		})
	})
	if want := []string{"a", "d"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: the rest was taken back before its turn", got, want)
	}
	stop := errors.New("stop")
	enqueue(t, s, "tg:1", message("", "", flows.Answer, "a"))
	if err := s.View(func(tx *Tx) error { return tx.Outbox(func(Message) error { return stop }) }); !errors.Is(err, stop) {
		t.Errorf("got error %v, want %v", err, stop)
	}
}

func TestAMessageToNowhereIsRefused(t *testing.T) {
	s := open(t)
	err := s.Update(func(tx *Tx) error { _, err := tx.Enqueue(message("", "p1", flows.Answer, "on")); return err })
	if err == nil {
		t.Error("it was enqueued")
	}
}

func TestADamagedMessageHoldsUpNothingAndIsBuriedWithoutWords(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.SavePatient(newcomer("p1", noon)), tx.Link("p1", "tg:1"))
	})
	bad := enqueue(t, s, "tg:1", message("", "", flows.Safety, "a"), message("", "", flows.Answer, "b"))[0]
	enqueue(t, s, "tg:2", message("", "", flows.Answer, "c"))
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.put(outboxBucket, bad.key(), []byte("\x01{words")), tx.Link("p1", "tg:3"))
	})
	if got := texts(queue(t, s, "tg:3")); !slices.Equal(got, []string{"b"}) {
		t.Errorf("the queue is %q", got)
	}
	update(t, s, func(tx *Tx) error {
		var all []string
		err := tx.Outbox(func(m Message) error { all = append(all, m.Reply.Text); return nil })
		graves, err2 := tx.BuryDamaged(noon)
		want := Grave{ID: bad.ID, Address: "tg:3", Patient: "p1", Class: flows.Safety, Buried: noon, Why: ErrDamaged.Error()}
		if len(all) != 2 || len(graves) != 1 || graves[0] != want {
			t.Errorf("out of the outbox came %q, and the graves %+v", all, graves)
		}
		if kept, _ := tx.Graves(); !slices.Equal(kept, graves) || tx.CountGraves() != 1 {
			t.Errorf("%d graves are kept: %+v", tx.CountGraves(), kept)
		}
		return errors.Join(err, err2)
	})
}
