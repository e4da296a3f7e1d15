package flows

// legStays: leg pain that went down in the last session and is still lower a day
// or more later asks for a professional's eye, once for each session [CENTR,
// clinical.md 4c and 5.1]. Who has a red flag by it hears of that first.
func (t *turn) legStays(now string) {
	last := t.p.lastTrained()
	if last == nil || !further(last.Leg, last.LegEnd) || !further(last.Leg, now) || daysBetween(last.On, t.today()) < 1 || t.p.Plan.Sunk == last.On {
		return
	}
	t.p.Plan.Sunk = last.On
	t.log("leg.stays", map[string]string{"from": last.Leg, "to": now})
	t.say("leg.stays", about(AboutEducation), args("From", legName(last.Leg), "To", legName(now)))
}

// hearsForward takes "vooroverbuigen maakt het erger" from who has a narrow spinal
// canal: then bending forward is no longer what suits them, and the physio is asked
// (clinical.md 5.3).
func (t *turn) hearsForward(text string) bool {
	if t.p.Stage != Coached || !t.p.in(GroupStenosis) || !saysForwardIsWorse(text) {
		return false
	}
	t.p.Plan.Forward = Direction{On: t.today(), Times: max(hurtTwice, t.p.Plan.Forward.Times)}
	t.log("forward", nil)
	t.reply("explain.forward", about(AboutExercise))
	return true
}

func saysForwardIsWorse(text string) bool {
	words := wordsOf(text)
	return hearsAny(words, "vooroverbuigen|voorover|bukken|buigen|bending|bend|forward") &&
		hearsAny(words, "erger|slechter|pijnlijker|meer|worse|hurts|more")
}
