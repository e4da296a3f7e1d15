package bot

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"back2core/bot/sandbox"
	"back2core/flows"
	"back2core/messages"
	"back2core/store"
)

// benched is a bot that runs for a benchmark, with the real conversation and
// the real wording. Telegram's limits are off: they are not what is measured.
type benched struct {
	*sandbox.Server
	bot   *Bot
	store *store.Store
	stop  func()
}

func bench(b *testing.B, o store.Options, setup func(*Bot, *sandbox.Server)) *benched {
	b.Helper()
	file, err := store.Open(filepath.Join(b.TempDir(), "bench.db"), o)
	if err != nil {
		b.Fatal(err)
	}
	w := &benched{Server: sandbox.New(sandbox.Options{Seed: 1, Limits: &sandbox.NoLimits}), store: file}
	w.bot = New(Options{
		Token: w.Token(), API: "http://sandbox", HTTP: w.Client(), Store: file,
		PracticeID: "practice", Practice: messages.Practice{Name: "Praktijk", Phone: "010"},
	})
	w.bot.pace.off, w.bot.draw = true, sketch
	setup(w.bot, w.Server)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- w.bot.Run(ctx) }()
	w.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		if err := file.Close(); err != nil {
			b.Error(err)
		}
	}
	return w
}

// done waits until everything that people said is answered.
func (w *benched) done(b *testing.B) {
	b.Helper()
	if err := w.Await(b.Context(), func() bool { return w.Pending() == 0 }); err != nil {
		b.Fatal(err)
	}
	if err := w.bot.Idle(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// steps has a thousand people say something, one after the other, b.N times in
// all, and reports the steps a second and the transactions a step. A step is
// done when its state is on the disk, its answer sent, and that written down.
func steps(b *testing.B, o store.Options, most int, sync time.Duration) {
	const people = 1000
	commits := 0
	w := bench(b, o, func(bot *Bot, _ *sandbox.Server) {
		bot.loop.most = most
		write := bot.loop.write
		bot.loop.write = func(fn func(*store.Tx) error) error {
			commits++
			err := write(fn)
			time.Sleep(sync)
			return err
		}
	})
	defer w.stop()
	for i := range int64(min(people, b.N)) {
		w.Person(1000+i, sandbox.PersonOptions{}).Start()
	}
	w.done(b)
	w.ForgetCalls()
	begun := commits
	b.ResetTimer()
	for i := range b.N {
		w.Person(int64(1000+i%people), sandbox.PersonOptions{}).Say("/help")
	}
	w.done(b)
	b.StopTimer()
	sends := len(w.Calls("sendMessage"))
	if sends < b.N {
		b.Errorf("%d answers to %d messages", sends, b.N)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
	b.ReportMetric(float64(commits-begun)/float64(b.N), "commits/step")
	b.ReportMetric(float64(sends)/float64(b.N), "sends/step")
	b.ReportMetric(0, "ns/op")
}

// A transaction of bbolt syncs twice: its pages, and then the page that makes
// them count.
const syncsPerCommit = 2

// BenchmarkConversation is the machine as it is: what is queued shares a
// transaction.
func BenchmarkConversation(b *testing.B) {
	b.Run("disk", func(b *testing.B) { steps(b, store.Options{Keys: testKeys}, mostItems, 0); reportSync(b) })
	b.Run("1ms", func(b *testing.B) {
		steps(b, store.Options{Keys: testKeys, NoSync: true}, mostItems, syncsPerCommit*time.Millisecond)
	})
}

// BenchmarkOneTransactionPerUpdate is the same machine without batches, for
// comparison.
func BenchmarkOneTransactionPerUpdate(b *testing.B) {
	b.Run("disk", func(b *testing.B) { steps(b, store.Options{Keys: testKeys}, 1, 0); reportSync(b) })
	b.Run("1ms", func(b *testing.B) {
		steps(b, store.Options{Keys: testKeys, NoSync: true}, 1, syncsPerCommit*time.Millisecond)
	})
}

// reportSync measures what one sync of the disk costs here.
func reportSync(b *testing.B) {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "sync"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	page := make([]byte, 4096)
	const times = 100
	begun := time.Now()
	for i := range int64(times) {
		if _, err := file.WriteAt(page, i*4096); err != nil {
			b.Fatal(err)
		}
		if err := file.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(time.Since(begun).Microseconds())/times, "µs/sync")
}

// BenchmarkLatencyOverHTTP is one patient alone, over a real socket: from what
// they say to the answer on their phone.
func BenchmarkLatencyOverHTTP(b *testing.B) {
	var server *httptest.Server
	w := bench(b, store.Options{Keys: testKeys}, func(bot *Bot, s *sandbox.Server) {
		server = httptest.NewServer(s)
		bot.o.API, bot.o.HTTP = server.URL, nil
		bot.send, bot.poll.client = bot.newClient(), bot.newClient()
	})
	defer server.Close()
	defer w.stop()
	anna := w.Person(1, sandbox.PersonOptions{})
	anna.Start()
	w.done(b)
	before := anna.Last().ID
	for b.Loop() {
		anna.Say("/help")
		if err := w.Await(b.Context(), func() bool { return anna.Last().ID > before+1 }); err != nil {
			b.Fatal(err)
		}
		before = anna.Last().ID
		b.StopTimer()
		w.done(b)
		b.StartTimer()
	}
}

// BenchmarkTick is a Tick that wakes one patient, or nobody, among many who
// sleep.
func BenchmarkTick(b *testing.B) {
	for _, sleeping := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprint(sleeping), func(b *testing.B) {
			if sleeping > 1000 && testing.Short() {
				b.Skip("takes a while to build")
			}
			benchTick(b, sleeping)
		})
	}
}

func benchTick(b *testing.B, sleeping int) {
	file, err := store.Open(filepath.Join(b.TempDir(), "ticks.db"), store.Options{Keys: testKeys, NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	bot := New(Options{Token: "1:x", Store: file, PracticeID: "practice", HTTP: sandbox.New(sandbox.Options{}).Client()})
	bot.step = func(p flows.Patient, _ flows.Event, now time.Time) flows.Outcome {
		return flows.Outcome{Patient: dueAt(p, now.Add(time.Microsecond))}
	}
	go bot.loop.run(bot.hard)
	defer bot.kill()

	const batch = 10_000
	tomorrow := time.Now().Add(48 * time.Hour)
	for begin := 0; begin < sleeping; begin += batch {
		put(b, file, begin, min(sleeping, begin+batch), tomorrow)
	}
	tick := func() {
		if err := bot.Tick(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("nobody due", func(b *testing.B) {
		for b.Loop() {
			tick()
		}
	})
	b.Run("one due", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			put(b, file, sleeping, sleeping+1, time.Now().Add(-time.Second))
			b.StartTimer()
			tick()
		}
	})
}

// put writes patients who are due at a time.
func put(b *testing.B, file *store.Store, from, to int, due time.Time) {
	b.Helper()
	err := file.Update(func(tx *store.Tx) error {
		for i := from; i < to; i++ {
			id := fmt.Sprintf("P%015d", i)
			p := flows.NewPatient(id, "practice", flows.Dutch, "Europe/Amsterdam", due)
			if err := tx.SavePatient(dueAt(p, due)); err != nil {
				return err
			}
			if err := tx.Link(id, addressOf(int64(1000+i))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLatencyUnderAFlood is from what one patient says to the answer on
// their phone, alone and while another one sends as fast as Telegram hands it
// over: ten thousand taps, or texts of 4096 characters.
func BenchmarkLatencyUnderAFlood(b *testing.B) {
	long := strings.Repeat("mijn rug doet de hele dag pijn ", 133)[:4096]
	for name, flood := range map[string]func(*sandbox.Person){
		"nobody": func(*sandbox.Person) {},
		"taps":   func(p *sandbox.Person) { _, _ = p.PressData(p.Last().ID, "form:1:q:a") },
		"texts":  func(p *sandbox.Person) { p.Say(long) },
	} {
		b.Run(name, func(b *testing.B) {
			w := bench(b, store.Options{NoSync: true, Keys: testKeys}, func(*Bot, *sandbox.Server) {})
			defer w.stop()
			anna, ben := w.Person(1, sandbox.PersonOptions{}), w.Person(2, sandbox.PersonOptions{})
			anna.Start()
			ben.Start()
			w.done(b)
			var slowest time.Duration
			for b.Loop() {
				b.StopTimer()
				for range 200 {
					flood(ben)
				}
				before, said := anna.Last().ID, time.Now()
				b.StartTimer()
				anna.Say("/help")
				if err := w.Await(b.Context(), func() bool { return anna.Last().ID > before }); err != nil {
					b.Fatal(err)
				}
				slowest = max(slowest, time.Since(said))
			}
			b.StopTimer()
			b.ReportMetric(float64(slowest.Microseconds())/1000, "ms/slowest")
			w.done(b)
		})
	}
}
