package flows

// Fear of moving is asked of everybody once (more.go), and of who has much of it once more
// every four weeks, with the check-in: below 7 the tiny steps end, in the patient's own
// numbers (clinical.md 5.6). The ladder of feared activities stays as long as there is
// something on it.

// fearAgain is the days after which it is asked again: four weeks, to the check-in
// that is nearest.
const fearAgain = 25

func fearQuestion() Question {
	return Question{
		Name: "fear", Kind: Scale, Skip: true, When: fearDue,
		Args: func(p Patient, o Open) Args { return Args{"Was": fearWas(p, o).Tenths()} },
		Took: func(t *turn, _ string) bool {
			o := t.top()
			o.Answers["fear_was"] = fearWas(t.p, *o).String()
			return false
		},
	}
}

// fearDue: of who has much fear, four weeks after it was last told.
func fearDue(p Patient, o Open) bool {
	last := p.Profile.FearOn
	if last == "" { // a record of before
		last = p.Course.Start
	}
	return p.Profile.Fear >= fearful && daysBetween(last, p.localDate(o.Since)) >= fearAgain
}

// fearWas is what it was before this check-in, also while the answer is corrected.
func fearWas(p Patient, o Open) Score {
	if was := scoreIn(o, "fear_was"); was != NoScore {
		return was
	}
	return Score(p.Profile.Fear * 10)
}

// tellFear keeps how much fear of moving there is, in whole points.
func (p *Patient) tellFear(fear Score, date string) {
	p.Profile.Fear, p.Profile.FearOn = int(fear+5)/10, date
}

// keepFear keeps what a check-in was told, and of one that was passed over when it was
// asked.
func (t *turn) keepFear(o Open) {
	if _, asked := o.Answers["fear"]; !asked {
		return
	}
	fear := scoreIn(o, "fear")
	if fear == NoScore {
		fear = fearWas(t.p, o)
	}
	t.p.tellFear(fear, t.today())
}

// sayFear says what the answer means: the tiny steps end, or go on.
func (t *turn) sayFear(o Open) {
	fear := scoreIn(o, "fear")
	if fear == NoScore {
		return
	}
	numbers := args("Fear", fear.Tenths(), "Was", fearWas(t.p, o).Tenths())
	switch {
	case t.p.Profile.Fear >= fearful:
		t.say("checkin.fear.stays", about(AboutEducation), numbers)
	case len(t.p.Plan.Feared) > 0:
		t.say("checkin.fear.over.ladder", about(AboutEducation), numbers, offering("feared"))
	default:
		t.say("checkin.fear.over", about(AboutEducation), numbers)
	}
}
