package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
)

// A digest is of all that stands in a file, wherever in it that is: a copy, also
// a compacted one, holds what its source does when it has the same.
type digest [sha256.Size]byte

// errOther says that a copy has another digest than its source.
var errOther = errors.New("the copy does not hold what was copied")

// digestOf reads a whole file.
func digestOf(ctx context.Context, db *bolt.DB) (sum digest, err error) {
	err = db.View(func(btx *bolt.Tx) error { sum, err = digestIn(ctx, btx); return err })
	return sum, err
}

// digestIn goes through all keys and values there are, but for the mark that
// compacting takes away. Of a file that is in use, whose pages were whole when it
// was opened, it finds what the disk has lost since.
func digestIn(ctx context.Context, btx *bolt.Tx) (sum digest, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // a page that is not in the file
	defer unread(&err)
	h := sha256.New()
	err = btx.ForEach(func(name []byte, b *bolt.Bucket) error {
		_, _ = h.Write(join(be64(uint64(len(name))), name, be64(b.Sequence())))
		var last []byte
		c := b.Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			if last != nil && bytes.Compare(last, k) >= 0 {
				return fmt.Errorf("%w: bucket %s is out of order", ErrDamagedFile, name)
			}
			last = k
			if bytes.Equal(name, metaBucket) && bytes.Equal(k, keyErased) {
				continue
			}
			_, _ = h.Write(join(be64(uint64(len(k))), k, be64(uint64(len(v)))))
			_, _ = h.Write(v)
		}
		return nil
	})
	return digest(h.Sum(nil)), err
}

// unread makes a panic over a page an error; its text may be of a patient.
func unread(err *error) {
	if recover() != nil {
		*err = fmt.Errorf("%w: a page can't be read", ErrDamagedFile)
	}
}
