package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

func TestWhatWasCommittedIsSentAfterACrash(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Refuse: true} })
		anna.Say("twice")
		w.pass(time.Second)
		w.crash()
		w.SetFault(nil)
		w.start()
		w.pass(time.Minute)
		w.hears(anna, "first", "second")
		if got := w.patient(anna).Profile.Age; got != 1 {
			t.Errorf("%d events were applied, want 1", got)
		}
	})
}

// Killed while a call is under way: Telegram may have the message or not.
func TestACrashDuringACallIsAmbiguous(t *testing.T) {
	for said, want := range map[string][]string{
		"remind x": {"x"},      // once
		"alarm x":  {"x", "x"}, // again, to be sure
		"x":        {"x", "x"},
	} {
		inWorld(t, func(t *testing.T, w *world) {
			anna := w.person(1)
			w.fail("sendMessage", once(sandbox.Failure{Taken: true, Linger: time.Hour}))
			anna.Say(said)
			w.pass(2 * time.Second)
			w.crash()
			w.start()
			w.pass(10 * time.Minute)
			w.hears(anna, want...)
			if w.queued() != 0 {
				t.Errorf("%q: something still waits", said)
			}
		})
	}
}

// A process that ended again and again while a message was under way had that
// message given up at the first answer that was no answer.
func TestBugACrashCountedAsAFailureOfTheMessage(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		var kind atomic.Pointer[sandbox.Failure]
		kind.Store(&sandbox.Failure{Linger: time.Hour})
		w.fail("sendMessage", func(c sandbox.Call) *sandbox.Failure {
			if c.Params["text"] == "wanted" {
				return kind.Load()
			}
			return nil
		})
		anna.Say("wanted")
		for range hopeless + 5 {
			ben.Say("hi")
			w.pass(2 * time.Second)
			w.crash()
			w.start()
		}
		kind.Store(&sandbox.Failure{Status: 502})
		w.crash()
		w.start()
		w.pass(time.Second)
		ben.Say("hi")
		w.pass(time.Minute)
		kind.Store(nil)
		w.pass(time.Hour)
		if last := anna.Last().Text; last != "wanted" || w.counted("graves") != 0 || w.counted("outbox.buried") != 0 {
			t.Errorf("the last that was heard is %q", last)
		}
	})
}

func TestAnAnswerThatNeverCameIsHandledByClass(t *testing.T) {
	for name, lost := range map[string]sandbox.Failure{
		"reset":   {Drop: true, Taken: true},
		"timeout": {Taken: true, Linger: time.Hour},
		"gateway": {Taken: true, Status: 502},
		"json":    {Taken: true, Status: 500, Description: "Internal Server Error"},
	} {
		for said, times := range map[string]int{"remind x": 1, "alarm x": 2, "x": 2} {
			inWorld(t, func(t *testing.T, w *world) {
				anna := w.person(1)
				w.fail("sendMessage", once(lost))
				anna.Say(said)
				w.pass(10 * time.Minute)
				w.hears(anna, slices.Repeat([]string{"x"}, times)...)
				if w.queued() != 0 {
					t.Errorf("%s, %q: something still waits", name, said)
				}
			})
		}
	}
}

func TestWhatIsKnownToBeUnsentIsRetried(t *testing.T) {
	for _, said := range []string{"remind x", "alarm x", "x"} {
		inWorld(t, func(t *testing.T, w *world) {
			anna := w.person(1)
			tries := 0
			w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure {
				if tries++; tries <= 10 {
					return &sandbox.Failure{Refuse: true}
				}
				return nil
			})
			anna.Say(said)
			w.pass(time.Hour)
			w.hears(anna, "x")
		})
	}
}

func TestALimitedChatWaitsAsLongAsTelegramSaysAlsoAfterARestart(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		w.fail("sendMessage", once(sandbox.Failure{Status: 429, RetryAfter: 300}))
		anna.Say("hello")
		w.pass(time.Second)
		w.SetFault(nil)
		w.restart()
		ben.Say("hi")
		anna.Say("alarm now")
		w.pass(200 * time.Second)
		w.hears(ben, "hi")
		w.hears(anna)
		w.pass(110 * time.Second)
		w.hears(anna, "now", "hello")
	})
}

func TestTwoLimitedChatsHoldUpEverybody(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben, cor := w.person(1), w.person(2), w.person(3)
		w.fail("sendMessage", func(c sandbox.Call) *sandbox.Failure {
			if c.Chat == 3 {
				return nil
			}
			return &sandbox.Failure{Status: 429, RetryAfter: 60}
		})
		anna.Say("a")
		ben.Say("b")
		w.pass(2 * time.Second)
		w.SetFault(nil)
		cor.Say("c")
		w.pass(50 * time.Second)
		w.hears(cor)
		w.pass(20 * time.Second)
		w.hears(cor, "c")
		w.hears(anna, "a")
		w.hears(ben, "b")
	})
}

