package bot

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/robfig/cron/v3"

	"back2core/flows"
	"back2core/store"
)

// nightly is the schedule of a practice in Amsterdam.
func nightly(t *testing.T) cron.Schedule {
	t.Helper()
	s, err := cron.ParseStandard("CRON_TZ=Europe/Amsterdam 15 3 * * *")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBackupsAreMadeEachNightByThePracticesClock(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		var made []string
		w.setup = func(b *Bot) {
			b.o.Backup = Backup{At: nightly(t), Last: time.Now(), Make: func(context.Context) error {
				made = append(made, time.Now().UTC().Format("01-02 15:04"))
				return nil
			}}
		}
		w.pass(86*24*time.Hour + time.Minute) // the clock moves on 26 March 2000
		w.start()
		w.pass(72 * time.Hour)
		if want := []string{"03-27 01:15", "03-28 01:15", "03-29 01:15"}; !slices.Equal(made, want) {
			t.Errorf("made at %q, want %q", made, want)
		}
		if n := w.counted("backup.done"); n != 3 {
			t.Errorf("%d were counted", n)
		}
	})
}

func TestABackupThatWasMissedIsMadeAtTheStart(t *testing.T) {
	for name, tt := range map[string]struct {
		last time.Duration // ago
		want int
	}{"never": {0, 1}, "last night": {19 * time.Hour, 0}, "the night before": {30 * time.Hour, 1}} {
		t.Run(name, func(t *testing.T) {
			inQuietWorld(t, func(t *testing.T, w *world) {
				made := 0
				w.pass(22 * time.Hour)
				w.setup = func(b *Bot) {
					b.o.Backup = Backup{At: nightly(t), Make: func(context.Context) error { made++; return nil }}
					if tt.last > 0 {
						b.o.Backup.Last = time.Now().Add(-tt.last)
					}
				}
				w.start()
				w.pass(time.Minute)
				if made != tt.want {
					t.Errorf("%d were made, want %d", made, tt.want)
				}
			})
		})
	}
}

func TestABackupThatFailsIsCountedAndHarmsNothing(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		broken := true
		w.setup = func(b *Bot) {
			b.o.Backup = Backup{At: nightly(t), Last: time.Now(), Make: func(context.Context) error {
				switch {
				case !broken:
					return nil
				case time.Now().Day()%2 == 0:
					panic("words of a patient")
				}
				return errors.New("no space left on device")
			}}
		}
		w.start()
		w.pass(48 * time.Hour)
		if failed, panics := w.counted("backup.failed"), w.counted("panic.backup"); failed != 1 || panics != 1 {
			t.Errorf("%d failed, %d panicked; want one of each", failed, panics)
		}
		if log := w.log.String(); !strings.Contains(log, "no space left") || strings.Contains(log, "words of a patient") {
			t.Error("the log has not the one or has the other")
		}
		broken = false
		w.pass(24 * time.Hour)
		if n := w.counted("backup.done"); n != 1 {
			t.Errorf("%d were made after that, want 1", n)
		}
	})
}

func TestOneBackupAtATimeIsMadeBesideTheConversation(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		begun, ended := 0, 0
		w.setup = func(b *Bot) {
			b.o.Backup = Backup{At: nightly(t), Last: time.Now(), Make: func(ctx context.Context) error {
				begun++
				err := sleep(ctx, 30*time.Hour) // longer than until the next one
				ended++
				return err
			}}
		}
		w.start()
		w.pass(4 * time.Hour)
		anna := w.person(1)
		anna.Say("hi")
		w.pass(time.Minute)
		w.hears(anna, "hi")
		w.bot.BackUp(t.Context()) // returns at once
		w.pass(24 * time.Hour)
		if begun != 1 {
			t.Errorf("%d were begun, want 1", begun)
		}
		before := time.Now()
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		if ended != begun || time.Since(before) > 20*time.Second {
			t.Errorf("the program ended after %v, with %d of %d backups ended", time.Since(before), ended, begun)
		}
		if n := w.counted("backup.failed"); n != 0 {
			t.Errorf("%d failures were counted because the program ends", n)
		}
	})
}

