package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	slashed "path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// FuzzRawUpdate delivers any JSON as an update through the real poller, loop
// and conversation into a real file, between two updates that are as they
// should be, and holds what comes of it to the laws. A seed other than 0 has the
// JSON changed in its structure first: members gone, doubled, of other types,
// nested. What is no JSON at all is what somebody says.
func FuzzRawUpdate(f *testing.F) {
	for _, u := range oddUpdates() {
		f.Add([]byte(u), uint64(0))
		f.Add([]byte(u), uint64(1))
		f.Add([]byte(u), uint64(2))
	}
	dir := f.TempDir()
	var w *rawWorld
	n := 0
	f.Fuzz(func(t *testing.T, raw []byte, seed uint64) {
		if n++; w == nil || n%1000 == 0 { // it would remember all that was ever said
			w.close()
			w = newRawWorld(t, filepath.Join(dir, fmt.Sprint(n)))
		}
		w.T = t
		switch {
		case !json.Valid(raw):
			raw = fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":5,"date":%d,"chat":{"id":12,"type":"private"},"from":{"id":12,"language_code":"en"},"text":%s}}`, w.next+1, time.Now().Unix(), asJSON(string(raw)))
		case seed != 0:
			raw = mutated(raw, rand.New(rand.NewPCG(seed, 1)))
		}
		w.deliver(raw)
	})
}

// The chats of the fuzzed world, each in a state of its own.
const (
	chatStranger = 10 // never wrote
	chatArrived  = 11 // has not agreed yet
	chatCoached  = 12
	chatAsked    = 13 // is asked about an alarm
	chatFlagged  = 14 // has a flag open
	chatWitness  = 15 // whose update comes behind the fuzzed one
)

// rawWorld is a bot without a network of its own: what it polls is handed to
// it, and what it would say lies in the outbox.
type rawWorld struct {
	*testing.T
	bot      *Bot
	file     *store.Store
	telegram *sandbox.Server
	log      *safeBuffer
	people   map[int64]flows.Patient // as they are before each update
	batch    []byte                  // the next answer to getUpdates
	pressed  int                     // answers to taps
	next     int                     // update id
}

func newRawWorld(t *testing.T, path string) *rawWorld {
	file, err := store.Open(path, store.Options{NoSync: true, Keys: testKeys})
	if err != nil {
		t.Fatal(err)
	}
	w := &rawWorld{T: t, file: file, log: &safeBuffer{}, next: 1_500_000_000, people: map[int64]flows.Patient{}}
	w.telegram = sandbox.New(sandbox.Options{Limits: &sandbox.NoLimits})
	w.bot = New(Options{
		Token: w.telegram.Token(), API: "http://sandbox", HTTP: w, Store: file, PracticeID: "practice",
		Practice: messages.Practice{Name: "Praktijk", Phone: "010"},
		Log:      slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	w.bot.draw = sketch
	w.bot.poll.heard = time.Now()
	w.bot.poll.updated = time.Now()
	now := time.Now()
	say := func(p flows.Patient, text string) flows.Patient {
		return flows.Step(p, flows.Said{By: flows.ByPatient, Text: text, At: now}, now).Patient
	}
	for chat := range int64(6) {
		id := fmt.Sprintf("PATIENT%d", chat)
		p := sleeper(id, "Europe/Amsterdam", now.Add(-24*time.Hour))
		switch chat += 10; chat {
		case chatStranger:
			p = flows.Patient{}
		case chatArrived:
			p = say(flows.NewPatient(id, "practice", flows.Dutch, "Europe/Amsterdam", now), "hallo")
		case chatAsked:
			p = say(p, alarmWords)
		case chatFlagged:
			p = say(say(say(p, alarmWords), "ja"), "ja")
		}
		w.people[chat] = p
		w.telegram.Person(chat, sandbox.PersonOptions{}).Say("hallo")
	}
	if len(w.people[chatFlagged].Flags) == 0 || flows.Asking(w.people[chatAsked]) == nil {
		t.Fatal("the people of this test are not as they should be")
	}
	go w.bot.loop.run(w.bot.hard)
	return w
}

const alarmWords = "ik kan mijn plas niet ophouden"

func (w *rawWorld) close() {
	if w == nil {
		return
	}
	w.bot.kill()
	w.bot.asides.Wait()
	if err := w.file.Close(); err != nil {
		w.Error(err)
	}
}

// Do is the way to Telegram: polls get the batch, the rest is real.
func (w *rawWorld) Do(r *http.Request) (*http.Response, error) {
	switch slashed.Base(r.URL.Path) {
	case "getUpdates":
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(w.batch))}, nil
	case "answerCallbackQuery":
		w.pressed++
	}
	return w.telegram.Client().Do(r)
}

