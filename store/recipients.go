package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// ParseRecipients reads the public keys that backups are encrypted to, with
// commas between them, as age-keygen prints them ("age1…", "age1pq1…"). It
// tells now what would otherwise be told in the night, and never quotes a key:
// it might be the secret one.
func ParseRecipients(text string) ([]age.Recipient, error) {
	if strings.Contains(strings.ToUpper(text), "AGE-SECRET-KEY-") {
		return nil, errors.New("that is a secret key, which must not be on this machine; the public one begins with age1")
	}
	var all []age.Recipient
	for i, key := range strings.Split(text, ",") {
		some, err := age.ParseRecipients(strings.NewReader(strings.TrimSpace(key)))
		if err != nil || len(some) != 1 {
			return nil, fmt.Errorf("key %d is no public key of age; one looks like age1…, from age-keygen", i+1)
		}
		all = append(all, some[0])
	}
	if _, err := age.Encrypt(io.Discard, all...); err != nil {
		return nil, fmt.Errorf("these keys don't go together: %w", err)
	}
	return all, nil
}

// ParseIdentities reads the secret keys in a file that age-keygen has written.
func ParseIdentities(text []byte) ([]age.Identity, error) {
	keys, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil { // its text might quote a secret key
		return nil, errors.New("no secret key of age; a line of one begins with AGE-SECRET-KEY-1")
	}
	return keys, nil
}
