package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Create writes the keys to a new file, which only its owner can read. It never
// overwrites one.
func (k *Keys) Create(path string) error {
	b, err := k.bytes()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return fmt.Errorf("create key file: %w", err)
	}
	if err := finish(f, b); err != nil {
		return errors.Join(fmt.Errorf("write key file: %w", err), os.Remove(path))
	}
	return syncDir(path)
}

// Replace writes the keys in place of those in a file. At any moment the file
// holds the old ones or the new ones, and when Replace returns, the new ones
// last: what they seal may be written.
func (k *Keys) Replace(path string) error {
	b, err := k.bytes()
	if err != nil {
		return err
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return fmt.Errorf("replace key file: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return fmt.Errorf("replace key file: %w", err)
	}
	defer os.Remove(f.Name())
	if err := finish(f, b); err != nil {
		return fmt.Errorf("replace key file: %w", err)
	}
	if err := ownAs(f.Name(), path); err != nil {
		return fmt.Errorf("replace key file: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("replace key file: %w", err)
	}
	return syncDir(path)
}

// finish writes a new file to the disk and closes it.
func finish(f *os.File, b []byte) error {
	if _, err := f.Write(b); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Sync(), f.Close())
}
