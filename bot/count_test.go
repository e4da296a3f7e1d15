package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/store"
)

// counting runs a test with the whole conversation, and a patient for whom the
// first card of a session stands in the chat: eight repetitions, of which each
// takes six seconds, after ten seconds to get ready.
func counting(t *testing.T, test func(t *testing.T, w *world, anna *sandbox.Person)) {
	t.Helper()
	countingAt(t, "X2", test)
}

// countingAt is counting for whom the cards of a session begin with these.
func countingAt(t *testing.T, cards string, test func(t *testing.T, w *world, anna *sandbox.Person)) {
	t.Helper()
	inQuietWorld(t, func(t *testing.T, w *world) {
		w.setup = func(b *Bot) {
			b.step, b.words = flows.Step, newWords
			b.loop.write = w.countsOnlyWhatRuns
		}
		w.start()
		anna := w.person(1)
		w.atTheCard(anna, cards)
		test(t, w, anna)
	})
}

// countsOnlyWhatRuns is Store.Update; what ended a count has taken it back in
// the same transaction.
func (w *world) countsOnlyWhatRuns(fn func(*store.Tx) error) error {
	return w.store.Update(func(tx *store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return tx.Outbox(func(m store.Message) error {
			if m.Kind != store.Count {
				return nil
			}
			if p, err := tx.Patient(m.Patient); err != nil || !flows.Counts(p, m.Reply) {
				w.Errorf("at %s a count waits that does not run: %v", time.Now(), err)
			}
			return nil
		})
	})
}

// count is the count of a person that waits for its next beat.
func (w *world) count(p *sandbox.Person) (found store.Message) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		queue, err := tx.Queue(addressOf(p.ID()))
		for _, m := range queue {
			if m.Kind == store.Count {
				found = m
			}
		}
		return err
	})
	if found.ID == 0 {
		w.Fatal("nothing is counted")
	}
	return found
}

// atACard brings somebody to the first card of a session.
func (w *world) atACard(p *sandbox.Person) { w.atTheCard(p, "X2") }

func (w *world) atTheCard(p *sandbox.Person, exercise string) {
	w.Helper()
	p.Say("/start")
	w.pass(time.Second)
	w.update(func(tx *store.Tx) error {
		id, _ := tx.Lookup(addressOf(p.ID()))
		patient, err := tx.Patient(id)
		if err != nil {
			return err
		}
		now := time.Now().UTC()
		patient.Consent = &flows.Consent{Version: flows.ConsentVersion, At: now, Programme: true}
		patient.Stage, patient.Screened, patient.AskedE = flows.Coached, now, now
		patient.Profile.Age, patient.Profile.Leg, patient.Runs = 45, "none", 1
		patient.Forms = []flows.Open{{
			Form: "session", Run: 1, Question: "card1", Since: now, Asked: now,
			Answers: map[string]string{"kind": "full", "plan": exercise + " C2", "reason": flows.ChoiceDone},
		}}
		return tx.SavePatient(patient)
	})
	w.pass(2 * time.Minute) // nothing of this counts for our own pace
	p.Say("/oefenen")
	w.pass(2 * time.Second)
	if last := p.Last(); !strings.Contains(last.Text, "Tik op ‘Start’") {
		w.Fatalf("the card is %q", last.Text)
	}
}

// shows is the line that counts in a person's newest message.
func shows(p *sandbox.Person) string {
	_, counted, _ := strings.Cut(p.Last().Text, "hol.\n\n")
	line, _, _ := strings.Cut(counted, "\n")
	return line
}

// beat is one look of a message.
type beat struct {
	at   time.Duration // since the first
	line string
}

// beatsOf are the looks of a person's newest message since a moment.
func beatsOf(p *sandbox.Person, since time.Time) (all []beat) {
	m := p.Last()
	begin := m.At
	for _, v := range append(slices.Clone(m.Earlier), sandbox.Version{Text: m.Text}) {
		_, counted, _ := strings.Cut(v.Text, "hol.\n\n")
		line, _, _ := strings.Cut(counted, "\n")
		if !begin.Before(since) {
			all = append(all, beat{begin.Sub(since).Round(10 * time.Millisecond), line})
		}
		begin = v.At
	}
	return all
}

