package main

import (
	"errors"
	"fmt"

	"back2core/store"
)

type compactCommand struct{}

// Run writes the database file anew, without the room that it needs no more.
func (compactCommand) Run(s *settings, out output) error {
	file, err := s.existing()
	if err != nil {
		return err
	}
	keys, err := s.keys()
	if err != nil {
		return err
	}
	before, after, err := store.Compact(file, store.Options{Keys: keys, Log: out.log()})
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("the bot has %s open; stop it first", file)
	}
	if err != nil {
		return unopened(file, err)
	}
	fmt.Fprintf(out.stdout, "%s: %d bytes, were %d\n", file, after, before)
	return nil
}
