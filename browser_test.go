package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// TestFromStartToTheFirstSessionInABrowser meets the bot as a patient would: on
// the phone page of `try`, in a real browser, from the start button to the end
// of the first session.
func TestFromStartToTheFirstSessionInABrowser(t *testing.T) {
	p := openPhone(t, 420, 860)
	p.click(`#start`)
	p.waits("Mag ik bewaren")
	p.tap("Ja, dat mag. Ik ben 18+")
	p.tap("Ja, graag")
	p.waits("Hoe oud ben je")
	p.types("42")
	for range 5 {
		p.tap("Geen van deze")
	}
	p.tap("Nee, alleen de onderrug")
	p.tap("Korter dan 6 weken")
	p.tap("Nee, vaker gehad")
	p.tap("5")
	p.tap("Geen van deze")
	p.waits("Wat wil je graag weer beter kunnen")
	p.types("de hond uitlaten")
	p.tap("6")
	p.tap("08:00")
	p.tap("Ja, dat klopt")
	p.waits("Hoe mag ik je noemen")
	p.types("Anna")
	p.drawsToday()
	p.tap("Ja, nu")
	p.session()
	p.waitsFor("Goed gedaan, Anna")
	p.seesExercises()
}

// phonePage is the page in a browser, with what is behind it.
type phonePage struct {
	t      *testing.T
	ctx    context.Context
	trial  trial
	db     *store.Store
	tapped string // id of the message whose button was tapped last
}

// chromium is the browser, or the test ends.
func chromium(t *testing.T) string {
	path, err := exec.LookPath("chromium")
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal("there is no chromium, and CI must have one")
	}
	if err != nil {
		t.Skip("there is no chromium on this machine: the browser test is left out (apt-get install chromium)")
	}
	return path
}

// toTell is how long before its deadline a test that waits says what it waits
// for. There is no other limit: a machine that is busy with something else is
// slow, and nothing is wrong with that.
const toTell = 20 * time.Second

// openPhone starts the trial and opens its page in a window of so many dots.
func openPhone(t *testing.T, wide, high int64) *phonePage {
	keys, err := store.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return openPhoneOf(t, t.TempDir()+"/try.db", keys, wide, high)
}

