package flows_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"back2core/flows"
	"back2core/messages"
)

// The laws of the conversation, each written once. The walk over all states
// (walk_test.go), the random histories (lawshistories_test.go) and the
// transcripts hold every step to them.

// A subject is the conversation that is held to the laws: flows.Step and
// flows.Due, or a copy with a law taken away (lawbreakers_test.go).
type subject struct {
	step func(flows.Patient, flows.Event, time.Time) flows.Outcome
	due  func(flows.Patient) time.Time
}

var conversation = subject{flows.Step, flows.Due}

// taken is one step as it was taken.
type taken struct {
	subject
	p   flows.Patient // before it
	was string        // the same, as it stands in the file
	ev  flows.Event
	now time.Time
	o   flows.Outcome
	is  string // the patient after it, as it goes into the file
}

func (s subject) take(p flows.Patient, ev flows.Event, now time.Time) taken {
	was := encoded(p)
	o := s.step(p, ev, now)
	return taken{s, p, was, ev, now, o, encoded(o.Patient)}
}

// after is who meets the next event: the patient as it is read back from the
// file, or somebody new after everything was erased.
func (s taken) after() flows.Patient {
	if s.o.Forget {
		return flows.NewPatient(s.p.ID, s.p.Practice, s.o.Patient.Lang, s.o.Patient.Zone, s.now)
	}
	return decoded(s.is)
}

// said is all that a step shows: its replies, and what stands at the button.
func (s taken) said() []flows.Reply {
	if s.o.Toast == nil {
		return s.o.Replies
	}
	return append(slices.Clone(s.o.Replies), *s.o.Toast)
}

// texts names what was said.
func (s taken) texts() []string {
	var texts []string
	for _, r := range s.said() {
		texts = append(texts, r.Text)
	}
	return texts
}

// A law says what is wrong with a step, or "".
type law struct {
	name   string
	source string
	broken func(taken) string
}

// laws holds of every step, whatever came before it.
func laws() []law {
	return []law{
		{"the same event, the same outcome", "design.md law 6", impure},
		{"a patient stays small", "design.md: at most 8 kB", grown},
		{"nobody is left without an answer", "design.md law 8", unanswered},
		{"one question at a time", "interaction.md: one question a message", crowded},
		{"every wording is there in both languages", "design.md, Testing", unworded},
		{"the diary is only added to", "design.md, The heart", misnumbered},
		{"nothing is kept without consent", "design.md law 2; AVG art. 9", keptUnasked},
		{"an open flag is the table", "clinical.md 1.4, What each open flag allows", pastFlag},
		{"an alarm is answered first", "clinical.md 1.3.3e and 1.4, Asking; design.md law 1", alarmNotFirst},
		{"no exercise before the red flags were asked", "clinical.md 1.3.3a", unscreened},
		{"Due moves forward", "design.md law 5", dueStandsStill},
		{"who wants to hear from us is heard of", "design.md, The heart: Due", dueLost},
		{"help, stop, privacy and erasing always work", "AVG art. 7(3), 13 and 17; ARCHITECTURE.md: a right is never locked", rightsLost},
		{"an old button changes nothing", "design.md, The machine round it", staleCounts},
		{"a button that stands for a command is never old", "reply.go, FormDo", commandStale},
	}
}

// stateLaws holds in every state; it takes steps from there to see.
func stateLaws() []stateLaw {
	return []stateLaw{
		{"everything can be erased in two events", "AVG art. 17", cannotErase},
		{"every question can be left and resumed", "design.md: back, resume after days, \"later\"", cannotResume},
		{"there is no dead end", "design.md: a polite re-ask that never loops without a way out", deadEnd},
		{"what the table allows can be had", "clinical.md 1.4: what each open flag allows", lessThanAllowed},
	}
}

// A stateLaw says what is wrong with a state, or "".
type stateLaw struct {
	name   string
	source string
	broken func(subject, flows.Patient, time.Time) string
}

// A breach is a law that does not hold.
type breach struct{ law, source, what string }

func (b breach) String() string { return fmt.Sprintf("%q (%s): %s", b.law, b.source, b.what) }

