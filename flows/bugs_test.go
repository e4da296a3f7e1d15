package flows_test

import (
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
