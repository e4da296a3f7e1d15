package flows

import (
	"slices"
	"time"
)

// Today is a session of a local date and why it is what it is, as data: for a
// screen, a table, a physiotherapist.
type Today struct {
	On        string
	Ring      int        // the outermost ring that is open
	Exercises []Exercise // as the patient does them; none: walking, and a question for the physio
	Step      *StepUp    // the one step up that would be proposed; nil: none
	Half      bool       // half the dose
	Walk      int        // minutes of walking, where walking is part of the plan; 0: it is not
	Why       []Reason   // the first is the one that is said
}

// A Reason is a wording, why.<...>, with the patient's own numbers.
type Reason struct {
	Text string
	Args Args
}

// TodayOf is what today brings to any patient on any day.
func TodayOf(p Patient, date string) Today {
	t := Today{On: date, Exercises: Session(p, date), Why: p.why(date), Walk: p.walk(date)}
	p.Plan = p.planOn(date)
	t.Ring, t.Half = max(1, p.Plan.Ring), p.easier(date, p.specials(date))
	if step, ok := Proposal(p, date); ok {
		t.Step = &step
	}
	return t
}

// why is what makes a session what it is, in the precedence of clinical.md 9:
// the gate after an operation, pregnancy, bones, stenosis and leg pain, fear, and
// then the ladder.
func (p Patient) why(date string) []Reason {
	var all []Reason
	add := func(text string, pairs ...string) {
		a := Args{}
		for i := 0; i+1 < len(pairs); i += 2 {
			a[pairs[i]] = pairs[i+1]
		}
		all = append(all, Reason{"why." + text, a})
	}
	if gate, on := p.gate(date); gate != "" {
		days, _ := p.sinceSurgery(date)
		add("gate."+gate, "Days", itoa(days), "On", on)
	}
	for _, s := range p.specials(date) {
		switch s {
		case PostOpEarly, PostOpLate, PostOpBends:
			days, _ := p.sinceSurgery(date)
			if !p.mayNot(date) {
				add(string(s), "Days", itoa(days))
			}
		case Pregnant, PregnantLate:
			add(string(s), "Week", itoa(p.pregnantWeek(date)))
		case ForFibro:
			add(string(s), "Share", itoa(max(leastShare, p.Plan.Share)))
		case ForPain:
			add(string(s), "Pain", p.painOn(date).Tenths())
		default:
			add(string(s))
		}
	}
	for _, bend := range []Bend{Backward, Forward} {
		if d := p.Plan.direction(bend); d.closed(date) {
			add("bend."+string(bend), "Times", itoa(d.Times))
		}
	}
	if p.Plan.ForwardWorse != "" {
		add("forward")
	}
	if away := p.sinceTrained(date); away >= levelDown {
		what := "down"
		if away > freshStart {
			what = "restart"
		}
		add("pause."+what, "Days", itoa(away))
	}
	if p.flared(date) {
		add("flare", "Usual", p.Plan.Usual.Tenths())
	}
	if last := p.lastWeighed(); last != nil && last.because() != "" {
		add("last."+last.because(), p.figuresOf(*last)...)
	}
	switch plan := p.planOn(date); {
	case p.atTop(date):
		add("top")
	case plan.Ring < outermost && !p.opensEver(max(1, plan.Ring)+1, date):
		add("ring.none")
	case plan.Ring <= 1 && plan.Calm >= ring2Sessions: // declined
		add("ring1.earned")
	case plan.Ring == 2 && plan.Calm >= ring3Sessions:
		add("ring2.earned")
	case plan.Ring <= 1:
		add("ring1", "Sessions", itoa(plan.Calm), "Need", itoa(ring2Sessions))
	case plan.Ring == 2:
		add("ring2", "Sessions", itoa(plan.Calm), "Need", itoa(ring3Sessions))
	default:
		add("ring3")
	}
	return all
}

// opensEver says whether a ring has anything that what is special now leaves open.
func (p Patient) opensEver(ring int, date string) bool {
	specials := slices.DeleteFunc(p.specials(date), func(s Special) bool { return s == ForPain }) // which passes
	return slices.ContainsFunc(catalogue, func(e Exercise) bool {
		_, done := p.Plan.Rungs[e.ID]
		named := e.named(specials) && e.Needs == ""
		if e.Ring != ring || p.excluded(e, specials) {
			return false
		}
		first := 0
		if done || named { // what goes on with it
			first = e.ceiling(ring-1, specials) + 1
		}
		return first < len(e.Ladder) && e.highest(first, p.levelCap(specials), e.versions(specials)) == first
	})
}

