package flows

import (
	"slices"
	"strings"
	"testing"
)

// excluded is read off clinical.md 4 and 5 on its own, so that a slip in the
// catalogue's table shows.
func excluded(p Patient, date string) map[string]string {
	out := map[string]string{}
	no := func(why, ids string) {
		for _, id := range strings.Fields(ids) {
			out[id] = why
		}
	}
	only := func(why, ids string) {
		for _, e := range Exercises() {
			if !slices.Contains(strings.Fields(ids), e.ID) {
				out[e.ID] = why
			}
		}
	}
	if p.in(GroupStenosis) && p.Plan.ForwardWorse == "" { // bending forward made it worse: FLEX is dropped
		no("5.3", "B1 B2 B3 S1")
	}
	if p.Profile.Floor == ChoiceNo || (p.Profile.Age >= 75 || p.Profile.Age >= 55 && p.Profile.First) && p.Profile.Floor != ChoiceYes {
		only("5.9 chair variants", "X2 C1 C3 S2 S4")
	}
	if p.Profile.Falls {
		no("4b S5: balance", "S5")
	}
	if p.Profile.Born != "" {
		no("5.7 doming", "C10 C11")
	}
	if p.in(GroupOsteoporosis) || p.in(GroupPrednisone) {
		no("5.8", "X1 C10 S1")
	}
	if p.in(GroupHernia) || slices.Contains([]string{"thigh", "knee", "calf", "foot"}, p.Profile.Leg) {
		no("5.1", "S1 S3 X1")
	}
	if p.in(GroupPregnant) && p.Profile.Born == "" {
		switch week := p.Profile.PregnantWeek + daysBetween(p.Profile.PregnantOn, date)/7; {
		case week >= 13:
			no("5.7", "B1 B2 B3 C3 C4 C5 C6 C8 C10 C11 S1 X1")
		default:
			no("5.7 level 3", "S1")
		}
	}
	if p.Profile.Operated != "" {
		switch days := daysBetween(p.Profile.Operated, date); {
		case days < 28:
			only("5.2 under 4 weeks", "")
		case days <= 41:
			only("5.2 4-6 weeks", "C1 C2 C3 C12")
		case days <= 84:
			allowed := "B4 X2 C1 C2 C3 C4 C5 C6 C7 C8 C9 C11 C12"
			if p.Profile.Bends == ChoiceYes {
				allowed += " B1"
			}
			only("5.2 6-12 weeks", allowed)
		}
	}
	return out
}

// everyone is every subset of groups, with every age, leg, surgery and
// pregnancy that makes a difference.
func everyone(f func(p Patient)) {
	groups := Groups()
	for set := range 1 << len(groups) {
		var in []string
		for i, g := range groups {
			if set&(1<<i) != 0 {
				in = append(in, g)
			}
		}
		p := Patient{Zone: "UTC", Profile: Profile{Age: 40, Leg: "none", Fear: -1, Groups: in}, Known: []Known{{Row: "RF34"}}}
		if p.in(GroupSurgery) {
			p.Profile.Operated = "2026-01-01"
		}
		if p.in(GroupPregnant) {
			p.Profile.PregnantWeek, p.Profile.PregnantOn = 8, "2026-01-01"
		}
		for _, age := range []int{18, 74, 75} {
			for _, leg := range []string{"none", "buttock", "thigh"} {
				for _, fear := range []int{-1, 7} {
					p.Profile.Age, p.Profile.Leg, p.Profile.Fear = age, leg, fear
					f(p)
				}
			}
		}
	}
}

func TestNoSubsetOfGroupsEverGetsWhatItExcludes(t *testing.T) {
	dates := []string{"2025-12-31", "2026-01-01"}
	for _, days := range []int{1, 26, 27, 28, 29, 34, 35, 40, 41, 42, 43, 60, 83, 84, 85, 86, 120, 121, 122} {
		dates = append(dates, addDays("2026-01-01", days))
	}
	everyone(func(p Patient) {
		for _, date := range dates {
			no := excluded(p, date)
			for _, pain := range []Score{NoScore, 50, 60} {
				p.Day = Day{On: date, Before: pain}
				for _, e := range Session(p, date) {
					if why := no[e.ID]; why != "" {
						t.Fatalf("%v leg %s age %d on %s: %s in spite of %s", p.Profile.Groups, p.Profile.Leg, p.Profile.Age, date, e.ID, why)
					}
					if pain >= highBaseline && e.Level > 1 {
						t.Fatalf("%v with pain %v: %s is level %d", p.Profile.Groups, pain, e.ID, e.Level)
					}
				}
			}
		}
	})
}