// breachOf is the first law that a step breaks, or nil.
func breachOf(s taken) *breach {
	for _, l := range laws() {
		if what := l.broken(s); what != "" {
			return &breach{l.name, l.source, what}
		}
	}
	return nil
}

// breachIn is the first law that does not hold in a state, or nil.
func breachIn(sub subject, p flows.Patient, now time.Time) *breach {
	for _, l := range stateLaws() {
		if what := l.broken(sub, p, now); what != "" {
			return &breach{l.name, l.source, what}
		}
	}
	return nil
}

// impure: Step changes nothing that it was given, and gives the same outcome
// again, also for a patient from the file.
func impure(s taken) string {
	from := decoded(s.was)
	again := s.step(from, s.ev, s.now)
	switch {
	case encoded(from) != s.was:
		return "Step changed the patient it was given"
	case encoded(again.Patient) != s.is:
		return "the same event gave another patient"
	}
	again.Patient, s.o.Patient = flows.Patient{}, flows.Patient{}
	if !reflect.DeepEqual(again, s.o) {
		return "the same event gave another answer"
	}
	return ""
}

func grown(s taken) string {
	if n := len(s.is); n > 8<<10 {
		return fmt.Sprintf("the patient has %d bytes", n)
	}
	return ""
}

// unanswered: whoever does something gets a reply, or a word at the button.
func unanswered(s taken) string {
	_, pressed := s.ev.(flows.Pressed) // only a tap has a place for a toast
	switch s.ev.(type) {
	case flows.Said, flows.Sent, flows.Pressed, flows.Commanded:
		if len(s.o.Replies) == 0 && (s.o.Toast == nil || !pressed) {
			return "no answer"
		}
	}
	return ""
}

// crowded: at most one question waits for an answer after a step, it comes last,
// and it is the one that a typed word answers.
func crowded(s taken) string {
	for i, r := range s.o.Replies {
		if r.Ask == nil || r.Ask.Form == flows.FormDo {
			continue
		}
		if i < len(s.o.Replies)-1 {
			return fmt.Sprintf("after the question %s comes %v", r.Text, s.texts()[i+1:])
		}
	}
	return ""
}

// unworded: every reply renders in both languages, its buttons fit, and no
// number is named that does not help where the patient is.
func unworded(s taken) string {
	for _, r := range s.said() {
		for _, look := range looks(r) {
			if what := misrendered(s.o.Patient.Zone, look); what != "" {
				return what
			}
		}
	}
	return ""
}

// looks is a reply as it looks in the course of time: at each beat of what is
// counted in it.
func looks(r flows.Reply) []flows.Reply {
	if r.Count == nil {
		return []flows.Reply{r}
	}
	var all []flows.Reply
	for _, b := range r.Count.Beats {
		look := r.At(r.Count.Began.Add(time.Duration(b.At) * time.Second))
		look.Count = nil
		all = append(all, look)
	}
	return append(all, r.Still())
}

var rendered sync.Map // what misrendered said: most replies come thousands of times

func misrendered(zone string, r flows.Reply) string {
	if r.Ask != nil {
		ask := *r.Ask
		ask.Run = 99999 // the longest there will be
		r.Ask = &ask
	}
	b, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	key := zone + string(b)
	if what, ok := rendered.Load(key); ok {
		return what.(string)
	}
	what := misrenderedNow(zone, r)
	rendered.Store(key, what)
	return what
}

func misrenderedNow(zone string, r flows.Reply) string {
	for _, lang := range []flows.Lang{flows.Dutch, flows.English} {
		m, err := messages.Render(lang, zone, messages.Practice{Name: "P", Phone: "1"}, r)
		if err != nil {
			return fmt.Sprintf("render %q: %v", r.Text, err)
		}
		if said := europeOnly(zone, r, m); said != "" {
			return fmt.Sprintf("%q in %s says %q", r.Text, zone, said)
		}
		for _, row := range m.Buttons {
			for _, b := range row {
				if n := len(fmt.Sprintf("%s:%d:%s:%s", b.Press.Form, b.Press.Run, b.Press.Question, b.Press.Choice)); n > 64 {
					return fmt.Sprintf("a button of %q carries %d bytes", r.Text, n)
				}
			}
		}
	}
	return ""
}

