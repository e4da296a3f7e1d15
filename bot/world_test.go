package bot

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	bolt "go.etcd.io/bbolt"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// world is a bot, the Telegram it talks to and the file it writes, in virtual
// time. What the bot says is a stub of a conversation (see echo) unless a test
// sets its own; everything below that is real.
type world struct {
	*testing.T
	*sandbox.Server
	store *store.Store
	path  string // of the store's file
	log   *safeBuffer

	bot    *Bot
	setup  func(*Bot) // applied to each bot that is started
	cancel context.CancelFunc
	ended  chan error
}

// inWorld runs a test in virtual time, with a bot that runs.
func inWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	inQuietWorld(t, func(t *testing.T, w *world) {
		w.start()
		test(w.T, w)
	})
}

// inQuietWorld leaves it to the test to start the bot.
func inQuietWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{
			T: t, Server: sandbox.New(sandbox.Options{Seed: 1}), log: &safeBuffer{},
			path: filepath.Join(memoryDir(t), "test.db"),
		}
		w.open()
		t.Cleanup(func() {
			_ = w.end()
			if err := w.store.Close(); err != nil {
				t.Error(err)
			}
			if t.Failed() {
				log := w.log.String() // its end is what matters
				t.Log(log[max(0, len(log)-4000):])
			}
		})
		test(t, w)
	})
}

// memoryDir is a directory in memory, where the system has such: in virtual time
// nobody waits for a disk, and bbolt syncs a file that grows.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "back2core-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func (w *world) open() {
	w.Helper()
	var err error
	if w.store, err = store.Open(w.path, store.Options{Keys: testKeys, NoSync: true}); err != nil {
		w.Fatal(err)
	}
}

// damage spoils, while the bot stands still, the values of a bucket whose keys
// hold some text: what is left of each is its first keep bytes and rubbish.
func (w *world) damage(bucket, holds string, keep int) {
	w.Helper()
	if err := w.store.Close(); err != nil {
		w.Fatal(err)
	}
	db, err := bolt.Open(w.path, 0o600, nil)
	if err != nil {
		w.Fatal(err)
	}
	spoilt := 0
	err = db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		return b.ForEach(func(k, v []byte) error {
			if !bytes.Contains(k, []byte(holds)) {
				return nil
			}
			spoilt++
			return b.Put(bytes.Clone(k), append(bytes.Clone(v[:keep]), "{rubbish"...))
		})
	})
	if err := errors.Join(err, db.Close()); err != nil || spoilt == 0 {
		w.Fatalf("%d values of %s were spoilt: %v", spoilt, bucket, err)
	}
	w.open()
}

// start makes a bot on the world's file and runs it until it has caught up.
func (w *world) start() {
	w.Helper()
	w.bot = w.newBot()
	var ctx context.Context
	ctx, w.cancel = context.WithCancel(context.Background())
	w.ended = make(chan error, 1)
	bot, ended := w.bot, w.ended
	go func() { ended <- bot.Run(ctx) }()
	synctest.Wait()
}

func (w *world) newBot() *Bot {
	b := New(Options{
		Token: w.Token(), API: "http://sandbox", HTTP: w.Client(), Store: w.store,
		PracticeID: "practice", Practice: messages.Practice{Name: "Praktijk", Phone: "010"},
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	b.step, b.words, b.draw = echo, plainWords, sketch
	if w.setup != nil {
		w.setup(b)
	}
	return b
}

// end stops the bot as SIGTERM does, and returns what Run returned.
func (w *world) end() error {
	w.Helper()
	if w.cancel == nil {
		return nil
	}
	w.cancel()
	w.cancel = nil
	err := <-w.ended
	synctest.Wait()
	return err
}

// crash ends the bot as a kill does: nothing more is written.
func (w *world) crash() {
	w.Helper()
	w.bot.kill()
	_ = w.end()
}

// restart ends the bot in an orderly way and starts another on the same file.
func (w *world) restart() {
	w.Helper()
	if err := w.end(); err != nil {
		w.Fatalf("run: %v", err)
	}
	w.start()
}

// pass lets time go by, and everything happen that it brings.
func (w *world) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// person is somebody with a phone.
func (w *world) person(id int64) *sandbox.Person {
	return w.Person(id, sandbox.PersonOptions{})
}

// heard are the texts that the bot sent to a person, as they stand now.
func (w *world) heard(p *sandbox.Person) []string {
	var texts []string
	for _, m := range p.Chat().Messages {
		if m.ByBot {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// hears fails the test unless the person heard just these texts so far.
func (w *world) hears(p *sandbox.Person, want ...string) {
	w.Helper()
	if got := w.heard(p); !slices.Equal(got, want) {
		w.Fatalf("person %d heard %q, want %q", p.ID(), got, want)
	}
}

// patient is the record of a person.
func (w *world) patient(p *sandbox.Person) (found flows.Patient) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		id, ok := tx.Lookup(addressOf(p.ID()))
		if !ok {
			return nil
		}
		var err error
		found, err = tx.Patient(id)
		return err
	})
	return found
}

func (w *world) view(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.store.View(fn); err != nil {
		w.Fatal(err)
	}
}

// update changes the store behind the bot's back.
func (w *world) update(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.store.Update(fn); err != nil {
		w.Fatal(err)
	}
}

// counted is one of the operator's numbers; what is not written yet counts.
func (w *world) counted(name string) (n int) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		counts, err := tx.Counts()
		n = counts[name]
		return err
	})
	w.bot.counts.mu.Lock()
	defer w.bot.counts.mu.Unlock()
	return n + w.bot.counts.waiting[name]
}

