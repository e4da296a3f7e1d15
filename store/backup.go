package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"
	bolt "go.etcd.io/bbolt"
)

// Backups is a directory of encrypted copies of one store's file.
//
// A backup is made in steps, so that the running store is read for a moment
// only, and nothing that is unfinished or unchecked looks like a backup: the
// file is copied to its own disk (….staging), compacted there (….staged), which
// leaves out what was erased, checked, encrypted into the directory
// (.back2core-unfinished) and only then named (back2core-20261122T031500Z.age).
// The names before the last are removed at once, and after a crash by the next
// backup. Nothing unencrypted ever stands in the directory.
type Backups struct {
	Dir string          // its own: whatever is named like a backup in it is one of this store
	To  []age.Recipient // who can read them; at least one

	mu   sync.Mutex // one backup at a time
	list sync.Mutex // the list of erasures; never held for long
}

// A Backup is one that was made.
type Backup struct {
	Path    string
	At      time.Time
	Size    int64    // bytes
	Removed []string // names of the older backups whose time was over
	Report           // of the copy: as damaged as the store, and no more
}

// unfinished is the name of a backup that is being encrypted.
const unfinished = ".back2core-unfinished"

// Backup makes a backup of the store as it is at this moment, and then removes
// those whose time is over. It does that also when no new one could be made, as
// patients were told how long they are kept; the newest there is always stays.
//
// The copy must hold all that the store held, and its pages must be whole. A
// record that is damaged in the store is so in the backup too, and in its Damage:
// without it, the first one would have been the end of all backups.
//
// It stops soon after ctx ends, but for compacting, which can't be stopped.
func (s *Store) Backup(ctx context.Context, b *Backups, now time.Time) (Backup, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	made, err := s.backup(ctx, b, now.UTC().Truncate(time.Second))
	if err == nil || !errors.Is(err, fs.ErrExist) {
		var late error
		if made.Removed, late = b.rotate(now); late != nil {
			err = errors.Join(err, fmt.Errorf("remove an older one: %w", late))
		}
	}
	if err != nil {
		return made, fmt.Errorf("back up to %s: %w", b.Dir, err)
	}
	return made, nil
}

func (s *Store) backup(ctx context.Context, b *Backups, now time.Time) (made Backup, err error) {
	made = Backup{Path: filepath.Join(b.Dir, backupName(now)), At: now}
	if len(b.To) == 0 {
		return made, errors.New("nobody is named who could read it")
	}
	if _, err := os.Lstat(made.Path); err == nil {
		return made, fmt.Errorf("there is one of this second already: %w", fs.ErrExist)
	}
	staging, staged := remains(s.db.Path())
	if err := removed(staging, staged, filepath.Join(b.Dir, unfinished)); err != nil {
		return made, err
	}
	held, err := s.stage(ctx, now, staging, staged)
	defer os.Remove(staged)
	if err != nil {
		return made, fmt.Errorf("copy: %w", err)
	}
	checked, err := openToRead(ctx, staged, s.o)
	if err != nil {
		return made, fmt.Errorf("open the copy: %w", err)
	}
	made.Report, err = checked.reportWhole(ctx)
	defer leave(checked.db, err)
	if err == nil {
		var holds digest
		if holds, err = digestOf(ctx, checked.db); err == nil && holds != held {
			err = errOther
		}
	}
	if err != nil {
		return made, fmt.Errorf("check the copy: %w", err)
	}
	if err := b.reconcile(s, now); err != nil {
		return made, fmt.Errorf("keep who was erased: %w", err)
	}
	if made.Size, err = b.seal(ctx, checked, made.Path); err != nil {
		return made, fmt.Errorf("encrypt: %w", err)
	}
	return made, nil
}

// removed makes sure that nothing is there that a crash may have left.
func removed(paths ...string) error {
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// stage puts a copy of the file at staging, and a compacted one at staged.
// Readers and the writer go on meanwhile.
// The digest is of what the store held.
func (s *Store) stage(ctx context.Context, now time.Time, staging, staged string) (held digest, err error) {
	defer os.Remove(staging)
	err = s.Update(func(tx *Tx) error { return tx.beginBackup(now) })
	if err != nil {
		return held, err
	}
	if held, err = copyTo(ctx, s.db, staging); err != nil {
		return held, err
	}
	if err := compactCopy(ctx, staging, staged, s.o); err != nil {
		return held, fmt.Errorf("compact: %w", err)
	}
	return held, nil
}

// noteBackup is the note of when the last backup was begun. It travels with
// it, so that a restored file knows how old it is.
const noteBackup = "backup"

// remains are the names of a file's unfinished copies.
func remains(path string) (staging, staged string) { return path + ".staging", path + ".staged" }

// copyTo writes a file as it is now to a new one, but for the room that bbolt has
// taken in advance. The digest is of what it holds.
func copyTo(ctx context.Context, db *bolt.DB, path string) (held digest, err error) {
	err = writeFile(path, func(w io.Writer) error {
		return db.View(func(btx *bolt.Tx) (err error) {
			if held, err = digestIn(ctx, btx); err != nil {
				return err
			}
			_, err = btx.WriteTo(until{ctx, w})
			return err
		})
	})
	return held, err
}

// compactCopy compacts a copy of a file into another one.
func compactCopy(ctx context.Context, from, to string, o Options) error {
	db, err := openReadable(ctx, from)
	if err != nil {
		return err
	}
	defer db.Close()
	return compactInto(db, to, o)
}

// seal encrypts a checked copy and gives it the name of a backup.
func (b *Backups) seal(ctx context.Context, checked *Store, path string) (size int64, err error) {
	temp := filepath.Join(b.Dir, unfinished)
	defer os.Remove(temp)
	err = writeFile(temp, func(w io.Writer) error {
		return encrypt(until{ctx, w}, b.To, func(w io.Writer) error {
			return checked.db.View(func(btx *bolt.Tx) error { _, err := btx.WriteTo(w); return err })
		})
	})
	if err == nil {
		err = ownAs(temp, b.Dir)
	}
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(temp)
	if err != nil {
		return 0, err
	}
	if err := os.Rename(temp, path); err != nil {
		return 0, err
	}
	return info.Size(), syncDir(path)
}

// encrypt writes what write does, for the recipients to read.
func encrypt(to io.Writer, recipients []age.Recipient, write func(io.Writer) error) error {
	sealed, err := age.Encrypt(to, recipients...)
	if err != nil {
		return err
	}
	if err := write(sealed); err != nil {
		return err
	}
	return sealed.Close()
}

// writeFile has a new file written, for its owner only, and waits for the disk.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// until is a writer that fails once ctx has ended.
type until struct {
	ctx context.Context
	w   io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
