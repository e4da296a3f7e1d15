package flows

import "testing"

func TestAPauseIsUnderstoodAsPeopleTypeIt(t *testing.T) {
	const today = "2026-03-04" // a Wednesday
	for text, want := range map[string]string{
		"3 dagen": "2026-03-07", "drie dagen": "2026-03-07", "3 days": "2026-03-07", "3": "2026-03-07", "1 dag": "2026-03-05",
		"een week": "2026-03-11", "1 week": "2026-03-11", "a week": "2026-03-11", "twee weken": "2026-03-18", "for 2 weeks": "2026-03-18",
		"een maand": "2026-04-04", "2 months": "2026-05-04", "volgende week": "2026-03-11", "morgen": "2026-03-05", "overmorgen": "2026-03-06",
		"tot maandag": "2026-03-09", "maandag": "2026-03-09", "tot woensdag": "2026-03-11", "until Friday": "2026-03-06", "t/m vrijdag": "2026-03-07",
		"tot 12 maart": "2026-03-12", "12 maart": "2026-03-12", "tot en met 12 maart": "2026-03-13", "t/m 12-3": "2026-03-13", "until March 12": "2026-03-12",
		"12-3": "2026-03-12", "12/3/2026": "2026-03-12", "12-03-26": "2026-03-12", "2026-03-12": "2026-03-12", "12 mrt 2026": "2026-03-12",
		"1 maart": "2027-03-01", "4 maart": "2027-03-04", "5 maart": "2026-03-05", "pauze tot maandag": "2026-03-09",
		"ik wil pauze tot 1 april": "2026-04-01", "april 1st": "",
		"29 februari": "", "31 april": "", "1-1-2020": "", "4-3-2026": "", "5-3-2028": "", "0 dagen": "", "400 dagen": "", "366": "2027-03-05", "367": "",
		"": "", "pauze": "", "gisteren": "", "een beetje": "", "tot": "", "12 maart 12 maart": "", "32 maart": "", "5-13": "", "999999999999999999999": "",
	} {
		got := ""
		if s, ok := parseSpan(text); ok {
			if date, ok := s.from(today); ok {
				got = date
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestALeapDayCanEndAPause(t *testing.T) {
	s, ok := parseSpan("tot 29 februari")
	if got, real := s.from("2028-02-01"); !ok || !real || got != "2028-02-29" {
		t.Errorf("got %q", got)
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, s := range []string{"3 dagen", "tot 12 maart", "t/m 12-3", "maandag", "2026-03-12", "\xff 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, ok := parseSpan(text)
		if !ok {
			return
		}
		const today = "2026-03-04"
		if date, ok := s.from(today); ok && (daysBetween(today, date) < 1 || daysBetween(today, date) > longestPause) {
			t.Errorf("%q ends on %s", text, date)
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"8", "08:30", "20u30", "8 pm", "om 9 uur"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, ok := ParseClock(text); ok {
			if again, ok := ParseClock(c.String()); !ok || again != c {
				t.Errorf("%q is %s, which is %s", text, c, again)
			}
		}
	})
}
