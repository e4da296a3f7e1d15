package flows

import (
	"slices"
	"testing"
)

// A minute of exercise, or a session without the phone, after a session in which leg
// pain went down hid that it stayed there.
func TestBugAMiniHidLegPainThatStayedLower(t *testing.T) {
	down := Trained{On: "2026-03-01", Kind: kindFull, Done: "C1:done", Before: 20, Peak: 20, Am: NoScore, Asked: true, Leg: "thigh", LegEnd: "calf"}
	for name, test := range map[string]struct {
		after Trained
		want  bool
	}{
		"a mini the same day":         {Trained{On: "2026-03-01", Kind: kindMini, Done: "C1:done", Before: NoScore, Peak: NoScore, Am: NoScore}, true},
		"a log the same day":          {Trained{On: "2026-03-01", Kind: kindLog, Done: "C1", Before: 20, Peak: 20, Am: NoScore, Asked: true}, true},
		"a light round the same day":  {Trained{On: "2026-03-01", Kind: kindLight, Done: "C1:done", Before: 20, Peak: 20, Am: NoScore, Asked: true, Leg: "calf", LegEnd: "calf"}, true},
		"a session of another day on": {Trained{On: "2026-03-02", Kind: kindFull, Done: "C1:done", Before: 20, Peak: 20, Am: NoScore, Asked: true, Leg: "thigh", LegEnd: "thigh"}, false},
	} {
		tk := coachedOn(t, "2026-03-03", Profile{Groups: []string{GroupHernia}})
		tk.p.Plan.Asked = append(tk.p.Plan.Asked, "explain.LRS")
		tk.p.Plan.Leg = test.after.LegEnd
		tk.p.Plan.Trained = []Trained{down, test.after}
		tk.sessionTo("leg")
		tk.tap("calf")
		if got := slices.Contains(tk.said(), "leg.stays"); got != test.want {
			t.Errorf("%s: said %v", name, tk.said())
		}
	}
}
