package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"time"

	"github.com/robfig/cron/v3"

	"back2core/bot"
	"back2core/store"
)

// backupSettings say where backups go, who can read them, and when they are made.
type backupSettings struct {
	Dir string `name:"backup-dir" env:"BACK2CORE_BACKUP_DIR" placeholder:"DIR" help:"The folder for backups, of its own. Without it none are made."`
	To  string `name:"backup-to" env:"BACK2CORE_BACKUP_TO" placeholder:"KEY,…" help:"The public keys (age1…) that backups are encrypted to."`
	At  string `name:"backup-at" env:"BACK2CORE_BACKUP_AT" default:"15 3 * * *" placeholder:"CRON" help:"When the bot makes them, in the zone above. Default: ${default}."`
}

// open checks the settings and returns the backups; nil when none are wanted.
func (s backupSettings) open() (*store.Backups, error) {
	if s.Dir == "" && s.To == "" {
		return nil, nil
	}
	if s.To == "" {
		return nil, usage("BACK2CORE_BACKUP_TO: a backup needs a public key that it is encrypted to; age-keygen makes one, on another machine")
	}
	to, err := store.ParseRecipients(s.To)
	if err != nil {
		return nil, usage("BACK2CORE_BACKUP_TO: %w", err)
	}
	if s.Dir == "" {
		return nil, usage("BACK2CORE_BACKUP_DIR: a backup needs a folder to go to")
	}
	if !isDir(s.Dir) {
		return nil, usage("BACK2CORE_BACKUP_DIR: there is no folder %s", s.Dir)
	}
	probe, err := os.CreateTemp(s.Dir, ".back2core-probe-*")
	if err != nil {
		return nil, usage("BACK2CORE_BACKUP_DIR: nothing can be written there: %w", err)
	}
	return &store.Backups{Dir: s.Dir, To: to}, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// schedule is when backups are made.
func (s backupSettings) schedule(zone string) (cron.Schedule, error) {
	at, err := cron.ParseStandard("CRON_TZ=" + zone + " " + s.At)
	if err != nil || at.Next(time.Now()).IsZero() {
		return nil, usage("BACK2CORE_BACKUP_AT: %q is no time for cron; one is 15 3 * * *", s.At)
	}
	return at, nil
}

// backups are what the bot has to make while it runs; none if nil is in the
// settings.
func (s settings) backups() (*store.Backups, bot.Backup, error) {
	b, err := s.Backup.open()
	if err != nil || b == nil {
		return nil, bot.Backup{}, err
	}
	at, err := s.Backup.schedule(s.Zone)
	if err != nil {
		return nil, bot.Backup{}, err
	}
	last, err := b.Newest(time.Now())
	if err != nil {
		return nil, bot.Backup{}, usage("BACK2CORE_BACKUP_DIR: %w", err)
	}
	return b, bot.Backup{At: at, Last: last}, nil
}

// current refuses a database that is an old copy: see store.Behind.
func (s settings) current(db *store.Store, newest time.Time) error {
	last, behind := db.Behind(newest)
	if !behind {
		return nil
	}
	of := "never backed up"
	if !last.IsZero() {
		of = "last backed up " + last.UTC().Format(time.DateTime)
	}
	return fmt.Errorf("%s is an old copy: it was %s, but %s has a backup of %s (UTC): restore that, see 'The bad night' in docs/operations.md; if this file is the right one after all, move that backup away",
		s.file(), of, s.Backup.Dir, newest.UTC().Format(time.DateTime))
}

// makeBackup makes a backup and has the log say so.
func makeBackup(ctx context.Context, db *store.Store, b *store.Backups, log *slog.Logger) error {
	begun := time.Now()
	made, err := db.Backup(ctx, b, begun)
	if err != nil {
		return err
	}
	log.Info("backup made", "file", made.Path, "bytes", made.Size, "patients", made.Patients,
		"took", time.Since(begun).Round(time.Millisecond), "removed", len(made.Removed))
	if len(made.Damage) > 0 {
		err = db.Update(func(tx *store.Tx) error { return tx.Count("backup.damage", len(made.Damage)) })
	}
	logReport(log, made.Report)
	return err
}

// mostFindings is how many lines the log gets about one file; check prints all.
const mostFindings = 50

// logReport has the log say what is wrong with a file of which there is a backup.
func logReport(log *slog.Logger, r store.Report) {
	for _, line := range r.Damage[:min(len(r.Damage), mostFindings)] {
		log.Error("the database is damaged, and its backup as well", "what", line)
	}
	for _, law := range r.Laws[:min(len(r.Laws), mostFindings)] {
		log.Warn("the database breaks a law of the program", "what", law)
	}
}

type backupCommand struct{}

// Run makes a backup now, while the bot stands still.
func (backupCommand) Run(ctx context.Context, s *settings, out output) error {
	b, err := s.Backup.open()
	if err != nil {
		return err
	}
	if b == nil {
		return usage("BACK2CORE_BACKUP_DIR and BACK2CORE_BACKUP_TO say where a backup goes and who can read it")
	}
	file, err := s.existing()
	if err != nil {
		return err
	}
	keys, err := s.keys()
	if err != nil {
		return err
	}
	log := out.log()
	db, err := openFile(file, keys, log)
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("the bot has %s open; it makes backups itself, and one now on the signal USR1 (kill -USR1)", file)
	}
	if err != nil {
		return err
	}
	newest, err := b.Newest(time.Now())
	if err == nil {
		err = s.current(db, newest)
	}
	if err == nil {
		err = makeBackup(ctx, db, b, log)
	}
	return errors.Join(err, db.Close())
}

// stopping is how long the program waits for a backup when it ends. What is left
// of one, the next start removes.
const stopping = 5 * time.Second

// onEach calls fn for each signal, also one that has come before, until stop is
// called, which waits for it, but not for long.
func onEach(asked chan os.Signal, fn func()) (stop func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range asked {
			fn()
		}
	}()
	return func() {
		signal.Stop(asked)
		close(asked)
		select {
		case <-done:
		case <-time.After(stopping):
		}
	}
}
