package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	ctx := context.Background()
	s, _, err := openToRead(ctx, path, o)
	if err != nil {
		return Report{}, err
	}
	defer s.Close()
	if err := whole(s.db); err != nil {
		return Report{Damage: strings.Split(err.Error(), "\n")}, nil
	}
	return s.report(ctx)
}

// inspectWhole opens a file only to read it and reports of it.
func inspectWhole(ctx context.Context, path string, o Options) (Report, error) {
	s, _, err := openToRead(ctx, path, o)
	if err != nil {
		return Report{}, err
	}
	defer s.Close()
	return s.reportWhole(ctx)
}

// reportWhole reports of a file whose pages have to be whole; what stands in them
// may be damaged.
func (s *Store) reportWhole(ctx context.Context) (Report, error) {
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	if err := whole(s.db); err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return s.report(ctx)
}

// report checks every record of a store whose pages are whole and that nothing
// writes to.
func (s *Store) report(ctx context.Context) (r Report, err error) {
	r.Damage, r.Laws = s.check(ctx), s.laws(ctx)
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
func openToRead(ctx context.Context, path string, o Options) (*Store, digest, error) {
	db, sum, err := openReadable(ctx, path)
	if err != nil {
		return nil, sum, err
	}
	version, err := schemaOf(db)
	switch {
	case err != nil:
	case version == 0:
		err = errForeign
	case version > schema:
		err = fmt.Errorf("%w: schema %d, this one knows %d", ErrNewer, version, schema)
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
		return nil, sum, err
	}
	return &Store{db: db, o: o}, sum, nil
}

// openReadable opens a file only to read it, after all of it was read once.
func openReadable(ctx context.Context, path string) (*bolt.DB, digest, error) {
	db, err := bolt.Open(path, fileMode, &bolt.Options{ReadOnly: true, Timeout: lockTimeout})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, digest{}, ErrLocked
	}
	if err != nil {
		return nil, digest{}, err
	}
	sum, err := digestOf(ctx, db)
	if err != nil {
		db.Close()
		return nil, digest{}, err
	}
	return db, sum, nil
}

// verify checks that every page of a copy is whole, and that it holds what it
// should.
func verify(path string, want digest) error {
	db, sum, err := openReadable(context.Background(), path)
	if err != nil {
		return err
	}
	defer db.Close()
	if sum != want {
		return errOther
	}
	return whole(db)
}

// readable checks every page of a file of any schema.
func readable(ctx context.Context, path string) error {
	db, _, err := openReadable(ctx, path)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := schemaOf(db); err != nil {
		return err
	}
	return whole(db)
}

// whole checks every page of a readable database.
func whole(db *bolt.DB) error {
	return db.View(func(btx *bolt.Tx) error {
		var found []error
		for err := range btx.Check() {
			found = append(found, err)
		}
		return errors.Join(found...)
	})
}
