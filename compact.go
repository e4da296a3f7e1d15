package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"

	"back2core/store"
)

type compactCommand struct{}

// Run writes the database file anew, without the room that it needs no more.
func (compactCommand) Run(s *settings, out output) error {
	file := s.file()
	if _, err := os.Stat(file); err != nil {
		return usage("BACK2CORE_DB: %w", err)
	}
	keys, err := s.keys()
	if err != nil {
		return err
	}
	before, after, err := store.Compact(file, store.Options{Keys: keys, Log: slog.New(slog.NewTextHandler(out.stderr, nil))})
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("the bot has %s open; stop it first", file)
	}
	if err != nil {
		return unopened(file, err)
	}
	fmt.Fprintf(out.stdout, "%s: %d bytes, were %d\n", file, after, before)
	return nil
}
