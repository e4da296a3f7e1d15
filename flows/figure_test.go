package flows

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestACardShowsItsExercise(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.AskedE, tk.p.Scores = tk.now, nil
	tk.command("exercise", "")
	for Asking(tk.p).Kind == Scale {
		tk.say("3")
	}
	card := tk.expect("session.card").out.Replies[0]
	if first := listed(tk.p.Forms[0].Answers["plan"])[0]; card.Figure != first {
		t.Errorf("the card of %s shows %q", first, card.Figure)
	}
}

// What shows a side, and how it is done, is that of the card.
func TestAFigureIsOfTheVersionAndTheSide(t *testing.T) {
	p := coachedPatient(t).p
	p.Profile.Groups = []string{GroupOsteoporosis}
	p.Day.On, p.Day.Before = "2026-03-03", 30
	p.Plan.Hurt = []Hurt{{ID: "C9", Side: sideLeft, On: "2026-02-20"}}
	o := Open{Form: "session", Since: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC), Answers: map[string]string{"plan": "C9.right C9.left B4"}}
	e := p.prescribed("C9", p.localDate(o.Since))
	how := strings.Join(slices.Concat([]string{"C9"}, e.Versions), ".")
	for n, want := range map[int]string{1: how + ".right", 2: how + ".gently.left", 3: "B4.small", 4: ""} {
		if got := cardFigure(p, o, n); got != want {
			t.Errorf("card %d shows %q, want %q", n, got, want)
		}
	}
	if how == "C9" {
		t.Error("this patient does it as everybody does")
	}
}

// Someone with osteoporosis does the side plank at the wall. Told of more pain in
// the middle of a session, the card that stood there turned into the one on the
// floor: what was too hard now was shown as everybody does it.
func TestBugAnExerciseThatBecameTooHardWasShownAsEverybodyDoesIt(t *testing.T) {
	p := coachedPatient(t).p
	p.Profile.Groups = []string{GroupOsteoporosis}
	date := "2026-03-03"
	for pain, open := range map[Score]bool{30: true, 80: false} {
		p.Day.On, p.Day.Before = date, pain
		e, _ := exerciseOf("C9")
		_, got := p.asPrescribed(e, p.specials(date), date)
		if e = p.prescribed("C9", date); got != open || !slices.Equal(e.Versions, []string{"wall"}) || e.Rung != "wall" {
			t.Errorf("with pain %s open is %v, and it is done as %v on rung %s", pain, got, e.Versions, e.Rung)
		}
	}
}

func TestPicturesAreASetting(t *testing.T) {
	tk := coachedPatient(t)
	for answer, want := range map[string]Pictures{"still": PicturesStill, "words": PicturesWords, "move": PicturesMove} {
		tk.command("settings", "").tap("pictures").expect("settings.pictures").tap(answer).expect("settings.done.pictures." + answer)
		if tk.p.Pictures != want {
			t.Errorf("%s: %q", answer, tk.p.Pictures)
		}
		if e := tk.out.Diary[0]; e.Kind != "setting" || e.Data["what"] != "pictures" || e.Data["value"] != answer {
			t.Errorf("%s: diary %+v", answer, e)
		}
	}
	tk.command("settings", "").say("plaatjes").expect("settings.pictures")
}

// What is proposed is shown as this patient would do it, with their own dose.
func TestAProposedExerciseIsShown(t *testing.T) {
	p := coachedPatient(t).p
	p.Profile.Groups = []string{GroupPregnant}
	p.Profile.PregnantWeek, p.Profile.PregnantOn = 20, "2026-03-03"
	p.Day = Day{On: "2026-03-03", Before: 10}
	o := Open{Form: "session", Since: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC), Answers: map[string]string{}}
	for step, want := range map[StepUp]string{
		{ID: "C9", Rung: "wall"}:                     "C9.wall",
		{ID: "C2", Rung: "8x5s", From: "5x5s"}:       "",
		{ID: stepShare, Rung: "55", From: "50"}:      "",
		{ID: "C7", Rung: "5x5s", Why: whyRing}:       "C7.small",
		{ID: "S2", Rung: "chair:2x8", From: "chair"}: "",
	} {
		o.Answers["propose"] = step.words()
		if got := stepFigure(p, o); got != want {
			t.Errorf("%+v shows %q, want %q", step, got, want)
		}
	}
	o.Answers["propose"] = StepUp{ID: "C2", Rung: "8x5s", From: "5x5s"}.words()
	if a := stepArgs(p, o); a["Start"] != "exercise.C2.start.side" || a["Count"] != "8" {
		t.Errorf("%v", a)
	}
}
