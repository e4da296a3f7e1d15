package flows

import (
	"testing"
	"time"
)

// walker has a hernia, and is coached since 2 March.
func walker(t *testing.T) *talker {
	tk := coachedPatient(t)
	tk.p.Profile.Groups = []string{GroupHernia}
	return tk
}

// toHeels answers a check-in up to the question about heels and toes.
func toHeels(tk *talker) {
	tk.t.Helper()
	tk.do("checkin")
	for ask := Asking(tk.p); ask != nil && ask.Question != "heels"; ask = Asking(tk.p) {
		if ask.Form != "checkin" {
			tk.t.Fatalf("the check-in came to %s.%s without it", ask.Form, ask.Question)
		}
		tk.tap("5")
	}
}

func TestTheWeekAsksWhoHasLegPainToWalkOnHeelsAndToes(t *testing.T) {
	for name, test := range map[string]struct {
		profile Profile
		want    bool
	}{
		"hernia":                {Profile{Groups: []string{GroupHernia}, Leg: "none"}, true},
		"pain in the calf":      {Profile{Leg: "calf"}, true},
		"pain in the thigh":     {Profile{Leg: "thigh"}, true},
		"pain up to a buttock":  {Profile{Leg: "buttock"}, false},
		"nothing below the hip": {Profile{Leg: "none"}, false},
	} {
		p := Patient{Stage: Coached, Profile: test.profile}
		f := checkinForm()
		q, _ := f.question("heels")
		if got := q.When(p, Open{}); got != test.want {
			t.Errorf("%s: asked is %v", name, got)
		}
	}
}

func TestAnythingButAYesToHeelsAndToesAsksAboutAWeakFootWithItsCall(t *testing.T) {
	for _, answer := range []string{ChoiceNo, ChoiceUnsure} {
		tk := walker(t).wait(7 * day)
		toHeels(tk)
		tk.tap(answer)
		r := tk.out.Replies[0]
		if len(tk.out.Replies) != 1 || r.Text != "flag.ask.RF07.heels" || r.Lead != "flag.if.EHAP" || r.Class != Safety {
			t.Fatalf("%s: %+v", answer, tk.out.Replies)
		}
		if r.Ask == nil || r.Ask.About != "RF07" {
			t.Errorf("%s: asks %+v", answer, r.Ask)
		}
		tk.tap(ChoiceUnsure) // on an E row that is a yes
		if f := tk.p.flag("RF07"); f == nil || f.Class != NowDoctor {
			t.Errorf("%s: flags %v", answer, tk.p.Flags)
		}
	}
}

func TestAYesToHeelsAndToesGoesOn(t *testing.T) {
	tk := walker(t).wait(7 * day)
	toHeels(tk)
	tk.tap(ChoiceYes)
	if len(tk.p.Flags) > 0 || Asking(tk.p).Form != "screen" || tk.p.Plan.Heels != tk.p.localDate(tk.now) {
		t.Errorf("flags %v, asks %+v, asked on %q", tk.p.Flags, Asking(tk.p), tk.p.Plan.Heels)
	}
}

// Not being able to, and no to the row behind it (it hurts, or the balance), goes
// on with the check-in.
func TestANoToTheWeakFootGoesOnWithTheCheckIn(t *testing.T) {
	tk := walker(t).wait(7 * day)
	toHeels(tk)
	tk.tap(ChoiceNo).tap(ChoiceNo)
	if len(tk.p.Flags) > 0 || tk.p.Forms[0].Form != "checkin" || tk.p.Forms[0].Question != "flags" {
		t.Errorf("flags %v, forms %+v", tk.p.Flags, tk.p.Forms)
	}
}

func TestASessionAsksWhenAWeekWentByWithoutACheckIn(t *testing.T) {
	for days, want := range map[int]bool{6: false, 7: false, 8: true, 30: true} {
		tk := walker(t)
		o := Open{Since: tk.now.Add(time.Duration(days) * day), Answers: map[string]string{"kind": kindFull}}
		if got := heelsLeft(tk.p, o); got != want {
			t.Errorf("%d days after the start: asked is %v", days, got)
		}
		tk.p.Course.Start, tk.p.Plan.Heels = "2025-12-01", tk.p.localDate(tk.now)
		if got := heelsLeft(tk.p, o); got != want {
			t.Errorf("%d days after the last time: asked is %v", days, got)
		}
		o.Answers["kind"] = kindMini
		if heelsLeft(tk.p, o) {
			t.Errorf("%d days: a minute has no room for it", days)
		}
	}
}

// What a doctor has seen and what has not changed is only asked about as a change.
func TestAKnownWeakFootIsAskedAboutAsAChange(t *testing.T) {
	p := Patient{Known: []Known{{Row: "RF07"}}}
	if got := heelsText(p, Open{}); got != "heels.changed" {
		t.Errorf("asks %q", got)
	}
}

// A hernia whose pain does not go to the leg is sent to the GP in weeks 6 to 8 too
// (clinical.md 5.1).
func TestAHerniaWithoutImprovementGoesToTheGP(t *testing.T) {
	tk := walker(t)
	tk.p.Course.Told = []Told{{AdvisePro, 4}}
	for range 6 {
		tk.wait(7 * day)
	}
	tk.p.Course.Invited = Invite{}
	fill(tk, "6", "7", "5", "same")
	said := tk.said()
	if last := said[len(said)-1]; last != "advice.leg.hernia" {
		t.Errorf("said %v", said)
	}
}
