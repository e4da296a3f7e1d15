package flows

import (
	"slices"
	"testing"
)

// TestTriggers: what people type, and the row that it must bring up
// (clinical.md 1.3.6). Asking once too often is fine; not asking is not.
func TestTriggers(t *testing.T) {
	tests := []struct {
		text string
		want Row // "" for none at all
	}{
		{"ik kan niet plassen", "RF01"},
		{"Plassen lukt niet meer goed", "RF01"},
		{"ik heb moeite met plassen sinds gisteren", "RF01"},
		{"I can't pee", "RF01"},
		{"I can’t pee!!", "RF01"},
		{"it is hard to urinate", "RF01"},
		{"mijn blaas voel ik niet meer", "RF01"},
		{"ik kan mijn plas niet ophouden", "RF02"},
		{"ik verlies urine", "RF02"},
		{"ben incontinent", "RF02"},
		{"I am leaking urine", "RF02"},
		{"ik kan mijn poep niet ophouden", "RF03"},
		{"I can't hold my stool", "RF03"},
		{"doof gevoel in mijn kruis", "RF04"},
		{"mijn billen zijn gevoelloos", "RF04"},
		{"het tintelt rond mijn anus", "RF04"},
		{"doof tussen mijn benen", "RF04"},
		{"zadelgevoel", "RF04"},
		{"my groin is numb", "RF04"},
		{"numb between my legs", "RF04"},
		{"pijn in beide benen", "RF05"},
		{"both legs hurt", "RF05"},
		{"geen erectie meer", "RF06"},
		{"ik heb een klapvoet", "RF07"},
		{"mijn voet sleept", "RF07"},
		{"ik kan mijn tenen niet optillen", "RF07"},
		{"I can't lift my foot", "RF07"},
		{"ik zak door mijn been", "RF07"},
		{"slap been", "RF07"},
		{"mijn been is verlamd", "RF07"},
		{"geen kracht meer in mijn been", "RF07"},
		{"my leg gives way", "RF07"},
		{"foot drop", "RF07"},
		{"geen gevoel in mijn been", "RF08"},
		{"mijn voet is doof", "RF08"},
		{"numb leg", "RF08"},
		{"ik loop zo wankel", "RF30"},
		{"pijn op de borst", "RF11"},
		{"chest pain", "RF11"},
		{"ik ben benauwd", "RF11"},
		{"I fainted", "RF10"},
		{"ben flauwgevallen", "RF10"},
		{"ik heb een ongeluk gehad", "RF09"},
		{"van de trap gevallen", "RF09"},
		{"I fell from a ladder", "RF09"},
		{"bloed in mijn plas", "RF25"},
		{"ik heb koorts", "RF13"},
		{"geen koorts", "RF13"},
		{"koude rillingen", "RF13"},
		{"I have a fever", "RF13"},
		{"mijn wond lekt", "RF14"},
		{"ik slik prednison", "RF16"},
		{"ik heb botontkalking", "RF17"},
		{"ik ben gisteren gevallen", "RF17"},
		{"ik heb kanker gehad", "RF19"},
		{"uitzaaiingen", "RF19"},
		{"ik ben veel afgevallen", "RF20"},
		{"I lost weight", "RF20"},
		{"nachtzweten", "RF22"},
		{"ik ben zwanger", "RF27"},
		{"I'm pregnant", "RF27"},
		{"ik ben geopereerd", "RF34"},
		{"back surgery", "RF34"},
		{"ik wil niet meer leven", "RF35"},
		{"ik wil dood", "RF35"},
		{"zelfmoord", "RF35"},
		{"I want to die", "RF35"},
		{"I want to kill myself", "RF35"},
		{"suicide", "RF35"},

		{"doodmoe", ""},
		{"ik ben doodop vandaag", ""},
		{"6", ""},
		{"bedankt!", ""},
		{"ik ga morgen fietsen", ""},
		{"de oefening ging goed", ""},
		{"mijn been doet pijn", ""},
		{"my back hurts when I sit", ""},
		{"ik heb slecht geslapen", ""},
		{"wanneer is de volgende sessie", ""},
		{"in het zwembad", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got := triggered(tt.text)
		if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("%q: got %v, want %q", tt.text, got, tt.want)
		}
	}
}

// TestANegationThatIsTheAlarmIsNoDenial: after a no to "ik kan niet plassen",
// saying it again has to ask again.
func TestANegationThatIsTheAlarmIsNoDenial(t *testing.T) {
	for _, tt := range []struct {
		text string
		row  Row
		want bool
	}{
		{"geen koorts", "RF13", true}, {"I have no fever", "RF13", true}, {"ik ben niet gevallen", "RF17", true},
		{"ik wil niet dood", "RF35", true}, {"koorts", "RF13", false},
		{"ik kan niet plassen", "RF01", false}, {"I can't pee", "RF01", false}, {"ik wil niet meer leven", "RF35", false},
		{"geen gevoel in mijn been", "RF08", false}, {"geen kracht in mijn been", "RF07", false},
	} {
		if got := denies(tt.text, tt.row); got != tt.want {
			t.Errorf("%q denies %s: %v", tt.text, tt.row, got)
		}
	}
}

// TestTriggersCoverTheClinicalList holds every word of clinical.md 1.3.6 that
// stands by itself to some row.
func TestTriggersCoverTheClinicalList(t *testing.T) {
	list := []string{
		"kan niet plassen", "niet kunnen plassen", "plas niet ophouden", "plas verlies", "incontinent", "poep niet ophouden",
		"doof gevoel kruis", "doof gevoel billen", "doof gevoel schede", "doof gevoel penis", "doof gevoel anus", "doof gevoel tussen mijn benen",
		"zadel", "gevoelloos", "geen gevoel in been", "geen gevoel in voet", "klapvoet", "voet sleept", "voet hangt", "zak door mijn been",
		"zak door been", "verlamd", "geen kracht", "slap been", "beide benen", "erectie", "koorts", "rillingen", "kanker", "uitzaaiing",
		"afgevallen", "gevallen", "ongeluk", "val van", "prednison", "botontkalking", "zwanger", "bevallen", "flauwgevallen",
		"pijn op de borst", "benauwd", "bloed in plas", "nachtzweten", "operatie", "wond lekt", "dood", "zelfmoord",
		"can't pee", "incontinent", "numb groin", "numb saddle", "numb leg", "foot drop", "can't lift my foot", "paralysed", "both legs",
		"fever", "chills", "cancer", "weight loss", "fell", "accident", "pregnant", "chest pain", "fainted", "surgery", "suicide",
	}
	for _, text := range list {
		if len(triggered(text)) == 0 {
			t.Errorf("%q raises no question", text)
		}
	}
}

func FuzzTriggered(f *testing.F) {
	f.Add("ik kan niet plassen")
	f.Add("café ’s nachts 6️⃣")
	f.Fuzz(func(t *testing.T, text string) {
		for _, row := range triggered(text) {
			if !slices.Contains(Rows(), row) {
				t.Errorf("%q raises %s, which is no row", text, row)
			}
		}
	})
}