// TestBugTheEndOfTheProgramWaitedForABackup: for one that was missed, too.
func TestBugTheEndOfTheProgramWaitedForABackup(t *testing.T) {
	for name, last := range map[string]time.Duration{"missed": 48 * time.Hour, "in the night": 0} {
		t.Run(name, func(t *testing.T) {
			inQuietWorld(t, func(t *testing.T, w *world) {
				begun := 0
				w.setup = func(b *Bot) {
					b.o.Backup = Backup{At: nightly(t), Last: time.Now().Add(-last), Make: func(context.Context) error {
						begun++
						time.Sleep(10 * time.Hour) // a disk that does nothing
						return nil
					}}
				}
				w.start()
				w.pass(4 * time.Hour)
				before := time.Now()
				if err := w.end(); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(before); begun != 1 || took > 11*time.Second {
					t.Errorf("%d were begun, and the program took %v to end", begun, took)
				}
				time.Sleep(10 * time.Hour) // the store must not be closed under it
			})
		})
	}
}

func TestABackupWithoutSettingsIsRefused(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.bot.BackUp(t.Context())
		if !strings.Contains(w.log.String(), "none is set up") {
			t.Error("the log says nothing")
		}
	})
}

func TestWhoKeepsTheBackupsIsToldWhoWasErased(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		var told []string
		w.setup = func(b *Bot) {
			b.o.Erased = func(id string, at time.Time) error {
				if time.Since(at) > time.Minute {
					t.Errorf("erased at %v, told at %v", at, time.Now())
				}
				told = append(told, id)
				return errors.New("the disk is gone")
			}
		}
		w.start()
		anna := w.person(1)
		anna.Say("hi")
		w.pass(time.Second)
		id := w.patient(anna).ID
		w.allAgree()
		anna.Say("forget")
		ben := w.person(2)
		ben.Say("forget") // who never agreed and is in no backup
		w.pass(time.Second)
		w.hears(anna, "hi", "gone")
		if !slices.Equal(told, []string{id}) {
			t.Errorf("told of %q, want %q", told, id)
		}
		if !strings.Contains(w.log.String(), "the disk is gone") {
			t.Error("that it failed is not in the log")
		}
	})
}

