package flows_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	"pgregory.net/rapid"

	"back2core/flows"
)

// coached is a patient whose programme runs, from the day before on.
func coached(zone string, hour flows.Clock, now time.Time) flows.Patient {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	p := flows.NewPatient("p1", "main", flows.Dutch, zone, now)
	p.Stage, p.Screened = flows.Coached, now
	p.Consent = &flows.Consent{Version: flows.ConsentVersion, At: now, Programme: true, Reminders: true}
	p.Profile.Age = 40
	p.Rhythm = flows.Rhythm{Hour: hour, CheckDay: now.In(loc).Weekday(), CheckHour: 19 * 60, Reminded: now.In(loc).Format(time.DateOnly)}
	return p
}

// reminders plays time until an end and returns when the morning's message was
// sent. Each is answered with "not today", unless silent.
func reminders(t interface{ Fatalf(string, ...any) }, p flows.Patient, now, end time.Time, silent bool) (sent []time.Time, after flows.Patient) {
	for n := 0; n < 5000; n++ {
		due := flows.Due(p)
		if due.IsZero() || due.After(end) {
			return sent, p
		}
		if due.After(now) {
			now = due
		}
		o := flows.Step(p, flows.Ticked{}, now)
		p = o.Patient
		if next := flows.Due(p); !next.IsZero() && !next.After(now) {
			t.Fatalf("law 5: after a tick at %v the next is due at %v", now, next)
		}
		for _, r := range o.Replies {
			if !strings.HasPrefix(r.Text, "day.remind") {
				continue
			}
			sent = append(sent, now)
			if !silent && r.Ask.Form == "morning" {
				p = flows.Step(p, flows.Pressed{By: flows.ByPatient, Form: "morning", Run: r.Ask.Run, Question: r.Ask.Question, Choice: "nottoday"}, now).Patient
			}
		}
	}
	t.Fatalf("ticks without end")
	return nil, p
}

func TestReminderComesOnBothNightsOnWhichTheClockMoves(t *testing.T) {
	for _, test := range []struct {
		name, from string
		hour       flows.Clock
		want       string
	}{
		{"02:30 does not exist: the first moment after it", "2026-03-27", 150, "28 02:30+01 29 03:00+02 30 02:30+02"},
		{"08:00 the same morning", "2026-03-27", 480, "28 08:00+01 29 08:00+02 30 08:00+02"},
		{"02:30 comes twice: the first time", "2026-10-23", 150, "24 02:30+02 25 02:30+02 26 02:30+01"},
		{"08:00 the same morning in autumn", "2026-10-23", 480, "24 08:00+02 25 08:00+01 26 08:00+01"},
	} {
		zone, _ := time.LoadLocation("Europe/Amsterdam")
		now, _ := time.ParseInLocation("2006-01-02 15:04", test.from+" 12:00", zone)
		sent, _ := reminders(t, coached("Europe/Amsterdam", test.hour, now), now, now.AddDate(0, 0, 3), false)
		var got []string
		for _, at := range sent {
			got = append(got, at.In(zone).Format("02 15:04-07"))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: %s, want %s", test.name, s, test.want)
		}
	}
}

// Lord Howe is left out: where the clock moves by half an hour cron skips an
// ordinary morning. What we do there is a case of TestWallClock.
func TestReminderAgreesWithCronByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "America/Curacao", "Pacific/Auckland"}).Draw(t, "zone")
		zone, _ := time.LoadLocation(name)
		hour := flows.Clock(rapid.IntRange(5*60, 23*60+59).Draw(t, "hour"))
		now := time.Date(2026, 1, 1, 12, 0, 0, 0, zone).AddDate(0, 0, rapid.IntRange(0, 700).Draw(t, "day"))
		schedule, err := cron.ParseStandard(fmt.Sprintf("CRON_TZ=%s %d %d * * *", name, hour%60, hour/60))
		if err != nil {
			t.Fatalf("%v", err)
		}
		p := coached(name, hour, now)
		from := time.Date(now.Year(), now.Month(), now.Day(), 23, 59, 59, 0, zone)
		p.Rhythm.CheckHour = hour // so that the check-in comes no earlier
		if got, want := flows.Due(p), schedule.Next(from); !got.Equal(want) {
			t.Fatalf("%v, cron says %v", got.In(zone), want)
		}
	})
}

