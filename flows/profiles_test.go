package flows

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// A profileCase is a profile as clinical.md describes it, and what it leaves of the
// catalogue: read off sections 4 and 5 by hand, and not off the code. Either what is
// out is named, or, where clinical.md names what is in, that.
type profileCase struct {
	name     string
	set      func(*Somebody, *Patient)
	out, in  string
	everyone bool // it is the same for all: nothing is out
}

const profilesDay = "2026-03-02"

func profileCases() []profileCase {
	group := func(g string) func(*Somebody, *Patient) {
		return func(s *Somebody, _ *Patient) { s.Groups = append(s.Groups, g) }
	}
	surgery := func(days int, ok bool) func(*Somebody, *Patient) {
		return func(s *Somebody, _ *Patient) {
			s.Groups, s.Operated, s.Allowed = append(s.Groups, GroupSurgery), days, ok
		}
	}
	pregnant := func(week int) func(*Somebody, *Patient) {
		return func(s *Somebody, _ *Patient) { s.Groups, s.Week = append(s.Groups, GroupPregnant), week }
	}
	const (
		weeks46  = "C1 C2 C3 C12"
		weeks612 = "B4 X2 C1 C2 C3 C4 C5 C6 C7 C8 C9 C11 C12"
	)
	return []profileCase{
		{name: "5.1 hernia", set: group(GroupHernia), out: "X1 S1 S3 C6"},
		{name: "5.1 pain to the calf", set: func(s *Somebody, _ *Patient) { s.Leg = "calf" }, out: "X1 S1 S3 C6"},
		{name: "pain to the buttock", set: func(s *Somebody, _ *Patient) { s.Leg = "buttock" }, everyone: true},
		{name: "5.2 day 27", set: surgery(27, true), in: "-"},
		{name: "5.2 day 28 with the OK", set: surgery(28, true), in: weeks46},
		{name: "5.2 day 28 without it", set: surgery(28, false), in: "-"},
		{name: "5.2 day 41 with the OK", set: surgery(41, true), in: weeks46},
		{name: "5.2 day 41 without it", set: surgery(41, false), in: "-"},
		{name: "5.2 day 42", set: surgery(42, false), in: weeks612},
		{name: "5.2 day 84", set: surgery(84, false), in: weeks612},
		{name: "5.2 day 84, B1 agreed", set: func(s *Somebody, p *Patient) { surgery(84, false)(s, p); p.Profile.Bends = ChoiceYes }, in: weeks612 + " B1"},
		{name: "5.2 day 85", set: surgery(85, false), everyone: true},
		{name: "5.2 the hospital says later", set: func(s *Somebody, p *Patient) { surgery(85, true)(s, p); p.Profile.NotBefore = addDays(profilesDay, 1) }, in: "-"},
		{name: "5.3 stenosis", set: group(GroupStenosis), out: "B1 B2 B3 S1"},
		{name: "5.4 scoliosis", set: group(GroupScoliosis), everyone: true},
		{name: "5.5 fibromyalgia", set: group(GroupFibromyalgia), everyone: true},
		{name: "5.6 fear", set: func(s *Somebody, _ *Patient) { s.Fear = 7 }, everyone: true},
		{name: "5.7 week 12", set: pregnant(12), out: "S1"}, // up to level 3
		{name: "5.7 week 13", set: pregnant(13), in: "X2 C1 C2 C7 C9 C12 S2 S4 B4"},
		{name: "5.7 after a birth, before the check", set: func(_ *Somebody, p *Patient) { p.Profile.PregnantOn, p.Profile.Born = profilesDay, ChoiceNo }, in: "-"},
		{name: "5.7 after the check", set: func(_ *Somebody, p *Patient) { p.Profile.PregnantOn, p.Profile.Born = profilesDay, ChoiceYes }, out: "C10 C11"},
		{name: "5.8 osteoporosis", set: group(GroupOsteoporosis), out: "X1 C10 S1 B2 B3 C6"},
		{name: "5.8 long prednisone", set: group(GroupPrednisone), out: "X1 C10 S1 B2 B3 C6"},
		{name: "5.9 75, gets up from the floor", set: func(s *Somebody, _ *Patient) { s.Age, s.Floor = 75, ChoiceYes }, out: "S1"},
		{name: "5.9 75, does not", set: func(s *Somebody, _ *Patient) { s.Age, s.Floor = 75, ChoiceNo }, in: "X2 C1 C3 S2 S4"},
		{name: "5.9 75, not sure", set: func(s *Somebody, _ *Patient) { s.Age, s.Floor = 75, ChoiceUnsure }, in: "X2 C1 C3 S2 S4"},
		{name: "5.9 falls", set: func(s *Somebody, _ *Patient) { s.Falls = true }, out: "S5"},
		{name: "4c pain of 6", set: func(s *Somebody, _ *Patient) { s.Pain = 60 }, in: "B1 X1 X2 C1 C2 C3"}, // level 1
	}
}

