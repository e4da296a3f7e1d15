package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"back2core/flows"
	"back2core/store"
)

// screens is where to write the pictures of README.md:
// go test . -run OnTheMat/nl -screens docs
var screens = flag.String("screens", "", "write pictures of a session on the phone page into this `folder`")

// Sizes of phones, in dots of the page: as small as they still are, and as most are.
const (
	smallWide, smallHigh = 360, 640
	usualWide, usualHigh = 390, 844
)

// seat gives who is at the phone consent, a screen that was gone through, and
// the first card of a session, as if all that had been this morning.
func (p *phonePage) seat(plan string) {
	p.t.Helper()
	first, _, _ := strings.Cut(plan, " ")
	p.draws(first)
	p.click(`#start`)
	p.until("the welcome", func() bool { return p.last() != "" })
	err := p.db.Update(func(tx *store.Tx) error {
		id, _ := tx.Lookup("tg:" + strconv.FormatInt(p.trial.phone.Person().ID(), 10))
		patient, err := tx.Patient(id)
		if err != nil {
			return err
		}
		now := p.trial.clock.Now().UTC()
		patient.Consent = &flows.Consent{Version: flows.ConsentVersion, At: now, Programme: true}
		patient.Stage, patient.Screened, patient.AskedE = flows.Coached, now, now
		patient.Profile.Age, patient.Profile.Leg, patient.Profile.Name, patient.Runs = 45, "none", "Anna", 1
		patient.Plan.AskedOn = now.Format(time.DateOnly) // the rest of the intake comes another day
		patient.Plan.Trained = []flows.Trained{{On: now.AddDate(0, 0, -1).Format(time.DateOnly), Kind: "full", Done: "X2 C2 C3", Before: 30, Peak: 30, Am: 30}}
		patient.Forms = []flows.Open{{
			Form: "session", Run: 1, Question: "card1", Since: now, Asked: now,
			Answers: map[string]string{"kind": "full", "plan": plan, "before": "3"},
		}}
		return tx.SavePatient(patient)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.types("/oefenen")
}

// onTheMat is what someone reads and taps there.
type onTheMat struct {
	lang                                                    string
	start, pause, on, done, hurts, heavy                    string
	ready, third, paused, again, over                       string
	hold, holding, release, otherSide, rest                 string
	later, aside, resume, settings, counting, no, off, easy string
	ended, why                                              string
}

func mats() []onTheMat {
	return []onTheMat{{
		lang: "nl", start: "▶ Start", pause: "⏸ Pauze", on: "▶ Verder", done: "Klaar", hurts: "Doet pijn", heavy: "Te zwaar",
		ready: "Neem rustig je houding aan", third: "Keer 3 van 8", paused: "Pauze.", again: "We gaan verder.", over: "Dat was het.",
		hold: "Houd vast: 5 tellen", holding: "Blijf zo.", release: "Laat rustig los", otherSide: "Deze kant is klaar.", rest: "Even rust.",
		later: "later", aside: "dit komt later", resume: "verder", settings: "/instellingen", counting: "Meetellen aan of uit", no: "Nee", off: "Goed, ik tel niet mee.",
		easy: "Licht, en netjes", ended: "Goed gedaan", why: "Dan kan er een stapje bij",
	}, {
		lang: "en", start: "▶ Start", pause: "⏸ Pause", on: "▶ Go on", done: "Done", hurts: "It hurts", heavy: "Too hard",
		ready: "Get into position", third: "Number 3 of 8", paused: "Paused.", again: "We go on.", over: "That was it.",
		hold: "Hold: 5 seconds", holding: "Stay there.", release: "Let go slowly", otherSide: "This side is done.", rest: "A short rest.",
		later: "later", aside: "this comes later", resume: "continue", settings: "/settings", counting: "Counting along on or off", no: "No", off: "Good, I don’t count along.",
		easy: "Light, and controlled", ended: "Well done", why: "a small step can be added",
	}}
}

// TestASessionOnTheMatInABrowser plays a session as a patient does: counted
// along, paused, left for hours, both sides, holds that need no tap, rest, and
// without a count. On a small phone the picture, the count and its buttons are in
// sight together.
func TestASessionOnTheMatInABrowser(t *testing.T) {
	for _, m := range mats() {
		t.Run(m.lang, func(t *testing.T) {
			wide, high := int64(smallWide), int64(smallHigh)
			if *screens != "" {
				wide, high = usualWide, usualHigh
			}
			p := openPhone(t, wide, high)
			p.trial.clock.JumpTo(p.trial.clock.Morning())
			p.speaks(m.lang)
			p.hidesTheClock()
			p.seat("X2 C9.right C9.left C3 C2")
			p.countsAndPauses(m)
			p.holdsOnBothSides(m)
			p.rests(m)
			p.turnsCountingOff(m)
			p.ends(m)
		})
	}
}

// TestARestartInTheMiddleOfACountInABrowser: the file is closed while an exercise
// is counted, and opened by another process, for whose Telegram no message of
// before exists. The card is there again, and is counted on.
func TestARestartInTheMiddleOfACountInABrowser(t *testing.T) {
	m, file := mats()[0], t.TempDir()+"/try.db"
	keys, err := store.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("before", func(t *testing.T) {
		p := openPhoneOf(t, file, keys, smallWide, smallHigh)
		p.seat("X2 C2")
		p.begins(m)
	})
	t.Run("after", func(t *testing.T) {
		p := openPhoneOf(t, file, keys, smallWide, smallHigh)
		p.waits("Kat en kameel")
		p.until("the count", func() bool {
			return strings.Contains(p.last(), "van 8\n●") || strings.Contains(p.last(), m.over)
		})
		p.play(m.over)
		p.tap(m.done)
		p.waits("Buik licht intrekken")
	})
}

func (p *phonePage) countsAndPauses(m onTheMat) {
	p.offers(m.start)
	p.keepsInSight("the card", 0.95, "[data-testid=media]")
	p.keepsInSight("the card", 1, "[data-testid=text]", "[data-testid=keyboard]")
	p.pictures(m, "session-1.png", false)
	p.begins(m)
	p.showsKeys(m.pause, m.done, m.hurts)
	p.keepsInSight("the count", 1, "[data-testid=media]", "[data-testid=text]", "[data-testid=keyboard]")
	p.play(m.third)
	p.pictures(m, "session-2.png", false)
	p.tapAgain(m.pause)
	p.counts(m.paused)
	p.keepsInSight("the pause", 1, "[data-testid=text]", "[data-testid=keyboard]")
	if keys := p.keys(); !slices.Contains(keys, m.heavy) {
		p.t.Errorf("in the pause there are only %q", keys)
	}
	p.pictures(m, "session-3.png", true)
	p.types(m.later)
	p.waits(m.aside)
	p.advance(3 * time.Hour)
	p.types(m.resume)
	p.counts(m.paused)
	p.tapAgain(m.on)
	p.counts(m.again)
	p.play(m.over)
	p.tapAgain(m.done)
}

func (p *phonePage) begins(m onTheMat) {
	p.t.Helper()
	p.tap(m.start)
	p.counts(m.ready)
}

func (p *phonePage) holdsOnBothSides(m onTheMat) {
	first, second := " · rechts", " · links"
	if m.lang == "en" {
		first, second = " · right", " · left"
	}
	p.waits(first)
	p.begins(m)
	p.play(m.hold, m.release, m.hold, m.release, m.hold, m.otherSide)
	p.keepsInSight("the end of a side", 1, "[data-testid=text]", "[data-testid=keyboard]")
	p.tapAgain(m.done)
	p.waits(second)
	p.begins(m)
	p.play(m.hold, m.over)
	p.tapAgain(m.done)
}

func (p *phonePage) rests(m onTheMat) {
	p.waits("10")
	p.begins(m)
	p.play(m.rest, m.over)
	p.tapAgain(m.done)
}

func (p *phonePage) turnsCountingOff(m onTheMat) {
	p.offers(m.start)
	p.types(m.settings)
	p.tap(m.counting)
	p.tap(m.no)
	p.waitsFor(m.off)
	p.offers(m.done)
	if slices.Contains(p.keys(), m.start) {
		p.t.Errorf("the count is off, and there is still %q", p.keys())
	}
	p.tap(m.done)
}

func (p *phonePage) ends(m onTheMat) {
	for tapped := ""; tapped != m.easy; {
		tapped = p.tapAny(m.easy, "3")
	}
	p.waitsFor(m.ended)
	p.waitsFor(m.why)
	p.advance(time.Minute) // what was answered loses its buttons
	if err := p.trial.bot.Idle(p.ctx); err != nil {
		p.t.Fatal(err)
	}
	p.pictures(m, "session-4.png", false)
}

// speaks has the phone speak a language.
func (p *phonePage) speaks(lang string) {
	p.t.Helper()
	p.do(chromedp.WaitReady(chromedp.CSS(`body[data-ready]`)))
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](`document.querySelector('[data-testid=lang-`+lang+`]').click()`)); err != nil {
		p.t.Fatal(err)
	}
	p.until("the language", func() bool {
		now, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.documentElement.lang`))
		return err == nil && now == lang
	})
}

// hidesTheClock leaves the phone alone, as a real one is.
func (p *phonePage) hidesTheClock() {
	p.t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`document.getElementById('panel').hidden = true`)); err != nil {
		p.t.Fatal(err)
	}
}

// counts waits until the newest message of the bot counts like this.
func (p *phonePage) counts(text string) {
	p.t.Helper()
	p.waits(text)
}

// play lets the time go by in which an exercise is done, beat by beat, until
// each of these was counted. Nobody taps anything.
func (p *phonePage) play(texts ...string) {
	p.t.Helper()
	const most = 120 // beats: no exercise has so many
	for _, text := range texts {
		beats := 0
		for ; beats == 0 || !strings.Contains(p.trial.phone.Person().Last().Text, text); beats++ {
			if beats == most {
				p.t.Fatalf("%q is never counted; there stands %q", text, p.trial.phone.Person().Last().Text)
			}
			p.advance(flows.BeatGap)
			if err := p.trial.bot.Idle(p.ctx); err != nil {
				p.t.Fatal(err)
			}
		}
		p.counts(text)
	}
}

// tapAgain taps a button of the message that was tapped last.
func (p *phonePage) tapAgain(label string) {
	p.t.Helper()
	p.tapped = ""
	p.tap(label)
}

// keys are the labels of the buttons of the newest message that has any.
func (p *phonePage) keys() []string {
	p.t.Helper()
	keys, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`(() => {
		const all = document.querySelectorAll('[data-testid=keyboard]');
		return all.length ? [...all[all.length - 1].querySelectorAll('[data-testid=key]')].map((k) => k.textContent.trim()) : [];
	})()`))
	if err != nil {
		p.t.Fatal(err)
	}
	return keys
}

// offers waits until the newest buttons have this among them.
func (p *phonePage) offers(label string) {
	p.t.Helper()
	p.until("the button "+label, func() bool { return slices.Contains(p.keys(), label) })
}

func (p *phonePage) showsKeys(want ...string) {
	p.t.Helper()
	p.until("the buttons "+strings.Join(want, ", "), func() bool { return slices.Equal(p.keys(), want) })
}

// keepsInSight fails the test if less than this share of any of these parts of
// the newest message with buttons is on the screen, with the chat at its end.
func (p *phonePage) keepsInSight(what string, share float64, parts ...string) {
	p.t.Helper()
	var seen []float64
	p.until("a chat that stands still", func() (done bool) {
		var err error
		seen, err = chromedp.Run(p.ctx, chromedp.Evaluate[[]float64](`((parts) => {
			const scroll = document.getElementById('scroll');
			if (scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight > 1) return []; // on its way there
			const screen = scroll.getBoundingClientRect();
			const all = [...document.querySelectorAll('[data-testid=message]')].filter((m) => m.querySelector('[data-testid=key]'));
			return parts.map((part) => {
				const r = all[all.length - 1].querySelector(part)?.getBoundingClientRect();
				return r ? (Math.min(r.bottom, screen.bottom) - Math.max(r.top, screen.top)) / r.height : 0;
			});
		})(['`+strings.Join(parts, "','")+`'])`))
		return err == nil && len(seen) == len(parts)
	})
	for i, part := range parts {
		if seen[i] < share {
			p.t.Errorf("%s on a screen of %d by %d: of %s %.0f%% is in sight, want %.0f%%", what, smallWide, smallHigh, part, 100*seen[i], 100*share)
		}
	}
}

// pictures writes the screen into the folder that was asked for, of the Dutch
// session alone.
func (p *phonePage) pictures(m onTheMat, name string, dark bool) {
	p.t.Helper()
	if *screens == "" || m.lang != "nl" {
		return
	}
	shades := func(value string) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
			})
			return err
		})
	}
	if dark {
		p.do(shades("dark"))
		defer p.do(shades("light"))
	}
	p.do(chromedp.EmulateViewport(usualWide, usualHigh, chromedp.EmulateMobile, chromedp.EmulateScale(2)))
	p.until("a screen that is at rest", func() bool {
		still, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`(() => {
			document.activeElement.blur();
			const scroll = document.getElementById('scroll');
			scroll.scrollTo({ top: scroll.scrollHeight, behavior: 'instant' });
			return document.getElementById('toast').textContent === '' && document.getAnimations().every((a) => a.playState === 'finished');
		})()`))
		return err == nil && still
	})
	shot, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*screens, name), shot, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
