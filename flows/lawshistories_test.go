package flows_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"back2core/flows"
	"back2core/messages"
)

// A history is one patient's random history. Every step is held to the laws,
// and so is the state in which it ends.
type history struct {
	t     *rapid.T
	p     flows.Patient
	now   time.Time
	taps  []flows.Pressed // every button there ever was
	trace []string
	// unheard are the screens of the full set that were not answered since the
	// patient was put back from a backup.
	unheard map[string]bool
}

// phrases are things that people type: answers, scores, alarms, nonsense.
var phrases = []string{
	"ja", "nee", "weet ik niet", "6", "een zesje", "7,5", "10", "0", "9", "terug", "later", "verder", "overslaan", "stop", "help", "pauze",
	"42", "81", "17", "52 jaar", "de hond uitlaten", "3 weken", "8:30", "morgen", "1 en 2", "klaar", "geen van deze", "dank je wel", "rotbot",
	"ik kan niet plassen", "geen koorts", "doof gevoel in mijn kruis", "ik wil niet meer leven", "ik ben gevallen", "pijn op de borst",
	"ik heb koorts", "ik ben veel afgevallen",
	"hello", "what can you do?", "Curaçao", "Amsterdam", "ik ben er weer", "😀", "<b>&", strings.Repeat("pijn ", 800), "", "tot 12 maart", "3 dagen",
}

var commands = []string{"start", "exercise", "pain", "alarm", "settings", "pause", "stop", "privacy", "delete", "help", "language", "continue", "seen", "log", "mini", "later", "nottoday", "correct"}

func TestLawsUnderRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(rt)
		for range rapid.IntRange(5, 120).Draw(rt, "length") {
			h.step(h.event())
		}
		h.end()
	})
}

func newHistory(t *rapid.T) *history {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	zone := rapid.SampledFrom([]string{"Europe/Amsterdam", "America/Curacao", "Australia/Lord_Howe"}).Draw(t, "zone")
	lang := rapid.SampledFrom([]flows.Lang{flows.Dutch, flows.English}).Draw(t, "lang")
	h := &history{t: t, now: now, p: flows.NewPatient("p1", "main", lang, zone, now)}
	if rapid.Bool().Draw(t, "coached") {
		h.coached()
	}
	return h
}

// coached goes through consent and an uncomplicated intake.
func (h *history) coached() {
	h.step(flows.Commanded{By: flows.ByPatient, Name: "start"})
	for _, said := range []string{"yes", "yes", "42", "none", "none", "none", "none", "none", "none", "acute", "no", "5", "none", "fietsen", "6", "08:00", "yes", "skip", "tomorrow"} {
		ask := flows.Asking(h.p)
		if ask.Kind == flows.Text && said != flows.WaySkip {
			h.step(flows.Said{By: flows.ByPatient, Text: said})
			continue
		}
		h.step(tapOn(*ask, said))
	}
	if h.p.Stage != flows.Coached {
		h.t.Fatalf("the intake ended in %s", h.p.Stage)
	}
}