// of is a patient with these profiles who has come all the way in everything.
func profilesOf(cases ...profileCase) Patient {
	who := Somebody{Age: 40, Leg: "none", Fear: -1, Pain: 20}
	for _, c := range cases {
		c.set(&who, &Patient{})
	}
	p := who.Patient("UTC", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	if !who.Allowed {
		p.Known = nil
	}
	for _, c := range cases { // what is not in a Somebody
		c.set(&Somebody{}, &p)
	}
	p.Plan.Ring, p.Plan.Rungs = outermost, map[string]string{}
	for _, e := range Exercises() {
		p.Plan.Rungs[e.ID] = e.Ladder[len(e.Ladder)-1].Name
	}
	return p
}

// leaves is what is left by a profile, or by several: what each of them leaves.
func leaves(cases ...profileCase) string {
	var left []string
	for _, e := range Exercises() {
		stays := !slices.ContainsFunc(cases, func(c profileCase) bool {
			return c.in != "" && !slices.Contains(strings.Fields(c.in), e.ID) || slices.Contains(strings.Fields(c.out), e.ID)
		})
		if stays {
			left = append(left, e.ID)
		}
	}
	return strings.Join(left, " ")
}

func opensTo(p Patient) string {
	var open []string
	for _, e := range p.open(profilesDay) {
		open = append(open, e.ID)
	}
	return strings.Join(open, " ")
}

func TestEveryProfileLeavesWhatClinicalMdLeaves(t *testing.T) {
	for _, c := range profileCases() {
		if c.everyone != (c.out == "" && c.in == "") {
			t.Fatalf("%s says nothing", c.name)
		}
		if got, want := opensTo(profilesOf(c)), leaves(c); got != want {
			t.Errorf("%s leaves\n  %s, want\n  %s", c.name, got, want)
		}
	}
}

// compatible: one operation, one pregnancy, one age, one place of the pain.
func compatible(cases ...profileCase) bool {
	seen := map[string]bool{}
	for _, c := range cases {
		kind := c.name
		for _, k := range []string{"5.2", "5.7", "5.9 75", "pain to the"} {
			if strings.Contains(c.name, k) {
				kind = k
			}
		}
		if seen[kind] || kind == "5.9 75" && seen["5.7"] || kind == "5.7" && seen["5.9 75"] {
			return false
		}
		seen[kind] = true
	}
	return true
}

// Profiles add up, two or three at once (clinical.md 5, General): each takes away what
// it takes away, none gives anything back, and a session is made of what is left.
func TestProfilesAddUp(t *testing.T) {
	all := profileCases()
	combinations, nothing := 0, 0
	check := func(cases ...profileCase) {
		if !compatible(cases...) {
			return
		}
		combinations++
		p := profilesOf(cases...)
		got, want := opensTo(p), leaves(cases...)
		if got != want {
			t.Errorf("%s leave\n  %s, want\n  %s", names(cases), got, want)
		}
		for d := range 7 {
			date := addDays(profilesDay, d)
			if d > 0 && strings.Contains(names(cases), "5.2") { // another day may be of another phase
				break
			}
			session := Session(p, date)
			for _, e := range session {
				if !slices.Contains(strings.Fields(want), e.ID) {
					t.Errorf("%s: %s on %s", names(cases), e.ID, date)
				}
			}
			if (len(session) == 0) != (want == "") {
				t.Errorf("%s: %d exercises of %q", names(cases), len(session), want)
			}
			if want != "" && !slices.ContainsFunc(session, func(e Exercise) bool { return !e.mobilises() }) && strings.Contains(want, "C") {
				t.Errorf("%s: no core exercise though %s is left", names(cases), want)
			}
		}
		if want == "" {
			nothing++
		}
	}
	for i, a := range all {
		for j, b := range all[i+1:] {
			check(a, b)
			for _, c := range all[i+1+j+1:] {
				check(a, b, c)
			}
		}
	}
	if combinations < 1000 || nothing < 100 {
		t.Errorf("%d combinations, %d of them leave nothing: they show little", combinations, nothing)
	}
}

func names(cases []profileCase) string {
	var all []string
	for _, c := range cases {
		all = append(all, c.name)
	}
	return strings.Join(all, " + ")
}

// Where nothing is left there is walking and the physio, or what the gate says; never
// an exercise (clinical.md 5, General).
func TestWhereNothingIsLeftTheAnswerIsWalkingAndThePhysio(t *testing.T) {
	for _, c := range profileCases() {
		p := profilesOf(c)
		tk := coachedPatient(t)
		tk.now = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
		tk.p.Profile, tk.p.Plan, tk.p.Known = p.Profile, p.Plan, append(p.Known, Known{Row: "RF32", On: tk.now})
		tk.p.Profile.Hospital, tk.p.Scores = ChoiceNo, nil
		if leaves(c) != "" {
			tk.p.Plan.Hurt = nil
			for _, e := range Exercises() {
				tk.p.Plan.Hurt = append(tk.p.Plan.Hurt, Hurt{ID: e.ID, On: profilesDay, Times: hurtTwice})
			}
		}
		sessions := &turn{p: tk.p, ev: Commanded{By: ByPatient, Name: "exercise"}, now: tk.now}
		sessions.sessionNow(kindFull)
		last := sessions.out.Replies[len(sessions.out.Replies)-1]
		if last.Text != "session.nothing" && !strings.HasPrefix(last.Text, "gate.") || last.Topic != AboutWalking || len(sessions.p.Forms) > 0 {
			t.Errorf("%s: %+v, forms %v", c.name, last, sessions.p.Forms)
		}
	}
}
