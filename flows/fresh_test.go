package flows

import (
	"slices"
	"testing"
	"time"
)

// asksOf begins a session and says what is asked before its first card, in order.
func (m *mat) asksOf(kind Pressed, say map[string]string) []string {
	m.t.Helper()
	m.step(kind)
	var asked []string
	for range 20 {
		ask := Asking(m.p)
		if ask == nil || cardNumber(ask.Question) > 0 {
			return asked
		}
		asked = append(asked, ask.Form+"."+ask.Question)
		m.step(Pressed{By: ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: m.choice(*ask, say)})
	}
	m.t.Fatalf("questions without end: %v", asked)
	return nil
}

var (
	whole = Pressed{By: ByPatient, Form: FormDo, Question: "exercise"}
	light = Pressed{By: ByPatient, Form: FormDo, Question: "exercise", Choice: kindLight}
)

// A light round asked for news and for the pain again, minutes after a session that
// had asked both. After an hour, and after one that was too much, it asks.
func TestBugALightRoundAskedEverythingAgain(t *testing.T) {
	for _, test := range []struct {
		name   string
		groups []string
		say    map[string]string
		after  time.Duration
		want   []string
	}{
		{"within the hour", nil, nil, 50 * time.Minute, nil},
		{"after an hour", nil, nil, 61 * time.Minute, []string{"session.news", "session.before"}},
		{"after pain that rose", nil, map[string]string{"before": "3", "peak": "5"}, 20 * time.Minute, []string{"session.before"}},
		{"of who has leg pain", []string{GroupHernia}, nil, 20 * time.Minute, []string{"session.news", "session.leg"}},
	} {
		m := onTheMat(t, test.groups...)
		m.p.Screened, m.p.Plan.Heels = m.now.Add(-2*day), m.p.localDate(m.now)
		m.session("exercise", test.say)
		m.now = m.now.Add(test.after)
		if got := m.asksOf(light, nil); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// Whoever was asked the weekly lists, or those after a jump in pain, was asked right
// after them whether there was any news.
func TestBugTheListsAndThenTheNews(t *testing.T) {
	m := onTheMat(t)
	m.p.Screened, m.p.AskedE = m.now.Add(-8*day), m.now.Add(-8*day)
	if got, want := m.asksOf(whole, nil), []string{"screen.e1", "screen.e2", "screen.week", "session.before"}; !slices.Equal(got, want) {
		t.Errorf("weekly: %v, want %v", got, want)
	}
	m = onTheMat(t)
	m.p.Screened = m.now.Add(-2 * day)
	m.step(Commanded{By: ByPatient, Name: "alarm"})
	for range 3 {
		m.tap(ChoiceNone)
	}
	if got, want := m.asksOf(whole, nil), []string{"session.before"}; !slices.Equal(got, want) {
		t.Errorf("after /alarm: %v, want %v", got, want)
	}
	m = onTheMat(t)
	m.p.Screened = m.now.Add(-2 * day)
	m.step(Commanded{By: ByPatient, Name: "alarm"})
	m.tap(ChoiceNone)
	m.tap(WayLater) // of three lists one was answered
	m.p.Forms = nil
	if got, want := m.asksOf(whole, nil), []string{"session.news", "session.before"}; !slices.Equal(got, want) {
		t.Errorf("lists that were left: %v, want %v", got, want)
	}
}

// The lists stand for the mini-set because each of its rows is on them.
func TestTheListsHaveEveryRowOfTheMiniSet(t *testing.T) {
	for _, mode := range []string{screenFull, screenWeek, screenAlarm} {
		var rows []string
		for _, q := range screenForm().Questions {
			if q.When(Patient{}, Open{About: mode}) {
				rows = append(rows, q.Choices...)
			}
		}
		for _, choice := range newsChoices() {
			for _, row := range newsRows(choice) {
				if !slices.Contains(rows, string(row)) {
					t.Errorf("%s: %s of %q is not on the lists", mode, row, choice)
				}
			}
		}
	}
}

// News that was told, and turned out to be none, is asked about again within the hour.
func TestNewsThatWasToldIsAskedAgain(t *testing.T) {
	m := onTheMat(t)
	m.p.Screened = m.now.Add(-2 * day)
	m.session("mini", map[string]string{"news": "numb"})
	m.now = m.now.Add(20 * time.Minute)
	if got := m.asksOf(light, nil); !slices.Contains(got, "session.news") {
		t.Errorf("asked: %v", got)
	}
}

// The pain of this morning, told in the session itself, was followed by the same
// question; and so was a score typed while the session asked something else.
func TestBugThePainWasAskedTwiceBeforeASession(t *testing.T) {
	m := onTheMat(t)
	m.session("exercise", nil)
	m.after(1)
	if got, want := m.asksOf(whole, map[string]string{"am": "2"}), []string{"session.news", "session.am"}; !slices.Equal(got, want) {
		t.Errorf("in the morning: %v, want %v", got, want)
	}
	if o := m.p.Forms[len(m.p.Forms)-1]; o.Answers["before"] != "2" {
		t.Errorf("it begins with %v", o.Answers)
	}
	m = onTheMat(t)
	m.session("exercise", nil)
	m.after(1)
	m.now = m.now.Add(10 * time.Hour) // the morning is over: it may be another pain
	if got, want := m.asksOf(whole, map[string]string{"am": "2"}), []string{"session.news", "session.am", "session.before"}; !slices.Equal(got, want) {
		t.Errorf("in the evening: %v, want %v", got, want)
	}
	m = onTheMat(t)
	m.p.Screened = m.now.Add(-2 * day)
	m.step(whole)
	m.step(Said{By: ByPatient, Text: "4"})
	m.tap(ChoiceNone)
	if ask := Asking(m.p); cardNumber(ask.Question) == 0 {
		t.Errorf("typed meanwhile: %s is asked", ask.Question)
	}
}

// A pain score of just now stood for where leg pain is, too: the answer of the
// intake, however old.
func TestBugTheIntakesLegPainStoodForThatOfToday(t *testing.T) {
	m := onTheMat(t, GroupHernia)
	m.p.Profile.Leg = "buttock"
	m.now = m.now.Add(5 * day)
	m.p.AskedNews = m.now
	m.step(Commanded{By: ByPatient, Name: "pain", Arg: "3"})
	if got := m.asksOf(whole, nil); !slices.Contains(got, "session.leg") {
		t.Errorf("where leg pain is now is not asked: %v", got)
	}
}

// "Alles goed" is a score where the session began without pain; anywhere else it
// says no number, and the pain is asked.
func TestFineIsAScoreAfterASessionWithoutPain(t *testing.T) {
	for before, want := range map[string][]string{"0": {"session.news", "session.am"}, "3": {"session.news", "session.am", "session.before"}} {
		m := onTheMat(t)
		m.session("exercise", map[string]string{"before": before, "peak": before})
		m.after(1)
		if got := m.asksOf(whole, nil); !slices.Equal(got, want) {
			t.Errorf("after %s: %v, want %v", before, got, want)
		}
	}
}

// Going back to the pain before a session asks it again.
func TestThePainBeforeASessionCanBeChanged(t *testing.T) {
	m := onTheMat(t)
	m.p.Screened = m.now.Add(-2 * day)
	m.step(whole)
	m.tap(ChoiceNone, "4", WayBack)
	if ask := Asking(m.p); ask == nil || ask.Question != "before" {
		t.Fatalf("asked: %+v", ask)
	}
	m.tap("3")
	if got := m.p.Day.Before; got != 30 {
		t.Errorf("it begins with %v", got)
	}
}

// A session below the full set, of which /alarm took the place: its three lists were
// answered, and a card came.
func TestBugTheAlarmListsStoodForTheFullSet(t *testing.T) {
	m := onTheMat(t)
	m.p.Screened, m.p.AskedE = time.Time{}, time.Time{}
	m.p.Scores = []Scored{{At: m.now, Pain: 30, Kind: "now"}}
	m.step(whole)
	m.step(Commanded{By: ByPatient, Name: "alarm"})
	m.tap(ChoiceNone, ChoiceNone, ChoiceNone)
	if ask := Asking(m.p); ask == nil || ask.Form != "screen" || ask.About != screenFull {
		t.Errorf("asked: %+v", ask)
	}
}
