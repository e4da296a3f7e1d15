package flows

import (
	"testing"
	"time"
)

func TestWallClock(t *testing.T) {
	tests := []struct {
		name, zone, date string
		clock            string
		want             string // UTC
	}{
		{"an ordinary morning", "Europe/Amsterdam", "2026-03-02", "08:00", "2026-03-02 07:00"},
		{"the night the clock goes forward: 02:30 is not there", "Europe/Amsterdam", "2026-03-29", "02:30", "2026-03-29 01:00"},
		{"the morning after", "Europe/Amsterdam", "2026-03-29", "08:00", "2026-03-29 06:00"},
		{"the night the clock goes back: 02:30 comes twice", "Europe/Amsterdam", "2026-10-25", "02:30", "2026-10-25 00:30"},
		{"the morning after that", "Europe/Amsterdam", "2026-10-25", "08:00", "2026-10-25 07:00"},
		{"the last minute before the change", "Europe/Amsterdam", "2026-03-29", "01:59", "2026-03-29 00:59"},
		{"the first minute after the gap", "Europe/Amsterdam", "2026-03-29", "03:00", "2026-03-29 01:00"},
		{"New York, in the gap", "America/New_York", "2026-03-08", "02:30", "2026-03-08 07:00"},
		{"New York, twice", "America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"},
		{"Cairo, midnight is not there", "Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"},
		{"Lord Howe, half an hour forward", "Australia/Lord_Howe", "2026-10-04", "08:00", "2026-10-03 21:00"},
		{"Lord Howe, in the half hour", "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"},
		{"Apia, the day that never was", "Pacific/Apia", "2011-12-30", "08:00", "2011-12-30 10:00"},
		{"Kiritimati, far east", "Pacific/Kiritimati", "2026-03-02", "08:00", "2026-03-01 18:00"},
		{"Pago Pago, far west", "Pacific/Pago_Pago", "2026-03-02", "08:00", "2026-03-02 19:00"},
		{"UTC", "UTC", "2026-03-02", "00:00", "2026-03-02 00:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			zone, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			d, _ := time.Parse(dateLayout, tt.date)
			c, _ := ParseClock(tt.clock)
			got := wallClock(d.Year(), d.Month(), d.Day(), c.After(), zone).Format("2006-01-02 15:04")
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestWallClockAgreesWithTheCalendar: wherever a clock time exists, the moment
// shows that clock time, on that day, and none earlier does.
func TestWallClockAgreesWithTheCalendar(t *testing.T) {
	for _, name := range []string{"Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "America/St_Johns"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for d := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2028; d = d.AddDate(0, 0, 1) {
			for c := Clock(0); c < 24*60; c += 30 {
				at := wallClock(d.Year(), d.Month(), d.Day(), c.After(), zone)
				shown := at.In(zone)
				want := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Add(c.After()).Format("2006-01-02 15:04")
				if got := shown.Format("2006-01-02 15:04"); got != want && got <= want {
					t.Fatalf("%s %s: got %s", name, want, got)
				}
				for _, earlier := range []time.Duration{30 * time.Minute, time.Hour} {
					if at.Add(-earlier).In(zone).Format("2006-01-02 15:04") == want {
						t.Fatalf("%s %s comes twice; the first is meant", name, want)
					}
				}
			}
		}
	}
}

func TestInEurope(t *testing.T) {
	for zone, want := range map[string]bool{
		"Europe/Amsterdam": true, "Europe/Lisbon": true, "Atlantic/Canary": true, "Atlantic/Reykjavik": true, "Asia/Nicosia": true,
		"America/Curacao": false, "America/Paramaribo": false, "Asia/Bangkok": false, "Africa/Casablanca": false, "UTC": false,
	} {
		if got := inEurope(zone); got != want {
			t.Errorf("%s: %v", zone, got)
		}
	}
}