// event draws what happens next.
func (h *history) event() flows.Event {
	switch rapid.IntRange(0, 19).Draw(h.t, "event") {
	case 0, 1, 2, 3, 4, 5, 6, 7:
		if ask := flows.Asking(h.p); ask != nil {
			if buttons := buttonsOf(*ask); len(buttons) > 0 {
				return rapid.SampledFrom(buttons).Draw(h.t, "tap")
			}
		}
		fallthrough
	case 8, 9, 10, 11:
		said := flows.Said{By: flows.ByPatient, Text: rapid.SampledFrom(phrases).Draw(h.t, "text")}
		said.Edited = rapid.IntRange(0, 15).Draw(h.t, "edited") == 0
		said.Forwarded = rapid.IntRange(0, 15).Draw(h.t, "forwarded") == 0
		said.Means = messages.Meant(h.p, said.Text)
		return said
	case 12:
		return flows.Commanded{By: flows.ByPatient, Name: rapid.SampledFrom(commands).Draw(h.t, "command")}
	case 13:
		if len(h.taps) > 0 {
			return rapid.SampledFrom(h.taps).Draw(h.t, "old tap")
		}
		return flows.CameBack{}
	case 14:
		what := rapid.SampledFrom([]flows.Media{flows.MediaVoice, flows.MediaPhoto, flows.MediaSticker, flows.MediaLocation, flows.MediaOther}).Draw(h.t, "media")
		return flows.Sent{By: flows.ByPatient, What: what, Text: rapid.SampledFrom([]string{"", "mijn voet sleept"}).Draw(h.t, "caption")}
	case 15:
		return rapid.SampledFrom([]flows.Event{flows.Blocked{}, flows.CameBack{}, flows.Outage{Since: h.now.Add(-25 * time.Hour)}, flows.Restored{To: h.now.Add(-25 * time.Hour)}}).Draw(h.t, "presence")
	case 16:
		h.now = h.now.Add(time.Duration(rapid.IntRange(1, 40*24*60).Draw(h.t, "minutes away")) * time.Minute)
	default:
		if due := flows.Due(h.p); due.After(h.now) {
			h.now = due
		}
	}
	if due := flows.Due(h.p); due.IsZero() || due.After(h.now) {
		return flows.CameBack{} // nothing is due; no host would tick
	}
	return flows.Ticked{}
}

// step takes one event and holds the laws.
func (h *history) step(ev flows.Event) {
	h.t.Helper()
	h.trace = append(h.trace, h.now.Format("Mon 15:04 ")+does(ev))
	s := conversation.take(h.p, ev, h.now)
	h.holds(breachOf(s))
	h.holds(h.letGo(s))
	for _, r := range s.o.Replies {
		if r.Ask != nil {
			h.taps = append(h.taps, buttonsOf(*r.Ask)...)
		}
	}
	h.taps = h.taps[max(0, len(h.taps)-300):]
	h.p = s.after()
}

// letGo: whoever was put back from a backup sees no exercise before every screen
// of the full set was answered after it (clinical.md 1.3.3: the full set before
// the first exercise). It reads the events and not what the patient's record
// says of them.
func (h *history) letGo(s taken) *breach {
	if _, ok := s.ev.(flows.Restored); ok {
		h.unheard = map[string]bool{"e1": true, "e2": true, "day": true, "gp1": true, "gp2": true}
	}
	if s.o.Forget {
		h.unheard = nil
	}
	if a := s.o.Answered; a != nil && a.Ask.Form == "screen" {
		delete(h.unheard, a.Ask.Question)
	}
	for _, r := range s.o.Replies {
		if r.Text == "session.card" && len(h.unheard) > 0 {
			return &breach{"held after a restore", "clinical.md 1.3.3", fmt.Sprintf("an exercise, and %v were not asked since", slices.Sorted(maps.Keys(h.unheard)))}
		}
	}
	return nil
}

// end holds the state in which a history ends to the laws, with everything that
// can happen in it.
func (h *history) end() {
	h.t.Helper()
	h.holds(breachIn(conversation, h.p, h.now))
	for _, a := range alphabet(h.p, h.now) {
		a.play(conversation, h.p, h.now, func(s taken) bool {
			if b := breachOf(s); b != nil {
				h.trace = append(h.trace, a.does)
				h.holds(b)
			}
			return true
		})
	}
}

func (h *history) holds(b *breach) {
	h.t.Helper()
	if b != nil {
		h.t.Fatalf("%v\nafter:\n%s", b, strings.Join(h.trace[max(0, len(h.trace)-12):], "\n"))
	}
}

