package flows

import (
	"maps"
	"strconv"
	"strings"
	"time"
)

// A Count is an exercise that is counted along in the chat: timing as data.
// Whoever delivers the reply plays it, by showing the question as it looks at
// each beat (Reply.At), until the last beat or until Counts says no more.
type Count struct {
	Began time.Time `json:"began"`
	Beats []Beat    `json:"beats"`
	// Over is the question from the last beat on: nothing is left to pause.
	Over Ask `json:"over"`
}

// A Beat is what a count says from a moment on, until the next.
type Beat struct {
	At   int    `json:"at"`   // seconds since the count began
	Text string `json:"text"` // name of a wording
	Args Args   `json:"args,omitempty"`
	// Whole: one can go on from here after a pause. In the middle of a hold one
	// cannot.
	Whole bool `json:"-"`
}

// BeatGap is the shortest time between two beats: showing one is an edit, and
// Telegram takes about twenty sends and edits a minute to a chat.
const BeatGap = 5 * time.Second

// The pace of a count, in seconds [DESIGN]. Every repetition and every breath
// has a beat of its own: slow enough to follow, and never nearer than BeatGap. In
// each there is time to spare, which a slow line takes: none is skipped for it.
// Clinical.md 4 asks for slow repetitions and deep, calm breaths; an exercise is
// begun lying down, so there is time to put the phone away.
const (
	readyTime  = 10 // to lie or stand ready
	againTime  = 5  // the same after a pause
	repTime    = 6  // a repetition: out, a moment there, and back
	breathTime = 6  // a deep breath: ten a minute
	holdStep   = 5  // a hold of so long is counted down in steps of it
	shortRest  = 3  // to and from a hold that is shorter
	letGo      = 6  // between two holds
	restTime   = 20 // between two sets
	restStep   = 10
)

// beats is a dose as it is counted. Most of it is in the order in which it is
// read: ready, each set with a rest before the next, the end.
func (d Dose) beats() []Beat {
	s := &score{}
	s.beat("count.ready", holdStep, "Left", itoa(readyTime))
	s.beat("count.soon", readyTime-holdStep, "Left", itoa(readyTime-holdStep))
	for set := 1; set <= d.Sets; set++ {
		if set > 1 {
			s.begins()
			s.beat("count.rest", restStep, "Left", itoa(restTime))
			s.beat("count.resting", restTime-restStep, "Left", itoa(restTime-restStep))
		}
		s.set = Args{"Set": "", "OfSets": ""}
		if d.Sets > 1 {
			s.set = Args{"Set": itoa(set), "OfSets": itoa(d.Sets)}
		}
		d.set(s)
	}
	s.set = nil
	s.beat("count.end", 0)
	return s.beats
}

// set adds the beats of one set.
func (d Dose) set(s *score) {
	for n := 1; n <= d.Reps; n++ {
		s.begins()
		switch {
		case d.Kind == doseBreath:
			s.nth("count.breath", breathTime, n, d.Reps)
		case d.Kind == doseEnd, d.Kind == doseReps:
			s.nth("count.rep", repTime, n, d.Reps)
		case d.Hold < holdStep:
			s.nth("count.short", max(d.Hold+shortRest, repTime), n, d.Reps, "Hold", itoa(d.Hold))
		default:
			d.hold(s, n)
		}
	}
	for n := 1; n <= d.Breaths; n++ {
		s.begins()
		s.nth("count.stay", breathTime, n, d.Breaths)
	}
}

// hold is a hold that is counted down, so that nobody has to count along. After
// the last one of a set comes something else than letting go.
func (d Dose) hold(s *score, n int) {
	left := d.Hold
	s.nth("count.hold", min(left, holdStep+left%holdStep), n, d.Reps, "Left", itoa(left))
	for left -= holdStep + left%holdStep; left > 0; left -= holdStep {
		s.nth("count.holding", holdStep, n, d.Reps, "Left", itoa(left))
	}
	if n < d.Reps {
		s.nth("count.release", letGo, n, d.Reps)
	}
}

// A score is beats in the making.
type score struct {
	beats []Beat
	now   int
	whole bool
	set   Args // of every beat of a set
}

// begins says that one can go on from the next beat.
func (s *score) begins() { s.whole = true }

// beat adds one that lasts so many seconds.
func (s *score) beat(text string, lasts int, pairs ...string) {
	a := maps.Clone(s.set)
	for i := 0; i+1 < len(pairs); i += 2 {
		if a == nil {
			a = Args{}
		}
		a[pairs[i]] = pairs[i+1]
	}
	s.beats = append(s.beats, Beat{At: s.now, Text: text, Args: a, Whole: s.whole})
	s.now, s.whole = s.now+lasts, false
}

// nth adds the n-th of several, with a word on the way where there is reason.
func (s *score) nth(text string, lasts, n, of int, pairs ...string) {
	cheer := ""
	switch {
	case of < 3:
	case n == of:
		cheer = "count.last"
	case n == of/2+1:
		cheer = "count.half"
	}
	s.beat(text, lasts, append(pairs, "Nr", itoa(n), "Of", itoa(of), "Cheer", cheer)...)
}