// atTop says whether there is nothing to go up to for good: not for the weeks after an
// operation, or of a pregnancy.
func (p Patient) atTop(date string) bool {
	passing := []Special{PostOpEarly, PostOpLate, PostOpBends, Pregnant}
	if slices.ContainsFunc(p.specials(date), func(s Special) bool { return slices.Contains(passing, s) }) {
		return false
	}
	return p.noneLeft(date)
}

// noneLeft says whether there is nothing to go up to with what is special now: every
// exercise is at its top, and none is left to open but with equipment. What passes by
// itself within days is left out of it: pain, a flare, what rests.
func (p Patient) noneLeft(date string) bool {
	p = p.clone()
	p.Plan = p.planOn(date)
	p.Day, p.Scores, p.Plan.Flare, p.Plan.Refused = Day{}, nil, "", nil
	p.Plan.Hurt = slices.DeleteFunc(p.Plan.Hurt, func(h Hurt) bool { return !h.out() })
	for _, d := range []*Direction{&p.Plan.Backward, &p.Plan.Forward} {
		if !d.out() {
			*d = Direction{}
		}
	}
	specials, open := p.specials(date), p.open(date)
	switch {
	case len(open) == 0:
		return false
	case p.in(GroupFibromyalgia) && (p.Plan.Share < fullShare || p.Plan.walks() < mostWalk):
		return false
	case max(1, p.Plan.Ring) < outermost && p.opensEver(max(1, p.Plan.Ring)+1, date):
		return false
	}
	further := slices.ContainsFunc(open, func(e Exercise) bool {
		_, ok := p.nextRung(e.ID, date)
		return ok
	})
	return !further && !slices.ContainsFunc(p.opens(specials, date), func(s StepUp) bool {
		e, _ := exerciseOf(s.ID)
		return e.Needs == ""
	})
}

// Foresee is how the next days would go if every session were calm and each step
// up accepted: the plan as a physiotherapist can read it. It changes nothing.
func Foresee(p Patient, from string, days int) []Today {
	p = p.clone()
	pain := p.lastPain()
	if pain == NoScore {
		pain = 0
	}
	var all []Today
	for i := range days {
		date := addDays(from, i)
		at, _ := time.Parse(dateLayout, date)
		p.Scores = lastOf(append(p.Scores, Scored{At: at.Add(12 * time.Hour), Pain: pain, Kind: "before"}), scoreDays)
		p.Day = Day{On: date, Before: pain}
		t := TodayOf(p, date)
		p.Plan = p.planOn(date)
		if t.Step != nil {
			p.Plan.take(*t.Step, date)
			t.Exercises = p.including(t.Step.ID, Session(p, date), date)
		}
		all = append(all, t)
		if s := p.calmly(t, pain); s.Done != "" {
			p.Plan.settle(nil, &s)
			p.Plan.Trained = keptOf(append(p.Plan.Trained, s))
		}
	}
	return all
}

// calmly is a session done without anything that would change the plan.
func (p Patient) calmly(t Today, pain Score) Trained {
	s := Trained{On: t.On, Kind: kindFull, Before: pain, Peak: pain, Am: pain, Asked: true, Feel: "light"}
	for _, e := range t.Exercises {
		for _, card := range cardsOf(e) {
			s.Done += " " + card + ":done"
		}
	}
	return s
}

// Somebody is a patient in the programme with these groups, who began today:
// what `plan` shows the way of.
type Somebody struct {
	Groups   []string
	Age      int
	Leg      string // how far the pain goes down
	Pain     Score
	Fear     int
	Operated int  // days ago, with GroupSurgery
	Allowed  bool // the surgeon or physio agreed to exercises
	Week     int  // of pregnancy
	Floor    string
	Falls    bool
	Bends    bool // the surgeon or physio agrees to bending backward
	Born     bool // a child, and the check after six weeks was done
}

// Patient is somebody as a patient, at a moment.
func (s Somebody) Patient(zone string, now time.Time) Patient {
	p := NewPatient("somebody", "main", Dutch, zone, now)
	p.Stage = Coached
	today := p.localDate(now)
	p.Profile = Profile{Age: s.Age, Leg: s.Leg, Groups: s.Groups, Fear: s.Fear, Floor: s.Floor, Falls: s.Falls}
	if p.in(GroupSurgery) {
		p.Profile.Operated = addDays(today, -s.Operated)
	}
	if p.in(GroupPregnant) {
		p.Profile.PregnantWeek, p.Profile.PregnantOn = s.Week, today
	}
	if s.Bends {
		p.Profile.Bends = ChoiceYes
	}
	if s.Born {
		p.Profile.PregnantWeek, p.Profile.PregnantOn, p.Profile.Born = 0, today, ChoiceYes
	}
	if s.Allowed {
		p.Known = []Known{{Row: "RF34"}}
	}
	p.Course.Start = today
	p.Scores = []Scored{{At: now, Pain: s.Pain, Kind: "intake"}}
	return p
}
