package flows

import (
	"maps"
	"slices"
	"time"
)

// A Form is a conversation as a table of questions, asked in their order.
// Adding a question is one line in Questions plus its wording in messages.
//
// Every form can be gone back in, left and taken up again, and answered by
// typing as well as by button; its place is kept by the name of the question,
// so that a new version may be deployed while someone is in the middle.
type Form struct {
	Name      string
	Topic     Topic // what its questions are about; AboutTalk if empty
	Progress  bool  // say "question 4 of 9"
	Bound     bool  // it can't be left with "later": a safety question
	After     bool  // it follows what was said of another form, which stays the one to correct
	Safety    bool  // its questions overtake all else: they are about an alarm
	Questions []Question
	// Fresh holds it against today before it is asked. It returns true when something
	// else was said.
	Fresh func(*turn) bool
	// Done concludes it: the answers become state, and something is said.
	Done func(*turn, Open)
}

// A Question is one line of a form. Its wording is named <form>.<question>.
type Question struct {
	Name    string
	Kind    Kind
	Choices []string
	// Text names its wording where <form>.<question> is not enough.
	Text func(Patient, Open) string
	// Opening says something before it, each time that it is asked.
	Opening func(*turn)
	// Lead names what comes before it: the call to make, with an emergency row.
	Lead func(Patient, Open) string
	// Sub is a form to go through at this place, instead of a question.
	Sub string
	// Open opens the Sub form, where it takes more than its name.
	Open func(*turn)
	// Offer gives the choices that depend on the patient, instead of Choices.
	Offer func(Patient, Open) []string
	// Few gives the only choices and ways out that have a button now; nil or none:
	// all have.
	Few func(Patient, Open) []string
	// Words labels choices with words that are not wording of ours.
	Words func(Patient, Open) map[string]string
	// Whole gives the wording more values, for who wants to see all of it.
	Whole func(Patient, Open) Args
	// When says whether it is asked at all; nil: always.
	When func(Patient, Open) bool
	// Args gives its wording values.
	Args func(Patient, Open) Args
	// Figure names what is shown with it (figureOf).
	Figure func(Patient, Open) string
	// Read understands a typed answer that is not a choice, as the value to keep.
	Read func(text string) (string, bool)
	// Took acts on an answer at once, before the next question. It returns true
	// when it has said what comes next itself.
	Took func(t *turn, value string) bool
	// Tick acts on one line of a list being ticked or unticked, before "done".
	// It returns true when it has said what comes next itself.
	Tick func(t *turn, choice string) bool
	// Beside acts on a choice that is no answer: the question stands. It returns
	// false for what is an answer.
	Beside func(t *turn, choice string) bool
	// Gone names what is said of a choice that the question has at other moments;
	// "" if it never has it.
	Gone func(o Open, choice string) string
	// Word is the choice that plain words mean at this question, also one that it
	// has at other moments; "" if they mean none.
	Word func(p Patient, o Open, text string) string
	// Count is what is counted along with it now, or nil.
	Count func(Patient, Open) *Count
	// Aside: it has no number among the steps; what comes before the first card.
	Aside bool
	// Skip: the question may be passed over.
	Skip bool
	// Limit is the longest answer in own words, in characters; 0: 200.
	Limit int
}

// Open is a form that someone is in the middle of.
type Open struct {
	Form     string            `json:"form"`
	Run      int               `json:"run"`
	Question string            `json:"question"`
	Answers  map[string]string `json:"answers,omitempty"`
	Path     []string          `json:"path,omitempty"` // questions answered, in order: the way back
	Ticked   []string          `json:"ticked,omitempty"`
	Missed   int               `json:"missed,omitempty"` // answers in a row that were none
	Later    bool              `json:"later,omitempty"`  // put aside: what is typed is no answer to it
	Since    time.Time         `json:"since"`
	Asked    time.Time         `json:"asked"`           // when its question was last asked
	About    string            `json:"about,omitempty"` // the row, exercise or side that it is about
	Rows     []string          `json:"rows,omitempty"`  // red-flag rows still to ask about
	Entry    int               `json:"entry,omitempty"` // its diary entry, so that a correction can name it
	Count    *Counting         `json:"count,omitempty"` // of its question
	Began    *Began            `json:"began,omitempty"` // where it found the plan
	Was      map[string]string `json:"was,omitempty"`   // the answers of a session that is corrected, before that
	// Steps are the questions that were to come when the first of them was asked: what
	// "question 4 of 9" counts. What an answer brings in between has no number, and
	// what falls away leaves a gap: the total stands, and the number only goes up.
	Steps []string `json:"steps,omitempty"`
}

