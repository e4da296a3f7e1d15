package bot

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// went are the messages that went out or were to, as method, "file" or "id", and
// text.
func (w *world) went() (all []string) {
	for _, c := range w.Calls("sendMessage", "sendAnimation", "sendPhoto") {
		how := c.Method
		switch {
		case len(c.Files) > 0:
			how += " file"
		case c.Params["animation"]+c.Params["photo"] != "":
			how += " id"
		}
		text, _, _ := strings.Cut(cmp.Or(c.Params["text"], c.Params["caption"]), "\n")
		all = append(all, how+": "+text)
	}
	return all
}

func (w *world) mustGo(want ...string) {
	w.Helper()
	if got := w.went(); !slices.Equal(got, want) {
		w.Fatalf("went\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const (
	asFile = "sendAnimation file: do this"
	byID   = "sendAnimation id: do this"
	asText = "sendMessage: do this"
)

func TestAPictureIsUploadedOnce(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna, bo := w.person(1), w.person(2)
		for _, who := range []*sandbox.Person{anna, bo, anna} {
			who.Say("show C7.left")
			w.pass(5 * time.Second)
		}
		w.mustGo(asFile, byID, byID)
		if m := bo.Last(); m.Media == nil || m.Media.Kind != "animation" || m.Media.File.Name != "C7.left.gif" || len(m.Buttons) == 0 {
			t.Errorf("shown is %+v", m.Media)
		}
		anna.Say("show C7.right")
		w.pass(5 * time.Second)
		anna.Say("show C7.comfort.right") // looks the same
		w.pass(5 * time.Second)
		w.mustGo(asFile, byID, byID, asFile, byID)
	})
}

// Many who ask at once for what nobody has asked for before.
func TestManyWhoWaitForAPictureUploadItOnce(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		draws := 0
		w.setup = func(b *Bot) {
			b.draw = func(p messages.Picture) ([]byte, error) {
				draws++
				time.Sleep(time.Second)
				return sketch(p)
			}
		}
		w.start()
		w.fail("sendAnimation", once(sandbox.Failure{Delay: 3 * time.Second}))
		for id := range int64(20) {
			w.person(1 + id).Say("show C7")
		}
		w.pass(3 * time.Second)
		if n := len(w.went()); n > 0 || draws != 1 {
			t.Errorf("%d went, %d were drawn", n, draws)
		}
		w.pass(10 * time.Second)
		want := append([]string{asFile}, slices.Repeat([]string{byID}, 19)...)
		w.mustGo(want...)
	})
}

func TestAChangedDrawingIsANewUpload(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		changed := false
		w.setup = func(b *Bot) {
			b.draw = func(p messages.Picture) ([]byte, error) {
				data, err := sketch(p)
				if changed {
					data = append(data, "bent further"...)
				}
				return data, err
			}
		}
		w.start()
		anna := w.person(1)
		show := func() {
			anna.Say("show C7")
			w.pass(5 * time.Second)
		}
		show()
		w.restart()
		show()
		w.mustGo(asFile, byID)
		changed = true
		w.restart()
		show()
		show()
		w.mustGo(asFile, byID, asFile, byID)
	})
}

// The program that drew a picture draws the same again: it need not.
func TestTheSameProgramDrawsNothingAgain(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		draws, program := 0, "v1"
		w.setup = func(b *Bot) {
			b.program = program
			b.draw = func(p messages.Picture) ([]byte, error) { draws++; return sketch(p) }
		}
		w.start()
		for _, want := range []struct {
			program string
			draws   int
		}{{"v1", 1}, {"v1", 1}, {"v2", 2}, {"v2", 2}} {
			program = want.program
			w.restart()
			w.person(1).Say("show C7")
			w.pass(5 * time.Second)
			if draws != want.draws {
				t.Errorf("by %s: %d drawn, want %d", program, draws, want.draws)
			}
		}
		w.mustGo(asFile, byID, byID, byID)
	})
}

// A file id is worth something to one bot only.
func TestAnotherBotUploadsForItself(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.person(1).Say("show C7")
		w.pass(5 * time.Second)
		w.restart()
		w.bot.me++
		w.person(1).Say("show C7")
		w.pass(5 * time.Second)
		w.mustGo(asFile, asFile)
	})
}