// TestSessionsKeepTheLaws walks at random through mornings, sessions and quick
// logs, of all sorts of patients.
func TestSessionsKeepTheLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := &history{t: rt, now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
		h.p = flows.NewPatient("p1", "main", flows.Dutch, "Europe/Amsterdam", h.now)
		h.coached()
		h.p.Profile.Groups = rapid.SliceOfNDistinct(rapid.SampledFrom(flows.Groups()), 0, 3, rapid.ID[string]).Draw(rt, "groups")
		h.p.Profile.Age = rapid.SampledFrom([]int{25, 60, 80}).Draw(rt, "age")
		h.p = decoded(encoded(h.p))
		for range rapid.IntRange(20, 150).Draw(rt, "length") {
			if h.step(h.dayEvent()); len(h.p.Flags) > 0 {
				return // what is under a flag is walked by TestLawsUnderRandomHistories
			}
		}
	})
}

// dayEvent draws from what someone does who is there for the exercises.
func (h *history) dayEvent() flows.Event {
	if ask := flows.Asking(h.p); ask != nil && rapid.IntRange(0, 9).Draw(h.t, "answer") < 8 {
		taps := buttonsOf(*ask)
		if calm := map[string]string{"screen": flows.ChoiceNone, "row": flows.ChoiceNo}[ask.Form]; calm != "" && rapid.IntRange(0, 9).Draw(h.t, "alarm") > 0 {
			return tapOn(*ask, calm)
		}
		if len(taps) > 0 {
			return rapid.SampledFrom(taps).Draw(h.t, "tap")
		}
		return flows.Said{By: flows.ByPatient, Text: rapid.SampledFrom([]string{"20:30", "tuinieren", "6", "overslaan"}).Draw(h.t, "text")}
	}
	switch rapid.IntRange(0, 4).Draw(h.t, "event") {
	case 0:
		name := rapid.SampledFrom([]string{"exercise", "mini", "log", "later", "nottoday", "correct", "continue"}).Draw(h.t, "command")
		return flows.Pressed{By: flows.ByPatient, Form: flows.FormDo, Question: name, Choice: rapid.SampledFrom([]string{"", "light"}).Draw(h.t, "argument")}
	case 1:
		if len(h.taps) > 0 {
			return rapid.SampledFrom(h.taps).Draw(h.t, "old tap")
		}
	case 2:
		h.now = h.now.Add(time.Duration(rapid.IntRange(1, 30*60).Draw(h.t, "minutes away")) * time.Minute)
	}
	if due := flows.Due(h.p); due.After(h.now) {
		h.now = due
	} else if due.IsZero() {
		return flows.CameBack{}
	}
	return flows.Ticked{}
}

// does says an event as a person reads it.
func does(ev flows.Event) string {
	switch ev := ev.(type) {
	case flows.Said:
		how := "types"
		if ev.Edited {
			how = "edits a message into"
		}
		if ev.Forwarded {
			how = "forwards"
		}
		return fmt.Sprintf("%s %.60q", how, ev.Text)
	case flows.Sent:
		if ev.Text != "" {
			return fmt.Sprintf("sends a %s with the words %q", ev.What, ev.Text)
		}
		return fmt.Sprintf("sends a %s", ev.What)
	case flows.Commanded:
		return strings.TrimSpace(fmt.Sprintf("types /%s %s", ev.Name, ev.Arg))
	case flows.Pressed:
		if ev.Form == flows.FormDo {
			return strings.TrimSpace(fmt.Sprintf("taps the button [%s %s", ev.Question, ev.Choice)) + "]"
		}
		return fmt.Sprintf("taps [%s] of %s.%s", ev.Choice, ev.Form, ev.Question)
	case flows.Ticked:
		return "time brings what is due"
	case flows.Blocked:
		return "blocks the bot"
	case flows.CameBack:
		return "opens the bot again"
	case flows.Outage:
		return "the bot could not hear anyone"
	case flows.Restored:
		return "is put back from a backup of the day before"
	}
	return fmt.Sprintf("%T", ev)
}
