package flows

import (
	"slices"
	"time"
)

// When pain is a new episode, and when there are too many (clinical.md 2.3).
const (
	painFreeDays = 28  // an episode comes after four weeks without pain [own knowledge, to verify]
	episodeYear  = 365 // days in which they are counted [SEED: within one year]
	manyEpisodes = 2   // more than this is a recurrent course [SEED]
	episodeLasts = day // it lasts at least this long
)

// heard follows pain and its absence to the beginning of a new episode. Silence
// says nothing: only a score counts.
func (c *Course) heard(s Score, at time.Time, date string) {
	switch {
	case s == 0:
		c.Ache = time.Time{}
		if c.Free == "" {
			c.Free = date
		}
	case c.Free == "": // the same pain goes on
	case daysBetween(c.Free, date) < painFreeDays:
		c.Free = ""
	case c.Ache.IsZero():
		c.Ache = at
	case at.Sub(c.Ache) >= episodeLasts:
		c.Episodes = append(lastYear(c.Episodes, date), date)
		c.Free, c.Ache = "", time.Time{}
	}
}

// lastYear is the dates that lie less than a year before a date.
func lastYear(dates []string, date string) []string {
	return slices.DeleteFunc(slices.Clone(dates), func(d string) bool { return daysBetween(d, date) >= episodeYear })
}

// recurrent says whether there were more than two episodes in twelve months.
func (c Course) recurrent(date string) bool {
	return len(lastYear(c.Episodes, date)) > manyEpisodes
}