func misnumbered(s taken) string {
	for i, e := range s.o.Diary {
		if e.Seq != s.p.Entries+i+1 {
			return fmt.Sprintf("diary entry %d comes after %d", e.Seq, s.p.Entries+i)
		}
	}
	return ""
}

func keptUnasked(s taken) string {
	p := s.o.Patient
	if p.Consent == nil && (len(p.Flags)+len(p.Findings)+len(p.Known)+len(p.Denied)+len(p.Scores)+len(s.o.Diary) > 0 || p.Profile.Age != 0) {
		return "without consent this is kept: " + encoded(p)
	}
	return ""
}

// A family is what a wording is about, told from its name: the law reads the
// names, so that a wrong topic in the code can't hide a text from it.
type family string

const (
	ofFlag      family = "the flag"
	ofRights    family = "rights"
	ofHints     family = "how to answer" // says nothing of its own
	ofEducation family = "education and walking"
	ofExercise  family = "exercise"
	ofTalk      family = "talk"
)

func familyOf(text string) family {
	switch text {
	case "session.screen", "session.down", "pain.jump": // they lead to the red flags
		return ofFlag
	case "session.less", "session.nothing", "session.stops", "intake.first50":
		return ofEducation
	case "session.notnow", "stale":
		return ofHints
	}
	first, _, _ := strings.Cut(text, ".")
	switch first {
	case "flag", "lock", "row", "screen", "alarm", "crisis", "outage", "restored":
		return ofFlag
	case "help", "privacy", "stop", "erase", "language", "consent", "welcome":
		return ofRights
	case "form":
		return ofHints
	case "advice", "gate", "explain", "leg":
		return ofEducation
	case "session", "morning", "day", "quicklog", "exercise", "library", "phase", "week":
		return ofExercise
	}
	return ofTalk
}

// allowedUnder is the table of clinical.md 1.4, written from there and not from
// flows.Allows: what may be said while a flag is open. Rights are never locked
// (ARCHITECTURE.md).
func allowedUnder(f flows.Flag) []family {
	all := []family{ofFlag, ofRights, ofHints, ofEducation, ofExercise, ofTalk}
	switch {
	case f.Row == "RF35": // no exercise, tip or reminder that day
		return []family{ofFlag, ofRights, ofHints, ofTalk}
	case f.Class == flows.Now112, f.Class == flows.NowDoctor, f.Class == flows.SameDay:
		return []family{ofFlag, ofRights, ofHints}
	case f.Row == "RF23", f.Row == "RF24":
		return all
	}
	return []family{ofFlag, ofRights, ofHints, ofEducation} // SoonGP
}

// pastFlag: nothing goes out that an open flag forbids, by its name or by its
// topic; and what is about a flag is no reminder.
func pastFlag(s taken) string {
	for _, r := range s.said() {
		for _, f := range s.o.Patient.Flags {
			if !slices.Contains(allowedUnder(f), familyOf(r.Text)) {
				return fmt.Sprintf("%q goes out past %s %s", r.Text, f.Class, f.Row)
			}
		}
		if r.Text != "stale" && !flows.Allows(s.o.Patient, r.Topic) {
			return fmt.Sprintf("%q (about %s) goes out past %v", r.Text, r.Topic, s.o.Patient.Flags)
		}
		if len(s.o.Patient.Flags) > 0 && r.Class == flows.Reminder && (r.Topic == flows.AboutFlag || s.o.Patient.Flags[0].Row == "RF35") {
			return fmt.Sprintf("%q goes out as a reminder", r.Text)
		}
	}
	return ""
}

// alarmWords are words for each class of urgency, the row they point at, and
// what they raise.
func alarmWords() []alarmWord {
	return []alarmWord{
		{"pijn op de borst", "RF11", flows.Now112},
		{"ik kan niet plassen", "RF01", flows.NowDoctor},
		{"ik heb koorts", "RF13", flows.SameDay},
		{"ik ben veel afgevallen", "RF20", flows.SoonGP},
		{"ik wil niet meer leven", "RF35", flows.Crisis},
		{"I can't pee", "RF01", flows.NowDoctor},
		{"doof gevoel in mijn kruis", "RF04", flows.NowDoctor},
		{"mijn voet sleept", "RF07", flows.NowDoctor},
		{"beide benen tintelen", "RF05", flows.NowDoctor},
	}
}

