package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"
	bolt "go.etcd.io/bbolt"

	"back2core/flows"
)

// Restored says what a restore brought back.
type Restored struct {
	At      time.Time // of the backup
	Erased  int       // who erased themselves since the backup, and were left out
	Unread  int       // lines of the list of erasures that can't be read
	Dropped int       // messages that waited and are not sent any more
	Report            // of the file; what waits are safety texts
}

// From is what a restore is made of.
type From struct {
	Backup string         // the file, with the list of erasures beside it
	Keys   []age.Identity // one of which opens it
	Now    time.Time      // of the restore
	// WithoutErasures goes on where that list is missing. Whoever was erased since
	// the backup is then back.
	WithoutErasures bool
}

// ErrNoErasures is returned by Restore when the list of those who were erased is
// not beside the backup, or not as a backup leaves it.
var ErrNoErasures = errors.New("there is no whole " + erasedList + " beside it, which says who was erased since")

// Restore makes a database at path of a backup. It refuses to write over
// anything. The file gets its name when it is whole: checked, on the disk,
// without the people who were erased since, without the messages that waited
// but for safety texts, and with NoteRestored for the bot to act on. A record
// that is damaged in the backup stays so, and is in the report.
func Restore(ctx context.Context, from From, path string, o Options) (Restored, error) {
	if o.Keys == nil {
		return Restored{}, fmt.Errorf("restore %s: %w: there is none", from.Backup, ErrKey)
	}
	r, err := restore(ctx, from, path, o)
	if err != nil {
		return Restored{}, fmt.Errorf("restore %s: %w", from.Backup, err)
	}
	return r, nil
}

func restore(ctx context.Context, from From, path string, o Options) (r Restored, err error) {
	temp := path + ".restoring"
	if err := fresh(path, temp); err != nil {
		return r, err
	}
	list, err := from.erased()
	if err != nil {
		return r, err
	}
	r.Unread = list.unread
	err = writeFile(temp, func(w io.Writer) error { return decrypt(until{ctx, w}, from.Backup, from.Keys) })
	if !errors.Is(err, fs.ErrExist) { // else it is another restore's
		defer os.Remove(temp)
	}
	if err != nil {
		return r, err
	}
	if err := readable(ctx, temp); err != nil {
		return r, fmt.Errorf("check what was decrypted: %w", err)
	}
	made, _ := backupTime(filepath.Base(from.Backup))
	r.At = made
	if err = settle(temp, &r, list.gone, from.Now, o); err != nil {
		return r, err
	}
	if r.Report, err = inspectWhole(ctx, temp, o); err != nil {
		return r, fmt.Errorf("check what was restored: %w", err)
	}
	if err := ownAs(temp, filepath.Dir(path)); err != nil {
		return r, err
	}
	return r, name(temp, path)
}

// erased reads who was erased since the backup.
func (f From) erased() (erasedFile, error) {
	list, err := readErased(filepath.Dir(f.Backup))
	if err != nil {
		return list, fmt.Errorf("read who was erased since: %w", err)
	}
	if !list.whole && !f.WithoutErasures {
		return list, ErrNoErasures
	}
	return list, nil
}