// queued is how many messages wait.
func (w *world) queued() (n int) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		return tx.Outbox(func(store.Message) error { n++; return nil })
	})
	return n
}

// sends are the texts of the calls that were carried out, in order.
func (w *world) sends() []string {
	var texts []string
	for _, c := range w.Calls("sendMessage", "sendAnimation", "sendPhoto") {
		if c.OK() {
			texts = append(texts, c.Params["text"]+c.Params["caption"])
		}
	}
	return texts
}

// fail has calls of a method go wrong as long as wrong says how.
func (w *world) fail(method string, wrong func(sandbox.Call) *sandbox.Failure) {
	w.SetFault(func(c sandbox.Call) *sandbox.Failure {
		if c.Method != method {
			return nil
		}
		return wrong(c)
	})
}

// once goes wrong the first time only.
func once(f sandbox.Failure) func(sandbox.Call) *sandbox.Failure {
	left := 1
	return func(sandbox.Call) *sandbox.Failure {
		if left--; left < 0 {
			return nil
		}
		return &f
	}
}

// tap presses a button of a person's newest message that has one.
func (w *world) tap(p *sandbox.Person, button string) *sandbox.Tap {
	w.Helper()
	all := p.Chat().Messages
	for _, m := range slices.Backward(all) {
		if m.ByBot && len(m.Buttons) > 0 {
			tap, err := p.Press(m.ID, button)
			if err != nil {
				w.Fatal(err)
			}
			return tap
		}
	}
	w.Fatalf("person %d has no button to tap", p.ID())
	return nil
}

// echo is a conversation for tests of the machine: it counts what it hears in
// the patient's age, and repeats it.
//
//	panic          panics
//	remind …       is repeated as a reminder
//	alarm …        is repeated as a safety text
//	flag           opens a flag
//	twice          is answered by two messages
//	ask            asks a question with the choices a and b, and "more"
//	show …         asks it with a figure
//	pictures …     wants to see figures so
//	in …           has a Tick after that duration
//	forget         erases
//	consent        agrees
//	stop           is not concerned by an outage any more
func echo(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
	out := flows.Outcome{Patient: p}
	say := func(class flows.Class, topic flows.Topic, text string) {
		out.Replies = append(out.Replies, flows.Reply{
			Text: "echo", Args: flows.Args{"Words": text}, Class: class, Topic: topic,
		})
	}
	out.Patient.Profile.Age++
	switch ev := ev.(type) {
	case flows.Said:
		verb, rest, _ := strings.Cut(ev.Text, " ")
		switch verb {
		case "panic":
			panic("with the words: " + ev.Text)
		case "remind":
			say(flows.Reminder, flows.AboutTalk, rest)
		case "alarm":
			say(flows.Safety, flows.AboutFlag, rest)
		case "flag":
			out.Patient.Flags = []flows.Flag{{Row: "RF01", Class: flows.Now112}}
			say(flows.Safety, flows.AboutFlag, "call now")
		case "twice":
			say(flows.Answer, flows.AboutTalk, "first")
			say(flows.Answer, flows.AboutTalk, "second")
		case "ask":
			out.Patient.Runs++
			out.Replies = append(out.Replies, question(out.Patient.Runs, "ask"))
		case "show":
			out.Patient.Runs++
			r := question(out.Patient.Runs, "do this")
			r.Figure = rest
			out.Replies = append(out.Replies, r)
		case "pictures":
			out.Patient.Pictures = flows.Pictures(rest)
		case "in":
			d, err := time.ParseDuration(rest)
			if err != nil {
				panic(err)
			}
			out.Patient = dueAt(out.Patient, now.Add(d))
		case "forget":
			out.Forget = true
			say(flows.Answer, flows.AboutRights, "gone")
		case "consent":
			out.Patient.Consent = &flows.Consent{At: now}
		case "stop":
			out.Patient.Stage = flows.Stopped
		default:
			say(flows.Answer, flows.AboutTalk, ev.Text)
		}
	case flows.Commanded:
		say(flows.Answer, flows.AboutTalk, strings.TrimSpace("command "+ev.Name+" "+ev.Arg))
	case flows.Sent:
		say(flows.Answer, flows.AboutTalk, "sent "+string(ev.What)+" "+ev.Text)
	case flows.Pressed:
		pressed(p, ev, &out)
	case flows.Ticked:
		out.Patient = dueAt(out.Patient, time.Time{})
		say(flows.Reminder, flows.AboutTalk, "tick")
	case flows.Outage:
		if p.Stage == flows.Stopped {
			break
		}
		say(flows.Answer, flows.AboutTalk, "outage since "+ev.Since.UTC().Format(time.DateTime))
	case flows.Blocked:
		out.Patient.Away = true
	case flows.CameBack:
		out.Patient.Away = false
	}
	return out
}

