package flows

import (
	"slices"
	"testing"
	"time"
)

func fibroPatient(days Weekdays) Patient {
	p := Somebody{Groups: []string{GroupFibromyalgia}, Age: 45, Leg: "none", Fear: -1, Pain: 30}.Patient("Europe/Amsterdam", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	p.Rhythm.Days = days
	return p
}

func TestTheWeekOfFibromyalgiaFitsThePatientsOwnDays(t *testing.T) {
	for name, test := range map[string]struct {
		days          Weekdays
		strength, own int // how many of each; own: walking days on which they are reminded
	}{
		"all days":    {0, 2, 3},
		"five days":   {WeekdaysOf(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday), 2, 3},
		"three days":  {WeekdaysOf(time.Monday, time.Wednesday, time.Friday), 2, 1},
		"two days":    {WeekdaysOf(time.Saturday, time.Sunday), 2, 0},
		"one day":     {WeekdaysOf(time.Sunday), 1, 0},
		"Sunday also": {WeekdaysOf(time.Sunday, time.Tuesday, time.Thursday), 2, 1},
	} {
		p := fibroPatient(test.days)
		strength, walking := p.strengthDays(), p.walkingDays()
		strength = slices.Compact(strength)
		own := 0
		for _, d := range walking {
			if test.days.Has(d) {
				own++
			}
			if slices.Contains(strength, d) {
				t.Errorf("%s: both on %v", name, d)
			}
		}
		for _, d := range strength {
			if !test.days.Has(d) {
				t.Errorf("%s: strength on %v, which is not theirs", name, d)
			}
		}
		if len(strength) != test.strength || len(walking) != walksAWeek || own != test.own {
			t.Errorf("%s: strength %v, walking %v", name, strength, walking)
		}
	}
}

// Over a year of calm days: strength twice in each week from the first on, but where a
// new exercise of the inner rings takes its place for a day, and on no other day; a walk three times, and nothing grows by more than a tenth a week.
func TestAYearOfFibromyalgiaGrowsSlowly(t *testing.T) {
	p := fibroPatient(0)
	days := Foresee(p, "2026-03-02", 7*52)
	last := 0
	for w := range 52 {
		strong, walks, walk, fresh := 0, 0, 0, 0
		for _, d := range days[7*w : 7*w+7] {
			if slices.ContainsFunc(d.Exercises, func(e Exercise) bool { return e.Ring > 1 }) {
				strong++
				if !slices.Contains(p.strengthDays(), weekdayOf(d.On)) {
					t.Errorf("strength on %s", d.On)
				}
			}
			if d.Step != nil && slices.Contains(p.strengthDays(), weekdayOf(d.On)) {
				fresh++
			}
			if d.Walk > 0 {
				walks, walk = walks+1, max(walk, d.Walk)
			}
		}
		if strong > strengthAWeek || strong+fresh < strengthAWeek || walks != walksAWeek {
			t.Errorf("week %d: strength %d times, a walk %d times", w+1, strong, walks)
		}
		if last > 0 && walk > last+max(1, last/10) || walk < last {
			t.Errorf("week %d: from %d to %d minutes", w+1, last, walk)
		}
		last = walk
	}
	if first := days[1].Walk; first != leastWalk || last != mostWalk && last < 20 {
		t.Errorf("from %d to %d minutes in a year", first, last)
	}
}

// A part of a dose is never more than that part, or than half, and a second set does
// not come all at once.
func TestBugADoseDoubledWithItsLastTenth(t *testing.T) {
	for _, e := range Exercises() {
		for _, r := range e.Ladder {
			half, was := r.Dose.half(), 0
			for share := leastShare; ; share = min(fullShare, share*11/10) {
				got := r.Dose.share(share)
				total := got.Sets * got.Reps
				if most := max(half.Sets*half.Reps, r.Dose.Sets*r.Dose.Reps*share/100); total > most {
					t.Errorf("%s %s at %d%%: %d repetitions, at most %d", e.ID, r.Name, share, total, most)
				}
				if was > 0 && total > was+max(2, was/5) {
					t.Errorf("%s %s at %d%%: from %d to %d repetitions", e.ID, r.Name, share, was, total)
				}
				if was = total; share == fullShare {
					break
				}
			}
			if got := r.Dose.share(fullShare); got != r.Dose {
				t.Errorf("%s %s: the whole is %+v", e.ID, r.Name, got)
			}
		}
	}
}

// In a flare walking goes on, for half the time (clinical.md 4c, 5.5).
func TestAFlareHalvesTheWalk(t *testing.T) {
	p := fibroPatient(0)
	p.Plan.Share = fullShare
	if got := p.walk("2026-03-03"); got != 10 {
		t.Errorf("%d minutes with the whole dose", got)
	}
	p.Plan.Flare, p.Plan.Usual = "2026-03-03", 20
	if got := p.walk("2026-03-03"); got != 5 {
		t.Errorf("%d minutes in a flare", got)
	}
	if got := p.walk("2026-03-02"); got != 0 {
		t.Errorf("%d minutes on a strength day", got)
	}
}

// What a profile opens by its name leads to nothing before it has been learned.
func TestBugAPlankInTheFirstWeek(t *testing.T) {
	for _, groups := range [][]string{{GroupOsteoporosis}, {GroupStenosis}} {
		p := Somebody{Groups: groups, Age: 45, Leg: "none", Fear: -1, Pain: 30}.Patient("Europe/Amsterdam", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
		taken := map[string]bool{}
		for _, d := range Foresee(p, "2026-03-02", 84) {
			if d.Step == nil {
				continue
			}
			e, _ := exerciseOf(d.Step.ID)
			before, needs := exerciseOf(e.After)
			if d.Step.From == "" && needs && !before.starts() && !p.excluded(before, p.specials(d.On)) && !taken[before.ID] {
				t.Errorf("%v: %s on %s, before %s", groups, e.ID, d.On, before.ID)
			}
			taken[e.ID] = true
		}
	}
}

// In weeks four to six after an operation no step is proposed: it would lead nowhere
// until the sixth, and then all at once.
func TestBugStepsWereSavedUpForTheSixthWeek(t *testing.T) {
	p := Somebody{Groups: []string{GroupSurgery}, Age: 45, Leg: "none", Fear: -1, Pain: 30, Operated: 28, Allowed: true}.Patient("Europe/Amsterdam", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	for i, d := range Foresee(p, "2026-03-02", 15) {
		if d.Step != nil && i < postOpEarly-postOpNone {
			t.Errorf("day %d: %+v", postOpNone+i, d.Step)
		}
	}
}

// A record whose dose was whole before walks grew by themselves never got a longer one.
func TestBugAWalkThatNeverGrew(t *testing.T) {
	p := fibroPatient(0)
	p.Plan.Trained = calmDays(5, "2026-03-02").Plan.Trained
	p.Plan.Share = fullShare
	if s, ok := p.furtherWalk("2026-03-02"); !ok || s.From != "10" || s.Rung != "11" {
		t.Errorf("%+v", s)
	}
	p.Plan.Stepped = "2026-02-25"
	if s, ok := p.furtherWalk("2026-03-02"); ok {
		t.Errorf("five days after a step: %+v", s)
	}
}

// What is beyond the inner rings came as a step on a day that is no strength day.
func TestBugAStrengthExerciseCameAsAStepOnAnotherDay(t *testing.T) {
	p := fibroPatient(0)
	p.Plan.Ring, p.Plan.Rungs = 2, map[string]string{"C7": "10x5s"}
	for date, want := range map[string]bool{"2026-03-02": true, "2026-03-03": false} { // Monday, Tuesday
		in := func(session []Exercise) bool {
			return slices.ContainsFunc(session, func(e Exercise) bool { return e.ID == "C7" })
		}
		if got := in(p.including("C7", nil, date)); got != want {
			t.Errorf("%s: in the session %v", date, got)
		}
		p := p
		p.Plan.Rungs = nil
		if got := slices.ContainsFunc(p.opens(p.specials(date), date), func(s StepUp) bool {
			e, _ := exerciseOf(s.ID)
			return e.Ring > 1
		}); got != want {
			t.Errorf("%s: proposed %v", date, got)
		}
	}
}
