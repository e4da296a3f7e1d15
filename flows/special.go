package flows

import "slices"

// A Special is a circumstance that narrows what someone may do (clinical.md 5
// and 4c). Several add up: the exclusions of all of them hold, and the lowest
// dose and level.
type Special string

// The specials. POSTOP and PREG change with the calendar.
const (
	ForLeg       Special = "LRS"     // pain that radiates below the buttock, or a hernia
	ForFlexion   Special = "FLEX"    // stenosis: better bent forward
	PostOpEarly  Special = "POSTOP4" // 4 to 6 weeks after surgery: day 28 to 41
	PostOpLate   Special = "POSTOP6" // 6 to 12 weeks after surgery
	PostOpBends  Special = "POSTOPB" // the same, and surgeon or physio agrees to bending backward
	Pregnant     Special = "PREG"    // up to week 12
	PregnantLate Special = "PREG2"   // from week 13
	AfterBirth   Special = "BIRTH"   // the check after six weeks was done
	ForBones     Special = "OSTEO"   // osteoporosis
	ForCurve     Special = "SCOL"    // scoliosis: the normal programme; nothing is closed
	ForFibro     Special = "FM"      // fibromyalgia: half the dose
	ForFear      Special = "FEAR"    // fear of moving 7 and up
	ForAge       Special = "OLD"     // 75 and over, or 55 and a first episode: level 3 at most
	ForChair     Special = "CHAIR"   // can't get up from the floor alone, or so old and nobody knows
	ForFalls     Special = "FALLS"   // fell twice this year, or walks with help
	ForPain      Special = "PAIN"    // pain of 6 and up before the session
)

// Where the specials begin.
const (
	postOpNone   = 28 // days after surgery without any exercise [DESIGN, clinical.md 5.2]
	postOpEarly  = 42 // up to the day before: only with the OK of surgeon or physio
	postOpFull   = 84 // up to and including: no normal ladder yet ("after 12 weeks")
	pregnantLate = 13 // week from which nothing is done flat on the back or prone [PregEx]
	fearful      = 7  // of 10 [DESIGN, clinical.md 5.6]
	highBaseline = 60 // tenths [DESIGN, clinical.md 4c]
	startLevel   = 1  // "restart at level 1" is also where everybody starts [clinical.md 4c]
	mostLevel    = 3  // pregnant, or 75 and over [clinical.md 5.7, 5.9]
	topLevel     = 5
)

// closed says of a special that only what it names is open: the lists of
// clinical.md 5.2, 5.7 and 5.9 are of what is allowed.
func (s Special) closed() bool {
	return s == PostOpEarly || s == PostOpLate || s == PregnantLate || s == ForChair
}

// on is what a special makes of an exercise.
func (e Exercise) on(s Special) Use {
	if u, ok := e.For[s]; ok {
		return u
	}
	if s == PostOpBends { // as POSTOP6, but for what it opens
		return e.on(PostOpLate)
	}
	return Use{Never: s.closed()}
}

// specials is what narrows this patient's exercises on a local date.
func (p Patient) specials(date string) []Special {
	var all []Special
	add := func(s Special, holds bool) {
		if holds {
			all = append(all, s)
		}
	}
	days, operated := p.sinceSurgery(date)
	add(PostOpEarly, operated && days < postOpEarly)
	late := operated && days >= postOpEarly && days <= postOpFull
	add(PostOpLate, late && p.Profile.Bends != ChoiceYes)
	add(PostOpBends, late && p.Profile.Bends == ChoiceYes)
	week := p.pregnantWeek(date)
	add(Pregnant, week > 0 && week < pregnantLate)
	add(PregnantLate, week >= pregnantLate)
	add(AfterBirth, p.Profile.Born != "")
	add(ForBones, p.in(GroupOsteoporosis) || p.in(GroupPrednisone)) // long prednisone likewise (5.8)
	add(ForFlexion, p.in(GroupStenosis) && p.Plan.ForwardWorse == "")
	add(ForLeg, p.legPain())
	add(ForCurve, p.in(GroupScoliosis))
	add(ForFear, p.Profile.Fear >= fearful)
	add(ForFibro, p.in(GroupFibromyalgia))
	add(ForChair, p.Profile.Floor == ChoiceNo || p.Profile.careful() && p.Profile.Floor != ChoiceYes)
	add(ForAge, p.Profile.careful())
	add(ForFalls, p.Profile.Falls)
	add(ForPain, p.painOn(date) >= highBaseline)
	return all
}

// careful says whether what is for the old holds: from 75 on, and from 55 on in a
// first episode ever (clinical.md 5.9).
func (s Profile) careful() bool { return s.Age >= anyGPAge || s.First && s.Age >= firstGPAge }

// sinceSurgery is the days since a back operation. Someone who had one without
// a date is taken for just operated.
func (p Patient) sinceSurgery(date string) (days int, operated bool) {
	if p.Profile.Operated == "" {
		return 0, p.in(GroupSurgery)
	}
	return daysBetween(p.Profile.Operated, date), true
}

// pregnantWeek is the week of pregnancy on a local date; 0: not pregnant. It
// goes on counting after the birth, so that the narrow list holds until the
// profile is changed. Someone who told no week is taken to be far on.
func (p Patient) pregnantWeek(date string) int {
	switch {
	case p.Profile.Born != "":
		return 0
	case p.Profile.PregnantWeek > 0:
		return min(longestPregnancy, p.Profile.PregnantWeek+max(0, daysBetween(p.Profile.PregnantOn, date))/weekDays)
	case p.in(GroupPregnant):
		return pregnantLate
	}
	return 0
}

// painOn is the pain that a session of this date is made for: what was said before
// it, or more if that was told since; else the last score at rest. What was told
// since and is less makes no session harder.
func (p Patient) painOn(date string) Score {
	last := p.atRest()
	switch {
	case p.Day.On != date || p.Day.Before == NoScore:
		return last.Pain
	case last.Kind == "now" && !last.At.Before(p.Day.At):
		return max(p.Day.Before, last.Pain)
	}
	return p.Day.Before
}

// legs is how far leg pain goes down, from not at all to the foot.
func legs() []string { return []string{"none", "buttock", "thigh", "knee", "calf", "foot"} }

// further says whether leg pain went down from one place to another. From an
// unknown place it did not.
func further(from, to string) bool {
	a, b := slices.Index(legs(), from), slices.Index(legs(), to)
	return a >= 0 && b > a
}

// legPain says whether the rules for radiating pain hold: a hernia, or pain
// that went below the buttock, at the intake or now.
func (p Patient) legPain() bool {
	return p.in(GroupHernia) || p.legHurts()
}
