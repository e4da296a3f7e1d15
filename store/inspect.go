package store

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime/debug"
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
	s, err := openToRead(path, o)
	if err != nil {
		return Report{}, err
	}
	defer s.Close()
	return s.report()
}

// report checks every page and every record of a store that nothing writes to.
func (s *Store) report() (r Report, err error) {
	if err := whole(s.db); err != nil {
		r.Damage = strings.Split(err.Error(), "\n")
		return r, nil
	}
	r.Damage, r.Laws = s.Check(), s.Laws()
	err = s.View(func(tx *Tx) error { tx.census(&r); return nil })
	return r, err
}

// sound returns an error if a report tells of damage.
func (r Report) sound() error {
	if len(r.Damage) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d findings, the first: %s", ErrDamaged, len(r.Damage), r.Damage[0])
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
func openToRead(path string, o Options) (*Store, error) {
	db, err := openReadable(path)
	if err != nil {
		return nil, err
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
		return nil, err
	}
	return &Store{db: db, o: o}, nil
}

// openReadable opens a file only to read it, after all of it was read once.
func openReadable(path string) (*bolt.DB, error) {
	db, err := bolt.Open(path, fileMode, &bolt.Options{ReadOnly: true, Timeout: lockTimeout})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, err
	}
	if err := db.View(readable); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// verify opens a file of any schema only to read it and checks every page.
func verify(path string) error {
	db, err := openReadable(path)
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

// readable goes through all keys and values there are. bbolt's own check must
// not see a file before: on a damaged one it ends the process, from a goroutine
// of its own.
func readable(btx *bolt.Tx) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // a page that is not in the file
	defer func() {
		if recover() != nil { // its text may be of a patient
			err = fmt.Errorf("%w: a page can't be read", ErrDamaged)
		}
	}()
	sum := crc32.NewIEEE() // reads every byte
	return btx.ForEach(func(name []byte, b *bolt.Bucket) error {
		var last []byte
		c := b.Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			if last != nil && bytes.Compare(last, k) >= 0 {
				return fmt.Errorf("%w: bucket %s is out of order", ErrDamaged, name)
			}
			last = k
			_, _ = sum.Write(v)
		}
		return nil
	})
}
