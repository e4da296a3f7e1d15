package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"syscall"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// A Report is what was found in a file.
type Report struct {
	Patients int
	Flagged  int      // patients with an open red flag
	Waiting  int      // messages in the outbox
	Damage   []string // pages that are not whole, and what Check found
	Laws     []string // what Laws found
}

// Inspect opens a file that nothing writes to, only to read it, and checks every
// page and every record. An error says why that can't be done; ErrLocked is
// returned when another process has it open.
func Inspect(path string, o Options) (Report, error) {
	r, err := inspectWhole(context.Background(), path, o)
	if errors.Is(err, errForeign) {
		err = errNone
	}
	if errors.Is(err, ErrDamagedFile) {
		what := strings.TrimPrefix(err.Error(), ErrDamagedFile.Error()+": ")
		return Report{Damage: strings.Split(what, "\n")}, nil
	}
	return r, err
}

// inspectWhole opens a file only to read it and reports of it.
func inspectWhole(ctx context.Context, path string, o Options) (Report, error) {
	s, err := openToRead(ctx, path, o)
	if err != nil {
		return Report{}, err
	}
	r, err := s.reportWhole(ctx)
	leave(s.db, err)
	return r, err
}

// reportWhole reports of a file whose pages have to be whole; what stands in them
// may be damaged.
func (s *Store) reportWhole(ctx context.Context) (Report, error) {
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	if err := whole(s.db); err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrDamagedFile, err)
	}
	return s.report(ctx)
}

// report checks every record of a store whose pages are whole and that nothing
// writes to.
func (s *Store) report(ctx context.Context) (r Report, err error) {
	if r.Damage, err = heads(s.db); err != nil {
		return r, err
	}
	r.Damage, r.Laws = append(r.Damage, s.check(ctx)...), s.laws(ctx)
	err = s.viewUntil(ctx, func(tx *Tx) error { tx.census(&r); return nil })
	return r, err
}

// census counts what is in a file.
func (tx *Tx) census(r *Report) {
	for id, value := range tx.under(patientBucket, nil) {
		r.Patients++
		row, err := parseRow(value)
		if err != nil {
			continue
		}
		if p, err := tx.patientOf(string(id), row); err == nil && len(p.Flags) > 0 {
			r.Flagged++
		}
	}
	for range tx.under(outboxBucket, nil) {
		r.Waiting++
	}
}

// openToRead opens a file of the current schema that this process won't change.
func openToRead(ctx context.Context, path string, o Options) (*Store, error) {
	db, err := openReadable(ctx, path)
	if err != nil {
		return nil, err
	}
	version, err := schemaOf(db)
	switch {
	case err != nil:
	case version == 0:
		err = errForeign
	case version < schema:
		err = fmt.Errorf("it is of schema %d, this program's is %d: start the bot on it once", version, schema)
	default:
		var fits bool
		if fits, _, err = proven(db, o); err == nil && !fits {
			err = ErrKey
		}
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return &Store{db: db, o: o}, nil
}

// errNone says that there is nothing in a file that could be read.
var errNone = fmt.Errorf("%w: this is no database of Back2Core, or its first pages are lost", ErrDamagedFile)

// openReadable opens a file only to read it, after all of its pages were read once.
func openReadable(ctx context.Context, path string) (*bolt.DB, error) {
	size, err := size(path)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, errNone
	}
	db, err := bolt.Open(path, fileMode, &bolt.Options{ReadOnly: true, Timeout: lockTimeout})
	var refused syscall.Errno // by the system, not by bbolt
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, ErrLocked
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, errNone
	}
	if err = uncut(db); err == nil {
		err = bounded(ctx, db)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// uncut returns an error unless all pages are in the file that should be.
func uncut(db *bolt.DB) error {
	return db.View(func(btx *bolt.Tx) error {
		size, err := size(db.Path())
		if err == nil && size < btx.Size() {
			err = fmt.Errorf("%w: the file is cut off: it has %d bytes and needs %d", ErrDamagedFile, size, btx.Size())
		}
		return err
	})
}

// writable returns ErrDamagedFile for a file that bbolt must not open to write:
// it ends the process when a page is damaged, with keys in what it says. An empty
// file becomes a database.
func writable(path string) error {
	if size, err := size(path); err != nil || size == 0 {
		return err
	}
	return readable(context.Background(), path)
}

// verify checks that every page of a copy is whole, and that it holds what it
// should.
func verify(path string, want digest) error {
	db, err := openReadable(context.Background(), path)
	if err != nil {
		return err
	}
	sum, err := digestOf(context.Background(), db)
	if err == nil && sum != want {
		err = errOther
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	err = whole(db)
	leave(db, err)
	return err
}

// readable checks every page of a file of any schema.
func readable(ctx context.Context, path string) error {
	db, err := openReadable(ctx, path)
	if err != nil {
		return err
	}
	if _, err := schemaOf(db); err != nil {
		return errors.Join(err, db.Close())
	}
	err = whole(db)
	leave(db, err)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamagedFile, err)
	}
	return nil
}

// shownKey is how bbolt shows keys, of which some are numbers of chats.
var shownKey = regexp.MustCompile(`(\(hex\)|ancestor \()[0-9a-f]*`)

// leave closes a database that was only read, unless whole found something: then
// a goroutine of bbolt may still go through its pages, and would end the process.
// The process lets go of the file when it ends.
func leave(db *bolt.DB, found error) {
	if found == nil {
		_ = db.Close()
	}
}

// whole checks every page of a readable database, which leave has to close.
func whole(db *bolt.DB) error {
	return db.View(func(btx *bolt.Tx) error {
		var found []error
		for err := range btx.Check() {
			found = append(found, errors.New(shownKey.ReplaceAllString(err.Error(), "$1…")))
		}
		return errors.Join(found...)
	})
}
