package flows

// ConsentVersion names the wording that people agree to. It changes with it.
const ConsentVersion = "2026-11"

// consent is the second stage: of someone who has not agreed nothing is asked
// but that, and nothing is kept but the address, the language and the place in
// this conversation.
func consent(t *turn) bool {
	if t.p.Consent != nil {
		return false
	}
	switch t.ev.(type) {
	case Ticked:
		return false // due erases who never agreed
	case Outage:
		return true
	}
	switch t.commandOf() {
	case "":
	case "help":
		t.limits()
		t.say("help.arriving", about(AboutRights), offering("start", "privacy", "language"))
		return true
	case "privacy":
		t.privacyNow(offering("start", "language"))
		return true
	case "language":
		return commanded(t)
	case "delete", "stop":
		t.goodbye("erase.done")
		return true
	default:
		t.welcome()
		return true
	}
	if len(t.p.Forms) == 0 {
		t.welcome()
		return true
	}
	if t.top().Later { // put aside before anything was agreed to
		t.raise(len(t.p.Forms) - 1)
		t.ask()
		return true
	}
	if !formed(t) {
		t.missed()
	}
	return true
}

// welcome says who is talking, what it is and is not, and asks for consent.
func (t *turn) welcome() {
	t.p.Stage, t.p.Arrived = Arriving, t.now
	t.drop("consent")
	t.say("welcome.hello", offering("language"))
	t.say(abroad(t.p, "welcome.limits"))
	t.open("consent")
}

// consentForm asks for explicit consent, a question per purpose (AVG art.
// 9(2)(a)). The first button also says that one is an adult, so that no age is
// kept of someone who may not take part (RF32).
func consentForm() Form {
	return Form{
		Name: "consent", Bound: true, Progress: true,
		Questions: []Question{
			{Name: "programme", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo, "young"}, Took: tookProgramme},
			{Name: "reminders", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}},
		},
		Done: agreed,
	}
}

func tookProgramme(t *turn, value string) bool {
	switch value {
	case ChoiceYes:
		return false
	case "young":
		t.goodbye("consent.young")
	default:
		t.goodbye("consent.goodbye")
	}
	return true
}

// goodbye is kind and final: within a day nothing is left.
func (t *turn) goodbye(text string) {
	t.p.Stage, t.p.Forms = Declined, nil
	t.say(text, about(AboutRights))
	if text == "erase.done" {
		t.out.Forget = true
	}
}

// agreed keeps the consent with its version and time, and begins the intake.
func agreed(t *turn, o Open) {
	t.p.Consent = &Consent{
		Version: ConsentVersion, At: t.now,
		Programme: true, Reminders: o.Answers["reminders"] == ChoiceYes,
	}
	t.p.Stage, t.p.Closed = Intake, nil
	t.log("consent", map[string]string{"version": ConsentVersion, "programme": ChoiceYes, "reminders": o.Answers["reminders"]})
	t.say("intake.begin")
	t.open("intake")
}
