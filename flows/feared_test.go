package flows

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// afraid is somebody with much fear of moving, who has told all else.
func afraid(t *testing.T) *talker {
	tk := coachedOn(t, "2026-03-02", Profile{})
	tk.p.Profile.Fear = fearful
	return tk
}

// dayEnds ends a session of today, and with it asks what is next.
func (tk *talker) dayEnds() *talker {
	tk.t.Helper()
	end := &turn{p: tk.p, ev: Commanded{By: ByPatient, Name: "exercise"}, now: tk.now}
	end.p.Forms = nil
	end.askMore()
	tk.p, tk.out = end.p, end.out
	return tk
}

func (tk *talker) nextDay() *talker { return tk.wait(24 * time.Hour) }

func TestTheLadderOfWhatIsFearedIsFilledOneThingADay(t *testing.T) {
	tk := afraid(t)
	for _, f := range []struct{ words, fear string }{{"bukken", "7"}, {"fietsen", "3"}, {"de was ophangen", "5"}} {
		tk.dayEnds().expect("feared.words").say(f.words).expect("feared.fear").tap(f.fear).expect("feared.kept")
		if tk.dayEnds(); len(tk.out.Replies) > 0 {
			t.Errorf("a second question on one day: %v", tk.said())
		}
		tk.nextDay()
	}
	var words []string
	for _, f := range tk.p.Plan.ladder() {
		words = append(words, f.Words)
	}
	if want := []string{"fietsen", "de was ophangen", "bukken"}; !slices.Equal(words, want) {
		t.Errorf("the ladder is %v, want %v", words, want)
	}
	if tk.dayEnds(); tk.out.Replies[0].Text != "feared.try" || tk.out.Replies[0].Args["Activity"] != "fietsen" {
		t.Errorf("proposes %+v", tk.out.Replies)
	}
}

func TestTheLowestIsTriedAndEachAttemptIsPraised(t *testing.T) {
	tk := afraid(t)
	tk.p.Plan.Asked = append(tk.p.Plan.Asked, "feared1", "feared2", "feared3")
	tk.p.Plan.Feared = []Feared{{Words: "bukken", Fear: 70}, {Words: "fietsen", Fear: 40}}
	tk.dayEnds().tap(ChoiceYes).expect("feared.said.yes")
	tk.nextDay().dayEnds().expect("feared.tried").tap("part").expect("feared.praise.part", "feared.fear").tap("3").expect("feared.less")
	if f := tk.p.Plan.Feared[1]; f.Tried != 1 || f.Fear != 30 || f.Owed {
		t.Errorf("%+v", f)
	}
	for range sameDays - 1 { // the lowest has its time
		if tk.nextDay().dayEnds(); len(tk.out.Replies) > 0 {
			t.Errorf("too soon: %v", tk.said())
		}
	}
	tk.nextDay().dayEnds().expect("feared.try").tap(ChoiceYes)
	tk.nextDay().dayEnds().tap(ChoiceYes).tap("2").expect("feared.dared")
	tk.nextDay().dayEnds().expect("feared.try")
	if got := tk.out.Replies[0].Args["Activity"]; got != "bukken" {
		t.Errorf("then %q", got)
	}
	tk.tap(ChoiceNo).expect("feared.said.no")
	if tk.nextDay().dayEnds(); len(tk.out.Replies) > 0 {
		t.Errorf("after a no it asks %v the next day", tk.said())
	}
}

func TestNobodyHasToSayWhatTheyFear(t *testing.T) {
	tk := afraid(t)
	for range askFeared {
		tk.dayEnds().expect("feared.words").tap(WaySkip).expect("more.skipped")
		tk.nextDay()
	}
	if tk.dayEnds(); len(tk.out.Replies) > 0 || len(tk.p.Plan.Feared) > 0 {
		t.Errorf("asks %v after three times", tk.said())
	}
	calm := coachedOn(t, "2026-03-02", Profile{})
	if calm.dayEnds(); len(calm.out.Replies) > 0 {
		t.Errorf("without fear it asks %v", calm.said())
	}
}

