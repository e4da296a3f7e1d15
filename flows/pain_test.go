package flows

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"
)

func TestAScoreCanBeTypedAtAnyTime(t *testing.T) {
	for _, text := range []string{"6", "een zesje", "pijn 6", "6/10"} {
		tk := coachedPatient(t).wait(day).say(text).expect("pain.same")
		if len(tk.out.Diary) != 1 || tk.out.Diary[0].Kind != "pain" || tk.out.Diary[0].Data["score"] != "6" {
			t.Errorf("%q: diary %v", text, tk.out.Diary)
		}
	}
	coachedPatient(t).command("pain", "5").expect("pain.lower")
	coachedPatient(t).command("pain", "").expect("pain.score").tap("7").expect("pain.higher")
	coachedPatient(t).command("pain", "veel").expect("pain.score").say("7,5").expect("pain.higher")
}

func TestTheDirectionIsSaid(t *testing.T) {
	tk := coachedPatient(t).wait(day).say("5").expect("pain.lower")
	if a := tk.out.Replies[0].Args; a["Pain"] != "50" || a["Was"] != "60" || a["When"] != "pain.when.yesterday" {
		t.Errorf("args %v", a)
	}
	tk.say("4")
	if a := tk.out.Replies[0].Args; a["When"] != "pain.when.today" {
		t.Errorf("args %v", a)
	}
	tk.wait(8 * day).say("4").expect("pain.first")
}

func TestAJumpOfThreePointsScreensAgain(t *testing.T) {
	coachedPatient(t).say("4").say("6,9").expect("pain.higher")
	coachedPatient(t).say("4").say("7").expect("pain.higher", "pain.jump", "screen.e1.alarm")
	tk := coachedPatient(t).say("3").wait(8 * day).say("7").expect("pain.first")
	if tk.p.indexForm("screen") {
		t.Error("a score of eight days ago counts")
	}
}

// Step by step up is a jump too, measured from the mean; once a day.
func TestASlowRiseScreensOnceADay(t *testing.T) {
	tk := coachedPatient(t)
	for range 4 {
		tk.wait(day).say("3")
	}
	tk.wait(time.Hour).say("5").wait(day).say("7").expect("pain.higher", "pain.jump", "screen.e1.alarm")
	clear(tk)
	tk.say("7").expect("pain.same")
	tk.wait(day).say("8,5").expect("pain.higher", "pain.jump", "screen.e1.alarm")
}

// clear answers a screening with none.
func clear(tk *talker) {
	for ask := Asking(tk.p); ask != nil && ask.Form == "screen"; ask = Asking(tk.p) {
		tk.tap(ChoiceNone)
	}
}

func (p Patient) indexForm(name string) bool {
	for _, o := range p.Forms {
		if o.Form == name {
			return true
		}
	}
	return false
}

func TestEightAsksRF29OnceADayWhenDenied(t *testing.T) {
	coachedPatient(t).say("7,9").expect("pain.higher")
	tk := coachedPatient(t).say("8").expect("pain.higher", "flag.ask.RF29")
	tk.tap(ChoiceNo)
	tk.say("8,5").expect("pain.higher")
	tk.wait(25*time.Hour).say("8").expect("pain.lower", "flag.ask.RF29")
	tk.tap(ChoiceYes)
	if f := tk.p.flag("RF29"); f == nil || f.Class != SameDay {
		t.Errorf("flags %v", tk.p.Flags)
	}
}

func TestACorrectedScoreTakesThePlaceOfTheOldOne(t *testing.T) {
	tk := coachedPatient(t).wait(time.Hour).say("4")
	first := tk.out.Diary[0].Seq
	tk.do("correct").expect("pain.score").tap("5").expect("pain.lower")
	if got := tk.lastScores(); got != "6 5" {
		t.Errorf("scores %s", got)
	}
	if e := tk.out.Diary[0]; e.Replaces != first || e.Data["score"] != "5" {
		t.Errorf("diary %+v", e)
	}
	tk.say("klopt niet").expect("pain.score").tap("3")
	if got := tk.lastScores(); got != "6 3" {
		t.Errorf("scores %s", got)
	}
}

func TestAnEditedNumberCorrectsTheScoreRightAfter(t *testing.T) {
	tk := coachedPatient(t).wait(time.Hour).say("4").wait(time.Minute)
	tk.step(Said{By: ByPatient, Text: "5", Edited: true}).expect("pain.lower")
	if got := tk.lastScores(); got != "6 5" {
		t.Errorf("scores %s", got)
	}
	tk.wait(time.Hour).step(Said{By: ByPatient, Text: "1", Edited: true}).expect("chat.edited.done")
	if got := tk.lastScores(); got != "6 5" {
		t.Errorf("scores %s", got)
	}
}

