package flows

import "testing"

func TestParseClock(t *testing.T) {
	tests := []struct{ text, want string }{ // "": not understood
		{"8", "08:00"}, {"8 uur", "08:00"}, {"08:30", "08:30"}, {"8.30", "08:30"}, {"20u30", "20:30"}, {"om 7:15", "07:15"},
		{"8 pm", "20:00"}, {"12 pm", "12:00"}, {"12 am", "00:00"}, {"0:00", "00:00"}, {"23:59", "23:59"}, {"9 am", "09:00"},
		{"half negen", "08:30"}, {"half 9", "08:30"}, {"half een", "00:30"}, {"kwart over acht", "08:15"}, {"kwart voor 8", "07:45"}, {"om half acht", "07:30"},
		{"24:00", ""}, {"8:60", ""}, {"acht", ""}, {"", ""}, {"straks", ""}, {"half", ""}, {"half honderd", ""}, {"-1", ""}, {"8:30:10", ""},
	}
	for _, tt := range tests {
		got, ok := ParseClock(tt.text)
		if ok != (tt.want != "") || ok && got.String() != tt.want {
			t.Errorf("%q: %s %v, want %q", tt.text, got, ok, tt.want)
		}
	}
}

func TestZoneOf(t *testing.T) {
	for text, want := range map[string]string{
		"Amsterdam": "Europe/Amsterdam", "utrecht": "Europe/Amsterdam", "Curaçao": "America/Curacao", "new york": "America/New_York",
		"Bangkok": "Asia/Bangkok", "londen": "Europe/London", "London": "Europe/London", "America/Paramaribo": "America/Paramaribo",
		"Parijs": "Europe/Paris", "Suriname": "America/Paramaribo", "Zürich": "Europe/Zurich",
		"Nergenshuizen": "", "": "", "../etc/passwd": "", "/etc/localtime": "", "Europe/../Amsterdam": "", "6": "",
	} {
		if got, ok := ZoneOf(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
