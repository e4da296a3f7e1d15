package bot

import "back2core/store"

// What the bot notes for itself in the store.
const (
	noteUpdated = "updated" // when the last update came
	noteOutage  = "outage"  // since when nothing was heard, while people are being told
	noteTold    = "told"    // the last patient who was told

	noteRestored = store.NoteRestored // the time of the backup that this file was put back from
	noteHeld     = store.NoteHeld     // the last patient whose flow knows of it
)
