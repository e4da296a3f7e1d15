package flows_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/flows"
	"back2core/messages"
)

const conversationDoc = "../docs/conversation.md"

// TestTheConversationIsDrawn holds docs/conversation.md to what the code does:
// every picture and every table in it comes from steps that were taken. -update
// draws it anew.
func TestTheConversationIsDrawn(t *testing.T) {
	got := drawConversation(t)
	if *update {
		if err := os.WriteFile(conversationDoc, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(conversationDoc)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the conversation has changed; draw it with -update and look at it.\n%s", firstChange(string(want), got))
	}
}

// A chapter is one picture: where it begins, and which questions are drawn in
// it. Whatever else comes is an end of the picture.
type chapter struct {
	title, about string
	stage        string   // by TestTranscripts' @; empty: somebody new
	acts         []string // what leads to the first question, as in a transcript
	forms        []string // whose questions are drawn
	passes       []string // forms that stand in between: they are one box
}

func chapters() []chapter {
	return []chapter{
		{
			title: "Who comes in", forms: []string{"consent"}, acts: []string{"/start"},
			about: "Nothing is asked, and nothing kept, before both questions are answered. An alarm is answered here too, in full.",
		},
		{
			title: "The intake", acts: []string{"/start", "[yes]", "[yes]"}, forms: []string{"intake"}, passes: []string{"screen"},
			about: "The red-flag lists come second, right after the age. Under 18 there is no programme.",
		},
		{
			title: "The red-flag lists, all of them", stage: "agreed", forms: []string{"screen"},
			about: "Before the first exercise, after a way back from an emergency or same-day flag, and after three weeks away. What costs minutes comes first; a tap on such a line is answered with the call at once.",
		},
		{
			title: "The red-flag lists at /alarm", stage: "coached", acts: []string{"/alarm"}, forms: []string{"screen"},
			about: "Also after a jump in pain, and when leg pain moves further down.",
		},
		{
			title: "A sign of an emergency", stage: "coached", acts: []string{"ik kan niet plassen"}, forms: []string{"row"},
			about: "Here for \"I can't pee\" (RF01), typed in any state. The call stands above the question. Half an hour of silence counts as yes.",
		},
		{
			title: "A sign that is for today", stage: "coached", acts: []string{"ik heb koorts"}, forms: []string{"row"},
			about: "Here for a fever (RF13).",
		},
		{
			title: "A sign for an appointment", stage: "coached", acts: []string{"ik ben veel afgevallen"}, forms: []string{"row"},
			about: "Here for weight loss (RF20).",
		},
		{
			title: "Locked, and the ways back", stage: "coached", acts: []string{"/alarm", "[RF01]", "[new]", "/seen"}, forms: []string{"lock"},
			about: "Here for an emergency (RF01). A lock is about one flag to the end. Every way back is logged with its date.",
		},
		{
			title: "A day", stage: "coached", acts: []string{"+"}, forms: []string{"morning", "session"},
			about: "It begins with the reminder, at the patient's own time. The answers to it work all day.",
		},
		{
			title: "Done without the phone", stage: "coached", acts: []string{"{log}"}, forms: []string{"quicklog"},
		},
		{
			title: "The week", stage: "coached", acts: []string{"+9", "{checkin}"}, forms: []string{"checkin"}, passes: []string{"screen"},
			about: "Once a week, and once more the next day. What it leads to is clinical.md 2.3.",
		},
		{
			title: "Pain, at any time", stage: "coached", acts: []string{"/pain"}, forms: []string{"pain"},
		},
		{
			title: "Settings", stage: "coached", acts: []string{"/settings"}, forms: []string{"settings"},
		},
		{
			title: "A pause", stage: "coached", acts: []string{"/pause"}, forms: []string{"pause"},
		},
		{
			title: "Erasing everything", stage: "coached", acts: []string{"/delete"}, forms: []string{"erase"},
		},
	}
}

func drawConversation(t *testing.T) string {
	var b strings.Builder
	b.WriteString(`# The conversation, drawn

Drawn by the program's own code: each line and each cell is a step that was taken (` + "`go test ./flows -run Drawn -update`" + `
draws it anew, and a test holds it up to date). What is drawn here is walked as a whole by ` + "`TestWalk`" + `: every act in
every state, held to the laws in ` + "`flows/laws_test.go`" + `.

How to read a picture: a box is a question, with the first words of what is asked. A line is what someone taps or types,
and leads to what is asked next. A round box is where the picture ends. Not drawn, because it holds everywhere: "back",
"later" and taking up again; an alarm in any words, which comes before everything; help, stop, privacy and erasing.

`)
	b.WriteString(drawFlags(t))
	b.WriteString(drawLockTimes(t))
	for _, c := range chapters() {
		fmt.Fprintf(&b, "## %s\n\n", c.title)
		if c.about != "" {
			b.WriteString(c.about + "\n\n")
		}
		b.WriteString(drawChapter(t, c))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// begun is the patient of a chapter at its first question.
func (c chapter) begun(t *testing.T) *node {
	n := already(t, c.stage)
	n.p.Lang = flows.English
	for _, act := range c.acts {
		n = n.does(t, act)
	}
	return n
}

// does is one act of a chapter's beginning.
func (n *node) does(t *testing.T, act string) *node {
	t.Helper()
	var ev flows.Event
	now := n.now
	switch {
	case act == "+":
		now, ev = flows.Due(n.p), flows.Ticked{}
	case strings.HasPrefix(act, "+"):
		end := now.AddDate(0, 0, int(act[1]-'0'))
		for due := flows.Due(n.p); !due.IsZero() && due.Before(end); due = flows.Due(n.p) {
			n = n.does(t, "+")
		}
		return n
	case strings.HasPrefix(act, "/"):
		ev = flows.Commanded{By: flows.ByPatient, Name: act[1:]}
	case strings.HasPrefix(act, "{"):
		ev = flows.Pressed{By: flows.ByPatient, Form: flows.FormDo, Question: strings.Trim(act, "{}")}
	case strings.HasPrefix(act, "["):
		ask := flows.Asking(n.p)
		if ask == nil {
			t.Fatalf("nothing is asked at %s", act)
		}
		ev = tapOn(*ask, strings.Trim(act, "[]"))
	default:
		ev = said(n.p, act)
	}
	s := conversation.take(n.p, ev, now)
	return &node{p: s.after(), now: now, from: n, did: act, says: s.texts()}
}

// An answer is a tap or a typed text, with what a picture calls it.
type answer struct {
	label string
	ev    func(flows.Patient) flows.Event
}

// answersTo is every choice of a question, and a typed one where it takes words.
func answersTo(ask flows.Ask) []answer {
	var all []answer
	tap := func(label, choice string) {
		all = append(all, answer{label, func(flows.Patient) flows.Event { return tapOn(ask, choice) }})
	}
	if ask.Kind == flows.Several { // first, so that a list is drawn as it is met by someone who has nothing
		tap("none of these", flows.ChoiceNone)
	}
	for _, choice := range ask.Choices {
		label, _ := messages.Label(flows.English, ask, choice)
		tap(unnumbered(label), choice)
	}
	switch ask.Kind {
	case flows.Scale:
		for _, n := range []string{"0", "4", "9"} {
			tap(n, n)
		}
	case flows.Text:
		for _, text := range typedFor(ask) {
			all = append(all, answer{"“" + text + "”", func(p flows.Patient) flows.Event { return said(p, text) }})
		}
	}
	if slices.Contains(ask.Ways, flows.WaySkip) {
		tap("skip", flows.WaySkip)
	}
	return all
}

// A picture is boxes, and lines between them with what is tapped or typed.
type picture struct {
	t     *testing.T
	c     chapter
	ids   map[string]string // of boxes, by what stands in them
	boxes []string
	lines map[[2]string][]string
	order [][2]string
	queue []*node
}

// drawChapter walks through the questions of a chapter, every answer of each.
func drawChapter(t *testing.T, c chapter) string {
	pic := &picture{t: t, c: c, ids: map[string]string{}, lines: map[[2]string][]string{}}
	begin := c.begun(t)
	if flows.Asking(begin.p) == nil {
		t.Fatalf("%s: nothing is asked", c.title)
	}
	pic.queue = []*node{begin}
	drawn := map[string]bool{}
	for len(pic.queue) > 0 {
		n := pic.queue[0]
		pic.queue = pic.queue[1:]
		ask := *flows.Asking(n.p)
		from := pic.question(n.p, ask)
		if drawn[from] {
			continue
		}
		drawn[from] = true
		for _, a := range answersTo(ask) {
			pic.answered(n, from, a)
		}
	}
	return pic.String()
}

// answered takes an answer and draws where it leads.
func (pic *picture) answered(n *node, from string, a answer) {
	s := conversation.take(n.p, a.ev(n.p), n.now)
	p := s.after()
	ask := flows.Asking(p)
	if ask != nil && ask.Kind == flows.Several && len(ask.Ticked) > 0 { // a line was ticked: and "done"
		s = conversation.take(p, tapOn(*ask, flows.ChoiceDone), n.now)
		p = s.after()
		ask = flows.Asking(p)
	}
	switch {
	case ask != nil && slices.Contains(pic.c.forms, ask.Form) && asksLast(s, *ask):
		pic.line(from, pic.question(p, *ask), a.label)
		pic.queue = append(pic.queue, &node{p: p, now: n.now})
	case ask != nil && slices.Contains(pic.c.passes, ask.Form):
		between := pic.box("between "+ask.Form, `[["the red-flag lists"]]`)
		pic.line(from, between, a.label)
		for ask != nil && slices.Contains(pic.c.passes, ask.Form) {
			s = conversation.take(p, calmAnswer(*ask), n.now)
			p = s.after()
			ask = flows.Asking(p)
		}
		if ask != nil && slices.Contains(pic.c.forms, ask.Form) {
			pic.line(between, pic.question(p, *ask), "nothing found")
			pic.queue = append(pic.queue, &node{p: p, now: n.now})
			return
		}
		pic.line(between, pic.end(s), "nothing found")
	default:
		pic.line(from, pic.end(s), a.label)
	}
}

// question is the box of a question.
func (pic *picture) question(p flows.Patient, ask flows.Ask) string {
	return pic.box(ask.Form+"."+ask.Question, fmt.Sprintf(`["%s"]`, quoted(pic.worded(p, ask))))
}

// worded is the first words of a question as it is asked.
func (pic *picture) worded(p flows.Patient, ask flows.Ask) string {
	form, _ := flows.FormOf(ask.Form)
	r := flows.Reply{Text: ask.Form + "." + ask.Question}
	for _, q := range form.Questions {
		if q.Name != ask.Question {
			continue
		}
		if o := openForm(p, ask.Form); q.Text != nil {
			r.Text = q.Text(p, o)
		}
		if o := openForm(p, ask.Form); q.Args != nil {
			r.Args = q.Args(p, o)
		}
	}
	return firstWords(pic.t, p.Zone, r)
}

// end is the box of what is said where a picture ends: what is safe to know
// comes first.
func (pic *picture) end(s taken) string {
	if len(s.o.Replies) == 0 {
		return pic.box("end", `(["nothing"])`)
	}
	words := firstWords(pic.t, s.o.Patient.Zone, s.o.Replies[0])
	return pic.box("end "+words, fmt.Sprintf(`(["%s"])`, quoted(words)))
}

func (pic *picture) box(what, drawn string) string {
	id, known := pic.ids[what]
	if !known {
		id = fmt.Sprintf("q%d", len(pic.ids)+1)
		pic.ids[what] = id
		pic.boxes = append(pic.boxes, id+drawn)
	}
	return id
}

func (pic *picture) line(from, to, label string) {
	between := [2]string{from, to}
	if _, known := pic.lines[between]; !known {
		pic.order = append(pic.order, between)
	}
	if !slices.Contains(pic.lines[between], label) {
		pic.lines[between] = append(pic.lines[between], label)
	}
}

// String is the picture in Mermaid, which GitHub draws. Where every answer leads
// the same way the line has no label.
func (pic *picture) String() string {
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart TD\n")
	for _, box := range pic.boxes {
		b.WriteString("    " + box + "\n")
	}
	ways := map[string]int{}
	for _, between := range pic.order {
		ways[between[0]]++
	}
	for _, between := range pic.order {
		label := ""
		if labels := pic.lines[between]; ways[between[0]] > 1 || len(labels) == 1 {
			label = fmt.Sprintf(`|"%s"|`, quoted(listing(labels)))
		}
		fmt.Fprintf(&b, "    %s -->%s %s\n", between[0], label, between[1])
	}
	b.WriteString("```\n\n")
	return b.String()
}

// unnumbered is a label without the number in front of it, which Mermaid would
// take for a list. A label that is itself a number stays.
func unnumbered(label string) string {
	if number, rest, ok := strings.Cut(label, ". "); ok && strings.Trim(number, "0123456789") == "" {
		return rest
	}
	return label
}

// mostLabels is how many answers are named on one line.
const mostLabels = 4

func listing(labels []string) string {
	if len(labels) > mostLabels {
		return fmt.Sprintf("%s / … (%d answers)", strings.Join(labels[:mostLabels-1], " / "), len(labels))
	}
	return strings.Join(labels, " / ")
}

func quoted(s string) string {
	return strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;").Replace(s)
}

const mostWords = 90

// firstWords is the first sentence or two of a reply, in English.
func firstWords(t *testing.T, zone string, r flows.Reply) string {
	r.Ask = nil // without "question 1 of 9"
	m, err := messages.Render(flows.English, zone, messages.Practice{Name: "your practice"}, r)
	if err != nil {
		t.Fatalf("render %q: %v", r.Text, err)
	}
	text := strings.Join(strings.Fields(strings.SplitN(plain(m.HTML), "\n\n", 2)[0]), " ")
	if len(text) <= mostWords {
		return text
	}
	cut := strings.LastIndexAny(text[:mostWords], ".?!")
	if cut > 20 {
		return text[:cut+1]
	}
	return text[:strings.LastIndex(text[:mostWords], " ")] + " …"
}

// drawFlags is what an open flag allows, tried out: what each thing that someone
// can do is answered by, under a flag of each class.
func drawFlags(t *testing.T) string {
	under := []struct {
		name string
		flag flows.Flag
	}{
		{"none", flows.Flag{}},
		{"112", flows.Flag{Row: "RF11", Class: flows.Now112}},
		{"doctor now", flows.Flag{Row: "RF01", Class: flows.NowDoctor}},
		{"same day", flows.Flag{Row: "RF13", Class: flows.SameDay}},
		{"GP", flows.Flag{Row: "RF20", Class: flows.SoonGP}},
		{"GP, inflammatory", flows.Flag{Row: "RF23", Class: flows.SoonGP}},
		{"GP, pregnant", flows.Flag{Row: "RF27", Class: flows.SoonGP}},
		{"crisis", flows.Flag{Row: "RF35", Class: flows.Crisis}},
	}
	does := []struct {
		name string
		ev   flows.Event
	}{
		{"/exercise", flows.Commanded{By: flows.ByPatient, Name: "exercise"}},
		{"/pain", flows.Commanded{By: flows.ByPatient, Name: "pain"}},
		{"/settings", flows.Commanded{By: flows.ByPatient, Name: "settings"}},
		{"the weekly questions", flows.Pressed{By: flows.ByPatient, Form: flows.FormDo, Question: "checkin"}},
		{"\"thank you\"", flows.Said{By: flows.ByPatient, Text: "thank you"}},
		{"/help", flows.Commanded{By: flows.ByPatient, Name: "help"}},
		{"/privacy", flows.Commanded{By: flows.ByPatient, Name: "privacy"}},
		{"/stop", flows.Commanded{By: flows.ByPatient, Name: "stop"}},
		{"/delete", flows.Commanded{By: flows.ByPatient, Name: "delete"}},
		{"/alarm", flows.Commanded{By: flows.ByPatient, Name: "alarm"}},
		{"\"my foot drags\"", flows.Said{By: flows.ByPatient, Text: "my foot drags"}},
		{"\"I'm back\"", flows.Said{By: flows.ByPatient, Text: "I'm back"}},
	}
	var b strings.Builder
	b.WriteString("## What an open flag allows\n\nTried out: what is said first, when someone in the programme does this. (clinical.md 1.4.)\n\n|")
	for _, u := range under {
		b.WriteString(" | " + u.name)
	}
	b.WriteString(" |\n| ---" + strings.Repeat(" | ---", len(under)) + " |\n")
	for _, d := range does {
		b.WriteString("| " + d.name)
		var free taken
		for i, u := range under {
			n := already(t, "coached")
			n.p.Lang = flows.English
			if i > 0 {
				u.flag.Since, u.flag.AskAt = n.now, n.now.Add(time.Hour)
				n.p.Flags, n.p.Findings = []flows.Flag{u.flag}, []flows.Finding{{Row: u.flag.Row, Since: "new", At: n.now}}
			}
			s := conversation.take(n.p, d.ev, n.now)
			if b := breachOf(s); b != nil {
				t.Errorf("%s under %s: %v", d.name, u.name, b)
			}
			if i == 0 {
				free = s
			}
			b.WriteString(" | " + answeredBy(free, s))
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\n*as asked*: the same as without a flag. *call, then as asked*: the call of the flag stands above it. *the call*: the call, and whether it was made; nothing else.\n\n")
	return b.String()
}

// answeredBy compares an answer with the one that is given without a flag.
func answeredBy(free, s taken) string {
	same := slices.Equal(free.texts(), s.texts())
	call := len(s.o.Replies) > 0 && opensWithCall(s.o.Replies[0])
	family := ofHints
	if len(s.o.Replies) > 0 {
		family = familyOf(s.o.Replies[0].Text)
	}
	switch {
	case same && call && !opensWithCall(free.o.Replies[0]):
		return "call, then as asked"
	case same:
		return "as asked"
	case call && slices.ContainsFunc(s.texts(), func(text string) bool { return strings.HasPrefix(text, "lock.called") }):
		return "the call"
	case call:
		return "call, then " + string(family)
	}
	if family == ofHints {
		return "not now"
	}
	return string(family)
}

// drawLockTimes is when the program asks how it stands, for each class, when
// nobody answers.
func drawLockTimes(t *testing.T) string {
	var b strings.Builder
	b.WriteString("## When it asks how it stands\n\nOf a flag that was opened on a Monday at 9:00, when nobody answers. After that \"I'm back\" still works.\n\n| flag | it asks |\n| --- | --- |\n")
	for _, f := range []flows.Flag{
		{Row: "RF11", Class: flows.Now112}, {Row: "RF01", Class: flows.NowDoctor}, {Row: "RF13", Class: flows.SameDay},
		{Row: "RF20", Class: flows.SoonGP}, {Row: "RF35", Class: flows.Crisis},
	} {
		n := already(t, "coached")
		words := map[flows.Row]string{"RF11": "pijn op de borst", "RF01": "ik kan niet plassen", "RF13": "ik heb koorts", "RF20": "ik ben veel afgevallen", "RF35": "ik wil niet meer leven"}
		n = n.does(t, words[f.Row]).does(t, "["+flows.ChoiceYes+"]")
		var asks []string
		for range 30 {
			due := flows.Due(n.p)
			if due.IsZero() || due.After(n.now.AddDate(0, 2, 0)) {
				break
			}
			n = n.does(t, "+")
			if slices.ContainsFunc(n.says, func(text string) bool {
				return strings.HasPrefix(text, "lock.called") || strings.HasPrefix(text, "crisis.")
			}) {
				asks = append(asks, n.now.In(zoneOf(t, n.p.Zone)).Format("Mon 2 Jan 15:04"))
			}
			if strings.HasPrefix(strings.Join(n.says, " "), "crisis.") {
				break
			}
		}
		fmt.Fprintf(&b, "| %s | %s |\n", f.Class, strings.Join(asks, ", "))
	}
	b.WriteString("\n")
	return b.String()
}

func zoneOf(t *testing.T, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