func TestACountIsPlayed(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		begun := time.Now()
		w.tap(anna, "▶ Start")
		w.pass(2 * time.Minute)
		want := []beat{
			{0, "Neem rustig je houding aan. Over 10 tellen beginnen we."}, {5 * time.Second, "Nog 5 tellen. Adem rustig door."},
			{10 * time.Second, "Keer 1 van 8"}, {16 * time.Second, "Keer 2 van 8"}, {22 * time.Second, "Keer 3 van 8"}, {28 * time.Second, "Keer 4 van 8"},
			{34 * time.Second, "Keer 5 van 8"}, {40 * time.Second, "Keer 6 van 8"}, {46 * time.Second, "Keer 7 van 8"}, {52 * time.Second, "Keer 8 van 8"},
			{58 * time.Second, "Dat was het. Kom rustig los. Tik op ‘Klaar’."},
		}
		if got := beatsOf(anna, begun); !slices.Equal(got, want) {
			t.Errorf("counted:\n%v\nwant:\n%v", got, want)
		}
		if _, ok := anna.Last().Button("⏸ Pauze"); ok || w.queued() != 0 {
			t.Errorf("after the last beat there is still %v, and %d messages wait", anna.Last().Buttons, w.queued())
		}
		w.keepsPace(anna, begun)
		w.tap(anna, "Klaar")
		w.pass(10 * time.Second)
		card := anna.Chat().Messages[len(anna.Chat().Messages)-2]
		if !strings.HasSuffix(card.Text, "hol.\n\n➜ Klaar") || len(card.Buttons) > 0 {
			t.Errorf("the card that was done is %q with %v", card.Text, card.Buttons)
		}
	})
}

// keepsPace fails the test if edits came faster than a count may.
func (w *world) keepsPace(p *sandbox.Person, since time.Time) {
	w.Helper()
	var edits []time.Time
	for _, c := range w.Calls("editMessageText", "editMessageCaption") {
		if c.Chat == p.ID() && c.OK() && !c.At.Before(since) {
			edits = append(edits, c.At)
		}
	}
	for i, at := range edits {
		if i > 0 && at.Sub(edits[i-1]) < flows.BeatGap {
			w.Errorf("an edit at %s comes %s after another", at, at.Sub(edits[i-1]))
		}
		if i >= 12 && at.Sub(edits[i-12]) < time.Minute {
			w.Errorf("the edit at %s is the thirteenth of a minute", at)
		}
	}
	if n := w.counted("outbox.limited"); n > 0 {
		w.Errorf("Telegram had to limit us %d times", n)
	}
}

func TestAPauseHaltsACountAndGoingOnTakesItUp(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(22 * time.Second)
		w.tap(anna, "⏸ Pauze")
		w.pass(time.Second)
		if text := anna.Last().Text; !strings.Contains(text, "Pauze.") || !strings.Contains(text, "Keer 3 van 8") || w.queued() != 0 {
			t.Fatalf("in the pause there stands %q, and %d messages wait", text, w.queued())
		}
		w.pass(3 * time.Hour)
		begun := time.Now()
		w.tap(anna, "▶ Verder")
		w.pass(6 * time.Second)
		want := []beat{{0, "We gaan verder. Nog 5 tellen."}, {5 * time.Second, "Keer 3 van 8"}}
		if got := beatsOf(anna, begun); !slices.Equal(got, want) {
			t.Errorf("it goes on with %v, want %v", got, want)
		}
		w.pass(time.Minute)
		if line := shows(anna); !strings.HasPrefix(line, "Dat was het") {
			t.Errorf("it ends with %q", line)
		}
	})
}

func TestATypedStartIsCountedBelowIt(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		anna.Say("start")
		w.pass(12 * time.Second)
		if line := shows(anna); line != "Keer 1 van 8" {
			t.Errorf("after twelve seconds there stands %q", line)
		}
		anna.Say("hm hm hm") // is asked again, and goes on there
		w.pass(10 * time.Second)
		if line := shows(anna); line != "Keer 3 van 8" {
			t.Errorf("after 22 seconds there stands %q", line)
		}
		if n := w.queued(); n != 1 {
			t.Errorf("%d messages wait, want one count", n)
		}
	})
}

