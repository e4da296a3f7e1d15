package flows

import "testing"

func TestAScoreIsUnderstoodAsPeopleTypeIt(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "6": "6", "10": "10", " 6 ": "6", "6.": "6", "6!": "6", "6-": "6", "6+": "6", "06": "6",
		"7,5": "7.5", "7.5": "7.5", "0,5": "0.5", "6,25": "6.3", "10,0": "10",
		"7/10": "7", "8/10": "8", "8 / 10": "8", "7,5/10": "7.5", "6 op 10": "6", "7 van de 10": "7", "6 of 10": "6",
		"6 out of 10": "6", "een 7 uit 10": "7", "10/10": "10",
		"een zesje": "6", "zes": "6", "Zesje": "6", "een 4": "4", "een": "1", "één": "1", "eentje": "1", "nul": "0",
		"one": "1", "an 8": "8", "a six": "6", "tien": "10",
		"tussen 4 en 5": "4.5", "tussen de 4 en de 5": "4.5", "4-5": "4.5", "4 à 5": "4.5", "6 of 7": "6.5", "between 3 and 4": "3.5",
		"zes of zeven": "6.5", "ongeveer 6 a 7": "6.5", "4 tot 6": "5", "4–5": "4.5",
		"vier en een half": "4.5", "vierenhalf": "4.5", "drieënhalf": "3.5", "anderhalf": "1.5", "4 1/2": "4.5", "4½": "4.5",
		"4 en een half": "4.5", "six and a half": "6.5", "half": "",
		"6️⃣": "6", "🔟": "10", "1️⃣0️⃣": "10", "6 😕": "6",
		"pijn 6": "6", "pijn: 6": "6", "mijn pijn is nu een 6": "6", "ik zit op 6": "", "pain is about a 7 today": "7", "it's a 3": "3",
		"nog steeds een 6": "6", "geen pijn": "0", "pijnvrij": "0", "no pain": "0", "Geen pijn!": "0",
		"11": "", "12/10": "", "6/5": "", "-6": "", "100": "", "1000000000000000000000": "", "10,1": "", "10 11": "", "6 7": "",
		"ik ben 6 weken thuis": "", "6 weken": "", "6 keer": "", "6 uur": "", "6 juni": "", "om 6": "", "": "", " ": "", "pijn": "",
		"een beetje": "", "geen": "", "hallo": "", "8:30": "", "2 pillen": "", "6 en een beetje": "", "/": "", "-": "", "6/": "",
		"een 7 in mijn rug en een 4 in mijn been": "", "tussen 8 en 12": "", "1/2/2026": "",
	} {
		got := ""
		if s, ok := ParseScore(text); ok {
			got = s.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAKeptScoreReadsBackAsItself(t *testing.T) {
	for s := Score(0); s <= 100; s++ {
		if got := scoreOf(s.String()); got != s {
			t.Errorf("%s reads back as %s", s, got)
		}
	}
}

func FuzzParseScore(f *testing.F) {
	for _, s := range []string{"6", "een zesje", "7,5", "tussen 4 en 5", "6️⃣", "4 1/2", "\xff", "1,,2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, ok := ParseScore(text)
		if ok != (s != NoScore) || s < NoScore || s > 100 {
			t.Errorf("%q: %d %v", text, s, ok)
		}
	})
}