// Counting is where an open card is being counted, or where it stands still.
type Counting struct {
	Card  string    `json:"card"`           // the question
	Since time.Time `json:"since,omitzero"` // it runs since then; zero: it stands still
	From  int       `json:"from,omitempty"` // the beat of the dose that it began at, or stands at
	Of    int       `json:"of,omitempty"`   // how many beats that dose has: of another one From means nothing
	Over  bool      `json:"over,omitempty"` // it came to its end; the last beat may still be to be shown
}

// runs says whether a card is being counted; stands whether it was, and waits
// to go on.
func (c *Counting) runs() bool   { return c != nil && !c.Since.IsZero() && !c.Over }
func (c *Counting) stands() bool { return c != nil && c.Since.IsZero() }

// played is the beats of a count from where it began: all, or after a pause a
// moment to get ready and what is left.
func (c Counting) played(d Dose) []Beat {
	all := d.beats()
	from := c.from(all)
	if from == 0 {
		return all
	}
	rest := []Beat{{Text: "count.again", Args: Args{"Left": itoa(againTime)}}}
	for _, b := range all[from:] {
		b.At += againTime - all[from].At
		rest = append(rest, b)
	}
	return rest
}

// from is the beat to begin at. Where the dose changed meanwhile that is the first:
// it is less than before, or asked for on purpose.
func (c Counting) from(all []Beat) int {
	if c.Of != len(all) {
		return 0
	}
	return c.From
}

// reached is the beat of the dose to go on from, when the count is broken off.
func (c Counting) reached(d Dose, now time.Time) int {
	all, played := d.beats(), c.played(d)
	from, i := c.from(all), dueBeat(played, now.Sub(c.Since))
	if from > 0 {
		i = max(i-1, 0) // getting ready again is no beat of the dose
	}
	for i += from; i > from && !all[i].Whole; i-- {
	}
	return i
}

// ends is when the last beat of a count comes.
func (c Counting) ends(d Dose) time.Time {
	played := c.played(d)
	return c.Since.Add(time.Duration(played[len(played)-1].At) * time.Second)
}

// dueBeat is the last beat that has come.
func dueBeat(beats []Beat, since time.Duration) int {
	i := 0
	for i+1 < len(beats) && time.Duration(beats[i+1].At)*time.Second <= since {
		i++
	}
	return i
}

// At is how a reply looks at a moment: with the beat of its count that is due.
// What was missed is not caught up on.
func (r Reply) At(now time.Time) Reply {
	if r.Count == nil || len(r.Count.Beats) == 0 {
		return r
	}
	i := dueBeat(r.Count.Beats, now.Sub(r.Count.Began))
	beat := r.Count.Beats[i]
	if r.Args = maps.Clone(r.Args); r.Args == nil {
		r.Args = Args{}
	}
	maps.Copy(r.Args, beat.Args)
	r.Args["Beat"] = beat.Text
	if i == len(r.Count.Beats)-1 {
		over := r.Count.Over
		r.Ask = &over
	}
	return r
}

// Still is a reply without what is counted in it, as it stays once answered.
func (r Reply) Still() Reply {
	r.Count = nil
	if r.Args["Beat"] != "" {
		r.Args = maps.Clone(r.Args)
		r.Args["Beat"] = ""
	}
	return r
}

// Stopped is a reply whose count was ended before it was shown: nothing is left
// to pause.
func (r Reply) Stopped() Reply {
	over := r.Count.Over
	r = r.Still()
	r.Ask = &over
	return r
}

// After is when the first beat after a moment comes; false if none does.
func (c Count) After(now time.Time) (time.Time, bool) {
	i := dueBeat(c.Beats, now.Sub(c.Began)) + 1
	if i >= len(c.Beats) {
		return time.Time{}, false
	}
	return c.Began.Add(time.Duration(c.Beats[i].At) * time.Second), true
}

// Counts says whether a reply is being counted for a patient, up to its last
// beat: its card is the one that is asked, and the count is still the one that it
// was begun with.
func Counts(p Patient, r Reply) bool {
	if r.Count == nil || r.Ask == nil || len(p.Forms) == 0 {
		return false
	}
	o := p.Forms[len(p.Forms)-1]
	return o.Form == r.Ask.Form && o.Run == r.Ask.Run && (o.counts() || o.counted()) && o.Count.Since.Equal(r.Count.Began)
}

// counts says whether the question of an open form is being counted.
func (o Open) counts() bool {
	return o.Count.runs() && o.Count.Card == o.Question && !o.Later
}

// counted says whether it was, to the end.
func (o Open) counted() bool {
	return o.Count != nil && o.Count.Over && o.Count.Card == o.Question && !o.Later
}

// endCounts ends the counts that are over: their card is asked as before.
func (t *turn) endCounts() {
	for i := range t.p.Forms {
		o := &t.p.Forms[i]
		if o.Count.runs() {
			if d, ok := t.p.doseAt(*o); !ok {
				o.Count = nil
			} else if !t.now.Before(o.Count.ends(d)) {
				o.Count.Over = true
			}
		}
	}
}