func TestSomebodyWhoBlockedUsIsLeftAlone(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("hello")
		w.pass(2 * time.Second)
		anna.Say("in 1m")
		w.pass(time.Second)
		w.ForgetCalls()
		anna.Deactivate() // nobody tells us
		w.pass(10 * time.Minute)
		if !w.patient(anna).Away {
			t.Error("the patient's flow does not know")
		}
		if w.queued() != 0 {
			t.Error("something still waits for them")
		}
		if got := len(w.Calls("sendMessage")); got != 1 {
			t.Errorf("%d calls were made", got)
		}
	})
}

func TestBlockingEmptiesTheQueueAndComingBackIsHeard(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		for i := range 6 {
			anna.Say(fmt.Sprint(i))
		}
		w.pass(time.Second)
		anna.Block()
		w.pass(time.Second)
		if !w.patient(anna).Away || w.queued() != 0 {
			t.Error("something waits for somebody who blocked us")
		}
		anna.Unblock()
		w.pass(time.Second)
		if w.patient(anna).Away {
			t.Error("the patient is back and the flow doesn't know")
		}
		anna.Say("back")
		w.pass(2 * time.Second)
		if got := anna.Last().Text; got != "back" {
			t.Errorf("the last thing heard is %q", got)
		}
	})
}

func TestAnUnknownPersonWhoBlocksIsNobody(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.Inject(`{"my_chat_member":{"chat":{"id":8,"type":"private"},"from":{"id":8},"date":1,"new_chat_member":{"status":"kicked"}}}`)
		w.pass(time.Second)
		w.view(func(tx *store.Tx) error {
			if tx.CountPatients() != 0 {
				t.Error("a patient was made of them")
			}
			return nil
		})
	})
}

func TestARefusedMessageIsBuriedAndThePersonHearsSomething(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		w.fail("sendMessage", once(sandbox.Failure{Status: 400, Description: `Bad Request: can't parse entities: "words"`}))
		anna.Say("x")
		w.pass(10 * time.Second)
		if got := w.heard(anna); len(got) != 1 || got[0][:3] != "Bel" {
			t.Errorf("heard %q", got)
		}
		w.view(func(tx *store.Tx) error {
			graves, err := tx.Graves()
			if len(graves) != 1 || !strings.Contains(graves[0].Why, "parse entities") || strings.Contains(graves[0].Why, "words") {
				t.Errorf("graves: %+v", graves)
			}
			return err
		})
	})
}

func TestATextThatCantBeRenderedIsBuriedAndThePersonHearsSomething(t *testing.T) {
	for _, text := range []string{"unrenderable", "unrenderable panic", "alarm unrenderable"} {
		inWorld(t, func(t *testing.T, w *world) {
			anna := w.person(1)
			anna.Say(text)
			w.pass(10 * time.Second)
			if got := w.heard(anna); len(got) != 1 || got[0][:3] != "Bel" {
				t.Errorf("%q: heard %q", text, got)
			}
		})
	}
}

func TestOnePersonsTroubleHoldsUpNobodyElse(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendMessage", func(c sandbox.Call) *sandbox.Failure {
			if c.Chat == 1 {
				return &sandbox.Failure{Delay: time.Hour}
			}
			return nil
		})
		anna, ben := w.person(1), w.person(2)
		for i := range 3 {
			anna.Say(fmt.Sprint(i))
			ben.Say(fmt.Sprint(i))
		}
		w.pass(2 * time.Second)
		w.hears(ben, "0", "1", "2")
		w.SetFault(nil)
		w.pass(2 * time.Minute)
		w.hears(anna, "0", "1", "2")
	})
}

func TestASafetyTextOvertakesWhatWaits(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		for i := range 30 {
			anna.Say(fmt.Sprintf("remind %d", i))
		}
		w.pass(5 * time.Second)
		waiting := w.queued()
		anna.Say("alarm now")
		w.pass(100 * time.Millisecond)
		if got := anna.Last().Text; got != "now" || waiting == 0 {
			t.Errorf("with %d messages waiting the last thing heard is %q", waiting, got)
		}
	})
}

