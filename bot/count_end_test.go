package bot

import (
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
)

// messageOf is a message of a chat as it stands now.
func messageOf(p *sandbox.Person, id int) sandbox.Message {
	for _, m := range p.Chat().Messages {
		if m.ID == id {
			return m
		}
	}
	return sandbox.Message{}
}

// ends fails the test unless a card stands there as it does after its last beat.
func (w *world) ends(p *sandbox.Person, card int) {
	w.Helper()
	m := messageOf(p, card)
	_, pause := m.Button("⏸ Pauze")
	_, done := m.Button("Klaar")
	if !strings.Contains(m.Text, "Dat was het") || pause || !done || w.queued() > 0 {
		w.Errorf("it stands as %q with %v, and %d messages wait", m.Text, m.Buttons, w.queued())
	}
}

// Whatever came between the end of a count and the last beat took that back, and
// the card said "Keer 8 van 8" for good.
func TestBugTheLastBeatOfACountWasLost(t *testing.T) {
	slow := func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Delay: 700 * time.Millisecond} }
	for name, wrong := range map[string]func(sandbox.Call) *sandbox.Failure{
		"a slow line": slow, "a limit": once(sandbox.Failure{Status: 429, RetryAfter: 12}),
	} {
		t.Run(name, func(t *testing.T) {
			counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
				card := anna.Last().ID
				w.tap(anna, "▶ Start")
				end := w.countEnds(anna)
				w.pass(time.Until(end) - time.Second)
				w.fail("editMessageCaption", wrong)
				w.pass(1400 * time.Millisecond)
				if _, ok := anna.Last().Button("⏸ Pauze"); !ok {
					t.Fatalf("it stands as %q", anna.Last().Text)
				}
				tap := w.tap(anna, "⏸ Pauze")
				w.pass(time.Minute)
				w.ends(anna, card)
				if a, _ := tap.Answer(); !strings.HasPrefix(a.Text, "Ik tel nu niet af. Typ ‘start’") {
					t.Errorf("the tap says %q", a.Text)
				}
				anna.Say("start")
				w.pass(2 * time.Second)
				if line := shows(anna); !strings.HasPrefix(line, "Neem rustig je houding aan") {
					t.Errorf("typed start shows %q", line)
				}
			})
		})
	}
}

// countEnds is when the last beat of somebody's count comes.
func (w *world) countEnds(p *sandbox.Person) time.Time {
	w.Helper()
	w.pass(time.Second)
	m := w.count(p)
	beats := m.Reply.Count.Beats
	return m.Reply.Count.Began.Add(time.Duration(beats[len(beats)-1].At) * time.Second)
}

// The message was deleted, and while its edit was under way the card was
// answered: it came back below the next one.
func TestBugACardThatWasAnsweredWasAskedAgain(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(22 * time.Second)
		anna.DeleteMessage(anna.Last().ID)
		w.fail("editMessageCaption", once(sandbox.Failure{Delay: 3 * time.Second}))
		w.pass(4 * time.Second)
		anna.Say("klaar")
		w.pass(20 * time.Second)
		if text := anna.Last().Text; strings.Contains(text, "Kat en kameel") || w.queued() > 0 {
			t.Errorf("the last is %q", text)
		}
	})
}

// The same with an edit that is no beat.
func TestBugAQuestionThatWasAnsweredWasAskedAgain(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("ask")
		w.pass(5 * time.Second)
		question := anna.Last()
		answer, _ := question.Button("a")
		w.tap(anna, "more")
		w.fail("editMessageText", once(sandbox.Failure{Delay: 3 * time.Second}))
		w.pass(time.Second)
		if _, err := anna.PressData(question.ID, answer.Data); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second)
		anna.DeleteMessage(question.ID)
		w.pass(time.Minute)
		w.hears(anna, "next")
	})
}

