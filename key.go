package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"back2core/store"
)

// keyFile is where the key of the patients' file is, or "".
func (s settings) keyFile() string {
	return cmp.Or(s.KeyFile, os.Getenv("BACK2CORE_KEY_FILE"), credential("back2core-key"))
}

// keys reads the key of the patients' file.
func (s settings) keys() (*store.Keys, error) {
	file := s.keyFile()
	if file == "" {
		return nil, usage("no key: set BACK2CORE_KEY_FILE to the file that holds it; for a database that there is, or a backup, it is the one that they were made with; for a first one: back2core key new FILE")
	}
	return readKeys(file)
}

// readKeys reads a keyset. Nothing of it is in an error.
func readKeys(file string) (*store.Keys, error) {
	b, err := readSecret("key", file)
	if err != nil {
		return nil, err
	}
	keys, err := store.ParseKeys(b)
	if err != nil {
		return nil, usage("%s: %w", file, err)
	}
	return keys, nil
}

// trialKeys reads the key of a trial, and makes it for a database that is still
// to be made.
func trialKeys(file, db string) (*store.Keys, error) {
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return readKeys(file)
	}
	if _, err := os.Stat(db); !errors.Is(err, fs.ErrNotExist) {
		return nil, usage("%s is there, but not its key, %s; --key-file says where that is", db, file)
	}
	keys, err := store.NewKeys()
	if err != nil {
		return nil, err
	}
	return keys, keys.Create(file)
}

// openFile opens a database file.
func openFile(file string, keys *store.Keys, log *slog.Logger) (*store.Store, error) {
	db, err := store.Open(file, store.Options{Keys: keys, Log: log})
	return db, unopened(file, err)
}

// unopened is why a database file can't be opened, with what to do about it.
// Another's key is a wrong setting.
func unopened(file string, err error) error {
	switch {
	case errors.Is(err, store.ErrKey):
		return usage("%w; BACK2CORE_KEY_FILE is another one, or a copy from before the key was rotated", err)
	case errors.Is(err, store.ErrDamagedFile):
		return fmt.Errorf("%s: %w: nothing was changed; see 'The bad night' in docs/operations.md", file, store.ErrDamagedFile)
	}
	return err
}

type keyCommand struct {
	New    keyNewCommand    `cmd:"" help:"Make a key in a new file."`
	Rotate keyRotateCommand `cmd:"" help:"Add a new key to the key file and seal everything with it. The bot must stand still."`
	Forget keyForgetCommand `cmd:"" help:"Drop the older keys from the key file. Older backups can't be opened with it any more."`
}

type keyNewCommand struct {
	File string `arg:"" help:"The file to make. One that is there is never overwritten."`
}

// Run makes a key.
func (c keyNewCommand) Run(out output) error {
	keys, err := store.NewKeys()
	if err == nil {
		err = keys.Create(c.File)
	}
	if errors.Is(err, fs.ErrExist) {
		return usage("%s is there already; a key is never overwritten", c.File)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out.stdout, "%s holds the key. Without it everything is lost: keep a copy away from this machine, and away from the backups.\n", c.File)
	return nil
}

type keyRotateCommand struct{}

// Run adds a key and seals everything with it. The key file is replaced before
// anything is sealed, so it opens everything at any moment; broken off, the
// next one finishes.
func (keyRotateCommand) Run(s *settings, out output) error {
	keys, err := s.keys()
	if err != nil {
		return err
	}
	stale, err := inFile(s, keys, out, (*store.Store).Stale)
	if err != nil {
		return err
	}
	if stale {
		fmt.Fprintln(out.stdout, "An older key has sealed some records; no new key is made until they are done.")
	} else {
		if keys, err = keys.Rotated(); err != nil {
			return err
		}
		if err := keys.Replace(s.keyFile()); err != nil {
			return err
		}
	}
	n, err := inFile(s, keys, out, (*store.Store).Reseal)
	if err != nil {
		return err
	}
	fmt.Fprintf(out.stdout, "Sealed with the newest key: %d records. Keep a copy of %s away from this machine, and the older copy for older backups.\n", n, s.keyFile())
	return nil
}

type keyForgetCommand struct{}

// Run drops all keys but the newest, when nothing in the file needs them.
func (keyForgetCommand) Run(s *settings, out output) error {
	keys, err := s.keys()
	if err != nil {
		return err
	}
	newest, err := keys.Newest()
	if err != nil {
		return err
	}
	forgotten, err := inFile(s, keys, out, func(db *store.Store) (int, error) {
		stale, err := db.Stale()
		if err != nil {
			return 0, err
		}
		if stale {
			return 0, usage("an older key has sealed some records; first: back2core key rotate")
		}
		return keys.Len() - newest.Len(), newest.Replace(s.keyFile())
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out.stdout, "Dropped: %d older keys. %s can't open backups from before the last rotation any more.\n", forgotten, s.keyFile())
	return nil
}

// inFile does something with the patients' file while nobody else has it open.
func inFile[T any](s *settings, keys *store.Keys, out output, do func(*store.Store) (T, error)) (done T, err error) {
	file, err := s.existing()
	if err != nil {
		return done, err
	}
	db, err := openFile(file, keys, out.log())
	if errors.Is(err, store.ErrLocked) {
		return done, fmt.Errorf("%w: stop the bot first", err)
	}
	if err != nil {
		return done, err
	}
	done, err = do(db)
	return done, errors.Join(err, db.Close())
}
