package flows

import "strings"

// quicklogForm is for who did it without the phone: three taps, with the one
// that said so.
func quicklogForm() Form {
	return Form{
		Name: "quicklog", Topic: AboutExercise, Progress: true,
		Questions: []Question{
			{Name: "peak", Kind: Scale, Took: func(t *turn, value string) bool { return t.tookScore(value, "peak") }},
			{Name: "news", Kind: Choice, Choices: newsChoices(), Took: tookNews},
		},
		Done: quicklogDone,
	}
}

// quicklogNow asks about a session that was done without the phone. The last
// score at rest is what it was before: after the first question there is another.
func (t *turn) quicklogNow() {
	if !t.coached() {
		return
	}
	t.drop("morning")
	if i := t.indexOf("session"); i >= 0 { // what was done of it counts, and the rest went without the phone
		t.leave(t.p.Forms[i])
	}
	if t.p.screenMode(t.now) == screenFull { // doing it without the phone is no answer to it
		t.p.Rescreen = true
	}
	t.sayPause(t.easePause())
	before := t.p.atRest().Pain.orEmpty()
	t.keepClosed()
	t.open("quicklog", func(o *Open) { o.Answers["before"], o.Began = before, t.p.began() })
}

func quicklogDone(t *turn, o Open) {
	s, any := t.loggedOf(o)
	if !any {
		return
	}
	t.closeWith(t.keep(s, o.Entry))
	t.concludeSession(o, s)
}

// loggedOf is what a quick log came to: the session of that day.
func (t *turn) loggedOf(o Open) (s Trained, any bool) {
	date := t.p.localDate(o.Since)
	return Trained{
		On: date, Kind: kindLog, Done: strings.Join(cardsOfAll(Session(t.p, date)), " "),
		Before: scoreIn(o, "before"), Peak: scoreIn(o, "peak"), Am: NoScore,
	}, o.Answers["peak"] != ""
}
