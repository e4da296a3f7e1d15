package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/store"
)

// Every way in which something goes wrong, with words of a patient in it all:
// neither they nor the token show up in the log.
func TestTheLogHoldsNeitherTheTokenNorWhatPatientsSay(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		var calls atomic.Int64
		kinds := []sandbox.Failure{
			{Refuse: true}, {Drop: true}, {Drop: true, Taken: true}, {Status: 502}, {Status: 500},
			{Status: 429, RetryAfter: 1}, {Status: 400, Description: `Bad Request: can't parse "zwijgplicht"`},
			{Delay: time.Hour}, {Status: 409}, {Status: 200, Body: "{", ContentType: "application/json"},
		}
		w.SetFault(func(c sandbox.Call) *sandbox.Failure {
			if n := int(calls.Add(1)); n%2 == 0 {
				return &kinds[n/2%len(kinds)]
			}
			return nil
		})
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if _, ok := ev.(flows.Ticked); ok {
					panic(fmt.Errorf("tick of zwijgplicht"))
				}
				return echo(p, ev, now)
			}
		}
		w.start()
		w.pass(10 * time.Minute)
		for i := range int64(12) {
			p := w.person(800 + i)
			p.Say("consent zwijgplicht")
			p.Say("panic zwijgplicht")
			p.Say("zwijgplicht")
			p.Say("ask zwijgplicht")
			p.Say("remind zwijgplicht")
			p.Say("in 1m")
			p.SendPhoto("zwijgplicht", 1, 2, 3)
			w.Inject(fmt.Sprintf(`{"message":{"chat":{"id":%d,"type":"private"},"text":["zwijgplicht"]}}`, 800+i))
		}
		w.person(900).Deactivate()
		w.pass(24 * time.Hour)
		w.restart()
		w.pass(24 * time.Hour)
		_ = w.end()
		log := w.log.String()
		if len(log) < 1000 {
			t.Errorf("the log has only %d bytes: too little went wrong", len(log))
		}
		for _, secret := range []string{"zwijgplicht", w.Token(), strings.Split(w.Token(), ":")[1]} {
			if i := strings.Index(log, secret); i >= 0 {
				t.Errorf("the log holds %q: …%s…", secret, log[max(0, i-200):min(len(log), i+50)])
			}
		}
	})
}

func TestNoErrorOfACallHoldsTheToken(t *testing.T) {
	const token = "1:SECRET"
	for _, doer := range []Doer{
		doing(func(r *http.Request) (*http.Response, error) {
			return nil, &url.Error{Op: "Post", URL: r.URL.String(), Err: errors.New("refused " + r.URL.String())}
		}),
		&http.Client{Transport: &http.Transport{DialContext: nil, Proxy: func(r *http.Request) (*url.URL, error) {
			return nil, errors.New("no way to " + r.URL.String())
		}}},
	} {
		for _, base := range []string{"http://127.0.0.1:1", "http://bad host", "http://%zz", ":", "ftp://x"} {
			c := newClient(token, base, doer)
			_, err := c.call(context.Background(), time.Second, "getMe", nil)
			if err == nil || strings.Contains(err.Error(), "SECRET") {
				t.Errorf("%s: error is %v", base, err)
			}
			if kindOfError(err) != unsent {
				t.Errorf("%s: %v is said to be sent", base, err)
			}
		}
	}
}

type doing func(*http.Request) (*http.Response, error)

func (d doing) Do(r *http.Request) (*http.Response, error) { return d(r) }

func TestTheLoggerTakesTheTokenOut(t *testing.T) {
	var out bytes.Buffer
	log := withoutToken(slog.New(slog.NewTextHandler(&out, nil)), "SECRET")
	log.With("a", "xSECRETx").WithGroup("g").Error("SECRET", "error", errors.New("SECRET"), "n", 7, slog.Group("h", "b", "SECRET"))
	if strings.Contains(out.String(), "SECRET") || !strings.Contains(out.String(), "n=7") {
		t.Errorf("logged %s", out.String())
	}
}

