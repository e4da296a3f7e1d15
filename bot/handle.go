package bot

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// hearing is the item that applies one update.
func (b *Bot) hearing(u update) item {
	return item{
		do: func(t *turn) error { return b.hear(t, u) },
		spoiled: func(t *turn, err error) error {
			if err := t.tx.MarkSeen(u.id, t.now); err != nil {
				return err
			}
			return b.failed(t, u, b.known(t, u), err)
		},
	}
}

// hear applies one update: everything that it changes, changes here.
func (b *Bot) hear(t *turn, u update) error {
	if u.id == 0 {
		t.count("update.without_id")
		return nil
	}
	if t.tx.Seen(u.id) {
		t.count("update.again")
		b.answered(t, u, "", false)
		return nil
	}
	if err := t.tx.MarkSeen(u.id, t.now); err != nil {
		return err
	}
	t.count("update")
	switch {
	case u.group:
		b.answered(t, u, "", false)
		b.leaving(t, u)
		return nil
	case u.bad != nil:
		return b.failed(t, u, b.known(t, u), u.bad)
	case u.event == nil, u.fromBot:
		b.answered(t, u, "", false)
		return nil
	}
	return b.converse(t, u)
}

// converse applies an update that somebody meant for us.
func (b *Bot) converse(t *turn, u update) error {
	p, err := b.patient(t, u)
	if err != nil {
		return b.failed(t, u, b.known(t, u), err)
	}
	if p.ID == "" {
		return nil // somebody we don't know blocked us, or came back
	}
	out, err := b.stepped(p, meant(u.event, p), t.now)
	if err != nil {
		return b.failed(t, u, p, err)
	}
	if err := b.keep(t, u, p, out); err != nil {
		return err
	}
	b.toast(t, u, out)
	return nil
}

// known is the patient of an update, if we have them; else nobody. Of one whose
// record is damaged it is the id alone.
func (b *Bot) known(t *turn, u update) flows.Patient {
	id, ok := t.tx.Lookup(u.address())
	if !ok {
		return flows.Patient{}
	}
	p, err := t.tx.Patient(id)
	if err != nil {
		return flows.Patient{ID: id}
	}
	return p
}

// patient is whom an update is about: known, new, or nobody (with no ID) when
// somebody unknown blocks us.
func (b *Bot) patient(t *turn, u update) (flows.Patient, error) {
	if id, ok := t.tx.Lookup(u.address()); ok {
		return t.tx.Patient(id)
	}
	switch u.event.(type) {
	case flows.Blocked, flows.CameBack:
		return flows.Patient{}, nil
	}
	id, err := t.tx.NewID()
	if err != nil {
		return flows.Patient{}, err
	}
	return flows.NewPatient(id, b.o.PracticeID, u.lang(), b.o.Zone, t.now), nil
}

// meant adds to typed text which choice of the open question it is, in the
// patient's language, or which exercise's name.
func meant(ev flows.Event, p flows.Patient) flows.Event {
	said, ok := ev.(flows.Said)
	if !ok {
		return ev
	}
	said.Means = messages.Meant(p, said.Text)
	return said
}

// stepped is Step, with a panic as an error: it costs this event alone.
func (b *Bot) stepped(p flows.Patient, ev flows.Event, now time.Time) (out flows.Outcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic in %T: %s", ev, described(r))
		}
	}()
	out = b.step(p, ev, now)
	if out.Patient.ID != p.ID {
		return out, errors.New("the outcome is another patient's")
	}
	return out, nil
}

// failed is what becomes of an update that the program can't handle: the person
// hears something useful, the operator sees it, and the update is kept, if they
// agreed to anything being kept.
func (b *Bot) failed(t *turn, u update, p flows.Patient, why error) error {
	t.count("update.failed")
	t.then(func() { b.log.Error("an update failed", "update", u.id, "patient", p.ID, "error", why) })
	if !u.private || u.chat == 0 || presence(u.event) || u.fromBot {
		b.answered(t, u, "", false)
		return nil
	}
	if p.Lang == "" {
		p.Lang = u.lang()
	}
	b.answered(t, u, messages.Plain(messages.Failure(p.Lang)), true)
	known := p.ID != "" && t.tx.Address(p.ID) != ""
	if !known {
		p.ID = ""
	}
	if known && p.Consent != nil {
		b.keepRaw(t, p, u, why)
	}
	return b.ownUp(t, p, u.address())
}

// What is kept of the updates of one patient that failed: enough to understand
// a failure, and no more than that from someone who found out how to cause one.
const (
	mostRaw    = 20
	longestRaw = 16 << 10 // in bytes
)

// keepRaw keeps an update that failed. That it can't be kept must not be in the
// way of the answer to it.
func (b *Bot) keepRaw(t *turn, p flows.Patient, u update, why error) {
	if t.tx.CountRaw(p.ID) >= mostRaw {
		t.count("update.not_kept")
		return
	}
	if err := t.tx.KeepRaw(p.ID, u.id, u.raw[:min(len(u.raw), longestRaw)], why.Error(), t.now); err != nil {
		t.count("update.not_kept")
		t.then(func() {
			b.log.Error("an update that failed is not kept", "update", u.id, "patient", p.ID, "error", err)
		})
	}
}

