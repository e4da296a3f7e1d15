package flows

import (
	"slices"
	"strings"
	"time"
)

// activeOn says whether something was done on a local date: a session of any
// kind.
func (p Patient) activeOn(date string) bool { return slices.Contains(p.Plan.Active, date) }

// activeDays counts the days of the week up to and including a local date on
// which something was done.
func (p Patient) activeDays(date string) int {
	n := 0
	for _, d := range p.Plan.Active {
		if ago := daysBetween(d, date); ago >= 0 && ago < weekDays {
			n++
		}
	}
	return n
}

// lastTrained is the last session, or nil.
func (p Patient) lastTrained() *Trained {
	if len(p.Plan.Trained) == 0 {
		return nil
	}
	return &p.Plan.Trained[len(p.Plan.Trained)-1]
}

// sinceTrained is the days since the last session; 0 if there was none yet.
func (p Patient) sinceTrained(date string) int {
	if last := p.lastTrained(); last != nil {
		return daysBetween(last.On, date)
	}
	return 0
}

// lastWhole is the last session that was more than a mini, of its day the full
// one: the one that the next morning is asked about. nil if there is none.
func (p Patient) lastWhole() *Trained {
	var whole *Trained
	for i := range p.Plan.Trained {
		switch s := &p.Plan.Trained[i]; {
		case s.Kind == kindMini:
		case whole == nil || whole.On != s.On || s.counts() || !whole.counts():
			whole = s
		}
	}
	return whole
}

// lastWeighed is the session that the next one's dose hangs on: the newest that
// was too much, of the day of the last whole one and since; else the last.
func (p Patient) lastWeighed() *Trained {
	whole := p.lastWhole()
	for i := range slices.Backward(p.Plan.Trained) {
		s := &p.Plan.Trained[i]
		if whole != nil && s.On < whole.On {
			break
		}
		if s.verdict() != Stay {
			return s
		}
	}
	if whole != nil {
		return whole
	}
	return p.lastTrained()
}

// keep adds a session to what rules read and to the diary, where it may take the
// place of an entry that it corrects. It returns the entry.
func (t *turn) keep(s Trained, replaces int) int {
	plan := &t.p.Plan
	plan.settle(nil, &s)
	if !t.p.activeOn(s.On) {
		plan.Active = lastOf(append(plan.Active, s.On), weekDays)
	}
	if s.LegEnd != "" {
		plan.Leg = s.LegEnd
	}
	s.Entry = t.logInstead(replaces, "session", map[string]string{
		"on": s.On, "kind": s.Kind, "done": s.Done, "before": s.Before.orEmpty(), "peak": s.Peak.orEmpty(),
		"leg": s.Leg, "leg_end": s.LegEnd, "feel": s.Feel, "verdict": string(s.verdict()),
	})
	plan.Trained = keptOf(append(plan.Trained, s))
	return s.Entry
}

// forget takes back a session that was corrected until nothing was left of it: rules
// read it no more, and nor may who reads the diary. Its day counts no more, unless
// something else was done on it.
func (t *turn) forget(s Trained, entry int) {
	if entry == 0 { // it was never kept
		return
	}
	t.logInstead(entry, "session", map[string]string{"on": s.On, "kind": s.Kind, "done": ""})
	if !slices.ContainsFunc(t.p.Plan.Trained, func(other Trained) bool { return other.On == s.On }) {
		t.p.Plan.Active = without(t.p.Plan.Active, []string{s.On})
	}
}

// keptOf is the sessions that rules read: the last full ones, and of the others
// those of a week, and what was too much. The STOPs that make a week of too many are
// the last to go.
func keptOf(all []Trained) []Trained {
	last := all[len(all)-1]
	full, others := 0, 0
	kept := make([]Trained, 0, len(all))
	stopped := func(s Trained) bool {
		return !s.counts() && s.verdict() == Stop && daysBetween(s.On, last.On) < stopsWithin
	}
	for _, s := range all {
		if stopped(s) && others < manyStops {
			others++ // has its place
		}
	}
	stops := others
	for _, s := range slices.Backward(all) {
		switch {
		case s.counts():
			if full++; full > keepFull {
				continue
			}
		case stopped(s) && stops > 0:
			stops--
		case s.verdict() == Stay && daysBetween(s.On, last.On) >= weekDays:
			continue
		default:
			if others++; others > keepOthers {
				continue
			}
		}
		kept = append(kept, s)
	}
	slices.Reverse(kept)
	return kept
}

func lastOf[T any](all []T, n int) []T {
	return slices.Clone(all[max(0, len(all)-n):])
}

// orEmpty is the score as text, empty if there is none.
func (s Score) orEmpty() string {
	if s == NoScore {
		return ""
	}
	return s.String()
}

// hurtBy remembers that an exercise hurt on a local date. A side that hurt before and both
// sides of one session are one time each.
func (t *turn) hurtBy(id, side, on string, leg bool) {
	plan := &t.p.Plan
	if e, known := exerciseOf(id); known && leg && plan.movedDown(e.Bends, on) {
		t.shut = append(t.shut, e.Bends)
	}
	if h := plan.hurtOf(id, side); h != nil {
		if h.On != on {
			h.Times++
		}
		h.On, h.Leg, h.Well = on, h.Leg || leg, false
		return
	}
	plan.Hurt = keptHurt(append(plan.Hurt, Hurt{ID: id, Side: side, On: on, Times: 1, Leg: leg}))
}