// openPhoneOf is openPhone with a file that there is already, or will be.
func openPhoneOf(t *testing.T, file string, keys *store.Keys, wide, high int64) *phonePage {
	browser := chromium(t)
	db, err := store.Open(file, store.Options{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	tr := settings{Zone: "Europe/Amsterdam"}.trial(db, os.Stderr)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served, ran := make(chan error, 1), make(chan error, 1)
	go func() { served <- servePage(ctx, listener, tr.phone) }()
	go func() { ran <- tr.bot.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		for _, err := range []error{<-ran, <-served, db.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.Flag("lang", "nl"), chromedp.WSURLReadTimeout(time.Hour))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	tab, close := chromedp.NewContext(alloc)
	t.Cleanup(close)
	if deadline, ok := t.Deadline(); ok {
		var late context.CancelFunc
		tab, late = context.WithDeadline(tab, deadline.Add(-toTell/2))
		t.Cleanup(late)
	}
	p := &phonePage{t: t, ctx: tab, trial: tr, db: db}
	p.do(chromedp.EmulateViewport(wide, high, chromedp.EmulateMobile), chromedp.Navigate("http://"+listener.Addr().String()+"/"))
	return p
}

// advance moves the clock, and has the bot do what is due then.
func (p *phonePage) advance(d time.Duration) {
	p.trial.clock.Advance(d)
	if err := p.trial.bot.Tick(p.ctx); err != nil {
		p.t.Fatal(err)
	}
}

func (p *phonePage) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatalf("%v; the chat ends with %q", err, p.last())
	}
}

// click clicks what a selector finds.
func (p *phonePage) click(selector string) {
	p.t.Helper()
	p.do(chromedp.WaitVisible(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
}

// types sends a message.
func (p *phonePage) types(text string) {
	p.t.Helper()
	p.think()
	p.do(chromedp.SendKeys(chromedp.ID("field"), text), chromedp.Click(chromedp.ID("send")))
}

// think lets time go by as a person does between two answers.
func (p *phonePage) think() { p.advance(7 * time.Second) }

// last is the text of the newest message of the bot.
func (p *phonePage) last() string {
	text, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](`(() => {
		const all = document.querySelectorAll('[data-from=bot] [data-testid=text]');
		return all.length ? all[all.length - 1].textContent : '';
	})()`))
	return text
}

// waits waits until a message of the bot has a text.
func (p *phonePage) waits(text string) {
	p.t.Helper()
	p.until("the text "+text, func() bool { return strings.Contains(p.last(), text) })
}

// waitsFor waits until any message of the bot has a text.
func (p *phonePage) waitsFor(text string) {
	p.t.Helper()
	p.until("the text "+text, func() bool {
		all, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.getElementById('messages').textContent`))
		return strings.Contains(all, text)
	})
}

// tap waits for a button with this label in a message that was not tapped yet,
// and taps it.
func (p *phonePage) tap(label string) {
	p.t.Helper()
	p.tapAny(label)
}

// tapAny taps the first of these labels that the newest question has, and says
// which it was.
func (p *phonePage) tapAny(labels ...string) (tapped string) {
	p.t.Helper()
	p.think()
	var id string
	p.until("a button "+strings.Join(labels, " or "), func() bool {
		id, tapped, _ = strings.Cut(p.tryTap(labels), " ")
		return id != ""
	})
	p.tapped = id
	return tapped
}

// tryTap taps a button of the newest message with buttons, unless that one was
// tapped already, and returns the message's id and the label.
func (p *phonePage) tryTap(labels []string) string {
	tapped, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`((labels, tapped) => {
		const all = [...document.querySelectorAll('[data-testid=message]')].filter(m => m.querySelector('[data-testid=key]'));
		const m = all[all.length - 1];
		if (!m || m.dataset.id === tapped) return '';
		for (const label of labels) {
			const key = [...m.querySelectorAll('[data-testid=key]')].find(k => k.textContent.trim() === label);
			if (key) { key.click(); return m.dataset.id + ' ' + label; }
		}
		return '';
	})(`+quoted(labels)+`, '`+p.tapped+`')`))
	if err != nil {
		p.t.Fatal(err)
	}
	return tapped
}

func quoted(labels []string) string {
	return "['" + strings.Join(labels, "','") + "']"
}

// until polls, because a page tells nobody when it is done.
func (p *phonePage) until(what string, done func() bool) {
	p.t.Helper()
	deadline, limited := p.t.Deadline()
	for !done() {
		if limited && time.Until(deadline) < toTell {
			p.t.Fatalf("waited for %s; the chat ends with %q", what, p.last())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// draws draws an animation ahead, which is kept: on a busy machine the card would
// not wait for it, and go in words.
func (p *phonePage) draws(figure string) {
	p.t.Helper()
	picture, err := messages.PictureOf(figure, flows.PicturesMove)
	if err == nil {
		_, err = picture.Draw()
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// drawsToday draws ahead what the session of today shows to who does everything as
// it is.
func (p *phonePage) drawsToday() {
	p.t.Helper()
	var patient flows.Patient
	err := p.db.View(func(tx *store.Tx) (err error) {
		id, _ := tx.Lookup("tg:" + strconv.FormatInt(p.trial.phone.Person().ID(), 10))
		patient, err = tx.Patient(id)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range flows.Session(patient, p.trial.clock.Now().Format(time.DateOnly)) {
		p.draws(e.ID)
	}
}

// seesExercises looks at the pictures in the chat: all are there, and told.
func (p *phonePage) seesExercises() {
	p.t.Helper()
	p.until("pictures", func() bool {
		seen, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`(() => {
			const all = [...document.querySelectorAll('[data-testid=media]')];
			return all.length > 1 && all.every((m) => {
				const img = m.querySelector('img');
				return img.naturalWidth >= 480 && img.alt.startsWith('a: ') && m.getAttribute('aria-label').includes(img.alt);
			});
		})()`))
		return err == nil && seen
	})
}

// session does the exercises of a session, whatever they are, up to what it is
// concluded with.
func (p *phonePage) session() {
	p.t.Helper()
	for tapped := ""; tapped != "Licht, en netjes"; {
		tapped = p.tapAny("Licht, en netjes", "Nee, niets nieuws", "Klaar", "3")
	}
}
