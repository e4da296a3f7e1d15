package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"back2core/flows"
)

func TestTheLastMessageOfAQuestionIsKnown(t *testing.T) {
	s := open(t)
	want := Asked{
		Form: "checkin", Run: 4, Question: "pain", MessageID: 12, At: noon,
		Reply: flows.Reply{Text: "checkin.pain", Topic: flows.AboutTalk, Class: flows.Answer},
	}
	first := want
	first.MessageID = 11
	update(t, s, func(tx *Tx) error {
		if err := tx.SetAsked("tg:1", first); err != nil {
			return err
		}
		return tx.SetAsked("tg:1", want)
	})
	view(t, s, func(tx *Tx) error {
		if got, ok := tx.Asked("tg:1", "checkin", 4, "pain"); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v %v, want %+v", got, ok, want)
		}
		if _, ok := tx.Asked("tg:1", "checkin", 5, "pain"); ok {
			t.Error("another run's question is known")
		}
		if _, ok := tx.Asked("tg:12", "checkin", 4, "pain"); ok {
			t.Error("another chat's question is known")
		}
		return nil
	})
	update(t, s, func(tx *Tx) error { return tx.DropAsked("tg:1", "checkin", 4, "pain") })
	view(t, s, func(tx *Tx) error {
		if _, ok := tx.Asked("tg:1", "checkin", 4, "pain"); ok {
			t.Error("a dropped question is still known")
		}
		return nil
	})
}

func TestOnlyTheLatestQuestionsOfAChatAreKept(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		for i := range 30 {
			a := Asked{Form: "intake", Run: 1, Question: fmt.Sprintf("q%d", i), MessageID: i, At: noon.Add(time.Duration(i) * time.Minute)}
			if err := tx.SetAsked("tg:1", a); err != nil {
				return err
			}
		}
		return tx.SetAsked("tg:2", Asked{Form: "intake", Run: 1, Question: "q0", At: noon})
	})
	view(t, s, func(tx *Tx) error {
		for i := range 30 {
			if _, ok := tx.Asked("tg:1", "intake", 1, fmt.Sprintf("q%d", i)); ok != (i >= 30-askedKept) {
				t.Errorf("question %d of 30 is kept: %v", i, ok)
			}
		}
		if _, ok := tx.Asked("tg:2", "intake", 1, "q0"); !ok {
			t.Error("another chat's question is gone")
		}
		return nil
	})
}

func TestAQuestionWithoutANameIsRefused(t *testing.T) {
	s := open(t)
	for _, a := range []Asked{{Form: "intake"}, {Question: "name"}, {Form: "in\x00take", Question: "name"}} {
		if err := s.Update(func(tx *Tx) error { return tx.SetAsked("tg:1", a) }); err == nil {
			t.Errorf("%+v was taken", a)
		}
	}
}
