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
	Dropped int       // messages that waited and are not sent any more
	Report            // of the file; what waits are safety texts
}

// Restore makes a database at path of a backup. It refuses to write over
// anything. The file gets its name when it is whole: checked, on the disk,
// without the people who were erased since, without the messages that waited
// but for safety texts, and with NoteRestored for the bot to act on.
func Restore(ctx context.Context, backup string, keys []age.Identity, path string, o Options) (Restored, error) {
	if o.Keys == nil {
		return Restored{}, fmt.Errorf("restore %s: %w: there is none", backup, ErrKey)
	}
	r, err := restore(ctx, backup, keys, path, o)
	if err != nil {
		return Restored{}, fmt.Errorf("restore %s: %w", backup, err)
	}
	return r, nil
}

func restore(ctx context.Context, backup string, keys []age.Identity, path string, o Options) (r Restored, err error) {
	temp := path + ".restoring"
	if err := fresh(path, temp); err != nil {
		return r, err
	}
	gone, err := readErased(filepath.Dir(backup))
	if err != nil {
		return r, fmt.Errorf("read who was erased since: %w", err)
	}
	err = writeFile(temp, func(w io.Writer) error { return decrypt(until{ctx, w}, backup, keys) })
	if !errors.Is(err, fs.ErrExist) { // else it is another restore's
		defer os.Remove(temp)
	}
	if err != nil {
		return r, err
	}
	if err := verify(temp); err != nil {
		return r, fmt.Errorf("check what was decrypted: %w", err)
	}
	if r, err = settle(temp, gone, o); err != nil {
		return r, err
	}
	if r.Report, err = Inspect(temp, o); err == nil {
		err = r.sound()
	}
	if err != nil {
		return r, fmt.Errorf("check what was restored: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	return r, name(temp, path)
}

// fresh refuses a place where anything is that a restore could harm, or that a
// crash has left.
func fresh(path, temp string) error {
	staging, staged := remains(path)
	for _, name := range []string{path, temp, staging, staged} {
		_, err := os.Lstat(name)
		if err == nil {
			return fmt.Errorf("%s is there already: restore into a fresh place", name)
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
		return errors.New("it is encrypted to another key")
	}
	if err != nil {
		return fmt.Errorf("no backup, or a damaged one: %w", err)
	}
	if _, err := io.Copy(to, opened); err != nil {
		return fmt.Errorf("decrypt: %w", err)
	}
	return nil
}

// settle makes a copy of a file into one that the bot can go on with.
func settle(path string, gone map[Mark]time.Time, o Options) (r Restored, err error) {
	db, err := openFile(path, o)
	if err != nil {
		return r, err
	}
	defer func() {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	version, err := schemaOf(db)
	switch {
	case err != nil:
		return r, err
	case version == 0:
		return r, errForeign
	case version > schema:
		return r, fmt.Errorf("%w: schema %d, this one knows %d", ErrNewer, version, schema)
	case version == schema:
		err = prove(db, o)
	default:
		err = upgrade(db, version, o)
	}
	if err != nil {
		return r, err
	}
	err = db.Update(func(btx *bolt.Tx) error { return (&Tx{btx: btx, keys: o.Keys}).resume(&r, gone) })
	if err != nil {
		return r, err
	}
	db, err = scrub(db, path, o)
	return r, err
}

// resume makes the state of a backup one to go on from, and counts what that
// took.
func (tx *Tx) resume(r *Restored, gone map[Mark]time.Time) (err error) {
	if r.At, err = tx.backedUp(); err != nil {
		return err
	}
	if err := tx.silence(r); err != nil {
		return fmt.Errorf("take back what waited: %w", err)
	}
	if r.Erased, err = tx.eraseMarked(gone); err != nil {
		return err
	}
	// Another version of the program may want to wake patients at other moments.
	if _, err := tx.Reindex(); err != nil {
		return err
	}
	if err := tx.Count("restored", 1); err != nil {
		return err
	}
	if err := tx.SetNote(NoteHeld, nil); err != nil {
		return err
	}
	return tx.SetNote(NoteRestored, TimeNote(r.At))
}

// backedUp is when the backup was made that this file comes from; if that was
// before backups were noted, when Telegram was last heard.
func (tx *Tx) backedUp() (time.Time, error) {
	if note, ok := tx.Note(noteBackup); ok {
		return NoteTime(note), nil
	}
	p, err := tx.Position()
	return p.At.UTC(), err
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
		if err := fresh(path, path+".restored"); err != nil {
			return err
		}
		err = os.Rename(temp, path)
	}
	if err != nil {
		return err
	}
	return syncDir(path)
}
