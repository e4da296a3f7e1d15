package flows

import (
	"slices"
	"strings"
	"testing"
)

// findings writes findings as "RF10:no RF13 RF19/old": detail after a colon,
// since after a slash.
func findings(s string) []Finding {
	var fs []Finding
	for _, word := range strings.Fields(s) {
		word, since, _ := strings.Cut(word, "/")
		row, detail, _ := strings.Cut(word, ":")
		fs = append(fs, Finding{Row: Row(row), Detail: detail, Since: since})
	}
	return fs
}

// TestUrgencyOfEachRowAndCombination is the table of clinical.md 1.2 with the
// rules of 1.3 and 1.4, row by row. A missing row leads to nothing.
func TestUrgencyOfEachRowAndCombination(t *testing.T) {
	young, old := facts{age: 40, pain: NoScore}, facts{age: 41, pain: NoScore}
	tests := []struct {
		name  string
		found string
		facts facts
		want  string // row=class
	}{
		{"retention", "RF01/new", old, "RF01=EHAP"},
		{"a row not yet answered counts as yes", "RF01", old, "RF01=EHAP"},
		{"urine", "RF02/worse", old, "RF02=EHAP"},
		{"bowel", "RF03/unsure", old, "RF03=EHAP"},
		{"saddle", "RF04/new", old, "RF04=EHAP"},
		{"both legs", "RF05/new", old, "RF05=EHAP"},
		{"old and no doctor knows", "RF01/old", old, "RF01=DAY"},
		{"old both legs and no doctor knows", "RF05/old", old, "RF05=DAY"},
		{"sexual, sudden", "RF06:sudden/new", old, "RF06=EHAP"},
		{"sexual, unanswered", "RF06/new", old, "RF06=EHAP"},
		{"sexual, not known how", "RF06:unsure/new", old, "RF06=EHAP"},
		{"sexual, slow and alone", "RF06:slow/new", old, "RF06=DAY"},
		{"sexual, slow beside another sign", "RF06:slow/new RF04/new", old, "RF04=EHAP RF06=EHAP"},
		{"drop foot", "RF07/new", old, "RF07=EHAP"},
		{"drop foot, old and unseen", "RF07/old", old, "RF07=EHAP"},
		{"numb leg, whole", "RF08:whole/new", old, "RF08=EHAP"},
		{"numb leg, spreading", "RF08:spreading/new", old, "RF08=EHAP"},
		{"numb leg, weak", "RF08:weak/new", old, "RF08=EHAP"},
		{"numb leg, unanswered", "RF08/new", old, "RF08=EHAP"},
		{"numb leg, one stable spot", "RF08:spot/new", old, "RF08=DAY"},
		{"numb spot with weakness", "RF08:spot/new RF07/new", old, "RF07=EHAP RF08=EHAP"},
		{"accident just now", "RF09:now", old, "RF09=E112"},
		{"accident, unanswered", "RF09", old, "RF09=E112"},
		{"accident, unsure", "RF09:unsure", old, "RF09=E112"},
		{"accident weeks ago, severe pain", "RF09:severe", old, "RF09=EHAP"},
		{"accident weeks ago", "RF09:weeks", old, "RF09=DAY"},
		{"accident weeks ago, scored 6.9", "RF09:weeks", facts{age: 41, pain: 69}, "RF09=DAY"},
		{"accident weeks ago, scored 7", "RF09:weeks", facts{age: 41, pain: 70}, "RF09=EHAP"},
		{"accident months ago, not seen", "RF09:months_unseen", old, "RF09=GP"},
		{"accident months ago, seen", "RF09:months_seen", old, ""},
		{"aneurysm, over 40", "RF10:no/new", old, "RF10=E112"},
		{"aneurysm, 40 and not faint", "RF10:no/new", young, "RF10=EHAP"},
		{"aneurysm, 40 and faint", "RF10:yes/new", young, "RF10=E112"},
		{"aneurysm, 40 and unsure", "RF10:unsure/new", young, "RF10=E112"},
		{"aneurysm, 40, unanswered", "RF10/new", young, "RF10=E112"},
		{"aneurysm, age unknown", "RF10:no/new", facts{pain: NoScore}, "RF10=E112"},
		{"aneurysm known, 40 and not faint", "RF10:no/new", facts{age: 40, aneurysm: true}, "RF10=E112"},
		{"aneurysm history alone", "RF10b/new", old, "RF10b=GP"},
		{"aneurysm history with the symptom", "RF10:no/new RF10b/new", young, "RF10=E112 RF10b=GP"},
		{"chest", "RF11/new", young, "RF11=E112"},
		{"septic", "RF12/new", young, "RF12=E112"},
		{"fever", "RF13/new", old, "RF13=DAY"},
		{"fever after a procedure", "RF13/new RF14/new", old, "RF13=EHAP RF14=EHAP"},
		{"fever and drugs", "RF13/new RF15:no/new", old, "RF13=EHAP RF15=DAY"},
		{"fever and weak immunity", "RF13/new RF16:no/new", old, "RF13=EHAP RF16=EHAP"},
		{"fever and a weak leg", "RF13/new RF07/new", old, "RF07=EHAP RF13=EHAP"},
		{"fever and a numb spot", "RF13/new RF08:spot/new", old, "RF08=DAY RF13=DAY"},
		{"procedure", "RF14/new", old, "RF14=DAY"},
		{"procedure and bladder", "RF14/new RF01/new", old, "RF01=EHAP RF14=EHAP"},
		{"drugs, constant pain", "RF15:yes/new", old, "RF15=DAY"},
		{"drugs, unsure", "RF15:unsure/new", old, "RF15=DAY"},
		{"drugs, no constant pain", "RF15:no/new", old, "RF15=GP"},
		{"immunity, well", "RF16:no/new", old, "RF16=GP"},
		{"immunity, unwell", "RF16:yes/new", old, "RF16=EHAP"},
		{"immunity and weeks ill", "RF16:no/new RF22/new", old, "RF16=EHAP RF22=DAY"},
		{"fragile fracture", "RF17/new", old, "RF17=DAY"},
		{"height", "RF18/new", old, "RF18=GP"},
		{"height and severe pain", "RF18/new", facts{age: 41, pain: 70}, "RF18=DAY"},
		{"height and pain of 6.9", "RF18/new", facts{age: 41, pain: 69}, "RF18=GP"},
		{"height and unbearable pain", "RF18/new RF29/new", old, "RF18=DAY RF29=DAY"},
		{"cancer, new pain", "RF19/new", old, "RF19=DAY"},
		{"cancer, old unchanged pain", "RF19/old", old, "RF19=GP"},
		{"cancer and bladder", "RF19/old RF01/new", old, "RF01=EHAP RF19=EHAP"},
		{"cancer and a weak leg", "RF19/old RF07/new", old, "RF07=EHAP RF19=EHAP"},
		{"weight", "RF20/new", old, "RF20=GP"},
		{"weight and constant pain", "RF20/new RF21/new", old, "RF20=DAY RF21=DAY"},
		{"constant pain", "RF21/new", old, "RF21=GP"},
		{"constant pain and fever", "RF21/new RF13/new", old, "RF13=DAY RF21=DAY"},
		{"constant pain and cancer", "RF21/new RF19/old", old, "RF19=DAY RF21=DAY"},
		{"ill", "RF22/new", old, "RF22=GP"},
		{"two weak signs", "RF18/new RF22/new", old, "RF18=DAY RF22=DAY"},
		{"a weak sign beside another kind", "RF18/new RF31/new", old, "RF18=GP RF31=GP"},
		{"inflammatory", "RF23/new", old, "RF23=GP"},
		{"inflammatory extras alone", "RF24/new", old, ""},
		{"inflammatory with extras", "RF23/new RF24/new", old, "RF23=GP"},
		{"kidney stone, 60", "RF25:yes/new", facts{age: 60, pain: NoScore}, "RF25=EHAP"},
		{"kidney stone, 61, first", "RF25:yes/new", facts{age: 61, pain: NoScore}, "RF25=E112"},
		{"kidney stone, 61, unanswered", "RF25/new", facts{age: 61, pain: NoScore}, "RF25=E112"},
		{"kidney stone, 61, had before", "RF25:no/new", facts{age: 61, pain: NoScore}, "RF25=EHAP"},
		{"kidney infection", "RF26:no/new", old, "RF26=DAY"},
		{"kidney infection, vomiting", "RF26:yes/new", old, "RF26=EHAP"},
		{"kidney infection, pregnant", "RF26:no/new", facts{age: 30, pregnant: true}, "RF26=EHAP"},
		{"pregnant", "RF27/new", young, "RF27=GP"},
		{"pregnant with an alarm sign", "RF28/new", young, "RF28=EHAP"},
		{"unbearable", "RF29/new", old, "RF29=DAY"},
		{"unsteady", "RF30/new", old, "RF30=EHAP"},
		{"mid-back", "RF31/new", old, "RF31=GP"},
		{"mid-back and cancer", "RF31/new RF19/old", old, "RF19=GP RF31=DAY"},
		{"mid-back and fever", "RF31/new RF13/new", old, "RF13=DAY RF31=DAY"},
		{"mid-back and a fall", "RF31/new RF33/new", old, "RF31=DAY RF33=DAY"},
		{"mid-back and steroids", "RF31/new RF16:no/new", old, "RF16=GP RF31=DAY"},
		{"age", "RF32", old, "RF32=GP"},
		{"blood thinners and a fall", "RF33/new", old, "RF33=DAY"},
		{"blood thinners, a fall and a weak leg", "RF33/new RF07/new", old, "RF07=EHAP RF33=EHAP"},
		{"recent surgery", "RF34/new", old, "RF34=GP"},
		{"crisis", "RF35", old, "RF35=CRISIS"},

		{"fever, with weak immunity that is known", "RF13/new", facts{age: 50, pain: NoScore, known: []Row{"RF16"}}, "RF13=EHAP"},
		{"constant pain, with cancer that is known", "RF21/new", facts{age: 50, pain: NoScore, known: []Row{"RF19"}}, "RF21=DAY"},
		{"mid-back, with cancer that is known", "RF31/new", facts{age: 50, pain: NoScore, known: []Row{"RF19"}}, "RF31=DAY"},
		{"sexual, slow, with a known CES sign", "RF06:slow/new", facts{age: 50, pain: NoScore, known: []Row{"RF02"}}, "RF06=EHAP"},
		{"what is known opens nothing", "", facts{age: 50, pain: NoScore, known: []Row{"RF01", "RF16", "RF19"}}, ""},
	}
	covered := map[Row]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := urgencyOf(findings(tt.found), tt.facts)
			if s := written(got); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
		for _, f := range findings(tt.found) {
			covered[f.Row] = true
		}
	}
	for _, row := range Rows() {
		if !covered[row] {
			t.Errorf("no case for %s", row)
		}
	}
}