type alarmWord struct {
	text  string
	row   flows.Row
	class flows.Urgency
}

// alarmIn is the alarm that an event is: words for one, or a tap on an emergency
// row of a red-flag list, however old the list.
func alarmIn(ev flows.Event) (alarmWord, bool) {
	text := ""
	switch ev := ev.(type) {
	case flows.Said:
		text = ev.Text
	case flows.Sent:
		text = ev.Text
	case flows.Commanded:
		text = ev.Arg
	case flows.Pressed:
		if row, ok := tapped[ev.Choice]; ok && ev.Form == "screen" && (row.screen == "e1" || row.screen == "e2") {
			return alarmWord{ev.Choice, flows.Row(ev.Choice), row.class}, true
		}
	}
	i := slices.IndexFunc(alarmWords(), func(a alarmWord) bool { return a.text == text })
	if i < 0 {
		return alarmWord{}, false
	}
	return alarmWords()[i], true
}

// alarmNotFirst: an alarm is answered with a safety text before anything else;
// the call opens it where minutes count; and its flag is open, or it is asked.
func alarmNotFirst(s taken) string {
	a, ok := alarmIn(s.ev)
	if !ok {
		return ""
	}
	if s.o.Toast != nil && s.o.Alert { // the tap came twice: the call stands at the button
		if s.o.Toast.Topic != flows.AboutFlag {
			return fmt.Sprintf("the alert is %q", s.o.Toast.Text)
		}
	} else if len(s.o.Replies) == 0 || s.o.Replies[0].Class != flows.Safety || s.o.Replies[0].Topic != flows.AboutFlag {
		return fmt.Sprintf("%q was answered by %q first", a.text, s.texts())
	}
	if len(s.o.Replies) > 0 && (emergency(a.class) || a.class == flows.Crisis) && !opensWithCall(s.o.Replies[0]) {
		return fmt.Sprintf("%q is answered by %q, without a call to make", a.text, s.o.Replies[0].Text)
	}
	if !isOpen(s.o.Patient, a.row) && !isAsked(s.o.Patient, a.row) {
		return fmt.Sprintf("after %q %s is neither open nor asked", a.text, a.row)
	}
	return ""
}

// opensWithCall: which wordings open with the call is held by
// TestTheWordingsOfACallOpenWithIt.
func opensWithCall(r flows.Reply) bool {
	for _, kind := range callKinds {
		if strings.HasPrefix(r.Lead, kind) || r.Lead == "" && strings.HasPrefix(r.Text, kind) {
			return true
		}
	}
	return false
}

var callKinds = []string{"flag.call.", "flag.if.", "flag.lead.", "flag.alert.", "lock.called."}

func isOpen(p flows.Patient, row flows.Row) bool {
	return slices.ContainsFunc(p.Flags, func(f flows.Flag) bool { return f.Row == row })
}

func isAsked(p flows.Patient, row flows.Row) bool {
	return slices.ContainsFunc(p.Forms, func(o flows.Open) bool {
		return o.Form == "row" && (o.About == string(row) || slices.Contains(o.Rows, string(row)))
	})
}

// unscreened: an exercise is shown to who went through the full set, whose intake
// is done, and of whom no answer about a red flag is waited for.
func unscreened(s taken) string {
	p := s.o.Patient
	for _, r := range s.o.Replies {
		if r.Text != "session.card" {
			continue
		}
		switch {
		case p.Screened.IsZero(), p.Stage != flows.Coached:
			return "an exercise before the red flags were asked"
		case p.Rescreen:
			return "an exercise before the full set after a way back"
		case slices.ContainsFunc(p.Forms, func(o flows.Open) bool { return o.Form == "row" || o.Form == "screen" }):
			return "an exercise while a question about a red flag is open"
		}
	}
	return ""
}

