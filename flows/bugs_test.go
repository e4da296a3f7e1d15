package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/flows"
)

// Each bug that was found leaves a test here, named after it.

// TestBugAQuestionAboutAFlagBelowAnotherFormFellSilent: /verwijder over an open
// alarm question, put aside, left every word unanswered.
func TestBugAQuestionAboutAFlagBelowAnotherFormFellSilent(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.act("ik kan niet plassen")
	pl.act("/verwijder")
	pl.press(flows.WayLater)
	pl.act("hallo")
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "row" {
		t.Errorf("the alarm question is not asked again: %+v", pl.p.Forms)
	}
}

// TestBugTicksThatWereLeftDidNotCount: fever ticked, and the list then left.
// Silence counts as yes.
func TestBugTicksThatWereLeftDidNotCount(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press(flows.ChoiceNone)
	pl.press(flows.ChoiceNone)
	pl.press("RF13")
	pl.press(flows.WayLater)
	pl.until(pl.now.Add(time.Hour))
	if got := classOf(pl.p, "RF13"); got != flows.SameDay {
		t.Errorf("fever is %q, want DAY", got)
	}
}

// TestBugANoToAnAlarmSilencedTheNextOne: "ik kan niet plassen", denied once,
// was taken for a denial the second time, because of its "niet".
func TestBugANoToAnAlarmSilencedTheNextOne(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	for range 2 {
		pl.act("ik kan niet plassen")
		if ask := flows.Asking(pl.p); ask == nil || ask.Form != "row" || ask.About != "RF01" {
			t.Fatalf("RF01 is not asked about: %+v", ask)
		}
		pl.press(flows.ChoiceNo)
	}
}

// TestBugACrisisBesideAnotherFlagHeardNothing: with a lock open, the call of a
// crisis was not said, because the gravest class had not changed.
func TestBugACrisisBesideAnotherFlagHeardNothing(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press("RF01")
	pl.press("new")
	pl.act("ik wil niet meer leven")
	before := pl.p
	ask := flows.Asking(before)
	o := flows.Step(before, flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: flows.ChoiceYes}, pl.now)
	for _, r := range o.Replies {
		if r.Text == "flag.call.CRISIS" {
			return
		}
	}
	t.Errorf("no call: %+v", o.Replies)
}

// TestBugThreeUnaskedMessagesOnOneDay: the check-in came on top of the reminder
// and its follow-up.
func TestBugThreeUnaskedMessagesOnOneDay(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	unasked := map[string]int{}
	for end := pl.now.Add(10 * 24 * time.Hour); ; {
		due := flows.Due(pl.p)
		if due.IsZero() || due.After(end) {
			break
		}
		pl.now = due
		o := flows.Step(pl.p, flows.Ticked{}, pl.now)
		pl.p = o.Patient
		unasked[pl.now.In(pl.zone).Format("2006-01-02")] += len(o.Replies)
		if pl.now.In(pl.zone).Hour() == 20 { // keeps the reminders coming
			pl.act("dank je")
		}
	}
	for day, n := range unasked {
		if n > 2 {
			t.Errorf("%s: %d messages that nobody asked for", day, n)
		}
	}
}

// TestBugAnAnswerAboutOneFlagOpenedAnother: a lock asked about a fever, a
// graver flag opened meanwhile, and the "yes" meant for the fever closed that.
func TestBugAnAnswerAboutOneFlagOpenedAnother(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.act("ik heb koorts")
	pl.press(flows.ChoiceYes)
	pl.press("new")
	pl.act("ik ben er weer")
	pl.press("seen")
	pl.act("ik kan niet plassen")
	pl.press(flows.ChoiceYes)
	pl.press("new")
	pl.act("ja")
	if classOf(pl.p, "RF01") != flows.NowDoctor {
		t.Errorf("RF01 is closed: %v", pl.p.Flags)
	}
	if ask := flows.Asking(pl.p); ask != nil && ask.Question == "allowed" && ask.About != "RF01" {
		t.Errorf("the question left open is about %s", ask.About)
	}
}

