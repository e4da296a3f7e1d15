//go:build !unix

package store

import "errors"

func limitFiles(string) error { return errors.New("files can't be limited here") }
