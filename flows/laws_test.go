package flows_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"back2core/flows"
	"back2core/messages"
)

// A walk is one patient's random history. Every step is held to the laws.
type walk struct {
	t     *rapid.T
	p     flows.Patient
	now   time.Time
	taps  []flows.Pressed // every button there ever was
	trace []string
}

// phrases are things that people type: answers, scores, alarms, nonsense.
var phrases = []string{
	"ja", "nee", "weet ik niet", "6", "een zesje", "7,5", "10", "0", "9", "terug", "later", "verder", "overslaan", "stop", "help", "pauze",
	"42", "81", "17", "52 jaar", "de hond uitlaten", "3 weken", "8:30", "morgen", "1 en 2", "klaar", "geen van deze", "dank je wel", "rotbot",
	"ik kan niet plassen", "geen koorts", "doof gevoel in mijn kruis", "ik wil niet meer leven", "ik ben gevallen", "pijn op de borst",
	"hello", "what can you do?", "Curaçao", "Amsterdam", "ik ben er weer", "😀", "<b>&", strings.Repeat("pijn ", 800), "", "tot 12 maart", "3 dagen",
}

// alarms are typed words that must be answered by a call to make, first.
var alarms = []string{"ik kan niet plassen", "I can't pee", "doof gevoel in mijn kruis", "mijn voet sleept", "pijn op de borst", "beide benen tintelen", "ik wil niet meer leven"}

var commands = []string{"start", "exercise", "pain", "alarm", "settings", "pause", "stop", "privacy", "delete", "help", "language", "continue", "seen", "log", "mini", "later", "nottoday", "correct"}

func TestLawsUnderRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt)
		for range rapid.IntRange(5, 120).Draw(rt, "length") {
			w.step(w.event())
		}
	})
}

func newWalk(t *rapid.T) *walk {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	zone := rapid.SampledFrom([]string{"Europe/Amsterdam", "America/Curacao", "Australia/Lord_Howe"}).Draw(t, "zone")
	lang := rapid.SampledFrom([]flows.Lang{flows.Dutch, flows.English}).Draw(t, "lang")
	w := &walk{t: t, now: now, p: flows.NewPatient("p1", "main", lang, zone, now)}
	if rapid.Bool().Draw(t, "coached") {
		w.coached()
	}
	return w
}

// coached goes through consent and an uncomplicated intake.
func (w *walk) coached() {
	w.step(flows.Commanded{By: flows.ByPatient, Name: "start"})
	for _, said := range []string{"yes", "yes", "42", "none", "none", "none", "none", "none", "none", "acute", "no", "5", "none", "fietsen", "6", "08:00", "yes", "skip", "tomorrow"} {
		ask := flows.Asking(w.p)
		if ask.Kind == flows.Text && said != flows.WaySkip {
			w.step(flows.Said{By: flows.ByPatient, Text: said})
			continue
		}
		w.step(flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: said})
	}
	if w.p.Stage != flows.Coached {
		w.t.Fatalf("the intake ended in %s", w.p.Stage)
	}
}

// event draws what happens next.
func (w *walk) event() flows.Event {
	switch rapid.IntRange(0, 19).Draw(w.t, "event") {
	case 0, 1, 2, 3, 4, 5, 6, 7:
		if ask := flows.Asking(w.p); ask != nil {
			if buttons := buttonsOf(*ask); len(buttons) > 0 {
				return rapid.SampledFrom(buttons).Draw(w.t, "tap")
			}
		}
		fallthrough
	case 8, 9, 10, 11:
		said := flows.Said{By: flows.ByPatient, Text: rapid.SampledFrom(phrases).Draw(w.t, "text")}
		said.Edited = rapid.IntRange(0, 15).Draw(w.t, "edited") == 0
		said.Forwarded = rapid.IntRange(0, 15).Draw(w.t, "forwarded") == 0
		if ask := flows.Asking(w.p); ask != nil {
			said.Means = messages.Meaning(w.p.Lang, *ask, said.Text)
		}
		return said
	case 12:
		return flows.Commanded{By: flows.ByPatient, Name: rapid.SampledFrom(commands).Draw(w.t, "command")}
	case 13:
		if len(w.taps) > 0 {
			return rapid.SampledFrom(w.taps).Draw(w.t, "old tap")
		}
		return flows.CameBack{}
	case 14:
		what := rapid.SampledFrom([]flows.Media{flows.MediaVoice, flows.MediaPhoto, flows.MediaSticker, flows.MediaLocation, flows.MediaOther}).Draw(w.t, "media")
		return flows.Sent{By: flows.ByPatient, What: what, Text: rapid.SampledFrom([]string{"", "mijn voet sleept"}).Draw(w.t, "caption")}
	case 15:
		return rapid.SampledFrom([]flows.Event{flows.Blocked{}, flows.CameBack{}, flows.Outage{Since: w.now.Add(-25 * time.Hour)}, flows.Restored{To: w.now.Add(-25 * time.Hour)}}).Draw(w.t, "presence")
	case 16:
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 40*24*60).Draw(w.t, "minutes away")) * time.Minute)
	default:
		if due := flows.Due(w.p); due.After(w.now) {
			w.now = due
		}
	}
	if due := flows.Due(w.p); due.IsZero() || due.After(w.now) {
		return flows.CameBack{} // nothing is due; no host would tick
	}
	return flows.Ticked{}
}

