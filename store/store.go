// Package store remembers: patients, their diaries, when each is due, what
// Telegram has told and what it must still be told, in one bbolt file.
//
// It decides nothing. What is said is decided in flows, how and when it goes
// out in bot. It reads no clock: every time comes from the caller.
package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Errors that somebody branches on; all others are for an operator to read.
var (
	// ErrLocked is returned by Open when another process has the file open.
	ErrLocked = errors.New("the database is in use by another process")
	// ErrNewer is returned by Open for a file that a newer program has written.
	ErrNewer = errors.New("the database was written by a newer version of this program")
	// ErrNotFound says that there is no such patient or no such message.
	ErrNotFound = errors.New("not found")
	// ErrTaken is returned by Link for an address that is another patient's.
	ErrTaken = errors.New("the address belongs to another patient")
	// ErrDamaged says that a record can't be read. It never quotes the record:
	// a patient's words must not get into a log that way.
	ErrDamaged = errors.New("damaged record")
	// ErrDamagedFile says that the pages of a file are damaged, or that it is no
	// database. It is left untouched.
	ErrDamagedFile = errors.New("the database is damaged")
)

const (
	// lockTimeout is how long Open waits for another process to let go of the
	// file: long enough for a restart in which the old process still stops.
	lockTimeout = 5 * time.Second
	// mmapSize is the address space reserved for the file. When a file outgrows
	// its map, the writer waits for every open reader and new readers wait for
	// the writer; a generous map makes that rare. It costs no memory.
	mmapSize = 1 << 30
	// fileMode keeps medical data from other users of the machine.
	fileMode os.FileMode = 0o600
)

// A Store is one open database file. Its methods may be called at the same
// time; bbolt lets one Update run at once.
type Store struct {
	db *bolt.DB
	o  Options
}

// Options are what Open needs besides the file, and the choices there are.
type Options struct {
	// Keys seal the records, and open them. There is no file without.
	Keys *Keys
	// NoSync doesn't wait for the disk. What was committed may be lost with the
	// machine's power: for tests in virtual time only.
	NoSync bool
	// Log is told about a migration and a compaction, never about a patient.
	// Nil: nothing is logged.
	Log *slog.Logger
}

// Open opens the database file, or makes it if there is none. A file of an
// older version is copied aside and migrated; a file in which someone was
// erased is compacted, so that their bytes are gone.
//
// It returns ErrLocked when another process keeps the file for 5 seconds,
// ErrNewer for a file of a newer version, ErrKey for one that the keys don't open,
// and ErrDamagedFile; it leaves these untouched.
func Open(path string, o Options) (*Store, error) {
	if o.Keys == nil {
		return nil, fmt.Errorf("open database %s: %w: there is none", path, ErrKey)
	}
	if err := create(path, o); err != nil {
		return nil, fmt.Errorf("create database %s: %w", path, err)
	}
	db, err := take(path, o)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	if db, err = scrub(db, path, o); err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return &Store{db: db, o: o}, nil
}

// take opens an existing file, brings it to the current schema and tidies up
// beside it.
func take(path string, o Options) (*bolt.DB, error) {
	if o.Keys == nil {
		return nil, fmt.Errorf("%w: there is none", ErrKey)
	}
	if err := writable(path); err != nil {
		return nil, err
	}
	db, err := openFile(path, o)
	if err != nil {
		return nil, err
	}
	if found, err := heads(db); err != nil || len(found) > 0 {
		o.log().Warn("one of the two pages that begin the database is damaged", "found", found, "err", err)
	}
	if err := prepare(db, path, o); err != nil {
		db.Close()
		return nil, err
	}
	tidy(path, o)
	return db, nil
}

// tidy removes what a process that was killed has left beside the file it had
// open: unfinished copies, in which addresses can be read. Only who holds the
// file may do so, because only they make any.
func tidy(path string, o Options) {
	staging, staged := remains(path)
	if err := removed(staging, staged, path+compacting); err != nil {
		o.log().Warn("an unfinished copy of the database can't be removed", "err", err)
	}
}

// Close waits for open transactions and lets go of the file.
func (s *Store) Close() error { return s.db.Close() }

// Update runs fn in one transaction. When Update returns nil, all that fn
// wrote is on the disk; when fn returns an error or panics, none of it is, and
// the error is returned and the panic goes on.
func (s *Store) Update(fn func(*Tx) error) error {
	return s.db.Update(func(btx *bolt.Tx) error { return fn(&Tx{btx: btx, keys: s.o.Keys}) })
}

// viewUntil is View for what takes long: when ctx ends, under goes no further, and
// its error is returned.
func (s *Store) viewUntil(ctx context.Context, fn func(*Tx) error) error {
	return s.db.View(func(btx *bolt.Tx) error {
		if err := fn(&Tx{btx: btx, keys: s.o.Keys, until: ctx}); err != nil {
			return err
		}
		return ctx.Err()
	})
}

// View runs fn over one unchanging state of the file; fn can't write. Keep it
// short: pages that a reader may still need can't be reused.
func (s *Store) View(fn func(*Tx) error) error {
	return s.db.View(func(btx *bolt.Tx) error { return fn(&Tx{btx: btx, keys: s.o.Keys}) })
}

// openFile opens an existing file. It returns ErrLocked when another process
// has it.
func openFile(path string, o Options) (*bolt.DB, error) {
	var file *os.File
	b := o.bolt()
	b.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		var err error
		file, err = os.OpenFile(name, flag&^os.O_CREATE, mode)
		return file, err
	}
	db, err := bolt.Open(path, fileMode, b)
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, err
	}
	// While we waited for the lock, the other process may have put a compacted
	// file in place of this one: then we hold a file that no longer has a name.
	if !standsAt(file, path) {
		db.Close()
		return nil, ErrLocked
	}
	return db, nil
}

// bolt returns the settings of every file that is written to.
func (o Options) bolt() *bolt.Options {
	b := &bolt.Options{
		Timeout: lockTimeout,
		NoSync:  o.NoSync,
		// The default list degrades when the file is fragmented, and writing the
		// list out at each commit costs more than a scan at start.
		FreelistType:   bolt.FreelistMapType,
		NoFreelistSync: true,
		NoStatistics:   true,
	}
	if runtime.GOOS != "windows" { // there it would be the size of the file
		b.InitialMmapSize = mmapSize
	}
	return b
}

// log returns the logger, or one that says nothing.
func (o Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}
