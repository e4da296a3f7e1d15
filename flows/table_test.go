package flows

import (
	"math"
	"slices"
	"testing"
)

// The table of clinical.md 4c, read off row by row and not off the code, and held
// against it for every score round every threshold. A score that is not known is
// NaN, of which nothing holds.

// known is a score as a number of tenths.
func known(s Score) float64 {
	if s == NoScore {
		return math.NaN()
	}
	return float64(s)
}

// boundaries is the scores from 0 to 10, what lies a tenth beside each, the
// halves, and that nothing is known.
func boundaries() []Score {
	all := []Score{NoScore}
	for whole := Score(0); whole <= 100; whole += 10 {
		for _, s := range []Score{whole - 5, whole - 1, whole, whole + 1} {
			if s >= 0 && s <= 100 {
				all = append(all, s)
			}
		}
	}
	return all
}

// tableRow is a row: its verdict holds where one of its conditions does.
type tableRow struct {
	verdict    Verdict
	conditions []func(before, peak, am, later, usual float64, sign bool) bool
}

func painTable() []tableRow {
	return []tableRow{
		{Stop, []func(before, peak, am, later, usual float64, sign bool) bool{
			// red-flag item; new numbness or weakness; shooting pain; leg pain moved down
			func(_, _, _, _, _ float64, sign bool) bool { return sign },
			// peak >=6 and delta >=1; of who told no pain before, the peak is enough
			func(before, peak, _, _, _ float64, _ bool) bool {
				return before < 60 && peak >= 60 && peak-before >= 10 || math.IsNaN(before) && peak >= 60
			},
			// delta >=3
			func(before, peak, _, _, _ float64, _ bool) bool { return peak-before >= 30 },
			// before >=6: delta >=2 instead of peak >=6 with delta >=1
			func(before, peak, _, _, _ float64, _ bool) bool { return before >= 60 && peak-before >= 20 },
		}},
		{Regress, []func(before, peak, am, later, usual float64, sign bool) bool{
			// peak 3-5 with delta 2
			func(before, peak, _, _, _ float64, _ bool) bool { return peak >= 30 && peak-before >= 20 },
			// next morning am >= before+2
			func(before, _, am, _, _ float64, _ bool) bool { return am >= before+20 },
			// pain 24-48 h higher than usual: by what matters of a change, 2 points
			func(_, _, _, later, usual float64, _ bool) bool { return later-usual >= 20 },
		}},
	}
}

func byTheTable(before, peak, am, later, usual Score, sign bool) Verdict {
	for _, row := range painTable() {
		for _, holds := range row.conditions {
			if holds(known(before), known(peak), known(am), known(later), known(usual), sign) {
				return row.verdict
			}
		}
	}
	return Stay
}

