package flows

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestBugAWeekOfPregnancyWasDatedTooLate: "12" was told, the next question left for
// three weeks, and the twelve weeks counted from its answer.
func TestBugAWeekOfPregnancyWasDatedTooLate(t *testing.T) {
	tk := coachedOn(t, "2026-03-02", Profile{Age: 80})
	tk.p.Known = []Known{{Row: "RF27", On: tk.now}, {Row: "RF32", On: tk.now}}
	tk.command("exercise", "").say("12")
	tk.now = clockOn("2026-03-23", 12*60, tk.p.zone())
	tk.tap(ChoiceYes).tap(ChoiceNo)
	if s := tk.p.Profile; s.PregnantOn != "2026-03-02" || tk.p.pregnantWeek("2026-03-23") != 15 || !slices.Contains(tk.p.specials("2026-03-23"), PregnantLate) {
		t.Errorf("week %d on %s", s.PregnantWeek, s.PregnantOn)
	}
}

// TestBugASecondPregnancyNeededNoOK: the week of an earlier one was still there.
func TestBugASecondPregnancyNeededNoOK(t *testing.T) {
	for name, test := range map[string]struct {
		was  Profile
		week string
		flag bool
	}{
		"an earlier one, never ended": {Profile{Groups: []string{GroupPregnant}, PregnantWeek: 20, PregnantOn: "2025-01-10"}, "8", true},
		"after a birth":               {Profile{Groups: []string{GroupPregnant}, PregnantOn: "2025-03-10", Born: ChoiceYes}, "8", true},
		"the same, told again":        {Profile{Groups: []string{GroupPregnant}, PregnantWeek: 8, PregnantOn: "2026-02-16"}, "10", false},
		"a slip in the week":          {Profile{Groups: []string{GroupPregnant}, PregnantWeek: 12, PregnantOn: "2026-02-16"}, "10", false},
	} {
		tk := coachedOn(t, "2026-03-02", test.was)
		tk.p.Known = []Known{{Row: "RF27", On: tk.now.AddDate(0, -10, 0)}}
		tk.command("settings", "").tap("situation").tap(ChoiceDone).say(test.week)
		if got := tk.p.flag("RF27") != nil; got != test.flag {
			t.Errorf("%s: asks for an OK: %v, says %v", name, got, tk.said())
		}
	}
}

// TestBugAnOldRecordInAGateDidNotHearThatItOpened: it has no phase.
func TestBugAnOldRecordInAGateDidNotHearThatItOpened(t *testing.T) {
	tk := coachedOn(t, "2026-02-10", Profile{Groups: []string{GroupSurgery}, Operated: addDays("2026-02-17", -28), Hospital: ChoiceNo})
	tk.p.Known = []Known{{Row: "RF34", On: tk.now}}
	tk.p.Plan.Phase = ""
	tk.morningOf("2026-02-16")
	if said := tk.morningOf("2026-02-17"); len(said) != 1 || !strings.HasPrefix(said[0], "phase.begin") {
		t.Errorf("that morning: %q", said)
	}
}

