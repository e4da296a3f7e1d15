package store

import (
	"bytes"
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// A Tx is one transaction: all that is written through it lasts, or nothing
// does. What its methods return is the caller's own and stays good after it.
//
// These are the buckets of the file. In a key and in a value, be64 and be32
// are big-endian numbers, byte is one byte, 0 is a byte zero that ends the text
// before it, and any other word is text. A record is a byte for the codec and
// then JSON; bytes are anything. Where something is sealed, that is the record:
// the keys make it unreadable, and it opens in its own bucket under its own key
// only. All else can be read by who has the file.
//
//	bucket     key                                    value                           sealed
//	meta       "schema"                               be64(version)                   no
//	meta       "patients"                             be64(number)                    no
//	meta       "position"                             record                          no
//	meta       "erased"                               nothing                         no
//	meta       "proof"                                record                          yes
//	patients   id                                     be64(due) be32(failed) record   yes
//	addresses  address                                id                              no
//	chats      id                                     address                         no
//	due        be64(due) id                           nothing                         no
//	diary      id 0 be32(seq)                         record                          yes
//	seen       be64(update)                           be64(time)                      no
//	seentimes  be64(time) be64(update)                nothing                         no
//	raw        id 0 be64(update)                      record                          yes
//	outbox     address 0 byte(rank) be64(message)     record                          yes
//	graves     be64(time) be64(message)               record                          yes
//	holds      anywhere 0                             be64(time)                      no
//	asked      address 0 form 0 be32(run) question    record                          yes
//	notes      note                                   bytes                           no
//	counts     counter                                be64(number)                    no
//
// Times are whole seconds since 1970. A due of 0 is never: then the patient is
// not in the due bucket. The due in a patient's row is the way back to their
// key in the due bucket, so that it can be removed when they are due at
// another time; failed counts the ticks that were put off since. "erased" is
// there when someone was erased, or records were sealed, since the file was last
// compacted. "proof" opens when the keys are those of the file. An anywhere may
// be empty, for all chats.
type Tx struct {
	btx   *bolt.Tx
	keys  *Keys
	until context.Context // ends under early; see viewUntil. Nil: never
}

// The buckets, as the comment of Tx describes them.
var (
	metaBucket     = []byte("meta")
	patientBucket  = []byte("patients")
	addressBucket  = []byte("addresses")
	chatBucket     = []byte("chats")
	dueBucket      = []byte("due")
	diaryBucket    = []byte("diary")
	seenBucket     = []byte("seen")
	seenTimeBucket = []byte("seentimes")
	rawBucket      = []byte("raw")
	outboxBucket   = []byte("outbox")
	graveBucket    = []byte("graves")
	holdBucket     = []byte("holds")
	askedBucket    = []byte("asked")
	noteBucket     = []byte("notes")
	countBucket    = []byte("counts")

	bucketNames = [][]byte{
		metaBucket, patientBucket, addressBucket, chatBucket, dueBucket, diaryBucket,
		seenBucket, seenTimeBucket, rawBucket, outboxBucket, graveBucket, holdBucket,
		askedBucket, noteBucket, countBucket,
	}
)

// The keys of the meta bucket.
var (
	keySchema   = []byte("schema")
	keyPatients = []byte("patients")
	keyPosition = []byte("position")
	keyErased   = []byte("erased")
	keyProof    = []byte("proof")
)

// get returns a value, or nil. The value is good only inside the transaction.
func (tx *Tx) get(bucket, key []byte) []byte { return tx.btx.Bucket(bucket).Get(key) }

// has tells whether there is such a key, with or without a value.
func (tx *Tx) has(bucket, key []byte) bool { return tx.get(bucket, key) != nil }

// put writes a value. bbolt keeps the value's slice until the transaction ends.
// A nil value is written as an empty one: get would not find it until then.
func (tx *Tx) put(bucket, key, value []byte) error {
	if value == nil {
		value = []byte{}
	}
	if err := tx.btx.Bucket(bucket).Put(key, value); err != nil {
		return fmt.Errorf("put into %s: %w", bucket, err)
	}
	return nil
}

// drop removes keys; one that isn't there is fine.
func (tx *Tx) drop(bucket []byte, keys ...[]byte) error {
	b := tx.btx.Bucket(bucket)
	for _, key := range keys {
		if err := b.Delete(key); err != nil {
			return fmt.Errorf("delete from %s: %w", bucket, err)
		}
	}
	return nil
}

// hasUnder tells whether any key begins with the prefix.
func (tx *Tx) hasUnder(bucket, prefix []byte) bool {
	for range tx.under(bucket, prefix) {
		return true
	}
	return false
}

// dropUnder removes every key that begins with the prefix.
func (tx *Tx) dropUnder(bucket, prefix []byte) error {
	return tx.drop(bucket, tx.keysUnder(bucket, prefix)...)
}

// keysUnder returns the keys that begin with the prefix, in order. They are
// copies, so that the bucket may be changed while they are gone through; a
// cursor may skip keys when that is done under it.
func (tx *Tx) keysUnder(bucket, prefix []byte) [][]byte {
	var keys [][]byte
	for key := range tx.under(bucket, prefix) {
		keys = append(keys, bytes.Clone(key))
	}
	return keys
}

// keysAfter returns the keys after one, in order, limit of them at most.
func (tx *Tx) keysAfter(bucket, after []byte, limit int) [][]byte {
	var keys [][]byte
	c := tx.btx.Bucket(bucket).Cursor()
	for k, _ := c.Seek(join(after, []byte{0})); k != nil && len(keys) < limit; k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	return keys
}

// keysWhere returns the keys whose key and value satisfy a condition.
func (tx *Tx) keysWhere(bucket []byte, want func(key, value []byte) bool) [][]byte {
	var keys [][]byte
	for key, value := range tx.under(bucket, nil) {
		if want(key, value) {
			keys = append(keys, bytes.Clone(key))
		}
	}
	return keys
}

// under goes through the keys that begin with the prefix, in order, with their
// values. The bucket must not be changed meanwhile; nothing may be kept.
func (tx *Tx) under(bucket, prefix []byte) func(yield func(key, value []byte) bool) {
	return func(yield func(key, value []byte) bool) {
		c := tx.btx.Bucket(bucket).Cursor()
		for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if tx.until != nil && tx.until.Err() != nil {
				return
			}
			if !yield(k, v) {
				return
			}
		}
	}
}
