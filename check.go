package main

import (
	"errors"
	"fmt"

	"back2core/store"
)

type checkCommand struct{}

// Run reads the whole database file and prints what is wrong with it, a line
// each. It changes nothing.
func (checkCommand) Run(s *settings, out output) error {
	file := s.file()
	keys, err := s.keys()
	if err != nil {
		return err
	}
	r, err := store.Inspect(file, store.Options{Keys: keys})
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("the bot has %s open; stop it first, or check a backup by restoring it elsewhere", file)
	}
	if err != nil {
		return unopened(file, fmt.Errorf("check %s: %w", file, err))
	}
	for _, line := range r.Damage {
		fmt.Fprintln(out.stdout, "damage:", line)
	}
	for _, line := range r.Laws {
		fmt.Fprintln(out.stdout, "law:", line)
	}
	if n := len(r.Damage) + len(r.Laws); n > 0 {
		return fmt.Errorf("%s: %d findings", file, n)
	}
	fmt.Fprintf(out.stdout, "%s is sound: %d patients, %d with an open red flag, %d messages waiting\n", file, r.Patients, r.Flagged, r.Waiting)
	return nil
}