// formsByName is every form there is. They are built when they are asked for,
// so that no conversation hangs on a global.
func formsByName() map[string]func() Form {
	return map[string]func() Form{
		"consent": consentForm, "intake": intakeForm, "more": moreForm,
		"screen": screenForm, "row": rowForm, "lock": lockForm, "crisis": crisisForm,
		"morning": morningForm, "session": sessionForm, "quicklog": quicklogForm,
		"pain": painForm, "checkin": checkinForm,
		"situation": situationForm, "feared": fearedForm, "forward": forwardForm, "floor": floorForm, "settings": settingsForm, "pause": pauseForm, "erase": eraseForm,
	}
}

// FormNames lists every form there is, in alphabetical order.
func FormNames() []string { return slices.Sorted(maps.Keys(formsByName())) }

// FormOf is the form of a name.
func FormOf(name string) (Form, bool) {
	build, ok := formsByName()[name]
	if !ok {
		return Form{}, false
	}
	return build(), true
}

func (f Form) question(name string) (Question, bool) {
	i := slices.IndexFunc(f.Questions, func(q Question) bool { return q.Name == name })
	if i < 0 {
		return Question{}, false
	}
	return f.Questions[i], true
}

// next is the first question after the named one that is to be asked; "" names
// none before it. A name that this version doesn't know starts over.
func (f Form) next(p Patient, o Open, after string) string {
	i := slices.IndexFunc(f.Questions, func(q Question) bool { return q.Name == after }) + 1
	for _, q := range f.Questions[i:] {
		if _, answered := o.Answers[q.Name]; answered && q.Name != after {
			continue
		}
		if q.When == nil || q.When(p, o) {
			return q.Name
		}
	}
	return ""
}

// steps are the questions with a number that were asked, and that are to come.
func (f Form) steps(p Patient, o Open) []string {
	var all []string
	for _, q := range f.Questions {
		asked := q.When == nil || q.When(p, o) || slices.Contains(o.Path, q.Name) || q.Name == o.Question
		if asked && !q.Aside && q.Sub == "" {
			all = append(all, q.Name)
		}
	}
	return all
}

// top is the form that is being asked, or nil.
func (t *turn) top() *Open {
	if len(t.p.Forms) == 0 {
		return nil
	}
	return &t.p.Forms[len(t.p.Forms)-1]
}

// open puts a form on top and asks its first question. A form that is open
// already comes to the top where it was.
func (t *turn) open(name string, set ...func(*Open)) {
	if i := t.indexOf(name); i >= 0 && len(set) == 0 {
		t.raise(i)
		t.ask()
		return
	}
	t.drop(name)
	t.p.Runs++
	o := Open{Form: name, Run: t.p.Runs, Answers: map[string]string{}, Since: t.now}
	for _, s := range set {
		s(&o)
	}
	t.p.Forms = append(t.p.Forms, o)
	t.advance("")
}

// indexOf is the place of an open form, or -1.
func (t *turn) indexOf(name string) int {
	return slices.IndexFunc(t.p.Forms, func(o Open) bool { return o.Form == name })
}

// raise brings the i-th form to the top. Who takes up one thing is back: what
// was put aside follows it; the intake of who stopped waits for /start.
func (t *turn) raise(i int) {
	o := t.p.Forms[i]
	t.p.Forms = append(slices.Delete(t.p.Forms, i, i+1), o)
	for j := range t.p.Forms {
		t.p.Forms[j].Later = t.p.Stage == Stopped && t.p.Forms[j].Form == "intake"
	}
}

// drop takes a form away unfinished.
func (t *turn) drop(name string) {
	t.p.Forms = slices.DeleteFunc(t.p.Forms, func(o Open) bool { return o.Form == name })
}

// advance asks the question after the named one, or concludes.
func (t *turn) advance(after string) {
	o := t.top()
	f, ok := FormOf(o.Form)
	if !ok {
		t.drop(o.Form)
		t.resume()
		return
	}
	if o.Question = f.next(t.p, *o, after); o.Question == "" {
		t.conclude(f)
		return
	}
	t.ask()
}

// conclude finishes the form on top and goes on with the one below it, unless
// something else was opened.
func (t *turn) conclude(f Form) {
	o := *t.top()
	o.Was = nil // it is answered anew
	t.p.Forms = t.p.Forms[:len(t.p.Forms)-1]
	runs := t.p.Runs
	if f.Topic != AboutFlag && !f.After { // the way back to a flag is not "correct my last answer"
		closed := o.clone()
		t.p.Closed = &closed
	}
	f.Done(t, o)
	if t.p.Runs == runs && !t.asked() {
		t.resume()
	}
}