// keptHurt forgets the oldest of more than rules need, what has gone well since in
// front; never what is left out for good.
func keptHurt(all []Hurt) []Hurt {
	for _, forget := range []func(Hurt) bool{
		func(h Hurt) bool { return h.Well && !h.out() },
		func(h Hurt) bool { return !h.out() },
	} {
		for len(all) > keepHurt {
			i := slices.IndexFunc(all[:len(all)-1], forget)
			if i < 0 {
				break
			}
			all = slices.Delete(all, i, i+1)
		}
	}
	return all
}

// hurtOf is what is known of an exercise that hurt before, on a side; nil if
// nothing.
func (p Plan) hurtOf(id, side string) *Hurt {
	i := slices.IndexFunc(p.Hurt, func(h Hurt) bool { return h.ID == id && h.Side == side })
	if i < 0 {
		return nil
	}
	return &p.Hurt[i]
}

// leftOut says whether an exercise hurt so often that it is left out for good.
func (p Plan) leftOut(id string) bool {
	h := p.hurtOf(id, "")
	return h != nil && h.out()
}

// newsChoices is the mini-set asked at every session (clinical.md 1.3.3b).
func newsChoices() []string { return []string{"bladder", "numb", "weak", "fever", ChoiceNone} }

// newsRows is the rows behind a choice of the mini-set, the gravest first. Each
// is asked about with its call in front: "peeing or pooing has changed" is not
// yet "I can't pee".
func newsRows(choice string) []Row {
	switch choice {
	case "bladder":
		return []Row{"RF01", "RF02", "RF03"}
	case "weak":
		return []Row{"RF07", "RF05", "RF30"}
	case "numb":
		return []Row{"RF04", "RF08", "RF05"}
	case "fever":
		return []Row{"RF12", "RF13"}
	}
	return nil
}

// tookNews asks what the new thing is. The questions come over the form, which
// goes on after them with what it asks next.
func tookNews(t *turn, value string) bool {
	rows := newsRows(value)
	if len(rows) == 0 {
		t.p.AskedNews = t.now
		return false
	}
	t.p.AskedNews = time.Time{}
	t.stepPast(t.top().Form, t.top().Question)
	t.log("news", map[string]string{"answer": value})
	t.suspect(rows, "mini")
	return true
}

// stepPast moves an open form on to what it asks after a question, without
// asking it: something else is said first.
func (t *turn) stepPast(form, question string) {
	if i := t.indexOf(form); i >= 0 {
		f, _ := FormOf(form)
		t.p.Forms[i].Question = f.next(t.p, t.p.Forms[i], question)
	}
}

// tookScore keeps a pain score that a form asked for. A jump or very severe
// pain may ask about red flags first.
func (t *turn) tookScore(value, kind string) bool {
	o := t.top()
	form, question := o.Form, o.Question
	s, _ := ParseScore(value)
	if !t.tookPain(s, kind) {
		return false
	}
	t.stepPast(form, question)
	if i := t.indexOf(form); i >= 0 {
		t.p.Forms[i].Answers["checked"] = ChoiceYes
	}
	return true
}

// amFine is the one tap that says "not higher than before the session".
const amFine = "fine"

// tookAm is the pain of the morning after a session; it belongs to that session.
// Higher by two, and the plan goes a step back at once [clinical.md 4c].
func tookAm(t *turn, value string) bool {
	last := t.p.lastWhole()
	if last == nil {
		return false
	}
	was := last.verdict()
	later := t.laterHigher(func() { t.live("am", value) })
	if o := t.top(); o.Form == "session" && !o.begun() && o.Entry == 0 { // what is proposed hangs on it
		t.plan(o)
	}
	_, scored := ParseScore(value)
	switch {
	case value == amFine:
		t.log("am", map[string]string{"answer": value})
	case !scored:
		return false // passed over: unknown, and no PROGRESS
	}
	if value == amFine && last.Before == 0 { // not higher than none
		value, scored = last.Before.String(), true
	}
	if last.verdict() == Regress && was == Stay {
		if t.p.Day.On != t.today() {
			t.p.Day = Day{On: t.today(), Before: NoScore}
		}
		t.p.Day.Told = true
		if later {
			t.say("session.later.higher", about(AboutExercise), last.numbers)
		} else {
			t.say("session.am.higher", about(AboutExercise), args("Before", last.Before.Tenths(), "Am", last.Am.Tenths()))
		}
	}
	if !scored || daysBetween(last.On, t.today()) > 1 { // of another morning
		return false
	}
	return t.tookScore(value, "am")
}

// takeMorning keeps the pain of the morning after the last session, and what it
// makes of that.
func (p *Patient) takeMorning(value string) {
	last := p.lastWhole()
	if last == nil {
		return
	}
	was := *last
	last.Asked, last.Am = true, NoScore
	if s, scored := ParseScore(value); scored {
		last.Am = s
	} else if value == amFine {
		last.Am = last.Before
	}
	p.Plan.settle(&was, last)
}

// amDays is how long after a session its next morning is still asked about.
const amDays = 3

// amAsked: the morning after a session, once.
func amAsked(p Patient, o Open) bool { return amWithin(p, o, 1) }

// amRecalled: the morning after is asked at the session where no reminder has
// asked it.
func amRecalled(p Patient, o Open) bool {
	return o.Answers["kind"] == kindFull && amWithin(p, o, amDays)
}

func amWithin(p Patient, o Open, most int) bool {
	last := p.lastWhole()
	if last == nil || last.Asked && !slices.Contains(o.Path, "am") {
		return false
	}
	days := daysBetween(last.On, p.localDate(o.Since))
	return days >= 1 && days <= most
}

func scoreIn(o Open, question string) Score {
	if s, ok := ParseScore(o.Answers[question]); ok {
		return s
	}
	return NoScore
}

// listed splits a list that is kept as words.
func listed(words string) []string { return strings.Fields(words) }
