package flows

// eraseForm asks once, with one tap, whether everything may go (AVG art. 17).
func eraseForm() Form {
	return Form{
		Name: "erase", Topic: AboutRights,
		Questions: []Question{
			{Name: "sure", Kind: Choice, Choices: []string{"keep", "erase"}, Read: readErase, Took: tookErase},
		},
		Done: func(*turn, Open) {},
	}
}

// readErase takes plain words; a bare "ja" is meant.
func readErase(text string) (string, bool) {
	switch plainChoice(text) {
	case ChoiceYes:
		return "erase", true
	case ChoiceNo:
		return "keep", true
	}
	return "", false
}

func (t *turn) eraseNow() {
	t.drop("erase")
	t.open("erase")
}

// tookErase erases at once, and everywhere: nothing is kept that says who this
// was or that they ever agreed.
func tookErase(t *turn, value string) bool {
	t.drop("erase")
	if value != "erase" {
		t.say("erase.kept", about(AboutRights))
		t.resume()
		return true
	}
	t.say("erase.done", about(AboutRights))
	t.p.Stage, t.p.Forms = Declined, nil
	t.out.Forget = true
	return true
}
