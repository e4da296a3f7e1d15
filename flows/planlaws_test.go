package flows

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// In any random history of sessions, under any set of profiles: no exercise that
// is excluded, no ring out of order but what a profile opens, and never more than
// one step up a session, which somebody said yes to.
func TestThePlanKeepsItsLaws(t *testing.T) {
	steps, rings, again, changed := 0, 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		p, now := anyPatient(rt)
		h := planHistory{began: map[int]Patient{}, up: map[int]int{}, answered: map[int]bool{}}
		for range 500 - rapid.IntRange(0, 400).Draw(rt, "shorter") {
			was := p
			var ev Event
			ev, now = anyDayEvent(rt, p, now)
			out := Step(p, ev, now)
			if p = out.Patient; slices.ContainsFunc(out.Replies, func(r Reply) bool { return r.Text == "session.changed" || r.Text == "session.left" }) {
				changed++
			}
			if what := shownForbidden(p, out.Replies, p.localDate(now)); what != "" {
				rt.Fatalf("%s by %+v: %s", p.localDate(now), ev, what)
			}
			if what := h.unlawful(was, p, ev, now); what != "" {
				rt.Fatalf("%s by %+v: %s", p.localDate(now), ev, what)
			}
			if len(p.Flags) > 0 {
				return
			}
		}
		for _, n := range h.up {
			steps += n
		}
		rings += max(0, p.Plan.Ring-1)
		again += h.again
	})
	if steps < 8 || rings < 2 || again < 5 || changed < 5 { // far below what they usually come to
		t.Errorf("the histories went up %d steps, opened %d rings, came back to %d steps and changed %d open sessions: they show little", steps, rings, again, changed)
	}
}

func anyPatient(rt *rapid.T) (Patient, time.Time) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	who := Somebody{
		Groups: rapid.SliceOfNDistinct(rapid.SampledFrom(Groups()), 0, 3, rapid.ID[string]).Draw(rt, "groups"),
		Age:    rapid.SampledFrom([]int{25, 60, 80}).Draw(rt, "age"),
		Leg:    rapid.SampledFrom([]string{"none", "buttock", "calf"}).Draw(rt, "leg"),
		Fear:   rapid.SampledFrom([]int{-1, 3, 8}).Draw(rt, "fear"),
		Week:   rapid.IntRange(1, 30).Draw(rt, "week"), Operated: rapid.IntRange(0, 100).Draw(rt, "operated"),
		Allowed: rapid.Bool().Draw(rt, "allowed"), Floor: rapid.SampledFrom([]string{"", ChoiceYes, ChoiceNo}).Draw(rt, "floor"),
		Pain: Score(10 * rapid.IntRange(0, 7).Draw(rt, "pain")),
	}
	p := who.Patient("Europe/Amsterdam", now)
	p.Consent = &Consent{Version: ConsentVersion, At: now, Programme: true, Reminders: true}
	p.Arrived, p.Screened, p.AskedE = now, now, now
	p.Rhythm.Hour, p.Rhythm.Reminded = 480, p.localDate(now)
	return p, now
}

