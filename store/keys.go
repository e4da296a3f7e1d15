package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/xchacha20poly1305"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrKeys is returned by ParseKeys for what is no keyset.
var ErrKeys = errors.New("not a keyset, or a damaged one")

// Keys seal what patients said and open it again. It is a keyset of Tink: the
// newest key seals, every key opens. The kind of key is XChaCha20-Poly1305: its
// nonces are long enough to be drawn at random for ever.
//
// Who has the keys and the file can read everything; who has the file alone
// can't. Without the keys the file is lost.
type Keys struct {
	handle *keyset.Handle
	aead   tink.AEAD
	// marks are what begins all that a key has sealed, the newest key's first.
	marks [][]byte
}

// NewKeys draws a keyset of one key.
func NewKeys() (*Keys, error) { return withNewKey(keyset.NewManager()) }

// ParseKeys reads the content of a key file. It returns ErrKeys for anything
// else, and quotes nothing of it.
func ParseKeys(b []byte) (*Keys, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(b)))
	if err != nil {
		return nil, ErrKeys
	}
	return keysOf(handle)
}

// bytes is the content of a key file: the keyset as JSON.
func (k *Keys) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(k.handle, keyset.NewJSONWriter(&b)); err != nil {
		return nil, fmt.Errorf("write keyset: %w", err)
	}
	return append(b.Bytes(), '\n'), nil
}

// Rotated returns these keys and a new one, which is the newest.
func (k *Keys) Rotated() (*Keys, error) { return withNewKey(keyset.NewManagerFromHandle(k.handle)) }

// Newest returns the newest key alone.
func (k *Keys) Newest() (*Keys, error) {
	m := keyset.NewManagerFromHandle(k.handle)
	for i := range k.handle.Len() {
		entry, err := k.handle.Entry(i)
		if err != nil {
			return nil, fmt.Errorf("forget keys: %w", err)
		}
		if entry.IsPrimary() {
			continue
		}
		if err := m.Delete(entry.KeyID()); err != nil {
			return nil, fmt.Errorf("forget keys: %w", err)
		}
	}
	handle, err := m.Handle()
	if err != nil {
		return nil, fmt.Errorf("forget keys: %w", err)
	}
	return keysOf(handle)
}

// Len is how many keys there are.
func (k *Keys) Len() int { return len(k.marks) }

// seal makes plain unreadable. Only who names the same place can open it.
func (k *Keys) seal(plain, place []byte) ([]byte, error) { return k.aead.Encrypt(plain, place) }

// unseal opens what was sealed for a place.
func (k *Keys) unseal(sealed, place []byte) ([]byte, error) { return k.aead.Decrypt(sealed, place) }

// sealedByNewest tells whether it was the newest key that sealed something.
func (k *Keys) sealedByNewest(sealed []byte) bool { return bytes.HasPrefix(sealed, k.marks[0]) }

// sealedByOne tells whether something says that one of these keys sealed it.
func (k *Keys) sealedByOne(sealed []byte) bool {
	for _, mark := range k.marks {
		if bytes.HasPrefix(sealed, mark) {
			return true
		}
	}
	return false
}

// withNewKey adds a key to a keyset and makes it the one that seals.
func withNewKey(m *keyset.Manager) (*Keys, error) {
	kind, err := xchacha20poly1305.NewParameters(xchacha20poly1305.VariantTink)
	if err != nil {
		return nil, fmt.Errorf("new key: %w", err)
	}
	id, err := m.AddNewKeyFromParameters(kind)
	if err != nil {
		return nil, fmt.Errorf("new key: %w", err)
	}
	if err := m.SetPrimary(id); err != nil {
		return nil, fmt.Errorf("new key: %w", err)
	}
	handle, err := m.Handle()
	if err != nil {
		return nil, fmt.Errorf("new key: %w", err)
	}
	return keysOf(handle)
}

// keysOf makes ready the keys of a keyset. It takes our kind of key only:
// another may not say in what it seals that it did.
func keysOf(handle *keyset.Handle) (*Keys, error) {
	k := &Keys{handle: handle}
	for i := range handle.Len() {
		entry, err := handle.Entry(i)
		if err != nil {
			return nil, ErrKeys
		}
		ours, ok := entry.Key().(*xchacha20poly1305.Key)
		if !ok || ours.OutputPrefix() == nil {
			return nil, fmt.Errorf("%w: a key of another kind", ErrKeys)
		}
		if entry.IsPrimary() {
			k.marks = slices.Insert(k.marks, 0, ours.OutputPrefix())
		} else {
			k.marks = append(k.marks, ours.OutputPrefix())
		}
	}
	var err error
	if k.aead, err = aead.New(handle); err != nil {
		return nil, ErrKeys
	}
	return k, nil
}
