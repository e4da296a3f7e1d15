package flows

import "slices"

// legStays: leg pain that went down in a session and is still lower a day or more
// later asks for a professional's eye, once for each session [CENTR, clinical.md
// 4c and 5.1]. Who has a red flag by it hears of that first.
func (t *turn) legStays(now string) {
	last := t.p.lastSunk()
	switch {
	case last == nil || daysBetween(last.On, t.today()) < 1:
		return
	case !further(last.Leg, now): // nor was it, where that was a slip
		t.p.Plan.Sunk = ""
		return
	case t.p.Plan.Sunk == last.On:
		return
	}
	t.p.Plan.Sunk = last.On
	t.log("leg.stays", map[string]string{"from": last.Leg, "to": now})
	t.say("leg.stays", about(AboutEducation), args("From", legName(last.Leg), "To", legName(now)))
}

// lastSunk is the session in which leg pain went down, if it was on the last day on
// which a session asked where it ended: a mini does not ask. nil if there is none.
func (p Patient) lastSunk() *Trained {
	on := ""
	for i := range slices.Backward(p.Plan.Trained) {
		s := &p.Plan.Trained[i]
		switch {
		case s.LegEnd == "":
		case on != "" && s.On != on:
			return nil
		case further(s.Leg, s.LegEnd):
			return s
		default:
			on = s.On
		}
	}
	return nil
}

// hearsForward takes "vooroverbuigen maakt het erger" from who has a narrow spinal
// canal for a question: what they assume of it hangs on the answer.
func (t *turn) hearsForward(text string) bool {
	if t.p.Stage != Coached || !t.p.in(GroupStenosis) || t.p.Plan.ForwardWorse != "" || !Allows(t.p, AboutExercise) || !saysForwardIsWorse(text) {
		return false
	}
	t.open("forward")
	return true
}

func forwardForm() Form { return heardForm("forward", "worse", forwardDone) }

// heardForm asks with one yes or no whether something that was heard in a text is so:
// what a session may hold hangs on it.
func heardForm(name, question string, done func(*turn, Open)) Form {
	return Form{
		Name: name, Topic: AboutExercise,
		Questions: []Question{{Name: question, Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}}},
		Done:      done,
	}
}

// forwardDone: bending forward is no longer what suits them, and the
// physio is asked (clinical.md 5.3).
func forwardDone(t *turn, o Open) {
	t.log("forward", o.Answers)
	t.p.Closed = nil
	if o.Answers["worse"] != ChoiceYes {
		t.say("forward.kept", about(AboutExercise))
		return
	}
	t.p.Plan.ForwardWorse = t.today()
	t.say("explain.forward", about(AboutExercise))
	t.replan()
}

// saysForwardIsWorse: that it helps, or makes it no worse, is the other way round.
func saysForwardIsWorse(text string) bool {
	words := wordsOf(text)
	return hearsAny(words, "vooroverbuigen|voorover|bukken|buigen|bending|bend|forward") &&
		saysPlainly(words, "erger|slechter|pijnlijker|worse|hurts") &&
		!saysPlainly(words, "helpt|beter|fijner|minder|helps|better|eases|less")
}

// saysPlainly says whether one of the words is there without a denial beside it.
func saysPlainly(words []string, list string) bool {
	for i, w := range words {
		if wordIn(w, list) && !hearsAny(words[max(0, i-1):min(len(words), i+2)], denials) {
			return true
		}
	}
	return false
}
