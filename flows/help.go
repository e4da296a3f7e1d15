package flows

// limits says what this program is and is not, and whom to call (clinical.md 8.1).
func (t *turn) limits() { t.say(abroad(t.p, "help.limits"), about(AboutRights)) }

// helpNow says who this is, whom to call, and what can be done. It offers what
// is possible now.
func (t *turn) helpNow() {
	t.limits()
	menu := offering("exercise", "library", "pain", "alarm", "settings", "language")
	switch {
	case !Allows(t.p, AboutTalk):
		menu = offering("seen", "alarm", "privacy")
	case t.p.Stage == Stopped:
		menu = offering("start", "privacy", "delete")
	case t.p.Stage == Intake:
		menu = offering("continue", "alarm", "privacy", "language")
	}
	t.say("help", about(AboutRights), menu)
}

// privacyParts is how many messages the privacy statement takes.
const privacyParts = 5

// privacyNow says who keeps what, why and how long, and what one can ask for
// (AVG art. 13, clinical.md 8.3). The last part has the buttons.
func (t *turn) privacyNow(opts ...with) {
	for i := range privacyParts {
		if i < privacyParts-1 {
			t.say("privacy."+itoa(i+1), about(AboutRights))
			continue
		}
		t.say("privacy."+itoa(i+1), append([]with{about(AboutRights)}, opts...)...)
	}
}
