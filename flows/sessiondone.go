package flows

import (
	"slices"
	"strings"
	"time"
)

// sessionDone keeps a session and says in one sentence what it means.
func sessionDone(t *turn, o Open) {
	s, any := t.sessionOf(o)
	if !any {
		t.p.Closed = nil
		t.say("session.none", about(AboutExercise))
		return
	}
	t.closeWith(t.keep(s, o.Entry))
	t.concludeSession(s)
}

// closeWith notes the diary entry of the form that was just finished, so that
// its last answer can be corrected.
func (t *turn) closeWith(entry int) {
	if t.p.Closed != nil {
		t.p.Closed.Entry = entry
	}
}

// concludeSession thanks, counts the week, and says what the rule made of
// today. After three stops in a week somebody has to have a look.
func (t *turn) concludeSession(s Trained) {
	t.p.Rhythm.Sent, t.p.Rhythm.Snoozed = time.Time{}, time.Time{}
	t.drop("morning")
	t.say("session.done."+summaryOf(s), about(AboutExercise), offering("correct", "library"),
		args("Name", t.p.Profile.Name, "Count", itoa(t.p.activeDays(t.today())), "Goal", itoa(weekGoal), "Verdict", verdictText(s)), s.numbers)
	for _, bend := range t.shut {
		t.say("session.shut."+string(bend), about(AboutExercise))
	}
	if s.verdict() == Stop && t.p.stops(s.On) >= manyStops {
		t.say("session.stops", about(AboutEducation))
	}
	t.askMore()
}

func summaryOf(s Trained) string {
	if s.Kind == kindMini || s.Kind == kindShort {
		return s.Kind
	}
	return kindFull
}

// verdictText says what the rule made of a session, and why. Leg pain that
// draws back is a good sign [CENTR].
func verdictText(s Trained) string {
	reason := string(s.verdict())
	switch {
	case further(s.Leg, s.LegEnd):
		reason = "down"
	case s.Alarm:
		reason = "sign"
	case s.verdict() == Stay && further(s.LegEnd, s.Leg):
		reason = "up"
	case s.Before == NoScore || s.Peak == NoScore:
		reason += ".unknown"
	}
	return "session.verdict." + reason
}

// numbers gives a wording the patient's own numbers of a session.
func (s Trained) numbers(r *Reply) {
	args("Before", s.Before.orEmptyTenths(), "Peak", s.Peak.orEmptyTenths(), "From", legName(s.Leg), "To", legName(s.LegEnd))(r)
}

// legName names a place of leg pain: wording leg.<place>.
func legName(place string) string {
	if place == "" {
		return "leg.none"
	}
	return "leg." + place
}

// sessionOf is what an open session came to, and whether anything was done. On
// the way it remembers what hurt.
func (t *turn) sessionOf(o Open) (s Trained, any bool) {
	s = Trained{
		On: t.p.localDate(o.Since), Kind: o.Answers["kind"],
		Before: scoreIn(o, "before"), Peak: scoreIn(o, "peak"), Am: NoScore,
		Leg: o.Answers["leg"], LegEnd: o.Answers["leg_end"], Feel: o.Answers["feel"], Alarm: o.Answers["signs"] != "",
	}
	var done []string
	for i, card := range listed(o.Answers["plan"]) {
		id, side, _ := strings.Cut(card, ".")
		answer := o.Answers["card"+itoa(i+1)]
		if answer == "hurts" && o.Entry == 0 {
			t.hurtBy(id, side, o.Answers["hurt"+itoa(i+1)] == "shooting")
		}
		if answer != "" {
			any = true
			done = append(done, card+":"+answer)
		}
	}
	s.Done = strings.Join(done, " ")
	if further(s.Leg, s.LegEnd) && o.Entry == 0 {
		t.legMoved(done)
	}
	return s, any
}

// legMoved: when leg pain went down, whatever bends the back is out
// [clinical.md 4c; CENTR].
func (t *turn) legMoved(done []string) {
	var bent []string
	for _, card := range done {
		id, _, _ := strings.Cut(card, ":")
		id, _, _ = strings.Cut(id, ".")
		if e, _ := exerciseOf(id); e.Bends != Neutral && !slices.Contains(bent, id) {
			bent = append(bent, id)
			t.hurtBy(id, "", true)
		}
	}
}

// stale is how long a form about exercise stays open without an answer.
func stale(form string) time.Duration {
	switch form {
	case "session", "quicklog":
		return 12 * time.Hour
	case "morning":
		return 4 * time.Hour
	case "more":
		return 20 * time.Hour
	}
	return 0
}

// sweepDue is when an open form has grown stale. What is typed after that is no
// answer to it any more.
func sweepDue(p Patient) time.Time {
	var at time.Time
	for _, o := range p.Forms {
		if after := stale(o.Form); after > 0 && !(o.Form == "morning" && o.Later) {
			at = earliest(at, o.Asked.Add(after))
		}
	}
	return at
}

// sweepNow closes what has grown stale, without a word: what was done counts.
// The morning's buttons go on working for the day.
func sweepNow(t *turn) {
	for _, o := range slices.Clone(t.p.Forms) {
		after := stale(o.Form)
		if after == 0 || o.Asked.Add(after).After(t.now) {
			continue
		}
		if o.Form == "morning" {
			t.p.Forms[t.indexOf("morning")].Later = true
			t.sink("morning")
			continue
		}
		t.leave(o)
	}
}

// endExercise ends an open session or quick log where it is.
func (t *turn) endExercise() {
	for _, name := range []string{"session", "quicklog"} {
		if i := t.indexOf(name); i >= 0 {
			t.leave(t.p.Forms[i])
		}
	}
	t.drop("morning")
}

// leave takes a form away and keeps what it came to.
func (t *turn) leave(o Open) {
	t.drop(o.Form)
	switch o.Form {
	case "session":
		if step, ok := stepIn(o.Answers["propose"]); ok && o.Question == "step" { // asked, and left: it is not asked again so soon
			t.p.Plan.decline(step, t.today())
		}
		if s, any := t.sessionOf(o); any {
			t.keep(s, o.Entry)
		}
	case "quicklog":
		if s, any := t.loggedOf(o); any {
			t.keep(s, o.Entry)
		}
	}
}
