package flows

import (
	"testing"
	"time"
)

func TestWhoWasRestoredIsHeldUntilTheFullSet(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.AskedE = tk.now
	back := Restored{To: tk.now.Add(-time.Hour)}
	tk.command("exercise", "").step(back).expect("restored")
	if r := tk.out.Replies[0]; r.Class != Safety || r.Topic != AboutFlag {
		t.Errorf("told as %s about %s", r.Class, r.Topic)
	}
	if tk.p.indexForm("session") {
		t.Error("the session of before is still open")
	}
	tk.command("exercise", "").expect("session.screen", "screen.e1")
	for range 4 {
		tk.tap(ChoiceNone)
		if tk.p.indexForm("session") && Asking(tk.p).Form == "session" {
			t.Fatal("an exercise before the full set")
		}
	}
	tk.tap(ChoiceNone)
	if tk.p.Rescreen || Asking(tk.p).Form != "session" {
		t.Errorf("after the full set %+v is asked", Asking(tk.p))
	}
}

func TestWhoWasRestoredIsToldOnce(t *testing.T) {
	back := Restored{To: time.Date(2026, 3, 1, 3, 15, 0, 0, time.UTC)}
	coachedPatient(t).step(back).expect("restored").say("dank je").expect("chat.thanks")

	tk := coachedPatient(t).say("stop").step(back).expect()
	tk.say("start").expect("restored", "stop.back")
	tk.say("dank je").expect("chat.thanks")

	tk = coachedPatient(t).step(Blocked{}).step(back).expect()
	tk.step(CameBack{}).expect("restored", "day.back")
	tk.say("dank je").expect("chat.thanks")

	tk = coachedPatient(t).step(Blocked{}).step(back).expect()
	tk.say("ik kan niet plassen").expect("flag.ask.RF01") // an alarm goes before it
	tk.tap(ChoiceNo).say("dank je").expect("restored", "chat.thanks")
}

// A question that was asked after the backup still stands in the chat.
func TestBugAButtonOfALostFormFitsOneThatIsOpenedLater(t *testing.T) {
	tk := coachedPatient(t)
	backup := tk.p
	tk.command("settings", "")
	lost := Asking(tk.p)
	tk.p = backup
	tk.step(Restored{To: tk.now}).command("settings", "")
	before := Asking(tk.p)
	tk.step(Pressed{By: ByPatient, Form: lost.Form, Run: lost.Run, Question: lost.Question, Choice: lost.Choices[0]})
	if after := Asking(tk.p); after == nil || after.Question != before.Question || after.Run != before.Run {
		t.Errorf("a button of run %d answered run %d", lost.Run, before.Run)
	}
}

func TestARestoreLeavesFlagsOpen(t *testing.T) {
	tk := coachedPatient(t).say("ik kan niet plassen").tap(ChoiceYes)
	flags := len(tk.p.Flags)
	if flags == 0 {
		t.Fatal("no flag")
	}
	tk.step(Restored{To: tk.now.Add(-time.Hour)})
	if len(tk.p.Flags) != flags || Allows(tk.p, AboutExercise) {
		t.Errorf("flags %+v", tk.p.Flags)
	}
	for _, r := range tk.out.Replies {
		if r.Topic != AboutFlag {
			t.Errorf("%s is about %s", r.Text, r.Topic)
		}
	}
}

// Half of the full set was answered before the time that is missing.
func TestAListThatLayOpenBeginsAnewAfterARestore(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.Rescreen = true
	tk.command("exercise", "").tap(ChoiceNone).tap(ChoiceNone).expect("screen.day.again")
	tk.step(Restored{To: tk.now.Add(-time.Hour)}).expect("restored", "screen.e1")

	tk = coachedPatient(t)
	tk.p.Rescreen = true
	tk.command("exercise", "").tap(ChoiceNone).tap(ChoiceNone).tap("RF13") // ticked, not done
	tk.step(Restored{To: tk.now.Add(-time.Hour)})
	if tk.p.worst() != SameDay || tk.out.Replies[0].Class != Safety {
		t.Errorf("what was ticked does not count: %v", tk.said())
	}
	tk.tickUntil(tk.now.Add(time.Hour))
	if !tk.p.Rescreen {
		t.Error("silence lets go")
	}
}

// The rows before the tick were answered before the time that is missing.
func TestBugAListWithATickLetGoOfWhoWasRestored(t *testing.T) {
	for _, row := range []string{"RF20", "RF21", "RF22", "RF18", "RF31"} {
		tk := coachedPatient(t)
		tk.p.Rescreen = true
		tk.command("exercise", "").tap(ChoiceNone).tap(ChoiceNone).tap(ChoiceNone).tap(row)
		tk.step(Restored{To: tk.now.Add(-time.Hour)})
		asked := map[string]bool{}
		for range 5 {
			ask := Asking(tk.p)
			if ask == nil || ask.Form != "screen" {
				t.Fatalf("%s: after %v the list is left for %+v", row, asked, ask)
			}
			asked[ask.Question] = true
			tk.tap(ChoiceNone)
		}
		if len(asked) != 5 || tk.p.finding(Row(row)) == nil {
			t.Errorf("%s: asked %v, found %+v", row, asked, tk.p.Findings)
		}
	}
}

func TestARestoreTellsNothingToWhoHasNotAgreed(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := NewPatient("p1", "main", Dutch, "Europe/Amsterdam", now)
	out := Step(p, Restored{To: now}, now)
	if len(out.Replies) != 0 || !out.Patient.Restored.IsZero() || out.Patient.Rescreen {
		t.Errorf("%+v", out)
	}
}

// What they told the day before is what may be missing: nothing of it is new.
func TestBugAfterARestoreTheFullSetAskedOnlyForWhatIsNew(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.AskedE = tk.now
	tk.step(Restored{To: tk.now.Add(-time.Hour)}).command("exercise", "")
	for _, screen := range []string{"e1", "e2", "day", "gp1", "gp2"} {
		if said := tk.said(); said[len(said)-1] != "screen."+screen {
			t.Errorf("asked as %v", said)
		}
		tk.tap(ChoiceNone)
	}
	if tk.p.Lost {
		t.Error("it goes on asking for everything")
	}
}

func TestBugASecondRestoreForgotWhatTheFirstHadLost(t *testing.T) {
	tk := coachedPatient(t).say("stop")
	first := tk.now.Add(-48 * time.Hour)
	tk.step(Restored{To: first}).step(Restored{To: tk.now}).say("start").expect("restored", "stop.back")
	if at := tk.out.Replies[0].Args["At"]; at != first.Format(time.RFC3339) {
		t.Errorf("told of %s", at)
	}
}
