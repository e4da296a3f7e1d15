package flows

import "time"

// A Reply is one message to a patient, as data: it names a wording and its
// arguments, what is asked with it, and what it is about. It knows no
// keyboard, no markup and no language; messages renders it when it is sent.
type Reply struct {
	Text string `json:"text"` // name of the wording in messages
	// Lead names what comes first, with spaces between if it is more than one
	// wording: the call of an open flag, an apology for an answer that comes late.
	Lead string `json:"lead,omitempty"`
	Args Args   `json:"args,omitempty"` // values for the wording
	// Figure names the exercise that is shown with it: its id, how it is done, and
	// the side ("C7.small.left").
	Figure string `json:"figure,omitempty"`
	// Topic is what the message is about. What an open red flag allows is
	// decided by it (Allows).
	Topic Topic `json:"topic"`
	Class Class `json:"class"`
	Ask   *Ask  `json:"ask,omitempty"`
	// Again: the question already stands in the chat and has changed (a tick
	// in a list, say). It is renewed where it stands, if it still stands there.
	Again bool `json:"again,omitempty"`
	// Count is what is counted along with the question, from a moment on.
	Count *Count `json:"count,omitempty"`
	// Until is the moment after which it makes no sense any more; zero: never.
	Until time.Time `json:"until,omitzero"`
}

// Args are the values a wording needs. Names end in how they are shown: a
// plain name is shown as it is; messages has functions for dates, days, clock
// times, scores and names of other wordings.
type Args map[string]string

// A Class says how a message is delivered.
type Class string

// The classes, in the order in which they overtake each other.
const (
	Safety   Class = "safety"   // red flags: overtakes all else of its chat, sent again when in doubt
	Answer   Class = "answer"   // to something the patient did; sent again when in doubt
	Reminder Class = "reminder" // unasked; never sent twice
)

// A Topic is what a message is about.
type Topic string

// The topics of clinical.md 1.4's table of what an open flag allows.
const (
	AboutFlag      Topic = "flag"      // the flag itself: calls, questions, ways back
	AboutRights    Topic = "rights"    // help, stop, privacy, erase: under a flag these open with its call
	AboutEducation Topic = "education" // explanation
	AboutWalking   Topic = "walking"   // gentle walking advice
	AboutExercise  Topic = "exercise"  // sessions, exercises and what invites to them
	AboutTalk      Topic = "talk"      // everything else: intake, check-in, settings, small talk
)

// An Ask is a question that goes with a reply.
type Ask struct {
	Form     string   `json:"form"`
	Run      int      `json:"run"`
	Question string   `json:"question"`
	Kind     Kind     `json:"kind"`
	Choices  []string `json:"choices,omitempty"`
	// Words are labels that are not wording of ours, by choice: a patient's own
	// words, a city.
	Words map[string]string `json:"words,omitempty"`
	// About narrows the wording: a red-flag row, an exercise, the side.
	About  string   `json:"about,omitempty"`
	Ticked []string `json:"ticked,omitempty"` // Several: what is ticked so far
	Step   int      `json:"step,omitempty"`   // "question 4 of 9"; 0: progress is not shown
	Of     int      `json:"of,omitempty"`
	// Ways are the ways out of this question beside answering it: WayBack,
	// WayLater, WaySkip. They come as choices of a Pressed too.
	Ways []string `json:"ways,omitempty"`
	// Few are the only Choices and Ways that have a button now; empty: all have.
	// The others still count, typed or tapped on a message that shows them, and
	// WayMore shows them.
	Few []string `json:"few,omitempty"`
}

// A Kind is the kind of answer a question wants.
type Kind string

// The kinds of answers.
const (
	Choice  Kind = "choice"  // one of Choices
	Several Kind = "several" // any of Choices, then ChoiceDone, or ChoiceNone at once
	Scale   Kind = "scale"   // a whole number of 0-10 by button; typed, halves and tenths too
	Text    Kind = "text"    // own words
)

// Choices and ways out with a meaning in every form.
const (
	ChoiceYes    = "yes"
	ChoiceNo     = "no"
	ChoiceUnsure = "unsure"
	ChoiceNone   = "none"  // Several: none of these
	ChoiceDone   = "done"  // Several: these and no others
	ChoiceDoubt  = "doubt" // Several: ask me one by one
	WayBack      = "back"
	WayLater     = "later"
	WaySkip      = "skip"
	WayMore      = "more" // shows the buttons that are not shown, and all there is to say
)

// FormDo is the form of buttons that stand for a command and don't grow old:
// their question is the command's name, their choice its argument.
const FormDo = "do"

// An Outcome is what an event leads to. It is data: nothing has happened yet.
type Outcome struct {
	Patient Patient
	Replies []Reply
	Diary   []Entry
	// Answered is the question that this event closed, so that its buttons go
	// and the answer stays readable; nil if none.
	Answered *Answered
	// Toast is shown at the tapped button for a moment, or as an alert when
	// Alert is set: a red flag's call, which no limit delays.
	Toast *Reply
	Alert bool
	// Forget: erase this patient everywhere. Replies still go out.
	Forget bool
}

// Answered names a question and what was answered, as choices or as words.
type Answered struct {
	Ask     Ask
	Choices []string
	Words   string
}

// An Entry is one line of a patient's diary, which is only ever added to. Step
// never reads it.
type Entry struct {
	Seq  int               `json:"seq"` // counts from 1 within a patient
	At   time.Time         `json:"at"`
	Kind string            `json:"kind"`
	By   Actor             `json:"by"`
	Data map[string]string `json:"data,omitempty"`
	// Replaces is the Seq of the entry that this one corrects; 0: none.
	Replaces int `json:"replaces,omitempty"`
}
