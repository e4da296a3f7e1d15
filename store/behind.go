package store

import "time"

const (
	// noteLatest is the note of the latest time for which a backup of the file was
	// ever begun. It never goes back: a clock may.
	noteLatest = "latest"
	// noteFrom is the note of when the file was put back from a backup.
	noteFrom = "from"
)

// Behind tells whether a backup is newer than all that a file knows of: then it is
// a plain copy of before, from which no patient was held, and of which nobody is
// left out who has erased themselves since. last is the latest backup or restore
// that it does know of; zero is none.
func (s *Store) Behind(newest time.Time) (last time.Time, behind bool) {
	_ = s.View(func(tx *Tx) error {
		for _, note := range []string{noteBackup, noteLatest, noteFrom} {
			if at := tx.Noted(note); at.After(last) {
				last = at
			}
		}
		return nil
	})
	return last, last.Before(newest)
}

// beginBackup notes that a backup of this moment is begun.
func (tx *Tx) beginBackup(now time.Time) error {
	if now.After(tx.Noted(noteLatest)) {
		if err := tx.SetNote(noteLatest, TimeNote(now)); err != nil {
			return err
		}
	}
	return tx.SetNote(noteBackup, TimeNote(now))
}
