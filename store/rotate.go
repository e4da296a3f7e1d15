package store

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// How long backups are kept: the last one of each of seven days, today among
// them, and the last one of each of the four weeks before this one. So a backup
// is gone after five weeks, and with it whoever was erased since.
const (
	keepDays  = 7
	keepWeeks = 4
)

// backupName is the name of a backup; the time in it is UTC and decides how long
// it is kept.
func backupName(at time.Time) string { return "back2core-" + at.UTC().Format(nameTime) + ".age" }

const nameTime = "20060102T150405Z"

// backupTime is the time of a backup's name; false for any other name.
func backupTime(name string) (time.Time, bool) {
	digits := strings.TrimSuffix(strings.TrimPrefix(name, "back2core-"), ".age")
	at, err := time.Parse(nameTime, digits)
	return at, err == nil && backupName(at) == name
}

// Newest is the time of the newest backup up to now; zero if there is none. One
// of a time to come was made under a wrong clock.
func (b *Backups) Newest(now time.Time) (newest time.Time, err error) {
	times, err := b.times()
	for _, at := range times {
		if !at.After(now) {
			newest = at
		}
	}
	return newest, err
}

// times are those of all backups, the oldest first.
func (b *Backups) times() ([]time.Time, error) {
	entries, err := os.ReadDir(b.Dir) // sorted by name, and so by time
	if err != nil {
		return nil, err
	}
	var times []time.Time
	for _, e := range entries {
		if at, ok := backupTime(e.Name()); ok && e.Type().IsRegular() {
			times = append(times, at)
		}
	}
	return times, nil
}

// rotate removes the backups whose time is over and returns their names. The
// one that was just made is not among them, nor is any file with another name.
func (b *Backups) rotate(now time.Time) (removed []string, err error) {
	times, err := b.times()
	if err != nil {
		return nil, err
	}
	for _, at := range expired(times, now) {
		name := backupName(at)
		if err := os.Remove(filepath.Join(b.Dir, name)); err != nil {
			return removed, err
		}
		removed = append(removed, name)
	}
	return removed, nil
}

// expired are those of some times, sorted, whose backups are kept no longer.
// What is named after a time to come was made under a wrong clock: it is left
// until that time has been.
func expired(times []time.Time, now time.Time) (gone []time.Time) {
	past := slices.DeleteFunc(slices.Clone(times), func(at time.Time) bool { return at.After(now) })
	for i, at := range past {
		last := func(of func(time.Time) time.Time) bool {
			return i == len(past)-1 || !of(past[i+1]).Equal(of(at))
		}
		daily := last(dayOf) && dayOf(at).After(dayOf(now).AddDate(0, 0, -keepDays))
		weekly := last(weekOf) && !weekOf(at).Before(weekOf(now).AddDate(0, 0, -7*keepWeeks))
		newest := i == len(past)-1
		if !daily && !weekly && !newest {
			gone = append(gone, at)
		}
	}
	return gone
}

// dayOf is the midnight that a UTC day begins with.
func dayOf(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }

// weekOf is the Monday that a UTC week begins with.
func weekOf(at time.Time) time.Time {
	day := dayOf(at)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}
