package bot

import (
	"os"

	"back2core/store"
)

// testKeys are the keys of every file of these tests.
var testKeys = func() *store.Keys {
	b, err := os.ReadFile("../store/testdata/schema-3.key")
	if err != nil {
		panic(err)
	}
	keys, err := store.ParseKeys(b)
	if err != nil {
		panic(err)
	}
	return keys
}()