func TestTheLadderCanBeSeenAndChanged(t *testing.T) {
	tk := afraid(t)
	tk.p.Plan.Feared = []Feared{{Run: 7, Words: "bukken", Fear: 70}, {Run: 9, Words: "fietsen", Fear: 40}}
	tk.do("feared").expect("feared.list")
	if a := tk.out.Replies[0].Args; a["Activity1"] != "fietsen" || a["Fear2"] != "70" || a["Activity3"] != "" {
		t.Errorf("%v", a)
	}
	tk.step(Pressed{By: ByPatient, Form: FormDo, Question: "feared", Choice: "drop_1_9"}).expect("feared.list")
	if len(tk.p.Plan.Feared) != 1 || tk.p.Plan.Feared[0].Words != "bukken" {
		t.Errorf("left are %v", tk.p.Plan.Feared)
	}
	tk.step(Pressed{By: ByPatient, Form: FormDo, Question: "feared", Choice: "drop_5_8"}).expect("feared.list")
	tk.step(Pressed{By: ByPatient, Form: FormDo, Question: "feared", Choice: "add"}).expect("feared.words").say("Bukken").tap("3").expect("feared.kept")
	if len(tk.p.Plan.Feared) != 1 || tk.p.Plan.Feared[0].Fear != 30 {
		t.Errorf("one thing twice: %v", tk.p.Plan.Feared)
	}
}

func TestNothingIsDaredSoonAfterAnOperationOrInMuchPain(t *testing.T) {
	for name, change := range map[string]func(*Patient){
		"seven weeks after an operation": func(p *Patient) {
			p.Profile.Groups, p.Profile.Operated = []string{GroupSurgery}, addDays("2026-03-02", -49)
		},
		"seven weeks after an operation, and pregnant": func(p *Patient) {
			p.Profile.Groups, p.Profile.Operated = []string{GroupSurgery, GroupPregnant}, addDays("2026-03-02", -49)
			p.Profile.PregnantWeek, p.Profile.PregnantOn = 8, "2026-03-02"
		},
		"seven weeks after an operation, and may bend": func(p *Patient) {
			p.Profile.Groups, p.Profile.Operated, p.Profile.Bends = []string{GroupSurgery}, addDays("2026-03-02", -49), ChoiceYes
		},
		"much pain": func(p *Patient) { p.Day = Day{On: "2026-03-02", Before: highBaseline} },
		"a flare":   func(p *Patient) { p.Plan.Flare, p.Plan.Usual = "2026-03-02", 20 },
	} {
		tk := afraid(t)
		tk.p.Plan.Asked = append(tk.p.Plan.Asked, "feared1", "feared2", "feared3")
		tk.p.Plan.Feared = []Feared{{Words: "bukken", Fear: 70}}
		calm := *tk
		if calm.dayEnds(); !slices.Contains(calm.said(), "feared.try") {
			t.Fatalf("without it: %v", calm.said())
		}
		change(&tk.p)
		if tk.dayEnds(); len(tk.out.Replies) > 0 {
			t.Errorf("%s: %v", name, tk.said())
		}
	}
}

// A pain of 9, told where words are asked, was put on the list, and nobody asked
// whether they can still walk and sleep.
func TestBugAPainScoreWasTakenForAnActivity(t *testing.T) {
	for _, form := range []string{"feared", "more"} {
		for _, text := range []string{"pijn 9", "9"} {
			tk := afraid(t)
			if form == "more" {
				tk.p.Profile.Fear, tk.p.Plan.Asked = 0, []string{"fear"}
			}
			tk.dayEnds()
			if o := tk.p.Forms[0]; o.Form != form {
				t.Fatalf("%s is asked", o.Form)
			}
			if tk.say(text); Asking(tk.p).Form != "row" || Asking(tk.p).About != "RF29" {
				t.Fatalf("%s, %q: %v", form, text, tk.said())
			}
			if tk.tap(ChoiceNo); Asking(tk.p).Form != form {
				t.Errorf("%s, %q: then %v", form, text, tk.said())
			}
		}
	}
}

