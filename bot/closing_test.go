package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
)

// hurries taps through a session, a card every second and a half, and returns when
// each of its questions was answered.
func (w *world) hurries(anna *sandbox.Person) map[int]time.Time {
	w.Helper()
	answered := map[int]time.Time{}
	for range 60 {
		question := anna.Last()
		label := ""
		for _, row := range question.Buttons {
			for _, b := range row {
				if b.Text == "Klaar" || b.Text == "3" || b.Text == "Licht, en netjes" {
					label = b.Text
				}
			}
		}
		if _, again := answered[question.ID]; label != "" && !again {
			if _, err := anna.Press(question.ID, label); err != nil {
				w.Fatal(err)
			}
			answered[question.ID] = time.Now()
		}
		w.pass(1500 * time.Millisecond)
	}
	return answered
}

// Who tapped on through a session left cards behind that kept their buttons for
// good: of those that waited to be tidied up only four were kept.
func TestBugTheCardsOfAQuickHandKeptTheirButtons(t *testing.T) {
	countingAt(t, "X1.right X1.left C9.right C9.left C3", func(t *testing.T, w *world, anna *sandbox.Person) {
		answered := w.hurries(anna)
		w.pass(3 * time.Minute)
		if len(answered) < 8 {
			t.Fatalf("only %d questions were answered; the chat ends with %q", len(answered), anna.Last().Text)
		}
		tapped := time.Time{}
		for _, at := range answered {
			tapped = later(tapped, at)
		}
		var before time.Time // when the card before, nearer to the eye, was closed
		for _, m := range slices.Backward(anna.Chat().Messages) {
			at, mine := answered[m.ID]
			name, _, _ := strings.Cut(m.Text, "\n")
			switch {
			case !mine:
			case len(m.Buttons) > 0:
				t.Errorf("%q keeps its buttons", name)
			case m.EditedAt.Sub(at) > 2*paceWindow:
				t.Errorf("%q kept its buttons for %v", name, m.EditedAt.Sub(at))
			case m.EditedAt.After(tapped) && m.EditedAt.Before(before):
				t.Errorf("%q lost its buttons before a newer one", name)
			default:
				before = m.EditedAt
			}
		}
	})
}

// An edit that is tried again holds up no other.
func TestBugACardThatCouldNotBeClosedHeldUpTheOthers(t *testing.T) {
	countingAt(t, "X1.right X1.left C9.right C9.left C3", func(t *testing.T, w *world, anna *sandbox.Person) {
		newest := ""
		w.fail("editMessageCaption", func(c sandbox.Call) *sandbox.Failure {
			if newest == "" {
				newest = c.Params["message_id"]
			}
			if c.Params["message_id"] == newest {
				return &sandbox.Failure{Status: 500}
			}
			return nil
		})
		answered := w.hurries(anna)
		w.pass(3 * time.Minute)
		for _, m := range anna.Chat().Messages {
			if _, mine := answered[m.ID]; mine && len(m.Buttons) > 0 && fmt.Sprint(m.ID) != newest {
				t.Errorf("%d keeps its buttons: %q", m.ID, m.Text)
			}
		}
		if newest == "" {
			t.Error("nothing failed")
		}
	})
}
