package store

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"os"

	bolt "go.etcd.io/bbolt"
)

// heads says which of a file's two first pages is damaged. Each holds the state
// after every other transaction, and bbolt goes on with the newest that is whole.
// When the power goes, one may be half written, of a transaction that was never
// confirmed; on a failing disk it may be the last that was.
//
// A head is a page (see pageWalk) with magic 4, version 4, page size 4, flags 4, root 16,
// free list 8, pages 8, transaction 8, and the FNV-1a of all these.
func heads(db *bolt.DB) (found []string, err error) {
	file, err := os.Open(db.Path())
	if err != nil {
		return nil, err
	}
	defer file.Close()
	size := db.Info().PageSize
	head := make([]byte, pageHead+headState+8)
	for id := range 2 {
		if _, err := file.ReadAt(head, int64(id*size)); err != nil {
			return nil, fmt.Errorf("read page %d: %w", id, err)
		}
		state, sum := head[pageHead:pageHead+headState], fnv.New64a()
		_, _ = sum.Write(state)
		if sum.Sum64() != binary.NativeEndian.Uint64(head[pageHead+headState:]) {
			found = append(found, fmt.Sprintf("page %d, which begins the file, can't be read: the last change may be missing", id))
		}
	}
	return found, nil
}

// headState is the length of what a head says.
const headState = 56
