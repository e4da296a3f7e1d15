package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// wish is what someone does on the page.
type wish struct {
	Text     string `json:"text"`     // say
	Message  int    `json:"message"`  // press
	Data     string `json:"data"`     // press
	Kind     string `json:"kind"`     // attach
	Language string `json:"language"` // language
	To       string `json:"to"`       // clock
}

// maxWish is more than any wish takes.
const maxWish = 1 << 20

var errUnknownWish = errors.New("no such thing can be done here")

// serveAction does what the page asks for and answers when it is done.
func (p *Phone) serveAction(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Content-Type") != "application/json" {
		http.Error(w, "application/json only", http.StatusUnsupportedMediaType)
		return
	}
	var wanted wish
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxWish)).Decode(&wanted); err != nil {
		http.Error(w, "not a wish", http.StatusBadRequest)
		return
	}
	err := p.do(r.Context(), r.PathValue("action"), wanted)
	if errors.Is(err, errUnknownWish) {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := map[string]any{"ok": err == nil, "now": p.clock.Now()}
	if err != nil {
		answer["why"] = why(err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(mustJSON(answer))
}

// why names an error so that the page can say it in the reader's language.
func why(err error) string {
	switch {
	case errors.Is(err, errNothingDue):
		return "nothing-due"
	case errors.Is(err, errTravelling):
		return "travelling"
	case errors.Is(err, errTooManyStops):
		return "too-many-stops"
	}
	return "failed"
}

// do carries out one wish.
func (p *Phone) do(ctx context.Context, action string, w wish) error {
	person := p.Person()
	switch action {
	case "start":
		person.Start()
	case "say":
		person.Say(w.Text)
	case "press":
		_, err := person.PressData(w.Message, w.Data)
		return err
	case "attach":
		return attach(person, w.Kind)
	case "block":
		person.Block()
	case "unblock":
		person.Unblock()
	case "language":
		if checkLanguage(w.Language) != nil {
			return errUnknownWish
		}
		person.SetLanguage(w.Language)
	case "reset":
		return p.reset(ctx)
	case "clock":
		return p.travel(ctx, w.To)
	default:
		return errUnknownWish
	}
	return nil
}

// attach sends a sample of something that is no text.
func attach(p *Person, kind string) error {
	dutch := p.User().LanguageCode == "nl"
	say := func(nl, en string) string {
		if dutch {
			return nl
		}
		return en
	}
	switch kind {
	case "photo":
		p.SendPhoto(say("Mijn uitzicht vanochtend", "My view this morning"))
	case "voice":
		p.SendVoice()
	case "sticker":
		p.SendSticker("💪")
	case "location":
		p.SendLocation(52.0907, 5.1214)
	case "document":
		p.SendDocument(say("brief.txt", "letter.txt"), []byte(say("Een brief.\n", "A letter.\n")), "")
	case "contact":
		p.SendContact("Truus", "+31 6 12345678")
	case "forward":
		p.Forward(say("Probeer eens elke dag te wandelen, dat hielp mij!", "Try to walk every day, it helped me!"))
	default:
		return errUnknownWish
	}
	return nil
}

// reset forgets everybody and gives the phone to someone new, who speaks the
// same language.
func (p *Phone) reset(ctx context.Context) error {
	if !p.travelling.TryLock() {
		return errTravelling
	}
	defer p.travelling.Unlock()
	if p.hooks.Reset != nil {
		if err := p.hooks.Reset(ctx); err != nil {
			return err
		}
	}
	next := p.server.Person(0, PersonOptions{LanguageCode: p.Person().User().LanguageCode})
	p.update(func() { p.person = next })
	return nil
}

var errTravelling = errors.New("the clock is being moved already")

// travel moves the clock to where a button of the page leads.
func (p *Phone) travel(ctx context.Context, to string) error {
	if !p.travelling.TryLock() {
		return errTravelling
	}
	defer p.travelling.Unlock()
	p.update(func() { p.busy = true })
	defer p.update(func() { p.busy = false })

	j := journey{p.clock, p.hooks}
	switch to {
	case "next":
		before := p.Person().Last().ID
		return j.until(ctx, func() bool { return p.Person().Last().ID != before })
	case "hour":
		return j.to(ctx, p.clock.Now().Add(time.Hour))
	case "morning":
		return j.to(ctx, p.clock.Morning())
	case "week":
		return j.to(ctx, p.clock.Now().AddDate(0, 0, 7))
	}
	return errUnknownWish
}
