package flows

import (
	"testing"
	"time"
)

func TestAChangedHourIsSaidWithItsEffect(t *testing.T) {
	tk := coachedPatient(t).command("settings", "").expect("settings.what").tap("hour").say("9 uur").expect("settings.done.hour")
	a := tk.out.Replies[0].Args
	if a["When"] != "settings.when.tomorrow" || a["At"] != "2026-03-03T08:00:00Z" || a["Next"] != "settings.next" {
		t.Errorf("args %v", a)
	}
	tk.wait(21*time.Hour).command("settings", "").tap("hour").tap("10:00") // 7 in the morning
	if a := tk.out.Replies[0].Args; a["When"] != "settings.when.today" || a["At"] != "2026-03-03T09:00:00Z" {
		t.Errorf("args %v", a)
	}
}

func TestAnEarlierHourIsNotMadeUpFor(t *testing.T) {
	tk := coachedPatient(t).wait(day - 3*time.Hour + 90*time.Minute) // 8:30 the next day
	tk.p.Rhythm.Hour = 20 * 60
	tk.command("settings", "").tap("hour").tap("08:00")
	if a := tk.out.Replies[0].Args; a["When"] != "settings.when.tomorrow" {
		t.Errorf("args %v", a)
	}
}

func TestDaysStandAsTheyAreAndChange(t *testing.T) {
	tk := coachedPatient(t).command("settings", "").tap("days")
	if ask := Asking(tk.p); len(ask.Ticked) != 7 {
		t.Errorf("ticked %v", ask.Ticked)
	}
	for _, d := range []string{"sat", "sun", "tue"} {
		tk.tap(d)
	}
	tk.tap(ChoiceDone).expect("settings.done.days")
	if a := tk.out.Replies[0].Args; a["When"] != "settings.when.date" || a["At"] != "2026-03-04T07:00:00Z" {
		t.Errorf("args %v", a)
	}
	tk.command("settings", "").tap("days")
	if ask := Asking(tk.p); len(ask.Ticked) != 4 {
		t.Errorf("ticked %v", ask.Ticked)
	}
	for _, d := range []string{"mon", "wed", "thu", "fri"} {
		tk.tap(d)
	}
	tk.tap(ChoiceNone).expect("settings.done.reminders.no")
}

func TestAZoneIsFoundByListAndByTyping(t *testing.T) {
	tk := coachedPatient(t).command("settings", "").tap("zone").say("Curaçao").expect("settings.done.zone")
	if tk.p.Zone != "America/Curacao" {
		t.Errorf("zone %s", tk.p.Zone)
	}
	tk.command("settings", "").tap("zone").tap("Europe/Lisbon").expect("settings.done.zone")
	tk.command("settings", "").tap("zone").say("ergens anders").expect("form.reask.choice", "settings.zone")
}

func TestTheCheckInMoves(t *testing.T) {
	tk := coachedPatient(t).command("settings", "").tap("check").say("zondag").say("20:30").expect("settings.done.check")
	if r := tk.p.Rhythm; r.CheckDay != time.Sunday || r.CheckHour != 20*60+30 {
		t.Errorf("rhythm %+v", r)
	}
	if a := tk.out.Replies[0].Args; a["At"] != "2026-03-08T19:30:00Z" {
		t.Errorf("args %v", a)
	}
}

func TestRemindersAreConsentOfTheirOwn(t *testing.T) {
	tk := coachedPatient(t).command("settings", "").tap("reminders").expect("settings.reminders.on").tap(ChoiceNo).expect("settings.done.reminders.no")
	if e := tk.out.Diary[0]; tk.p.Consent.Reminders || e.Kind != "consent" || e.Data["version"] != ConsentVersion || e.Data["reminders"] != ChoiceNo {
		t.Errorf("consent %+v, diary %+v", tk.p.Consent, e)
	}
	if said := tk.tickUntil(tk.now.Add(30 * day)); len(said) != 0 {
		t.Errorf("without consent: %v", said)
	}
	tk.command("settings", "").tap("hour").tap("09:00")
	if a := tk.out.Replies[0].Args; a["Next"] != "settings.next.none" {
		t.Errorf("args %v", a)
	}
	tk.command("settings", "").tap("reminders").expect("settings.reminders.off").tap(ChoiceYes).expect("settings.done.reminders.yes")
	if !Due(tk.p).After(tk.now) {
		t.Error("nothing is due")
	}
}

func TestTheLanguageChanges(t *testing.T) {
	tk := coachedPatient(t).command("settings", "").tap("language").tap("en").expect("settings.done.language")
	if tk.p.Lang != English {
		t.Errorf("lang %s", tk.p.Lang)
	}
}

func TestAPauseEndsByItselfAndByVerder(t *testing.T) {
	tk := coachedPatient(t).command("pause", "").expect("pause.until").tap("3").expect("pause.done")
	if tk.p.Rhythm.PausedUntil != "2026-03-05" {
		t.Errorf("until %s", tk.p.Rhythm.PausedUntil)
	}
	if at := Due(tk.p); !at.Equal(time.Date(2026, 3, 5, 7, 0, 0, 0, time.UTC)) {
		t.Errorf("due %s", at)
	}
	tk.say("verder").expect("pause.ended")
	if tk.p.Rhythm.PausedUntil != "" {
		t.Error("still paused")
	}
	tk.say("pauze tot maandag").expect("pause.done")
	tk.command("pause", "").expect("pause.until.paused").tap("end").expect("pause.ended")
	tk.command("pause", "").tap("own").expect("pause.date").say("tot 12 maart").expect("pause.done")
	tk.command("pause", "").say("1-1-2020").expect("pause.past", "pause.until.paused")
}

