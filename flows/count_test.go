package flows

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// doses is every dose that can be asked for: the catalogue's, what halving makes
// of it, and as far as clinical.md 4b lets them grow.
func doses() []Dose {
	all := []Dose{
		holdDose(1, 10, 10), holdDose(1, 3, 20), repsDose(3, 12), holdDose(1, 5, 4), holdDose(2, 3, 12),
		{Sets: 2, Reps: 10, Kind: doseBreath}, repsDose(1, 1),
	}
	for _, e := range Exercises() {
		for _, d := range []Dose{e.Dose, e.Dose.half(), e.Dose.half().half()} {
			if !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}

// fault says what is wrong with beats that are played one after the other.
func fault(beats []Beat) string {
	if len(beats) < 2 || beats[0].At != 0 {
		return "no beat at the begin, or no end"
	}
	for i := 1; i < len(beats); i++ {
		if gap := time.Duration(beats[i].At-beats[i-1].At) * time.Second; gap < BeatGap {
			return fmt.Sprintf("%s at %d s comes %s after the one before", beats[i].Text, beats[i].At, gap)
		}
	}
	if last := beats[len(beats)-1].Text; last != "count.end" {
		return "the last is " + last
	}
	return ""
}

func TestEveryDoseHasSensibleBeats(t *testing.T) {
	for _, d := range doses() {
		name := fmt.Sprintf("%+v", d)
		beats := d.beats()
		if f := fault(beats); f != "" {
			t.Errorf("%s: %s", name, f)
		}
		said, held := map[string]int{}, 0
		for i, b := range beats {
			said[b.Text]++
			if b.Text == "count.hold" || b.Text == "count.holding" {
				held += beats[i+1].At - b.At
			}
		}
		want := map[string]int{"count.ready": 1, "count.soon": 1, "count.end": 1, "count.rest": d.Sets - 1, "count.resting": d.Sets - 1, "count.stay": d.Sets * d.Breaths}
		each, perRep := "count.rep", 6
		switch {
		case d.Kind == doseBreath:
			each = "count.breath"
		case d.Kind == doseHold && d.Hold < 5:
			each, perRep = "count.short", d.Hold+3
		case d.Kind == doseHold:
			each, perRep = "count.hold", d.Hold+6
			if held != d.Sets*d.Reps*d.Hold {
				t.Errorf("%s is held for %d s, want %d", name, held, d.Sets*d.Reps*d.Hold)
			}
		}
		want[each] = d.Sets * d.Reps
		for text, n := range want {
			if said[text] != n {
				t.Errorf("%s says %s %d times, want %d", name, text, said[text], n)
			}
		}
		most := 10 + d.Sets*(d.Reps*max(perRep, 6)+d.Breaths*6) + 20*(d.Sets-1)
		least := most - 10 - d.Sets*6 // a set ends without letting go
		if total := beats[len(beats)-1].At; total > most || total < least {
			t.Errorf("%s takes %d s, want %d to %d", name, total, least, most)
		}
	}
}

// Wherever a count is paused, going on keeps the gaps, repeats no more than what
// was broken off, and comes to the end.
func TestACountGoesOnFromWhereverItWasPaused(t *testing.T) {
	began := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, d := range doses() {
		name := fmt.Sprintf("%+v", d)
		all := d.beats()
		for second := range all[len(all)-1].At {
			c := Counting{Card: "card1", Since: began}
			from := c.reached(d, began.Add(time.Duration(second)*time.Second))
			at := dueBeat(all, time.Duration(second)*time.Second)
			switch again := slices.ContainsFunc(all[from+1:at+1], func(b Beat) bool { return b.Whole }); {
			case from > at || again:
				t.Fatalf("%s, paused at %d s in %v: goes on at %v", name, second, all[at], all[from])
			case from > 0 && !all[from].Whole:
				t.Fatalf("%s, paused at %d s: goes on in the middle, at %v", name, second, all[from])
			}
			c = Counting{Card: "card1", Since: began, From: from, Of: len(all)}
			played := c.played(d)
			if f := fault(played); f != "" {
				t.Fatalf("%s, paused at %d s: %s", name, second, f)
			}
			if again := c.reached(d, began.Add(2*time.Second)); again != from {
				t.Fatalf("%s, paused again while getting ready: at %d, want %d", name, again, from)
			}
			if len(played) > 1 && from > 0 && c.reached(d, began.Add(time.Duration(played[1].At)*time.Second)) != from {
				t.Fatalf("%s, paused again at the first beat: not at %d", name, from)
			}
		}
	}
}

// A session is 5 to 10 minutes [clinical.md 4]: what is counted of one
// mobilisation and any two others leaves room for reading and answering.
func TestWhatIsCountedFitsASession(t *testing.T) {
	length := func(e Exercise) time.Duration {
		beats := e.Dose.beats()
		d := time.Duration(beats[len(beats)-1].At) * time.Second
		if e.Sided {
			d *= 2
		}
		return d
	}
	all, longest := Exercises(), time.Duration(0)
	for _, first := range all {
		for i, second := range all {
			for _, third := range all[i+1:] {
				if first.mobilises() && !second.mobilises() && !third.mobilises() {
					longest = max(longest, length(first)+length(second)+length(third))
				}
			}
		}
	}
	if longest > 9*time.Minute+15*time.Second {
		t.Errorf("the longest session counts for %s", longest)
	}
	t.Logf("the longest session counts for %s", longest)
}

// atCard is a patient at the first card of a session.
func atCard(t *testing.T, plan string) *talker {
	tk := coachedPatient(t)
	tk.p.AskedE = tk.now
	tk.p.Runs++
	tk.p.Forms = []Open{{Form: "session", Run: tk.p.Runs, Question: "card1", Since: tk.now, Asked: tk.now, Answers: map[string]string{"kind": kindFull, "plan": plan, "reason": reasonHigh}}}
	return tk
}

func (tk *talker) counts() bool {
	return slices.ContainsFunc(tk.out.Replies, func(r Reply) bool { return Counts(tk.p, r) })
}

// Whatever else comes above the card, or forbids exercise, halts its count.
func TestWhatHaltsACount(t *testing.T) {
	for name, does := range map[string]func(*talker){
		"another form": func(tk *talker) { tk.command("pain", "") },
		"later":        func(tk *talker) { tk.tap(WayLater) },
		"an alarm":     func(tk *talker) { tk.say("ik heb koorts") },
		"blocked":      func(tk *talker) { tk.step(Blocked{}) },
		"a stop":       func(tk *talker) { tk.command("stop", "") },
	} {
		tk := atCard(t, "X2 C2")
		if tk.tap(choiceStart); !tk.counts() {
			t.Fatal("start does not count")
		}
		began := tk.out.Replies[0]
		tk.wait(23 * time.Second)
		does(tk)
		if Counts(tk.p, began) {
			t.Errorf("%s: it goes on", name)
		}
		if i := slices.IndexFunc(tk.p.Forms, func(o Open) bool { return o.Form == "session" }); i >= 0 {
			if c := tk.p.Forms[i].Count; c == nil || c.From != 4 || c.runs() {
				t.Errorf("%s: it stands at %+v, want the third repetition", name, c)
			}
		}
	}
}

// Who counts along sees three buttons. All others are back when it stands still
// and when it is over, and count all the time: typed, or tapped on a message that
// shows them still.
func TestACountHasThreeButtons(t *testing.T) {
	tk := atCard(t, "X2 C2").tap(choiceStart)
	began := tk.out.Replies[0]
	if want := []string{choicePause, ChoiceDone, "hurts"}; !slices.Equal(began.Ask.Few, want) {
		t.Errorf("counted, it shows %v, want %v", began.Ask.Few, want)
	}
	if over := began.Count.Over; len(over.Few) > 0 || !slices.Contains(over.Choices, "heavy") {
		t.Errorf("at the end it shows %v of %v", over.Few, over.Choices)
	}
	if ask := tk.wait(12 * time.Second).tap(choicePause).out.Replies[0].Ask; len(ask.Few) > 0 || !slices.Contains(ask.Choices, "heavy") {
		t.Errorf("in the pause it shows %v of %v", ask.Few, ask.Choices)
	}
	tk.tap(choiceGoOn)
	if few := Asking(tk.p).Few; len(few) != 3 {
		t.Errorf("after the pause it shows %v", few)
	}
	if ask := Asking(atCard(t, "X2 C2").p); !slices.Equal(ask.Few, []string{choiceStart, ChoiceDone, "hurts", WayMore}) {
		t.Errorf("before it is counted it shows %v", ask.Few)
	}
	for _, choice := range []string{"heavy", "easy", "other", WaySkip, WayLater} {
		tk := atCard(t, "X2 C2").tap(choiceStart).wait(12 * time.Second).tap(choice)
		if tk.out.Toast != nil || tk.counts() {
			t.Errorf("%s while it counts: %+v", choice, tk.out.Toast)
		}
	}
}

// Who asks for more sees all buttons and what the exercise is for, where it stands
// or, typed, in a new message; and may do with it what everybody may.
func TestMoreShowsWhatACardLeavesOut(t *testing.T) {
	for name, does := range map[string]func(*talker) *talker{
		"tapped": func(tk *talker) *talker { return tk.tap(WayMore) },
		"typed":  func(tk *talker) *talker { return tk.step(Said{By: ByPatient, Text: "meer", Means: WayMore}) },
	} {
		tk := does(atCard(t, "X2 C2"))
		r := tk.out.Replies[0]
		if len(r.Ask.Few) > 0 || slices.Contains(r.Ask.Ways, WayMore) || r.Args["Goal"] != "exercise.X2.goal" || r.Again != (name == "tapped") {
			t.Errorf("%s: %+v of %+v", name, r, r.Ask)
		}
		if tk.tap("heavy"); tk.out.Toast != nil || tk.said()[0] != "session.heavy.less" {
			t.Errorf("%s: too heavy comes to %v", name, tk.said())
		}
		if r := tk.out.Replies[1]; r.Args["Goal"] != "" || !slices.Contains(r.Ask.Few, WayMore) {
			t.Errorf("%s: the next card is %+v", name, r)
		}
	}
}

// What is not about the card lets it run.
func TestACountRunsOnUnderSmallTalk(t *testing.T) {
	tk := atCard(t, "X2 C2").tap(choiceStart)
	began := tk.out.Replies[0]
	tk.wait(12 * time.Second).say("dank je wel")
	if !Counts(tk.p, began) || !tk.counts() {
		t.Errorf("a word of thanks ended the count: %v", tk.said())
	}
	tk.wait(10 * time.Second).step(Ticked{})
	if !Counts(tk.p, began) {
		t.Error("a tick ended the count")
	}
}

// The card that was answered takes its count along: going back asks it anew.
func TestAnAnsweredCardHasNoCount(t *testing.T) {
	tk := atCard(t, "X2 C2").tap(choiceStart).wait(20 * time.Second).tap(ChoiceDone)
	if c := tk.p.Forms[0].Count; c != nil {
		t.Errorf("there is still %+v", c)
	}
	tk.tap(choiceStart).wait(20 * time.Second).tap(WayBack)
	if c := tk.p.Forms[0].Count; c != nil || tk.said()[0] != "session.card" {
		t.Errorf("back at the first card there is %+v, and %v", c, tk.said())
	}
}

func TestTheSideThatIsLeftIsNamed(t *testing.T) {
	last := func(tk *talker) string {
		beats := tk.tap(choiceStart).out.Replies[0].Count.Beats
		return beats[len(beats)-1].Text
	}
	tk := atCard(t, "C7.right C7.left C2")
	tk.p.Scores = nil // with much pain C7 is too hard
	if got := last(tk); got != "count.end.side" {
		t.Errorf("after the first side: %s", got)
	}
	if got := last(tk.tap(ChoiceDone)); got != "count.end" {
		t.Errorf("after the second side: %s", got)
	}
}

// Who wants no count sees none, and hears no word as one.
func TestWithoutACount(t *testing.T) {
	tk := atCard(t, "X2 C2").tap(choiceStart).wait(20 * time.Second).say("instellingen").tap("count").tap(ChoiceNo)
	ask := Asking(tk.p)
	if !tk.p.Uncounted || ask == nil || ask.Question != "card1" || !slices.Equal(ask.Choices, []string{ChoiceDone, "heavy", "hurts", "easy", "other"}) {
		t.Fatalf("uncounted %v, asked %+v", tk.p.Uncounted, ask)
	}
	if tk.say("start"); tk.counts() {
		t.Error("start counts")
	}
}

// Any event after the end took the last beat back, that was still to be shown:
// the card stood at its last repetition for good.
func TestBugAnEventAfterTheEndLostTheLastBeat(t *testing.T) {
	for name, ev := range map[string]Event{
		"a tick":  Ticked{},
		"a pause": Pressed{By: ByPatient, Form: "session", Run: 1, Question: "card1", Choice: choicePause},
	} {
		tk := atCard(t, "X2 C2").tap(choiceStart)
		begun := tk.out.Replies[0]
		last := begun.Count.Beats[len(begun.Count.Beats)-1]
		tk.wait(time.Duration(last.At)*time.Second + time.Second).step(ev)
		if tk.counts() || !Counts(tk.p, begun) || begun.At(tk.now).Args["Beat"] != "count.end" {
			t.Errorf("after %s the last beat is not shown", name)
		}
		if choices := Asking(tk.p).Choices; !slices.Contains(choices, choiceStart) || slices.Contains(choices, choicePause) {
			t.Errorf("after %s the card offers %v", name, choices)
		}
		tk.tap(choiceStart)
		if Counts(tk.p, begun) || !tk.counts() {
			t.Errorf("after %s and a new start the old count goes on", name)
		}
		if tk.tap(ChoiceDone); Counts(tk.p, begun) {
			t.Errorf("after %s and an answer the old count goes on", name)
		}
	}
}

// A count stands still while a clock that was set back is behind its beginning.
// Pause and go on, or done, lead out of it at once.
func TestAClockSetBackIsLeftByAPause(t *testing.T) {
	tk := atCard(t, "X2 C2").tap(choiceStart)
	begun := tk.out.Replies[0]
	tk.wait(-20 * time.Minute)
	if shown := begun.At(tk.now).Args["Beat"]; shown != "count.ready" {
		t.Errorf("before its beginning it shows %q", shown)
	}
	tk.tap(choicePause)
	if Counts(tk.p, begun) || !tk.p.Forms[len(tk.p.Forms)-1].Count.stands() {
		t.Error("a pause leaves the old count")
	}
	tk.tap(choiceGoOn)
	if next, more := tk.out.Replies[0].Count.After(tk.now); !tk.counts() || !more || next.Sub(tk.now) > time.Minute {
		t.Errorf("it does not go on now but at %v", next)
	}
	tk.wait(-20 * time.Minute).tap(ChoiceDone)
	if got := tk.p.Forms[len(tk.p.Forms)-1].Question; got != "card2" {
		t.Errorf("done leads to %q", got)
	}
}

// A record can be damaged and still be read.
func TestACountWithoutBeatsOrArgumentsIsShown(t *testing.T) {
	r := Reply{Text: "session.count", Count: &Count{}}
	if got := r.At(time.Now()); got.Args["Beat"] != "" {
		t.Errorf("it shows %v", got.Args)
	}
	r.Count.Beats = []Beat{{Text: "count.ready"}, {At: 5, Text: "count.end"}}
	if got := r.At(time.Now()); got.Args["Beat"] != "count.end" || got.Ask == nil {
		t.Errorf("it shows %+v", got)
	}
}

// A pause is kept as a beat of the dose; of a dose that became another one
// meanwhile that was another repetition, or the end.
func TestBugAnotherDoseInAPauseWentOnSomewhereElse(t *testing.T) {
	tk := atCard(t, "X2 C2").tap(choiceStart).wait(24 * time.Second).tap(choicePause)
	paused := *tk.p.Forms[0].Count
	was, _ := tk.p.doseAt(tk.p.Forms[0])
	if beats := paused.played(was); beats[0].Text != "count.again" || beats[1].Args["Nr"] != "3" {
		t.Fatalf("it goes on as %v", beats)
	}
	for _, d := range doses() {
		if d == was {
			continue
		}
		if beats := paused.played(d); len(d.beats()) != len(was.beats()) && beats[0].Text != "count.ready" {
			t.Errorf("with %+v it goes on as %v", d, beats)
		}
	}
}
