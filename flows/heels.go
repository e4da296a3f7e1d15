package flows

// Once a week whoever has a hernia or leg pain walks on heels and on toes: a leg
// that loses its strength shows there first [DESIGN, clinical.md 5.1]. The
// check-in asks it; a session does where no check-in has been answered.

// heelsLate is how many days after the last time a session asks: a day later
// than the check-in of the week.
const heelsLate = 8

// heelsQuestion: anything but a yes asks about the row behind it, with its call
// in front.
func heelsQuestion(when func(Patient, Open) bool) Question {
	return Question{
		Name: "heels", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo, ChoiceUnsure},
		When: when, Text: heelsText, Took: tookHeels,
	}
}

// heelsText: where a doctor has seen a weak foot it is asked whether that has
// changed (clinical.md 1.4).
func heelsText(p Patient, _ Open) string {
	if p.knows("RF07") {
		return "heels.changed"
	}
	return "heels"
}

func heelsWeekly(p Patient, _ Open) bool { return p.legPain() }

// heelsLeft: a week has gone by in which no check-in was answered.
func heelsLeft(p Patient, o Open) bool {
	last := max(p.Plan.Heels, p.Course.Start)
	return notMini(p, o) && p.legPain() && daysBetween(last, p.localDate(o.Since)) >= heelsLate
}

// tookHeels: not being able to is a sign of RF07.
func tookHeels(t *turn, value string) bool {
	t.p.Plan.Heels = t.today()
	t.log("heels", map[string]string{"answer": value})
	if value == ChoiceYes {
		return false
	}
	t.stepPast(t.top().Form, t.top().Question)
	t.suspect([]Row{"RF07"}, "heels")
	return true
}
