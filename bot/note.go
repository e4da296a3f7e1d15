package bot

import (
	"time"

	"back2core/store"
)

// What the bot notes for itself in the store.
const (
	noteUpdated = "updated" // when the last update came
	noteOutage  = "outage"  // since when nothing was heard, while people are being told
	noteTold    = "told"    // the last patient who was told

	noteRestored = store.NoteRestored // the time of the backup that this file was put back from
	noteHeld     = store.NoteHeld     // the last patient whose flow knows of it
)

func timeNote(at time.Time) []byte {
	text, err := at.UTC().MarshalText()
	if err != nil {
		return nil
	}
	return text
}

// noteTime is a noted time; zero if there is none.
func noteTime(tx *store.Tx, key string) (at time.Time) {
	note, _ := tx.Note(key)
	if at.UnmarshalText(note) != nil {
		return time.Time{}
	}
	return at
}
