package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/messages"
	"back2core/store"
)

// Law 1: what is under way to the chat of an alarm ends, where it may be made again.
func TestBugAnAlarmWaitedBehindABeatThatHung(t *testing.T) {
	for name, slow := range map[string]sandbox.Failure{
		"not taken": {Delay: 50 * time.Second},
		"taken":     {Linger: 50 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
				w.tap(anna, "▶ Start")
				w.pass(22 * time.Second)
				w.fail("editMessageCaption", func(sandbox.Call) *sandbox.Failure { return &slow })
				w.pass(4 * time.Second)
				anna.Say("ik kan niet plassen")
				w.pass(100 * time.Millisecond)
				if text := anna.Last().Text; !strings.Contains(text, "Bel nu je huisarts") {
					t.Errorf("the last that was heard is %q", text)
				}
			})
		})
	}
}

// The same with an edit that stays: it is made once more, and was no failure.
func TestAnEditThatMadeWayForAnAlarmIsMadeAgain(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		question := anna.Last().ID
		w.fail("editMessageText", once(sandbox.Failure{Delay: 15 * time.Second}))
		w.tap(anna, "more")
		w.pass(time.Second)
		anna.Say("alarm call now")
		w.pass(100 * time.Millisecond)
		if heard := w.heard(anna); heard[len(heard)-1] != "call now" {
			t.Errorf("heard %q", heard)
		}
		w.view(func(tx *store.Tx) error {
			return tx.Outbox(func(m store.Message) error {
				if m.Kind == store.Renew && m.Attempts != 0 {
					t.Errorf("%d attempts count", m.Attempts)
				}
				return nil
			})
		})
		w.pass(time.Minute)
		if all := w.heard(anna); !slices.Contains(all, "ask more") || len(w.calls(question)) != 2 || w.queued() > 0 {
			t.Errorf("heard %q, with %q", all, w.calls(question))
		}
	})
}

// Two counts that Telegram limits say nothing of what others are told, nor of
// what else is said to the same two.
func TestBugALimitOfTwoCountsHeldUpAnAlarm(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		ben, cas := w.person(2), w.person(3)
		w.atACard(ben)
		cas.Say("/start")
		w.pass(3 * time.Second)
		w.tap(anna, "▶ Start")
		w.tap(ben, "▶ Start")
		w.pass(14 * time.Second)
		w.fail("editMessageCaption", func(sandbox.Call) *sandbox.Failure {
			return &sandbox.Failure{Status: 429, RetryAfter: 40}
		})
		w.pass(5 * time.Second)
		if n := w.counted("outbox.limited"); n != 2 {
			t.Fatalf("limited %d times", n)
		}
		for _, who := range []*sandbox.Person{cas, anna} {
			who.Say("ik kan niet plassen")
			w.pass(100 * time.Millisecond)
			if text := who.Last().Text; !strings.Contains(text, "Bel nu je huisarts") {
				t.Errorf("person %d heard %q last", who.ID(), text)
			}
		}
	})
}

// Telegram takes about thirty calls a second of one bot.
func TestManyCountsKeepBelowTelegramsRate(t *testing.T) {
	ls, now := newLanes(), time.Now()
	for i := range 200 {
		ls.feed(fmt.Sprint(i), rankCount)
	}
	ls.feed("answer", rankAnswer)
	counts, answers := 0, 0
	for end := now.Add(2 * time.Second); now.Before(end); now = now.Add(10 * time.Millisecond) {
		l, wait := ls.next(now, rankReminder)
		if l == nil {
			if wait > time.Second {
				t.Fatalf("it waits %s", wait)
			}
			continue
		}
		if l.rank == rankAnswer {
			answers++
		} else {
			counts++
		}
		ls.done(l, outlook{empty: true}, now)
	}
	if most := 2*beatsASecond + 3; counts > most || counts < most-5 || answers != 1 {
		t.Errorf("%d beats went in two seconds, and %d answers", counts, answers)
	}
}

// Each chat made its own three tries of a minute, one chat after the other: the
// last heard something after an hour.
func TestBugAPictureThatDidNotArriveHeldUpEverybody(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendAnimation", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Drop: true, Delay: time.Hour} })
		for id := range int64(20) {
			w.person(1 + id).Say("show C7")
		}
		w.pass(11 * time.Second)
		if n := len(w.sends()); n != 19 {
			t.Errorf("%d were told in words after 11 seconds, want all but the one whose picture is under way", n)
		}
		w.pass(25 * time.Second)
		if n := len(w.sends()); n != 20 || w.queued() > 0 {
			t.Errorf("%d were told, %d wait", n, w.queued())
		}
		w.SetFault(nil)
		bo := w.person(30)
		bo.Say("show C7")
		w.pass(time.Second)
		if m := bo.Last(); m.Media != nil || w.counted("picture.late") != 1 {
			t.Errorf("it was tried again at once: %+v", m)
		}
		w.pass(10 * time.Minute)
		bo.Say("show C7")
		w.pass(5 * time.Second)
		if m := bo.Last(); m.Media == nil {
			t.Error("it was never tried again")
		}
	})
}

