package flows

import (
	"encoding/json"
	"testing"
	"time"
)

// TestNobodyFillsTheDisk: someone who tells all day long has a day's diary that
// ends, hears so once, and is still heard when it matters.
func TestNobodyFillsTheDisk(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := NewPatient("P", "practice", Dutch, "Europe/Amsterdam", now)
	p.Stage, p.Consent, p.Screened, p.AskedE = Coached, &Consent{At: now}, now, now
	entries, told, kinds := 0, 0, map[string]int{}
	say := func(ev Event) Outcome {
		out := Step(p, ev, now)
		p = out.Patient
		entries += len(out.Diary)
		for _, e := range out.Diary {
			kinds[e.Kind]++
		}
		for _, r := range out.Replies {
			if r.Text == "diary.full" {
				told++
			}
		}
		return out
	}
	for i := range 3000 {
		now = now.Add(time.Second)
		say(Commanded{By: ByPatient, Name: "language", Arg: []string{"nl", "en"}[i%2]})
	}
	if entries != mostEntries || told != 1 {
		t.Errorf("%d entries, and they were told %d times", entries, told)
	}
	out := say(Said{By: ByPatient, Text: "ik kan niet plassen"})
	if len(out.Replies) == 0 || out.Replies[0].Class != Safety {
		t.Errorf("an alarm on a full day is answered by %v", out.Replies)
	}
	say(Said{By: ByPatient, Text: "ja"})
	say(Said{By: ByPatient, Text: "ja"})
	if kinds["flag"] == 0 && kinds["flag.call"] == 0 {
		t.Errorf("the flag is not in the diary: %v", kinds)
	}
	for range 3000 {
		say(Said{By: ByPatient, Text: "mijn billen zijn gevoelloos"})
		say(Said{By: ByPatient, Text: "nee"})
	}
	if entries > graveEntries {
		t.Errorf("%d entries", entries)
	}
	now = now.Add(24 * time.Hour)
	before := entries
	say(Commanded{By: ByPatient, Name: "language", Arg: "nl"})
	if entries == before {
		t.Error("nothing is written on the next day")
	}
	if record, err := json.Marshal(p); err != nil || len(record) > 8<<10 {
		t.Errorf("the record is %d bytes: %v", len(record), err)
	}
}

func TestBugMovingBetweenZonesMadeRoomInTheDiary(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	p := NewPatient("P", "practice", Dutch, "Europe/Amsterdam", now)
	p.Stage, p.Consent, p.Screened, p.AskedE = Coached, &Consent{At: now}, now, now
	entries := 0
	for i := range 2000 {
		p.Zone = []string{"Pacific/Kiritimati", "Pacific/Midway"}[i/300%2]
		out := Step(p, Commanded{By: ByPatient, Name: "language", Arg: []string{"nl", "en"}[i%2]}, now)
		p = out.Patient
		entries += len(out.Diary)
	}
	if entries != mostEntries {
		t.Errorf("%d entries in one day", entries)
	}
}

func TestBugUnderAFlagNobodyHeardThatTheDiaryIsFull(t *testing.T) {
	tk := coachedPatient(t).say("ik ben veel afgevallen").tap(ChoiceYes)
	tk.p.Written = Written{On: tk.now.UTC().Format(dateLayout), N: mostEntries}
	tk.command("stop", "")
	for _, said := range tk.said() {
		if said == "diary.full" {
			return
		}
	}
	t.Errorf("said %v under %v", tk.said(), tk.p.Flags)
}
