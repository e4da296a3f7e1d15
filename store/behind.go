package store

import "time"

// noteFrom is the note of the backup that a restored file comes from.
const noteFrom = "from"

// Behind tells whether a file is older than the newest backup of it and was not
// restored: then it is a plain copy of long ago, from which no patient was held,
// and of which nobody is left out who has erased themselves since. It says when
// the last backup of the file was made; zero is never.
func (s *Store) Behind(newest time.Time) (last time.Time, behind bool) {
	_ = s.View(func(tx *Tx) error {
		last = tx.Noted(noteBackup)
		behind = last.Before(newest) && (last.IsZero() || !tx.Noted(noteFrom).Equal(last))
		return nil
	})
	return last, behind
}