// TestBugAListInDoubtWasTakenAsAnswered: "ik twijfel", one answer, and silence
// passed the rows behind it, pregnancy and surgery among them.
func TestBugAListInDoubtWasTakenAsAnswered(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	for range 4 {
		pl.press(flows.ChoiceNone)
	}
	pl.press(flows.ChoiceDoubt)
	pl.press(flows.ChoiceNo)
	pl.until(pl.now.Add(time.Hour))
	pl.act("verder")
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "screen" || ask.Question != "gp2" {
		t.Errorf("the list is not asked again: %+v", ask)
	}
}

// TestBugAListPutAsideLetExercisesThrough: after a jump in pain the alarm list
// was put aside, and /oefenen led to an exercise.
func TestBugAListPutAsideLetExercisesThrough(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.act("9")
	for ask := flows.Asking(pl.p); ask != nil && ask.Form == "row"; ask = flows.Asking(pl.p) {
		pl.press(flows.ChoiceNo)
	}
	pl.act("/alarm")
	pl.press(flows.WayLater)
	pl.act("/oefenen")
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "screen" {
		t.Errorf("not the list, but %+v", ask)
	}
}

// TestBugADoctorWhoKnowsOfAPregnancyIsNoOK: "a doctor knows" made pregnancy,
// surgery and an aneurysm known, and exercises followed without anyone's OK.
func TestBugADoctorWhoKnowsOfAPregnancyIsNoOK(t *testing.T) {
	for _, row := range []string{"RF27", "RF34", "RF10b"} {
		pl := screening(t, flows.Dutch, 34)
		for range 4 {
			pl.press(flows.ChoiceNone)
		}
		pl.press(row)
		pl.press(flows.ChoiceDone)
		if row == "RF34" { // how long ago
			pl.act("3 weken")
		}
		if got := classOf(pl.p, row); got != flows.SoonGP {
			t.Errorf("%s is %q, want GP", row, got)
		}
		if ask := flows.Asking(pl.p); ask != nil && ask.Question == "doctor" {
			t.Errorf("%s: asks whether a doctor knows", row)
		}
	}
}

// TestBugAnAgeWasAMistap: "no" to "does a doctor know" denied the age of 80.
func TestBugAnAgeWasAMistap(t *testing.T) {
	pl := screening(t, flows.Dutch, 80)
	pl.finishIntake(flows.ChoiceNo)
	pl.press(flows.ChoiceNo)
	pl.act("/oefenen")
	ask := flows.Asking(pl.p)
	if ask == nil || ask.Form != "lock" {
		t.Fatalf("no lock is asked about: %+v", ask)
	}
	for _, c := range ask.Choices {
		if c == "mistake" {
			t.Error("an age can be a mistap")
		}
	}
}

// TestBugTheWeeklySetHungOnReminders: without reminders no check-in comes, and
// the emergency rows were never asked again.
func TestBugTheWeeklySetHungOnReminders(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.p.Consent.Reminders = false
	pl.until(pl.now.Add(8 * 24 * time.Hour))
	pl.act("/oefenen")
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "screen" {
		t.Errorf("not the weekly set, but %+v", ask)
	}
}

// TestBugWhoBlockedBeforeAgreeingWasKept: nothing could be said any more, and so
// nothing was erased.
func TestBugWhoBlockedBeforeAgreeingWasKept(t *testing.T) {
	pl := newPlay(t)
	pl.begin("", "2026-03-02 09:00 Europe/Amsterdam nl")
	pl.act("/start")
	pl.press(flows.ChoiceNo)
	pl.step(flows.Blocked{})
	due := flows.Due(pl.p)
	if due.IsZero() || due.After(pl.now.Add(24*time.Hour)) {
		t.Fatalf("due %v", due)
	}
	if o := flows.Step(pl.p, flows.Ticked{}, due); !o.Forget {
		t.Error("the tick does not erase")
	}
}

// TestBugACheckInOnTheDayOfACrisis: no reminder that day.
func TestBugACheckInOnTheDayOfACrisis(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.until(pl.now.Add(7 * 24 * time.Hour).Add(3 * time.Hour))
	pl.act("ik wil niet meer leven")
	pl.press(flows.ChoiceYes)
	evening := pl.now.Add(11 * time.Hour)
	if due := flows.Due(pl.p); !due.After(evening) {
		t.Errorf("something comes at %v", due)
	}
}

