package flows

import (
	"slices"
	"testing"
	"time"
)

// calmDays is a patient with so many calm sessions on the days before a date,
// each with its next morning.
func calmDays(n int, date string) Patient {
	p := Patient{Zone: "UTC", Profile: Profile{Age: 40, Fear: -1, Leg: "none"}}
	for i := range n {
		on := addDays(date, i-n)
		at, _ := time.Parse(dateLayout, on)
		s := Trained{On: on, Kind: kindFull, Done: "X2:done C1:done C2:done", Before: 30, Peak: 30, Am: 30, Feel: "light"}
		p.Plan.settle(nil, &s)
		p.Plan.Trained = keptOf(append(p.Plan.Trained, s))
		p.Scores = append(p.Scores, Scored{At: at.Add(9 * time.Hour), Pain: 30, Kind: "before"})
	}
	return p
}

const proposed = "2026-03-20"

// Every threshold of PROGRESS, one at a time (clinical.md 4c).
func TestProgressNeedsEveryThreshold(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Trained)
		want   bool
	}{
		{"as it is", func(*Trained) {}, true},
		{"a bit hard", func(s *Trained) { s.Feel = "bit" }, true},
		{"too hard", func(s *Trained) { s.Feel = "hard" }, false},
		{"not controlled", func(s *Trained) { s.Feel = "sloppy" }, false},
		{"not asked how it went", func(s *Trained) { s.Feel = "" }, false},
		{"peak above the median", func(s *Trained) { s.Peak = 31 }, false},
		{"low: peak 2, up by 1", func(s *Trained) { s.Before, s.Peak, s.Am = 10, 20, 10 }, true},
		{"low: peak 2, up by 1.1", func(s *Trained) { s.Before, s.Peak, s.Am = 9, 20, 9 }, false},
		{"the morning a tenth higher", func(s *Trained) { s.Am = 31 }, false},
		{"the morning lower", func(s *Trained) { s.Am = 10 }, true},
		{"the morning unknown", func(s *Trained) { s.Am = NoScore }, false},
		{"before unknown", func(s *Trained) { s.Before = NoScore }, false},
		{"peak unknown", func(s *Trained) { s.Peak = NoScore }, false},
		{"before 6", func(s *Trained) { s.Before, s.Peak, s.Am = 60, 60, 60 }, false},
		{"a sign", func(s *Trained) { s.Alarm = true }, false},
		{"done without the phone", func(s *Trained) { s.Kind = kindLog }, false},
		{"five minutes", func(s *Trained) { s.Kind = kindShort }, false},
	} {
		for i := range progressSessions {
			p := calmDays(progressSessions, proposed)
			test.change(&p.Plan.Trained[i])
			if _, got := p.calmRow(proposed); got != test.want {
				t.Errorf("%s, session %d: %v", test.name, i+1, got)
			}
		}
	}
	if _, ok := calmDays(2, proposed).calmRow(proposed); ok {
		t.Error("two sessions are not three")
	}
}

// With a median of 5 and more, a peak of 5 is the most.
func TestProgressPeakIsAtMostFive(t *testing.T) {
	for _, test := range []struct {
		before, peak, median Score
		want                 bool
	}{
		{50, 50, 50, true}, {50, 51, 55, false}, {45, 50, 50, true}, {20, 20, NoScore, true}, {30, 30, NoScore, false},
	} {
		s := Trained{Kind: kindFull, Before: test.before, Peak: test.peak, Am: test.before, Feel: "light"}
		if got := s.progressed(test.median); got != test.want {
			t.Errorf("%v to %v with median %v: %v", test.before, test.peak, test.median, got)
		}
	}
}

func TestAShortSessionThatStopsBreaksTheRow(t *testing.T) {
	p := calmDays(3, proposed)
	p.Plan.Trained = append(p.Plan.Trained, Trained{On: addDays(proposed, -1), Kind: kindLight, Before: 20, Peak: 50, Am: NoScore})
	if _, ok := p.calmRow(proposed); ok {
		t.Error("a STOP in a light round is no calm row")
	}
}

func TestAStepIsFollowedByThreeSessionsAsItIs(t *testing.T) {
	p := calmDays(3, proposed)
	s, ok := Proposal(p, proposed)
	if !ok {
		t.Fatal("nothing is proposed")
	}
	p.Plan.take(s, proposed)
	for i := range 3 {
		date := addDays(proposed, i)
		if s, ok := Proposal(p, date); ok {
			t.Errorf("%d sessions later: %+v", i, s)
		}
		p.Plan.Trained = append(p.Plan.Trained, Trained{On: date, Kind: kindFull, Done: "X2:done C1:done C2:done", Before: 20, Peak: 20, Am: 20, Feel: "light"})
	}
	if _, ok := Proposal(p, addDays(proposed, 3)); !ok {
		t.Error("after three sessions nothing is proposed")
	}
}