func dueStandsStill(s taken) string {
	if _, ticked := s.ev.(flows.Ticked); !ticked || s.o.Forget {
		return ""
	}
	if due := s.due(s.o.Patient); !due.IsZero() && !due.After(s.now) {
		return fmt.Sprintf("ticked at %v, next due %v", s.now, due)
	}
	return ""
}

// dueLost: who has agreed to hear from us, of whom something is to be asked, or
// who is to be erased, is due at some time.
func dueLost(s taken) string {
	p := s.o.Patient
	why := ""
	switch {
	case s.o.Forget:
	case p.Consent == nil:
		why = "was never erased"
	case p.Away:
	case slices.ContainsFunc(p.Forms, func(o flows.Open) bool { return o.Form == "row" }):
		why = "is waited for"
	case isOpen(p, "RF35"):
		why = "is asked how it is"
	case toBeAsked(p): // of the gravest, the oldest
		why = "has an open flag"
	case len(p.Flags) > 0 && !isOpen(p, "RF23"), !p.Consent.Reminders, p.Rhythm.Quiet:
	case p.Stage == flows.Coached:
		why = "wants to be reminded"
	case p.Stage == flows.Intake && !p.Nudged:
		why = "has not finished the intake"
	}
	if why != "" && s.due(p).IsZero() {
		return "nothing is ever due, and the patient " + why
	}
	return ""
}

// toBeAsked: the flag that presses most is asked about twice, and then weekly,
// four times (clinical.md 1.4); on a late evening the first of them falls away.
func toBeAsked(p flows.Patient) bool {
	i := slices.IndexFunc(p.Flags, func(f flows.Flag) bool { return string(f.Class) == worstOf(p) })
	return i >= 0 && p.Flags[i].Asked < 5
}

// rightsLost: whatever is open, the command is answered by what it asks for, and
// under a flag that opens with the call.
func rightsLost(s taken) string {
	c, ok := s.ev.(flows.Commanded)
	if !ok || c.Arg != "" {
		return ""
	}
	want := map[string]string{"help": "help", "privacy": "privacy.5", "stop": "stop.done", "delete": "erase.sure"}[c.Name]
	switch {
	case want == "":
		return ""
	case s.p.Consent == nil && c.Name == "help":
		want = "help.arriving"
	case s.p.Consent == nil && c.Name != "privacy":
		want = "erase.done"
	}
	if !slices.Contains(s.texts(), want) {
		return fmt.Sprintf("/%s is answered by %v", c.Name, s.texts())
	}
	if c.Name == "stop" && s.p.Consent != nil && s.o.Patient.Stage != flows.Stopped {
		return "/stop leaves the stage " + string(s.o.Patient.Stage)
	}
	if !flows.Allows(s.o.Patient, flows.AboutTalk) && !opensWithCall(s.o.Replies[0]) {
		return fmt.Sprintf("under %v /%s does not open with the call", s.o.Patient.Flags, c.Name)
	}
	return ""
}

// staleCounts: a tap on a question that is not open, or a choice that it does
// not have, says so and is no answer. What someone taps on an old list of
// emergencies is an alarm, and is asked about.
func staleCounts(s taken) string {
	tap, ok := s.ev.(flows.Pressed)
	if !ok || tap.Form == flows.FormDo || s.p.Consent == nil || offered(s.p, tap) { // before consent there is nothing to change
		return ""
	}
	if s.o.Forget {
		return "an old button erased everything"
	}
	if before, after := answersKept(s.p), answersKept(s.o.Patient); before != after {
		return fmt.Sprintf("an old button changed\n%s\ninto\n%s", before, after)
	}
	return ""
}

func commandStale(s taken) string {
	if tap, ok := s.ev.(flows.Pressed); ok && tap.Form == flows.FormDo && slices.Contains(s.texts(), "stale") {
		return fmt.Sprintf("[%s] is called an old button", tap.Question)
	}
	return ""
}

