package flows

// Rhythm is when this patient wants to hear from us.
type Rhythm struct {
	Hour Clock `json:"hour,omitempty"`
}

// Day is what happened today.
type Day struct{}

// Plan is what the next session is made of.
type Plan struct{}

func (p Plan) clone() Plan { return p }

func (t *turn) keepRhythm(o Open) {}
func (t *turn) startSession()     {}
func (t *turn) exerciseNow()      {}
func (t *turn) dayCommand()       {}
func (t *turn) welcomeBack()      {}
