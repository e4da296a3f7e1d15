package messages

import (
	"testing"

	"back2core/flows"
)

func TestFuncs(t *testing.T) {
	withWording(t, `
"x.date" = "{{date .V}}"
"x.day" = "{{day .V}}"
"x.clock" = "{{clock .V}}"
"x.score" = "{{score .V}}"
"x.t" = "{{t .V}}"
"x.practice" = "{{practice}}{{if phone}}, {{phone}}{{end}}"
`, `
"x.date" = "{{date .V}}"
"x.day" = "{{day .V}}"
"x.clock" = "{{clock .V}}"
"x.score" = "{{score .V}}"
"x.t" = "{{t .V}}"
"x.practice" = "{{practice}}{{if phone}}, {{phone}}{{end}}"
`)
	const broken = "(error)"
	for _, c := range []struct{ name, value, dutch, english string }{
		{"x.date", "2026-03-02", "maandag 2 maart", "Monday 2 March"},
		{"x.date", "2026-03-01T23:30:00Z", "maandag 2 maart", "Monday 2 March"}, // after midnight in Amsterdam
		{"x.date", "2026-12-31T23:30:00+01:00", "donderdag 31 december", "Thursday 31 December"},
		{"x.date", "", broken, broken},
		{"x.day", "1", "maandag", "Monday"},
		{"x.day", "7", "zondag", "Sunday"},
		{"x.day", "0", "zondag", "Sunday"},
		{"x.day", "8", broken, broken},
		{"x.day", "wednesday", "woensdag", "Wednesday"},
		{"x.day", "Sat", "zaterdag", "Saturday"},
		{"x.day", "2026-03-02", "maandag", "Monday"},
		{"x.day", "someday", broken, broken},
		{"x.clock", "08:30", "08:30", "08:30"},
		{"x.clock", "2026-03-02T07:30:00Z", "08:30", "08:30"},
		{"x.clock", "2026-07-02T07:30:00Z", "09:30", "09:30"}, // summer time
		{"x.clock", "25:00", broken, broken},
		{"x.score", "75", "7,5", "7.5"},
		{"x.score", "70", "7", "7"},
		{"x.score", "5", "0,5", "0.5"},
		{"x.score", "0", "0", "0"},
		{"x.score", "7,5", broken, broken},
		{"x.score", "-10", broken, broken},
		{"x.t", "choice.yes", "Ja", "Yes"},
		{"x.t", "choice.nothing", broken, broken},
		{"x.practice", "", "Fysio Noord &amp; Zuid, 020 123 45 67", "Fysio Noord &amp; Zuid, 020 123 45 67"},
	} {
		for lang, want := range map[flows.Lang]string{flows.Dutch: c.dutch, flows.English: c.english} {
			got, err := newSpeaker(lang, "Europe/Amsterdam", ordinary, flows.Args{"V": c.value}).say(c.name)
			if err != nil {
				got = broken
			}
			if got != want {
				t.Errorf("%s %s of %q: got %q, want %q", lang, c.name, c.value, got, want)
			}
		}
	}
}

func TestPracticeWithoutNameOrPhone(t *testing.T) {
	withWording(t, `"x.practice" = "Bel {{practice}}{{if phone}}: {{phone}}{{end}}."`, "")
	got, err := newSpeaker(flows.Dutch, "", shy, nil).say("x.practice")
	if want := "Bel je praktijk."; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestUnknownZoneIsAnError(t *testing.T) {
	withWording(t, `"x.clock" = "{{clock .V}}"`, "")
	args := flows.Args{"V": "2026-03-02T07:30:00Z"}
	if got, err := newSpeaker(flows.Dutch, "Mars/Base", shy, args).say("x.clock"); err == nil {
		t.Errorf("got %q", got)
	}
}