func TestRingsOpenAtTheirThresholds(t *testing.T) {
	for _, test := range []struct {
		name       string
		ring, calm int
		stopped    string
		pain       Score
		want       int // the ring that is opened; 0: none
	}{
		{"4 sessions", 0, 4, "", 30, 0},
		{"5 sessions", 0, 5, "", 30, 2},
		{"ring 2 and 9 more", 2, 9, "", 30, 0},
		{"ring 2 and 10 more", 2, 10, "", 30, 3},
		{"mean 4", 2, 10, "", 40, 3},
		{"mean 4.1", 2, 10, "", 41, 0},
		{"a STOP 13 days ago", 2, 10, addDays(proposed, -13), 30, 0},
		{"a STOP 14 days ago", 2, 10, addDays(proposed, -14), 30, 3},
		{"all open", 3, 99, "", 30, 0},
	} {
		p := calmDays(1, proposed)
		p.Scores[0].Pain = test.pain
		p.Plan.Ring, p.Plan.Calm, p.Plan.Stopped = test.ring, test.calm, test.stopped
		s, _ := Proposal(p, proposed)
		if s.Ring != test.want {
			t.Errorf("%s: ring %d", test.name, s.Ring)
		}
	}
}

func TestNothingIsProposedWhere(t *testing.T) {
	for name, change := range map[string]func(*Patient){
		"pain is 6 now":           func(p *Patient) { p.Day = Day{On: proposed, Before: 60} },
		"pain has flared up":      func(p *Patient) { p.Plan.Flare = addDays(proposed, -1) },
		"there was a week's rest": func(p *Patient) { p.Plan.Trained[7].On = addDays(proposed, -7) },
		"an operation was lately": func(p *Patient) { p.Profile.Operated = addDays(proposed, -20) },
	} {
		p := calmDays(8, proposed)
		if _, ok := Proposal(p, proposed); !ok {
			t.Fatal("nothing is proposed at all")
		}
		change(&p)
		if s, ok := Proposal(p, proposed); ok {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestWhatWasTooEasyGoesFirstAndWhatWasDeclinedNot(t *testing.T) {
	p := calmDays(3, proposed)
	p.Plan.Easy = []string{"C2"}
	s, _ := Proposal(p, proposed)
	if s.ID != "C2" || s.Rung != "8x5s" || s.Why != whyEasy {
		t.Errorf("%+v", s)
	}
	p.Plan.decline(s, proposed)
	p.Plan.Stepped = ""
	for days, again := range map[int]bool{0: false, 13: false, 14: true} {
		date := addDays(proposed, days)
		q := p
		q.Plan.Trained = calmDays(3, date).Plan.Trained
		q.Scores = calmDays(3, date).Scores
		if s, _ := Proposal(q, date); (s.ID == "C2") != again {
			t.Errorf("%d days after it was declined: %+v", days, s)
		}
	}
}

func TestPausesAtTheirThresholds(t *testing.T) {
	for days, want := range map[int]string{6: "3:2x6", 7: "2x10", 21: "2x10", 22: ""} {
		p := calmDays(1, "2026-03-01")
		p.Plan.Ring, p.Plan.Rungs = 2, map[string]string{"C6": "3:2x6"}
		date := addDays(p.lastTrained().On, days)
		if got := p.planOn(date).Rungs["C6"]; got != want {
			t.Errorf("after %d days C6 stands on %q, want %q", days, got, want)
		}
		if eased := p.planOn(date); days > freshStart && (eased.Ring != 0 || eased.Calm != 0) {
			t.Errorf("after %d days: %+v", days, eased)
		}
		p.Plan = p.planOn(date)
		if got := p.planOn(addDays(date, 1)).Rungs["C6"]; days >= levelDown && days < freshStart && got != want {
			t.Errorf("the day after %d days it went down again: %q", days, got)
		}
	}
}

func TestAVerdictMovesTheRungs(t *testing.T) {
	for _, test := range []struct {
		name             string
		before, peak, am Score
		want             string
	}{
		{"stay", 30, 30, 30, "3:2x8"}, {"regress", 20, 40, NoScore, "2x10"}, {"stop", 20, 50, NoScore, "2x10"}, {"the next morning", 30, 30, 50, "2x10"},
	} {
		plan := Plan{Footing: Footing{Rungs: map[string]string{"C6": "3:2x8", "C7": "3:5x5s"}}}
		plan.settle(nil, &Trained{On: proposed, Kind: kindFull, Done: "C6.right:done C6.left:done", Before: test.before, Peak: test.peak, Am: test.am})
		if got := plan.Rungs["C6"]; got != test.want {
			t.Errorf("%s: C6 on %s, want %s", test.name, got, test.want)
		}
		if plan.Rungs["C7"] != "3:5x5s" {
			t.Errorf("%s: what was not done moved to %s", test.name, plan.Rungs["C7"])
		}
	}
}

// A verdict counts once, also when the next morning comes later.
func TestTheNextMorningSettlesOnce(t *testing.T) {
	var plan Plan
	s := Trained{On: proposed, Kind: kindFull, Done: "C2:done", Before: 30, Peak: 30, Am: NoScore}
	plan.settle(nil, &s)
	was := s
	s.Am = 30
	plan.settle(&was, &s)
	if plan.Calm != 1 {
		t.Errorf("%d calm sessions", plan.Calm)
	}
	was = s
	s.Am = 60
	plan.settle(&was, &s)
	if plan.Calm != 0 || plan.Rungs["C2"] != "exhale" {
		t.Errorf("%d calm sessions, C2 on %q", plan.Calm, plan.Rungs["C2"])
	}
}

func TestADirectionIsLeftOutAfterTheSecondTime(t *testing.T) {
	p := Patient{Profile: Profile{Age: 40, Fear: -1}}
	holds := func(id, date string) bool {
		return slices.ContainsFunc(p.open(date), func(e Exercise) bool { return e.ID == id })
	}
	first, again := p.Plan.movedDown(Backward, "2026-03-01"), p.Plan.movedDown(Backward, "2026-03-01")
	if first || again {
		t.Error("twice in one session is once")
	}
	if holds("B1", "2026-03-08") || !holds("X1", "2026-03-02") || !holds("B1", "2026-03-09") {
		t.Error("after the first time it rests for a week, and what bends the other way goes on")
	}
	if !p.Plan.movedDown(Backward, "2026-03-09") {
		t.Error("the second time it is out")
	}
	if holds("B1", "2026-12-01") || !holds("X2", "2026-12-01") {
		t.Error("backward is out for good, and the middle is open")
	}
}

func TestAFlareLastsThreeToSevenDays(t *testing.T) {
	for _, test := range []struct {
		days int
		pain Score
		want bool
	}{
		{0, 20, true}, {2, 20, true}, {3, 40, false}, {3, 41, true}, {6, 60, true}, {7, 60, false},
	} {
		p := Patient{Plan: Plan{Footing: Footing{Flare: proposed, Usual: 30}}}
		date := addDays(proposed, test.days)
		p.Day = Day{On: date, Before: test.pain}
		if got := p.flared(date); got != test.want {
			t.Errorf("day %d with pain %v: %v", test.days, test.pain, got)
		}
	}
	p := Patient{Zone: "UTC", Profile: Profile{Fear: -1}, Plan: Plan{Footing: Footing{Ring: 2, Rungs: map[string]string{"C8": "half"}, Flare: proposed}}}
	if slices.ContainsFunc(p.open(proposed), func(e Exercise) bool { return e.Ring > 1 }) {
		t.Error("in a flare a ring beyond the first is open")
	}
}

func TestFibromyalgiaGrowsByATenthAWeek(t *testing.T) {
	p := calmDays(8, proposed)
	p.Profile.Groups = []string{GroupFibromyalgia}
	last, at := leastShare, ""
	for i := range 80 {
		date := addDays(proposed, i)
		p.Plan.Trained = calmDays(8, date).Plan.Trained
		s, ok := Proposal(p, date)
		if !ok || s.ID != stepShare {
			continue
		}
		p.Plan.take(s, date)
		if p.Plan.Share*10 > last*11 || at != "" && daysBetween(at, date) < 7 {
			t.Errorf("from %d%% on %s to %d%% on %s", last, at, p.Plan.Share, date)
		}
		last, at = p.Plan.Share, date
	}
	if last != fullShare {
		t.Errorf("after 80 days %d%%", last)
	}
}

// With fibromyalgia: from half of the dose, a tenth more a week at most, up to the
// whole (clinical.md 5.5).
func TestTheDoseGrowsFromHalfToTheWhole(t *testing.T) {
	for _, test := range []struct {
		share, days int // of the dose now, 0: as it begins; since the last step
		from, to    string
	}{{0, 7, "50", "55"}, {0, 6, "", ""}, {55, 7, "55", "60"}, {91, 7, "91", "100"}, {99, 7, "99", "100"}, {100, 7, "", ""}} {
		p := calmDays(8, proposed)
		p.Profile.Groups = []string{GroupFibromyalgia}
		p.Plan.Share, p.Plan.Stepped = test.share, addDays(proposed, -test.days)
		s, _ := Proposal(p, proposed)
		if s.ID != stepShare {
			s = StepUp{}
		}
		if s.From != test.from || s.Rung != test.to {
			t.Errorf("%d%%, %d days after the last step: from %q to %q, want %q to %q", test.share, test.days, s.From, s.Rung, test.from, test.to)
		}
	}
}

// Fear of moving: a week between two steps.
func TestFearTakesAStepAWeek(t *testing.T) {
	for days, want := range map[int]bool{6: false, 7: true} {
		p := calmDays(8, proposed)
		p.Profile.Fear = fearful
		p.Plan.Stepped = addDays(proposed, -days)
		if _, ok := Proposal(p, proposed); ok != want {
			t.Errorf("%d days after a step there is another: %v", days, ok)
		}
	}
}

// Two steps with what is known, and then another exercise.
func TestAnExerciseIsAddedAfterTwoSteps(t *testing.T) {
	for further, opens := range map[int]bool{0: false, 1: false, 2: true} {
		p := calmDays(3, proposed)
		p.Plan.Further = further
		if s, ok := Proposal(p, proposed); !ok || (s.From == "") != opens {
			t.Errorf("after %d steps: %+v", further, s)
		}
	}
}
