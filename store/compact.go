package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	bolt "go.etcd.io/bbolt"
)

// compacting ends the name of a file that is being compacted.
const compacting = ".compact"

// compactStep is how many bytes are copied in one transaction.
const compactStep = 16 << 20

// scrub compacts the file when someone was erased, or records were sealed, since
// the last time: the bytes of before stand in free pages until then. When it
// can't be done (a full disk, a file that can't be renamed), the file is used as
// it is, and the next Open tries again: a bot that doesn't start helps nobody.
//
// It returns the database to go on with; the one it was given may be closed.
func scrub(db *bolt.DB, path string, o Options) (*bolt.DB, error) {
	if !erased(db) {
		return db, nil
	}
	if err := compactOnto(db, path, o); err != nil {
		o.log().Warn("database not compacted: what was erased or sealed is still in its free pages", "err", err)
		return db, nil
	}
	if err := errors.Join(syncDir(path), db.Close()); err != nil {
		return nil, fmt.Errorf("compact: %w", err)
	}
	o.log().Info("database compacted: what was erased or sealed is gone from its free pages")
	return openFile(path, o)
}

// erased tells whether free pages hold what should be gone.
func erased(db *bolt.DB) (yes bool) {
	_ = db.View(func(btx *bolt.Tx) error {
		yes = (&Tx{btx: btx}).has(metaBucket, keyErased)
		return nil
	})
	return yes
}

// compactOnto puts a compacted file in the place of an open one, when it is found
// whole and holds the same. The open one has no name after that; its lock is
// held, so nobody has written to it meanwhile.
func compactOnto(db *bolt.DB, path string, o Options) error {
	temp := path + compacting
	defer os.Remove(temp)
	want, err := digestOf(context.Background(), db)
	if err != nil {
		return err
	}
	if err := compactInto(db, temp, o); err != nil {
		return err
	}
	if err := verify(temp, want); err != nil {
		return fmt.Errorf("check what was compacted: %w", err)
	}
	if err := ownAs(temp, path); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// Compact writes a database file anew without the room that it no longer needs,
// and returns its size before and after. The file is replaced at once, by one
// that was checked; nobody may have it open.
func Compact(path string, o Options) (before, after int64, err error) {
	db, err := take(path, o)
	if err != nil {
		return 0, 0, fmt.Errorf("open database %s: %w", path, err)
	}
	defer db.Close()
	if before, err = size(path); err != nil {
		return 0, 0, err
	}
	if err := compactOnto(db, path, o); err != nil {
		return 0, 0, fmt.Errorf("compact: %w", err)
	}
	if err := syncDir(path); err != nil {
		return 0, 0, err
	}
	after, err = size(path)
	return before, after, err
}

func size(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// compactInto copies what is alive in a database to a new file.
func compactInto(db *bolt.DB, path string, o Options) error {
	// What a process that was killed has left there may be of any age.
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fresh, err := bolt.Open(path, fileMode, o.bolt())
	if err != nil {
		return err
	}
	used := int64(0)
	err = bolt.Compact(fresh, db, compactStep)
	if err == nil {
		err = fresh.Update(func(btx *bolt.Tx) error { return (&Tx{btx: btx}).drop(metaBucket, keyErased) })
	}
	if err == nil {
		err = fresh.View(func(btx *bolt.Tx) error { used = btx.Size(); return nil })
	}
	if err := errors.Join(err, fresh.Close()); err != nil {
		return err
	}
	return shorten(path, used)
}

// shorten cuts off the room that bbolt has taken in advance, on the disk too.
func shorten(path string, used int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Truncate(used), f.Sync(), f.Close())
}