func TestAFileIDThatTelegramRefusesIsForgotten(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		w.spoilFileIDs()
		w.restart()
		anna.Say("show C7")
		w.pass(5 * time.Second)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		w.mustGo(asFile, byID, asFile, byID)
		if got := w.heard(anna); len(got) != 3 || w.counted("picture.unknown") != 1 || w.counted("outbox.buried") != 0 {
			t.Errorf("heard %q", got)
		}
	})
}

// spoilFileIDs has the notes name files that Telegram doesn't know.
func (w *world) spoilFileIDs() {
	w.Helper()
	w.update(func(tx *store.Tx) error {
		note, ok := tx.Note("picture C7.gif")
		var u upload
		if err := json.Unmarshal(note, &u); !ok || err != nil {
			return fmt.Errorf("no note: %w", err)
		}
		u.FileID += "x"
		return tx.SetNote("picture C7.gif", []byte(asJSON(u)))
	})
}

func TestWithoutItsPictureAnInstructionIsTold(t *testing.T) {
	words, err := messages.Told(flows.Dutch, "do this", "C7")
	if err != nil || !strings.Contains(words, "a: ") {
		t.Fatalf("told is %q: %v", words, err)
	}
	upload := func(f sandbox.Failure) func(*world) {
		return func(w *world) {
			w.fail("sendAnimation", func(sandbox.Call) *sandbox.Failure { return &f })
		}
	}
	draw := func(draw func(messages.Picture) ([]byte, error)) func(*world) {
		return func(w *world) { w.bot.draw = draw }
	}
	tests := map[string]func(*world){
		"413 of Telegram":    upload(sandbox.Failure{Status: 413, Description: "Request Entity Too Large"}),
		"413 of a gateway":   upload(sandbox.Failure{Status: 413, Body: "<html>413 Request Entity Too Large</html>"}),
		"no picture":         upload(sandbox.Failure{Status: 400, Description: "Bad Request: IMAGE_PROCESS_FAILED"}),
		"gateway is down":    upload(sandbox.Failure{Status: 502}),
		"never gets through": upload(sandbox.Failure{Drop: true, Delay: time.Hour}),
		"can't be drawn":     draw(func(messages.Picture) ([]byte, error) { return nil, errors.New("no pen") }),
		"drawing panics":     draw(func(messages.Picture) ([]byte, error) { panic("no paper") }),
		"draws nothing":      draw(func(messages.Picture) ([]byte, error) { return []byte{}, nil }),
	}
	for name, setup := range tests {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(t *testing.T, w *world) {
				setup(w)
				anna := w.person(1)
				anna.Say("show C7")
				w.pass(10 * time.Minute)
				if m := anna.Last(); m.HTML != words || m.Media != nil || len(m.Buttons) == 0 {
					t.Errorf("heard %q with %v", m.HTML, m.Media)
				}
				if w.queued() > 0 {
					t.Error("something waits")
				}
				w.tap(anna, "a")
				w.pass(time.Minute)
				if n := len(w.Calls("editMessageText")); n != 1 {
					t.Errorf("%d edits of the text", n)
				}
			})
		})
	}
}

func TestAnUnknownFigureCostsThePictureAlone(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("show Q9")
		w.pass(5 * time.Second)
		w.hears(anna, "do this")
		if !strings.Contains(w.log.String(), "Q9") {
			t.Error("no operator sees it")
		}
	})
}

// How somebody wants to see figures.
func TestPicturesAreShownAsSomebodyWishes(t *testing.T) {
	for wish, want := range map[flows.Pictures]string{
		flows.PicturesMove: asFile, flows.PicturesStill: "sendPhoto file: do this", flows.PicturesWords: asText,
	} {
		t.Run("wish "+string(wish), func(t *testing.T) {
			inWorld(t, func(t *testing.T, w *world) {
				anna := w.person(1)
				anna.Say("pictures " + string(wish))
				anna.Say("show C7.left")
				w.pass(5 * time.Second)
				w.mustGo(want)
				if told := strings.Contains(anna.Last().Text, "a: "); told != (wish == flows.PicturesWords) {
					t.Errorf("heard %q", anna.Last().Text)
				}
			})
		})
	}
}