// pressed is echo's part for taps: a and b answer, "more" renews, anything else
// is old.
func pressed(p flows.Patient, ev flows.Pressed, out *flows.Outcome) {
	open := ev.Form == "form" && ev.Run == p.Runs && p.Runs > 0 && p.Stage != flows.Coached
	switch {
	case !open:
		out.Toast = &flows.Reply{Text: "old", Topic: flows.AboutTalk}
	case ev.Choice == "more":
		r := question(p.Runs, "ask more")
		r.Again = true
		out.Replies = append(out.Replies, r)
	case ev.Choice == "alert":
		out.Toast, out.Alert = &flows.Reply{Text: "alert!", Topic: flows.AboutFlag}, true
	default:
		out.Patient.Runs++
		out.Replies = append(out.Replies, question(out.Patient.Runs, "next"))
		out.Answered = &flows.Answered{Ask: *question(p.Runs, "").Ask, Choices: []string{ev.Choice}}
	}
}

func question(run int, text string) flows.Reply {
	return flows.Reply{Text: text, Topic: flows.AboutTalk, Class: flows.Answer, Ask: &flows.Ask{
		Form: "form", Run: run, Question: "q", Kind: flows.Choice, Choices: []string{"a", "b", "more", "alert"},
	}}
}

// dueAt makes a patient due at a moment; the zero time is never.
func dueAt(p flows.Patient, at time.Time) flows.Patient {
	p.Consent = nil // nobody stays for longer than a day without
	if p.Arrived = at.Add(-24 * time.Hour); at.IsZero() {
		p.Consent = &flows.Consent{}
	}
	return p
}

// plainWords show a reply as its words, or its name.
var plainWords = words{
	reply: func(_ flows.Lang, _ string, _ messages.Practice, r flows.Reply) (messages.Message, error) {
		m := messages.Message{HTML: cmp.Or(r.Args["Words"], r.Text)}
		switch m.HTML {
		case failure.Text:
			m.HTML = messages.Failure(flows.Dutch)
		case "unrenderable":
			return m, errors.New("no such wording")
		case "unrenderable panic":
			panic("with words")
		}
		if r.Ask != nil {
			var row []messages.Button
			for _, c := range r.Ask.Choices {
				row = append(row, messages.Button{Label: c, Press: flows.Pressed{
					Form: r.Ask.Form, Run: r.Ask.Run, Question: r.Ask.Question, Choice: c,
				}})
			}
			m.Buttons = append(m.Buttons, row)
		}
		return m, nil
	},
	answered: func(_ flows.Lang, _ string, _ messages.Practice, r flows.Reply, a flows.Answered) (string, error) {
		return fmt.Sprintf("%s: %s", r.Text, strings.Join(a.Choices, ",")), nil
	},
	same: sameWords,
}

// safeBuffer is a log that a test reads while the bot writes.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// joined is errors.Join, by a name that reads well in a return.
func joined(errs ...error) error { return errors.Join(errs...) }
