package flows

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// fill answers a check-in from its first question to the summary.
func fill(tk *talker, mean, worst, psk, gpe string) {
	tk.do("checkin")
	for ask := Asking(tk.p); ask != nil; ask = Asking(tk.p) {
		switch {
		case ask.Form == "screen":
			tk.tap(ChoiceNone)
			continue
		case ask.Form != "checkin":
			return
		}
		switch ask.Question {
		case "mean":
			tk.tap(mean)
		case "worst":
			tk.tap(worst)
		case "psk1", "psk2", "psk3":
			tk.tap(psk)
		case "gpe":
			tk.tap(gpe)
		case "days":
			tk.tap("4")
		case "heels":
			tk.tap(ChoiceYes)
		default:
			tk.tap("7")
		}
	}
}

func TestTheCheckInTakesTheMeasuresOfTheWeek(t *testing.T) {
	tk := coachedPatient(t).wait(7 * day)
	fill(tk, "5", "7", "4", "same")
	tk.expect("screen.clear.week", "checkin.summary", "advice.reassure")
	w := tk.p.Course.lastWeek()
	if w == nil || w.N != 1 || w.Mean != 50 || w.Worst != 70 || w.Days != 4 || w.Confidence != 70 || w.Sleep != 70 || w.GPE != 0 || !slices.Equal(w.PSK, []Score{40}) {
		t.Errorf("week %+v", w)
	}
	tk.wait(7 * day)
	fill(tk, "4", "7", "4", "better")
	if w := tk.p.Course.lastWeek(); w.N != 2 || w.GPE != 3 {
		t.Errorf("week %+v", w)
	}
	tk.expect("screen.clear.week", "checkin.summary", "advice.improved")
	if a := tk.out.Replies[1].Args; a["PainLine"] != "checkin.pain.lower" || a["DaysLine"] != "checkin.active.same" || a["DoLine"] != "checkin.do.easier" {
		t.Errorf("summary %v", a)
	}
}

func TestFourFlatWeeksLeadToThePhysio(t *testing.T) {
	tk := coachedPatient(t)
	for week, want := range []string{"advice.reassure", "advice.steady", "advice.pro", "advice.stands"} {
		tk.wait(7 * day)
		fill(tk, "6", "6", "5", "same")
		if got := tk.said()[len(tk.said())-1]; got != want {
			t.Errorf("week %d: %s, want %s", week+1, got, want)
		}
	}
	if !tk.p.Course.Deviating {
		t.Error("not a deviating course")
	}
}

func TestAWorstBelowTheMeanIsAskedAboutOnce(t *testing.T) {
	tk := coachedPatient(t).wait(7*day).do("checkin").tap("6").tap("4").expect("checkin.slip", "checkin.worst")
	tk.tap("4").expect("checkin.psk")
	tk = coachedPatient(t).wait(7 * day).do("checkin").tap("6").tap("6").expect("checkin.psk")
	tk.tap(WayBack).expect("checkin.worst").tap("8").expect("checkin.psk")
}

func TestACheckInCanBeCorrected(t *testing.T) {
	tk := coachedPatient(t).wait(28 * day)
	fill(tk, "6", "6", "5", "same")
	tk.expect("screen.clear.week", "checkin.summary", "advice.pro")
	entry := tk.out.Diary[slices.IndexFunc(tk.out.Diary, func(e Entry) bool { return e.Kind == "checkin" })].Seq
	tk.do("correct").expect("checkin.sleep").tap("3").expect("checkin.summary", "advice.pro")
	if w := tk.p.Course.lastWeek(); len(tk.p.Course.Weeks) != 1 || w.Sleep != 30 {
		t.Errorf("weeks %+v", tk.p.Course.Weeks)
	}
	if e := tk.out.Diary[0]; e.Kind != "checkin" || e.Replaces != entry {
		t.Errorf("diary %+v", e)
	}
}

func TestAWeekIsAskedAboutOnce(t *testing.T) {
	tk := coachedPatient(t).wait(2 * day).do("checkin").expect("checkin.not_yet")
	tk.wait(5 * day)
	fill(tk, "6", "6", "5", "same")
	tk.do("checkin").expect("checkin.not_yet")
	tk.wait(3 * day).do("checkin").expect("checkin.not_yet")
	tk.wait(4 * day).do("checkin").expect("checkin.mean")
}

// asked is what asks for a check-in among all that was said.
func asked(said []string) (all []string) {
	for _, s := range said {
		if strings.HasPrefix(s, "checkin.open.") {
			all = append(all, s)
		}
	}
	return all
}

func TestTheCheckInIsAskedForTwiceAWeekAtMost(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.Rhythm.Days = WeekdaysOf(time.Monday)
	start := tk.now
	if got := asked(tk.tickUntil(start.Add(7*day - time.Hour))); len(got) != 0 {
		t.Errorf("the first week: %v", got)
	}
	for week := 1; week <= 2; week++ { // then the reminders fall silent
		got := asked(tk.tickUntil(start.Add(time.Duration(week*7+6) * day)))
		if len(got) != 2 || got[0] == got[1] {
			t.Errorf("week %d: %v", week, got)
		}
		tk.p.Rhythm.Missed = 0
	}
}