func written(m map[Row]Urgency) string {
	var s []string
	for row, u := range m {
		s = append(s, string(row)+"="+string(u))
	}
	slices.Sort(s)
	return strings.Join(s, " ")
}

// TestTwoWeakSignsAreToday: any two of RF13-RF22 are at least for today
// (clinical.md 1.3.1).
func TestTwoWeakSignsAreToday(t *testing.T) {
	weak := []Row{"RF13", "RF14", "RF15", "RF16", "RF17", "RF18", "RF19", "RF20", "RF21", "RF22"}
	for i, a := range weak {
		for _, b := range weak[i+1:] {
			got := urgencyOf([]Finding{{Row: a, Since: "old", Detail: ChoiceNo}, {Row: b, Since: "old", Detail: ChoiceNo}}, facts{age: 50, pain: NoScore})
			if got[a].rank() < SameDay.rank() || got[b].rank() < SameDay.rank() {
				t.Errorf("%s and %s: %v", a, b, got)
			}
		}
	}
}

// TestMoreFindingsNeverLowerAnUrgency: whatever comes on top, no row becomes
// less urgent.
func TestMoreFindingsNeverLowerAnUrgency(t *testing.T) {
	about := facts{age: 50, pain: NoScore}
	for _, a := range Rows() {
		alone := urgencyOf([]Finding{{Row: a}}, about)[a]
		for _, b := range Rows() {
			if a == b {
				continue
			}
			both := urgencyOf([]Finding{{Row: a}, {Row: b}}, about)[a]
			if both.rank() < alone.rank() {
				t.Errorf("%s is %s alone and %s beside %s", a, alone, both, b)
			}
		}
	}
}

