package flows

import (
	"slices"
	"time"
)

// pauseForm stops what comes unasked for a while. The programme, the series and
// an open red flag stay as they are.
func pauseForm() Form {
	return Form{
		Name: "pause",
		Questions: []Question{
			{Name: "until", Kind: Choice, Offer: pauseChoices, Text: pauseText, Args: pauseArgs, Read: readPause},
			{Name: "date", Kind: Text, Limit: 60, Read: readPause, When: answeredWith("until", "own")},
		},
		Done: pauseDone,
	}
}

func pauseChoices(p Patient, o Open) []string {
	choices := []string{"3", "7", "14", "own"}
	if p.paused(p.localDate(o.Asked)) {
		return append(choices, "end")
	}
	return choices
}

func pauseText(p Patient, o Open) string {
	if p.paused(p.localDate(o.Asked)) {
		return "pause.until.paused"
	}
	return "pause.until"
}

func pauseArgs(p Patient, _ Open) Args { return Args{"On": p.Rhythm.PausedUntil} }

// readPause keeps what was typed: what it means hangs on the day.
func readPause(text string) (string, bool) {
	_, ok := parseSpan(text)
	return text, ok
}

// pauseNow is /pauze, with the time behind it or as a question.
func (t *turn) pauseNow() {
	if s, ok := parseSpan(t.argument()); ok {
		t.pauseFor(s)
		return
	}
	t.open("pause")
}

func pauseDone(t *turn, o Open) {
	t.p.Closed = nil
	answer := o.Answers["until"]
	switch answer {
	case "end":
		t.endPause()
		return
	case "own":
		answer = o.Answers["date"]
	}
	s, _ := parseSpan(answer)
	t.pauseFor(s)
}

// pauseFor pauses, or says why it can't.
func (t *turn) pauseFor(s span) {
	until, ok := s.from(t.today())
	if !ok {
		t.say("pause.past")
		t.open("pause")
		return
	}
	r := &t.p.Rhythm
	r.PausedUntil, r.Snoozed, r.Sent = until, time.Time{}, time.Time{}
	r.Silent, r.Missed, r.Quiet = false, 0, false
	t.drop("morning")
	t.log("paused", map[string]string{"until": until})
	t.say("pause.done", args("On", until), offering("continue", "exercise"))
}

// endPause goes on with the series, from the next time on.
func (t *turn) endPause() {
	t.p.Rhythm.PausedUntil = ""
	t.catchUp()
	t.skipCheckins()
	t.log("unpaused", nil)
	t.say("pause.ended", t.next(t.nextReminder()), offering("exercise", "settings"))
}

// asideForm says whether a form was put aside for later: then "verder" means
// that form, and not the end of a pause.
func (t *turn) asideForm() bool {
	return slices.ContainsFunc(t.p.Forms, func(o Open) bool { return o.Later })
}