// Whatever is changed and however late the tick comes, what is due next lies
// in the future, and no day has two reminders.
func TestRemindersMoveForwardWhateverHappens(t *testing.T) {
	zones := []string{"Europe/Amsterdam", "Pacific/Apia", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu", "America/Sao_Paulo", "Europe/Lisbon"}
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)
		p := coached("Europe/Amsterdam", 480, now)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 40*60).Draw(t, "minutes")) * time.Minute)
			switch rapid.IntRange(0, 7).Draw(t, "what") {
			case 0:
				p.Zone = rapid.SampledFrom(zones).Draw(t, "zone")
			case 1:
				p.Rhythm.Hour = flows.Clock(rapid.IntRange(0, 1439).Draw(t, "hour"))
			case 2:
				p.Rhythm.Days = flows.Weekdays(rapid.IntRange(0, 127).Draw(t, "days"))
			case 3:
				p.Rhythm.PausedUntil = now.AddDate(0, 0, rapid.IntRange(-2, 5).Draw(t, "pause")).Format(time.DateOnly)
			case 4:
				choice := rapid.SampledFrom([]string{"exercise", "mini", "log", "later", "nottoday", "pain"}).Draw(t, "command")
				p = flows.Step(p, flows.Pressed{By: flows.ByPatient, Form: flows.FormDo, Question: choice}, now).Patient
			case 5:
				p = flows.Step(p, flows.Said{By: flows.ByPatient, Text: rapid.SampledFrom([]string{"4", "hoi", "21:30", "ja", "klaar", "geen", "later"}).Draw(t, "text")}, now).Patient
			case 6:
				if ask := flows.Asking(p); ask != nil && len(ask.Choices) > 0 {
					choice := rapid.SampledFrom(ask.Choices).Draw(t, "choice")
					p = flows.Step(p, flows.Pressed{By: flows.ByPatient, Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}, now).Patient
				}
			}
			o := flows.Step(p, flows.Ticked{}, now)
			p = o.Patient
			if due := flows.Due(p); !due.IsZero() && !due.After(now) {
				t.Fatalf("at %v due is %v: %+v", now, due, p.Rhythm)
			}
			sent := 0
			for _, r := range o.Replies {
				if strings.HasPrefix(r.Text, "day.") {
					sent++
				}
				if r.Topic == flows.AboutExercise && !flows.Allows(p, r.Topic) {
					t.Fatalf("%s goes out under a flag", r.Text)
				}
			}
			if sent > 1 {
				t.Fatalf("%d messages at once: %v", sent, o.Replies)
			}
		}
	})
}

func TestMovingToAnotherZoneKeepsTheLocalHour(t *testing.T) {
	for zone, want := range map[string]string{
		"America/New_York":   "03 08:00", // the day after: today's was there already
		"Pacific/Kiritimati": "03 08:00",
		"America/Curacao":    "03 08:00",
	} {
		loc, _ := time.LoadLocation(zone)
		now := time.Date(2026, 6, 2, 7, 0, 0, 0, time.UTC) // 09:00 in Amsterdam
		p := coached("Europe/Amsterdam", 480, now)
		p.Zone = zone
		sent, _ := reminders(t, p, now, now.AddDate(0, 0, 1).Add(12*time.Hour), false)
		if len(sent) == 0 || sent[0].In(loc).Format("02 15:04") != want {
			t.Errorf("%s: %v", zone, sent)
		}
	}
}

func TestMissedRemindersAreSkippedOrSentOnce(t *testing.T) {
	start := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		up   time.Time // when the process is there again
		sent int
	}{
		{time.Date(2026, 6, 6, 8, 0, 0, 0, time.UTC), 1},
		{time.Date(2026, 6, 6, 10, 0, 0, 0, time.UTC), 1},
		{time.Date(2026, 6, 6, 10, 0, 1, 0, time.UTC), 0},
		{time.Date(2026, 6, 6, 7, 59, 0, 0, time.UTC), 0}, // today's is still to come
	} {
		p := coached("UTC", 480, start)
		p.Rhythm.CheckDay = time.Wednesday
		o := flows.Step(p, flows.Ticked{}, test.up)
		sent := 0
		for _, r := range o.Replies {
			if strings.HasPrefix(r.Text, "day.remind.") {
				sent++
			}
		}
		if sent != test.sent {
			t.Errorf("up at %v: %d reminders, want %d", test.up, sent, test.sent)
		}
		if due := flows.Due(o.Patient); !due.After(test.up) {
			t.Errorf("up at %v: due %v", test.up, due)
		}
	}
}

func TestNoReminder(t *testing.T) {
	start := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for name, change := range map[string]func(*flows.Patient){
		"without consent for them": func(p *flows.Patient) { p.Consent.Reminders = false },
		"when stopped":             func(p *flows.Patient) { p.Stage = flows.Stopped },
		"during a pause":           func(p *flows.Patient) { p.Rhythm.PausedUntil = "2026-06-03" },
		"on a day not chosen":      func(p *flows.Patient) { p.Rhythm.Days = flows.WeekdaysOf(time.Monday) },
		"after a session":          func(p *flows.Patient) { p.Plan.Active = []string{"2026-06-02"} },
		"when all is quiet":        func(p *flows.Patient) { p.Rhythm.Quiet = true },
		"under a red flag": func(p *flows.Patient) {
			p.Flags = []flows.Flag{{Row: "RF20", Class: flows.SoonGP, Since: start}}
		},
	} {
		p := coached("UTC", 480, start)
		change(&p)
		if sent, _ := reminders(t, p, start, start.Add(24*time.Hour), true); len(sent) > 0 {
			t.Errorf("%s: sent at %v", name, sent)
		}
	}
}