func TestACorrectionComesTooLateAfterTwoDays(t *testing.T) {
	coachedPatient(t).say("4").wait(correctable + time.Second).do("correct").expect("form.closed")
	coachedPatient(t).do("correct").expect("form.closed")
}

func TestAScoreInAFormGoesOnWhereTheFormWas(t *testing.T) {
	tk := coachedPatient(t).wait(7 * day).do("checkin").expect("checkin.mean")
	tk.tap("9").expect("flag.ask.RF29").tap(ChoiceNo)
	if ask := Asking(tk.p); ask == nil || ask.Question != "worst" {
		t.Errorf("asks %+v", ask)
	}
}

func TestAnOpenQuestionKeepsItsNumbers(t *testing.T) {
	tk := coachedPatient(t).command("settings", "").tap("hour").say("8:45").expect("settings.done.hour")
	tk.command("settings", "").tap("zone").say("6")
	if got := tk.lastScores(); got != "6" {
		t.Errorf("a number for a city became a score: %s", got)
	}
	tk.say("pijn 5")
	if got := tk.lastScores(); got != "6 5" || Asking(tk.p) == nil || Asking(tk.p).Question != "zone" {
		t.Errorf("scores %s, asks %+v", got, Asking(tk.p))
	}
}

func TestScoresStaySmall(t *testing.T) {
	tk := coachedPatient(t)
	kinds := []string{"now", "now", "now", "before", "peak", "am"}
	for d := range 400 {
		for i, kind := range kinds {
			tk.now = tk.now.Add(time.Hour)
			at := &turn{p: tk.p, ev: Ticked{}, now: tk.now}
			at.keepScore(Scored{At: tk.now, Pain: Score((d*7+i)%100 + 1), Kind: kind}, 0)
			tk.p = at.p
		}
		tk.now = tk.now.Add(18 * time.Hour)
		if d%7 == 0 {
			tk.p.Course.keepWeek(Week{N: d / 7, On: tk.p.localDate(tk.now), PSK: []Score{55, 55, 55}, Mean: 55, Worst: 55, GPE: 4})
		}
	}
	data, err := json.Marshal(tk.p)
	if err != nil || len(data) > 6000 {
		t.Errorf("a patient of %d bytes after a year, %v", len(data), err)
	}
}

func TestTheMeanLeavesPeaksOut(t *testing.T) {
	now := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	p := Patient{Zone: "UTC"}
	for i, s := range []Score{20, 90, 30, 30} {
		kind := "now"
		if i == 1 {
			kind = "peak"
		}
		p.Scores = append(p.Scores, Scored{At: now.Add(-time.Duration(10-i) * time.Hour), Pain: s, Kind: kind, Entry: i})
	}
	if got := meanOf(sumPain(p.recent(now))); got != 27 {
		t.Errorf("mean %s", strconv.Itoa(int(got)))
	}
	if got := meanOf(sumPain(p.recent(now.Add(8 * day)))); got != NoScore {
		t.Errorf("mean of nothing %d", got)
	}
}

// The red flags after a jump in pain were lost in every session whose "before" had
// been told already: as the pain of now, or as that of the morning.
func TestBugAJumpWasLostWhereBeforeWasNotAsked(t *testing.T) {
	for name, tell := range map[string]func(*mat){
		"asked": func(m *mat) { m.begin("X2 C1 C2", map[string]string{"before": "2"}) },
		"told":  func(m *mat) { m.step(Commanded{By: ByPatient, Name: "pain", Arg: "2"}); m.begin("X2 C1 C2", nil) },
		"morning": func(m *mat) {
			m.session("exercise", nil)
			m.after(1)
			m.begin("X2 C1 C2", map[string]string{"am": "2"})
		},
		"log": func(m *mat) {
			m.step(Commanded{By: ByPatient, Name: "pain", Arg: "2"})
			m.step(Pressed{By: ByPatient, Form: FormDo, Question: "log"})
		},
	} {
		m := onTheMat(t)
		for tell(m); Asking(m.p).Question != "peak"; {
			m.tap(ChoiceDone)
		}
		if m.tap("6"); !m.said("pain.jump") {
			t.Errorf("%s: %v", name, texts(m.out))
		}
	}
}