// deliver has one update polled and looks at all that came of it.
func (w *rawWorld) deliver(raw []byte) {
	w.reset()
	before := fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"date":%d,"chat":{"id":15,"type":"private"},"from":{"id":15},"text":"/help"}}`, w.next, time.Now().Unix())
	after := strings.Replace(before, strconv.Itoa(w.next), strconv.Itoa(w.next+2), 1)
	w.batch = slices.Concat([]byte(`{"ok":true,"result":[`), []byte(before), []byte(","), raw, []byte(","), []byte(after), []byte(`]}`))
	w.next += 3
	w.bot.poll.pos.Offset = w.next - 3
	u := decode(raw)
	batch, err := w.bot.poll.fetch(context.Background())
	if err != nil {
		w.Fatalf("%s can't be read: %v", raw, err)
	}
	if err := w.bot.poll.take(context.Background(), batch); err != nil {
		w.Fatalf("%s: %v", raw, err)
	}
	w.bot.asides.Wait()
	if got, want := w.bot.poll.pos.Offset, max(w.next, u.id+1); got != want {
		w.Fatalf("%s: the next update is %d, want %d", raw, got, want)
	}
	w.judge(raw, u)
}

// reset puts everyone back where they were.
func (w *rawWorld) reset() {
	w.pressed = 0
	w.telegram.ForgetCalls()
	err := w.file.Update(func(tx *store.Tx) error {
		for _, id := range tx.PatientsAfter("", 100) {
			if err := tx.Erase(id, time.Now()); err != nil {
				return err
			}
		}
		if err := tx.Outbox(func(m store.Message) error { return tx.Sent(m) }); err != nil {
			return err
		}
		for chat, p := range w.people {
			if p.ID == "" {
				continue
			}
			if err := joined(tx.SavePatient(p), tx.Link(p.ID, addressOf(chat))); err != nil {
				return err
			}
		}
		_, err := tx.DropSeen(time.Now().Add(time.Hour))
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
}

// judge is the laws, after one update.
func (w *rawWorld) judge(raw []byte, u update) {
	w.Helper()
	if found := w.file.Check(); len(found) > 0 {
		w.Fatalf("%s: the file: %v", raw, found)
	}
	waiting := map[int64][]store.Message{}
	err := w.file.View(func(tx *store.Tx) error {
		if n := tx.CountPatients(); n > len(w.people) {
			w.Errorf("%s: %d patients", raw, n)
		}
		for chat, p := range w.people {
			if chat == u.chat || chat == chatWitness || p.ID == "" {
				continue
			}
			if got, err := tx.Patient(p.ID); err != nil || !sameRecord(got, p) {
				w.Errorf("%s: changed chat %d, which it is not about: %v", raw, chat, err)
			}
		}
		return tx.Outbox(func(m store.Message) error {
			chat, _ := strconv.ParseInt(chatOf(m.Address), 10, 64)
			waiting[chat] = append(waiting[chat], m)
			var flags []flows.Flag
			if m.Patient != "" {
				p, err := tx.Patient(m.Patient)
				if err != nil {
					return err
				}
				flags = p.Flags
				if got := tx.Address(m.Patient); got != m.Address {
					w.Errorf("%s: what %s is told goes to %s", raw, got, m.Address)
				}
			}
			if !permitted(flags, m.Reply.Topic) {
				w.Errorf("%s: %q waits under %v", raw, m.Reply.Text, flags)
			}
			return nil
		})
	})
	if err != nil {
		w.Fatalf("%s: %v", raw, err)
	}
	again := u.id >= w.next-3 && u.id < w.next && u.id != w.next-2 // it took the id of a neighbour
	for chat, said := range waiting {
		if chat != u.chat && chat != chatWitness {
			w.Errorf("%s: chat %d is told %q", raw, chat, said[0].Reply.Text)
		}
		for _, m := range said {
			w.canBeSaid(raw, m)
		}
	}
	if helps := len(waiting[chatWitness]); helps < 2 && !again && u.chat != chatWitness {
		w.Errorf("%s: the neighbour heard %d answers", raw, helps)
	}
	if u.id == 0 || again {
		return
	}
	w.answered(raw, u, waiting[u.chat])
}

func sameRecord(a, b flows.Patient) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return errors.Join(err, err2) == nil && bytes.Equal(x, y)
}

// canBeSaid: what waits can be rendered, and Telegram takes it.
func (w *rawWorld) canBeSaid(raw []byte, m store.Message) {
	w.Helper()
	s, err := w.bot.rendered(m)
	if err != nil || !utf8.ValidString(s.HTML) {
		w.Errorf("%s: %q can't be rendered: %v", raw, m.Reply.Text, err)
		return
	}
	chat, _ := strconv.ParseInt(chatOf(m.Address), 10, 64)
	if _, known := w.people[chat]; !known || m.Kind != store.Send {
		return
	}
	method, p := callFor(candidate{m: m}, s)
	if _, err := w.bot.send.call(context.Background(), time.Minute, method, p); err != nil {
		w.Errorf("%s: %q is refused: %v", raw, m.Reply.Text, err)
	}
}

// answered: whoever said something hears something, and an alarm is answered
// first.
func (w *rawWorld) answered(raw []byte, u update, said []store.Message) {
	w.Helper()
	if !u.private || u.fromBot || u.chat == 0 {
		if len(said) > 0 && u.chat != chatWitness {
			w.Errorf("%s: %q is said to no person", raw, said[0].Reply.Text)
		}
		return
	}
	text := ""
	switch ev := u.event.(type) {
	case flows.Said:
		text = ev.Text
	case flows.Sent:
		text = ev.Text
	case flows.Commanded:
	case flows.Pressed:
		if len(said) == 0 && w.pressed == 0 && u.callback != "" {
			w.Errorf("%s: a tap is not answered", raw)
		}
		return
	case nil:
		if u.bad == nil {
			return
		}
	default:
		return
	}
	if len(said) == 0 {
		w.Errorf("%s: silence", raw)
		return
	}
	if text == alarmWords && (said[0].Reply.Class != flows.Safety || said[0].Reply.Topic != flows.AboutFlag) {
		w.Errorf("%s: an alarm is answered by %q first", raw, said[0].Reply.Text)
	}
	if strings.Contains(w.log.String(), "zwijgplicht") {
		w.Errorf("%s: the log holds a patient's words", raw)
	}
}