// buttonsOf is every tap that a question offers.
func buttonsOf(a flows.Ask) []flows.Pressed {
	choices := append(append([]string{}, a.Choices...), a.Ways...)
	switch a.Kind {
	case flows.Scale:
		for i := range 11 {
			choices = append(choices, fmt.Sprint(i))
		}
	case flows.Several:
		choices = append(choices, flows.ChoiceDone, flows.ChoiceNone)
	}
	var taps []flows.Pressed
	for _, c := range choices {
		taps = append(taps, flows.Pressed{By: flows.ByPatient, Form: a.Form, Run: a.Run, Question: a.Question, Choice: c})
	}
	return taps
}

// step takes one event and holds the laws.
func (w *walk) step(ev flows.Event) {
	w.t.Helper()
	before := encoded(w.p)
	o := flows.Step(w.p, ev, w.now)
	w.trace = append(w.trace, fmt.Sprintf("%s %#v", w.now.Format("Mon 15:04"), ev))
	w.pure(before, ev, o)
	w.sound(ev, o)
	w.safe(ev, o)
	w.collect(o)
	w.p = decoded(encoded(o.Patient))
	if o.Forget {
		w.p = flows.NewPatient("p1", "main", o.Patient.Lang, o.Patient.Zone, w.now)
	}
}

func (w *walk) fail(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("%s\nafter:\n%s", fmt.Sprintf(format, args...), strings.Join(w.trace[max(0, len(w.trace)-12):], "\n"))
}

// pure: law 6, and that a patient survives the file.
func (w *walk) pure(before string, ev flows.Event, o flows.Outcome) {
	w.t.Helper()
	if encoded(w.p) != before {
		w.fail("Step changed the patient it was given")
	}
	if again := flows.Step(w.p, ev, w.now); !reflect.DeepEqual(again, o) {
		w.fail("the same event gave another outcome")
	}
	if again := flows.Step(decoded(before), ev, w.now); encoded(again.Patient) != encoded(o.Patient) {
		w.fail("a patient from the file steps differently")
	}
	if n := len(encoded(o.Patient)); n > 8<<10 {
		w.fail("the patient has grown to %d bytes", n)
	}
}

// sound: nobody is left without an answer, every text renders, Due moves on.
func (w *walk) sound(ev flows.Event, o flows.Outcome) {
	w.t.Helper()
	switch ev := ev.(type) {
	case flows.Ticked:
		if due := flows.Due(o.Patient); !due.IsZero() && !due.After(w.now) {
			w.fail("law 5: ticked at %v, next due %v", w.now, due)
		}
	case flows.Said, flows.Sent, flows.Pressed, flows.Commanded:
		if _, pressed := ev.(flows.Pressed); len(o.Replies) == 0 && (o.Toast == nil || !pressed) { // only a tap has a toast
			w.fail("no answer to %#v; open: %v, flags: %v", ev, w.p.Forms, w.p.Flags)
		}
	}
	for _, r := range append(o.Replies, toasts(o)...) {
		m, err := messages.Render(o.Patient.Lang, o.Patient.Zone, messages.Practice{Name: "P", Phone: "1"}, r)
		if err != nil {
			w.fail("render %q: %v", r.Text, err)
		}
		if said := europeOnly(o.Patient.Zone, r, m); said != "" {
			w.fail("%q in %s says %q", r.Text, o.Patient.Zone, said)
		}
		for _, row := range m.Buttons {
			for _, b := range row {
				if n := len(fmt.Sprintf("%s:%d:%s:%s", b.Press.Form, b.Press.Run, b.Press.Question, b.Press.Choice)); n > 64 {
					w.fail("a button of %q carries %d bytes", r.Text, n)
				}
			}
		}
	}
	for i, e := range o.Diary {
		if e.Seq != w.p.Entries+i+1 {
			w.fail("diary entry %d comes after %d", e.Seq, w.p.Entries+i)
		}
	}
}

