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
		t.forget(s, o.Entry)
		t.p.Closed = nil
		t.say("session.none", about(AboutExercise))
		return
	}
	t.closeWith(t.keep(s, o.Entry))
	t.concludeSession(o, s)
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
func (t *turn) concludeSession(o Open, s Trained) {
	if s.On == t.today() { // one of before that is put right is no answer to today's reminder
		t.p.Rhythm.Sent, t.p.Rhythm.Snoozed = time.Time{}, time.Time{}
	}
	t.drop("morning")
	t.say("session.done."+summaryOf(s), about(AboutExercise), offering("correct", "library"),
		args("Name", t.p.Profile.Name, "Count", itoa(t.p.activeDays(t.today())), "Goal", goalFor(t.p.activeDays(t.today())), "Verdict", t.verdictText(s)), s.numbers, t.worst(s))
	for _, bend := range t.shut {
		t.say("session.shut."+string(bend), about(AboutExercise))
	}
	t.adviseStops()
	t.sayWalk()
	if o.Answers["checked"] == "" && !further(s.Leg, s.LegEnd) { // else there is enough to think of
		t.askMore()
	}
}

// goalFor is the goal of the week, until it is passed.
func goalFor(days int) string {
	if days > weekGoal {
		return ""
	}
	return itoa(weekGoal)
}

// summaryOf: a short session that changes the plan says so like a whole one.
func summaryOf(s Trained) string {
	if (s.Kind == kindMini || s.Kind == kindShort) && s.verdict() == Stay {
		return s.Kind
	}
	return kindFull
}

// verdictText says what the rule made of a session, and why. Leg pain that draws
// back is a good sign, even if the back hurts a bit more [CENTR].
func (t *turn) verdictText(s Trained) string {
	verdict := s.verdict()
	reason := string(verdict)
	switch {
	case further(s.Leg, s.LegEnd) && len(t.shut) > 0: // which says what is left out
		reason = "down.shut"
	case further(s.Leg, s.LegEnd):
		reason = "down"
	case s.Alarm:
		reason = "sign"
	case further(s.LegEnd, s.Leg) && verdict == Stay:
		reason = "up"
	case further(s.LegEnd, s.Leg) && verdict == Regress:
		reason = "up.regress"
	case s.Before == NoScore || s.Peak == NoScore:
		reason += ".unknown"
	case verdict == Stop && s.Worst != "" && t.p.Plan.leftOut(s.Worst):
		reason += ".twice"
	case verdict == Stop && s.Worst != "":
		reason += ".one"
	case verdict == Stay && s.allHurt():
		reason += ".known.all"
	case verdict != Regress && s.known():
		reason += ".known"
	case verdict == Stay:
		reason += t.p.stayed(s)
	}
	return "session.verdict." + reason
}

// stayed is how a session went that changes nothing: much pain that did not go
// up is said before how heavy it was, and calm is what counts for PROGRESS; a step is
// promised only where one can come.
func (p Patient) stayed(s Trained) string {
	calm := s
	calm.Am = s.Before // which tomorrow tells
	switch {
	case min(s.Before, s.Peak) >= highBaseline: // with less before it the next one is as ever
		return ".high"
	case s.Feel == "hard", s.Feel == "sloppy":
		return "." + s.Feel
	case !s.counts() || !calm.progressed(p.medianBefore(s.On)):
		return ""
	case slices.Contains(p.specials(s.On), PostOpEarly): // no step comes, however calm it is (nextStep)
		return ".calm.early"
	case p.noneLeft(s.On):
		return ".calm.top"
	}
	return ".calm"
}

// out says whether an exercise hurt so often that it is left out for good.
func (h Hurt) out() bool { return h.Times >= hurtTwice }

// numbers gives a wording the patient's own numbers of a session.
func (s Trained) numbers(r *Reply) { args(s.figures()...)(r) }

// figures is those numbers, as name, value, name, value.
func (s Trained) figures() []string {
	return []string{
		"Before", s.Before.orEmptyTenths(), "Peak", s.Peak.orEmptyTenths(), "Am", s.Am.orEmptyTenths(),
		"Later", s.Later.Tenths(), "Usual", s.Usual.Tenths(), "From", legName(s.Leg), "To", legName(s.LegEnd),
	}
}

// numbersOf gives a wording the numbers of a session that the next one hangs on, and
// its date where it is not the last: "last time" was another.
func (p Patient) numbersOf(s Trained) with { return args(p.figuresOf(s)...) }

func (p Patient) figuresOf(s Trained) []string {
	on := ""
	if last := p.lastTrained(); last != nil && last.Entry != s.Entry {
		on = s.On
	}
	return append(s.figures(), "On", on)
}

