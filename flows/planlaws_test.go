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
	steps, rings := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		p, now := anyPatient(rt)
		ups := map[int]int{} // by the run of a session
		for range rapid.IntRange(100, 500).Draw(rt, "length") {
			was := p
			var ev Event
			ev, now = anyDayEvent(rt, p, now)
			p = Step(p, ev, now).Patient
			if what := unlawful(was, p, ev, now, ups); what != "" {
				rt.Fatalf("%s by %+v: %s", p.localDate(now), ev, what)
			}
			if len(p.Flags) > 0 {
				return
			}
		}
		for _, n := range ups {
			steps += n
		}
		rings += max(0, p.Plan.Ring-1)
	})
	if steps < 20 || rings < 3 {
		t.Errorf("the histories went up %d steps and opened %d rings: they show little", steps, rings)
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
		days := rapid.SampledFrom([]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 6, 8, 22}).Draw(rt, "days")
		next := now.Add(time.Duration(days) * 24 * time.Hour)
		return Pressed{By: ByPatient, Form: FormDo, Question: rapid.SampledFrom([]string{"exercise", "exercise", "exercise", "mini", "short", "log"}).Draw(rt, "do")}, next
	}
	if ask.Kind == Text {
		return Said{By: ByPatient, Text: "wandelen"}, now
	}
	calm := rapid.IntRange(0, 59).Draw(rt, "calm") > 0
	choice := ""
	switch {
	case ask.Form == "screen":
		choice = ChoiceNone
	case ask.Form == "row":
		choice = ChoiceNo
	case calm:
		choice = map[string]string{"news": ChoiceNone, "am": amFine, "feel": "light", "step": rapid.SampledFrom([]string{ChoiceYes, ChoiceYes, ChoiceNo}).Draw(rt, "step"), "fear": "3"}[ask.Question]
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

// unlawful says what is wrong with the plan after an event, or "".
func unlawful(was, p Patient, ev Event, now time.Time, ups map[int]int) string {
	date := p.localDate(now)
	no := excluded(p, date)
	for _, e := range slices.Concat(TodayOf(p, date).Exercises, p.open(date)) {
		if why := no[e.ID]; why != "" {
			return fmt.Sprintf("%s in spite of %s", e.ID, why)
		}
		if named := e.named(p.specials(date)); e.Ring > max(1, p.Plan.Ring) && !named && p.Plan.Rungs[e.ID] == "" {
			return fmt.Sprintf("%s of ring %d while ring %d is open", e.ID, e.Ring, p.Plan.Ring)
		}
	}
	if p.Plan.Ring > max(1, was.Plan.Ring)+1 {
		return fmt.Sprintf("from ring %d to %d", was.Plan.Ring, p.Plan.Ring)
	}
	tap, _ := ev.(Pressed)
	for id, name := range p.Plan.Rungs {
		e, _ := exerciseOf(id)
		before, now := was.Plan.rungOf(e), e.rung(name)
		_, had := was.Plan.Rungs[id]
		opened := !had && !e.starts() && !e.named(p.specials(date))
		switch {
		case now > before+1:
			return fmt.Sprintf("%s went from rung %d to %d", id, before, now)
		case now <= before && !opened:
			continue
		case tap.Question != "step" && tap.Choice != WayBack && !(opened && now == before):
			return fmt.Sprintf("%s went up to %s without being asked", id, name)
		case opened && e.Ring > max(1, p.Plan.Ring) && tap.Question == "step":
			return fmt.Sprintf("%s of ring %d was opened in ring %d", id, e.Ring, p.Plan.Ring)
		}
		if tap.Question == "step" && tap.Choice == ChoiceYes {
			if ups[tap.Run]++; ups[tap.Run] > 1 && !wentBack(was) {
				return fmt.Sprintf("a second step in one session: %s", id)
			}
		}
	}
	return ""
}

// wentBack says whether the step was answered before and is answered again.
func wentBack(p Patient) bool {
	o := p.Forms[len(p.Forms)-1]
	return o.Answers["with"] != ""
}