func TestSafetyTextsNeverWaitForOurOwnPace(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		for i := range 40 {
			anna.Say(fmt.Sprint(i))
		}
		w.pass(30 * time.Second) // the minute is used up as far as we dare
		anna.Say("alarm now")
		w.pass(10 * time.Millisecond)
		if got := anna.Last().Text; got != "now" {
			t.Errorf("the last thing heard is %q", got)
		}
		w.pass(10 * time.Minute)
		if n := w.counted("outbox.limited"); n != 0 {
			t.Errorf("Telegram had to limit us %d times", n)
		}
	})
}

func TestAnOpenFlagTakesBackWhatItForbids(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		for i := range 6 {
			anna.Say(fmt.Sprint(i))
		}
		w.pass(time.Millisecond) // two go at once, four wait
		anna.Say("flag")
		w.pass(time.Minute)
		w.hears(anna, "0", "1", "call now")
		if w.counted("outbox.taken_back") != 4 {
			t.Errorf("%d messages were taken back", w.counted("outbox.taken_back"))
		}
	})
}

func TestTheSenderLooksAtTheLockBeforeEachCall(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		w.fail("sendMessage", once(sandbox.Failure{Refuse: true}))
		anna.Say("exercise!")
		w.pass(10 * time.Millisecond)
		w.update(func(tx *store.Tx) error { // a flag that somebody else opens
			id, _ := tx.Lookup("tg:1")
			p, err := tx.Patient(id)
			p.Flags = []flows.Flag{{Row: "RF01", Class: flows.Now112}}
			return joined(err, tx.SavePatient(p))
		})
		w.pass(time.Minute)
		w.hears(anna)
		if w.queued() != 0 {
			t.Error("it still waits")
		}
	})
}

// The last look: a flag that opens, or a message that is taken back, while the
// message is being rendered.
func TestTheSenderLooksAtTheLockRightBeforeTheCall(t *testing.T) {
	for name, meanwhile := range map[string]func(*store.Tx) error{
		"flag": func(tx *store.Tx) error {
			id, _ := tx.Lookup("tg:1")
			p, err := tx.Patient(id)
			p.Flags = []flows.Flag{{Row: "RF01", Class: flows.Now112}}
			return joined(err, tx.SavePatient(p))
		},
		"taken back": func(tx *store.Tx) error {
			_, err := tx.TakeBack("tg:1", func(store.Message) bool { return true })
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			inQuietWorld(t, func(t *testing.T, w *world) {
				w.setup = func(b *Bot) {
					reply := b.words.reply
					b.words.reply = func(l flows.Lang, zone string, pr messages.Practice, r flows.Reply) (messages.Message, error) {
						if r.Args["Words"] == "exercise!" {
							w.update(meanwhile)
						}
						return reply(l, zone, pr, r)
					}
				}
				w.start()
				anna := w.person(1)
				anna.Say("exercise!")
				w.pass(time.Minute)
				w.hears(anna)
				if w.queued() != 0 || w.counted("outbox.forbidden") != 1 {
					t.Errorf("%d wait, %d were forbidden", w.queued(), w.counted("outbox.forbidden"))
				}
			})
		})
	}
}

func TestUnderAFlagAnOldQuestionLosesItsButtonsAndSaysNothing(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.bot.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
			out := echo(p, ev, now)
			if _, ok := ev.(flows.Pressed); ok {
				out.Patient.Flags = []flows.Flag{{Row: "RF01", Class: flows.Now112}}
				out.Replies = nil
			}
			return out
		}
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		w.tap(anna, "a")
		w.pass(time.Minute)
		last := anna.Last()
		if last.Text != "ask" || len(last.Buttons) != 0 {
			t.Errorf("the question stands as %q with %d rows of buttons", last.Text, len(last.Buttons))
		}
		if n := len(w.Calls("editMessageText")); n != 0 {
			t.Error("its text was sent again")
		}
	})
}

func TestWhatIsTooLateIsNotSent(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.bot.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
			out := echo(p, ev, now)
			out.Replies[0].Until = now.Add(time.Minute)
			return out
		}
		var down atomic.Bool
		down.Store(true)
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure {
			if down.Load() {
				return &sandbox.Failure{Refuse: true}
			}
			return nil
		})
		anna := w.person(1)
		anna.Say("good morning")
		w.pass(5 * time.Minute)
		down.Store(false)
		w.pass(10 * time.Minute)
		w.hears(anna)
		if w.queued() != 0 {
			t.Error("it still waits")
		}
	})
}