// Law 4: a text behind a card whose picture another chat uploads.
func TestBugASlowUploadHeldUpTheTextsOfOthers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendAnimation", once(sandbox.Failure{Delay: 25 * time.Second}))
		anna, ben := w.person(1), w.person(2)
		anna.Say("show C7")
		w.pass(time.Second)
		ben.Say("show C7")
		ben.Say("hello")
		w.pass(12 * time.Second)
		if m := ben.Last(); m.Text != "hello" {
			t.Errorf("ben heard %q", w.heard(ben))
		}
		w.pass(time.Minute)
		if m := anna.Last(); m.Media == nil || w.queued() > 0 {
			t.Errorf("anna heard %q", w.heard(anna))
		}
	})
}

// A picture whose upload makes way for an alarm did arrive nowhere, and failed
// nowhere.
func TestBugAnUploadThatMadeWayCountedAsFailed(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendAnimation", once(sandbox.Failure{Delay: 20 * time.Second}))
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(2 * time.Second)
		anna.Say("alarm call now")
		w.pass(time.Minute)
		if m := anna.Last(); m.Media == nil || w.counted("picture.late") != 0 {
			t.Errorf("heard %q", w.heard(anna))
		}
	})
}

func TestBugAShortOutageCostThePicture(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		began := time.Now()
		w.fail("sendAnimation", func(sandbox.Call) *sandbox.Failure {
			if time.Since(began) < 8*time.Second {
				return &sandbox.Failure{Refuse: true}
			}
			return nil
		})
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(3 * time.Minute)
		if m := anna.Last(); m.Media == nil || w.queued() > 0 {
			t.Errorf("heard %q", w.heard(anna))
		}
	})
}

func TestBugOneFailedDrawingMeantWordsForEver(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		draws := 0
		w.bot.draw = func(p messages.Picture) ([]byte, error) {
			if draws++; draws == 1 {
				panic("no paper")
			}
			return sketch(p)
		}
		anna := w.person(1)
		for _, wait := range []time.Duration{time.Minute, time.Hour, time.Minute} {
			anna.Say("show C7")
			w.pass(wait)
		}
		w.mustGo(asText, asText, asFile)
		if n := w.counted("picture.failed"); n != 1 {
			t.Errorf("%d failed", n)
		}
	})
}

// Two chats send an old file id; the first has uploaded anew before the second
// hears that it is unknown.
func TestBugARefusedOldFileIDForgotTheNewOne(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		anna.Say("show C7")
		ben.Say("hello")
		w.pass(5 * time.Second)
		w.spoilFileIDs()
		w.restart()
		w.ForgetCalls()
		calls := 0
		w.fail("sendAnimation", func(c sandbox.Call) *sandbox.Failure {
			calls++
			return &sandbox.Failure{Delay: []time.Duration{time.Second, 5 * time.Second, 0, 0, 0, 0}[calls-1]}
		})
		anna.Say("show C7")
		ben.Say("show C7")
		w.pass(20 * time.Second)
		ben.Say("show C7")
		w.pass(5 * time.Second)
		w.mustGo(byID, asFile, byID, byID, byID) // anna's, anna's, ben's that was refused, ben's
		w.restart()
		anna.Say("show C7")
		w.pass(5 * time.Second)
		w.mustGo(byID, asFile, byID, byID, byID, byID)
	})
}

// What Telegram does not take is not taken a moment later either.
func TestBugARefusedPictureWentUpForEveryCard(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendAnimation", func(sandbox.Call) *sandbox.Failure {
			return &sandbox.Failure{Status: 400, Description: "Bad Request: IMAGE_PROCESS_FAILED"}
		})
		for id := range int64(3) {
			w.person(1 + id).Say("show C7")
			w.pass(5 * time.Second)
		}
		w.mustGo(asFile, asText, asText, asText)
		w.SetFault(nil)
		w.pass(time.Hour)
		w.person(1).Say("show C7")
		w.pass(5 * time.Second)
		w.mustGo(asFile, asText, asText, asText, asFile)
	})
}

// Some chats take no animations at all: that says nothing of the file.
func TestBugARefusalThatIsNotOfTheFileForgotIt(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		w.fail("sendAnimation", func(c sandbox.Call) *sandbox.Failure {
			if c.Chat != ben.ID() {
				return nil
			}
			return &sandbox.Failure{Status: 400, Description: "Bad Request: VOICE_MESSAGES_FORBIDDEN"}
		})
		ben.Say("show C7")
		w.pass(5 * time.Second)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		w.mustGo(asFile, byID, asText, byID)
	})
}

func TestBugAnUnknownFigureWasCountedTwice(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.person(1).Say("show Q9")
		w.pass(5 * time.Second)
		if n := w.counted("picture.failed"); n != 1 {
			t.Errorf("counted %d times", n)
		}
	})
}
