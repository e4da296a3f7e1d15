// Back2Core is a coach for people with low back pain, in a Telegram chat. A
// physiotherapy practice runs it for its patients.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // every zone a patient may be in, on any machine

	"github.com/alecthomas/kong"

	"back2core/bot"
	"back2core/bot/sandbox"
	"back2core/messages"
	"back2core/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := start(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// What start returns: it worked, it broke, it was called or set up wrongly.
const (
	exitDone  = 0
	exitBroke = 1
	exitUsage = 2
)

// usageError is a wrong or missing setting: one line, and exit code 2.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// start is the program: it parses args, runs a command until ctx ends, and
// returns the exit code.
func start(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	helped := false
	var c commands
	parser, err := kong.New(&c,
		kong.Name("back2core"), kong.Description(help), kong.UsageOnError(),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{NoExpandSubcommands: false, WrapUpperBound: 100}),
		kong.Bind(&c.Settings, output{stdout, stderr}), kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		panic(err) // the commands below contradict themselves
	}
	command, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		err = usageError{err}
	} else {
		err = command.Run()
	}
	return exitCode(err, stderr)
}

func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(stderr, "back2core:", err)
	var wrong usageError
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitBroke
}

const help = `A coach for people with low back pain, in a Telegram chat.

The bot's token is no flag, because others on the machine can read flags. Give it in TELEGRAM_TOKEN, ` +
	`in a file that TELEGRAM_TOKEN_FILE names, or as the systemd credential "telegram-token".

What patients can type, in Dutch and English: /start · /oefenen /exercise · /pijn /pain · /alarm · ` +
	`/instellingen /settings · /pauze /pause · /stop · /privacy · /verwijder /delete · /help. ` +
	`Still to come: /voortgang /progress · /rapport /report · /opvlamming /flare · /mijngegevens /mydata.`

type commands struct {
	Run      runCommand     `cmd:"" default:"withargs" help:"Run the bot (the default)."`
	Try      tryCommand     `cmd:"" help:"Try it without Telegram: a phone as a web page on this machine."`
	Backup   backupCommand  `cmd:"" help:"Make an encrypted backup now, while the bot stands still."`
	Restore  restoreCommand `cmd:"" help:"Make a new database file of a backup."`
	Check    checkCommand   `cmd:"" help:"Check the database file; it is only read."`
	Compact  compactCommand `cmd:"" help:"Make the database file as small as it can be, while the bot stands still."`
	Plan     planCommand    `cmd:"" help:"Print how the weeks of a plan go, as a table for a physiotherapist."`
	Key      keyCommand     `cmd:"" help:"Make, renew or forget the key that the database is sealed with."`
	Figures  figuresCommand `cmd:"" help:"Draw the exercises, to look at them all."`
	Settings settings       `embed:""`
}

// settings are shared by all commands. Each is a flag and an environment
// variable.
type settings struct {
	API      string         `name:"api" env:"TELEGRAM_API" default:"https://api.telegram.org" placeholder:"URL" help:"Base address of the Bot API. Default: ${default}."`
	DB       string         `name:"db" placeholder:"FILE" help:"The database file ($$BACK2CORE_DB). Default: back2core.db; try: a new one that is thrown away, whatever the environment says."`
	KeyFile  string         `name:"key-file" placeholder:"FILE" help:"The file with the key of the database ($$BACK2CORE_KEY_FILE, or the systemd credential \"back2core-key\"). Default of try: the database's name and .key, made if there is none."`
	Zone     string         `name:"zone" env:"BACK2CORE_ZONE" default:"Europe/Amsterdam" placeholder:"ZONE" help:"IANA time zone of new patients. Default: ${default}."`
	Practice string         `name:"practice" env:"BACK2CORE_PRACTICE" placeholder:"NAME" help:"The practice, as patients see it."`
	Phone    string         `name:"phone" env:"BACK2CORE_PHONE" placeholder:"NUMBER" help:"Its telephone number, as patients see it."`
	Backup   backupSettings `embed:""`
}