// asked says whether this turn has asked a question already: one is enough.
func (t *turn) asked() bool {
	return slices.ContainsFunc(t.out.Replies, func(r Reply) bool { return r.Ask != nil && r.Ask.Form != FormDo })
}

// resume asks the form on top again, if it waits for an answer.
func (t *turn) resume() {
	if o := t.top(); o != nil && !o.Later && !o.invites() {
		t.ask()
	}
}

// invites says whether a form has been asked as an invitation: the morning's
// stands in the chat, and is not said again.
func (o Open) invites() bool { return o.Form == "morning" && len(o.Path) == 0 && !o.Asked.IsZero() }

// ask says the question of the form on top.
func (t *turn) ask(opts ...with) {
	o := t.top()
	f, ok := FormOf(o.Form)
	if !ok {
		return
	}
	q, ok := f.question(o.Question)
	if !ok { // the question is from another version
		t.advance("")
		return
	}
	if f.Fresh != nil && f.Fresh(t) {
		return
	}
	o.Asked, o.Later = t.now, false
	if q.Sub != "" {
		t.through(q)
		return
	}
	if f.Progress && o.Steps == nil && !q.Aside {
		o.Steps = f.steps(t.p, *o)
	}
	if q.Opening != nil {
		q.Opening(t)
	}
	t.say(f.Name+"."+q.Name, append([]with{f.asking(t.p, *o, q)}, opts...)...)
}

// through goes through another form at this place, once.
func (t *turn) through(q Question) {
	o := t.top()
	if o.Answers[q.Name] == "" {
		o.Answers[q.Name] = ChoiceDone
		if q.Open != nil {
			q.Open(t)
			return
		}
		t.open(q.Sub)
		return
	}
	t.advance(q.Name)
}

// asking makes a reply the question of an open form.
func (f Form) asking(p Patient, o Open, q Question) with {
	return func(r *Reply) {
		a := f.askOf(p, o, q)
		r.Ask = &a
		if f.Topic != "" {
			r.Topic = f.Topic
		}
		if f.Safety {
			r.Class = Safety
		}
		if q.Args != nil {
			r.Args = q.Args(p, o)
		}
		if q.Figure != nil {
			r.Figure = q.Figure(p, o)
		}
		if q.Text != nil {
			r.Text = q.Text(p, o)
		}
		if q.Lead != nil {
			r.Lead = q.Lead(p, o)
		}
		if q.Count != nil {
			r.Count = q.Count(p, o)
		}
	}
}

// askOf is the open question as data.
func (f Form) askOf(p Patient, o Open, q Question) Ask {
	a := Ask{
		Form: f.Name, Run: o.Run, Question: q.Name, Kind: q.Kind, About: o.About,
		Choices: q.choices(p, o), Ticked: slices.Clone(o.Ticked),
	}
	if q.Words != nil {
		a.Words = q.Words(p, o)
	}
	if f.Progress && o.mode() != screenAlarm { // an alarm begins with the call to make
		if i := slices.Index(o.Steps, q.Name); i >= 0 {
			a.Step, a.Of = i+1, len(o.Steps)
		}
	}
	if len(o.Path) > 0 {
		a.Ways = append(a.Ways, WayBack)
	}
	if q.Skip {
		a.Ways = append(a.Ways, WaySkip)
	}
	if !f.Bound {
		a.Ways = append(a.Ways, WayLater)
	}
	if q.Few != nil {
		a.Few = q.Few(p, o)
	}
	if slices.Contains(a.Few, WayMore) {
		a.Ways = append(a.Ways, WayMore)
	}
	return a
}

func (q Question) choices(p Patient, o Open) []string {
	if q.Offer != nil {
		return q.Offer(p, o)
	}
	return slices.Clone(q.Choices)
}

// Asking is the question that waits for an answer, or nil. The host uses it to
// see whether a typed text is one of its labels.
func Asking(p Patient) *Ask {
	if len(p.Forms) == 0 {
		return nil
	}
	o := p.Forms[len(p.Forms)-1]
	f, ok := FormOf(o.Form)
	if !ok || o.Later {
		return nil
	}
	q, ok := f.question(o.Question)
	if !ok {
		return nil
	}
	a := f.askOf(p, o, q)
	return &a
}
