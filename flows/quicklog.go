package flows

// quicklogForm is for who did it without the phone: three taps.
func quicklogForm() Form {
	return Form{
		Name: "quicklog", Topic: AboutExercise,
		Questions: []Question{
			{Name: "what", Kind: Choice, Choices: []string{"all", "part"}, Took: tookWhat},
			{Name: "peak", Kind: Scale, Took: func(t *turn, value string) bool { return t.tookScore(value, "peak") }},
			{Name: "news", Kind: Choice, Choices: newsChoices(), Took: tookNews},
		},
		Done: quicklogDone,
	}
}

// tookWhat keeps the last score as what it was before: after the next question
// there is another last one.
func tookWhat(t *turn, _ string) bool {
	t.top().Answers["before"] = t.p.lastPain().orEmpty()
	return false
}

// quicklogNow asks about a session that was done without the phone.
func (t *turn) quicklogNow() {
	if !t.coached() {
		return
	}
	t.drop("morning")
	t.open("quicklog")
}

func quicklogDone(t *turn, o Open) {
	s, any := t.loggedOf(o)
	if !any {
		return
	}
	t.closeWith(t.keep(s, o.Entry))
	t.concludeSession(s)
}

// loggedOf is what a quick log came to.
func (t *turn) loggedOf(o Open) (s Trained, any bool) {
	return Trained{
		On: t.p.localDate(o.Since), Kind: kindLog, Done: o.Answers["what"],
		Before: scoreIn(o, "before"), Peak: scoreIn(o, "peak"), Am: NoScore,
	}, o.Answers["what"] != ""
}