// fresh refuses a place where anything is that a restore could harm, or that a
// crash has left.
func fresh(path string, others ...string) error {
	staging, staged := remains(path)
	for _, name := range append(others, path, staging, staged) {
		_, err := os.Lstat(name)
		if err == nil {
			left := ""
			if name != path {
				left = "; a restore that was broken off has left it, and it may be deleted"
			}
			return fmt.Errorf("%s is there already: restore into a fresh place%s", name, left)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// decrypt writes what is in a backup. age notices every byte that is changed or
// missing.
func decrypt(to io.Writer, backup string, keys []age.Identity) error {
	f, err := os.Open(backup)
	if err != nil {
		return err
	}
	defer f.Close()
	opened, err := age.Decrypt(f, keys...)
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) {
		return errors.New("it is encrypted to another key than this secret one: take the one that belongs to BACK2CORE_BACKUP_TO of that time")
	}
	if err != nil {
		return fmt.Errorf("no backup, or a damaged one: take another copy of it, or the backup before: %w", err)
	}
	if _, err := io.Copy(to, opened); err != nil {
		return fmt.Errorf("decrypt: a damaged backup, or a full disk; if damaged, take another copy of it, or the backup before: %w", err)
	}
	return nil
}

// settle makes a copy of a file into one that the bot can go on with.
func settle(path string, r *Restored, gone map[Mark]time.Time, now time.Time, o Options) (err error) {
	db, err := openFile(path, o)
	if err != nil {
		return err
	}
	defer func() {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	version, err := schemaOf(db)
	switch {
	case err != nil:
		return err
	case version == 0:
		return errForeign
	case version == schema:
		err = prove(db, o)
	default:
		err = upgrade(db, version, o)
	}
	if err != nil {
		return err
	}
	err = db.Update(func(btx *bolt.Tx) error { return (&Tx{btx: btx, keys: o.Keys}).resume(r, gone, now) })
	if err != nil {
		return err
	}
	if db, err = scrub(db, path, o); err != nil {
		return err
	}
	return db.Update(func(*bolt.Tx) error { return nil }) // so that both heads know of it; see heads
}

// resume makes the state of a backup one to go on from, and counts what that
// took.
func (tx *Tx) resume(r *Restored, gone map[Mark]time.Time, now time.Time) (err error) {
	if r.At = tx.backedUp(r.At); r.At.IsZero() {
		return errors.New("nothing in it says of when it is, nor does its name")
	}
	if err := tx.silence(r); err != nil {
		return fmt.Errorf("take back what waited: %w", err)
	}
	if r.Erased, err = tx.eraseMarked(gone); err != nil {
		return err
	}
	if err := tx.Count("restored", 1); err != nil {
		return err
	}
	for _, note := range []string{NoteHeld, NoteProgram} {
		if err := tx.SetNote(note, nil); err != nil {
			return err
		}
	}
	if err := tx.SetNote(noteFrom, TimeNote(now)); err != nil {
		return err
	}
	told := r.At
	if was := tx.Noted(NoteRestored); !was.IsZero() && was.Before(told) {
		told = was // of the restore before this one nobody was told yet
	}
	return tx.SetNote(NoteRestored, TimeNote(told))
}

// backedUp is when the backup was made that this file comes from; what its name
// says, if that is not noted; and else when Telegram was last heard.
func (tx *Tx) backedUp(named time.Time) time.Time {
	p, _ := tx.Position() // zero if it is damaged
	for _, at := range []time.Time{tx.Noted(noteBackup), named} {
		if !at.IsZero() {
			return at
		}
	}
	return p.At.UTC()
}

// silence takes back all that waits but safety texts: it was for a day that is
// over, and may have been sent since the backup.
func (tx *Tx) silence(r *Restored) error {
	return tx.Outbox(func(m Message) error {
		if m.Reply.Class == flows.Safety {
			return nil
		}
		r.Dropped++
		return tx.drop(outboxBucket, m.key())
	})
}

// eraseMarked erases who was erased since the backup.
func (tx *Tx) eraseMarked(gone map[Mark]time.Time) (erased int, err error) {
	for _, id := range tx.keysUnder(patientBucket, nil) {
		at, ok := gone[MarkOf(string(id))]
		if !ok {
			continue
		}
		if err := tx.Erase(string(id), at); err != nil {
			return erased, err
		}
		erased++
	}
	return erased, nil
}

// name gives a finished file its name, unless something has that meanwhile.
func name(temp, path string) error {
	err := os.Link(temp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a file system without hard links
		if err := fresh(path); err != nil {
			return err
		}
		err = os.Rename(temp, path)
	}
	if err != nil {
		return err
	}
	return syncDir(path)
}
