package flows

import "testing"

// course is a course with pain and one or more activities at the start, in
// whole points, and check-ins after it.
func course(pain Score, psk []Score, weeks ...Week) Course {
	c := Course{Start: "2026-03-02", Pain: pain}
	for _, s := range psk {
		c.Activities = append(c.Activities, Activity{Words: "lopen", Start: s})
	}
	for _, w := range weeks {
		if w.On == "" {
			w.On = addDays(c.Start, 7*w.N)
		}
		c.keepWeek(w)
	}
	return c
}

// wk is the check-in of a week: mean pain, and the difficulties.
func wk(n int, mean Score, psk ...Score) Week { return Week{N: n, Mean: mean, Worst: mean, PSK: psk} }

func TestAWeekIsComparedWithTheStart(t *testing.T) {
	for name, tc := range map[string]struct {
		pain Score
		psk  []Score
		week Week
		want Trend
	}{
		"two points less":                {60, nil, wk(1, 40), Improved},
		"1.9 points less of 8":           {80, nil, wk(1, 61), Unchanged},
		"2 of 8, which is 25%":           {80, nil, wk(1, 60), Improved},
		"6 to 4.2 is 30%":                {60, nil, wk(1, 42), Improved},
		"6 to 4.3 is not":                {60, nil, wk(1, 43), Unchanged},
		"3 to 2.1 is 30%":                {30, nil, wk(1, 21), Improved},
		"3 to 2.2 is not":                {30, nil, wk(1, 22), Unchanged},
		"1 to 0.7 is 30%":                {10, nil, wk(1, 7), Improved},
		"the same":                       {60, nil, wk(1, 60), Unchanged},
		"nothing stays nothing":          {0, []Score{50}, wk(1, 0, 50), Unchanged},
		"1.9 points more":                {50, nil, wk(1, 69), Unchanged},
		"two points more":                {50, nil, wk(1, 70), Worse},
		"activities two points easier":   {60, []Score{70}, wk(1, 60, 50), Improved},
		"activities 1.9 points easier":   {60, []Score{70}, wk(1, 60, 51), Unchanged},
		"mean of three is two":           {60, []Score{70, 70, 70}, wk(1, 60, 40, 50, 60), Improved},
		"mean of three is a bit less":    {60, []Score{70, 70, 70}, wk(1, 60, 40, 50, 61), Unchanged},
		"an activity not asked is out":   {60, []Score{70, 10}, wk(1, 60, 50, NoScore), Improved},
		"a new activity has no week yet": {60, []Score{70, 10}, wk(1, 60, 50), Improved},
		"worse pain outweighs":           {50, []Score{70}, wk(1, 70, 30), Worse},
		"recovered":                      {60, []Score{70}, wk(1, 0, 10), Recovered},
		"no pain, but limited":           {60, []Score{70}, wk(1, 0, 11), Improved},
		"recovered without activities":   {60, nil, wk(1, 0), Recovered},
		"a little pain is not recovered": {60, []Score{70}, wk(1, 1, 0), Improved},
	} {
		if got := course(tc.pain, tc.psk).trend(tc.week); got != tc.want {
			t.Errorf("%s: got %s, want %s", name, got, tc.want)
		}
	}
}

func TestThePercentageNeverShowsMoreThanTheRuleReached(t *testing.T) {
	for _, tc := range []struct {
		start, now Score
		want       int
	}{{60, 42, 30}, {60, 43, 28}, {30, 21, 30}, {70, 50, 28}, {60, 60, 0}, {60, 70, 0}, {0, 0, 0}, {60, 0, 100}, {NoScore, 40, 0}} {
		if got := course(tc.start, nil).painDown(wk(1, tc.now)); got != tc.want {
			t.Errorf("%s to %s: got %d%%, want %d%%", tc.start, tc.now, got, tc.want)
		}
	}
}