// offered says whether a tap is on a button of a question that is open.
func offered(p flows.Patient, tap flows.Pressed) bool {
	for i, o := range p.Forms {
		if o.Form != tap.Form || o.Run != tap.Run || o.Question != tap.Question {
			continue
		}
		o.Later = false
		p.Forms = append(slices.Clone(p.Forms[:i]), o)
		ask := flows.Asking(p)
		return ask != nil && slices.ContainsFunc(buttonsOf(*ask), func(b flows.Pressed) bool { return b.Choice == tap.Choice })
	}
	return false
}

// answersKept is a patient without what is only about where the conversation
// is. A session that was being done ends when a flag is open.
func answersKept(p flows.Patient) string {
	p.Forms, p.Closed, p.Runs, p.Away, p.Rhythm, p.Plan, p.Entries, p.Restored, p.Written = nil, nil, 0, false, flows.Rhythm{}, flows.Plan{}, 0, time.Time{}, flows.Written{}
	return encoded(p)
}

// cannotErase: /verwijder, and one tap.
func cannotErase(sub subject, p flows.Patient, now time.Time) string {
	s := sub.take(p, flows.Commanded{By: flows.ByPatient, Name: "delete"}, now)
	if !s.o.Forget {
		ask := flows.Asking(s.o.Patient)
		if ask == nil || ask.Form != "erase" {
			return fmt.Sprintf("/verwijder is answered by %v", s.texts())
		}
		s = sub.take(s.after(), tapOn(*ask, "erase"), now)
	}
	if !s.o.Forget || s.o.Patient.Consent != nil || len(s.o.Patient.Flags)+len(s.o.Patient.Scores)+len(s.o.Diary) > 0 || s.o.Patient.Profile.Age != 0 {
		return fmt.Sprintf("after /verwijder and a tap this is left: %s", encoded(s.o.Patient))
	}
	if !slices.Contains(s.texts(), "erase.done") {
		return fmt.Sprintf("erasing is answered by %v", s.texts())
	}
	return ""
}

func tapOn(ask flows.Ask, choice string) flows.Pressed {
	return flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}
}

// cannotResume: with a question open, whoever says "later", asks for something
// else, or says something beside the point, finds that question again with all
// answers.
func cannotResume(sub subject, p flows.Patient, now time.Time) string {
	ask := flows.Asking(p)
	if ask == nil || p.Consent == nil || redFlagFirst(p, ask.Form) { // before consent nothing is kept to resume
		return ""
	}
	again := func(how string, s taken) string {
		if got := flows.Asking(s.o.Patient); got == nil || got.Form != ask.Form || got.Question != ask.Question || got.About != ask.About {
			return fmt.Sprintf("%s.%s, %s: then %+v is asked, after %v", ask.Form, ask.Question, how, got, s.texts())
		}
		if was, is := openForm(p, ask.Form), openForm(s.o.Patient, ask.Form); !maps.Equal(was.Answers, is.Answers) || !slices.Equal(was.Path, is.Path) || !slices.Equal(was.Ticked, is.Ticked) || !slices.Equal(was.Rows, is.Rows) {
			return fmt.Sprintf("%s.%s, %s: the answers were %+v and are %+v", ask.Form, ask.Question, how, was, is)
		}
		return ""
	}
	if slices.Contains(ask.Ways, flows.WayLater) {
		s := sub.take(p, tapOn(*ask, flows.WayLater), now)
		if flows.Asking(s.o.Patient) != nil || !slices.Contains(s.texts(), "form.later") {
			return fmt.Sprintf("%s.%s can't be left: %v", ask.Form, ask.Question, s.texts())
		}
		s = sub.take(s.after(), flows.Commanded{By: flows.ByPatient, Name: "continue"}, now)
		if what := again("left and taken up", s); what != "" {
			return what
		}
		if !asksLast(s, *ask) {
			return fmt.Sprintf("%s.%s is taken up without being asked: %v", ask.Form, ask.Question, s.texts())
		}
	}
	if flagForm(ask.Form) || ask.Form == "morning" { // the morning stands there and is not said again
		return ""
	}
	for _, beside := range []flows.Event{
		flows.Said{By: flows.ByPatient, Text: "dank je wel"}, flows.Commanded{By: flows.ByPatient, Name: "help"},
		flows.Sent{By: flows.ByPatient, What: flows.MediaPhoto},
	} {
		if said, ok := beside.(flows.Said); ok && ask.Kind == flows.Text && said.Text != "" {
			continue // any words are an answer
		}
		if what := again(fmt.Sprintf("%T", beside), sub.take(p, beside, now)); what != "" {
			return what
		}
	}
	return ""
}

