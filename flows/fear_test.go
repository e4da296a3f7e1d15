package flows

import (
	"slices"
	"testing"
)

// Fear of moving was asked once: its tiny steps never ended.
func TestBugFearNeverEnded(t *testing.T) {
	for _, test := range []struct {
		again string
		fear  int
		said  string
	}{
		{"4", 4, "checkin.fear.over"}, {"6", 6, "checkin.fear.over"}, {"7", 7, "checkin.fear.stays"}, {"9", 9, "checkin.fear.stays"}, {WaySkip, 8, ""},
	} {
		tk := coachedPatient(t)
		tk.p.tellFear(80, tk.p.localDate(tk.now))
		for week := range 6 { // asked in the fourth, and not before
			tk.wait(7 * day)
			asked := false
			tk.do("checkin")
			for ask := Asking(tk.p); ask != nil; ask = Asking(tk.p) {
				switch {
				case ask.Form == "screen":
					tk.tap(ChoiceNone)
				case ask.Question == "fear":
					asked = true
					tk.tap(test.again)
				case ask.Question == "gpe":
					tk.tap("same")
				default:
					tk.tap("5")
				}
			}
			if asked != (week == 3) {
				t.Errorf("%s: week %d: asked: %v", test.again, week+1, asked)
			}
			if said := tk.said(); week == 3 && test.said != "" && !slices.Contains(said, test.said) {
				t.Errorf("%s: %v", test.again, said)
			}
		}
		today := tk.p.localDate(tk.now)
		if got := slices.Contains(tk.p.specials(today), ForFear); tk.p.Profile.Fear != test.fear || got != (test.fear >= fearful) {
			t.Errorf("%s: fear %d, tiny steps: %v", test.again, tk.p.Profile.Fear, got)
		}
	}
}

// Of who has little of it it is not asked.
func TestLittleFearIsNotAskedAgain(t *testing.T) {
	p := coachedPatient(t).p
	for fear, want := range map[int]bool{-1: false, 0: false, fearful - 1: false, fearful: true, 10: true} {
		p.Profile.Fear, p.Profile.FearOn = fear, addDays(p.Course.Start, -fearAgain)
		if got := fearDue(p, Open{Since: momentOf(p.Course.Start)}); got != want {
			t.Errorf("%d: %v", fear, got)
		}
	}
}

// A corrected answer is held against the number before the first one.
func TestAFearThatIsCorrected(t *testing.T) {
	tk := coachedPatient(t)
	tk.p.tellFear(80, "2026-02-01")
	o := Open{Since: tk.now, Answers: map[string]string{"fear": "5", "fear_was": "8"}}
	tn := &turn{p: tk.p, now: tk.now}
	tn.keepFear(o)
	o.Answers["fear"] = "9"
	tn.keepFear(o)
	tn.sayFear(o)
	if a := tn.out.Replies[0]; tn.p.Profile.Fear != 9 || a.Text != "checkin.fear.stays" || a.Args["Was"] != "80" {
		t.Errorf("%d: %+v", tn.p.Profile.Fear, a)
	}
}

// The ladder goes on for who has something on it, and takes nothing new by itself.
func TestTheLadderStaysWhenFearEnds(t *testing.T) {
	tk := afraid(t)
	tk.p.Plan.Feared = []Feared{{Words: "bukken", Fear: 60}}
	tk.p.tellFear(40, tk.p.localDate(tk.now))
	tk.dayEnds().expect("feared.try").tap(ChoiceYes)
	tk.nextDay().dayEnds().expect("feared.tried").tap(ChoiceYes).tap("2").expect("feared.dared")
	if tk.nextDay().dayEnds(); len(tk.out.Replies) > 0 {
		t.Errorf("after the last: %v", tk.said())
	}
}