func TestReminderWaitsForSomeoneWhoIsAnswering(t *testing.T) {
	start := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	p := coached("UTC", 480, start)
	asked := time.Date(2026, 6, 2, 7, 55, 0, 0, time.UTC)
	p = flows.Step(p, flows.Commanded{By: flows.ByPatient, Name: "settings"}, asked).Patient
	if flows.Asking(p) == nil {
		t.Fatal("settings ask nothing")
	}
	sent, after := reminders(t, p, asked, asked.Add(time.Hour), true)
	if len(sent) != 1 || !sent[0].Equal(asked.Add(15*time.Minute)) {
		t.Errorf("sent at %v, want a quarter of an hour after the question", sent)
	}
	if ask := flows.Asking(after); ask == nil || ask.Form != "settings" {
		t.Errorf("the reminder buried what was open: %+v", ask)
	}
}

func TestOneFollowUpAndThenThreeDaysAndThenQuiet(t *testing.T) {
	start := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	p, now := coached("UTC", 480, start), start
	p.Course.Start = "" // no check-ins
	var got []string
	for {
		due := flows.Due(p)
		if due.IsZero() || due.After(start.AddDate(0, 1, 0)) {
			break
		}
		now = due
		o := flows.Step(p, flows.Ticked{}, now)
		p = o.Patient
		for _, r := range o.Replies {
			name, _, _ := strings.Cut(strings.TrimPrefix(r.Text, "day."), ".")
			got = append(got, now.Format("2 15h ")+name)
		}
	}
	want := "2 08h remind, 2 11h follow, 3 08h remind, 3 11h follow, 4 08h remind, 4 11h follow, 5 08h quiet"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

func TestNoFollowUpLateInTheEvening(t *testing.T) {
	for hour, want := range map[flows.Clock]bool{18*60 + 59: true, 19 * 60: false, 22 * 60: false, 60: false, 3 * 60: true} {
		start := time.Date(2026, 6, 1, 23, 59, 0, 0, time.UTC)
		p := coached("UTC", hour, start)
		p = flows.Step(p, flows.Ticked{}, flows.Due(p)).Patient
		o := flows.Step(p, flows.Ticked{}, p.Rhythm.Sent.Add(3*time.Hour))
		if got := len(o.Replies) > 0 && strings.HasPrefix(o.Replies[0].Text, "day.follow"); got != want {
			t.Errorf("reminder at %v: follow-up is %v", hour, got)
		}
	}
}

func TestTheSameWordingNeverComesTwiceInARow(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	p, last := coached("UTC", 480, now), ""
	for range 400 {
		now = flows.Due(p)
		o := flows.Step(p, flows.Ticked{}, now)
		p = flows.Step(o.Patient, flows.Said{By: flows.ByPatient, Text: "hoi"}, now.Add(time.Minute)).Patient
		for _, r := range o.Replies {
			if r.Text == last {
				t.Fatalf("%s twice in a row", r.Text)
			}
			last = r.Text
		}
	}
}

func TestNoPathLeadsPastTheRedFlagSet(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	press := func(p flows.Patient, form, question, choice string, run int) flows.Outcome {
		return flows.Step(p, flows.Pressed{By: flows.ByPatient, Form: form, Run: run, Question: question, Choice: choice}, now)
	}
	top := func(p flows.Patient) string {
		if ask := flows.Asking(p); ask != nil {
			return ask.Form
		}
		return ""
	}
	exercise := flows.Commanded{By: flows.ByPatient, Name: "exercise"}
	for name, change := range map[string]func(*flows.Patient){
		"never screened":   func(p *flows.Patient) { p.Screened = time.Time{} },
		"after a way back": func(p *flows.Patient) { p.Rescreen = true },
		"22 days ago":      func(p *flows.Patient) { p.Screened = now.AddDate(0, 0, -22) },
		"last session then": func(p *flows.Patient) {
			p.Screened = now.AddDate(0, 0, -90)
			p.Plan.Trained = []flows.Trained{{On: "2026-05-10"}}
		},
	} {
		p := coached("UTC", 480, now)
		change(&p)
		p = flows.Step(p, exercise, now).Patient
		if top(p) != "screen" {
			t.Errorf("%s: %q comes first", name, top(p))
		}
		ask := flows.Asking(p)
		p = press(p, "screen", ask.Question, flows.WayLater, ask.Run).Patient
		if p = flows.Step(p, exercise, now).Patient; top(p) != "screen" {
			t.Errorf("%s: put aside, and then %q", name, top(p))
		}
	}

	p := coached("UTC", 480, now)
	p.Screened, p.AskedE = now.AddDate(0, 0, -21), now
	if p = flows.Step(p, exercise, now).Patient; top(p) != "session" {
		t.Errorf("21 days ago: %q comes first", top(p))
	}
	ask := flows.Asking(p)
	p.Rescreen = true // a flag was opened and closed in the middle
	if p = press(p, ask.Form, ask.Question, flows.ChoiceNone, ask.Run).Patient; top(p) != "screen" {
		t.Errorf("an old button of the session leads to %q", top(p))
	}
}