// redFlagFirst: while a red flag or a question about one is open, that comes
// before whatever was left.
func redFlagFirst(p flows.Patient, form string) bool {
	if form != "row" && slices.ContainsFunc(p.Forms, func(o flows.Open) bool { return o.Form == "row" }) {
		return true
	}
	if f, _ := flows.FormOf(form); f.Topic != "" && !flows.Allows(p, f.Topic) {
		return true
	}
	return form != "row" && form != "lock" && !flows.Allows(p, flows.AboutTalk)
}

func asksLast(s taken, ask flows.Ask) bool {
	n := len(s.o.Replies)
	return n > 0 && s.o.Replies[n-1].Ask != nil && s.o.Replies[n-1].Ask.Question == ask.Question && s.o.Replies[n-1].Ask.Form == ask.Form
}

func flagForm(name string) bool {
	f, _ := flows.FormOf(name)
	return f.Topic == flows.AboutFlag
}

func openForm(p flows.Patient, name string) flows.Open {
	i := slices.IndexFunc(p.Forms, func(o flows.Open) bool { return o.Form == name })
	if i < 0 {
		return flows.Open{}
	}
	return p.Forms[i]
}

// deadEndAfter is how many events anybody needs, from anywhere, to be in the
// programme with nothing open: the intake alone is twenty.
const deadEndAfter = 90

// deadEnd: whoever does calmly what is asked comes to be in the programme, with
// no flag and no question open.
func deadEnd(sub subject, p flows.Patient, now time.Time) string {
	var did []string
	for range deadEndAfter {
		ev, at := calmly(sub, p, now)
		if ev == nil {
			return ""
		}
		now = at
		did = append(did, does(ev))
		s := sub.take(p, ev, now)
		p = s.after()
		if s.o.Forget && p.Stage == flows.Arriving && len(did) > 3 {
			return "" // too young: there is no programme
		}
	}
	return fmt.Sprintf("after %d events the programme is not reached; the last were:\n    %s", deadEndAfter, strings.Join(did[deadEndAfter-8:], "\n    "))
}

// calmly is what someone does next who has nothing and wants to go on; nil when
// they are there.
func calmly(sub subject, p flows.Patient, now time.Time) (flows.Event, time.Time) {
	command := func(name string) flows.Event { return flows.Commanded{By: flows.ByPatient, Name: name} }
	ask := flows.Asking(p)
	switch {
	case p.Away:
		return flows.CameBack{}, now
	case ask != nil && (ask.Form != "morning" || len(openForm(p, "morning").Path) > 0): // the invitation needs no answer
		return calmAnswer(*ask), now
	case slices.ContainsFunc(p.Flags, func(f flows.Flag) bool { return f.Class != flows.Crisis }):
		return command("seen"), now
	case len(p.Flags) > 0: // a crisis is over the next day
		if due := sub.due(p); due.After(now) {
			now = due
		}
		return flows.Ticked{}, now
	case p.Stage != flows.Coached:
		return command("start"), now
	case slices.ContainsFunc(p.Forms, func(o flows.Open) bool { return o.Form != "morning" }):
		return command("continue"), now
	}
	return nil, now
}

