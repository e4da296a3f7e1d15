package flows

import "testing"

func TestReadAge(t *testing.T) {
	for text, want := range map[string]string{
		"54": "54", "54 jaar": "54", "ik ben 54": "54", "99": "99", "12-03-1950": "", "1950": "", "0": "", "120": "", "": "", "vierenvijftig": "", "tussen 50 en 60": "",
	} {
		check(t, "age "+text, want, readAge, text)
	}
}

func TestReadWeek(t *testing.T) {
	for text, want := range map[string]string{
		"20": "20", "20 weken": "20", "week 20": "20", "0": "0", "42": "42", "43": "", "5 maanden": "", "5 months": "", "12-02": "", "": "",
	} {
		check(t, "week "+text, want, readWeek, text)
	}
}

// TestReadAgo: what is understood is days; a date never becomes weeks, because
// that would open the gates after surgery (clinical.md 5.2).
func TestReadAgo(t *testing.T) {
	for text, want := range map[string]string{
		"3 weken": "21", "5": "35", "10 dagen geleden": "10", "2 months": "60", "1 jaar": "365", "een jaar geleden": "365", "een week": "7", "6 weeks ago": "42",
		"12-02-2026": "", "12 februari 2026": "", "maart 2026": "", "in 2025": "", "2025": "", "1,5 maand": "", "vorige zomer": "", "": "", "500": "", "90 jaar": "",
	} {
		check(t, "ago "+text, want, readAgo, text)
	}
}

func check(t *testing.T, name, want string, read func(string) (string, bool), text string) {
	t.Helper()
	if got, ok := read(text); ok != (want != "") || ok && got != want {
		t.Errorf("%s: %q %v, want %q", name, got, ok, want)
	}
}