func TestAStaleTapChangesNothing(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		first := anna.Last().ID
		tap := w.tap(anna, "a")
		w.pass(time.Minute)
		again := tap.Resend() // the app got no answer and sends it once more
		old, err := anna.PressData(first, "form:1:q:b")
		odd, err2 := anna.PressData(first, "nonsense")
		if err := joined(err, err2); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		w.hears(anna, "ask: a", "next")
		for _, tap := range []*sandbox.Tap{again, old, odd} {
			if a, ok := tap.Answer(); !ok || a.Text != "old" || a.Alert {
				t.Errorf("a stale tap was answered with %+v", a)
			}
		}
	})
}

func TestAnAlertShowsAtTheButton(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		tap := w.tap(anna, "alert")
		w.pass(time.Millisecond)
		if a, ok := tap.Answer(); !ok || a.Text != "alert!" || !a.Alert {
			t.Errorf("answered with %+v", a)
		}
	})
}

func TestAQuestionThatChangesIsEditedWhereItStandsOnceForManyTaps(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		changing := 0
		step := w.bot.step
		w.bot.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
			out := step(p, ev, now)
			if changing++; changing <= 10 {
				out.Replies[0].Text = fmt.Sprint("ask ", changing)
			}
			return out
		}
		for range 10 {
			w.tap(anna, "more")
		}
		w.pass(time.Minute)
		w.hears(anna, "ask 10")
		if n := len(w.Calls("editMessageText")); n > 4 {
			t.Errorf("%d edits for ten taps", n)
		}
		w.tap(anna, "a")
		w.pass(time.Minute)
		w.hears(anna, "ask 10: a", "next")
	})
}

func TestAQuestionThatWasDeletedIsAskedAnew(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		id := anna.Last().ID
		anna.DeleteMessage(id)
		if _, err := anna.PressData(id, "form:1:q:more"); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		w.hears(anna, "ask more")
		w.tap(anna, "a")
		w.pass(time.Minute)
		w.hears(anna, "ask more: a", "next")
	})
}

func TestAnEditThatIsNotNeededIsDone(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(time.Second)
		w.tap(anna, "more")
		w.pass(time.Minute)
		w.tap(anna, "more") // "message is not modified"
		w.pass(time.Minute)
		w.hears(anna, "ask more")
		if w.queued() != 0 || w.counted("outbox.buried") != 0 {
			t.Error("an edit that changes nothing is no failure")
		}
	})
}

func TestWhoIsErasedStillHearsTheGoodbye(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		for i := range 6 {
			anna.Say(fmt.Sprint(i))
		}
		anna.Say("forget")
		w.pass(time.Minute)
		if got := anna.Last().Text; got != "gone" {
			t.Errorf("the last thing heard is %q", got)
		}
		if p := w.patient(anna); p.ID != "" {
			t.Error("the patient is still there")
		}
		if w.queued() != 0 {
			t.Error("something still waits")
		}
		anna.Say("me again")
		w.pass(time.Minute)
		if p := w.patient(anna); p.Profile.Age != 1 {
			t.Errorf("somebody who comes back after it is new: %+v", p)
		}
	})
}

func TestAMovedChatIsFollowed(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, there := w.person(1), w.person(7)
		there.Say("hi")
		w.pass(2 * time.Second)
		w.update(func(tx *store.Tx) error {
			id, _ := tx.Lookup("tg:7")
			return tx.Erase(id, time.Now())
		})
		w.SetFault(func(c sandbox.Call) *sandbox.Failure {
			if c.Method == "sendMessage" && c.Chat == 1 {
				return &sandbox.Failure{
					Status: 400, ContentType: "application/json",
					Body: `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded","parameters":{"migrate_to_chat_id":7}}`,
				}
			}
			return nil
		})
		anna.Say("twice")
		w.pass(time.Minute)
		w.hears(anna)
		w.hears(there, "hi", "first", "second")
		if w.patient(there).Profile.Age != 1 {
			t.Error("the patient did not move with the chat")
		}
	})
}

func TestMessagesOfOneClassKeepTheirOrder(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		n := 0
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure {
			if n++; n%3 == 0 {
				return &sandbox.Failure{Refuse: true}
			}
			return nil
		})
		anna := w.person(1)
		var want []string
		for i := range 20 {
			anna.Say(fmt.Sprint(i))
			want = append(want, fmt.Sprint(i))
		}
		w.pass(time.Hour)
		w.hears(anna, want...)
	})
}

func TestAnswersGoBeforeReminders(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		for i := range 5 {
			anna.Say(fmt.Sprint("remind r", i))
		}
		w.pass(time.Millisecond)
		anna.Say("a")
		w.pass(time.Minute)
		if got := w.heard(anna); slices.Index(got, "a") != 2 { // two were gone at once
			t.Errorf("heard %q", got)
		}
	})
}

