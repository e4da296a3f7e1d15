package bot

import (
	"strings"
	"testing"
	"time"
)

// conclude holds what came of a person in the whole programme to what is
// plausible for their kind.
func (o *life) conclude() { o.outcome(o.T, o.sum()) }

// sum prints what came of a person, and holds it to what stands in the chat.
func (o *life) sum() tally {
	y := o.who.tally
	o.Logf("%-10s %3d sessions %2d check-ins %3d mornings %2d snoozed %2d follow-ups %2d invitations %d quiet; %4d messages, %4d acts, at most %d bytes",
		o.name, y.sessions(), y.checkins(), y.unasked["morning"], y.unasked["snoozed"], y.unasked["follow"], y.unasked["checkin"],
		y.unasked["quiet"], len(y.sent), y.acts, y.size)
	heard := 0
	for _, m := range o.phone.Chat().Messages {
		if m.ByBot {
			heard++
			y.dutch += isDutch(m.Text)
		}
	}
	if heard != len(y.sent) {
		o.Errorf("%s: %d messages stand in the chat, %d were sent", o.name, heard, len(y.sent))
	}
	for _, tap := range o.taps {
		if _, ok := tap.Answer(); !ok {
			o.Errorf("%s: a tap on %s was never answered", o.name, tap.Data)
		}
	}
	if o.name == *programmeShow {
		o.show()
	}
	y.name = o.name
	return y
}

// show prints the chat as it stands in the end.
func (o *life) show() {
	for _, m := range o.phone.Chat().Messages {
		var buttons []string
		for _, row := range m.Buttons {
			for _, b := range row {
				buttons = append(buttons, "["+b.Text+"]")
			}
		}
		from := ">"
		if m.ByBot {
			from = "<"
		}
		o.Logf("%3d %s %s %q %s", dayOf(o.begun, m.At, o.zone()), m.At.In(o.zone()).Format("Mon 2 Jan 15:04:05"), from, m.Text, strings.Join(buttons, " "))
	}
}

// isDutch is 1 for a text with a word that no English text has.
func isDutch(text string) int {
	for _, word := range []string{" je ", " niet ", " een ", " wat "} {
		if strings.Contains(text, word) {
			return 1
		}
	}
	return 0
}

// tally is what came of a person in numbers.
type tally struct {
	name    string
	begun   time.Time
	acts    int            // of the person
	said    map[string]int // messages of the bot by their text
	unasked map[string]int // those that came unasked, by what for
	sent    []sending
	size    int // of the record at its largest
	dutch   int
}

type sending struct {
	day     int
	unasked string // what for; "" is an answer
}

func (y tally) sessions() int {
	n := 0
	for text, times := range y.said {
		if strings.HasPrefix(text, "session.done.") {
			n += times
		}
	}
	return n
}

func (y tally) checkins() int { return y.said["checkin.summary"] }

// between is how many messages came on these days.
func (y tally) between(from, to int) (n int) {
	for _, s := range y.sent {
		if s.day >= from && s.day <= to {
			n++
		}
	}
	return n
}

func (y tally) unaskedBetween(from, to int) int {
	return y.between(from, to) - y.unaskedOn("", from, to)
}

// unaskedOn is how many messages came for this on these days.
func (y tally) unaskedOn(what string, from, to int) (n int) {
	for _, s := range y.sent {
		if s.unasked == what && s.day >= from && s.day <= to {
			n++
		}
	}
	return n
}

func (y tally) exactly(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s: %d, want %d", y.name, what, got, want)
	}
}

func (y tally) atLeast(t *testing.T, what string, got, want int) {
	t.Helper()
	if got < want {
		t.Errorf("%s: %s: %d, want at least %d", y.name, what, got, want)
	}
}
