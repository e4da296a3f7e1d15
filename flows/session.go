package flows

import (
	"slices"
	"strings"
	"time"
)

// sessionForm is the guided session: anything new, pain before, the exercises
// one by one, and how it went.
func sessionForm() Form {
	questions := []Question{
		{Name: "news", Aside: true, Kind: Choice, Choices: newsChoices(), When: newsAsked, Took: tookNews},
		aside(heelsQuestion(heelsLeft)),
		{Name: "am", Aside: true, Kind: Scale, Choices: []string{amFine}, Skip: true, When: amRecalled, Text: amText, Took: tookAm},
		{Name: "leg", Aside: true, Kind: Choice, Choices: legs(), When: legAsked, Took: tookLeg},
		{Name: "before", Aside: true, Kind: Scale, When: beforeAsked, Took: tookBefore},
		{Name: "step", Aside: true, Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}, When: stepAsked, Text: stepText, Args: stepArgs, Figure: stepFigure, Took: tookStep},
		{Name: "change", Aside: true, Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}, When: changeAsked, Took: tookChange},
	}
	for n := range mostCards {
		questions = append(questions, cardQuestion(n+1), hurtQuestion(n+1))
	}
	return Form{
		Name: "session", Topic: AboutExercise, Progress: true,
		Questions: append(questions,
			Question{Name: "peak", Kind: Scale, When: trainedFull, Took: func(t *turn, value string) bool { return t.tookScore(value, "peak") }},
			Question{Name: "leg_end", Kind: Choice, Choices: legs(), When: legEndAsked, Took: tookLegEnd},
			Question{Name: "which", Kind: Choice, Offer: whichChoices, When: whichAsked},
			Question{Name: "feel", Kind: Choice, Choices: []string{"light", "bit", "hard", "sloppy"}, When: feelAsked},
		),
		Fresh: sessionFresh,
		Done:  sessionDone,
	}
}

// aside is a question without a number.
func aside(q Question) Question {
	q.Aside = true
	return q
}

func notMini(_ Patient, o Open) bool { return o.Answers["kind"] != kindMini }
func legAsked(p Patient, o Open) bool {
	return notMini(p, o) && p.legPain() && (o.Answers["leg"] == "" || o.Answers["fresh"] == "")
}
func trainedFull(p Patient, o Open) bool {
	return notMini(p, o) && o.Answers["plan"] != ""
}

func feelAsked(p Patient, o Open) bool {
	return trainedFull(p, o) && o.Answers["kind"] != kindShort
}

// legEndAsked: who has leg pain, or felt an exercise shoot into the leg.
func legEndAsked(p Patient, o Open) bool {
	return trainedFull(p, o) && (p.legPain() || strings.Contains(o.signs(), "shooting"))
}

// exerciseNow starts today's session, or goes on with it.
func (t *turn) exerciseNow() {
	switch {
	case !t.coached():
	case t.resumeSession():
	case t.argument() == kindLight && t.p.activeOn(t.today()):
		t.beginSession(kindLight)
	case t.p.activeOn(t.today()):
		t.drop("morning")
		t.say("session.again", about(AboutExercise), offering("exercise.light", "library", "nottoday.done"))
	default:
		t.beginSession(kindFull)
	}
}

// startSession is the first one, right after the intake.
func (t *turn) startSession() { t.beginSession(kindFull) }

// coached says whether the programme runs, and else does what leads there.
func (t *turn) coached() bool {
	switch {
	case t.p.Stage == Coached && Allows(t.p, AboutExercise):
		return true
	case t.p.Stage == Coached:
		t.say("session.notnow")
	case t.p.Stage == Stopped:
		t.restart()
	default:
		t.open("intake")
	}
	return false
}

// resumeSession goes on with a session of today.
func (t *turn) resumeSession() bool {
	i := t.indexOf("session")
	if i < 0 {
		return false
	}
	if t.p.localDate(t.p.Forms[i].Since) != t.today() {
		t.endExercise()
		return false
	}
	t.drop("morning")
	t.raise(t.indexOf("session"))
	if t.screenDue() {
		t.screenFirst()
		return true
	}
	t.say("form.resume", about(AboutExercise))
	t.ask()
	return true
}

// screenFirst asks the red flags that are due above a session, or goes on with
// a list that lies open.
func (t *turn) screenFirst() {
	t.say("session.screen", about(AboutFlag))
	mode := t.p.screenMode(t.now)
	if i := t.indexOf("screen"); i >= 0 && t.p.Forms[i].mode() == mode {
		t.raise(i)
		t.ask()
		return
	}
	t.screen(mode)
}

// unscreened keeps an open session from going on where red flags come first, by
// button or by typing. It can be left.
func unscreened(t *turn) bool {
	if t.indexOf("session") < 0 || !t.screenDue() {
		return false
	}
	switch ev := t.ev.(type) {
	case Pressed:
		if ev.Form != "session" || ev.Choice == WayLater {
			return false
		}
	case Said:
		if o := t.top(); o == nil || o.Form != "session" || ev.Forwarded || ev.Edited || !t.answers(ev) || plainChoice(ev.Text) == WayLater {
			return false
		}
	default:
		return false
	}
	t.screenFirst()
	return true
}

// beginSession opens a session, after what the plan has to know first.
func (t *turn) beginSession(kind string) {
	if t.coached() && !t.situationFirst(kind) {
		t.sessionNow(kind)
	}
}

