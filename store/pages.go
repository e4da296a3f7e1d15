package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"

	bolt "go.etcd.io/bbolt"
)

// A pageWalk goes through the pages of a file that can be reached, before bbolt
// does: bbolt trusts what stands in a page and ends the process, from a goroutine
// of its own and with keys in what it says, where that leads out of the file,
// round in a circle, or past its place in the order of keys. What can't be read
// at all is damage too. The list of free pages is not looked at: this program
// writes none (Options.bolt).
//
// The format is bbolt's version 2, which its two first pages name. All numbers
// are those of this machine:
//
//	page    id 8, flags 2, count 2, overflow 4, then count elements, keys, values
//	branch  pos 4, key size 4, page 8       (pos is from the element on)
//	leaf    flags 4, pos 4, key size 4, value size 4
//	bucket  page 8, sequence 8: a value; for page 0 the page follows inside of it
type pageWalk struct {
	ctx  context.Context
	file io.ReaderAt
	size uint64 // of a page, bytes
	seen []bool // of all pages, which were reached
}

const (
	pageHead, pageElement, bucketHead = 16, 16, 16
	branchPage, leafPage              = 1, 2
	bucketElement                     = 1
)

// A keyRange is of the keys that may stand in a page: from first on, and before end;
// nil is no limit.
type keyRange struct{ first, end []byte }

// bounded checks every page that can be reached. It returns ErrDamagedFile.
func bounded(ctx context.Context, db *bolt.DB) error {
	file, err := os.Open(db.Path())
	if err != nil {
		return err
	}
	defer file.Close()
	return db.View(func(btx *bolt.Tx) error {
		size := uint64(db.Info().PageSize)
		w := &pageWalk{ctx: ctx, file: file, size: size, seen: make([]bool, uint64(btx.Size())/size)}
		return w.page(uint64(btx.Cursor().Bucket().Root()), keyRange{}, true)
	})
}

// page checks a page and all below it; only the root's are of buckets.
func (w *pageWalk) page(id uint64, within keyRange, root bool) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	pages := uint64(len(w.seen))
	if id < 2 || id >= pages {
		return damagedPage(id)
	}
	body, err := w.read(id, 1)
	if err != nil {
		return err
	}
	more := number32(body[12:])
	if binary.NativeEndian.Uint64(body) != id || more >= pages-id {
		return damagedPage(id)
	}
	for i := id; i <= id+more; i++ {
		if w.seen[i] {
			return damagedPage(id)
		}
		w.seen[i] = true
	}
	if more > 0 {
		if body, err = w.read(id, more+1); err != nil {
			return err
		}
	}
	return w.content(id, body, within, root)
}

// read reads a page with those that it goes on in.
func (w *pageWalk) read(id, pages uint64) ([]byte, error) {
	body := make([]byte, pages*w.size)
	if _, err := w.file.ReadAt(body, int64(id*w.size)); err != nil {
		return nil, fmt.Errorf("%w: page %d: %w", ErrDamagedFile, id, err)
	}
	return body, nil
}

// content checks what stands in a page, or in a bucket that is small enough to
// stand in another's page.
func (w *pageWalk) content(id uint64, body []byte, within keyRange, root bool) error {
	branch, elements, ok := parsePage(body)
	if !ok || !within.hold(elements) {
		return damagedPage(id)
	}
	for i, e := range elements {
		var err error
		switch {
		case branch:
			below := keyRange{first: e.key, end: within.end}
			if i+1 < len(elements) {
				below.end = elements[i+1].key
			}
			err = w.page(e.child, below, root)
		case e.bucket != root:
			err = damagedPage(id)
		case root:
			err = w.bucket(id, e.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bucket checks what is in a bucket.
func (w *pageWalk) bucket(id uint64, value []byte) error {
	if len(value) < bucketHead {
		return damagedPage(id)
	}
	if at := binary.NativeEndian.Uint64(value); at != 0 {
		return w.page(at, keyRange{}, false)
	}
	inside := value[bucketHead:]
	if len(inside) < pageHead || binary.NativeEndian.Uint64(inside) != 0 || number16(inside[8:]) != leafPage || number32(inside[12:]) != 0 {
		return damagedPage(id)
	}
	return w.content(id, inside, keyRange{}, false)
}

// hold tells whether all keys are in order and may stand in their page.
func (k keyRange) hold(elements []element) bool {
	for i, e := range elements {
		if i > 0 && bytes.Compare(elements[i-1].key, e.key) >= 0 ||
			k.first != nil && bytes.Compare(e.key, k.first) < 0 || k.end != nil && bytes.Compare(e.key, k.end) >= 0 {
			return false
		}
	}
	return true
}

// An element of a page; of a branch there are key and child, of a leaf the rest.
type element struct {
	key, value []byte
	child      uint64 // the page below
	bucket     bool   // the value is one
}

// parsePage reads the elements of a page; not ok is one that leads out of it.
func parsePage(body []byte) (branch bool, elements []element, ok bool) {
	if len(body) < pageHead {
		return false, nil, false
	}
	flags, count := number16(body[8:]), int(number16(body[10:]))
	branch = flags == branchPage
	if !branch && flags != leafPage || branch && count == 0 || len(body) < pageHead+count*pageElement {
		return false, nil, false
	}
	for i := range count {
		at := body[pageHead+i*pageElement:]
		e, pos, keySize, valueSize := element{}, number32(at), number32(at[4:]), uint64(0)
		if branch {
			e.child = binary.NativeEndian.Uint64(at[8:])
		} else {
			e.bucket = number32(at)&bucketElement != 0
			pos, keySize, valueSize = number32(at[4:]), number32(at[8:]), number32(at[12:])
		}
		if keySize == 0 || pos < pageElement || pos+keySize+valueSize > uint64(len(at)) {
			return false, nil, false
		}
		e.key, e.value = at[pos:pos+keySize], at[pos+keySize:pos+keySize+valueSize]
		elements = append(elements, e)
	}
	return branch, elements, true
}

func number16(b []byte) uint16 { return binary.NativeEndian.Uint16(b) }
func number32(b []byte) uint64 { return uint64(binary.NativeEndian.Uint32(b)) }

func damagedPage(id uint64) error { return fmt.Errorf("%w: page %d can't be read", ErrDamagedFile, id) }
