package flows

import "slices"

// moreForm is the rest of the intake, one topic a day over the first sessions.
// Every question can be passed over, and no topic comes twice [interaction.md
// 3.15].
func moreForm() Form {
	return Form{
		Name: "more", Topic: AboutTalk, After: true,
		Questions: []Question{
			{Name: "fear", Kind: Scale, Skip: true, When: moreAbout("fear")},
			{Name: "activity", Kind: Text, Limit: 60, Skip: true, When: moreAbout("second", "third"), Text: moreText},
			{Name: "difficulty", Kind: Scale, Skip: true, When: moreNamed, Args: func(_ Patient, o Open) Args { return Args{"Activity": o.Answers["activity"]} }},
		},
		Done: moreDone,
	}
}

func moreAbout(topics ...string) func(Patient, Open) bool {
	return func(_ Patient, o Open) bool { return slices.Contains(topics, o.About) }
}

func moreNamed(p Patient, o Open) bool {
	return moreAbout("second", "third")(p, o) && o.Answers["activity"] != ""
}

func moreText(_ Patient, o Open) string { return "more.activity." + o.About }

// mostActivities is how many a patient names [PSK].
const mostActivities = 3

// askMore asks the next topic of the rest of the intake, if there is one and
// none was asked today.
func (t *turn) askMore() {
	if t.p.Plan.AskedOn == t.today() || !Allows(t.p, AboutTalk) || t.askFeared() {
		return
	}
	topic := t.nextTopic()
	if topic == "" {
		return
	}
	t.p.Plan.Asked, t.p.Plan.AskedOn = append(t.p.Plan.Asked, topic), t.today()
	t.open("more", func(o *Open) { o.About = topic })
}

func (t *turn) nextTopic() string {
	asked := t.p.Plan.Asked
	for _, topic := range []string{"fear", "second", "third"} {
		known := topic == "fear" && t.p.Profile.Fear >= 0 ||
			topic != "fear" && len(t.p.Course.Activities) >= mostActivities
		if topic == "third" && len(t.p.Course.Activities) < mostActivities-1 {
			return "" // who named no second one has no third
		}
		if !known && !slices.Contains(asked, topic) {
			return topic
		}
	}
	return ""
}

// moreDone keeps what was answered.
func moreDone(t *turn, o Open) {
	if fear := scoreIn(o, "fear"); fear != NoScore {
		t.p.tellFear(fear, t.today())
	}
	if words, hard := o.Answers["activity"], scoreIn(o, "difficulty"); words != "" && hard != NoScore && !t.p.Course.names(words) {
		t.p.Course.Activities = append(t.p.Course.Activities, Activity{Words: words, Start: hard})
	}
	t.log("more", map[string]string{"topic": o.About, "fear": o.Answers["fear"], "activity": o.Answers["activity"], "difficulty": o.Answers["difficulty"]})
	switch {
	case o.Answers["fear"] == "" && o.Answers["activity"] == "":
		t.say("more.skipped")
	case t.p.Profile.Fear >= fearful && o.About == "fear":
		t.say("more.fear.high")
	default:
		t.say("more.thanks")
	}
}
