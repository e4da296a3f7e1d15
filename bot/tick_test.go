package bot

import (
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
)

// Who ticked a list of red flags quickly saw a box stay empty for half a minute,
// behind cards that only had to be tidied up: it is tapped again, and so undone.
func TestBugATickOnAListOfRedFlagsStayedHidden(t *testing.T) {
	countingAt(t, "X1.right X1.left C9.right C9.left C3", func(t *testing.T, w *world, anna *sandbox.Person) {
		for range 5 {
			w.press(anna, "Klaar")
		}
		anna.Say("/alarm")
		w.pass(1500 * time.Millisecond)
		for range 2 {
			w.press(anna, "Geen van deze")
		}
		for range 7 {
			w.press(anna, "☐ ")
		}
		list := anna.Last()
		ticked := 0
		for _, row := range list.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Text, "☑") {
					ticked++
				}
			}
		}
		if ticked != 7 {
			t.Errorf("%d of 7 ticks are seen: %v", ticked, list.Buttons)
		}
	})
}

// press taps the first button of the newest message that begins so, and waits as
// long as a quick hand does.
func (w *world) press(p *sandbox.Person, label string) {
	w.Helper()
	question := p.Last()
	for _, row := range question.Buttons {
		for _, b := range row {
			if strings.HasPrefix(b.Text, label) {
				if _, err := p.Press(question.ID, b.Text); err != nil {
					w.Fatal(err)
				}
				w.pass(1500 * time.Millisecond)
				return
			}
		}
	}
	w.Fatalf("no button %q under %q", label, question.Text)
}