// A card that Telegram's limit kept back arrived as if it were counted.
func TestBugACardOfAStoppedCountCameAsIfItRan(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.fail("sendAnimation", once(sandbox.Failure{Status: 429, RetryAfter: 20}))
		anna.Say("start")
		w.pass(12 * time.Second)
		anna.Say("/pijn")
		w.pass(2 * time.Minute)
		all := anna.Chat().Messages
		for _, m := range all[len(all)-2:] {
			if _, ok := m.Button("⏸ Pauze"); ok || strings.Contains(m.Text, "Keer") {
				t.Errorf("it came as %q with %v", m.Text, m.Buttons)
			}
		}
	})
}

// Counting alone made as many calls as tidying up might make in all.
func TestBugADoneCardKeptItsButtonsForAMinute(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		card := anna.Last().ID
		w.tap(anna, "▶ Start")
		w.pass(48 * time.Second)
		w.tap(anna, "Klaar")
		w.pass(1500 * time.Millisecond)
		w.tap(anna, "▶ Start")
		w.pass(10 * time.Second)
		if m := messageOf(anna, card); len(m.Buttons) > 0 || !strings.HasSuffix(m.Text, "➜ Klaar") {
			t.Errorf("it stands as %q with %v", m.Text, m.Buttons)
		}
	})
}

// What goes on somewhere else, or not at all, stands still where it stood.
func TestBugACardThatWasLeftSeemedToCountOn(t *testing.T) {
	for _, said := range []string{"dank je wel", "/pijn", "later", "ik kan niet plassen", "hm hm hm"} {
		t.Run(said, func(t *testing.T) {
			counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
				card := anna.Last().ID
				w.tap(anna, "▶ Start")
				w.pass(22 * time.Second)
				anna.Say(said)
				w.pass(20 * time.Second)
				if m := messageOf(anna, card); len(m.Buttons) > 0 || strings.Contains(m.Text, "Keer") && said != "ik kan niet plassen" {
					t.Errorf("the card is %q with %v", m.Text, m.Buttons)
				}
				w.pass(time.Minute)
				if n := w.counted("outbox.buried"); n > 0 || w.queued() > 0 {
					t.Errorf("%d were buried, %d wait", n, w.queued())
				}
			})
		})
	}
}

// One 400 ended the count, and left its card as it was.
func TestBugARefusedBeatFrozeTheCard(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		card := anna.Last().ID
		w.tap(anna, "▶ Start")
		w.pass(22 * time.Second)
		left := 3
		w.fail("editMessageCaption", func(sandbox.Call) *sandbox.Failure {
			if left--; left < 0 {
				return nil
			}
			return &sandbox.Failure{Status: 400, Description: "Bad Request: something"}
		})
		w.pass(2 * time.Minute)
		w.ends(anna, card)
		if n := w.counted("outbox.beat_refused"); n != 3 || w.counted("outbox.buried") != 0 {
			t.Errorf("%d were refused", n)
		}
	})
}

func TestACountThatIsAlwaysRefusedIsGivenUp(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(12 * time.Second)
		w.fail("editMessageCaption", func(sandbox.Call) *sandbox.Failure {
			return &sandbox.Failure{Status: 400, Description: "Bad Request: something"}
		})
		w.pass(2 * time.Minute)
		if n := w.counted("outbox.beat_refused"); n != mostBeatsRefused-1 || w.counted("outbox.buried") != 1 || w.queued() > 0 {
			t.Errorf("%d were refused, %d wait", n, w.queued())
		}
	})
}

// A beat of which nobody knows whether it was shown counts as shown: the next
// comes a gap later, whatever it says.
func TestABeatInDoubtKeepsItsDistance(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		began := time.Now()
		w.tap(anna, "▶ Start")
		w.pass(15 * time.Second)
		w.fail("editMessageCaption", once(sandbox.Failure{Drop: true, Taken: true, Delay: 5500 * time.Millisecond}))
		w.pass(20 * time.Second)
		w.keepsPace(anna, began)
		shown := beatsOf(anna, began)
		for i := 1; i < len(shown); i++ {
			if gap := shown[i].at - shown[i-1].at; gap < flows.BeatGap {
				t.Errorf("%q comes %s after %q", shown[i].line, gap, shown[i-1].line)
			}
		}
	})
}