// What may have arrived is sent again where it is an answer, in words, and never
// as a reminder.
func TestAnUploadInDoubtIsOfItsClass(t *testing.T) {
	for class, want := range map[flows.Class][]string{
		flows.Answer:   {asFile, asText},
		flows.Reminder: {asFile},
	} {
		t.Run(string(class), func(t *testing.T) {
			inQuietWorld(t, func(t *testing.T, w *world) {
				w.setup = func(b *Bot) {
					b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
						out := echo(p, ev, now)
						out.Replies[0].Class = class
						return out
					}
				}
				w.start()
				w.fail("sendAnimation", once(sandbox.Failure{Drop: true, Taken: true}))
				anna := w.person(1)
				anna.Say("show C7")
				w.pass(time.Hour)
				w.mustGo(want...)
				if n := w.counted("outbox.ambiguous"); n != 1 || w.queued() != 0 {
					t.Errorf("in doubt %d times, %d wait", n, w.queued())
				}
			})
		})
	}
}

func TestAPictureUnderWayAtACrashIsSentAgain(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.fail("sendAnimation", once(sandbox.Failure{Linger: 30 * time.Second}))
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		w.crash()
		w.start()
		w.pass(time.Minute)
		w.mustGo(asFile, asFile)
	})
}

// Law 4: an alarm is never behind a picture, whatever that waits for.
func TestAnAlarmOvertakesAPicture(t *testing.T) {
	slow := sandbox.Failure{Delay: 50 * time.Second}
	for name, setup := range map[string]func(*world){
		"that is drawn": func(w *world) {
			w.bot.draw = func(p messages.Picture) ([]byte, error) { time.Sleep(20 * time.Second); return sketch(p) }
		},
		"that is uploaded":           func(w *world) { w.fail("sendAnimation", once(slow)) },
		"whose answer does not come": func(w *world) { w.fail("sendAnimation", once(sandbox.Failure{Linger: 50 * time.Second})) },
		"that another chat uploads":  func(w *world) { w.fail("sendAnimation", once(slow)); w.person(2).Say("show C7"); w.pass(time.Second) },
		"that is behind another one": func(w *world) {
			w.bot.draw = func(p messages.Picture) ([]byte, error) { time.Sleep(9 * time.Second); return sketch(p) }
			w.person(2).Say("show C8")
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(t *testing.T, w *world) {
				setup(w)
				anna := w.person(1)
				anna.Say("show C7")
				w.pass(5 * time.Second)
				anna.Say("alarm call now")
				w.pass(100 * time.Millisecond)
				if heard := w.heard(anna); len(heard) == 0 || heard[len(heard)-1] != "call now" {
					t.Errorf("0.1 s after an alarm heard is %q", heard)
				}
				w.pass(10 * time.Minute)
				if m := w.heard(anna); !strings.HasPrefix(m[len(m)-1], "do this") || w.queued() > 0 {
					t.Errorf("heard %q in the end", m)
				}
			})
		})
	}
}

// What waits for a picture holds up nobody else, and no worker.
func TestAPictureHoldsUpNobodyElse(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.bot.draw = func(p messages.Picture) ([]byte, error) { time.Sleep(time.Hour); return sketch(p) }
		for id := range int64(2 * crowd[rankAnswer]) {
			w.person(100 + id).Say("show C7")
		}
		w.pass(time.Second)
		bo := w.person(2)
		bo.Say("hello")
		bo.Say("in 61s")
		w.pass(200 * time.Millisecond)
		w.hears(bo, "hello")
		w.pass(2 * time.Minute)
		w.hears(bo, "hello", "tick")
	})
}

func TestABotThatEndsDrawsNoFurther(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		draws := 0
		w.bot.draw = func(p messages.Picture) ([]byte, error) { draws++; time.Sleep(time.Second); return sketch(p) }
		for i, e := range flows.Exercises() {
			w.person(int64(1 + i)).Say("show " + e.ID)
		}
		synctest.Wait()
		began := time.Now()
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 2*time.Second || draws > 2 {
			t.Errorf("it took %s, and %d were drawn", took, draws)
		}
		if w.queued() != len(flows.Exercises()) {
			t.Errorf("%d wait", w.queued())
		}
		w.start()
		w.pass(time.Minute)
		if w.queued() > 0 {
			t.Errorf("%d wait still", w.queued())
		}
	})
}