func toasts(o flows.Outcome) []flows.Reply {
	if o.Toast == nil {
		return nil
	}
	return []flows.Reply{*o.Toast}
}

// safe: law 1, and that nothing is kept without consent.
func (w *walk) safe(ev flows.Event, o flows.Outcome) {
	w.t.Helper()
	for _, r := range o.Replies {
		if !flows.Allows(o.Patient, r.Topic) {
			w.fail("%q goes out past %v", r.Text, o.Patient.Flags)
		}
		if r.Topic == flows.AboutExercise && r.Class != flows.Reminder && (o.Patient.Screened.IsZero() || o.Patient.Stage == flows.Intake) && len(o.Patient.Forms) > 0 && o.Patient.Forms[len(o.Patient.Forms)-1].Form == "session" {
			w.fail("%q before the red flags were asked", r.Text)
		}
	}
	if said, ok := ev.(flows.Said); ok && isAlarm(said.Text) && len(o.Replies) > 0 && !w.p.Away {
		first := o.Replies[0]
		if first.Class != flows.Safety || first.Topic != flows.AboutFlag {
			w.fail("%q was answered by %q first", said.Text, first.Text)
		}
	}
	if p := o.Patient; p.Consent == nil && (len(p.Flags)+len(p.Findings)+len(p.Known)+len(p.Denied)+len(p.Scores) > 0 || len(o.Diary) > 0 || p.Profile.Age != 0) {
		w.fail("something is kept without consent: %s", encoded(p))
	}
}

func isAlarm(text string) bool {
	for _, a := range alarms {
		if text == a {
			return true
		}
	}
	return false
}

// collect remembers the buttons, to tap them when they are old.
func (w *walk) collect(o flows.Outcome) {
	for _, r := range o.Replies {
		if r.Ask != nil {
			w.taps = append(w.taps, buttonsOf(*r.Ask)...)
		}
	}
	w.taps = w.taps[max(0, len(w.taps)-300):]
}

func encoded(p flows.Patient) string {
	b, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func decoded(s string) flows.Patient {
	var p flows.Patient
	if err := json.Unmarshal([]byte(s), &p); err != nil {
		panic(err)
	}
	return p
}

// TestAnAlarmIsAnsweredFirstInEveryQuestion types each alarm in the middle of
// every question of every form that a coached patient can be in.
func TestAnAlarmIsAnsweredFirstInEveryQuestion(t *testing.T) {
	asked := 0
	for _, name := range flows.FormNames() {
		form, ok := flows.FormOf(name)
		if !ok {
			t.Fatalf("no form %q", name)
		}
		for _, q := range form.Questions {
			for _, text := range alarms {
				pl := screening(t, flows.Dutch, 42)
				pl.finishIntake(flows.ChoiceNo)
				pl.p.Forms = append(pl.p.Forms, flows.Open{Form: name, Run: 99, Question: q.Name, Answers: map[string]string{}, About: aboutOf(name), Asked: pl.now, Since: pl.now})
				o := flows.Step(pl.p, flows.Said{By: flows.ByPatient, Text: text}, pl.now)
				if len(o.Replies) == 0 || o.Replies[0].Class != flows.Safety {
					t.Errorf("%s.%s: %q is not answered first: %+v", name, q.Name, text, o.Replies)
					continue
				}
				m := pl.render(o.Replies[0])
				if first, _, _ := strings.Cut(plain(m.HTML), "\n"); !strings.Contains(first, "Bel") {
					t.Errorf("%s.%s: %q is answered by %q", name, q.Name, text, first)
				}
				asked++
			}
		}
	}
	t.Logf("%d alarms typed", asked)
}

func aboutOf(form string) string {
	if form == "row" {
		return "RF13"
	}
	return ""
}
