package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// create makes a new database at path, unless something is there. The file
// gets its name only when it is whole: a power cut in the first moments would
// otherwise leave a torn file that bbolt can never open.
func create(path string, o Options) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := f.Close(); err != nil {
		return err
	}
	if err := writeNew(f.Name(), o); err != nil {
		return err
	}
	return publish(f.Name(), path)
}

// writeNew fills an empty file with an empty database.
func writeNew(path string, o Options) error {
	db, err := bolt.Open(path, fileMode, o.bolt())
	if err != nil {
		return err
	}
	if err := db.Update(o.layOut); err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

// layOut makes the buckets of the current schema in an empty database.
func (o Options) layOut(btx *bolt.Tx) error {
	for _, name := range bucketNames {
		if _, err := btx.CreateBucket(name); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	tx := &Tx{btx: btx, keys: o.Keys}
	if err := tx.put(metaBucket, keyPatients, be64(0)); err != nil {
		return err
	}
	if err := tx.putProof(); err != nil {
		return err
	}
	return tx.put(metaBucket, keySchema, be64(schema))
}

// publish gives a finished new file its name. A hard link, unlike a rename,
// fails when another process has just made the database; then theirs is used.
func publish(temp, path string) error {
	err := os.Link(temp, path)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil { // a file system without hard links
		err = os.Rename(temp, path)
	}
	if err != nil {
		return err
	}
	return syncDir(path)
}

// syncDir makes the name of a new file last, not only its content. Where a
// directory can't be synced, on Windows and some network disks, it does nothing.
func syncDir(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	err = dir.Sync()
	for _, cannot := range []error{fs.ErrPermission, errors.ErrUnsupported, syscall.EINVAL} {
		if errors.Is(err, cannot) {
			return nil
		}
	}
	return err
}

// standsAt tells whether an open file is the one that has this name.
func standsAt(f *os.File, path string) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(opened, named)
}