// TestBugOneActivityWasAskedAboutTwice: named at the intake and again later.
func TestBugOneActivityWasAskedAboutTwice(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.p.Forms = []flows.Open{{Form: "more", Run: 90, Question: "activity", About: "second", Answers: map[string]string{}}}
	pl.act("De hond  uitlaten")
	pl.press("5")
	if n := len(pl.p.Course.Activities); n != 1 {
		t.Errorf("%d activities: %v", n, pl.p.Course.Activities)
	}
}

// TestBug113WaitedBehindAnotherQuestion: with a question about the bladder open,
// thoughts of suicide were heard after it.
func TestBug113WaitedBehindAnotherQuestion(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.act("ik kan niet plassen")
	pl.act("ik wil niet meer leven")
	if ask := flows.Asking(pl.p); ask == nil || ask.About != "RF35" {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugAYesWithAWordMoreWasNoYes: "ja, sinds vanochtend" at an alarm question.
func TestBugAYesWithAWordMoreWasNoYes(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.act("mijn voet sleept")
	pl.act("ja sinds vanochtend")
	if classOf(pl.p, "RF07") != flows.NowDoctor {
		t.Errorf("flags: %v", pl.p.Flags)
	}
}

// TestBugAlarmWasDeadBehindAQuestion: /alarm while a fever is being asked about.
func TestBugAlarmWasDeadBehindAQuestion(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.act("ik heb koorts")
	pl.act("/alarm")
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "screen" {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugAPainOfFiveWasAnAlarm: a bare number on an emergency list.
func TestBugAPainOfFiveWasAnAlarm(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press(flows.ChoiceNone)
	pl.act("5")
	if len(pl.p.Flags) > 0 {
		t.Errorf("flags: %v", pl.p.Flags)
	}
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "row" {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugAWayBackLostItsPlace: an unclear word in the middle of a mistap led back
// to an older question.
func TestBugAWayBackLostItsPlace(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press("RF07") // its "since when" stays open
	pl.act("ik ben er weer")
	pl.press("mistake")
	pl.act("hmm")
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "lock" || ask.Question != "again" {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugADoctorSawMeWasForgotten: seen, but no yes to exercising yet: the next
// time only that is asked.
func TestBugADoctorSawMeWasForgotten(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press("RF07")
	pl.press("new")
	pl.act("ik ben er weer")
	pl.press("seen")
	pl.press(flows.ChoiceUnsure)
	pl.act("ik ben er weer")
	if ask := flows.Asking(pl.p); ask == nil || ask.Question != "allowed" {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugAListThatWasLeftHeldTheCheckInBack: an alarm list left open kept the
// weekly check-in away, and came back after every "dank je".
func TestBugAListThatWasLeftHeldTheCheckInBack(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.until(pl.now.Add(2 * 24 * time.Hour))
	pl.act("/alarm")
	for range 5 {
		pl.until(pl.now.Add(24 * time.Hour))
		before := pl.out.Len()
		pl.act("dank je")
		if strings.Contains(pl.out.String()[before:], "Bel 112") {
			t.Fatal("the list came back after a thank you")
		}
	}
	pl.until(pl.now.Add(24 * time.Hour))
	if !strings.Contains(pl.out.String(), "[Weekvragen doen]") {
		t.Error("no check-in in eight days")
	}
}

// TestBugKlaarTypedWithNothingTickedFellSilent: the hint was shown at a button
// that nobody had tapped.
func TestBugKlaarTypedWithNothingTickedFellSilent(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	o := flows.Step(pl.p, flows.Said{By: flows.ByPatient, Text: "klaar"}, pl.now)
	if len(o.Replies) == 0 || o.Replies[0].Text != "form.tick_first" {
		t.Errorf("replies: %+v", o.Replies)
	}
}

// TestBugNoneOfTheseForgotWhatWasTicked: a tick that was not shown yet, and the
// button below the list that says "none of these" still.
func TestBugNoneOfTheseForgotWhatWasTicked(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	for range 2 { // to a list that does not call at the tap
		pl.p = flows.Step(pl.p, flows.Said{By: flows.ByPatient, Text: "geen van deze", Means: flows.ChoiceNone}, pl.now).Patient
	}
	list := flows.Asking(pl.p)
	press := func(choice string) flows.Outcome {
		o := flows.Step(pl.p, flows.Pressed{By: flows.ByPatient, Form: list.Form, Run: list.Run, Question: list.Question, Choice: choice}, pl.now)
		pl.p = o.Patient
		return o
	}
	row := list.Choices[0]
	press(row)
	o := press(flows.ChoiceNone)
	if o.Toast == nil || o.Toast.Text != "form.ticked_some" {
		t.Errorf("nothing says that something is ticked: %+v", o.Toast)
	}
	if now := flows.Asking(pl.p); now.Question != list.Question || !slices.Contains(now.Ticked, row) {
		t.Errorf("the tick of %s is gone: %+v", row, now)
	}
	press(row)
	press(flows.ChoiceNone)
	if now := flows.Asking(pl.p); now.Question == list.Question {
		t.Error("none of these does not go on where nothing is ticked")
	}
}

// TestBugTheAlarmButtonWasDead: [Alarm], which stands below /help and most
// answers, was taken for an old button; and the word, typed where a question
// wants own words, was taken for the answer.
func TestBugTheAlarmButtonWasDead(t *testing.T) {
	button := flows.Pressed{By: flows.ByPatient, Form: flows.FormDo, Question: "alarm"}
	for name, before := range map[string][]string{
		"new":                   nil,
		"in the programme":      {"coached"},
		"with a list open":      {"agreed"},
		"about an alarm":        {"agreed", "RF01"},
		"where words are asked": {"coached", "activity"},
	} {
		pl := newPlay(t)
		pl.begin("", strings.TrimSpace("2026-03-02 09:00 Europe/Amsterdam nl "+first(before)))
		var ev flows.Event = button
		switch {
		case len(before) < 2:
		case before[1] == "activity":
			pl.p.Forms = []flows.Open{{Form: "more", Run: 99, Question: "activity", About: "second", Answers: map[string]string{}, Since: pl.now, Asked: pl.now}}
			ev = flows.Said{By: flows.ByPatient, Text: "alarm"}
		default:
			pl.press(before[1])
		}
		o := flows.Step(pl.p, ev, pl.now)
		if len(o.Replies) == 0 || o.Replies[len(o.Replies)-1].Topic != flows.AboutFlag {
			t.Errorf("%s: answered by %+v, toast %+v", name, textsOf(o), o.Toast)
		}
	}
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// TestBugABoxWithoutAQuestionWasAskedAgain: the list of red flags was let go
// after a crisis; nonsense was answered by a wording that there is not.
func TestBugABoxWithoutAQuestionWasAskedAgain(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	for range 4 {
		pl.press(flows.ChoiceNone)
	}
	pl.press(flows.ChoiceDoubt)
	pl.press(flows.ChoiceNo)
	pl.press(flows.ChoiceYes)
	pl.act("ik wil niet meer leven")
	pl.until(pl.now.Add(31 * time.Minute))
	pl.act("xyzzy plugh") // renders
}

// TestBugTheMorningHidWhatWasPutAside: a list put aside; the next morning "verder"
// meant the invitation, again and again.
func TestBugTheMorningHidWhatWasPutAside(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.act("/instellingen")
	pl.press(flows.WayLater)
	pl.until(pl.now.Add(24 * time.Hour))
	pl.act("/verder")
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "settings" {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugWelcomedToExerciseInACrisis: who blocked the bot that day and came back
// was invited to exercise.
func TestBugWelcomedToExerciseInACrisis(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.act("ik wil niet meer leven")
	pl.press(flows.ChoiceYes)
	pl.step(flows.Blocked{})
	o := flows.Step(pl.p, flows.CameBack{}, pl.now)
	if got := textsOf(o); len(got) != 1 || got[0] != "flag.call.CRISIS" {
		t.Errorf("said %v", got)
	}
}

// TestBugTwoQuestionsOnTheMorningAfterACrisis: about the crisis and about the
// lock, at once.
func TestBugTwoQuestionsOnTheMorningAfterACrisis(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press("RF01")
	pl.press("new")
	pl.act("ik wil niet meer leven")
	pl.press(flows.ChoiceYes)
	asked := 0
	for end := pl.now.Add(30 * time.Hour); flows.Due(pl.p).Before(end); {
		pl.until(flows.Due(pl.p)) // holds "one question at a time"
		if ask := flows.Asking(pl.p); ask != nil && ask.Form == "crisis" {
			asked++
		}
	}
	if asked == 0 {
		t.Error("nobody asked how it is")
	}
}

// TestBugAPutAsideListWasAskedTwice: a jump in pain asked the red-flag list that
// lay aside, and then once more.
func TestBugAPutAsideListWasAskedTwice(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press(flows.WayLater)
	pl.act("6")
	pl.act("/pijn")
	pl.press("9") // holds "one question at a time"
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "screen" {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugWordsAboutAnOpenAlarmAskedAboutAnother: "ik kan niet plassen" under its
// own open flag was answered by the question about a fever, without the call.
func TestBugWordsAboutAnOpenAlarmAskedAboutAnother(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press("RF01")
	pl.act("ik heb koorts")
	o := flows.Step(pl.p, flows.Said{By: flows.ByPatient, Text: "ik kan niet plassen"}, pl.now)
	if len(o.Replies) == 0 || !opensWithCall(o.Replies[0]) {
		t.Errorf("answered by %+v", o.Replies)
	}
}

// TestBugVerderAfterStopBroughtTheRemindersBack: a question put aside after
// /stop is what "verder" means; and not that messages may come again.
func TestBugVerderAfterStopBroughtTheRemindersBack(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.act("/stop")
	pl.act("/alarm")
	pl.press(flows.WayLater)
	pl.act("/verder")
	if ask := flows.Asking(pl.p); pl.p.Stage != flows.Stopped || ask == nil || ask.Form != "screen" {
		t.Errorf("%s, asked: %+v", pl.p.Stage, ask)
	}
}

// TestBugASessionBehindAListCouldNotBeLeft: "later" was answered by the list.
func TestBugASessionBehindAListCouldNotBeLeft(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.act("/oefenen")
	pl.p.AskedE = pl.now.Add(-8 * 24 * time.Hour) // the weekly set has become due meanwhile
	pl.press(flows.WayLater)
	if ask := flows.Asking(pl.p); ask != nil {
		t.Errorf("asked: %+v", ask)
	}
}

// TestBugAnAlarmAfterADoctorSawMeHadNoCall: "seen" but no yes yet; the same words
// again were answered by that question alone.
func TestBugAnAlarmAfterADoctorSawMeHadNoCall(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press("RF01")
	pl.press("new")
	pl.act("ik ben er weer")
	pl.press("seen")
	pl.press(flows.ChoiceNo)
	o := flows.Step(pl.p, flows.Said{By: flows.ByPatient, Text: "ik kan niet plassen"}, pl.now)
	if len(o.Replies) == 0 || !opensWithCall(o.Replies[0]) {
		t.Errorf("answered by %v", textsOf(o))
	}
}

// TestBugAListOfWhichEveryLineWasTickedCouldNotBeInDoubt: "ik twijfel" after
// every line found no row to ask about, and all the ticks were lost.
func TestBugAListOfWhichEveryLineWasTickedCouldNotBeInDoubt(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	for range 4 {
		pl.press(flows.ChoiceNone)
	}
	for _, line := range flows.Asking(pl.p).Choices {
		pl.press(line) // the last one is the doubt
	}
	if len(pl.p.Findings) < 5 {
		t.Errorf("found only %+v", pl.p.Findings)
	}
	if ask := flows.Asking(pl.p); ask == nil || ask.Form != "row" {
		t.Errorf("no row is asked about, but %+v", ask)
	}
}

// TestBugACheckInThatWasLetGoWasDueInThePast: it was closed after whoever was in
// it had been found busy, and so the tick left the next one due since weeks.
func TestBugACheckInThatWasLetGoWasDueInThePast(t *testing.T) {
	now := time.Date(2026, 4, 6, 10, 0, 0, 0, time.UTC)
	p := coached("Europe/Amsterdam", 8*60, now.AddDate(0, 0, -35))
	p.Course = flows.Course{Start: "2026-03-02", Invited: flows.Invite{Week: 2, Tries: 1, On: "2026-03-16"}}
	p.Forms = []flows.Open{{
		Form: "checkin", Run: 1000, Question: "mean", Answers: map[string]string{}, About: "2",
		Since: now.AddDate(0, 0, -20), Asked: now.Add(-5 * time.Minute),
	}}
	p = flows.Step(p, flows.Ticked{}, now).Patient
	if due := flows.Due(p); !due.After(now) {
		t.Errorf("due at %v, and it is %v", due, now)
	}
}

// TestBug113WentAwayBehindAnotherCall: in a crisis, with another flag open,
// /stop and /verwijder opened with the other call alone.
func TestBug113WentAwayBehindAnotherCall(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.press("RF01")
	pl.press("new")
	pl.act("ik wil niet meer leven")
	pl.press(flows.ChoiceYes)
	for _, command := range []string{"/stop", "/privacy", "/verwijder"} {
		before := pl.out.Len()
		pl.act(command)
		said := pl.out.String()[before:]
		if !strings.Contains(said, "113") || !strings.Contains(said, "huisartsenpost") {
			t.Errorf("%s says %s", command, said)
		}
	}
}

// TestBugTheIntakeEndedWithoutAWord: on the day of a crisis its last answer was
// followed by nothing.
func TestBugTheIntakeEndedWithoutAWord(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.act("ik wil niet meer leven")
	pl.press(flows.ChoiceYes)
	pl.act("/start")
	pl.finishIntake(flows.ChoiceNo)
	if text := pl.out.String(); !strings.Contains(text, "Vandaag geen oefeningen.") {
		t.Errorf("%s", text[max(0, len(text)-600):])
	}
}

// TestBugTheFirstSessionOfTheOldNeverBegan: from 75 on the intake ended with "Ja, nu",
// then the question whether somebody had looked, and after that yes with nothing.
func TestBugTheFirstSessionOfTheOldNeverBegan(t *testing.T) {
	for _, test := range []struct {
		start, said string
		after       time.Duration
		who         somebody
	}{
		{"now", "1 van ", time.Minute, somebody{}},
		{"tomorrow", "Tot morgen om", time.Minute, somebody{}},
		{"now", "[Oefenen] [Hulp]", 3 * time.Hour, somebody{}},
		{"", "De eerste vier weken wandel je alleen", time.Minute, somebody{groups: []string{flows.GroupSurgery}, answers: map[string]string{"operated": "3 weken"}}},
	} {
		pl := screening(t, flows.Dutch, 78)
		if test.who.answers == nil {
			test.who.answers = map[string]string{}
		}
		test.who.answers["start"] = test.start
		if test.start == "" {
			pl.p.Known = []flows.Known{{Row: "RF34", On: pl.now}}
		}
		pl.intakeOf(test.who, flows.ChoiceNo, "3", "08:00")
		if ask := flows.Asking(pl.p); ask == nil || ask.About != "RF32" {
			t.Fatalf("%+v: asked: %+v", test, ask)
		}
		pl.now = pl.now.Add(test.after)
		before := pl.out.Len()
		pl.press(flows.ChoiceYes)
		text := pl.out.String()[before:]
		session := flows.Asking(pl.p) != nil && flows.Asking(pl.p).Form == "session"
		if !strings.Contains(text, test.said) || session != (test.said == "1 van ") {
			t.Errorf("%q after %v: %s", test.start, test.after, text)
		}
	}
}

// TestBugTwoWeeksWereLastWeek: the weekly lists said "since last week" when they had
// not been asked for fifteen days.
func TestBugTwoWeeksWereLastWeek(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	asked := pl.now
	pl.until(pl.now.Add(15 * 24 * time.Hour))
	pl.act("/oefenen")
	if want := "sinds maandag 2 maart?"; asked.Format("2006-01-02") != "2026-03-02" || !strings.Contains(pl.out.String(), want) {
		t.Errorf("asked on %v, and it does not say %q", asked, want)
	}
}

// TestBugADateThatNobodyKnewWasAskedForever: "how long ago was your surgery" had no
// way out but a date. Without one there is only walking, unless it was certainly long
// ago; and it is asked again before a session.
func TestBugADateThatNobodyKnewWasAskedForever(t *testing.T) {
	for _, test := range []struct {
		longAgo, said string
		asked         string // at /oefenen, the next day
	}{
		{flows.ChoiceYes, "Wil je nu je eerste sessie doen?", "session"},
		{flows.ChoiceNo, "Ik weet niet wanneer je geopereerd bent.", "situation"},
		{flows.ChoiceUnsure, "Ik weet niet wanneer je geopereerd bent.", "situation"},
	} {
		pl := screening(t, flows.Dutch, 42)
		pl.intakeOf(somebody{
			groups:  []string{flows.GroupSurgery},
			answers: map[string]string{"operated": "weet ik niet", "longago": test.longAgo},
		}, flows.ChoiceNo, "3", "08:00")
		if text := pl.out.String(); !strings.Contains(text, test.said) {
			t.Errorf("%s: %s", test.longAgo, text[max(0, len(text)-900):])
		}
		pl.until(pl.now.Add(25 * time.Hour))
		pl.act("/oefenen")
		if ask := flows.Asking(pl.p); ask == nil || ask.Form != test.asked {
			t.Errorf("%s: the next day %+v is asked", test.longAgo, ask)
		}
		if test.asked == "session" {
			continue
		}
		pl.act("geen idee")
		pl.press(flows.ChoiceUnsure)
		if got := flows.Session(pl.p, "2026-03-03"); len(got) > 0 || flows.Asking(pl.p) != nil {
			t.Errorf("%s: %v, and %+v is asked", test.longAgo, got, flows.Asking(pl.p))
		}
		pl.act("/oefenen")
		pl.act("20 weken")
		if ask := flows.Asking(pl.p); ask == nil || ask.Form != "session" {
			t.Errorf("%s: with a date %+v is asked", test.longAgo, ask)
		}
	}
}

// A recent operation that was told as such, and has no date, is no old one.
func TestADateThatIsNotKnownIsNotLongAgo(t *testing.T) {
	pl := screening(t, flows.Dutch, 42)
	pl.finishIntake(flows.ChoiceNo)
	pl.p.Known = []flows.Known{{Row: "RF34", On: pl.now}}
	pl.act("/oefenen")
	pl.press(flows.WaySkip)
	if text := pl.out.String(); !strings.Contains(text, "Ik weet niet wanneer je geopereerd bent.") || len(flows.Session(pl.p, "2026-03-02")) > 0 {
		t.Errorf("%s", text[max(0, len(text)-900):])
	}
}

// TestBugListsThatWereNeverAskedHadNoDate: with an inflammatory back the intake can end
// before the lists do; the check-in then asked since when, and could not say it.
func TestBugListsThatWereNeverAskedHadNoDate(t *testing.T) {
	for name, p := range map[string]func(*flows.Patient){
		"never asked": func(p *flows.Patient) { p.Screened, p.AskedE = time.Time{}, time.Time{} },
		"restored":    func(p *flows.Patient) { p.Lost = true },
	} {
		pl := screening(t, flows.Dutch, 42)
		pl.finishIntake(flows.ChoiceNo)
		p(&pl.p)
		pl.p.Runs++
		pl.p.Forms = []flows.Open{{Form: "screen", Run: pl.p.Runs, Question: "e1", About: "week", Answers: map[string]string{}, Since: pl.now, Asked: pl.now}}
		before := pl.out.Len()
		pl.act("hallo") // renders
		for range 2 {
			pl.press(flows.ChoiceNone)
		}
		if text := pl.out.String()[before:]; strings.Contains(text, "veranderd sinds") || !strings.Contains(text, "Geldt iets hiervan voor jou, ook als het al lang zo is?") {
			t.Errorf("%s: %s", name, text)
		}
	}
}