func TestGettingWorseTakesTwoCheckInsOrHarderActivities(t *testing.T) {
	for name, tc := range map[string]struct {
		c    Course
		want bool
	}{
		"no check-in":                 {course(50, nil), false},
		"one week":                    {course(50, nil, wk(1, 70)), false},
		"two weeks":                   {course(50, nil, wk(1, 70), wk(2, 70)), true},
		"two weeks, one just under":   {course(50, nil, wk(1, 69), wk(2, 80)), false},
		"with a week left out":        {course(50, nil, wk(1, 70), wk(3, 70)), true},
		"not in a row":                {course(50, nil, wk(1, 70), wk(2, 50), wk(3, 70)), false},
		"from the start, not lately":  {course(50, nil, wk(1, 40), wk(2, 60)), false},
		"activities two harder":       {course(50, []Score{50}, wk(1, 50, 70)), true},
		"activities 1.9 harder":       {course(50, []Score{50}, wk(1, 50, 69)), false},
		"activities were harder once": {course(50, []Score{50}, wk(1, 50, 70), wk(2, 50, 50)), false},
	} {
		if got := tc.c.worsening(); got != tc.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestADeviatingCourseIsThreeCheckInsThatDoNotGoDown(t *testing.T) {
	for name, tc := range map[string]struct {
		c    Course
		want bool
	}{
		"two check-ins":               {course(60, nil, wk(1, 60), wk(2, 60)), false},
		"flat":                        {course(60, nil, wk(1, 60), wk(2, 60), wk(3, 60)), true},
		"rising":                      {course(60, nil, wk(1, 40), wk(2, 50), wk(3, 60)), true},
		"a bit less":                  {course(60, nil, wk(1, 60), wk(2, 60), wk(3, 59)), false},
		"flat, with weeks left out":   {course(60, nil, wk(1, 60), wk(4, 60), wk(6, 60)), true},
		"flat zeros":                  {course(60, []Score{50}, wk(1, 0, 0), wk(2, 0, 0), wk(3, 0, 0)), false},
		"recovered in the end":        {course(60, []Score{50}, wk(1, 0, 10), wk(2, 0, 10), wk(3, 0, 10)), false},
		"less pain, same limitation":  {course(60, []Score{50}, wk(1, 60, 50), wk(2, 50, 50), wk(3, 40, 50)), true},
		"same pain, less limitation":  {course(60, []Score{50}, wk(1, 60, 50), wk(2, 60, 50), wk(3, 60, 40)), true},
		"both less":                   {course(60, []Score{50}, wk(1, 60, 50), wk(2, 55, 50), wk(3, 55, 45)), false},
		"no pain, limitation is flat": {course(60, []Score{50}, wk(1, 0, 30), wk(2, 0, 30), wk(3, 0, 30)), true},
	} {
		if got := tc.c.deviates(); got != tc.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// played gives the advice of every check-in, in order.
func played(start Course, leg bool, weeks ...Week) map[int]Advice {
	got := map[int]Advice{}
	for _, w := range weeks {
		w.On = addDays(start.Start, 7*w.N)
		start.keepWeek(w)
		got[w.N] = start.advise(leg, false)
	}
	return got
}

func TestAdviceComesOnceAtItsMoment(t *testing.T) {
	flat := func(weeks ...int) (all []Week) {
		for _, n := range weeks {
			all = append(all, wk(n, 60, 50))
		}
		return all
	}
	for name, tc := range map[string]struct {
		leg   bool
		weeks []Week
		want  map[int]Advice
	}{
		"flat for 13 weeks":          {false, flat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), map[int]Advice{3: AdvisePro, 6: AdviseFirm, 12: AdviseGP12}},
		"with leg pain":              {true, flat(1, 2, 3, 4, 5, 6, 7, 8, 9), map[int]Advice{3: AdvisePro, 6: AdviseLeg}},
		"leg pain, 6 and 7 missed":   {true, flat(4, 8), map[int]Advice{4: AdvisePro, 8: AdviseLeg}},
		"leg pain, 6 to 8 missed":    {true, flat(4, 9), map[int]Advice{4: AdvisePro, 9: AdviseFirm}},
		"week 3 missed":              {false, flat(1, 2, 4), map[int]Advice{4: AdvisePro}},
		"only weeks 1 and 2":         {false, flat(1, 2), nil},
		"only week 11":               {false, flat(11), map[int]Advice{11: AdviseFirm}},
		"only week 12":               {false, flat(12), map[int]Advice{12: AdviseGP12}},
		"only week 14":               {false, flat(14), map[int]Advice{14: AdviseGP12}},
		"improved":                   {true, []Week{wk(3, 42, 50), wk(6, 40, 50), wk(12, 40, 50)}, nil},
		"feels much better":          {false, []Week{{N: 4, Mean: 60, GPE: 2, PSK: []Score{50}}}, nil},
		"feels a bit better":         {false, []Week{{N: 4, Mean: 60, GPE: 3, PSK: []Score{50}}}, map[int]Advice{4: AdvisePro}},
		"feels better in week 12":    {false, []Week{{N: 12, Mean: 60, GPE: 1, PSK: []Score{50}}}, map[int]Advice{12: AdviseGP12}},
		"recovered":                  {true, []Week{wk(3, 0, 0), wk(4, 0, 0), wk(6, 0, 0), wk(12, 0, 0)}, nil},
		"worse at once":              {false, []Week{wk(1, 80, 50), wk(2, 80, 50), wk(3, 80, 50)}, map[int]Advice{2: AdviseWorse, 3: AdvisePro}},
		"worse, better, worse again": {false, []Week{wk(1, 80, 30), wk(2, 80, 30), wk(3, 40, 30), wk(4, 80, 30), wk(5, 80, 30)}, map[int]Advice{2: AdviseWorse, 4: AdvisePro, 5: AdviseWorse}},
		"worse in week 12":           {false, []Week{wk(11, 80, 20), wk(12, 80, 20)}, map[int]Advice{11: AdviseFirm, 12: AdviseGP12}},
	} {
		got := played(course(60, []Score{50}), tc.leg, tc.weeks...)
		for _, w := range tc.weeks {
			if got[w.N] != tc.want[w.N] {
				t.Errorf("%s: week %d: got %q, want %q", name, w.N, got[w.N], tc.want[w.N])
			}
		}
	}
}

func TestARepeatedCheckInTakesTheAdviceOfItsMistakeBack(t *testing.T) {
	c := course(60, []Score{50}, wk(4, 60, 50))
	if got := c.advise(false, false); got != AdvisePro {
		t.Fatalf("got %q", got)
	}
	c.untell(func(told Told) bool { return told.Week == 4 })
	c.keepWeek(wk(4, 30, 50))
	if got := c.advise(false, false); got != "" || len(c.Told) > 0 || len(c.Weeks) != 1 {
		t.Errorf("after the correction: %q, told %v, %d weeks", got, c.Told, len(c.Weeks))
	}
}

func TestOnlyTheProgrammesWeeksAreKept(t *testing.T) {
	c := course(60, nil)
	for n := 1; n <= 60; n++ {
		c.keepWeek(wk(n, 50))
	}
	if len(c.Weeks) != keptWeeks || c.lastWeek().N != 60 {
		t.Errorf("%d weeks, the last is %d", len(c.Weeks), c.lastWeek().N)
	}
}

func TestWithoutAdviceTheNumbersAreExplained(t *testing.T) {
	for name, tc := range map[string]struct {
		c    Course
		want string
	}{
		"first week":         {course(60, []Score{50}, wk(1, 60, 50)), "reassure"},
		"second week":        {course(60, []Score{50}, wk(1, 60, 50), wk(2, 60, 50)), "steady"},
		"first week, worse":  {course(60, []Score{50}, wk(1, 80, 50)), "more"},
		"first, a bit worse": {course(60, []Score{50}, wk(1, 61, 50)), "bit_more"},
		"later, a bit worse": {course(60, []Score{50}, wk(1, 60, 50), wk(2, 75, 50)), "bit_more"},
		"later, worse":       {course(60, []Score{50}, wk(1, 60, 50), wk(2, 80, 50)), "more"},
		"less pain":          {course(60, []Score{50}, wk(1, 60, 50), wk(2, 42, 50)), "improved"},
		"easier activities":  {course(60, []Score{50}, wk(1, 60, 50), wk(2, 60, 30)), "improved.do"},
		"recovered":          {course(60, []Score{50}, wk(1, 0, 0)), "recovered"},
		"first in week four": {course(60, []Score{50}, wk(4, 50, 50)), "steady"},
	} {
		if got := tc.c.comfort(*tc.c.lastWeek()); got != tc.want {
			t.Errorf("%s: got %s, want %s", name, got, tc.want)
		}
	}
	told := course(60, []Score{50}, wk(4, 60, 50), wk(5, 60, 50))
	told.Told = []Told{{AdvisePro, 4}}
	for name, tc := range map[string]struct {
		week Week
		want string
	}{
		"nothing changed":   {wk(6, 60, 50), "stands"},
		"two points more":   {wk(6, 80, 50), "stands.more"},
		"harder activities": {wk(6, 60, 70), "stands.harder"},
		"more and easier":   {wk(6, 80, 20), "stands.more"},
		"less and harder":   {wk(6, 30, 70), "stands.harder"},
		"less":              {wk(6, 40, 50), "improved"},
	} {
		if got := told.comfort(tc.week); got != tc.want {
			t.Errorf("after advice, %s: got %s, want %s", name, got, tc.want)
		}
	}
}

// With much fear of moving, weeks of bad sleep, little confidence or worse lead to the
// GP; without it, or with one better week in between, they don't (clinical.md 5.6).
func TestFearThatTakesItsTollLeadsToTheGP(t *testing.T) {
	week := func(n int, sleep, confidence Score, gpe int) Week {
		w := wk(n, 40, 40)
		w.Sleep, w.Confidence, w.GPE = sleep, confidence, gpe
		return w
	}
	for name, tc := range map[string]struct {
		afraid bool
		weeks  []Week
		want   bool
	}{
		"bad sleep":                {true, []Week{week(1, 30, 70, 0), week(2, 30, 70, 4), week(3, 20, 70, 4)}, true},
		"one of each":              {true, []Week{week(1, 30, 70, 0), week(2, 70, 30, 4), week(3, 70, 70, 5)}, true},
		"two weeks":                {true, []Week{week(1, 30, 70, 0), week(2, 30, 70, 4)}, false},
		"a better week in between": {true, []Week{week(1, 30, 70, 0), week(2, 31, 31, 4), week(3, 20, 70, 4)}, false},
		"not answered":             {true, []Week{week(1, NoScore, NoScore, 0), week(2, NoScore, NoScore, 0), week(3, NoScore, NoScore, 0)}, false},
		"without fear":             {false, []Week{week(1, 30, 70, 0), week(2, 30, 70, 4), week(3, 20, 70, 4)}, false},
	} {
		c := course(60, []Score{50})
		said := Advice("")
		for _, w := range tc.weeks {
			w.On = addDays(c.Start, 7*w.N)
			c.keepWeek(w)
			said = c.advise(false, tc.afraid)
		}
		if (said == AdviseToll) != tc.want {
			t.Errorf("%s: %q", name, said)
		}
	}
}
