package flows

import (
	"slices"
	"time"
)

// Scored is one pain score.
type Scored struct {
	At   time.Time `json:"at"`
	Pain Score     `json:"pain"`
	// Kind is what it is about: now, before or peak (of a session), am (the
	// morning after), intake.
	Kind  string `json:"kind"`
	Entry int    `json:"entry,omitempty"` // its diary entry, so that a correction finds it
}

// When a score asks for more than keeping it.
const (
	jumpPoints Score = 30 // up by this much: screen again (clinical.md 1.3.3d)
	highPain   Score = 80 // from here RF29 is asked about: can you walk, sleep, go to the toilet
)

// Scores are kept as long as rules read them: for the mean of seven days.
const (
	scoreDays   = 7
	scoresNow   = 2 // of one day, of those given at any time; one of every other kind
	scoresAtAll = 40
)

func painForm() Form {
	return Form{
		Name:      "pain",
		Questions: []Question{{Name: "score", Kind: Scale}},
		Done:      painDone,
	}
}

// painNow is /pijn, with the score behind it or as a question.
func (t *turn) painNow() {
	if s, ok := ParseScore(t.argument()); ok {
		t.tellPain(s)
		return
	}
	t.open("pain")
}

// tellPain takes a score that was typed, as if it had been asked for.
func (t *turn) tellPain(s Score) {
	t.drop("pain")
	t.p.Runs++
	o := Open{
		Form: "pain", Run: t.p.Runs, Question: "score", Path: []string{"score"},
		Answers: map[string]string{"score": s.String()}, Since: t.now, Asked: t.now,
	}
	closed := o.clone()
	t.p.Closed = &closed
	runs := t.p.Runs
	painDone(t, o)
	if t.p.Runs == runs && !t.asked() {
		t.reask()
	}
}

// painDone keeps a score given at any time and says where it is going. A
// corrected one takes the place of what it corrects.
func painDone(t *turn, o Open) {
	s := Scored{At: t.now, Pain: scoreOf(o.Answers["score"]), Kind: "now"}
	if old := t.unscore(o.Entry); old != nil {
		s.At = old.At
		if o.Began != nil {
			t.aside(func(p *Patient) { p.untold(*old, *o.Began) })
		}
	}
	before := t.p.recent(t.now)
	s.Entry = t.keepScore(s, o.Entry)
	if t.p.Closed != nil {
		t.p.Closed.Entry, t.p.Closed.Began = s.Entry, t.p.began()
	}
	t.sayPain(s.Pain, before)
	if t.laterHigher(func() { t.aside(func(p *Patient) { p.told(s) }) }) {
		t.p.Day.Told = false
		t.say("session.later.higher", about(AboutExercise), t.p.lastWhole().numbers)
	}
	t.weighPain(s.Pain, before)
}

// told is what a score given at any time makes of the plan.
func (p *Patient) told(s Scored) {
	p.weighLater(s.Pain, p.usualLater(s.At))
	others := slices.DeleteFunc(p.recent(s.At), func(b Scored) bool { return b == s })
	p.flareBy(s.Pain, p.localDate(s.At), usualIn(others, s.At))
}

// untold takes back what a score that is corrected has made of the plan that it
// found; what has changed since stays.
func (p *Patient) untold(s Scored, found Began) {
	was, made := p.clone(), p.clone()
	was.backTo(found)
	made.backTo(found)
	made.told(s)
	if made.Plan.Flare != was.Plan.Flare && made.Plan.Flare == p.Plan.Flare {
		p.Plan.Flare, p.Plan.Usual = was.Plan.Flare, was.Plan.Usual
	}
	last := p.lastWhole()
	if last == nil || made.lastWhole().Later == was.lastWhole().Later || made.lastWhole().Later != last.Later {
		return
	}
	higher := *last
	last.Later, last.Usual = was.lastWhole().Later, was.lastWhole().Usual
	p.Plan.settle(&higher, last)
	if last.verdict() != Stay { // the next morning was higher as well
		return
	}
	for id, rung := range made.Plan.Rungs {
		if before, moved := was.Plan.Rungs[id]; before == rung || p.Plan.Rungs[id] != rung {
			continue
		} else if moved {
			p.Plan.Rungs[id] = before
		} else {
			delete(p.Plan.Rungs, id)
		}
	}
}

// tookPain keeps a score of a kind and does what it asks for. It returns true
// when it has said what comes next itself.
func (t *turn) tookPain(s Score, kind string) bool {
	before := t.p.recent(t.now)
	t.keepScore(Scored{At: t.now, Pain: s, Kind: kind}, 0)
	if kind == "peak" {
		return t.weighPeak(s)
	}
	return t.weighPain(s, before)
}

// usual is the sum of so many scores: their mean is what somebody is used to.
type usual struct{ sum, n int }

// usualIn is that of scores up to a moment. The worst moment of a session is no part
// of it.
func usualIn(scores []Scored, until time.Time) usual {
	sum, n := sumPain(slices.DeleteFunc(scores, func(s Scored) bool { return s.At.After(until) }))
	return usual{sum, n}
}

// flareBy notes pain that has flared up above what was usual in the week before it.
// The worst moment of a session is no flare.
func (p *Patient) flareBy(s Score, date string, week usual) {
	if week.exceededBy(s) {
		p.flares(date, meanOf(week.sum, week.n))
	}
}

// exceededBy says whether a score is three points or more above the mean.
func (u usual) exceededBy(s Score) bool { return u.n > 0 && int(s)*u.n-u.sum >= int(jumpPoints)*u.n }