// "Take away 1" tapped twice took away two, and a list from before another one than it
// names.
func TestBugARepeatedTapTookAwayASecondFear(t *testing.T) {
	tk := afraid(t)
	for _, f := range []struct{ words, fear string }{{"bukken", "3"}, {"tillen", "5"}, {"rennen", "8"}} {
		tk.step(Pressed{By: ByPatient, Form: FormDo, Question: "feared", Choice: "add"}).say(f.words).tap(f.fear).expect("feared.kept")
	}
	tk.do("feared")
	var first string
	for _, c := range tk.out.Replies[0].Ask.Choices {
		if strings.HasPrefix(c, "feared.drop_1") {
			first = strings.TrimPrefix(c, "feared.")
		}
	}
	for range 2 {
		tk.step(Pressed{By: ByPatient, Form: FormDo, Question: "feared", Choice: first}).expect("feared.list")
	}
	var left []string
	for _, f := range tk.p.Plan.ladder() {
		left = append(left, f.Words)
	}
	if !slices.Equal(left, []string{"tillen", "rennen"}) {
		t.Errorf("left are %v", left)
	}
}

// Dares were proposed in the weeks after an operation to who is pregnant as well.
func TestBugADareAfterAnOperationOfSomebodyPregnant(t *testing.T) {
	p := Patient{Zone: "UTC", Profile: Profile{Groups: []string{GroupSurgery, GroupPregnant}, Operated: "2026-01-15", PregnantWeek: 8, PregnantOn: "2026-03-02"}}
	if p.Known = []Known{{Row: "RF34"}, {Row: "RF27"}}; p.mayDare("2026-03-02") {
		t.Errorf("in %q something is proposed", p.phase("2026-03-02"))
	}
}

// Who passed over how scary it was after an attempt heard nothing at all.
func TestBugSilenceAfterAnAttempt(t *testing.T) {
	tk := afraid(t)
	tk.p.Plan.Feared = []Feared{{Run: 1, Words: "bukken", Fear: 50, Owed: true, On: "2026-03-01"}}
	tk.dayEnds().tap("part").tap(WaySkip).expect("more.skipped")
	if f := tk.p.Plan.Feared[0]; f.Tried != 1 || f.Fear != 50 {
		t.Errorf("%+v", f)
	}
}

// Of two emoji the second was "on the list", and was not.
func TestBugTwoEmojiWereOneFear(t *testing.T) {
	tk := afraid(t)
	for _, words := range []string{"🏃", "🚲", " 🏃"} {
		tk.step(Pressed{By: ByPatient, Form: FormDo, Question: "feared", Choice: "add"}).say(words).tap("3").expect("feared.kept")
	}
	if len(tk.p.Plan.Feared) != 2 {
		t.Errorf("%+v", tk.p.Plan.Feared)
	}
}

// The question that follows a session's summary closed the way to correct it.
func TestBugTheQuestionAfterTheSummaryClosedItsCorrection(t *testing.T) {
	for _, topic := range []string{"fear", "feared"} {
		m := onTheMat(t)
		m.p.Profile.Fear, m.p.Plan.Asked = -1, nil
		if topic == "feared" {
			m.p.Profile.Fear = fearful
		}
		m.session("exercise", map[string]string{"words": WaySkip})
		if m.p.Plan.AskedOn == "" {
			t.Fatal("nothing follows the summary")
		}
		m.step(Pressed{By: ByPatient, Form: FormDo, Question: "correct"})
		if ask := Asking(m.p); ask == nil || ask.Form != "session" {
			t.Errorf("%s: %v", topic, texts(m.out))
		}
	}
}
