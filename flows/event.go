package flows

import "time"

// An Event is one thing that happened to one patient. The set is sealed:
// Said, Sent, Pressed, Commanded, Ticked, Blocked, CameBack, Outage and Restored.
// Every event says who acted; what a clinician does later comes in the same way.
type Event interface{ actor() Actor }

// An Actor is who made an event happen.
type Actor string

// The actors. A way back from a red flag is logged with one of them.
const (
	ByPatient   Actor = "patient"
	ByClinician Actor = "clinician"
	BySystem    Actor = "system"
)

// Said is text that a person typed.
type Said struct {
	By   Actor
	Text string
	// Means is the choice of the open question whose label, in the patient's
	// own language, is what they typed, or else the one of Library. The host that
	// knows the labels fills it in (see Asking); empty if the text is not a label.
	Means string
	// Edited: this replaces an earlier message. Forwarded: somebody else's words.
	Edited, Forwarded bool
	// At is when it was typed; zero if unknown. An answer that comes late says so.
	At time.Time
}

// Sent is anything that is not text: a voice message, a photo, a sticker.
type Sent struct {
	By   Actor
	What Media
	// Text is the caption; it passes the red-flag gate like any other text.
	Text string
	At   time.Time
}

// Media is a kind of message that a person can send and we can't read.
type Media string

// The media we have an answer to of its own; anything else is MediaOther.
const (
	MediaVoice    Media = "voice"
	MediaPhoto    Media = "photo"
	MediaSticker  Media = "sticker"
	MediaLocation Media = "location"
	MediaOther    Media = "other"
)

// Pressed is a tap on a button. It carries the question the button was made
// for, so that an old or a repeated tap can be told from an answer.
type Pressed struct {
	By       Actor
	Form     string // name of the form; FormDo for a button that stands for a command
	Run      int    // which time this form was opened; 0 for FormDo
	Question string
	Choice   string
	// At is when it was tapped; zero if unknown, as it mostly is.
	At time.Time
}

// Commanded is a slash command, by its English name and without the slash
// ("/oefenen 2" is Commanded{Name: "exercise", Arg: "2"}); see Command.
type Commanded struct {
	By   Actor
	Name string
	Arg  string
	At   time.Time
}

// Ticked is sent when the moment that Due named has come, or later.
type Ticked struct{}

// Blocked says that nothing can be sent to this patient any more: they blocked
// the bot, or their account is gone.
type Blocked struct{}

// CameBack says that a patient who had blocked the bot opened it again.
type CameBack struct{}

// Outage tells an active patient's flow that the bot could not hear anyone
// since the given time, for so long that messages were dropped.
type Outage struct{ Since time.Time }

// Restored says that the patient was put back from a backup of the given time:
// what they told since then may be missing.
type Restored struct{ To time.Time }

func (e Said) actor() Actor      { return e.By }
func (e Sent) actor() Actor      { return e.By }
func (e Pressed) actor() Actor   { return e.By }
func (e Commanded) actor() Actor { return e.By }
func (Ticked) actor() Actor      { return BySystem }
func (Blocked) actor() Actor     { return BySystem }
func (CameBack) actor() Actor    { return ByPatient }
func (Outage) actor() Actor      { return BySystem }
func (Restored) actor() Actor    { return BySystem }