// law 1: an alarm is first, and what it forbids is taken back with it.
func TestAnAlarmIsBeforeACountAndEndsIt(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(25*time.Second - time.Millisecond)
		before := time.Now()
		anna.Say("ik kan niet plassen")
		w.pass(100 * time.Millisecond)
		if text := anna.Last().Text; !strings.Contains(text, "Bel nu je huisarts") {
			t.Fatalf("the last that was heard is %q", text)
		}
		w.pass(5 * time.Minute)
		for _, c := range w.Calls("editMessageText", "editMessageCaption") {
			if c.At.After(before.Add(10*time.Millisecond)) && (strings.Contains(c.Params["caption"], "Keer") || c.Params["reply_markup"] != "") {
				t.Errorf("%s after the alarm: %s", c.At.Sub(before), c.Params["caption"])
			}
		}
	})
}

// Opened between the claim and the call: the lock is looked at once more.
func TestACountInFlightIsLookedAtAgain(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(2 * time.Second)
		c, err := w.bot.look(&lane{address: addressOf(anna.ID())})
		if err != nil || c.ready || c.rank != rankCount {
			t.Fatalf("%+v, %v", c, err)
		}
		c.m = w.count(anna)
		if !w.bot.stillAllowed(c) {
			t.Error("a count that runs is not allowed")
		}
		w.update(func(tx *store.Tx) error {
			p := w.patient(anna)
			p.Flags = []flows.Flag{{Row: "RF01", Class: flows.NowDoctor}}
			return tx.SavePatient(p)
		})
		if w.bot.stillAllowed(c) {
			t.Error("a count is allowed under a flag")
		}
		w.update(func(tx *store.Tx) error {
			p := w.patient(anna)
			p.Flags, p.Forms[0].Count = nil, nil
			return tx.SavePatient(p)
		})
		if w.bot.stillAllowed(c) {
			t.Error("a count that was ended is allowed")
		}
	})
}

func TestAnAnswerEndsACount(t *testing.T) {
	for _, does := range []string{"Klaar", "Doet pijn", "te zwaar", "overslaan", "later"} {
		counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
			w.tap(anna, "▶ Start")
			w.pass(17 * time.Second)
			if _, ok := anna.Last().Button(does); ok {
				w.tap(anna, does)
			} else {
				anna.Say(does)
			}
			w.pass(20 * time.Second)
			w.ForgetCalls()
			w.pass(5 * time.Minute)
			if calls := w.Calls("editMessageText", "editMessageCaption", "sendMessage", "sendAnimation"); len(calls) > 0 || w.queued() > 0 {
				t.Errorf("%s: later came %v, and %d messages wait", does, calls, w.queued())
			}
		})
	}
}

func TestACountGoesOnAfterARestartWithWhatIsDue(t *testing.T) {
	for name, stop := range map[string]func(*world){
		"stopped": func(w *world) { _ = w.end() },
		"killed":  func(w *world) { w.crash() },
	} {
		counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
			begun := time.Now()
			w.tap(anna, "▶ Start")
			w.pass(17 * time.Second)
			stop(w)
			w.pass(12 * time.Second)
			w.start()
			w.pass(time.Minute)
			got := beatsOf(anna, begun)
			want := []beat{{16 * time.Second, "Keer 2 van 8"}, {29 * time.Second, "Keer 4 van 8"}, {34 * time.Second, "Keer 5 van 8"}}
			if i := slices.Index(got, want[0]); i < 0 || len(got) < i+3 || !slices.Equal(got[i:i+3], want) {
				t.Errorf("%s: counted %v, want %v in it", name, got, want)
			}
			if line := shows(anna); !strings.HasPrefix(line, "Dat was het") || w.queued() > 0 {
				t.Errorf("%s: it ends with %q", name, line)
			}
			w.keepsPace(anna, begun)
		})
	}
}

// Killed while an edit is under way, over and over.
func TestACountOutlivesBeingKilledInTheMiddleOfACall(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		begun := time.Now()
		for _, lost := range []sandbox.Failure{{Taken: true, Linger: time.Hour}, {Delay: time.Hour}} {
			w.fail("editMessageCaption", once(lost))
			if lost.Taken {
				w.tap(anna, "▶ Start")
			}
			w.pass(8 * time.Second)
			w.crash()
			w.SetFault(nil)
			w.start()
			w.pass(time.Second)
		}
		w.pass(time.Minute)
		if line := shows(anna); !strings.HasPrefix(line, "Dat was het") || w.queued() > 0 {
			t.Errorf("it ends with %q, and %d messages wait", line, w.queued())
		}
		w.keepsPace(anna, begun)
	})
}

