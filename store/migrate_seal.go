package store

// migrateSeal takes a file from schema 2 to 3.
//
// Schema 2 kept every record as plain JSON. The plain text is still in the
// free pages then, so the file is marked to be compacted, which Open does next.
// A record that can't be read is sealed as it is, and stays a damaged one.
func migrateSeal(tx *Tx) error {
	for _, bucket := range sealedBuckets {
		seal := func(key, value []byte) ([]byte, error) {
			header, record := split(bucket, value)
			sealed, err := tx.seal(bucket, key, record)
			return join(header, sealed), err
		}
		for after, more := []byte(nil), true; more; more = after != nil {
			var err error
			if after, err = tx.rewrite(bucket, after, resealStep, seal); err != nil {
				return err
			}
		}
	}
	if err := tx.putProof(); err != nil {
		return err
	}
	return tx.put(metaBucket, keyErased, nil)
}
