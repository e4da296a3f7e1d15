package flows

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// Step is the whole conversation: the patient after an event, what is said, and
// what goes into the diary. It never changes p, and the same arguments always
// give the same outcome.
func Step(p Patient, ev Event, now time.Time) Outcome {
	t := &turn{p: p.clone(), ev: ev, now: now.UTC().Truncate(time.Second)}
	t.endCounts()
	for _, stage := range stages() {
		if stage(t) {
			break
		}
	}
	return t.outcome()
}

// A stage looks at an event and says whether it has dealt with it.
type stage func(*turn) bool

// stages is the order in which an event is looked at. It is the safety design:
// nothing that a person says is looked at before the red-flag gate.
func stages() []stage {
	return []stage{
		restored,  // put back from a backup: held until the red flags were asked again
		presence,  // blocked, back again: nothing else is possible or needed
		gate,      // red flags: alarms, what an open flag allows, the ways back
		consent,   // nothing is asked or kept of someone who has not agreed
		returned,  // whoever was silent is there again
		commanded, // commands, their buttons, and words that mean them
		formed,    // the open form
		due,       // what time brings
		chat,      // anything else that people say
	}
}

// A turn is one event being handled: the patient as it becomes, and what is
// said. It lives for the length of one Step.
type turn struct {
	p   Patient
	ev  Event
	now time.Time
	out Outcome

	called bool     // a flag's call was said in this turn
	full   bool     // the diary of today is full, and this is the first time
	queue  []string // rows that are asked about next
	shut   []Bend   // directions that were left out in this turn
}

// A way of adding to a reply.
type with func(*Reply)

// say adds a reply about something ordinary.
func (t *turn) say(text string, opts ...with) {
	r := Reply{Text: text, Topic: AboutTalk, Class: Answer}
	if _, ticked := t.ev.(Ticked); ticked {
		r.Class = Reminder
	}
	for _, o := range opts {
		o(&r)
	}
	t.out.Replies = append(t.out.Replies, r)
}

// about sets a reply's topic.
func about(topic Topic) with { return func(r *Reply) { r.Topic = topic } }

// args gives a wording its values, as name, value, name, value.
func args(pairs ...string) with {
	return func(r *Reply) {
		if r.Args == nil {
			r.Args = Args{}
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			r.Args[pairs[i]] = pairs[i+1]
		}
	}
}

// until drops a reply that has not gone out by then.
func until(at time.Time) with { return func(r *Reply) { r.Until = at } }

// offering puts buttons that stand for commands below a reply. They don't grow old.
func offering(commands ...string) with {
	return func(r *Reply) { r.Ask = &Ask{Form: FormDo, Kind: Choice, Choices: commands} }
}

// log adds a line to the diary and returns its number. Nothing is written of
// someone who has not agreed to it.
func (t *turn) log(kind string, data map[string]string) int {
	if t.p.Consent == nil || !t.fits(kind) {
		return 0
	}
	t.p.Entries++
	t.out.Diary = append(t.out.Diary, Entry{
		Seq: t.p.Entries, At: t.now, Kind: kind, By: t.ev.actor(), Data: data,
	})
	return t.p.Entries
}

// toast shows a wording at the button that was tapped. Who typed has no button
// to look at, and gets a reply.
func (t *turn) toast(text string, opts ...with) {
	if _, pressed := t.ev.(Pressed); !pressed {
		t.say(text, opts...)
		return
	}
	r := Reply{Text: text, Topic: AboutTalk, Class: Answer}
	for _, o := range opts {
		o(&r)
	}
	t.out.Toast = &r
}

// outcome drops what an open flag forbids: the last door, behind every stage.
func (t *turn) outcome() Outcome {
	t.tellFull()
	t.haltCounts()
	t.holdBack()
	t.lead()
	t.apologise()
	if t.out.Forget { // nothing is left but whom the goodbye goes to
		t.p = Patient{ID: t.p.ID, Practice: t.p.Practice, Lang: t.p.Lang, Zone: t.p.Zone, Stage: Declined}
		t.out.Diary = nil
	}
	t.out.Patient = t.p
	return t.out
}

// holdBack drops what may not be said now. Someone who would hear nothing hears
// why.
func (t *turn) holdBack() {
	said := len(t.out.Replies)
	t.out.Replies = slices.DeleteFunc(t.out.Replies, func(r Reply) bool { return !Allows(t.p, r.Topic) })
	if said > 0 && len(t.out.Replies) == 0 && t.out.Toast == nil && t.ev.actor() == ByPatient {
		t.say("flag.held", about(AboutFlag), safely, t.callFirst)
	}
}

// lead puts the call of an open flag in front of what nobody may be kept from.
func (t *turn) lead() {
	for i, r := range t.out.Replies {
		if r.Topic == AboutRights {
			t.callFirst(&t.out.Replies[i])
			return // once: the privacy statement takes several messages
		}
	}
}

// presence handles the two events that are about reaching someone at all.
func presence(t *turn) bool {
	switch t.ev.(type) {
	case Blocked:
		t.p.Away = true
		t.log("blocked", nil)
		return true
	case CameBack:
		back := t.p.Away
		t.p.Away = false
		if back {
			t.log("unblocked", nil)
			t.tellRestored()
			t.welcomeBack()
		}
		return true
	}
	if t.ev.actor() == ByPatient && t.p.Away {
		t.p.Away = false // whoever writes can be written to
	}
	_, ticked := t.ev.(Ticked)
	return t.p.Away && !(ticked && t.p.Consent == nil)
}

// clone copies a patient so deeply that changing the copy leaves p alone.
func (p Patient) clone() Patient {
	if p.Consent != nil {
		c := *p.Consent
		p.Consent = &c
	}
	if p.Closed != nil {
		c := p.Closed.clone()
		p.Closed = &c
	}
	p.Profile.Groups = slices.Clone(p.Profile.Groups)
	p.Findings = slices.Clone(p.Findings)
	p.Flags = slices.Clone(p.Flags)
	p.Known = slices.Clone(p.Known)
	p.Denied = slices.Clone(p.Denied)
	p.Scores = slices.Clone(p.Scores)
	p.Forms = slices.Clone(p.Forms)
	for i := range p.Forms {
		p.Forms[i] = p.Forms[i].clone()
	}
	p.Plan = p.Plan.clone()
	p.Course = p.Course.clone()
	return p
}

func (o Open) clone() Open {
	if o.Answers = maps.Clone(o.Answers); o.Answers == nil {
		o.Answers = map[string]string{}
	}
	o.Was = maps.Clone(o.Was)
	o.Path = slices.Clone(o.Path)
	o.Ticked = slices.Clone(o.Ticked)
	o.Rows = slices.Clone(o.Rows)
	o.Steps = slices.Clone(o.Steps)
	if o.Count != nil {
		c := *o.Count
		o.Count = &c
	}
	if o.Began != nil {
		b := *o.Began
		b.Footing = b.Footing.clone()
		o.Began = &b
	}
	return o
}

func itoa(n int) string { return strconv.Itoa(n) }
