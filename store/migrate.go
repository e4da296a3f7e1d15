package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	bolt "go.etcd.io/bbolt"
)

// schema is the version of the file that this program reads and writes.
const schema = 4

// errForeign is returned for a bbolt file that is not ours.
var errForeign = errors.New("not a Back2Core database")

// A migration takes a file from the version before to its own.
type migration struct {
	to   uint64
	what string
	run  func(*Tx) error
}

// migrations are all steps there have ever been, in order. A step is never
// changed once it has been released: files out there have run it.
var migrations = []migration{
	{to: 2, what: "due index with ids, rows with a header, times of updates", run: migrateDueIndex},
	{to: 3, what: "sealed records", run: migrateSeal},
	{to: 4, what: "counts, pictures and the plan's own rules", run: nothing},
}

// nothing is the step to a schema whose records say more than before, and are
// read from either: a program of before would drop what it does not know when it
// writes them, so it must not open the file.
func nothing(*Tx) error { return nil }

// prepare brings an opened file to the current schema. A file without any
// bucket is a new one; a file of a newer program is refused.
func prepare(db *bolt.DB, path string, o Options) error {
	version, err := schemaOf(db)
	switch {
	case err != nil:
		return err
	case version == 0:
		return db.Update(o.layOut)
	case version < schema:
		return migrate(db, path, version, o)
	}
	return prove(db, o)
}

// schemaOf returns the schema of a file, 0 for an empty one; ErrNewer for one
// that this program doesn't know yet.
func schemaOf(db *bolt.DB) (version uint64, err error) {
	err = db.View(func(btx *bolt.Tx) error {
		if name, _ := btx.Cursor().First(); name == nil {
			return nil
		}
		meta := btx.Bucket(metaBucket)
		if meta == nil {
			return errForeign
		}
		if version = number(meta.Get(keySchema)); version == 0 {
			return errForeign
		}
		if version > schema {
			return fmt.Errorf("%w: schema %d, this one knows %d", ErrNewer, version, schema)
		}
		return nil
	})
	return version, err
}

// migrate runs the missing steps, after a copy of the file was put aside. The
// copy holds patients, of a schema before 3 for all to read, and is for the
// operator to remove.
func migrate(db *bolt.DB, path string, from uint64, o Options) error {
	aside := fmt.Sprintf("%s.before-%d", path, schema)
	if err := copyAside(db, aside); err != nil {
		return fmt.Errorf("copy to %s before migration: %w", aside, err)
	}
	if err := upgrade(db, from, o); err != nil {
		return err
	}
	o.log().Info("database migrated; delete the copy when the new version has run for a week",
		"from", from, "to", schema, "copy", aside)
	return nil
}

// upgrade runs the steps that are missing since a version, all or none.
func upgrade(db *bolt.DB, from uint64, o Options) error {
	return db.Update(func(btx *bolt.Tx) error {
		tx := &Tx{btx: btx, keys: o.Keys}
		for _, m := range migrations {
			if m.to <= from {
				continue
			}
			if err := m.run(tx); err != nil {
				return fmt.Errorf("migrate to schema %d (%s): %w", m.to, m.what, err)
			}
		}
		return tx.put(metaBucket, keySchema, be64(schema))
	})
}

// copyAside writes a copy of the file and gives it its name only when it has
// been opened and found whole.
func copyAside(db *bolt.DB, aside string) error {
	temp := aside + ".new"
	defer os.Remove(temp)
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	held, err := copyTo(context.Background(), db, temp)
	if err != nil {
		return err
	}
	if err := verify(temp, held); err != nil {
		return fmt.Errorf("verify copy: %w", err)
	}
	if err := ownAs(temp, db.Path()); err != nil {
		return err
	}
	if err := os.Rename(temp, aside); err != nil {
		return err
	}
	return syncDir(aside)
}