// allAgree has everybody agree, so that a backup may hold them for long.
func (w *world) allAgree() {
	w.Helper()
	w.update(func(tx *store.Tx) error {
		for _, id := range tx.PatientsAfter("", 1000) {
			p, err := tx.Patient(id)
			if err != nil {
				return err
			}
			p.Consent = &flows.Consent{At: time.Now()}
			if err := tx.SavePatient(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestTheBotGoesOnAfterARestore: the backup of last night, made by cron, is all
// that is left. What waited then is not sent, but for the safety text; who erased
// themselves since stays away; every flow knows.
func TestTheBotGoesOnAfterARestore(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		backups := &store.Backups{Dir: t.TempDir(), To: []age.Recipient{key.Recipient()}}
		var made store.Backup
		w.setup = func(b *Bot) {
			b.o.Erased = backups.Erased
			b.o.Backup = Backup{At: nightly(t), Last: time.Now(), Make: func(ctx context.Context) (err error) {
				made, err = w.store.Backup(ctx, backups, time.Now())
				return err
			}}
		}
		w.start()
		anna, ben := w.person(1), w.person(2)
		anna.Say("hi")
		ben.Say("hi")
		w.pass(2 * time.Hour)
		id := w.patient(anna).ID
		_ = w.end()
		for _, class := range []flows.Class{flows.Safety, flows.Answer, flows.Reminder} {
			w.update(func(tx *store.Tx) error {
				_, err := tx.Enqueue(store.Message{
					Address: addressOf(1), Patient: id, Kind: store.Send, At: time.Now(), NotBefore: time.Now().Add(time.Hour),
					Reply: flows.Reply{Text: "waits " + string(class), Class: class, Topic: flows.AboutFlag},
				})
				return err
			})
		}
		w.start()
		w.pass(20 * time.Minute) // 02:15 UTC
		if made.Waiting != 3 {
			t.Fatalf("the backup is %+v", made)
		}
		ben.Say("forget")
		w.pass(10 * time.Hour)
		w.hears(anna, "hi", "waits safety", "waits answer", "waits reminder")

		_ = w.end()
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
		w.path = filepath.Join(t.TempDir(), "restored.db")
		r, err := store.Restore(t.Context(), store.From{Backup: made.Path, Keys: []age.Identity{key}}, w.path, store.Options{Keys: testKeys, NoSync: true})
		if err != nil || r.Erased != 1 || r.Dropped != 2 || r.Waiting != 1 || r.Patients != 1 {
			t.Fatalf("restored %+v, %v", r, err)
		}
		w.open()
		known := 0
		w.setup = func(b *Bot) {
			b.step = func(p flows.Patient, ev flows.Event, now time.Time) flows.Outcome {
				if ev, ok := ev.(flows.Restored); ok && ev.To.Equal(made.At) {
					known++
				}
				return echo(p, ev, now)
			}
		}
		w.start()
		w.pass(10 * time.Hour)
		w.hears(anna, "hi", "waits safety", "waits answer", "waits reminder", "waits safety")
		w.hears(ben, "hi", "gone")
		if known != 1 {
			t.Errorf("%d flows know of the restore, want 1", known)
		}
	})
}

// Each note of an erasure waited in a place that answers to taps need: strangers
// who said /stop during a backup had everybody's taps wait for its end.
func TestBugErasuresDuringABackupHeldUpEverybodysTaps(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		const strangers = mostErasures + 64
		var made atomic.Bool // the backup
		told := 0
		w.setup = func(b *Bot) {
			b.o.Erased = func(string, time.Time) error {
				for !made.Load() {
					time.Sleep(time.Second)
				}
				told++
				return nil
			}
		}
		w.start()
		anna := w.person(1)
		anna.Say("ask")
		w.pass(5 * time.Second)
		for _, word := range []string{"hi", "forget"} {
			for i := range strangers {
				w.person(int64(i + 100)).Say(word)
			}
			w.pass(time.Minute)
			w.allAgree()
		}
		w.pass(time.Minute)
		tap := w.tap(anna, "a")
		w.pass(2 * time.Second)
		if _, ok := tap.Answer(); !ok {
			t.Error("a tap is not answered while a backup is made")
		}
		made.Store(true)
		w.pass(time.Minute)
		if untold := w.counted("erasure.untold"); told < mostErasures || told+untold != strangers {
			t.Errorf("%d were told of, %d are counted as untold, %d erased themselves", told, untold, strangers)
		}
	})
}

// TestWhoErasesThemselvesWhenTheProgramEndsIsToldOf: what lasts is told of before
// Run returns.
func TestWhoErasesThemselvesWhenTheProgramEndsIsToldOf(t *testing.T) {
	inQuietWorld(t, func(t *testing.T, w *world) {
		told := 0
		w.setup = func(b *Bot) {
			b.o.Erased = func(string, time.Time) error { time.Sleep(time.Second); told++; return nil }
		}
		w.start()
		for i := range 3 {
			w.person(int64(i + 1)).Say("hi")
		}
		w.pass(time.Minute)
		w.allAgree()
		for i := range 3 {
			w.person(int64(i + 1)).Say("forget")
		}
		w.pass(500 * time.Millisecond)
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		if told != 3 {
			t.Errorf("%d of 3 were told of", told)
		}
	})
}