func calmAnswer(ask flows.Ask) flows.Event {
	calm := map[string]string{
		"row.since": "old", "row.doctor": flows.ChoiceYes, "row.company": flows.ChoiceYes, "row.ask": flows.ChoiceNo,
		"lock.called": "seen", "lock.allowed": flows.ChoiceYes, "lock.again": flows.ChoiceNo, "lock.sure": "sure",
		"erase.sure": "keep", "morning.start": "nottoday", "crisis.how": "better", "session.news": flows.ChoiceNone, "quicklog.news": flows.ChoiceNone,
	}
	choice := calm[ask.Form+"."+ask.Question]
	typed := map[string]string{"age": "42", "operated": "1 jaar", "pregnant": "20", "date": "3 dagen", "time": "23:30"}
	switch {
	case ask.Form == "row" && ask.Question == "ask" && ask.About == "RF32":
		choice = flows.ChoiceYes // somebody has looked
	case ask.Form == "row" && ask.Question == "detail":
		choice = ask.Choices[len(ask.Choices)-1]
	case choice != "":
	case slices.Contains(ask.Ways, flows.WaySkip):
		choice = flows.WaySkip
	case ask.Kind == flows.Text:
		text := typed[ask.Question]
		if text == "" {
			text = "tuinieren"
		}
		return flows.Said{By: flows.ByPatient, Text: text}
	case ask.Kind == flows.Several:
		choice = flows.ChoiceNone
	case ask.Kind == flows.Scale:
		choice = "3"
	case len(ask.Choices) == 0: // another form stood in its place and was let go
		return flows.Commanded{By: flows.ByPatient, Name: "continue"}
	default:
		choice = ask.Choices[0]
	}
	return tapOn(ask, choice)
}

// lessThanAllowed: with inflammatory back pain alone exercises go on; with any
// other flag for the GP alone walking is advised; and no flag keeps anybody
// from saying that they have been seen.
func lessThanAllowed(sub subject, p flows.Patient, now time.Time) string {
	if len(p.Flags) == 0 || p.Away || slices.ContainsFunc(p.Forms, func(o flows.Open) bool { return flagForm(o.Form) && o.Form != "lock" }) {
		return ""
	}
	soon, inflamed, crisis := true, true, true
	for _, f := range p.Flags {
		soon = soon && f.Class == flows.SoonGP
		inflamed = inflamed && (f.Row == "RF23" || f.Row == "RF24")
		crisis = crisis && f.Class == flows.Crisis
	}
	if !crisis {
		s := sub.take(p, flows.Commanded{By: flows.ByPatient, Name: "seen"}, now)
		if ask := flows.Asking(s.o.Patient); ask == nil || ask.Form != "lock" {
			return fmt.Sprintf("\"I'm back\" is answered by %v", s.texts())
		}
	}
	s := sub.take(p, flows.Commanded{By: flows.ByPatient, Name: "exercise"}, now)
	switch {
	case inflamed && p.Stage == flows.Coached:
		if !slices.ContainsFunc(s.texts(), func(text string) bool {
			return familyOf(text) == ofExercise || text == "session.screen" || text == "session.nothing"
		}) {
			return fmt.Sprintf("with inflammatory back pain alone /oefenen is answered by %v", s.texts())
		}
	case inflamed:
	case soon:
		m, err := messages.Render(flows.Dutch, p.Zone, messages.Practice{Name: "P"}, s.o.Replies[len(s.o.Replies)-1])
		if err != nil || !strings.Contains(m.HTML, "wandelen") && openForm(s.o.Patient, "lock").Question == "called" {
			return fmt.Sprintf("while an appointment is waited for nobody speaks of walking: %v", s.texts())
		}
	}
	return ""
}

func encoded(p flows.Patient) string {
	b, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func decoded(s string) flows.Patient {
	var p flows.Patient
	if err := json.Unmarshal([]byte(s), &p); err != nil {
		panic(err)
	}
	return p
}

// buttonsOf is every tap that a question offers. A button that stands for a
// command carries its name, and what comes with it.
func buttonsOf(a flows.Ask) []flows.Pressed {
	if a.Form == flows.FormDo {
		var taps []flows.Pressed
		for _, c := range a.Choices {
			name, arg, _ := strings.Cut(c, ".")
			taps = append(taps, flows.Pressed{By: flows.ByPatient, Form: a.Form, Question: name, Choice: arg})
		}
		return taps
	}
	choices := append(append([]string{}, a.Choices...), a.Ways...)
	switch a.Kind {
	case flows.Scale:
		for i := range 11 {
			choices = append(choices, fmt.Sprint(i))
		}
	case flows.Several:
		choices = append(choices, flows.ChoiceDone, flows.ChoiceNone)
	}
	var taps []flows.Pressed
	for _, c := range choices {
		taps = append(taps, tapOn(a, c))
	}
	return taps
}
