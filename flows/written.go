package flows

import "strings"

// Written is how much was written into the diary on a day.
type Written struct {
	On   string `json:"on"` // local date
	N    int    `json:"n"`
	Full bool   `json:"full,omitempty"` // and they were told
}

// How many diary entries of one day are kept, so that nobody fills the disk. A
// day with three sessions and a check-in has about thirty. What is about red
// flags or consent has room of its own, behind that.
const (
	mostEntries  = 400
	graveEntries = 800 // with what is grave
)

// fits says whether one more entry of a kind fits into the day, and counts it.
func (t *turn) fits(kind string) bool {
	w := &t.p.Written
	if today := t.today(); w.On != today {
		*w = Written{On: today}
	}
	grave := strings.HasPrefix(kind, "flag") || kind == "crisis" || kind == "screened" || kind == "consent"
	switch {
	case w.N >= graveEntries:
		return false
	case w.N >= mostEntries && !grave:
		t.full = t.full || !w.Full
		w.Full = true
		return false
	}
	w.N++
	return true
}

// tellFull tells, once a day, that nothing more is written down; behind all else.
func (t *turn) tellFull() {
	if t.full {
		t.say("diary.full")
	}
}
