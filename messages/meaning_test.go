package messages

import (
	"slices"
	"testing"

	"back2core/flows"
)

func TestMeaning(t *testing.T) {
	withWording(t, `
"twin.q.a" = "Gelijk"
"twin.q.b" = "gelijk!"
"swap.q.a" = "Rood"
"swap.q.b" = "Red"
`+fruitDutch, `
"twin.q.a" = "Same"
"twin.q.b" = "Other"
"swap.q.a" = "Red"
"swap.q.b" = "Save"
`+fruitEnglish)
	twins := flows.Ask{Form: "twin", Question: "q", Choices: []string{"a", "b"}}
	swapped := flows.Ask{Form: "swap", Question: "q", Choices: []string{"a", "b"}}
	own := fruit(flows.Choice)
	own.Words = map[string]string{"fig": "Sint-Niklaas"}
	days := fruit(flows.Choice)
	days.Choices = []string{"1", "10", "08:30"}
	for _, c := range []struct {
		name string
		ask  flows.Ask
		text string
		want string
	}{
		{"label", fruit(flows.Choice), "Appel", "apple"},
		{"case and marks", fruit(flows.Choice), "  «APPEL»!! 🍎", "apple"},
		{"diacritics", fruit(flows.Choice), "3 vijg of een dadel", "fig"},
		{"without its number", fruit(flows.Choice), "vijg, of één dadel", "fig"},
		{"its number", fruit(flows.Several), "3", "fig"},
		{"its number and more", fruit(flows.Several), "3 en 4", ""},
		{"not its number", fruit(flows.Several), "1", ""},
		{"other language", fruit(flows.Choice), "apple", "apple"},
		{"own language first", swapped, "red", "b"},
		{"way out", fruit(flows.Choice), "terug", "back"},
		{"way out, other language", fruit(flows.Text), "Back", "back"},
		{"way not offered", fruit(flows.Choice), "overslaan", ""},
		{"part of a label", fruit(flows.Choice), "vijg", ""},
		{"more than a label", fruit(flows.Choice), "geen appel", ""},
		{"emoji only", fruit(flows.Choice), "👍", ""},
		{"empty", fruit(flows.Choice), "", ""},
		{"ambiguous", twins, "gelijk", ""},
		{"done", fruit(flows.Several), "klaar", "done"},
		{"none", fruit(flows.Several), "Geen van deze.", "none"},
		{"none elsewhere", fruit(flows.Choice), "Geen van deze.", ""},
		{"own words", own, "sint niklaas", "fig"},
		{"number", days, "10", "10"},
		{"no other number", days, "1,0", ""},
		{"time", days, "08.30", "08:30"},
		{"scale is not ours", fruit(flows.Scale), "7", ""},
		{"scale, way out", fruit(flows.Scale), "later", "later"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Meaning(flows.Dutch, c.ask, c.text); got != c.want {
				t.Errorf("%q means %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// A byte that is no UTF-8 kept the diacritics behind it, unless a mark stood
// around the text.
func TestBugBrokenTextIsFoldedLikeAnyOther(t *testing.T) {
	ask := flows.Ask{Form: "x", Question: "y", Kind: flows.Choice, Choices: []string{"yes", "no"}}
	for _, text := range []string{"Ｊ\xf2ǡ", " Ｊ\xf2ǡ !", "j\xf2á"} {
		if got := Meaning(flows.Dutch, ask, text); got != "yes" {
			t.Errorf("%q means %q, want yes", text, got)
		}
	}
}

func FuzzMeaning(f *testing.F) {
	for _, seed := range []string{"ja", "Geen van deze", "← Terug", "1,0", "3. nee", "ＪＡ", "İ", "é́", "\xff", "Ｊ\xf2ǡ", "🙈 later", "٣"} {
		f.Add(seed)
	}
	asks := []flows.Ask{
		{Form: "x", Question: "y", Kind: flows.Choice, Choices: []string{"yes", "no", "unsure", "1", "10"}, Ways: []string{"back", "later", "skip"}},
		{Form: "x", Question: "y", Kind: flows.Several, Choices: []string{"yes", "doubt"}},
		{Form: "x", Question: "y", Kind: flows.Text, Ways: []string{"later"}},
		{Form: flows.FormDo, Choices: []string{"pain", "language.en"}},
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, ask := range asks {
			for _, lang := range languages {
				got := Meaning(lang, ask, text)
				if got != "" && !slices.Contains(answers(ask), got) {
					t.Fatalf("%q means %q, which is no answer", text, got)
				}
				if again := Meaning(lang, ask, " "+text+" !"); again != got {
					t.Fatalf("%q means %q, with marks around it %q", text, got, again)
				}
			}
		}
	})
}

// Whatever is on a button can be typed.
func TestEveryLabelMeansItself(t *testing.T) {
	ask := flows.Ask{Form: "x", Question: "y", Kind: flows.Several,
		Choices: []string{"yes", "no", "unsure", "doubt", "ok"}, Ways: []string{"back", "later", "skip"}}
	for _, lang := range languages {
		for _, choice := range answers(ask) {
			label, ok := Label(lang, ask, choice)
			if got := Meaning(lang, ask, label); !ok || got != choice {
				t.Errorf("%s: %q means %q, want %q", lang, label, got, choice)
			}
		}
	}
}
