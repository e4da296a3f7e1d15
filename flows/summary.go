package flows

import "strconv"

// summarise says a week in three lines: pain, activities, active days, each
// with where it is going.
func (t *turn) summarise(w Week, before *Week) {
	c := t.p.Course
	t.say("checkin.summary", args(
		"PainLine", "checkin.pain."+painLine(w, before), "Pain", w.Mean.Tenths(), "PainWas", weekOr(before, w).Mean.Tenths(),
		"DoLine", "checkin.do."+c.doLine(w), "Do", shown(c.pskMean(w)), "DoStart", shown(c.pskStart(w)),
		"DaysLine", "checkin.active."+daysLine(w, before), "Days", strconv.Itoa(max(0, w.Days)),
		"DaysWas", strconv.Itoa(max(0, weekOr(before, w).Days)),
	), offering("correct"))
}

func painLine(w Week, before *Week) string {
	if before == nil {
		return "first"
	}
	return direction(before.Mean, w.Mean)
}

// doLine compares how hard the activities are with the start.
func (c Course) doLine(w Week) string {
	start, now, n := c.pskSums(w)
	switch {
	case n == 0:
		return "none"
	case now < start:
		return "easier"
	case now > start:
		return "harder"
	}
	return "same"
}

func daysLine(w Week, before *Week) string {
	switch {
	case before == nil || before.Days < 0:
		return "first"
	case w.Days > before.Days:
		return "more"
	case w.Days < before.Days:
		return "fewer"
	}
	return "same"
}

// pskStart is the mean difficulty at the start of what a week tells of.
func (c Course) pskStart(w Week) Score {
	start, _, n := c.pskSums(w)
	return meanOf(start, n)
}

func weekOr(w *Week, other Week) Week {
	if w == nil {
		return other
	}
	return *w
}

// shown is a score for wording that leaves it out when there is none.
func shown(s Score) string {
	if s == NoScore {
		return ""
	}
	return s.Tenths()
}

// advise says what the course asks for, with its reason in the patient's own
// numbers; without advice it says how to read them.
func (t *turn) advise(w Week) {
	c := &t.p.Course
	a := c.advise(t.p.legPain(), t.p.Profile.Fear >= fearful)
	if a != "" || c.Deviating {
		t.log("advice", map[string]string{
			"advice": string(a), "week": strconv.Itoa(w.N), "trend": string(c.trend(w)), "deviating": strconv.FormatBool(c.Deviating),
		})
	}
	text := "advice." + string(a)
	switch {
	case a == "":
		text = "advice." + c.comfort(w)
	case a == AdviseWorse && c.pskWorse(w):
		text = "advice.worse.do"
	case a == AdviseLeg && !t.p.legHurts():
		text = "advice.leg.hernia"
	}
	t.say(text, about(AboutEducation), args(
		"Week", strconv.Itoa(w.N), "Start", shown(c.Pain), "Pain", w.Mean.Tenths(), "Percent", strconv.Itoa(c.painDown(w)),
		"Do", shown(c.pskMean(w)), "DoStart", shown(c.pskStart(w)), "Count", strconv.Itoa(len(lastYear(c.Episodes, w.On))),
	))
}

// comfort is what is said where no advice is new: the safe text of clinical.md
// 2.3 in the first weeks, never a promise. Nobody whose pain or activities are
// worse than at the start hears that it is fine as it is.
func (c Course) comfort(w Week) string {
	if worse := c.concern(w); worse != "" {
		return worse
	}
	more := c.Pain != NoScore && w.Mean > c.Pain
	switch trend := c.trend(w); {
	case trend == Recovered:
		return "recovered"
	case w.N <= reassureUntil && len(c.Weeks) <= 1 && !more:
		return "reassure"
	case trend == Improved && c.painBetter(w):
		return "improved"
	case trend == Improved:
		return "improved.do"
	case len(c.Told) > 0:
		return "stands"
	case more:
		return "bit_more"
	}
	return "steady"
}

// concern is what is said of a week that is worse than the start, or "".
func (c Course) concern(w Week) string {
	switch told := len(c.Told) > 0; {
	case c.painWorse(w) && told:
		return "stands.more"
	case c.painWorse(w):
		return "more"
	case c.pskWorse(w): // which has its own advice the first time
		return "stands.harder"
	}
	return ""
}

// legHurts: pain below the buttock, at the intake or now.
func (p Patient) legHurts() bool {
	return further("buttock", p.Profile.Leg) || further("buttock", p.Plan.Leg)
}