// Telegram's limit makes a count late: it skips what it missed.
func TestALimitedCountSkipsBeats(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		begun := time.Now()
		w.tap(anna, "▶ Start")
		w.pass(12 * time.Second)
		w.fail("editMessageCaption", once(sandbox.Failure{Status: 429, RetryAfter: 13}))
		w.pass(time.Minute)
		var lines []string
		for _, b := range beatsOf(anna, begun)[2:] {
			lines = append(lines, b.line)
		}
		want := []string{"Keer 1 van 8", "Keer 4 van 8", "Keer 5 van 8", "Keer 6 van 8", "Keer 7 van 8", "Keer 8 van 8", "Dat was het. Kom rustig los. Tik op ‘Klaar’."}
		if !slices.Equal(lines, want) {
			t.Errorf("counted %q, want %q", lines, want)
		}
	})
}

// An answer goes before a beat that is due, and never waits for one.
func TestACountHoldsUpNothing(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(40 * time.Second)
		said := time.Now()
		anna.Say("/help")
		w.pass(100 * time.Millisecond)
		help := anna.Last()
		if help.At.Sub(said) > 100*time.Millisecond || strings.Contains(help.Text, "Keer") {
			t.Errorf("after %s: %q", help.At.Sub(said), help.Text)
		}
		w.pass(5 * time.Second) // and so is whoever goes on
		said = time.Now()
		anna.Say("/help")
		w.pass(2 * time.Second)
		if last := anna.Last(); last.At.Before(said) {
			t.Errorf("%q is the last, and came before", last.Text)
		}
	})
}

// What ranks below a count goes between two beats: it need not wait for its end.
func TestACountHoldsUpNoReminder(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(7 * time.Second)
		w.update(func(tx *store.Tx) error {
			_, err := tx.Enqueue(store.Message{
				Address: addressOf(anna.ID()), Patient: w.patient(anna).ID, Lang: flows.Dutch, Kind: store.Send, At: time.Now(),
				Reply: flows.Reply{Text: "form.later", Class: flows.Reminder, Topic: flows.AboutTalk},
			})
			return err
		})
		w.bot.lanes.feed(addressOf(anna.ID()), rankReminder)
		w.pass(2 * time.Second)
		if text := anna.Last().Text; !strings.Contains(text, "dit komt later") {
			t.Errorf("between two beats the last is %q", text)
		}
	})
}

func TestACountOfAMessageThatIsGoneGoesOnInANewOne(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		w.tap(anna, "▶ Start")
		w.pass(12 * time.Second)
		gone := anna.Last().ID
		anna.DeleteMessage(gone)
		w.pass(15 * time.Second)
		if last := anna.Last(); last.ID == gone || shows(anna) != "Keer 3 van 8" {
			t.Errorf("there stands %q", last.Text)
		}
		w.pass(time.Minute)
		if line := shows(anna); !strings.HasPrefix(line, "Dat was het") || w.queued() > 0 || w.counted("graves") > 0 {
			t.Errorf("it ends with %q", line)
		}
	})
}

func TestTwoAreCountedAtOnce(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		ben := w.person(2)
		w.atACard(ben)
		w.tap(anna, "▶ Start")
		w.pass(3 * time.Second)
		begun := time.Now()
		w.tap(ben, "▶ Start")
		w.pass(20 * time.Second)
		w.tap(anna, "⏸ Pauze")
		w.pass(40 * time.Second)
		if line := shows(ben); !strings.HasPrefix(line, "Dat was het") {
			t.Errorf("ben ends with %q", line)
		}
		if got := beatsOf(ben, begun); len(got) != 11 || got[4].at != 22*time.Second {
			t.Errorf("ben was counted %v", got)
		}
		if !strings.Contains(anna.Last().Text, "Keer 3 van 8") {
			t.Errorf("anna is at %q", anna.Last().Text)
		}
	})
}

// Tapped twice, and tapped when it is over: said kindly, and nothing changes.
func TestOldButtonsOfACountSaySo(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		card := anna.Last()
		start, _ := card.Button("▶ Start")
		w.tap(anna, "▶ Start")
		w.pass(7 * time.Second)
		pause, _ := anna.Last().Button("⏸ Pauze")
		before := w.patient(anna)
		again, err := anna.PressData(card.ID, start.Data)
		if err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second)
		if a, _ := again.Answer(); a.Text != "Ik tel al met je mee." || !before.Forms[0].Count.Since.Equal(w.patient(anna).Forms[0].Count.Since) {
			t.Errorf("the second start says %q", a.Text)
		}
		w.pass(time.Minute)
		late, err := anna.PressData(card.ID, pause.Data)
		if err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second)
		if a, _ := late.Answer(); !strings.HasPrefix(a.Text, "Ik tel nu niet af.") {
			t.Errorf("a pause after the end says %q", a.Text)
		}
	})
}

