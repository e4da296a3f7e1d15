package flows

// hearsFloor takes "ik kom niet van de vloer" for a question: who can't get up from it
// alone does everything on a chair or standing (clinical.md 5.9). The old are asked
// unasked (floorUnknown); anybody may say so.
func (t *turn) hearsFloor(text string) bool {
	if t.p.Stage != Coached || t.p.Profile.Floor == ChoiceNo || !Allows(t.p, AboutExercise) || !saysNoFloor(text) {
		return false
	}
	t.open("floor")
	return true
}

func saysNoFloor(text string) bool {
	words := wordsOf(text)
	return hearsAny(words, "vloer|grond|mat|floor|ground") &&
		hearsAny(words, "opstaan|sta|overeind|omhoog|kom|komen|get|getting|stand") &&
		hearsAny(words, "niet|nooit|nauwelijks|moeilijk|cant|cannot|not|never|hardly|hard|difficult")
}

func floorForm() Form { return heardForm("floor", "up", floorDone) }

// floorDone closes the floor at once, also to the session that is open.
func floorDone(t *turn, o Open) {
	t.log("floor", o.Answers)
	t.p.Closed = nil
	t.p.Profile.Floor = o.Answers["up"]
	if o.Answers["up"] == ChoiceYes {
		t.say("floor.kept", about(AboutExercise))
		return
	}
	t.p.Plan.Asked = append(t.p.Plan.Asked, explanation(ForChair))
	t.say(explanation(ForChair), about(AboutEducation))
	t.replan()
}
