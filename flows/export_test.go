package flows

import "time"

// CardOf is the card of an exercise for somebody to whom these specials apply;
// false if one of them closes it.
func CardOf(e Exercise, specials ...Special) (Args, bool) {
	for _, s := range specials {
		if e.on(s).Never {
			return nil, false
		}
	}
	e.Versions = e.versions(specials)
	side, how := "", e.Versions
	if e.Sided {
		side, how = sideLeft, append(how, "gently")
	}
	a := e.card(side, e.Dose, how)
	a["Goal"] = ""
	return a, true
}

// BeatsOf is how an exercise is counted.
func BeatsOf(e Exercise) []Beat { return e.Dose.beats() }

// FigureFor names the figure of that card, without a side.
func FigureFor(e Exercise, specials ...Special) string {
	return figureOf(e.ID, e.versions(specials), "")
}

// NextMoment names what time brings next to a patient; "" if nothing.
func NextMoment(p Patient) string {
	name, at := "", time.Time{}
	if !p.Away {
		if at = flagDue(p); !at.IsZero() {
			name = "flag"
		}
	}
	for _, m := range moments() {
		if p.Away && m.name != "erase" || m.waits(p) {
			continue
		}
		if next := m.next(p); !next.IsZero() && (at.IsZero() || next.Before(at)) {
			name, at = m.name, next
		}
	}
	return name
}

// Standing is what the rules make of a patient at a moment.
type Standing struct {
	Screen                          string // the red-flag set that comes before an exercise
	Active, Paused, Aside, Left     bool   // today; a form put aside; a list that was left
	CheckIn, Correctable            bool
	Specials                        []Special
	LastPain                        Score
	Nothing                         bool // no exercise is left
	DeniedFlag, DeniedWord, Evening bool
	Leg, Day                        bool
}

// StandingOf is what the rules make of a patient now.
func StandingOf(p Patient, now time.Time) Standing {
	t := &turn{p: p.clone(), ev: Ticked{}, now: now}
	today := t.today()
	local := now.In(p.zone())
	s := Standing{
		Screen: p.screenMode(now), Active: p.activeOn(today), Paused: p.paused(today), Aside: t.asideForm(),
		LastPain: p.lastPain(), Nothing: p.Stage == Coached && len(Session(p, today)) == 0,
		Leg: p.legPain(), Day: p.Day.On == today, Evening: local.Hour()*60+local.Minute() >= lastNight,
		CheckIn: p.Stage == Coached && t.checkinWeek() > 0,
	}
	if o := t.top(); o != nil {
		s.Left = t.left(o)
	}
	for _, d := range p.Denied {
		s.DeniedFlag = s.DeniedFlag || !d.Word && now.Sub(d.At) < day
		s.DeniedWord = s.DeniedWord || d.Word && now.Sub(d.At) < day
	}
	if p.Stage == Coached {
		s.Specials = p.specials(today)
	}
	c := t.p.Closed
	s.Correctable = c != nil && c.Entry > 0 && len(c.Path) > 0 && now.Sub(c.Asked) <= correctable
	return s
}

// RowOf is the class of a row's tap, and whether it has a follow-up of its own.
func RowOf(row Row) (class Urgency, detail bool) {
	f := redFlagOf(row)
	return f.Tapped, len(f.Detail) > 0
}