// anyDayEvent is mostly a calm day of somebody who exercises, and now and then
// anything else.
func anyDayEvent(rt *rapid.T, p Patient, now time.Time) (Event, time.Time) {
	ask := Asking(p)
	if ask == nil {
		days, away := rapid.IntRange(0, 79).Draw(rt, "days"), []int{22, 8, 6, 2, 2, 2}
		next := now.Add(24 * time.Hour)
		if days -= 80 - len(away); days >= 0 {
			next = now.Add(time.Duration(away[days]) * 24 * time.Hour)
		}
		return Pressed{By: ByPatient, Form: FormDo, Question: rapid.SampledFrom([]string{"exercise", "exercise", "exercise", "exercise", "exercise", "mini", "short", "log"}).Draw(rt, "do")}, next
	}
	if ev := anySituation(rt, p, *ask); ev != nil {
		return ev, now
	}
	if ask.Kind == Text {
		return Said{By: ByPatient, Text: "wandelen"}, now
	}
	calm := rapid.IntRange(0, 59).Draw(rt, "calm") < 58 // what is drawn is mostly small
	choice := ""
	switch {
	case ask.Question == "card1" && p.Forms[len(p.Forms)-1].Answers["step"] != "" && rapid.Bool().Draw(rt, "again"):
		choice = WayBack
	case ask.Form == "screen":
		choice = ChoiceNone
	case ask.Form == "row":
		choice = ChoiceNo
	case calm:
		choice = map[string]string{"news": ChoiceNone, "am": amFine, "feel": "light", "heels": ChoiceYes, "which": ChoiceUnsure, "step": rapid.SampledFrom([]string{ChoiceYes, ChoiceYes, ChoiceNo}).Draw(rt, "step"), "fear": "3"}[ask.Question]
		switch {
		case choice != "":
		case ask.Kind == Scale:
			choice = "3"
		case strings.HasPrefix(ask.Question, "card"):
			choice = ChoiceDone
		case strings.HasPrefix(ask.Question, "leg"):
			choice = p.Profile.Leg
		}
	}
	if choice == "" {
		all := slices.Concat(ask.Choices, ask.Ways)
		if ask.Kind == Scale {
			all = append(all, "0", "2", "4", "5", "6", "8")
		}
		if ask.Kind == Several {
			all = []string{ChoiceNone}
		}
		choice = rapid.SampledFrom(all).Draw(rt, "choice")
	}
	return Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}, now
}

// anySituation opens the settings in the middle of a session now and then, and tells of
// another situation there; nil: it does not.
func anySituation(rt *rapid.T, p Patient, ask Ask) Event {
	press := func(choice string) Event {
		return Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}
	}
	switch {
	case ask.Form == "session" && rapid.IntRange(0, 79).Draw(rt, "settings") == 79:
		return Pressed{By: ByPatient, Form: FormDo, Question: "settings"}
	case ask.Form == "settings" && ask.Question == "what":
		return press("situation")
	case ask.Form == "situation" && ask.Question == "groups":
		if rapid.Bool().Draw(rt, "tick") {
			return press(rapid.SampledFrom(Groups()).Draw(rt, "group"))
		}
		if len(p.Forms[len(p.Forms)-1].Ticked) == 0 {
			return press(ChoiceNone)
		}
		return press(ChoiceDone)
	case ask.Form == "situation" && ask.Kind == Text:
		return Said{By: ByPatient, Text: rapid.SampledFrom([]string{"5 weken", "7 weken", "11", "14"}).Draw(rt, "told")}
	}
	return nil
}

// shownForbidden: no card is shown of an exercise that is excluded on the day on which
// it is shown, or while a gate is closed.
func shownForbidden(p Patient, replies []Reply, date string) string {
	no := excluded(p, date)
	for _, r := range replies {
		i := sessionOpen(p)
		if r.Ask == nil || r.Ask.Form != "session" || cardNumber(r.Ask.Question) == 0 || i < 0 {
			continue
		}
		id, _ := p.Forms[i].card(cardNumber(r.Ask.Question))
		if p.mayNot(date) {
			return fmt.Sprintf("a card of %s while a gate is closed", id)
		}
		if no[id] != "" {
			return fmt.Sprintf("a card of %s in spite of %s", id, no[id])
		}
	}
	return ""
}

// planHistory is what a history is held against: the patient as each session
// began, by its run, and how far it has gone up since.
type planHistory struct {
	began map[int]Patient
	up    map[int]int
	again int // times that a step was answered anew
	// answered is the runs in which one was answered at all.
	answered map[int]bool
}

// unlawful says what is wrong with the plan after an event, or "".
func (h *planHistory) unlawful(was, p Patient, ev Event, now time.Time) string {
	date := p.localDate(now)
	for _, check := range []string{notAllowed(p, date), outOfOrder(p, date), h.unasked(was, p, ev, date), h.tooFar(p, date)} {
		if check != "" {
			return check
		}
	}
	return ""
}

