package flows

import (
	"slices"
	"time"
)

// A Flag is an open red flag. While it is open it decides what may be said.
type Flag struct {
	Row   Row       `json:"row"`
	Class Urgency   `json:"class"`
	Since time.Time `json:"since"`
	Asked int       `json:"asked,omitempty"` // times asked how it stands
	AskAt time.Time `json:"ask_at,omitzero"` // when it is asked next; zero: not any more
	// Way is how a doctor was reached, "seen" or "phoned", when all that is missing
	// is a yes to exercising.
	Way string `json:"way,omitempty"`
}

// Allows says whether something about a topic may be said to this patient: the
// table of clinical.md 1.4, over all open flags. The gate, the outcome of every
// step and the sender, just before each call, all ask here.
func Allows(p Patient, topic Topic) bool {
	for _, f := range p.Flags {
		if !slices.Contains(f.allows(), topic) {
			return false
		}
	}
	return true
}

// allows is one line of the table.
func (f Flag) allows() []Topic {
	all := []Topic{AboutFlag, AboutRights, AboutEducation, AboutWalking, AboutExercise, AboutTalk}
	switch {
	case f.Class == Crisis: // no exercise, tip or reminder that day
		return []Topic{AboutFlag, AboutRights, AboutTalk}
	case f.Class.rank() >= SameDay.rank():
		return []Topic{AboutFlag, AboutRights}
	case f.Row == "RF23" || f.Row == "RF24": // inflammatory: exercise may go on
		return all
	}
	return []Topic{AboutFlag, AboutRights, AboutEducation, AboutWalking}
}

// worst is the gravest class that is open.
func (p Patient) worst() Urgency {
	worst := NoUrgency
	for _, f := range p.Flags {
		worst = gravest(worst, f.Class)
	}
	return worst
}

// flag is the open flag of a row, or nil.
func (p Patient) flag(row Row) *Flag {
	i := slices.IndexFunc(p.Flags, func(f Flag) bool { return f.Row == row })
	if i < 0 {
		return nil
	}
	return &p.Flags[i]
}

// pressing is the flag that holds the lock and is asked about: the gravest, the
// oldest of those. A crisis is no lock; its day after is a question of its own.
func (p Patient) pressing() *Flag {
	var worst *Flag
	for i := range p.Flags {
		f := &p.Flags[i]
		if f.Class != Crisis && (worst == nil || f.Class.rank() > worst.Class.rank()) {
			worst = f
		}
	}
	return worst
}

// inCrisis is the open flag of a crisis, or nil.
func (p Patient) inCrisis() *Flag { return p.flag("RF35") }

// When the bot asks how it stands (clinical.md 1.4).
const (
	callAgain   = 30 * time.Minute // E: "heb je gebeld?"
	morningAsk  = 9 * time.Hour    // local clock time
	eveningAsk  = 19 * time.Hour
	weeklyAsks  = 4
	gpFirstAsk  = 3 // days
	gpSecondAsk = 7
)

func (t *turn) newFlag(row Row, u Urgency) Flag {
	f := Flag{Row: row, Class: u, Since: t.now}
	f.AskAt = f.nextAsk(t.p.zone(), t.now)
	return f
}

// nextAsk is when a flag is asked about after it has been asked Asked times;
// zero: not any more, "ik ben er weer" still works.
func (f Flag) nextAsk(zone *time.Location, now time.Time) time.Time {
	first := f.firstAsks(zone)
	if f.Asked < len(first) {
		if at := first[f.Asked]; at.After(now) {
			return at
		}
		return onDay(now, 1, morningAsk, zone)
	}
	if f.Asked < len(first)+weeklyAsks {
		return onDay(now, 7, morningAsk, zone)
	}
	return time.Time{}
}

// firstAsks is the moments before it becomes weekly.
func (f Flag) firstAsks(zone *time.Location) []time.Time {
	morning := onDay(f.Since, 0, morningAsk, zone)
	if morning.Sub(f.Since) < callAgain+time.Hour { // not the same morning
		morning = onDay(f.Since, 1, morningAsk, zone)
	}
	switch {
	case f.Class == Crisis: // not that day
		return []time.Time{onDay(f.Since, 1, morningAsk, zone)}
	case f.Class.emergency():
		return []time.Time{f.Since.Add(callAgain), morning}
	case f.Class == SameDay:
		if evening := onDay(f.Since, 0, eveningAsk, zone); evening.Sub(f.Since) >= time.Hour {
			return []time.Time{evening, morning}
		}
		return []time.Time{morning}
	}
	return []time.Time{onDay(f.Since, gpFirstAsk, morningAsk, zone), onDay(f.Since, gpSecondAsk, morningAsk, zone)}
}