func TestAnAnsweredCheckInIsNotAskedForAgain(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.Rhythm.Days = WeekdaysOf(time.Sunday)
	at := time.Date(2026, 3, 9, 18, 0, 0, 0, time.UTC)
	if got := asked(tk.tickUntil(at)); len(got) != 1 || got[0] != "checkin.open.2" {
		t.Fatalf("asked %v", got)
	}
	fill(tk, "6", "6", "5", "same")
	if got := asked(tk.tickUntil(at.Add(6 * day))); len(got) != 0 {
		t.Errorf("asked again: %v", got)
	}
}

func TestACheckInOfTheNextDayCountsForItsWeek(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.Rhythm.Days = WeekdaysOf(time.Sunday)
	tk.p.Rhythm.CheckDay = time.Thursday // ten days after the start: week 1, just
	tk.tickUntil(time.Date(2026, 3, 13, 10, 0, 0, 0, time.UTC))
	fill(tk, "6", "6", "5", "same")
	if w := tk.p.Course.lastWeek(); w == nil || w.N != 1 {
		t.Errorf("week %+v", w)
	}
}

func TestAnUnfinishedCheckInIsLetGo(t *testing.T) {
	tk := coachedPatient(t).wait(7 * day).do("checkin").tap("5")
	begun := tk.now
	tk.tickUntil(begun.Add(3*day - time.Minute))
	if !tk.p.indexForm("checkin") {
		t.Fatal("let go too early")
	}
	tk.tickUntil(begun.Add(3 * day))
	if tk.p.indexForm("checkin") || len(tk.p.Course.Weeks) != 0 {
		t.Errorf("forms %v, weeks %v", tk.p.Forms, tk.p.Course.Weeks)
	}
}

func TestNoCheckInComesInAPauseOrWithoutConsent(t *testing.T) {
	tk := coachedPatient(t).command("pause", "3 weken").expect("pause.done")
	if got := asked(tk.tickUntil(tk.now.Add(20 * day))); len(got) != 0 {
		t.Errorf("in a pause: %v", got)
	}
	tk = coachedPatient(t)
	tk.p.Consent.Reminders = false
	if got := tk.tickUntil(tk.now.Add(60 * day)); len(got) != 0 {
		t.Errorf("without consent: %v", got)
	}
}

func TestADownTimeMakesNoRowOfCheckIns(t *testing.T) {
	tk := coachedPatient(t)
	tk.now = tk.now.Add(40 * day)
	tk.step(Ticked{})
	got := asked(tk.said())
	got = append(got, asked(tk.tickUntil(tk.now.Add(4*day)))...)
	if len(got) > 2 {
		t.Errorf("asked %v", got)
	}
}

// Due moves forward whatever the rhythm is, and the check-in with it.
func TestTheCheckInMovesForward(t *testing.T) {
	zones := []string{"Europe/Amsterdam", "America/Curacao", "Australia/Lord_Howe", "Pacific/Apia"}
	rapid.Check(t, func(rt *rapid.T) {
		tk := coachedPatient(t)
		tk.p.Zone = rapid.SampledFrom(zones).Draw(rt, "zone")
		tk.p.Consent.Reminders = true
		for range 40 {
			r := &tk.p.Rhythm
			switch rapid.IntRange(0, 5).Draw(rt, "what") {
			case 0:
				r.CheckDay = time.Weekday(rapid.IntRange(0, 6).Draw(rt, "day"))
			case 1:
				r.CheckHour = Clock(rapid.IntRange(0, 1439).Draw(rt, "hour"))
			case 2:
				r.PausedUntil = addDays(tk.p.localDate(tk.now), rapid.IntRange(-3, 20).Draw(rt, "pause"))
			case 3:
				tk.p.Course.keepWeek(wk(tk.p.Course.weekOf(tk.p.localDate(tk.now)), 50))
				tk.p.Course.lastWeek().On = tk.p.localDate(tk.now)
			case 4:
				tk.now = tk.now.Add(time.Duration(rapid.IntRange(0, 90*24).Draw(rt, "hours")) * time.Hour)
			}
			if at := checkinDue(tk.p); at.IsZero() || at.After(tk.now) {
				continue
			}
			turn := &turn{p: tk.p.clone(), ev: Ticked{}, now: tk.now}
			invite(turn)
			if next := checkinDue(turn.p); !next.After(tk.now) {
				rt.Fatalf("at %s next is %s: %+v", tk.now, next, turn.p.Course.Invited)
			}
			tk.p = turn.p
		}
	})
}

func TestInvitationsVary(t *testing.T) {
	seen := map[int]bool{}
	last := 0
	for week := 1; week <= 16; week++ {
		for tries := 1; tries <= 2; tries++ {
			n := inviteText(week, tries)
			if n == last || n < 1 || n > inviteTexts {
				t.Errorf("week %d: %d after %d", week, n, last)
			}
			seen[n], last = true, n
		}
	}
	if len(seen) != inviteTexts {
		t.Errorf("%d variants", len(seen))
	}
}