// weighPeak: the worst moment of a session is held against the pain before it,
// whenever that was told, and never against another quiet morning.
func (t *turn) weighPeak(s Score) bool {
	before := scoreIn(*t.top(), "before")
	if before == NoScore {
		return t.weighPain(s, nil)
	}
	return t.weighPain(s, []Scored{{Pain: before, Kind: "before"}})
}

// weighPain screens again after a jump, and asks RF29 from 8 up, but not twice
// in a day what was denied.
func (t *turn) weighPain(s Score, before []Scored) bool {
	today := t.p.localDate(t.now)
	switch {
	case jumped(s, before), t.p.Course.Alarmed != today && aboveMean(s, before):
		t.p.Course.Alarmed = today
		t.say("pain.jump", about(AboutFlag))
		t.moveOn()
		t.screenAgain()
	case s >= highPain && !t.deniedLately("RF29", true):
		t.moveOn()
		t.suspect([]Row{"RF29"}, "score")
	default:
		return false
	}
	return true
}

// screenAgain screens for what can't wait, or goes on with the full set if
// that is open already.
func (t *turn) screenAgain() {
	if i := t.indexOf("screen"); i >= 0 && t.p.Forms[i].mode() == screenFull {
		t.open("screen")
		return
	}
	t.screen(screenAlarm)
}

// moveOn leaves the question that has just been answered, so that the form
// goes on with the next one when something else comes in between.
func (t *turn) moveOn() {
	o := t.top()
	if o == nil {
		return
	}
	f, ok := FormOf(o.Form)
	if _, answered := o.Answers[o.Question]; ok && answered {
		o.Question = f.next(t.p, *o, o.Question)
	}
}

// jumped says whether a score is three points or more above the one before it.
func jumped(s Score, before []Scored) bool {
	return len(before) > 0 && s-before[len(before)-1].Pain >= jumpPoints
}

// aboveMean says whether a score is three points or more above the mean of the
// scores before it. Peaks of a session are no part of a mean.
func aboveMean(s Score, before []Scored) bool {
	sum, n := sumPain(before)
	return usual{sum, n}.exceededBy(s)
}

func sumPain(scores []Scored) (sum, n int) {
	for _, s := range scores {
		if s.Kind != "peak" {
			sum, n = sum+int(s.Pain), n+1
		}
	}
	return sum, n
}

// recent is the scores of the last seven days, the oldest first.
func (p Patient) recent(now time.Time) []Scored {
	i := slices.IndexFunc(p.Scores, func(s Scored) bool { return now.Sub(s.At) < scoreDays*day })
	if i < 0 {
		return nil
	}
	return slices.Clone(p.Scores[i:])
}

// lastPain is the last score, or NoScore.
func (p Patient) lastPain() Score {
	if len(p.Scores) == 0 {
		return NoScore
	}
	return p.Scores[len(p.Scores)-1].Pain
}

// atRest is the last score that was not the worst moment of a session, or one of
// NoScore.
func (p Patient) atRest() Scored {
	for _, s := range slices.Backward(p.Scores) {
		if s.Kind != "peak" {
			return s
		}
	}
	return Scored{Pain: NoScore}
}

// keepScore writes a score into the diary and keeps it as long as rules read
// it. It returns the diary entry.
func (t *turn) keepScore(s Scored, replaces int) int {
	s.Entry = t.logInstead(replaces, "pain", map[string]string{"score": s.Pain.String(), "kind": s.Kind})
	t.p.Course.heard(s.Pain, s.At, t.p.localDate(s.At))
	scores := append(t.p.recent(t.now), s)
	slices.SortStableFunc(scores, func(a, b Scored) int { return a.At.Compare(b.At) })
	t.p.Scores = t.p.thinned(scores)
	return s.Entry
}

// thinned keeps the last scores of each day and kind.
func (p Patient) thinned(scores []Scored) []Scored {
	type slot struct{ date, kind string }
	seen := map[slot]int{}
	var kept []Scored
	for _, s := range slices.Backward(scores) {
		at, most := slot{p.localDate(s.At), s.Kind}, 1
		if s.Kind == "now" {
			most = scoresNow
		}
		if seen[at]++; seen[at] <= most && len(kept) < scoresAtAll {
			kept = append(kept, s)
		}
	}
	slices.Reverse(kept)
	return kept
}

// unscore takes back the score of a diary entry, or nothing.
func (t *turn) unscore(entry int) *Scored {
	i := slices.IndexFunc(t.p.Scores, func(s Scored) bool { return entry > 0 && s.Entry == entry })
	if i < 0 {
		return nil
	}
	s := t.p.Scores[i]
	t.p.Scores = slices.Delete(t.p.Scores, i, i+1)
	return &s
}

// sayPain says the score back with where it is going.
func (t *turn) sayPain(s Score, before []Scored) {
	last := slices.DeleteFunc(slices.Clone(before), func(s Scored) bool { return s.Kind == "peak" })
	if len(last) == 0 {
		t.say("pain.first", args("Pain", s.Tenths()), offering("correct"))
		return
	}
	was := last[len(last)-1]
	t.say("pain."+direction(was.Pain, s), offering("correct"),
		args("Pain", s.Tenths(), "Was", was.Pain.Tenths(), "When", "pain.when."+t.p.ago(was.At, t.now)))
}

// direction of a number, of which lower is better.
func direction(was, is Score) string {
	switch {
	case is < was:
		return "lower"
	case is > was:
		return "higher"
	}
	return "same"
}

// ago names how long ago a moment is, as people say it.
func (p Patient) ago(at, now time.Time) string {
	switch daysBetween(p.localDate(at), p.localDate(now)) {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return "earlier"
}
