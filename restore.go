package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"filippo.io/age"

	"back2core/store"
)

type restoreCommand struct {
	From     string `required:"" placeholder:"FILE.age" help:"The backup."`
	Identity string `required:"" placeholder:"KEYFILE" help:"The file with the secret key, as age-keygen wrote it."`
	Without  bool   `name:"without-erasures" help:"Go on though back2core-erased.txt is not beside the backup: whoever erased themselves since is back."`
	To       string `arg:"" help:"The database file to make. Nothing may be there."`
}

// Run makes a database of a backup and says what is in it.
func (c restoreCommand) Run(ctx context.Context, s *settings, out output) error {
	identities, err := readIdentities(c.Identity)
	if err != nil {
		return err
	}
	keys, err := s.keys()
	if err != nil {
		return err
	}
	log := out.log()
	r, err := store.Restore(ctx, store.From{Backup: c.From, Keys: identities, Now: time.Now(), WithoutErasures: c.Without}, c.To, store.Options{Keys: keys, Log: log})
	if errors.Is(err, store.ErrKey) {
		return usage("%w; it needs the key that the bot had then (BACK2CORE_KEY_FILE)", err)
	}
	if errors.Is(err, store.ErrNoErasures) {
		return usage("%w: put it there; without it whoever erased themselves is back, which --without-erasures accepts", err)
	}
	if err != nil {
		return err
	}
	logReport(log, r.Report)
	fmt.Fprintf(out.stdout, `restored to %s, as it was on %s
%d patients, %d with an open red flag
%d left out, who erased themselves since
%d waiting messages dropped, %d safety texts kept
When the bot starts on this file, every patient is told and held until the red flags are asked again.
`, c.To, r.At.Format(time.RFC1123), r.Patients, r.Flagged, r.Erased, r.Dropped, r.Waiting)
	if r.Unread > 0 {
		fmt.Fprintf(out.stdout, "%d lines of back2core-erased.txt can't be read: whoever they are about is back; is there another copy of it?\n", r.Unread)
	}
	if n := len(r.Damage); n > 0 {
		fmt.Fprintf(out.stdout, "%d findings of damage, see above; a patient who can't be read is spoken to as under a red flag\n", n)
	}
	return nil
}

// readIdentities reads the secret keys that backups are encrypted to.
func readIdentities(file string) ([]age.Identity, error) {
	b, err := readSecret("secret key", file)
	if err != nil {
		return nil, err
	}
	keys, err := store.ParseIdentities(b)
	if err != nil {
		return nil, usage("--identity: %s: %w", file, err)
	}
	return keys, nil
}