// sessionNow opens a session, below the red-flag set where that comes first.
func (t *turn) sessionNow(kind string) {
	t.endExercise()
	t.sayPhase()
	if !t.p.mayNot(t.today()) {
		t.explain()
	}
	t.p.Rhythm.Sent, t.p.Rhythm.Snoozed = time.Time{}, time.Time{}
	t.p.Day = Day{On: t.today(), Before: NoScore, Told: t.p.Day.Told && t.p.Day.On == t.today()}
	o := Open{Form: "session", Since: t.now, Asked: t.now, Answers: map[string]string{"kind": kind}}
	t.fresh(&o)
	t.sayPause(t.easePause())
	o.Began = t.p.began()
	t.keepClosed()
	t.plan(&o)
	if o.Answers["plan"] == "" {
		t.nothingLeft()
		return
	}
	if kind != kindMini {
		t.sayLess()
	}
	t.p.Runs++
	o.Run = t.p.Runs
	t.p.Forms = append(t.p.Forms, o)
	if t.screenDue() {
		t.screenFirst()
		return
	}
	t.advance("")
}

// screenDue says whether red flags come before an exercise.
func (t *turn) screenDue() bool { return t.p.screenMode(t.now) != "" }

// weeklySet is how long the E rows may go unasked [clinical.md 1.3.3c, 9].
const weeklySet = 7 * day

// screenMode is the set of red flags that comes before the next exercise, "" if
// none: the full set at first, after a way back, and after a break of more than
// three weeks, unless it was answered this week; a list that lies open (a jump in pain, leg pain that moved down);
// and the weekly set, when no check-in has asked it [clinical.md 1.3.3, 4c].
func (p Patient) screenMode(now time.Time) string {
	away := daysBetween(p.localDate(p.Screened), p.localDate(now))
	if p.lastTrained() != nil {
		away = p.sinceTrained(p.localDate(now))
	}
	switch i := slices.IndexFunc(p.Forms, func(o Open) bool { return o.Form == "screen" }); {
	case p.Screened.IsZero(), p.Rescreen, away > freshStart && now.Sub(p.Screened) >= weeklySet:
		return screenFull
	case i >= 0:
		return p.Forms[i].mode()
	case now.Sub(p.AskedE) >= weeklySet:
		return screenWeek
	}
	return ""
}

// nothingLeft: walking as far as it goes, and a question for the physio; never
// an exercise that is excluded [clinical.md 5, General].
func (t *turn) nothingLeft() {
	if t.p.mayNot(t.today()) {
		t.sayGate()
		return
	}
	t.say("session.nothing", about(AboutWalking), offering("settings", "help"))
}

// complete says whether a session has both a mobilisation and a core exercise.
// Where one of them is missing, walking comes with what is left, and a question
// for the physio.
func complete(session []Exercise) bool {
	return len(session) > 0 && session[0].mobilises() && !session[len(session)-1].mobilises()
}

// plan chooses what this session does, and the step up that may come with it.
func (t *turn) plan(o *Open) {
	o.Steps = nil
	date := t.today()
	if o.Entry > 0 { // it is put right, and not chosen anew
		date = t.p.localDate(o.Since)
	}
	exercises := Session(t.p, date)
	switch o.Answers["kind"] {
	case kindMini:
		exercises = exercises[:min(1, len(exercises))]
	case kindShort:
		exercises = exercises[:min(coreADay, len(exercises))]
	case kindFull:
		exercises = t.p.including(o.Answers["with"], exercises, date)
		t.propose(o)
		delete(o.Answers, "same")
		if t.p.sameAgain(exercises, date) {
			o.Answers["same"] = ChoiceYes
		}
	}
	o.Answers["plan"] = strings.Join(cardsOfAll(exercises), " ")
}

// cardsOfAll is the cards of a session.
func cardsOfAll(session []Exercise) []string {
	var all []string
	for _, e := range session {
		all = append(all, cardsOf(e)...)
	}
	return all
}

// tookLeg: leg pain that went further down since the last time raises the
// questions about what costs a leg or a bladder [clinical.md 1.3.3d].
func tookLeg(t *turn, value string) bool {
	before := t.p.legKnown()
	t.legStays(value)
	t.live("leg", value)
	return t.legDown(before, value)
}

// tookLegEnd: of who was not asked before the session, what was last known counts.
func tookLegEnd(t *turn, value string) bool {
	o := t.top()
	if o.Answers["leg"] == "" && o.Answers["leg_known"] == "" {
		o.Answers["leg_known"] = t.p.legKnown()
	}
	return t.legDown(o.legBefore(), value)
}

// legBefore is where leg pain was before a session.
func (o Open) legBefore() string {
	if o.Answers["leg"] != "" {
		return o.Answers["leg"]
	}
	return o.Answers["leg_known"]
}

// legKnown is where leg pain was when it was last asked.
func (p Patient) legKnown() string {
	if p.Plan.Leg != "" {
		return p.Plan.Leg
	}
	return p.Profile.Leg
}

// legDown screens when leg pain moved down, once a session.
func (t *turn) legDown(from, to string) bool {
	o := t.top()
	if !further(from, to) || o.Answers["checked"] != "" {
		return false
	}
	o.Answers["checked"] = ChoiceYes
	t.stepPast(o.Form, o.Question)
	t.log("leg", map[string]string{"from": from, "to": to})
	t.say("session.down", about(AboutFlag))
	t.screen(screenAlarm)
	return true
}

// tookBefore: with much pain the session becomes an easier one.
func tookBefore(t *turn, value string) bool {
	o := t.top()
	pain := scoreIn(*o, "before")
	t.p.Day.Before, t.p.Day.At = pain, t.now
	if t.laterHigher(func() { t.live("before", value) }) {
		t.p.Day.Told = false
	}
	t.plan(o)
	if o.Answers["plan"] != "" {
		return t.tookScore(value, "before")
	}
	t.drop("session")
	if !t.tookPain(pain, "before") {
		t.nothingLeft()
	}
	return true
}