// An answered card keeps its picture: its caption is edited.
func TestTheCaptionOfAQuestionIsEdited(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		card := anna.Last().ID
		w.tap(anna, "a")
		w.pass(time.Minute)
		if got := strings.Join(w.calls(card), " "); got != "editMessageCaption" {
			t.Errorf("calls %q", got)
		}
		all := anna.Chat().Messages
		m := all[slices.IndexFunc(all, func(m sandbox.Message) bool { return m.ID == card })]
		if m.Text != "do this: a" || m.Media == nil || len(m.Buttons) != 0 {
			t.Errorf("it stands as %q with %v", m.Text, m.Media)
		}
	})
}

// Who taps a card that was taken for a text.
func TestACaptionThatWasTakenForATextIsEdited(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		card := anna.Last().ID
		w.recall(anna.ID(), func(a *store.Asked) { a.Caption = false })
		w.tap(anna, "a")
		w.pass(time.Minute)
		if got := strings.Join(w.calls(card), " "); got != "editMessageText editMessageCaption" || w.queued() > 0 {
			t.Errorf("calls %q, %d wait", got, w.queued())
		}
	})
}

// Where a picture is another one, an edit of the words would leave it as it is.
func TestAnotherPictureIsAskedAnew(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		w.tap(anna, "more") // renews it without a figure
		w.pass(time.Minute)
		if m := anna.Last(); m.Text != "ask more" || m.Media != nil {
			t.Errorf("it stands as %q with %v", m.Text, m.Media)
		}
		if heard := w.heard(anna); len(heard) != 2 {
			t.Errorf("heard %q", heard)
		}
	})
}

// The message with the picture of before kept its buttons, below a question that
// was asked anew.
func TestBugARenewedQuestionWithAnotherPictureLeftItsButtons(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		card := anna.Last().ID
		w.tap(anna, "more")
		w.pass(time.Minute)
		all := anna.Chat().Messages
		old := all[slices.IndexFunc(all, func(m sandbox.Message) bool { return m.ID == card })]
		if len(old.Buttons) > 0 || old.Media == nil || !strings.HasPrefix(old.Text, "do this") {
			t.Errorf("it stands as %q with %v", old.Text, old.Buttons)
		}
		if last := anna.Last(); len(last.Buttons) == 0 || w.queued() > 0 || w.counted("graves") > 0 {
			t.Errorf("the new one has %v, and %d wait", last.Buttons, w.queued())
		}
		w.tap(anna, "a") // of the new one
		w.pass(time.Minute)
		if m := anna.Last(); m.Text != "next" {
			t.Errorf("an answer comes to %q", m.Text)
		}
	})
}

func TestTheLogOfPicturesNamesNobody(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.bot.draw = func(messages.Picture) ([]byte, error) { return nil, errors.New("no pen") }
		w.person(123456).Say("show C7.left")
		w.pass(5 * time.Second)
		w.bot.draw = sketch
		w.fail("sendPhoto", func(sandbox.Call) *sandbox.Failure {
			return &sandbox.Failure{Status: 400, Description: "Bad Request: nope"}
		})
		w.person(123456).Say("pictures still")
		w.person(123456).Say("show C8.left")
		w.pass(5 * time.Second)
		seen := 0
		for line := range strings.Lines(w.log.String()) {
			if !strings.Contains(line, "picture") {
				continue
			}
			if seen++; strings.Contains(line, "patient") || strings.Contains(line, "123456") || strings.Contains(line, w.Token()) {
				t.Errorf("the log says %s", line)
			}
		}
		if seen < 2 {
			t.Errorf("the log has %d lines about pictures", seen)
		}
	})
}

// A card too long for a caption goes as a text, with its picture in words.
func TestACardTooLongForACaptionGoesInWords(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.bot.words.reply = func(l flows.Lang, zone string, pr messages.Practice, r flows.Reply) (messages.Message, error) {
			m, err := plainWords.reply(l, zone, pr, r)
			m.HTML += strings.Repeat(" on", 400)
			return m, err
		}
		anna := w.person(1)
		anna.Say("show C7")
		w.pass(5 * time.Second)
		if m := anna.Last(); m.Media != nil || !strings.Contains(m.Text, "a: ") || len(m.Buttons) == 0 || w.counted("picture.refused") != 0 {
			t.Errorf("heard %q with %v", m.Text, m.Media)
		}
	})
}