func TestSessionIsOneMobilisationAndTwoCoreInTheOrderOfTheOnion(t *testing.T) {
	everyone(func(p Patient) {
		for d := range 12 {
			date := addDays("2026-05-01", d)
			session := Session(p, date)
			mobs := 0
			for i, e := range session {
				if e.mobilises() {
					mobs++
				}
				if i > 0 && e.Ring < session[i-1].Ring {
					t.Fatalf("%v: %v stands after %v", p.Profile.Groups, e.ID, session[i-1].ID)
				}
				if e.Level > mostLevel || e.Needs != "" {
					t.Fatalf("%v: %v is too much", p.Profile.Groups, e.ID)
				}
			}
			if p.Profile.Age >= anyGPAge && p.in(GroupPregnant) {
				continue // nobody
			}
			if len(session) != 3 || mobs != 1 {
				t.Fatalf("%v age %d leg %s on %s: %d exercises, %d mobilise", p.Profile.Groups, p.Profile.Age, p.Profile.Leg, date, len(session), mobs)
			}
		}
	})
}

func TestEveryExerciseAgainstEverySpecial(t *testing.T) {
	// A line for each exercise: what each special makes of it. "-" never,
	// "+" named, "." nothing.
	specials := []Special{PostOpEarly, PostOpLate, Pregnant, PregnantLate, ForBones, ForFlexion, ForLeg, ForFibro, ForChair}
	want := map[string]string{
		"B1": "--.-+-..-", "B2": "--.---..-", "B3": "--.---..-", "B4": "-+..+...-",
		"X1": "--.--+-.-", "X2": "-+.+.+...",
		"C1": "+..++..++", "C2": "+...+...-", "C3": "+..-....+", "C4": "-..-....-", "C12": "+..+....-",
		"C5": "-..-.+..-", "C6": "-..--.-.-", "C7": "-..++...-", "C8": "-..-++..-", "C9": "-...+...-",
		"C10": "--.--...-", "C11": "-..-....-",
		"S1": "-------.-", "S2": "--.++..++", "S3": "--.-+.-.-", "S4": "--.++...+", "S5": "--.-....-",
	}
	for _, e := range Exercises() {
		got := ""
		for _, s := range specials {
			switch u := e.on(s); {
			case u.Never:
				got += "-"
			case u.Named:
				got += "+"
			default:
				got += "."
			}
		}
		if got != want[e.ID] {
			t.Errorf("%s: %s, want %s", e.ID, got, want[e.ID])
		}
	}
	if len(want) != len(Exercises()) {
		t.Errorf("%d exercises, want %d", len(Exercises()), len(want))
	}
}

func TestSurgeryGates(t *testing.T) {
	for _, test := range []struct {
		days    int
		ok      bool // of surgeon or physio
		some    bool
		special Special
	}{
		{-3, true, false, PostOpEarly}, {0, true, false, PostOpEarly}, {27, true, false, PostOpEarly},
		{28, false, false, PostOpEarly}, {28, true, true, PostOpEarly}, {41, true, true, PostOpEarly}, {41, false, false, PostOpEarly},
		{42, false, true, PostOpLate}, {84, true, true, PostOpLate}, {85, true, true, ""},
	} {
		p := Patient{Profile: Profile{Age: 40, Fear: -1, Operated: "2026-01-10", Groups: []string{GroupSurgery}}}
		if test.ok {
			p.Known = []Known{{Row: "RF34"}}
		}
		date := addDays("2026-01-10", test.days)
		if got := len(Session(p, date)) > 0; got != test.some {
			t.Errorf("day %d, ok %v: any exercise is %v", test.days, test.ok, got)
		}
		for _, s := range []Special{PostOpEarly, PostOpLate} {
			if got := slices.Contains(p.specials(date), s); got != (s == test.special) {
				t.Errorf("day %d: %s is %v", test.days, s, got)
			}
		}
	}
	unknown := Patient{Profile: Profile{Fear: -1, Groups: []string{GroupSurgery}}}
	if len(Session(unknown, "2026-01-10")) > 0 {
		t.Error("surgery without a date counts as just done")
	}
}

func TestPregnancyGoesOnToTheNarrowListAtWeek13(t *testing.T) {
	p := Patient{Profile: Profile{Fear: -1, Groups: []string{GroupPregnant}, PregnantWeek: 12, PregnantOn: "2026-01-01"}}
	for days, want := range map[int]Special{0: Pregnant, 6: Pregnant, 7: PregnantLate, 300: PregnantLate} {
		if got := p.specials(addDays("2026-01-01", days)); !slices.Contains(got, want) {
			t.Errorf("after %d days: %v, want %s", days, got, want)
		}
	}
}

func TestSessionVariesFromDayToDay(t *testing.T) {
	ids := func(p Patient, date string) string {
		s := ""
		for _, e := range Session(p, date) {
			s += e.ID + " "
		}
		return s
	}
	p := Patient{Profile: Profile{Age: 40, Fear: -1}}
	seen := map[string]bool{}
	for d := range 9 {
		date := addDays("2026-03-01", d)
		if ids(p, date) == ids(p, addDays(date, 1)) {
			t.Errorf("%s is the same as the day after", date)
		}
		if first, second := ids(p, date), ids(p, date); first != second {
			t.Errorf("%s gives %s and then %s", date, first, second)
		}
		seen[ids(p, date)] = true
	}
	if len(seen) != 9 {
		t.Errorf("%d sessions in 9 days", len(seen))
	}
	p.Profile.Fear = fearful
	changes := 0
	for d := range 30 {
		if ids(p, addDays("2026-03-01", d)) != ids(p, addDays("2026-03-01", d+1)) {
			changes++
		}
	}
	if changes != 10 {
		t.Errorf("with fear of moving it changed %d times in 30 days, want every third day", changes)
	}
}