func TestJudgeIsAsTheTableSaysForEveryScore(t *testing.T) {
	wrong, all := 0, boundaries()
	for _, before := range all {
		for _, peak := range all {
			for _, am := range all {
				for _, later := range []Score{0, 49, 50, 51} {
					for _, sign := range []bool{false, true} {
						s := Trained{Before: before, Peak: peak, Am: am, Later: later, Usual: min(later, 30), Alarm: sign}
						want := byTheTable(before, peak, am, later, min(later, 30), sign)
						if got := s.verdict(); got != want {
							if wrong++; wrong < 10 {
								t.Errorf("%+v: %s, want %s", s, got, want)
							}
						}
					}
				}
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d are wrong", wrong)
	}
}

// Every way in which leg pain moves, with every verdict that the scores give.
func TestLegPainThatMovesDownStopsWhateverTheScores(t *testing.T) {
	for i, from := range append([]string{""}, legs()...) {
		for j, to := range append([]string{""}, legs()...) {
			for _, peak := range []Score{20, 45, 60} {
				s := Trained{Before: 20, Peak: peak, Am: NoScore, Leg: from, LegEnd: to}
				want := byTheTable(20, peak, NoScore, 0, 0, i > 0 && j > i)
				if got := s.verdict(); got != want {
					t.Errorf("%q to %q, up to %v: %s, want %s", from, to, peak, got, want)
				}
			}
		}
	}
}

// PROGRESS: delta <=1 AND peak <= max(2, median of before) AND peak <=5, am not
// higher, effort <= "a bit hard", form felt controlled; none while before >=6.
func progressByTheTable(before, peak, am, median Score, feel string, sign bool) bool {
	b, p, a, most := known(before), known(peak), known(am), 20.0
	if known(median) > most {
		most = known(median)
	}
	return byTheTable(before, peak, am, 0, 0, sign) == Stay &&
		b < 60 && p-b <= 10 && p <= most && p <= 50 && a <= b && (feel == "light" || feel == "bit")
}

func TestProgressIsAsTheTableSaysForEveryScore(t *testing.T) {
	wrong, yes, all := 0, 0, boundaries()
	for _, before := range all {
		for _, peak := range all {
			for _, am := range all {
				for _, median := range []Score{NoScore, 0, 19, 20, 21, 30, 49, 50, 51, 60} {
					for _, feel := range []string{"light", "bit", "hard", "sloppy", ""} {
						for _, sign := range []bool{false, true} {
							s := Trained{Kind: kindFull, Before: before, Peak: peak, Am: am, Feel: feel, Alarm: sign}
							want := progressByTheTable(before, peak, am, median, feel, sign)
							if want {
								yes++
							}
							if got := s.progressed(median); got != want {
								if wrong++; wrong < 10 {
									t.Errorf("%+v with median %v: %v, want %v", s, median, got, want)
								}
							}
						}
					}
				}
			}
		}
	}
	if wrong > 0 || yes < 1000 {
		t.Errorf("%d are wrong; %d progress", wrong, yes)
	}
}

// Three in a row: every history of up to five sessions of every sort.
func TestThreeInARowInEveryHistory(t *testing.T) {
	sorts := []struct {
		name       string
		s          Trained
		good, over bool // counts towards three; breaks the row
	}{
		{"good", Trained{Kind: kindFull, Before: 30, Peak: 30, Am: 30, Feel: "light"}, true, false},
		{"too hard", Trained{Kind: kindFull, Before: 30, Peak: 30, Am: 30, Feel: "hard"}, false, true},
		{"no morning", Trained{Kind: kindFull, Before: 30, Peak: 30, Am: NoScore, Feel: "light"}, false, true},
		{"regress", Trained{Kind: kindFull, Before: 30, Peak: 50, Am: 30, Feel: "light"}, false, true},
		{"short", Trained{Kind: kindShort, Before: 30, Peak: 30, Am: 30}, false, false},
		{"short stop", Trained{Kind: kindShort, Before: 30, Peak: 60, Am: 30}, false, true},
		{"a minute", Trained{Kind: kindMini, Before: NoScore, Peak: NoScore, Am: NoScore}, false, false},
	}
	var walk func(history []int)
	walk = func(history []int) {
		p := Patient{Zone: "UTC"}
		row := 0
		for i, sort := range history {
			s := sorts[sort].s
			s.On, s.Done = addDays(proposed, i-len(history)), "C2:done"
			p.Plan.Trained = append(p.Plan.Trained, s)
			switch {
			case sorts[sort].good:
				row++
			case sorts[sort].over:
				row = 0
			}
		}
		got, ok := p.calmRow(proposed)
		if ok != (row >= 3) || ok && len(got) != 3 {
			t.Errorf("%v: %v, and %d in a row", history, ok, row)
		}
		if len(history) < 5 {
			for sort := range sorts {
				walk(append(slices.Clone(history), sort))
			}
		}
	}
	walk(nil)
}

// Rings, over all combinations of what opens them.
func TestRingsOpenInEveryCombination(t *testing.T) {
	opened := map[int]int{}
	for ring := range 4 {
		for calm := range 13 {
			for _, mean := range []Score{NoScore, 0, 39, 40, 41, 70} {
				for _, stop := range []int{0, 1, 6, 7, 13, 14, 15} { // days ago; 0: never
					for _, last := range []Verdict{Stay, Regress, Stop} {
						p := Patient{Zone: "UTC", Profile: Profile{Age: 40, Fear: -1, Leg: "none"}}
						p.Plan.Ring, p.Plan.Calm = ring, calm
						if stop > 0 {
							p.Plan.Stopped = addDays(proposed, -stop)
							p.Plan.Trained = append(p.Plan.Trained, Trained{On: p.Plan.Stopped, Kind: kindFull, Done: "C2:done", Before: 20, Peak: 60, Am: NoScore})
						}
						newest := Trained{On: addDays(proposed, -1), Kind: kindFull, Done: "C2:done", Before: 20, Peak: 20, Am: 20}
						switch last {
						case Regress:
							newest.Peak = 40
						case Stop:
							newest.Peak, p.Plan.Stopped = 60, newest.On
						}
						p.Plan.Trained = append(p.Plan.Trained, newest)
						if mean != NoScore {
							p.Scores = []Scored{{At: momentOf(addDays(proposed, -1)), Pain: mean, Kind: "am"}}
						}
						// None in a week in which a session stopped, nor after one that took the
						// plan down: the stricter reading.
						calmNow := last == Stay && (stop == 0 || stop >= 7)
						want := 0
						switch {
						case ring <= 1 && calm >= 5 && calmNow:
							want = 2
						case ring == 2 && calm >= 10 && calmNow && mean != NoScore && mean <= 40 && (stop == 0 || stop >= 14):
							want = 3
						}
						p.Day = Day{On: proposed, Before: 30}
						got, _ := Proposal(p, proposed)
						if got.Ring != want {
							t.Errorf("ring %d, %d calm, mean %v, STOP %d days ago, last %s: ring %d, want %d", ring, calm, mean, stop, last, got.Ring, want)
						}
						opened[want]++
					}
				}
			}
		}
	}
	if opened[2] < 100 || opened[3] < 20 {
		t.Errorf("opened %v", opened)
	}
}

// Whoever somebody is and however far they have come, nothing is proposed of a
// ring that is not open but what a special names, and nothing that is excluded.
func TestOnlyOpenRingsAreAddedTo(t *testing.T) {
	date, proposals := "2026-05-04", 0
	everyone(func(p Patient) {
		if p.Profile.Age != 74 {
			return
		}
		specials, no := p.specials(date), excluded(p, date)
		for ring := range 4 {
			for _, learned := range []int{0, 1} { // of what everybody starts with, and of the inner rings to the top
				p.Plan = Plan{Footing: Footing{Ring: ring}}
				for _, e := range Exercises() {
					if e.Ring <= learned && (e.starts() || learned > 0) {
						p.Plan.put(e, len(e.Ladder)-1)
					}
				}
				for _, s := range p.opens(specials, date) {
					proposals++
					e := exerciseNamed(s.ID)
					if e.Ring > max(1, ring) && !e.named(specials) {
						t.Fatalf("%v: %s of ring %d while ring %d is open", p.Profile.Groups, s.ID, e.Ring, ring)
					}
					if why := no[s.ID]; why != "" {
						t.Fatalf("%v: %s in spite of %s", p.Profile.Groups, s.ID, why)
					}
				}
			}
		}
	})
	if proposals < 1000 {
		t.Errorf("%d proposals", proposals)
	}
}