// worst gives a wording the exercise that a session had to stop for.
func (t *turn) worst(s Trained) with {
	name := ""
	if s.Worst != "" {
		name = t.p.prescribed(s.Worst, t.today()).wording("name")
	}
	return args("Worst", name, "Days", itoa(restDays))
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
	s = t.p.trainedIn(o)
	t.blame(o, s)
	return s, s.Done != ""
}

// trainedIn is an open session as rules read it.
func (p Patient) trainedIn(o Open) Trained {
	s := Trained{
		On: p.localDate(o.Since), Kind: o.Answers["kind"],
		Before: scoreIn(o, "before"), Peak: scoreIn(o, "peak"), Am: NoScore,
		Leg: o.legBefore(), LegEnd: o.Answers["leg_end"], Feel: o.Answers["feel"], Alarm: o.signs() != "",
	}
	var done []string
	for i, card := range listed(o.Answers["plan"]) {
		if answer := o.Answers["card"+itoa(i+1)]; answer != "" {
			done = append(done, card+":"+answer)
		}
	}
	s.Done = strings.Join(done, " ")
	switch ids := s.ids(); {
	case s.verdict() != Stop || o.culprit(s):
	case len(ids) == 1:
		s.Worst = ids[0]
	case slices.Contains(ids, o.Answers["which"]):
		s.Worst = o.Answers["which"]
	}
	return s
}

// culprit says whether the cards have told what a session has to stop for: an
// exercise that hurt, or where leg pain moved down one that sent it there.
func (o Open) culprit(s Trained) bool {
	for i := range listed(o.Answers["plan"]) {
		switch o.Answers["hurt"+itoa(i+1)] {
		case "shooting", "new":
			return true
		case "sore":
			if !further(s.Leg, s.LegEnd) {
				return true
			}
		}
	}
	return false
}

// whichAsked: after a STOP that came with no exercise in particular it is asked
// which one it was, so that this one stops, and not all of them [clinical.md 4c].
func whichAsked(p Patient, o Open) bool {
	s := p.trainedIn(o)
	return trainedFull(p, o) && s.verdict() == Stop && !o.culprit(s) && len(s.ids()) > 1
}

func whichChoices(p Patient, o Open) []string { return append(p.trainedIn(o).ids(), ChoiceUnsure) }

// blame remembers what a session had to stop for, and takes it a level down: the
// exercises that hurt, the one that it was put down to, and where leg pain moved
// down and nobody knows by what, all that bent the back. A side that only hurt is
// tried again as it is [clinical.md 4c].
func (t *turn) blame(o Open, s Trained) {
	var down []string
	for i, card := range listed(o.Answers["plan"]) {
		id, side, _ := strings.Cut(card, ".")
		switch o.Answers["card"+itoa(i+1)] {
		case "hurts":
			shot := o.Answers["hurt"+itoa(i+1)] == "shooting"
			t.hurtBy(id, side, s.On, shot)
			if shot || side == "" || o.hurtBeside(i+1) || s.verdict() == Stop {
				down = append(down, id)
			}
		case ChoiceDone, "easy":
			for _, h := range []*Hurt{t.p.Plan.hurtOf(id, side), t.p.Plan.hurtOf(id, "")} {
				if h != nil {
					h.Well = true
				}
			}
		}
	}
	switch moved := further(s.Leg, s.LegEnd); {
	case s.Worst != "":
		t.hurtBy(s.Worst, "", s.On, moved)
		down = append(down, s.Worst)
	case moved && !o.culprit(s):
		t.legMoved(s)
	}
	slices.Sort(down)
	for _, id := range slices.Compact(down) {
		t.p.Plan.lower(id)
	}
}

// legMoved: when leg pain went down and nobody knows by what, everything that
// bent the back is out [clinical.md 4c; CENTR].
func (t *turn) legMoved(s Trained) {
	var bent []string
	for _, card := range listed(s.Done) {
		card, _, _ := strings.Cut(card, ":")
		id, _, _ := strings.Cut(card, ".")
		if e, _ := exerciseOf(id); e.Bends != Neutral && !slices.Contains(bent, id) {
			bent = append(bent, id)
			t.hurtBy(id, "", s.On, true)
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
	case "more", "feared":
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
	if o.Was != nil {
		o = t.putBack(o)
	}
	switch o.Form {
	case "session":
		if step, ok := stepIn(o.Answers["propose"]); ok && o.Question == "step" { // asked, and left: it is not asked again so soon
			t.p.Plan.decline(step, t.today())
		}
		s, any := t.sessionOf(o)
		t.keepLeft(s, any, o.Entry)
	case "quicklog":
		s, any := t.loggedOf(o)
		t.keepLeft(s, any, o.Entry)
	}
}

// keepLeft keeps what was done of a session that was left.
func (t *turn) keepLeft(s Trained, any bool, entry int) {
	if any {
		t.keep(s, entry)
		return
	}
	t.forget(s, entry)
}