func TestStopKeepsDataAndSaysTheWayBack(t *testing.T) {
	tk := coachedPatient(t).say("4").say("stop").expect("stop.done")
	if tk.p.Stage != Stopped || len(tk.p.Scores) != 2 || tk.out.Replies[0].Topic != AboutRights {
		t.Errorf("stage %s, scores %v", tk.p.Stage, tk.p.Scores)
	}
	if said := tk.tickUntil(tk.now.Add(60 * day)); len(said) != 0 {
		t.Errorf("after stop: %v", said)
	}
	tk.say("hallo").expect("chat.greeting")
	tk.command("start", "").expect("stop.back")
	if tk.p.Stage != Coached || !Due(tk.p).After(tk.now) {
		t.Errorf("stage %s, due %s", tk.p.Stage, Due(tk.p))
	}
}

func TestStopInTheIntakeGoesOnThere(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.Stage, tk.p.Course = Intake, Course{}
	tk.command("start", "").expect("intake.age").say("45")
	tk.say("stop").expect("stop.done")
	tk.command("start", "")
	if ask := Asking(tk.p); tk.p.Stage != Intake || ask == nil || ask.Question == "age" {
		t.Errorf("stage %s, asks %+v", tk.p.Stage, ask)
	}
}

func TestErasingTakesOneTapAndSaysWhatGoes(t *testing.T) {
	tk := coachedPatient(t).command("delete", "").expect("erase.sure").tap("keep").expect("erase.kept")
	if tk.out.Forget || tk.p.Stage != Coached {
		t.Error("erased")
	}
	tk.command("delete", "").tap("erase").expect("erase.done")
	if !tk.out.Forget || tk.p.Consent != nil {
		t.Errorf("forget %v, patient %+v", tk.out.Forget, tk.p)
	}
	coachedPatient(t).command("delete", "").say("ja").expect("erase.done")
	tk = coachedPatient(t).command("delete", "")
	if tk.step(Said{By: ByPatient, Text: "ja", Edited: true}); tk.out.Forget {
		t.Error("an edited message erased everything")
	}
}

func TestRightsHoldWhileAFlagIsOpen(t *testing.T) {
	open := func() *talker {
		tk := coachedPatient(t).say("ik kan niet plassen")
		return tk.tap(ChoiceYes)
	}
	for name, ev := range map[string]Event{
		"stop.done": Commanded{By: ByPatient, Name: "stop"}, "help.limits": Commanded{By: ByPatient, Name: "help"},
		"privacy.1": Commanded{By: ByPatient, Name: "privacy"}, "erase.sure": Commanded{By: ByPatient, Name: "delete"},
	} {
		tk := open().step(ev)
		if r := tk.out.Replies[0]; r.Text != name || r.Lead == "" {
			t.Errorf("%s: said %s with %q in front", name, r.Text, r.Lead)
		}
	}
	tk := open().command("delete", "")
	if tk.tap("erase"); !tk.out.Forget {
		t.Errorf("not erased: %v", tk.said())
	}
	if tk := open().command("stop", ""); len(tk.p.Flags) == 0 || Due(tk.p).IsZero() {
		t.Error("the flag is gone, or not asked about")
	}
}

// The menu said "on or off", and not which.
func TestBugSettingsDidNotSayHowTheyStand(t *testing.T) {
	tk := coachedPatient(t).command("settings", "")
	stands := func(want Args) {
		t.Helper()
		got := tk.out.Replies[len(tk.out.Replies)-1].Args
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s is %q, want %q", name, got[name], value)
			}
		}
	}
	stands(Args{"On": ChoiceYes, "Hour": "08:00", "Days": "7", "CheckDay": "1", "CheckHour": "19:00", "Until": "", "Counting": ChoiceYes, "Pictures": "settings.are.move"})
	tk.tap("count").tap(ChoiceNo).command("settings", "").tap("pictures").tap("words").command("settings", "").tap("days").tap("sun").tap(ChoiceDone)
	stands(Args{"Days": "6"})
	tk.command("settings", "").tap("check").tap("fri").tap("20:00")
	stands(Args{"CheckDay": "5", "CheckHour": "20:00"})
	tk.command("settings", "").tap("reminders").tap(ChoiceNo).command("pause", "3 dagen").command("settings", "")
	stands(Args{"On": "", "Days": "6", "Counting": "", "Pictures": "settings.are.words", "Until": "2026-03-05"})
	tk.p.Stage = Intake
	tk.command("settings", "")
	stands(Args{"Hour": ""})
}

// A time that was chosen before the intake was done could not be said.
func TestAnHourThatIsChosenInTheIntakeIsSaid(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.Stage = Intake
	tk.command("settings", "").tap("hour").tap("18:00")
	if got := tk.out.Replies[0].Args["Hour"]; got != "18:00" {
		t.Errorf("the hour is %q", got)
	}
}