func TestWhatTelegramQuotesIsLeftOut(t *testing.T) {
	for in, want := range map[string]string{
		`Bad Request: can't find "x" or "y"`: `Bad Request: can't find "…" or "…"`,
		`Bad Request: open "x`:               `Bad Request: open "…"`,
		`Forbidden: bot was blocked`:         `Forbidden: bot was blocked`,
	} {
		if got := unquoted(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestTheProfileIsSetWhereItDiffers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.pass(time.Minute)
		set := func() int {
			return len(w.Calls("setMyName", "setMyDescription", "setMyShortDescription", "setMyCommands"))
		}
		if set() == 0 || w.Description("nl") == "" || w.Description("en") == w.Description("nl") {
			t.Errorf("after %d calls the descriptions are %q and %q", set(), w.Description("nl"), w.Description("en"))
		}
		w.ForgetCalls()
		w.restart()
		w.pass(time.Minute)
		if set() != 0 {
			t.Errorf("%d calls set what was set already", set())
		}
	})
}

func TestTheCommandListFollowsTheLanguage(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.bot.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
			out := echo(p, ev, now)
			if p.Profile.Age == 1 {
				out.Patient.Lang = flows.English
			}
			return out
		}
		anna := w.person(1)
		anna.Say("hoi")
		w.pass(time.Minute)
		before := fmt.Sprint(w.Commands(1, "nl"))
		anna.Say("english please")
		w.pass(time.Minute)
		if after := fmt.Sprint(w.Commands(1, "nl")); after == before {
			t.Errorf("the list is still %s", after)
		}
	})
}

func TestTheOperatorSeesTheNumbersEachHourWhenTheyChange(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lines := func() (found []string) {
			for line := range strings.Lines(w.log.String()) {
				if _, numbers, ok := strings.Cut(line, "msg=counters "); ok {
					found = append(found, strings.TrimSpace(numbers))
				}
			}
			return found
		}
		anna := w.person(1)
		w.pass(2 * time.Hour)
		before := len(lines())
		anna.Say("one")
		anna.Say("unrenderable")
		w.pass(3 * time.Hour)
		got := lines()[before:]
		if len(got) != 1 || got[0] != "graves=1 outbox.buried=1 outbox.unrendered=1 sent.send=2 update=2" {
			t.Errorf("the log says %q", got)
		}
		anna.Say("two")
		w.pass(time.Hour)
		if got = lines()[before+1:]; len(got) != 1 || got[0] != "sent.send=3 update=3" {
			t.Errorf("later the log says %q", got)
		}
	})
}

// What docs/operations.md tells an operator to look for has to be what the
// program writes.
func TestEveryLogLineThatTheOperatorIsToldOfExists(t *testing.T) {
	doc, err := os.ReadFile("../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, dir := range []string{".", "../store", ".."} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)`").FindAllStringSubmatch(string(doc), -1)
	if len(rows) < 5 {
		t.Errorf("only %d lines are quoted", len(rows))
	}
	for _, row := range rows {
		begins := strings.TrimRight(strings.TrimSuffix(row[1], "…"), " :;")
		begins = strings.TrimPrefix(begins, "back2core: ") // main puts it before what ends the program
		if !strings.Contains(source.String(), `"`+begins) {
			t.Errorf("the program never writes %q", row[1])
		}
	}
}