func (s settings) check() error {
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" || s.Zone == "Local" {
		return usage("BACK2CORE_ZONE: %q is no IANA time zone; one is Europe/Amsterdam", s.Zone)
	}
	u, err := url.Parse(s.API)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return usage("TELEGRAM_API: %q is no web address; one is https://api.telegram.org", s.API)
	}
	return nil
}

// file is the patients' file.
func (s settings) file() string { return cmp.Or(s.DB, os.Getenv("BACK2CORE_DB"), "back2core.db") }

// existing is the patients' file, which has to be there.
func (s settings) existing() (string, error) {
	file := s.file()
	if _, err := os.Stat(file); err != nil {
		return "", usage("BACK2CORE_DB: %w", err)
	}
	return file, nil
}

// checkFile says what is wrong with the name of a database file.
func checkFile(path string) error {
	if isDir(path) {
		return usage("BACK2CORE_DB: %s is a folder, not a file", path)
	}
	if dir := filepath.Dir(path); !isDir(dir) {
		return usage("BACK2CORE_DB: there is no folder %s", dir)
	}
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (s settings) options(log *slog.Logger) bot.Options {
	return bot.Options{
		API: strings.TrimSuffix(s.API, "/"), Zone: s.Zone, Log: log,
		Practice: messages.Practice{Name: s.Practice, Phone: s.Phone}, PracticeID: practiceID,
	}
}

// practiceID is how records name the practice; there is one to a file, so far.
const practiceID = "main"

type output struct{ stdout, stderr io.Writer }

// log is for an operator.
func (o output) log() *slog.Logger { return slog.New(slog.NewTextHandler(o.stderr, nil)) }

type runCommand struct{}

// Run serves patients until ctx ends.
func (runCommand) Run(ctx context.Context, s *settings, out output) error {
	asked := backupSignals() // first of all: uncaught, one ends the process
	defer signal.Stop(asked)
	token, err := readToken()
	if err == nil {
		err = s.check()
	}
	if err == nil {
		err = checkFile(s.file())
	}
	if err != nil {
		return err
	}
	backups, backup, err := s.backups()
	if err != nil {
		return err
	}
	keys, err := s.keys()
	if err != nil {
		return err
	}
	log := out.log()
	if info, err := os.Stat(s.file()); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		if !backup.Last.IsZero() {
			return fmt.Errorf("there is no database at %s, but there are backups in %s: see 'The bad night' in docs/operations.md; to begin anew, move them away", s.file(), backups.Dir)
		}
		log.Warn("a new database was made", "file", s.file())
	}
	db, err := openFile(s.file(), keys, log)
	if err != nil {
		return err
	}
	if err := s.current(db, backup.Last); err != nil {
		return errors.Join(err, db.Close())
	}
	o := s.options(log)
	o.Token, o.Store = token, db
	if backups == nil {
		log.Warn("no backups are made: BACK2CORE_BACKUP_DIR and BACK2CORE_BACKUP_TO are not set")
	} else {
		backup.Make = func(ctx context.Context) error { return makeBackup(ctx, db, backups, log) }
		o.Backup, o.Erased = backup, backups.Erased
	}
	b := bot.New(o)
	ctx, cancel := context.WithCancel(ctx)
	stop := onEach(asked, func() { b.BackUp(ctx) })
	err = b.Run(ctx)
	cancel()
	stop()
	if err == nil {
		log.Info("stopped")
	}
	if errors.Is(err, bot.ErrUnauthorized) {
		err = usage("Telegram does not know this token; BotFather has the right one")
	}
	return errors.Join(err, db.Close())
}