// notAllowed: no exercise that clinical.md 5 excludes in the plan; shownForbidden: on a
// card.
func notAllowed(p Patient, date string) string {
	no := excluded(p, date)
	shown := slices.Concat(TodayOf(p, date).Exercises, p.open(date))
	for _, e := range shown {
		if why := no[e.ID]; why != "" {
			return fmt.Sprintf("%s in spite of %s", e.ID, why)
		}
	}
	return ""
}

// outOfOrder: of a ring beyond the open ones only what a profile names.
func outOfOrder(p Patient, date string) string {
	p.Plan = p.planOn(date)
	for _, e := range p.open(date) {
		if ring := max(1, p.Plan.Ring); e.Ring > ring && !e.named(p.specials(date)) {
			return fmt.Sprintf("%s of ring %d while ring %d is open", e.ID, e.Ring, ring)
		}
	}
	return ""
}

// unasked: nothing goes up but by a yes to the question about a step, or back to
// where the session began: an answer that took something was changed.
func (h *planHistory) unasked(was, p Patient, ev Event, date string) string {
	n := ups(was, p.Plan, date)
	tap, _ := ev.(Pressed)
	asked := tap.Form == "session" && tap.Question == "step"
	if asked {
		if h.answered[tap.Run] {
			h.again++
		}
		h.answered[tap.Run] = true
	}
	if n > 0 && !(asked && tap.Choice == ChoiceYes) && !h.asBefore(p, date) {
		return fmt.Sprintf("%d up without being asked: %+v", n, p.Plan)
	}
	if asked && tap.Choice == ChoiceNo {
		if run := p.Forms[sessionOpen(p)].Run; ups(h.began[run], p.Plan, date) > 0 {
			return fmt.Sprintf("a step that was declined was taken: %v", p.Plan.Rungs)
		}
	}
	return ""
}

// asBefore says whether the plan is no higher than when the open session began.
func (h *planHistory) asBefore(p Patient, date string) bool {
	i := sessionOpen(p)
	if i < 0 {
		return false
	}
	began, known := h.began[p.Forms[i].Run]
	return known && ups(began, p.Plan, date) == 0
}

// tooFar: from the beginning of a session to its end, one step at most.
func (h *planHistory) tooFar(p Patient, date string) string {
	i := sessionOpen(p)
	if i < 0 {
		return ""
	}
	run := p.Forms[i].Run
	if _, ok := h.began[run]; !ok {
		h.began[run] = p.clone()
	}
	if h.up[run] = ups(h.began[run], p.Plan, date); h.up[run] > 1 {
		return fmt.Sprintf("%d steps up in one session, from %v to %v", h.up[run], h.began[run].Plan.Rungs, p.Plan.Rungs)
	}
	return ""
}

func sessionOpen(p Patient) int {
	return slices.IndexFunc(p.Forms, func(o Open) bool { return o.Form == "session" })
}

// ups counts what is harder in a plan than before: the rungs gone up, the
// exercises opened, those that were halved, and the part of the dose. A ring
// opens with its first exercise, and is no step of its own.
func ups(p Patient, is Plan, date string) int {
	was := p.Plan
	n := max(0, is.Ring-max(1, was.Ring)-1)
	specials := p.specials(date)
	for _, e := range Exercises() {
		_, had := was.Rungs[e.ID]
		_, has := is.Rungs[e.ID]
		n += max(0, is.rungOf(e)-was.rungOf(e))
		opened := has && !had && !e.starts() && !e.named(specials)
		if opened || slices.Contains(was.Heavy, e.ID) && !slices.Contains(is.Heavy, e.ID) {
			n++
		}
	}
	if max(is.Share, leastShare) > max(was.Share, leastShare) {
		n++
	}
	return n
}
