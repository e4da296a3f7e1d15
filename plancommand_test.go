package main

import "testing"

// TestBugAWeekOfPregnancyThatIsNone: week 0 stood for week 13 for ever, and 1000 was taken.
func TestBugAWeekOfPregnancyThatIsNone(t *testing.T) {
	for profile, ok := range map[string]bool{
		"pregnant=0": false, "pregnant=43": false, "pregnant=1": true, "pregnant=42": true, "pregnant": true, "surgery=1000": true, "falls=2": false,
	} {
		if _, err := (planCommand{Profile: []string{profile}, Age: 45}).somebody(); (err == nil) != ok {
			t.Errorf("%s: %v", profile, err)
		}
	}
	who, err := planCommand{Profile: []string{"bends", "born"}, Age: 45}.somebody()
	if err != nil || !who.Bends || !who.Born {
		t.Errorf("%+v, %v", who, err)
	}
}