var tokenShape = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]{20,}$`)

// readToken finds the bot's token: in TELEGRAM_TOKEN, in the file that
// TELEGRAM_TOKEN_FILE names, or in systemd's credentials directory. It is in no
// error.
func readToken() (string, error) {
	token, from := os.Getenv("TELEGRAM_TOKEN"), "TELEGRAM_TOKEN"
	for _, file := range []string{os.Getenv("TELEGRAM_TOKEN_FILE"), credential("telegram-token")} {
		if token != "" || file == "" {
			continue
		}
		b, err := readSecret("token", file)
		if err != nil {
			return "", err
		}
		token, from = string(b), file
	}
	token = strings.TrimSpace(token)
	if token == "" {
		return "", usage("no token: set TELEGRAM_TOKEN, or TELEGRAM_TOKEN_FILE to a file that holds it; to try without one: back2core try")
	}
	if !tokenShape.MatchString(token) {
		return "", usage("%s holds no token of a bot; one looks like 123456789:AAF-abc…, from BotFather", from)
	}
	return token, nil
}

type tryCommand struct {
	Port int `default:"0" placeholder:"N" help:"Port of the phone page on 127.0.0.1. Default: any that is free."`
}

// Run serves the phone page, with the very same bot behind it, until ctx ends.
// It takes no file from the environment: patients live in that one.
func (c tryCommand) Run(ctx context.Context, s *settings, out output) error {
	if err := s.check(); err != nil {
		return err
	}
	file := s.DB
	if file == "" {
		dir, err := os.MkdirTemp("", "back2core-try-")
		if err != nil {
			return fmt.Errorf("make a folder for the trial: %w", err)
		}
		defer os.RemoveAll(dir)
		file = filepath.Join(dir, "try.db")
	}
	if err := checkFile(file); err != nil {
		return err
	}
	keys, err := trialKeys(cmp.Or(s.KeyFile, file+".key"), file)
	if err != nil {
		return err
	}
	db, err := openFile(file, keys, nil)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", c.Port))
	if err != nil {
		return errors.Join(usage("the page can't be served: %w", err), db.Close())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	tr := s.trial(db, out.stderr)
	fmt.Fprintf(out.stdout, "The phone is at http://%s/ (stop with ctrl-C)\n", listener.Addr())
	served := make(chan error, 1)
	go func() { defer stop(); served <- servePage(ctx, listener, tr.phone) }()
	err = tr.bot.Run(ctx)
	stop()
	return errors.Join(err, <-served, db.Close())
}

// A trial is the bot as patients meet it, on a Telegram inside the process with
// a clock that the page can move.
type trial struct {
	bot   *bot.Bot
	phone *sandbox.Phone
	clock *sandbox.Clock
}

func (s settings) trial(db *store.Store, stderr io.Writer) trial {
	zone, _ := time.LoadLocation(s.Zone) // check has seen it
	clock := sandbox.NewClock(time.Now().In(zone))
	// An update whose id is known changes nothing: a second trial of a file counts on.
	telegram := sandbox.New(sandbox.Options{Now: clock.Now, Update: int(clock.Now().UnixMilli())})
	o := s.options(slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	o.Token, o.Store, o.HTTP, o.Now = telegram.Token(), db, telegram.Client(), clock.Now
	if o.Practice.Name == "" {
		o.Practice = messages.Practice{Name: "Fysio Voorbeeld", Phone: "020 123 4567"}
	}
	b := bot.New(o)
	var phone *sandbox.Phone
	phone = sandbox.NewPhone(telegram, clock, sandbox.Hooks{
		Tick:    func(ctx context.Context) { _ = b.Tick(ctx) },
		NextDue: b.NextDue,
		Idle:    b.Idle,
		Reset:   func(context.Context) error { phone.Person().Block(); return nil },
		AltText: func(language, file string) string { return messages.AltText(messages.LanguageOf(language), file) },
	})
	if inhabited(db) {
		phone.Person().HasWritten()
	}
	return trial{b, phone, clock}
}

// inhabited tells whether a file has a patient; that of a trial is whose phone it is.
func inhabited(db *store.Store) (yes bool) {
	_ = db.View(func(tx *store.Tx) error { yes = tx.CountPatients() > 0; return nil })
	return yes
}

// servePage serves until ctx ends.
func servePage(ctx context.Context, l net.Listener, page http.Handler) error {
	server := &http.Server{
		Handler: page, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the page: %w", err)
	}
	return nil
}