func TestAMessageThatNeverGetsThroughDoesNotBlockItsChatForEver(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendMessage", func(c sandbox.Call) *sandbox.Failure {
			if c.Params["text"] == "poison" {
				return &sandbox.Failure{Status: 500}
			}
			return nil
		})
		anna, ben := w.person(1), w.person(2)
		anna.Say("poison")
		anna.Say("after")
		for range 30 {
			w.pass(time.Minute)
			ben.Say("hi")
		}
		if got := w.heard(anna); len(got) != 2 || got[0][:3] != "Bel" || got[1] != "after" {
			t.Errorf("heard %q", got)
		}
	})
}

func TestALongOutageOfTelegramLosesNoAnswer(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		var down atomic.Bool
		down.Store(true)
		n := 0
		w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure {
			if !down.Load() {
				return nil
			}
			if n++; n%2 == 0 {
				return &sandbox.Failure{Refuse: true}
			}
			return &sandbox.Failure{Status: 502}
		})
		anna, ben := w.person(1), w.person(2)
		anna.Say("twice")
		ben.Say("hi")
		w.pass(5 * time.Hour)
		down.Store(false)
		w.pass(5 * time.Minute)
		w.hears(anna, "first", "second")
		w.hears(ben, "hi")
	})
}

// TestBugOneFailureAfterAnOutageGaveAnAnswerUp: all attempts of the outage counted
// as if the message were to blame, and the next failure was the last.
func TestBugOneFailureAfterAnOutageGaveAnAnswerUp(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		var down, again atomic.Bool
		down.Store(true)
		again.Store(true)
		w.fail("sendMessage", func(c sandbox.Call) *sandbox.Failure {
			if down.Load() || c.Params["text"] == "first" && again.Swap(false) {
				return &sandbox.Failure{Status: 502}
			}
			return nil
		})
		anna, ben := w.person(1), w.person(2)
		anna.Say("first")
		w.pass(5 * time.Hour)
		down.Store(false)
		ben.Say("hi")
		w.pass(time.Hour)
		w.hears(ben, "hi")
		w.hears(anna, "first")
	})
}

func TestWhoFloodsUsHearsTheNewestAnswersAndBothersNobody(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, ben := w.person(1), w.person(2)
		for i := range 500 {
			anna.Say(fmt.Sprint(i))
		}
		ben.Say("hi")
		w.pass(time.Second)
		w.hears(ben, "hi")
		if n := w.queued(); n > 2*mostQueued {
			t.Errorf("%d messages wait for one chat", n)
		}
		w.pass(time.Hour)
		if got := anna.Last().Text; got != "499" {
			t.Errorf("the last answer is to %q", got)
		}
		if got := w.patient(anna).Profile.Age; got != 500 {
			t.Errorf("%d of 500 messages were heard", got)
		}
		if w.counted("outbox.limited") != 0 {
			t.Error("Telegram had to limit us")
		}
	})
}

func TestAnAnswerThatWaitedInTheOutboxSaysSo(t *testing.T) {
	for said, want := range map[string]string{
		"x": "late x", "remind x": "x", "alarm x": "x", "long": "long",
	} {
		for _, wait := range []time.Duration{time.Minute, 30 * time.Minute} {
			inQuietWorld(t, func(t *testing.T, w *world) {
				var down atomic.Bool
				w.setup = func(b *Bot) {
					reply := b.words.reply
					b.words.reply = func(l flows.Lang, zone string, pr messages.Practice, r flows.Reply) (messages.Message, error) {
						m, err := reply(l, zone, pr, r)
						if m.HTML == "long" && r.Lead != "" {
							err = errors.New("too long")
						}
						m.HTML = strings.TrimSpace(r.Lead + " " + m.HTML)
						return m, err
					}
				}
				w.fail("sendMessage", func(sandbox.Call) *sandbox.Failure {
					if down.Load() {
						return &sandbox.Failure{Refuse: true}
					}
					return nil
				})
				w.start()
				down.Store(true)
				anna := w.person(1)
				anna.Say(said)
				w.pass(wait)
				down.Store(false)
				w.pass(5 * time.Minute)
				want := want
				if wait < lateAfter {
					want = strings.TrimPrefix(want, "late ")
				}
				w.hears(anna, want)
			})
		}
	}
}

func TestAnEditThatWaitedSaysNothingOfIt(t *testing.T) {
	for _, kind := range []store.Kind{store.Renew, store.Close} {
		m := store.Message{Kind: kind, Reply: flows.Reply{Class: flows.Answer}, At: time.Now().Add(-time.Hour)}
		if got := apologising(m, time.Now()).Reply.Lead; got != "" {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
