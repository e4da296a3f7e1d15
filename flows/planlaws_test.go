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
	steps, rings, again, changed, corrected, midnights, shot := 0, 0, 0, 0, 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		p, now := anyPatient(rt)
		shoots := rapid.IntRange(0, 3).Draw(rt, "shoots") == 3
		h := planHistory{began: map[int]Patient{}, up: map[int]int{}, answered: map[int]bool{}, told: map[int]Patient{}, tops: map[int]Patient{}, shot: map[int]shots{}}
		for range 500 - rapid.IntRange(0, 400).Draw(rt, "shorter") {
			was := p
			var ev Event
			ev, now = anyDayEvent(rt, p, now.Add(10*time.Second), shoots)
			out := Step(p, ev, now)
			if p = out.Patient; slices.ContainsFunc(out.Replies, func(r Reply) bool { return r.Text == "session.changed" || r.Text == "session.left" }) {
				changed++
			}
			if what := shownForbidden(p, out.Replies, p.localDate(now)); what != "" {
				rt.Fatalf("%s by %+v: %s", p.localDate(now), ev, what)
			}
			h.note(was, p, ev, now)
			if what := h.shotAgain(p, out.Replies, p.localDate(now)); what != "" {
				rt.Fatalf("%s by %+v: %s", p.localDate(now), ev, what)
			}
			if what := saidAgain(was, p, now); what != "" {
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
		corrected += h.corrected
		midnights += h.midnights
		shot += len(h.shot)
	})
	t.Logf("%d steps up, %d rings, %d steps answered anew, %d open sessions changed, %d answers corrected, %d midnights, %d shots", steps, rings, again, changed, corrected, midnights, shot)
	if steps < 8 || rings < 2 || again < 5 || changed < 5 || corrected < 5 || midnights < 5 || shot < 5 { // far below what they usually come to
		t.Error("the histories show little")
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
// anything else. Of whom it shoots into the leg, what bends the back does so often.
func anyDayEvent(rt *rapid.T, p Patient, now time.Time, shoots bool) (Event, time.Time) {
	ask := Asking(p)
	if c := p.Closed; c != nil && c.Entry > 0 && rapid.IntRange(0, 39).Draw(rt, "correct") == 39 {
		return Pressed{By: ByPatient, Form: FormDo, Question: "correct"}, now
	}
	if rapid.IntRange(0, 79).Draw(rt, "pain") == 79 {
		return Commanded{By: ByPatient, Name: "pain", Arg: rapid.SampledFrom([]string{"3", "4", "5", "6"}).Draw(rt, "told")}, now
	}
	if ask == nil {
		if p.activeOn(p.localDate(now)) && rapid.IntRange(0, 19).Draw(rt, "light") == 19 {
			return Pressed{By: ByPatient, Form: FormDo, Question: "exercise", Choice: kindLight}, now.Add(time.Hour)
		}
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
	if ask.Form == "session" {
		today := p.localDate(now)
		if p.phase(today) != p.phase(addDays(today, 1)) && rapid.Bool().Draw(rt, "gate") {
			now = now.Add(24 * time.Hour)
		}
		switch rapid.IntRange(0, 99).Draw(rt, "odd") {
		case 99: // midnight comes, and they go on or begin anew
			now = now.Add(time.Duration(rapid.IntRange(1, 20).Draw(rt, "hours")) * time.Hour)
		case 98:
			return Pressed{By: ByPatient, Form: FormDo, Question: "exercise"}, now.Add(8 * time.Hour)
		case 97, 96, 95:
			return Said{By: ByPatient, Text: rapid.SampledFrom([]string{"te zwaar", "doet pijn", "te makkelijk", "iets anders", "klaar", "terug", "3", "vooroverbuigen maakt het erger", "ik snap het niet", "pijn 5"}).Draw(rt, "text")}, now
		}
	}
	if ask.Kind == Text {
		return Said{By: ByPatient, Text: "wandelen"}, now
	}
	calm := rapid.IntRange(0, 59).Draw(rt, "calm") < 58 // what is drawn is mostly small
	choice := ""
	switch o := p.Forms[len(p.Forms)-1]; {
	case ask.Form == "session" && strings.HasPrefix(ask.Question, "hurt") && rapid.Bool().Draw(rt, "shoots"):
		choice = "shooting"
	case cardNumber(ask.Question) > 0 && strings.Contains(o.signs(), "shooting") && rapid.IntRange(0, 3).Draw(rt, "after") > 1:
		choice = rapid.SampledFrom([]string{"other", "other", WayBack}).Draw(rt, "then")
	case cardNumber(ask.Question) > 0 && rapid.IntRange(0, 39).Draw(rt, "hurts") > 38-15*bends(o, ask.Question, shoots):
		choice = "hurts"
	case ask.Question == "card1" && o.Answers["step"] != "" && rapid.Bool().Draw(rt, "again"):
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

// bends is 1 where the exercise of a card bends the back of somebody whom that shoots
// into the leg.
func bends(o Open, question string, shoots bool) int {
	if id, _ := o.card(cardNumber(question)); shoots && exerciseNamed(id).Bends != Neutral {
		return 1
	}
	return 0
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
	// told is the patient before a score that was given at any time, by its run.
	told map[int]Patient
	// tops is how far a session came before it was concluded, by its run.
	tops map[int]Patient
	// shot is what sent pain into the leg, by the run of the session.
	shot                 map[int]shots
	corrected, midnights int
}

// shots is what sent pain into the leg in the session of a local date.
type shots struct {
	on  string
	all []Exercise
}

// note keeps what later events are held against.
func (h *planHistory) note(was, p Patient, ev Event, now time.Time) {
	if tap, ok := ev.(Pressed); ok && tap.Form == FormDo && tap.Question == "correct" && was.Closed != nil && p.Closed == nil {
		from, to := was.Closed.Run, p.Forms[len(p.Forms)-1].Run
		h.corrected++
		for _, runs := range []map[int]Patient{h.began, h.told, h.tops} {
			if began, known := runs[from]; known {
				runs[to] = began
			}
		}
		delete(h.shot, from)
	}
	if c := p.Closed; c != nil && c.Form == "pain" {
		told, known := h.told[c.Run]
		if !known {
			h.told[c.Run] = was
		} else if i := exerciseOpen(p); i >= 0 { // as if it had been said so at once
			if began, ok := h.began[p.Forms[i].Run]; ok {
				h.began[p.Forms[i].Run] = higher(began, told)
			}
		}
	}
	i := exerciseOpen(p)
	if i < 0 {
		return
	}
	o := p.Forms[i]
	if p.localDate(now) != p.localDate(o.Since) {
		h.midnights++
	}
	if top, known := h.tops[o.Run]; known {
		h.tops[o.Run] = higher(p, top)
	} else {
		h.tops[o.Run] = p
	}
	shot := shots{on: p.localDate(o.Since)}
	for n := range mostCards {
		if id, _ := o.card(n + 1); id != "" && o.Answers["card"+itoa(n+1)] == "hurts" && o.Answers["hurt"+itoa(n+1)] == "shooting" {
			shot.all = append(shot.all, exerciseNamed(id))
		}
	}
	if delete(h.shot, o.Run); len(shot.all) > 0 {
		h.shot[o.Run] = shot
	}
}

// shotAgain: no card of what sent pain into the leg on the same day, or of what bends
// the back the same way (clinical.md 4c).
func (h *planHistory) shotAgain(p Patient, replies []Reply, date string) string {
	i := sessionOpen(p)
	if i < 0 || !slices.ContainsFunc(replies, func(r Reply) bool {
		return r.Ask != nil && r.Ask.Form == "session" && cardNumber(r.Ask.Question) > 0
	}) {
		return ""
	}
	id, _ := p.Forms[i].card(cardNumber(p.Forms[i].Question))
	e := exerciseNamed(id)
	for run, shot := range h.shot {
		for _, s := range shot.all {
			if shot.on == date && id != "" && (s.ID == id || e.Bends != Neutral && e.Bends == s.Bends) {
				return fmt.Sprintf("a card of %s, and %s shot into the leg in run %d", id, s.ID, run)
			}
		}
	}
	return ""
}

// saidAgain: who puts right the last answer of what was just concluded, and says the
// same, has the plan that they had.
func saidAgain(was, p Patient, now time.Time) string {
	c := p.Closed
	if c == nil || c.Entry == 0 || c.Began == nil || was.Closed != nil && was.Closed.Entry == c.Entry {
		return ""
	}
	if slices.ContainsFunc(p.Scores, func(s Scored) bool { return s.Kind == "now" && !s.At.Before(c.Since) }) {
		return "" // what was told beside it may make "too heavy" lighter still
	}
	last := c.Path[len(c.Path)-1]
	if answer := c.Answers[last]; cardNumber(last) > 0 && answer != ChoiceDone && answer != WaySkip {
		return "" // "too heavy" is said once more, and meant
	}
	again := Step(p, Pressed{By: ByPatient, Form: FormDo, Question: "correct"}, now).Patient
	ask := Asking(again)
	if ask == nil || ask.Form != c.Form || ask.Question != last {
		return ""
	}
	again = Step(again, Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: c.Answers[last]}, now).Patient
	got, want := again.Plan.Footing.clone(), p.Plan.Footing.clone()
	got.Usual, want.Usual = 0, 0                // a flare on a flare may be held against what was usual before either
	for _, f := range []*Footing{&got, &want} { // what was too heavy is gone through first
		for i := range f.Refused {
			f.Refused[i].On = "" // of the day on which the session began, or after its midnight
		}
		slices.SortFunc(f.Refused, func(a, b Refused) int { return strings.Compare(a.ID, b.ID) })
		slices.Sort(f.Aside)
		slices.Sort(f.Easy)
	}
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) && again.Closed != nil {
		return fmt.Sprintf("%s of %s said again: %+v, was %+v", last, c.Form, got, want)
	}
	return ""
}

// higher is a patient whose exercises are as far as those of either.
func higher(p, other Patient) Patient {
	p = p.clone()
	for _, e := range Exercises() {
		if i := other.Plan.rungOf(e); i > p.Plan.rungOf(e) {
			p.Plan.put(e, i)
		}
	}
	return p
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
		ring := max(1, p.Plan.Ring)
		if e.Ring > ring && !e.named(p.specials(date)) {
			return fmt.Sprintf("%s of ring %d while ring %d is open", e.ID, e.Ring, ring)
		}
		if e.Ring > ring && !slices.Contains(strings.Fields(lowest(p, e.ID, date)), e.Rung) {
			return fmt.Sprintf("%s on %s while ring %d is open", e.ID, e.Rung, ring)
		}
	}
	return ""
}

// lowest is the rungs of what a profile opens before its ring, read off clinical.md 4b
// and 5 on its own: the lowest version, unless 5.7 or 5.9 names a range.
func lowest(p Patient, id, date string) string {
	has := func(s Special) bool { return slices.Contains(p.specials(date), s) }
	rungs := map[string]string{
		"C7": "5x5s 10x5s 10x10s", "C8": "half", "C9": "wall", "S2": "chair chair:2x8", "S3": "1x8", "S4": "light",
	}[id]
	switch {
	case id == "C7" && has(PregnantLate):
		rungs += " 3:5x5s 3:10x5s 3:10x10s"
	case id == "C8" && has(ForFlexion): // the half range is what it is for good
		rungs += " 2x8 2x10 2x12"
	case id == "S2" && has(ForChair):
		rungs += " 2x8 2x10 2x12"
	case id == "S4" && has(ForChair):
		rungs += " 2x10 2x12 2x15 3x15 3:2x10"
	case id == "S4" && has(PregnantLate): // light is what it is for good
		rungs += " 2x10 2x12 2x15 3x15"
	}
	return rungs
}

// unasked: nothing goes up but by a yes to the question about a step, or back to
// where the session began: an answer that took something was changed.
func (h *planHistory) unasked(was, p Patient, ev Event, date string) string {
	n := ups(was, p, date)
	tap, _ := ev.(Pressed)
	asked := tap.Form == "session" && tap.Question == "step"
	if asked {
		if h.answered[tap.Run] {
			h.again++
		}
		h.answered[tap.Run] = true
	}
	if n > 0 && !(asked && tap.Choice == ChoiceYes) && !h.asBefore(was, p, tap.Question == "correct", date) && !h.untold(was, p, date) {
		return fmt.Sprintf("%d up without being asked: from %+v to %+v; %+v", n, was.Plan.Footing, p.Plan.Footing, p.Forms)
	}
	if i := sessionOpen(p); asked && tap.Choice == ChoiceNo && i >= 0 {
		if run := p.Forms[i].Run; ups(h.began[run], p, date) > 0 {
			return fmt.Sprintf("a step that was declined was taken: %v", p.Plan.Rungs)
		}
	}
	return ""
}

// asBefore says whether the plan is no higher than when the open session began, or than
// it was; one that is corrected may be where it came to before it was concluded.
func (h *planHistory) asBefore(was, p Patient, corrected bool, date string) bool {
	i := exerciseOpen(p)
	if i < 0 {
		return false
	}
	run := p.Forms[i].Run
	began, known := h.began[run]
	if top, ok := h.tops[run]; ok && corrected {
		began = higher(began, top)
	}
	return known && (ups(began, p, date) == 0 || ups(higher(was, began), p, date) == 0)
}

// untold says whether a score was put right, and the plan is no higher than before it
// was told.
func (h *planHistory) untold(was, p Patient, date string) bool {
	if p.Closed == nil || p.Closed.Form != "pain" {
		return false
	}
	told, known := h.told[p.Closed.Run]
	return known && ups(higher(was, told), p, date) == 0
}

// tooFar: from the beginning of a session to its end, one step at most.
func (h *planHistory) tooFar(p Patient, date string) string {
	i := exerciseOpen(p)
	if i < 0 {
		return ""
	}
	run := p.Forms[i].Run
	if _, ok := h.began[run]; !ok {
		h.began[run] = p.clone()
	}
	if h.up[run] = ups(h.began[run], p, date); h.up[run] > 1 {
		return fmt.Sprintf("%d steps up in one session, from %v to %v", h.up[run], h.began[run].Plan.Rungs, p.Plan.Rungs)
	}
	return ""
}

// exerciseOpen is the form that a session comes of.
func exerciseOpen(p Patient) int {
	return slices.IndexFunc(p.Forms, func(o Open) bool { return trains(o.Form) })
}

func sessionOpen(p Patient) int {
	return slices.IndexFunc(p.Forms, func(o Open) bool { return o.Form == "session" })
}

// ups counts what is harder in a plan than before: the rungs gone up, the
// exercises opened, those that were halved, and the part of the dose. A ring
// opens with its first exercise, and is no step of its own. A profile that changed in
// between counts as it was or as it is: a step was taken under one of them.
func ups(before, p Patient, date string) int {
	return min(upsFor(before.specials(date), before.Plan, p.Plan), upsFor(p.specials(date), before.Plan, p.Plan))
}

func upsFor(specials []Special, was, is Plan) int {
	n := max(0, is.Ring-max(1, was.Ring)-1)
	for _, e := range Exercises() {
		_, had := was.Rungs[e.ID]
		_, has := is.Rungs[e.ID]
		for i := was.rungOf(e); i < is.rungOf(e); i++ {
			if e.Ladder[i].Dose != e.Ladder[i+1].Dose || !slices.Contains(e.versions(specials), e.Ladder[i].As) { // else the same
				n++
			}
		}
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
