package flows

import (
	"slices"
	"strings"
)

// With much fear of moving there is a ladder of what somebody does not dare, in
// their own words, from 0 to 10 each. It is filled one thing a day, after a session;
// then the lowest is proposed for a try, a small part of it, and each attempt is
// praised (clinical.md 5.6). All of it can be passed over, seen and taken away.

// A Feared is one activity that somebody does not dare.
type Feared struct {
	Run   int    `json:"run"` // of the form in which it was named: no other has it
	Words string `json:"words"`
	Fear  Score  `json:"fear"`            // when it was last asked
	Tried int    `json:"tried,omitempty"` // attempts
	On    string `json:"on,omitempty"`    // local date on which it was last proposed
	Owed  bool   `json:"owed,omitempty"`  // they said yes, and have not said yet how it went
}

const (
	mostFeared = 5  // activities
	askFeared  = 3  // of them are asked about; more are their own wish
	dared      = 20 // tenths of fear up to which it is dared
)

func fearedForm() Form {
	scale := func(o Open) Args { return Args{"Activity": o.Answers["words"]} }
	return Form{
		Name: "feared", Topic: AboutTalk, After: true,
		Questions: []Question{
			{Name: "words", Kind: Text, Limit: 60, Skip: true, When: fearedAbout("add")},
			{Name: "try", Kind: Choice, Choices: []string{ChoiceYes, ChoiceNo}, When: fearedAbout("try"), Args: func(_ Patient, o Open) Args { return scale(o) }},
			{Name: "tried", Kind: Choice, Choices: []string{ChoiceYes, "part", ChoiceNo}, When: fearedAbout("tried"), Args: func(_ Patient, o Open) Args { return scale(o) }, Took: tookTried},
			{Name: "fear", Kind: Scale, Skip: true, When: fearAsked, Args: func(_ Patient, o Open) Args { return scale(o) }},
		},
		Done: fearedDone,
	}
}

func fearedAbout(what string) func(Patient, Open) bool {
	return func(_ Patient, o Open) bool { return o.About == what }
}

// fearAsked: of what was just named, and of what was just tried.
func fearAsked(_ Patient, o Open) bool {
	return o.About == "add" && o.Answers["words"] != "" || o.About == "tried" && o.Answers["tried"] != "" && o.Answers["tried"] != ChoiceNo
}

// tookTried praises the attempt before anything is asked about it.
func tookTried(t *turn, value string) bool {
	t.say("feared.praise." + value)
	return false
}

// fearedTopic is what a session's end asks about the ladder; "" if nothing.
func (t *turn) fearedTopic() (what, words string) {
	plan := t.p.Plan
	fears := slices.Contains(t.p.specials(t.today()), ForFear)
	if i := slices.IndexFunc(plan.Feared, func(f Feared) bool { return f.Owed && f.On < t.today() }); i >= 0 {
		return "tried", plan.Feared[i].Words
	}
	for n := len(plan.Feared) + 1; fears && n <= askFeared; n++ {
		if !slices.Contains(plan.Asked, "feared"+itoa(n)) {
			return "add", ""
		}
	}
	if !t.p.mayDare(t.today()) {
		return "", ""
	}
	for _, f := range plan.ladder() {
		if f.Fear > dared && !f.Owed {
			if f.On != "" && daysBetween(f.On, t.today()) < sameDays {
				return "", "" // the lowest has its time
			}
			return "try", f.Words
		}
	}
	return "", ""
}

// mayDare: nothing is proposed in the weeks after an operation, in which the hospital
// says what may be done, nor while pain is high.
func (p Patient) mayDare(date string) bool {
	operated := slices.ContainsFunc(p.specials(date), func(s Special) bool {
		return s == PostOpEarly || s == PostOpLate || s == PostOpBends
	})
	return !p.mayNot(date) && !operated && !p.flared(date) && p.painOn(date) < highBaseline
}

// askFeared asks about the ladder, and says whether it did.
func (t *turn) askFeared() bool {
	what, words := t.fearedTopic()
	if what == "" {
		return false
	}
	if what == "add" {
		for n := len(t.p.Plan.Feared) + 1; n <= askFeared; n++ {
			if name := "feared" + itoa(n); !slices.Contains(t.p.Plan.Asked, name) {
				t.p.Plan.Asked = append(t.p.Plan.Asked, name)
				break
			}
		}
	}
	t.p.Plan.AskedOn = t.today()
	t.askOfFeared(what, words)
	return true
}

