package bot

import (
	"testing"
	"time"
)

func TestWhatSomebodySaysIsAnswered(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("hello")
		w.pass(time.Second)
		w.hears(anna, "hello")
		if p := w.patient(anna); p.Profile.Age != 1 || p.Practice != "practice" || p.Zone != "Europe/Amsterdam" {
			t.Errorf("the record is %+v", p)
		}
	})
}

func TestATapIsAnsweredAndTheQuestionClosesAfterTheNextOne(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		tap := w.tap(anna, "a")
		w.pass(time.Minute)
		if _, ok := tap.Answer(); !ok {
			t.Error("the tap was not answered")
		}
		w.hears(anna, "ask: a", "next")
		var order []string
		for _, c := range w.Calls("sendMessage", "editMessageText") {
			order = append(order, c.Method)
		}
		if len(order) != 3 || order[1] != "sendMessage" || order[2] != "editMessageText" {
			t.Errorf("calls were %v: the next question goes before the edit", order)
		}
	})
}