// haltCounts has a count stand still whose card is not asked any more: it was
// left, something else came above it, or a red flag forbids exercise. It waits
// there; a card that was answered has none.
func (t *turn) haltCounts() {
	for i := range t.p.Forms {
		o := &t.p.Forms[i]
		switch {
		case o.Count == nil:
		case o.Count.Card != o.Question:
			o.Count = nil
		case o.Count.runs() && (i < len(t.p.Forms)-1 || o.Later || t.p.Away || !Allows(t.p, AboutExercise)):
			t.halt(o)
		}
	}
}

// halt has a count stand still.
func (t *turn) halt(o *Open) {
	d, ok := t.p.doseAt(*o)
	if !ok {
		o.Count = nil
		return
	}
	o.Count = &Counting{Card: o.Question, From: o.Count.reached(d, t.now), Of: len(d.beats())}
}

// countOf is the count of the card that an open session is at, or nil.
func countOf(p Patient, o Open) *Count {
	d, ok := p.doseAt(o)
	if !ok || !o.counts() {
		return nil
	}
	f, _ := FormOf(o.Form)
	q, _ := f.question(o.Question)
	c := &Count{Began: o.Count.Since, Beats: o.Count.played(d)}
	o.Count = nil
	c.Over = f.askOf(p, o, q)
	if otherSideNext(o) {
		c.Beats[len(c.Beats)-1].Text = "count.end.side"
	}
	c.Over.Choices = without(c.Over.Choices, []string{choiceStart})
	c.Over.Few, c.Over.Ways = nil, without(c.Over.Ways, []string{WayMore})
	return c
}

// otherSideNext says whether the next card is the other side of this one.
func otherSideNext(o Open) bool {
	cards := listed(o.Answers["plan"])
	n, _ := strconv.Atoi(strings.TrimPrefix(o.Question, "card"))
	if n < 1 || n >= len(cards) {
		return false
	}
	id, side, _ := strings.Cut(cards[n-1], ".")
	next, _, _ := strings.Cut(cards[n], ".")
	return side != "" && id == next
}

// countArgs are the arguments of a card that is or was counted: the beat it
// stands at, none while the sender fills it in.
func countArgs(p Patient, o Open, a Args) {
	a["Beat"], a["At"] = "", ""
	d, ok := p.doseAt(o)
	if !ok || !o.Count.stands() || o.Count.Card != o.Question {
		return
	}
	all := d.beats()
	from := o.Count.from(all)
	beat := all[from]
	maps.Copy(a, beat.Args)
	a["Beat"], a["At"] = "count.paused", beat.Text
	if from == 0 {
		a["At"] = ""
	}
}

// besideCard starts a count, has it stand still, and go on. Who tapped sees it
// where they tapped; who typed gets the card below what they typed.
func besideCard(t *turn, choice string) bool {
	o := t.top()
	if (choice == choiceStart || choice == choiceGoOn) && t.outdated(*o) {
		t.ask() // which says what has changed
		return true
	}
	switch choice {
	case choiceStart:
		o.Count = &Counting{Card: o.Question, Since: t.now}
	case choiceGoOn:
		o.Count.Since = t.now
	case choicePause:
		t.halt(o)
	default:
		return false
	}
	if _, tapped := t.ev.(Pressed); !tapped {
		t.ask()
		return true
	}
	t.toast("count.toast."+choice, about(AboutExercise)) // no limit on messages delays it
	t.ask(again)
	return true
}

// goneFromCard is for who taps start twice, or pause when nothing runs.
func goneFromCard(o Open, choice string) string {
	switch {
	case choice != choiceStart && choice != choicePause && choice != choiceGoOn:
		return ""
	case o.counts():
		return "count.runs"
	case o.Count.stands():
		return "count.stands"
	}
	return "count.over"
}

// cardWord is what words mean at a card. They are commands elsewhere; who wants
// no count means those.
func cardWord(p Patient, o Open, text string) string {
	if p.Uncounted {
		return ""
	}
	switch strings.Join(wordsOf(text), " ") {
	case "start", "begin", "beginnen", "tel mee", "count":
		if o.Count.stands() {
			return choiceGoOn
		}
		return choiceStart
	case "pauze", "pause", "wacht", "wacht even", "wait":
		if o.counts() || o.Count.stands() {
			return choicePause
		}
	case "verder", "doorgaan", "ga verder", "continue", "go on", "resume":
		if o.counts() || o.Count.stands() {
			return choiceGoOn
		}
	}
	return ""
}

// word is the choice that a text means at the open question by its own words.
func (t *turn) word(ev Said) string {
	o := t.top()
	if o == nil || o.Later || ev.Forwarded || ev.Edited {
		return ""
	}
	_, q := t.questionAt(len(t.p.Forms) - 1)
	if q.Word == nil {
		return ""
	}
	return q.Word(t.p, *o, ev.Text)
}
