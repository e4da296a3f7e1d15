package flows_test

import (
	"fmt"
	"math/bits"
	"slices"
	"testing"
	"time"

	"back2core/flows"
)

// TestManyAndFewTicksAreTaken: on each list of the full set each small set of lines
// and each large one, with each way to end it. What was ticked is found, an
// emergency at once, and nothing panics or falls silent.
func TestManyAndFewTicksAreTaken(t *testing.T) {
	tried := 0
	for n := range 5 { // lists of the full set
		for _, end := range []string{flows.ChoiceDone, flows.ChoiceDoubt, flows.WayLater, "silence"} {
			pl := screening(t, flows.Dutch, 42)
			for range n {
				pl.press(flows.ChoiceNone)
			}
			lines := slices.DeleteFunc(slices.Clone(flows.Asking(pl.p).Choices), func(c string) bool { return c == flows.ChoiceDoubt })
			at, p := pl.now, pl.p
			for set := 1; set < 1<<len(lines); set++ {
				if n := bits.OnesCount(uint(set)); n > 2 && n < len(lines)-1 {
					continue // neither few nor nearly all
				}
				pl.p, pl.now = p, at
				tried += pl.ticks(lines, set, end)
			}
		}
	}
	if tried < 300 {
		t.Errorf("only %d sets of ticks did not end in an alarm", tried)
	}
}

// ticks taps a set of lines of the open list, and ends it. It returns 0 if a line
// of it ended the list itself: that is an alarm.
func (pl *play) ticks(lines []string, set int, end string) int {
	pl.t.Helper()
	var ticked []string
	for i, line := range lines {
		if set&(1<<i) == 0 {
			continue
		}
		pl.press(line)
		if ask := flows.Asking(pl.p); ask == nil || ask.Form != "screen" {
			if classOf(pl.p, line) == flows.NoUrgency {
				pl.t.Errorf("%s opens %+v, and no flag", line, ask)
			}
			return 0
		}
		ticked = append(ticked, line)
	}
	what := fmt.Sprintf("%v, then %s", ticked, end)
	if end == "silence" {
		pl.until(pl.now.Add(time.Hour))
	} else {
		pl.press(end)
		if end == flows.WayLater {
			pl.until(pl.now.Add(time.Hour))
		}
	}
	for _, row := range ticked {
		if !slices.ContainsFunc(pl.p.Findings, func(f flows.Finding) bool { return string(f.Row) == row }) {
			pl.t.Fatalf("%s: %s was not found", what, row)
		}
	}
	if end != flows.WayLater && flows.Asking(pl.p) == nil && len(pl.p.Flags) == 0 {
		pl.t.Fatalf("%s: nothing is asked", what)
	}
	return 1
}
