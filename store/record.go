package store

import (
	"encoding/json"
	"fmt"
)

// codecJSON is the first byte of every record, before it is sealed. Another way
// to write records gets another byte, so that both can stand in one file.
const codecJSON byte = 1

// encode makes a record of a value.
func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return append([]byte{codecJSON}, body...), nil
}

// decode reads a record. It returns ErrDamaged, without a word of what was in
// the record; the errors of encoding/json quote it.
func decode[T any](record []byte) (T, error) {
	var v T
	if len(record) == 0 {
		return v, fmt.Errorf("%w: empty %T", ErrDamaged, v)
	}
	if record[0] != codecJSON {
		return v, fmt.Errorf("%w: %T with unknown codec %d", ErrDamaged, v, record[0])
	}
	if err := json.Unmarshal(record[1:], &v); err != nil {
		var zero T
		return zero, fmt.Errorf("%w: %T of %d bytes (%T)", ErrDamaged, zero, len(record), err)
	}
	return v, nil
}

// putRecord encodes a value, seals it and writes it.
func (tx *Tx) putRecord(bucket, key []byte, v any) error {
	record, err := encode(v)
	if err != nil {
		return err
	}
	sealed, err := tx.seal(bucket, key, record)
	if err != nil {
		return err
	}
	return tx.put(bucket, key, sealed)
}

// readRecord opens what stands sealed at a key, and decodes it.
func readRecord[T any](tx *Tx, bucket, key, sealed []byte) (T, error) {
	record, err := tx.unseal(bucket, key, sealed)
	if err != nil {
		var zero T
		return zero, err
	}
	return decode[T](record)
}

// recordsUnder returns the records whose keys begin with the prefix, in order.
func recordsUnder[T any](tx *Tx, bucket, prefix []byte) ([]T, error) {
	var all []T
	for key, sealed := range tx.under(bucket, prefix) {
		v, err := readRecord[T](tx, bucket, key, sealed)
		if err != nil {
			return nil, fmt.Errorf("read from %s: %w", bucket, err)
		}
		all = append(all, v)
	}
	return all, nil
}
