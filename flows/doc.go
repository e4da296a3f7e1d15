// Package flows is the whole conversation: what is said next to a patient with
// low back pain, and when. It is pure. Step takes a patient, an event and the
// time and returns what the patient becomes and what is said; Due says when the
// patient next wants a Tick. There is no clock, network, disk or random source
// in here, and no wording: replies name texts that messages renders.
//
// Where to look:
//
//	step.go      the stages that handle every event, in the order that keeps people safe
//	gate.go      the first of them: red flags; suspect.go raises them, call.go says whom to call
//	redflag.go   the rows of the red-flag table; urgency.go what they lead to
//	flag.go      what an open flag allows; lock.go its questions and the ways back
//	form.go      how a table of questions becomes a conversation
//
// Medical rules carry their source: [SEED], NHG, KNGF and the like are the
// tags of the team's clinical facts.
//
// What it is not: it doesn't know Telegram, languages' words for buttons, or
// where patients are kept. The one thing it reads that is not in its arguments
// is the time zone database, which it takes for a constant.
package flows