// TestWhatAnOpenFlagAllows is the table of clinical.md 1.4, line by line.
func TestWhatAnOpenFlagAllows(t *testing.T) {
	flag, rights := AboutFlag, AboutRights
	topics := []Topic{flag, rights, AboutEducation, AboutWalking, AboutExercise, AboutTalk}
	tests := []struct {
		name  string
		flags []Flag
		want  []Topic
	}{
		{"none", nil, topics},
		{"E112", []Flag{{Row: "RF11", Class: Now112}}, []Topic{flag, rights}},
		{"EHAP", []Flag{{Row: "RF01", Class: NowDoctor}}, []Topic{flag, rights}},
		{"DAY", []Flag{{Row: "RF13", Class: SameDay}}, []Topic{flag, rights}},
		{"GP", []Flag{{Row: "RF20", Class: SoonGP}}, []Topic{flag, rights, AboutEducation, AboutWalking}},
		{"GP, inflammatory", []Flag{{Row: "RF23", Class: SoonGP}}, topics},
		{"inflammatory and pregnant", []Flag{{Row: "RF23", Class: SoonGP}, {Row: "RF27", Class: SoonGP}}, []Topic{flag, rights, AboutEducation, AboutWalking}},
		{"inflammatory that became DAY", []Flag{{Row: "RF23", Class: SameDay}}, []Topic{flag, rights}},
		{"pregnant", []Flag{{Row: "RF27", Class: SoonGP}}, []Topic{flag, rights, AboutEducation, AboutWalking}},
		{"recent surgery", []Flag{{Row: "RF34", Class: SoonGP}}, []Topic{flag, rights, AboutEducation, AboutWalking}},
		{"crisis", []Flag{{Row: "RF35", Class: Crisis}}, []Topic{flag, rights, AboutTalk}},
		{"crisis and GP", []Flag{{Row: "RF35", Class: Crisis}, {Row: "RF20", Class: SoonGP}}, []Topic{flag, rights}},
	}
	for _, tt := range tests {
		for _, topic := range topics {
			if got, want := Allows(Patient{Flags: tt.flags}, topic), slices.Contains(tt.want, topic); got != want {
				t.Errorf("%s allows %s: %v, want %v", tt.name, topic, got, want)
			}
		}
	}
}
