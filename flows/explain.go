package flows

import "slices"

// What is special about somebody is explained once, a thing a session, before it
// begins: what the plan does with it, and what to look out for (clinical.md 5).

// explained is what has an explanation, what matters most first (clinical.md 9).
func explained() []Special {
	return []Special{PregnantLate, Pregnant, AfterBirth, ForBones, ForFlexion, ForLeg, ForCurve, ForFibro, ForFalls, ForChair}
}

// explain says the first of them that was not said yet.
func (t *turn) explain() {
	specials := t.p.specials(t.today())
	for _, s := range explained() {
		name := explanation(s)
		if !slices.Contains(specials, s) || slices.Contains(t.p.Plan.Asked, name) {
			continue
		}
		t.p.Plan.Asked = append(t.p.Plan.Asked, name)
		t.say(name, about(AboutEducation), t.weekArgs)
		return
	}
}

// explanation names what is said of a special: of both halves of a pregnancy the
// same.
func explanation(s Special) string {
	if s == PregnantLate {
		s = Pregnant
	}
	return "explain." + string(s)
}