// Whatever a patient is called, types, taps or sends, and however it goes wrong:
// the log at its most talkative, the operator's numbers, the reasons of what was
// given up and every error hold neither it nor the token.
func TestWhatAnOperatorSeesHoldsNothingOfAPatient(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		words := []string{"zwijgplicht", "Zwijgmans", "zwijgsport", "Zwijgdam", "zwijgknop", "zwijgveld", "zwijgplaat"}
		fail := 0
		w.setup = func(b *Bot) {
			b.words = newWords
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if said, ok := ev.(flows.Said); ok && strings.HasPrefix(said.Text, "kapot") {
					switch fail++; fail % 4 {
					case 0:
						panic(fmt.Errorf("%s of %s", said.Text, p.Profile.Name))
					case 1:
						panic(said)
					case 2:
						panic(said.Text)
					}
				}
				out := flows.Step(p, ev, now)
				if said, ok := ev.(flows.Said); ok && strings.HasPrefix(said.Text, "onzegbaar") {
					out.Replies = append(out.Replies, flows.Reply{Text: "no wording", Topic: flows.AboutTalk, Class: flows.Answer, Args: flows.Args{"Name": said.Text}})
				}
				return out
			}
		}
		w.start()
		var errs []error
		for i := range int64(8) {
			p := w.Person(700+i, sandbox.PersonOptions{FirstName: "Zwijgmans", LastName: "zwijgplicht", Username: "zwijgmans", LanguageCode: "nl-zwijgveld"})
			p.Start("zwijgplicht")
			w.pass(5 * time.Second)
			for _, text := range []string{
				"zwijgplicht", "ja", "ja", "47", "kapot zwijgplicht", "kapot zwijgplicht", "kapot zwijgplicht", "onzegbaar zwijgplicht", "Zwijgdam", "Zwijgmans", "zwijgsport",
				"/pijn zwijgplicht", "/pauze zwijgplicht", "/taal zwijgplicht", "/zwijgplicht", "\nlevel=ERROR msg=zwijgplicht",
			} {
				p.Say(text)
				w.pass(7 * time.Second)
			}
			p.SendPhoto("zwijgplaat", 1, 2, 3)
			p.Forward("zwijgplicht")
			_, err := p.PressData(p.Last().ID, "zwijgknop:1:zwijgknop:zwijgknop")
			errs = append(errs, err)
			w.Inject(fmt.Sprintf(`{"zwijgveld":"zwijgplicht","message":{"zwijgveld":["zwijgplicht"],"chat":{"id":%d,"type":"private","title":"zwijgplicht"},"text":{"zwijgveld":"zwijgplicht"}}}`, 700+i))
			w.Inject(fmt.Sprintf(`{"callback_query":{"id":"zwijgplicht","data":["zwijgknop"],"message":{"message_id":"zwijgplicht","chat":{"id":%d}}}}`, 700+i))
			w.Inject(fmt.Sprintf(`{"my_chat_member":{"chat":{"id":%d,"type":"zwijgveld"},"new_chat_member":{"status":["zwijgplicht"]}}}`, 700+i))
		}
		wrong := []sandbox.Failure{
			{Status: 400, Description: `Bad Request: can't parse entities "zwijgplicht"`}, {Refuse: true}, {Drop: true}, {Status: 403},
			{Status: 200, Body: `{"ok":false,"description":"zwijgplicht`, ContentType: "application/json"}, {Status: 502, Body: "<html>zwijgplicht"},
		}
		calls := 0
		w.SetFault(func(c sandbox.Call) *sandbox.Failure {
			if calls++; calls%3 != 0 || strings.HasPrefix(c.Method, "get") {
				return nil
			}
			return &wrong[calls/3%len(wrong)]
		})
		for i := range int64(8) {
			w.person(700 + i).Say("zwijgplicht")
			w.person(700 + i).Say("ik kan niet plassen zwijgplicht")
		}
		w.pass(48 * time.Hour)
		errs = append(errs, w.end())
		w.damage("patients", w.patient(w.person(700)).ID, 0)
		w.start()
		w.person(700).Say("zwijgplicht")
		w.pass(26 * time.Hour)
		errs = append(errs, w.end())

		seen := []string{w.log.String()}
		for _, err := range errs {
			seen = append(seen, fmt.Sprint(err))
		}
		graves, raws := 0, 0
		w.view(func(tx *store.Tx) error {
			counts, err := tx.Counts()
			seen = append(seen, fmt.Sprint(counts))
			all, err2 := tx.Graves()
			graves = len(all)
			seen = append(seen, fmt.Sprintf("%+v", all))
			for _, id := range tx.PatientsAfter("", 100) {
				raw, err := tx.Raw(id)
				for _, u := range raw {
					raws++
					seen = append(seen, u.Why)
				}
				if err != nil {
					return err
				}
			}
			return errors.Join(err, err2)
		})
		seen = append(seen, strings.Join(w.store.Check(), "\n"))
		if graves == 0 || raws == 0 || strings.Count(seen[0], "level=ERROR") < 20 {
			t.Errorf("%d graves, %d raw updates, %d errors: too little went wrong", graves, raws, strings.Count(seen[0], "level=ERROR"))
		}
		for _, text := range seen {
			for _, secret := range append(words, "zwijg", "nl-", w.Token(), strings.Split(w.Token(), ":")[1]) {
				if i := strings.Index(strings.ToLower(text), strings.ToLower(secret)); i >= 0 {
					t.Errorf("an operator sees %q: …%s…", secret, text[max(0, i-200):min(len(text), i+50)])
				}
			}
		}
	})
}
