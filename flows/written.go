package flows

import (
	"slices"
	"strings"
)

// Written is how much was written into the diary on a day.
type Written struct {
	On   string `json:"on"` // date in UTC: moving to another zone begins no new day
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

// graveKinds are the diary entries about red flags and consent that don't say so
// in their name.
func graveKinds() []string {
	return []string{"crisis", "screened", "news", "leg", "restored", "consent"}
}

// fits says whether one more entry of a kind fits into the day, and counts it.
func (t *turn) fits(kind string) bool {
	w := &t.p.Written
	if today := t.now.Format(dateLayout); w.On != today {
		*w = Written{On: today}
	}
	grave := strings.HasPrefix(kind, "flag") || slices.Contains(graveKinds(), kind)
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
		t.say("diary.full", about(AboutRights))
	}
}