func (t *turn) askOfFeared(what, words string) {
	t.open("feared", func(o *Open) {
		o.About = what
		if words != "" {
			o.Answers["words"] = words
		}
	})
}

// ladder is what is feared, the least first.
func (p Plan) ladder() []Feared {
	all := slices.Clone(p.Feared)
	slices.SortStableFunc(all, func(a, b Feared) int { return int(a.Fear - b.Fear) })
	return all
}

// fears is the place of an activity in the list, or -1.
func (p Plan) fears(words string) int {
	return slices.IndexFunc(p.Feared, func(f Feared) bool { return sameWords(f.Words, words) })
}

func fearedDone(t *turn, o Open) {
	plan := &t.p.Plan
	words, fear := o.Answers["words"], scoreIn(o, "fear")
	i := plan.fears(words)
	t.log("feared", map[string]string{"about": o.About, "words": words, "fear": o.Answers["fear"], "try": o.Answers["try"], "tried": o.Answers["tried"]})
	switch {
	case o.About == "add" && (words == "" || fear == NoScore):
		t.say("more.skipped")
	case o.About == "add":
		switch {
		case i >= 0:
			plan.Feared[i].Fear = fear
		case len(plan.Feared) < mostFeared:
			plan.Feared = append(plan.Feared, Feared{Run: o.Run, Words: words, Fear: fear})
		}
		t.say("feared.kept", offering("feared"))
	case i < 0: // taken away meanwhile
		t.say("more.skipped")
	case o.About == "try":
		f := &plan.Feared[i]
		f.On, f.Owed = t.today(), o.Answers["try"] == ChoiceYes
		t.say("feared.said."+o.Answers["try"], args("Activity", f.Words), offering("feared"))
	default:
		t.triedIt(&plan.Feared[i], o.Answers["tried"], fear)
	}
}

// triedIt keeps an attempt. What is dared makes way for the next.
func (t *turn) triedIt(f *Feared, how string, fear Score) {
	f.Owed, f.On = false, t.today()
	if how == ChoiceNo {
		return // what was said of it is enough
	}
	f.Tried++
	if fear == NoScore {
		t.say("more.skipped")
		return
	}
	was := f.Fear
	f.Fear = fear
	switch {
	case fear <= dared:
		t.say("feared.dared", args("Activity", f.Words, "Fear", fear.Tenths()), offering("feared"))
	case fear < was:
		t.say("feared.less", args("Fear", fear.Tenths(), "Was", was.Tenths()), offering("feared"))
	default:
		t.say("feared.same", offering("feared"))
	}
}

// fearedNow shows the ladder, adds to it, or takes one away.
func (t *turn) fearedNow() {
	if !t.coached() {
		return
	}
	plan := &t.p.Plan
	switch what, which, _ := strings.Cut(t.argument(), "_"); what {
	case "add":
		if len(plan.Feared) < mostFeared {
			t.askOfFeared("add", "")
			return
		}
	case "drop":
		i := slices.IndexFunc(plan.Feared, func(f Feared) bool { return strings.HasSuffix(which, "_"+itoa(f.Run)) })
		if i >= 0 {
			t.log("feared", map[string]string{"about": "drop", "words": plan.Feared[i].Words})
			plan.Feared = slices.Delete(slices.Clone(plan.Feared), i, i+1)
		}
	}
	t.showFeared()
}

// showFeared shows the ladder. A button to take one away carries its place, which is its
// label, and its run: the next one that comes to that place is not meant.
func (t *turn) showFeared() {
	ladder := t.p.Plan.ladder()
	a := Args{}
	var offers []string
	for n := range mostFeared {
		words, fear := "", "0"
		if n < len(ladder) {
			words, fear = ladder[n].Words, ladder[n].Fear.Tenths()
			offers = append(offers, "feared.drop_"+itoa(n+1)+"_"+itoa(ladder[n].Run))
		}
		a["Activity"+itoa(n+1)], a["Fear"+itoa(n+1)] = words, fear
	}
	if len(ladder) < mostFeared {
		offers = append([]string{"feared.add"}, offers...)
	}
	t.say("feared.list", offering(offers...), func(r *Reply) { r.Args = a })
	t.resume()
}
