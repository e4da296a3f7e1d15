package flows

import "slices"

// A Rung is one step of an exercise's ladder: reps first, then the hold, then
// the level [clinical.md 4c]. A patient's rung is kept by its name, so that a
// new version may change a ladder.
type Rung struct {
	Name  string
	Level int // 1 very easy, 2 easy, 3 medium, 4 hard, 5 advanced
	Dose  Dose
	As    string // the version that it is done in: wording version.<name>; empty: as the exercise is
}

func at(name string, level int, dose Dose, as ...string) Rung {
	return Rung{Name: name, Level: level, Dose: dose, As: first(as)}
}

// seedLadder is that of the mobilisations: the seed dose [SEED], with half of it
// below. More repetitions are from a public dose of 8 to 10 [CENTR
// mdtherapeutics]; then the hold grows with them [DESIGN].
func seedLadder(level int, more ...Rung) []Rung {
	return append([]Rung{
		at("3+3", level, endDose(3, 3), "small"), at("5+5", level, endDose(5, 5)),
		at("8+5", level, endDose(8, 5)), at("8+8", level, endDose(8, 8)),
	}, more...)
}

// rung is the place of a named rung on the ladder; a name that this version
// doesn't know is the lowest.
func (e Exercise) rung(name string) int {
	return max(0, slices.IndexFunc(e.Ladder, func(r Rung) bool { return r.Name == name }))
}

// begins is the rung of who does an exercise without having been asked: the
// seed's dose for the mobilisations.
func (e Exercise) begins() int {
	if e.Start == "" {
		return 0
	}
	return e.rung(e.Start)
}

// onRung is an exercise as it is done on a rung.
func (e Exercise) onRung(i int) Exercise {
	r := e.Ladder[i]
	e.Rung, e.Level, e.Dose = r.Name, r.Level, r.Dose
	return e
}

// highest is the hardest rung, from one downward, that a level allows and that
// the versions of the special groups don't contradict; -1 if there is none.
func (e Exercise) highest(from, level int, versions []string) int {
	for i := from; i >= 0; i-- {
		if r := e.Ladder[i]; r.Level <= level && !e.contradicts(r.As, versions) {
			return i
		}
	}
	return -1
}

// ceiling is the hardest rung that is open while a ring is the outermost one: the top
// of what is within it, and of what only a special names, the lowest version or as
// far as that says. More repetitions and a longer hold are the same version
// [clinical.md 5, General].
func (e Exercise) ceiling(ring int, specials []Special) int {
	top := len(e.Ladder) - 1
	if e.Ring <= max(1, ring) || !e.named(specials) {
		return top
	}
	level := mostLevel
	for _, s := range specials {
		if u := e.on(s); u.Named {
			level = min(level, u.To) // the narrowest holds
		}
	}
	lowest, versions := e.Ladder[0], e.versions(specials)
	for i, r := range e.Ladder {
		same := r.Level == lowest.Level && (r.As == lowest.As || slices.Contains(versions, lowest.As))
		if r.Level > level && !same {
			return i - 1
		}
	}
	return top
}

// doneAs is how a rung is done: as what is special has it, and its own version.
func (e Exercise) doneAs(i int, versions []string) []string {
	as := e.Ladder[i].As
	if as == "" || slices.Contains(versions, as) || as == "small" && len(versions) > 0 {
		return versions
	}
	return append(slices.Clone(versions), as)
}

// contradicts says whether a rung can't be done as the special groups want it:
// two positions at once, a weight for who may lift none.
func (e Exercise) contradicts(as string, versions []string) bool {
	switch as {
	case "", "small":
		return false
	case "heavy": // who sits can pull a heavier band
		return len(without(versions, []string{"chair"})) > 0
	case "weight", "march", "elbows", "far", "level4":
		return len(versions) > 0
	}
	return slices.Contains(e.Own[as], "start") && slices.ContainsFunc(versions, func(v string) bool {
		return v != as && slices.Contains(e.Own[v], "start")
	})
}

// below is one rung down from here, or the same at the bottom.
func below(i int) int { return max(0, i-1) }

// levelBelow is one level down: the hardest rung of an easier level, or the
// lowest there is.
func (e Exercise) levelBelow(i int) int {
	level := e.Ladder[i].Level
	for i > 0 && e.Ladder[i].Level >= level {
		i--
	}
	return i
}
