package flows

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
	return e.card(side, e.Dose, how), true
}