// TestBugAMorningWasPromisedThatDoesNotCome: the gate opens on a Tuesday, and they are
// reminded on Mondays; or in a pause.
func TestBugAMorningWasPromisedThatDoesNotCome(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Patient)
		want   string
	}{
		"every day": {func(*Patient) {}, "gate.told"},
		"Monday":    {func(p *Patient) { p.Rhythm.Days = WeekdaysOf(time.Monday) }, "gate.untold"},
		"a pause":   {func(p *Patient) { p.Rhythm.PausedUntil = "2026-02-18" }, "gate.untold"},
		"unasked":   {func(p *Patient) { p.Consent.Reminders = false }, "gate.untold"},
	} {
		tk := coachedOn(t, "2026-02-10", Profile{Groups: []string{GroupSurgery}, Operated: addDays("2026-02-17", -28), Hospital: ChoiceNo})
		tk.p.Known = []Known{{Row: "RF34", On: tk.now}}
		test.change(&tk.p)
		tk.command("exercise", "").expect("gate.walking")
		if got := tk.out.Replies[0].Args["Told"]; got != test.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestBugAFirstEpisodeAtFiftyFiveWasAskedNothing: falls, the floor, chairs and level 3
// are for 55 and up in a first episode too (clinical.md 5.9).
func TestBugAFirstEpisodeAtFiftyFiveWasAskedNothing(t *testing.T) {
	for _, test := range []struct {
		age     int
		first   bool
		careful bool
	}{{54, true, false}, {55, true, true}, {55, false, false}, {74, false, false}, {75, false, true}} {
		tk := coachedOn(t, "2026-03-02", Profile{Age: test.age, First: test.first})
		tk.p.Known = []Known{{Row: "RF32", On: tk.now}}
		specials := tk.p.specials("2026-03-02")
		if slices.Contains(specials, ForAge) != test.careful || slices.Contains(specials, ForChair) != test.careful {
			t.Errorf("%+v: %v", test, specials)
		}
		if asked := strings.Join(asksBefore(tk), " "); (asked == "floor falls") != test.careful {
			t.Errorf("%+v is asked %q", test, asked)
		}
	}
	tk := coachedOn(t, "2026-03-02", Profile{Age: 60})
	tk.command("settings", "").tap("situation").tap(ChoiceNone).tap(ChoiceNo).tap(ChoiceNo).expect("situation.kept")
	if !slices.Contains(tk.p.specials("2026-03-02"), ForChair) {
		t.Error("60, and the floor that they can't get up from is not heard")
	}
}

// TestBugTwoStepsInAWeekWithFibromyalgia: once the dose was whole, an exercise grew one
// day and the walk the next.
func TestBugTwoStepsInAWeekWithFibromyalgia(t *testing.T) {
	p := Somebody{Groups: []string{GroupFibromyalgia}, Age: 45, Leg: "none", Fear: -1, Pain: 20}.Patient("UTC", clockOn("2026-03-02", 12*60, time.UTC))
	last, walks, others := "", 0, 0
	for _, d := range Foresee(p, "2026-03-02", 40*7) {
		if d.Step == nil {
			continue
		}
		if last != "" && daysBetween(last, d.On) < weekApart {
			t.Fatalf("%s: a step %d days after the last", d.On, daysBetween(last, d.On))
		}
		last = d.On
		if d.Step.ID == stepWalk {
			walks++
		} else {
			others++
		}
	}
	if walks < 5 || others < 12 {
		t.Errorf("%d steps of the walk, %d others", walks, others)
	}
}

// TestBugAMiniEachEveningKeptFibromyalgiaWhereItWas: a step was only proposed right
// after a full session.
func TestBugAMiniEachEveningKeptFibromyalgiaWhereItWas(t *testing.T) {
	full := Trained{On: "2026-03-08", Kind: kindFull, Done: "C1:done", Before: 20, Peak: 20, Am: 20, Asked: true, Feel: "light"}
	mini := Trained{On: "2026-03-08", Kind: kindMini, Done: "C1:done", Before: NoScore, Peak: NoScore, Am: NoScore}
	bad := mini
	bad.Alarm = true
	for name, test := range map[string]struct {
		last Trained
		want bool
	}{"a full one": {full, true}, "a mini": {mini, true}, "a mini that went wrong": {bad, false}} {
		p := Patient{Zone: "UTC", Profile: Profile{Age: 45, Leg: "none", Fear: -1, Groups: []string{GroupFibromyalgia}}}
		early := full
		early.On = "2026-03-01"
		p.Plan.Trained = []Trained{early, full, full, test.last}
		if s, ok := Proposal(p, "2026-03-09"); ok != test.want || ok && s.ID != stepShare {
			t.Errorf("%s: %+v, %v", name, s, ok)
		}
	}
}

// TestBugNumbersThatAreNone: more calm sessions than a ring needs, a ring that never
// opens, and a pregnancy of 61 weeks.
func TestBugNumbersThatAreNone(t *testing.T) {
	last := func(p Patient) Reason {
		why := p.why("2026-03-02")
		return why[len(why)-1]
	}
	p := Patient{Zone: "UTC", Profile: Profile{Age: 45, Leg: "none", Fear: -1}, Plan: Plan{Footing: Footing{Calm: 7}}}
	if r := last(p); r.Text != "why.ring1.earned" {
		t.Errorf("%+v", r)
	}
	p.Profile.Floor, p.Plan.Calm = ChoiceNo, 59
	if r := last(p); r.Text != "why.ring.none" {
		t.Errorf("on a chair: %+v", r)
	}
	p.Profile = Profile{Age: 30, Leg: "none", Fear: -1, PregnantWeek: 20, PregnantOn: "2025-05-15", Groups: []string{GroupPregnant}}
	if got := p.pregnantWeek("2026-03-02"); got != 42 {
		t.Errorf("week %d", got)
	}
}

// TestBugTwoCalendarsHidEachOther: week 13 came within twelve weeks of an operation, or
// a long pause jumped over a phase, and nothing was said.
func TestBugTwoCalendarsHidEachOther(t *testing.T) {
	both := Patient{Zone: "UTC", Known: []Known{{Row: "RF34"}}, Profile: Profile{Age: 30, Fear: -1, Operated: "2026-01-01", Hospital: ChoiceNo, PregnantWeek: 12, PregnantOn: "2026-03-02"}}
	for _, test := range []struct{ was, is, want string }{
		{both.phase("2026-03-08"), both.phase("2026-03-09"), "phase.PREG2"},
		{both.phase("2026-03-26"), both.phase("2026-03-27"), "phase.POSTOP"},
		{string(PostOpEarly), phaseHealed, "phase.POSTOP"},
		{string(PostOpLate), "POSTOP6 PREG2", ""}, // a record of before
		{"", phaseHealed, ""},
		{phaseGate, "POSTOP6 PREG2", "phase.begin"},
	} {
		if got := phaseText(test.was, test.is); got != test.want {
			t.Errorf("%q to %q: %q, want %q", test.was, test.is, got, test.want)
		}
	}
}

// TestBugAProfileThatWasTakenBackLeftItsExercises: what fragile bones open of ring 2 stayed
// open, a ring ahead.
func TestBugAProfileThatWasTakenBackLeftItsExercises(t *testing.T) {
	tk := coachedOn(t, "2026-03-02", Profile{Groups: []string{GroupOsteoporosis}})
	named := slices.DeleteFunc(tk.p.open("2026-03-02"), func(e Exercise) bool { return e.Ring < 2 })
	if len(named) == 0 {
		t.Fatal("it opens nothing")
	}
	tk.p.Plan.put(named[0], 0)
	tk.command("settings", "").tap("situation").tap(GroupOsteoporosis).tap(ChoiceNone)
	if open := tk.p.open("2026-03-02"); slices.ContainsFunc(open, func(e Exercise) bool { return e.Ring > 1 }) {
		t.Errorf("open: %v", open)
	}
}
