package store

import (
	"bytes"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// ErrKey is returned by Open when the keys don't open the file.
var ErrKey = errors.New("the key does not open this database")

// sealedBuckets are those that hold what a patient said, or what was said to
// them. Their records are sealed; see the comment of Tx.
var sealedBuckets = [][]byte{patientBucket, diaryBucket, rawBucket, outboxBucket, graveBucket, askedBucket}

// seal makes a record unreadable for who has no key. It opens at this place
// only: in another's row it is a damaged record.
func (tx *Tx) seal(bucket, key, record []byte) ([]byte, error) {
	sealed, err := tx.keys.seal(record, place(bucket, key))
	if err != nil {
		return nil, fmt.Errorf("seal for %s: %w", bucket, err)
	}
	return sealed, nil
}

// unseal opens a record, or returns ErrDamaged.
func (tx *Tx) unseal(bucket, key, sealed []byte) ([]byte, error) {
	record, err := tx.keys.unseal(sealed, place(bucket, key))
	if err != nil {
		return nil, fmt.Errorf("%w: %d bytes of %s that don't open", ErrDamaged, len(sealed), bucket)
	}
	return record, nil
}

// place is where in the file something is sealed for.
func place(bucket, key []byte) []byte { return join(text(string(bucket)), key) }

// split parts a value into what stands open in it and what is sealed.
func split(bucket, value []byte) (header, sealed []byte) {
	if bytes.Equal(bucket, patientBucket) {
		n := min(rowHeader, len(value))
		return value[:n], value[n:]
	}
	return nil, value
}

// putProof writes the record by which Open knows the keys.
func (tx *Tx) putProof() error { return tx.putRecord(metaBucket, keyProof, "Back2Core") }

// prove returns ErrKey unless the keys open the file. Who starts with a copy of
// the keyset from before a rotation must not take every newer record for a
// damaged one; so the proof is sealed by a key at least as new as any record,
// and before it.
func prove(db *bolt.DB, o Options) error {
	fits, newest, err := proven(db, o)
	if err != nil || newest {
		return err
	}
	if !fits {
		return ErrKey
	}
	return db.Update(func(btx *bolt.Tx) error { return (&Tx{btx: btx, keys: o.Keys}).putProof() })
}

// proven tells whether the keys open the file, and whether the newest of them
// sealed its proof.
func proven(db *bolt.DB, o Options) (fits, newest bool, err error) {
	err = db.View(func(btx *bolt.Tx) error {
		tx := &Tx{btx: btx, keys: o.Keys}
		proof := tx.get(metaBucket, keyProof)
		_, err := tx.unseal(metaBucket, keyProof, proof)
		newest = err == nil && o.Keys.sealedByNewest(proof)
		// The proof may be damaged, as any record may be.
		fits = err == nil || o.Keys.sealedByOne(proof) && tx.opensAny()
		return nil
	})
	return fits, newest, err
}

// opensAny tells whether the keys open any record.
func (tx *Tx) opensAny() bool {
	for _, bucket := range sealedBuckets {
		for key, value := range tx.under(bucket, nil) {
			_, sealed := split(bucket, value)
			if _, err := tx.unseal(bucket, key, sealed); err == nil {
				return true
			}
		}
	}
	return false
}

// resealStep is how many records are sealed anew in one transaction.
const resealStep = 10_000

// Reseal seals with the newest key what an older one has sealed, and returns
// how much that was. It goes on where one that was broken off has stopped. The
// next Open compacts the file: free pages hold what the older key opens.
func (s *Store) Reseal() (int, error) {
	n := 0
	for _, bucket := range sealedBuckets {
		for after, more := []byte(nil), true; more; {
			err := s.Update(func(tx *Tx) error {
				before := n
				reseal := func(key, value []byte) ([]byte, error) {
					if !tx.stale(bucket, key, value) {
						return nil, nil
					}
					n++
					return tx.resealed(bucket, key, value)
				}
				var err error
				after, err = tx.rewrite(bucket, after, resealStep, reseal)
				more = after != nil
				if err != nil || n == before {
					return err
				}
				return tx.put(metaBucket, keyErased, nil)
			})
			if err != nil {
				return n, fmt.Errorf("seal anew: %w", err)
			}
		}
	}
	return n, nil
}

// Stale tells whether there is anything that an older key has sealed.
func (s *Store) Stale() (stale bool, err error) {
	err = s.View(func(tx *Tx) error {
		for _, bucket := range sealedBuckets {
			for key, value := range tx.under(bucket, nil) {
				if tx.stale(bucket, key, value) {
					stale = true
					return nil
				}
			}
		}
		return nil
	})
	return stale, err
}

// stale tells whether an older key has sealed a value. One that no key opens is
// damaged, and stays so.
func (tx *Tx) stale(bucket, key, value []byte) bool {
	_, sealed := split(bucket, value)
	if tx.keys.sealedByNewest(sealed) {
		return false
	}
	_, err := tx.unseal(bucket, key, sealed)
	return err == nil
}

// resealed is a value as the newest key seals it.
func (tx *Tx) resealed(bucket, key, value []byte) ([]byte, error) {
	header, sealed := split(bucket, value)
	record, err := tx.unseal(bucket, key, sealed)
	if err != nil {
		return nil, err
	}
	anew, err := tx.seal(bucket, key, record)
	return join(header, anew), err
}

// rewrite changes the values of the next keys after one, and returns the last
// of them; nil is the end of the bucket. A value for which change returns nil
// stays as it is.
func (tx *Tx) rewrite(bucket, after []byte, limit int, change func(key, value []byte) ([]byte, error)) (last []byte, err error) {
	keys := tx.keysAfter(bucket, after, limit)
	for _, key := range keys {
		value, err := change(key, tx.get(bucket, key))
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		if err := tx.put(bucket, key, value); err != nil {
			return nil, err
		}
	}
	if len(keys) < limit {
		return nil, nil
	}
	return keys[len(keys)-1], nil
}