// ownUp admits a failure of our own, unless a message that does waits there
// already: whoever floods us must not fill the outbox.
func (b *Bot) ownUp(t *turn, p flows.Patient, address string) error {
	queue, err := t.tx.Queue(address)
	if err != nil {
		return err
	}
	for _, m := range queue {
		if m.Reply.Text == failure.Text && m.Inflight.IsZero() {
			t.count("failure.waits")
			return nil
		}
	}
	return b.enqueue(t, b.message(t, p, address, failure))
}

// failure is the reply when the program itself fails. It is rendered without
// any template, and no red flag forbids it: it says whom to call.
var failure = flows.Reply{Text: "failure", Topic: flows.AboutFlag, Class: flows.Safety}

// presence tells whether nobody said anything: they can't be answered, or
// expect no answer.
func presence(ev flows.Event) bool {
	switch ev.(type) {
	case flows.Blocked, flows.CameBack:
		return true
	}
	return false
}

// keep writes down an outcome: the patient, the diary and what is to be said.
func (b *Bot) keep(t *turn, u update, before flows.Patient, out flows.Outcome) error {
	p, address := out.Patient, u.address()
	if out.Forget {
		if err := t.tx.Erase(p.ID, t.now); err != nil {
			return err
		}
		b.erased(t, p.ID)
		p.ID = "" // what is still said carries no id
		return b.say(t, u, p, out)
	}
	if err := t.tx.SavePatient(p); err != nil {
		return err
	}
	if t.tx.Address(p.ID) == "" {
		if err := t.tx.Link(p.ID, address); err != nil {
			return err
		}
	}
	if err := t.tx.AppendDiary(p.ID, out.Diary); err != nil {
		return err
	}
	if before.Lang != p.Lang {
		t.then(func() { b.relist(u.chat, p.Lang) })
	}
	if err := b.takeBack(t, address, p); err != nil {
		return err
	}
	return b.say(t, u, p, out)
}

// mostQueued is how many messages of one rank may wait for one chat. Whoever
// writes faster than we may answer hears the newest answers. Safety texts are
// not among them: of these each waits once (replace).
const mostQueued = 40

// takeBack removes from a chat's queue what may not be said any more: because
// of an open red flag, or because nobody is there to hear it. It removes the
// oldest, too, of what waits for somebody who floods us, but no safety text.
func (b *Bot) takeBack(t *turn, address string, p flows.Patient) error {
	queue, err := t.tx.Queue(address)
	if err != nil || len(queue) == 0 {
		return err
	}
	gone := map[uint64]bool{}
	var waiting [ranks]int
	for _, m := range slices.Backward(queue) {
		r := rankOf(m)
		switch {
		case m.Patient == p.ID && (p.Away || m.Kind != store.Close && !flows.Allows(p, m.Reply.Topic) || m.Kind == store.Count && !flows.Counts(p, m.Reply)):
			gone[m.ID] = true
			t.count("outbox.taken_back")
		case waiting[r] >= mostQueued && r != rankSafety && m.Inflight.IsZero():
			gone[m.ID] = true
			t.count("outbox.flooded")
		default:
			waiting[r]++
		}
	}
	if len(gone) == 0 {
		return nil
	}
	taken, err := t.tx.TakeBack(address, func(m store.Message) bool { return gone[m.ID] })
	if err != nil || p.Away {
		return err
	}
	return b.leaveCounts(t, taken)
}

// say puts an outcome's replies into the outbox, and then what becomes of the
// question they answer: the next question goes first.
func (b *Bot) say(t *turn, u update, p flows.Patient, out flows.Outcome) error {
	if p.Away {
		return nil
	}
	for _, r := range out.Replies {
		if r.Again && r.Ask != nil {
			if err := b.renew(t, u, p, r); err != nil {
				return err
			}
			continue
		}
		m := b.message(t, p, u.address(), r)
		if err := b.replace(t, m); err != nil {
			return err
		}
		if err := b.stopCount(t, m); err != nil {
			return err
		}
		if err := b.enqueue(t, m); err != nil {
			return err
		}
	}
	if out.Answered == nil || p.ID == "" {
		return nil
	}
	return b.closeQuestion(t, u, p, *out.Answered)
}

// replace removes a safety text that waits and says the same as the one that is
// about to: a call is heard once, however often it was asked for meanwhile. There
// are only so many of them, so they need no other bound.
func (b *Bot) replace(t *turn, m store.Message) error {
	if rankOf(m) != rankSafety {
		return nil
	}
	same, err := t.tx.TakeBack(m.Address, func(w store.Message) bool {
		return rankOf(w) == rankSafety && w.Patient == m.Patient && w.Inflight.IsZero() && b.words.same(w.Reply, m.Reply)
	})
	for range same {
		t.count("outbox.replaced")
	}
	return err
}

// message is a reply on its way into the outbox.
func (b *Bot) message(t *turn, p flows.Patient, address string, r flows.Reply) store.Message {
	return store.Message{
		Address: address, Patient: p.ID, Lang: p.Lang, Zone: p.Zone, Pictures: p.Pictures,
		Kind: store.Send, Reply: r, Content: messages.Version, At: t.now,
	}
}

func (b *Bot) enqueue(t *turn, m store.Message) error {
	m, err := t.tx.Enqueue(m)
	if err != nil {
		return err
	}
	t.then(func() { b.lanes.feed(m.Address, rankOf(m)) })
	return nil
}