// A call that Telegram took late was followed by the next in its own time: two
// beats lay four seconds apart.
func TestBugASlowCallBroughtTheNextBeatNearer(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		begun := time.Now()
		w.fail("editMessageCaption", once(sandbox.Failure{Delay: 3 * time.Second}))
		w.tap(anna, "▶ Start")
		w.pass(9 * time.Second)
		if got := beatsOf(anna, begun); len(got) != 2 || got[1].at-got[0].at != flows.BeatGap {
			t.Errorf("counted %v", got)
		}
	})
}

// Late, under way when the program was killed, and soon due again: what is in
// doubt counts as shown.
func TestACountKeepsItsPaceOverARestart(t *testing.T) {
	counting(t, func(t *testing.T, w *world, anna *sandbox.Person) {
		begun, calls := time.Now(), 0
		w.fail("editMessageCaption", func(sandbox.Call) *sandbox.Failure {
			switch calls++; calls {
			case 2:
				return &sandbox.Failure{Status: 429, RetryAfter: 3}
			case 3:
				return &sandbox.Failure{Taken: true, Linger: time.Hour}
			}
			return nil
		})
		w.tap(anna, "▶ Start")
		w.pass(9 * time.Second)
		w.crash()
		w.pass(1500 * time.Millisecond)
		w.start()
		w.pass(10 * time.Second)
		want := []beat{{8 * time.Second, "Nog 5 tellen. Adem rustig door."}, {13 * time.Second, "Keer 1 van 8"}, {18 * time.Second, "Keer 2 van 8"}}
		if got := beatsOf(anna, begun); len(got) < 4 || !slices.Equal(got[1:4], want) {
			t.Errorf("counted %v, want %v from the second on", got, want)
		}
	})
}

// A beat of which nobody knows whether it was shown is shown again; that nothing
// changes then is no end.
func TestABeatShownTwiceIsNoEnd(t *testing.T) {
	counting(t, func(t *testing.T, w *world, _ *sandbox.Person) {
		ben := w.person(2)
		w.atTheCard(ben, "C3") // six seconds each
		w.tap(ben, "▶ Start")
		w.pass(9 * time.Second)
		w.fail("editMessageCaption", once(sandbox.Failure{Drop: true, Taken: true}))
		w.pass(8 * time.Second)
		if text := ben.Last().Text; !strings.Contains(text, "Keer 1 van 10") && !strings.Contains(text, "Keer 2 van 10") {
			t.Errorf("there stands %q", text)
		}
		w.pass(3 * time.Minute)
		if text := ben.Last().Text; !strings.Contains(text, "Dat was het") {
			t.Errorf("it ends with %q", text)
		}
	})
}

// Each call took some time, and the gap went by its end: beats came later and
// later, the last repetitions were never shown, and the end came late.
func TestBugASlowLineSkippedRepetitions(t *testing.T) {
	for _, exercise := range []string{"X2", "B1"} { // repetitions, holds
		counting(t, func(t *testing.T, w *world, _ *sandbox.Person) {
			ben := w.person(2)
			w.atTheCard(ben, exercise)
			w.fail("editMessageCaption", func(sandbox.Call) *sandbox.Failure { return &sandbox.Failure{Delay: 400 * time.Millisecond} })
			began := time.Now()
			w.tap(ben, "▶ Start")
			w.pass(time.Second)
			m := w.count(ben)
			w.pass(6 * time.Minute)
			var planned []time.Duration
			for _, b := range m.Reply.Count.Beats {
				planned = append(planned, time.Duration(b.At)*time.Second)
			}
			shown := beatsOf(ben, began)
			if len(shown) != len(planned) {
				t.Fatalf("%s: %d beats were shown of %d: %v", exercise, len(shown), len(planned), shown)
			}
			for i, at := range planned {
				if late := shown[i].at - at; late < 0 || late > 1700*time.Millisecond {
					t.Errorf("%s: beat %d comes %s late", exercise, i, late)
				}
			}
		})
	}
}
