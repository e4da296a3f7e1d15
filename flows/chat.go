package flows

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	longText = 600              // characters; longer is a story, which a program can't read
	editable = 10 * time.Minute // in which an edited number corrects the score it replaces
)

// chat is the last stage: whatever else people send gets a sensible answer, and
// the question that was open is asked again. There is no dead end.
func chat(t *turn) bool {
	switch ev := t.ev.(type) {
	case Said:
		t.hear(ev)
	case Sent:
		t.got(ev.What)
	case Outage:
		t.wasOut()
	default:
		return false
	}
	return true
}

// hear answers typed text. Its alarm words were heard by the gate already.
func (t *turn) hear(ev Said) {
	text := strings.TrimSpace(ev.Text)
	switch {
	case ev.Forwarded:
		t.reply("chat.forwarded")
	case ev.Edited:
		t.edited(text)
	case t.hearsScore(text), t.hearsPause(text), t.hearsForward(text), t.hearsFloor(text), t.hearsExercise(ev):
	case strings.HasPrefix(text, "/"):
		t.reply("chat.command", t.menu())
	case utf8.RuneCountInString(text) > longText:
		t.reply("chat.long", t.menu())
	default:
		t.smallTalk(text)
	}
}

// hearsScore takes a pain score that was typed without being asked for.
func (t *turn) hearsScore(text string) bool {
	s, ok := ParseScore(text)
	if !ok || t.p.Stage == Arriving || !namesPain(text) && !t.numbersArePain() {
		return false
	}
	t.tellPain(s)
	return true
}

func namesPain(text string) bool {
	return hearsAny(wordsOf(text), "pijn|pijnscore|pijnvrij|pain|painfree")
}

// numbersArePain says whether a bare number can only be a pain score: nothing
// is being asked, or something that no number answers.
func (t *turn) numbersArePain() bool {
	if !t.asking() {
		return true
	}
	_, q := t.questionAt(len(t.p.Forms) - 1)
	return t.p.Stage == Coached && (q.Kind == Choice || q.Kind == Text) && q.Read == nil
}

// asking says whether a question waits for its answer. The morning's invitation
// does not: it stands there, and nobody has to answer it.
func (t *turn) asking() bool {
	o := t.top()
	return o != nil && !o.Later && !o.invites() && !t.left(o)
}

// reask asks again what was being asked.
func (t *turn) reask() {
	if t.asking() {
		t.ask()
	}
}

// hearsPause takes "pauze tot maandag" for the command that it is.
func (t *turn) hearsPause(text string) bool {
	words := wordsOf(text)
	if len(words) < 2 || words[0] != "pauze" && words[0] != "pause" || t.p.Stage != Coached {
		return false
	}
	s, ok := parseSpan(text)
	if ok {
		t.pauseFor(s)
	}
	return ok
}

// smallTalk answers what people say to someone who writes to them.
func (t *turn) smallTalk(text string) {
	switch kind := t.talkOf(text); kind {
	case "correct":
		t.correctLast()
	case "checkin":
		t.checkinNow()
	case "pain":
		t.reply("chat.pain")
		t.open("pain")
	case "language":
		t.reply("chat.language", offering("language.nl", "language.en"))
	case "":
		t.lost(text)
	case "worried":
		t.reply(abroad(t.p, "chat.worried"), t.menu())
	case "question", "sore", "nothing", "doubt":
		t.reply("chat."+kind, t.menu())
	default:
		t.reply("chat." + kind)
	}
}

// lost is for what nobody could make sense of: the open question again, or
// what can be done.
func (t *turn) lost(text string) {
	if t.asking() {
		t.missed()
		return
	}
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		t.reply("chat.emoji", t.menu())
		return
	}
	t.reply("chat.lost", t.menu())
}

// reply answers, and then asks the open question again.
func (t *turn) reply(text string, opts ...with) {
	if t.asking() {
		opts = nil // one question at a time
	}
	t.say(text, opts...)
	t.reask()
}

// menu offers what can be done now.
func (t *turn) menu() with {
	switch {
	case t.p.Stage == Stopped:
		return offering("start", "delete", "help")
	case t.p.Stage == Intake || t.asideForm():
		return offering("continue", "pain", "alarm", "help")
	}
	return offering("exercise", "pain", "alarm", "help")
}

// edited: an answer stands as it was given. An edited number right after a
// pain score corrects it.
func (t *turn) edited(text string) {
	s, ok := ParseScore(text)
	c := t.p.Closed
	if ok && !t.asking() && c != nil && c.Form == "pain" && c.Entry > 0 && t.now.Sub(c.Asked) <= editable {
		o := c.clone()
		o.Answers["score"] = s.String()
		closed := o.clone()
		t.p.Closed = &closed
		painDone(t, o)
		return
	}
	if t.asking() {
		t.reply("chat.edited")
		return
	}
	t.reply("chat.edited.done", offering("correct"))
}

// got answers what is no text. Nothing of it is looked at or kept.
func (t *turn) got(what Media) {
	text := "chat.other"
	switch what {
	case MediaVoice, MediaPhoto, MediaSticker, MediaLocation:
		text = "chat." + string(what)
	}
	if what == MediaSticker {
		t.reply(text)
		return
	}
	t.reply(text, offering("alarm", "pain", "help"))
}

// wasOut tells active patients once that nobody could be heard, with the alarm
// signals again.
func (t *turn) wasOut() {
	if t.p.Stage == Coached || t.p.Stage == Intake {
		t.say("outage", safely)
	}
}

// lateAfter is how long an answer may take before it says that it is late.
const lateAfter = 10 * time.Minute

// apologise puts an apology in front of the first reply when what it answers
// has waited. A call to a doctor has nothing in front of it.
func (t *turn) apologise() {
	at := sentAt(t.ev)
	if at.IsZero() || t.now.Sub(at) <= lateAfter || len(t.out.Replies) == 0 {
		return
	}
	if r := &t.out.Replies[0]; r.Lead == "" && r.Class != Safety {
		r.Lead = "late"
	}
}

func sentAt(ev Event) time.Time {
	switch ev := ev.(type) {
	case Said:
		return ev.At
	case Sent:
		return ev.At
	case Commanded:
		return ev.At
	case Pressed:
		return ev.At
	}
	return time.Time{}
}