func TestWhatHurtIsReplaced(t *testing.T) {
	p := Patient{Profile: Profile{Age: 40, Fear: -1}}
	holds := func(id, date string) bool {
		return slices.ContainsFunc(p.open(date), func(e Exercise) bool { return e.ID == id })
	}
	for _, test := range []struct {
		name string
		hurt []Hurt
		id   string
		date string
		want bool
	}{
		{"the next day", []Hurt{{ID: "B1", On: "2026-03-01", Times: 1}}, "B1", "2026-03-02", false},
		{"after a week of rest", []Hurt{{ID: "B1", On: "2026-03-01", Times: 1}}, "B1", "2026-03-09", true},
		{"twice", []Hurt{{ID: "B1", On: "2026-03-01", Times: 2}}, "B1", "2026-09-01", false},
		{"one side", []Hurt{{ID: "X1", Side: "left", On: "2026-03-01", Times: 1}}, "X1", "2026-03-02", true},
		{"both sides", []Hurt{{ID: "X1", Side: "left", On: "2026-03-01", Times: 1}, {ID: "X1", Side: "right", On: "2026-03-01", Times: 1}}, "X1", "2026-03-02", false},
	} {
		p.Plan.Hurt = test.hurt
		if got := holds(test.id, test.date); got != test.want {
			t.Errorf("%s: %s is open: %v", test.name, test.id, got)
		}
	}
}

func TestDoseIsHalvedOnce(t *testing.T) {
	dose := func(p Patient, id, date string) Dose { return p.prescribed(id, date).Dose }
	p := Patient{Profile: Profile{Age: 40, Fear: -1}}
	if got := dose(p, "B1", "2026-03-01"); got != endDose(5, 5) {
		t.Errorf("B1: %v", got)
	}
	p.Profile.Groups = []string{GroupFibromyalgia}
	p.Day = Day{On: "2026-03-01", Before: 80}
	want := Dose{Sets: 1, Reps: 3, Breaths: 3, Kind: doseEnd} // 1x3, half the time (5.5)
	if got := dose(p, "B1", "2026-03-01"); got != want {
		t.Errorf("B1 with fibromyalgia and much pain: %v", got)
	}
	if got := dose(p, "C3", "2026-03-01"); got.Sets != 1 || got.Reps != 10 || got.Hold != 2 {
		t.Errorf("C3: %v", got)
	}
	p = Patient{Profile: Profile{Age: 40, Fear: -1}}
	p.Plan.Trained = []Trained{{On: "2026-03-01", Before: 20, Peak: 50, Am: NoScore}}
	if got := dose(p, "B1", "2026-03-02"); got != want {
		t.Errorf("B1 after a stop: %v", got)
	}
}

func TestNothingIsLeftWhenAllThatIsOpenHurt(t *testing.T) {
	p := Patient{Profile: Profile{Age: 40, Fear: -1}}
	for _, e := range Exercises() {
		p.Plan.Hurt = append(p.Plan.Hurt, Hurt{ID: e.ID, On: "2026-03-01", Times: 2})
	}
	if got := Session(p, "2026-03-02"); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

func TestASessionWithoutOneOfItsPartsSaysSo(t *testing.T) {
	early := Patient{Profile: Profile{Age: 40, Fear: -1, Operated: "2026-01-01", Groups: []string{GroupSurgery}}, Known: []Known{{Row: "RF34"}}}
	for date, want := range map[string]bool{"2026-01-29": false, "2026-02-12": true} {
		if got := complete(Session(early, date)); got != want {
			t.Errorf("%s: complete is %v", date, got)
		}
	}
	if complete(nil) {
		t.Error("nothing is not complete")
	}
}

// Of two profiles that name an exercise the one that goes less far holds: with
// fragile bones somebody of 75 got a heavier band than with fragile bones alone.
func TestBugASecondProfileOpenedWhatTheFirstKeepsClosed(t *testing.T) {
	pairs := 0
	all := []Special{PostOpEarly, PostOpLate, Pregnant, PregnantLate, ForBones, ForFlexion, ForLeg, ForFibro, ForChair}
	for _, e := range Exercises() {
		for _, a := range all {
			for _, b := range all {
				if e.Ring < 2 || !e.on(a).Named || !e.on(b).Named || e.on(a).To > e.on(b).To {
					continue
				}
				pairs++
				both := e.Ladder[e.ceiling(1, []Special{a, b})].Level
				if most := max(e.Ladder[0].Level, e.on(a).To); both > most {
					t.Errorf("%s with %s and %s: level %d, want at most %d", e.ID, a, b, both, most)
				}
			}
		}
	}
	if pairs < 20 {
		t.Errorf("only %d pairs", pairs)
	}
}
