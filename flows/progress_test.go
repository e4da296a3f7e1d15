package flows

import (
	"slices"
	"strings"
	"testing"
)

// numbered goes through what is asked and holds its numbers: one total to the end, and
// a number that only goes up, by one unless something fell away; what has none stands
// beside.
func (m *mat) numbered(form string, gaps bool, say map[string]string) (total int, beside []string) {
	m.t.Helper()
	last := 0
	for a := Asking(m.p); a != nil && a.Form == form; a = Asking(m.p) {
		switch {
		case a.Step == 0:
			beside = append(beside, a.Question)
		case total > 0 && a.Of != total, a.Step > a.Of, !gaps && a.Step != last+1, a.Step <= last:
			m.t.Errorf("%s.%s is %d of %d, after %d of %d", form, a.Question, a.Step, a.Of, last, total)
			fallthrough
		default:
			last, total = a.Step, a.Of
		}
		m.step(Pressed{By: ByPatient, Form: a.Form, Run: a.Run, Question: a.Question, Choice: m.choice(*a, say)})
	}
	if last == 0 || !gaps && last != total {
		m.t.Errorf("%s ends at %d of %d", form, last, total)
	}
	return total, beside
}

// The steps of a session are its cards and the questions after them. Their total grew
// with each exercise that hurt, and shrank once the leg was asked about.
func TestBugTheTotalOfASessionJumped(t *testing.T) {
	m := onTheMat(t, GroupHernia)
	m.p.Profile.Leg, m.p.Plan.Heels = "calf", m.p.localDate(m.now)
	m.p.Screened = m.now.Add(-2 * day)
	m.step(whole)
	cards := len(listed(m.p.Forms[0].Answers["plan"]))
	total, beside := m.numbered("session", false, map[string]string{"leg": "calf", "leg_end": "calf"})
	if want := []string{"news", "leg", "before"}; total != cards+3 || !slices.Equal(beside, want) {
		t.Errorf("%d steps for %d cards, and beside them %v", total, cards, beside)
	}
	m = onTheMat(t)
	m.step(whole)
	card := m.p.Forms[0].Answers["plan"]
	id, _, _ := strings.Cut(listed(card)[0], ".")
	_, beside = m.numbered("session", false, map[string]string{"before": "3", "card." + id: "hurts"})
	if want := []string{"before", "hurt1"}; !slices.Equal(beside, want) {
		t.Errorf("beside the steps: %v", beside)
	}
}

// An operation, a pregnancy and a high age bring questions of their own: the total of
// the intake grew with them, and the lists of red flags counted for one, from 1 again.
func TestBugTheTotalOfTheIntakeJumped(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.Stage, tk.p.Profile, tk.p.Screened, tk.p.Course = Intake, Profile{Fear: -1}, tk.now, Course{}
	tk.p.Runs++
	tk.p.Forms = []Open{{Form: "intake", Run: tk.p.Runs, Question: "age", Answers: map[string]string{"flags": ChoiceDone}, Since: tk.now}}
	tk.command("start", "")
	answers := map[string]string{
		"age": "60", "activity": "tuinieren", "operated": "8 weken", "wait": "9 weken", "name": "Jan", "leg": "none", "duration": "acute", "first": ChoiceYes,
		"pain": "4", "difficulty": "4", "hour": "08:00", "zone": ChoiceYes, "hospital": ChoiceYes, "bends": ChoiceNo, "floor": ChoiceYes, "falls": ChoiceNo, "start": "now",
	}
	last, total := 0, 0
	var beside []string
	for a := Asking(tk.p); a != nil && a.Form == "intake"; a = Asking(tk.p) {
		if a.Step == 0 {
			beside = append(beside, a.Question)
		} else if last, total = a.Step, max(total, a.Of); a.Of != total || a.Step > a.Of || a.Step < last {
			t.Errorf("%s is %d of %d", a.Question, a.Step, a.Of)
		}
		switch {
		case a.Question == "groups":
			tk.tap(GroupSurgery).tap(ChoiceDone)
		case a.Kind == Text:
			tk.say(answers[a.Question])
		default:
			tk.tap(answers[a.Question])
		}
	}
	if want := []string{"operated", "hospital", "wait", "floor", "falls"}; total != 12 || !slices.Equal(beside, want) {
		t.Errorf("%d questions, and beside them %v", total, beside)
	}
}

// Whoever goes back sees the number of that question again.
func TestGoingBackShowsItsNumber(t *testing.T) {
	m := onTheMat(t)
	m.p.Scores = []Scored{{At: m.now, Pain: 30, Kind: "now"}}
	m.step(whole)
	m.tap(ChoiceDone, ChoiceDone, WayBack)
	if a := Asking(m.p); a.Step != 2 || a.Question != "card2" {
		t.Errorf("%+v", a)
	}
}
