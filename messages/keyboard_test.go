package messages

import (
	"testing"

	"back2core/flows"
)

func TestKeyboard(t *testing.T) {
	withWording(t, fruitDutch, fruitEnglish)
	about := fruit(flows.Choice)
	about.About = "garden"
	ticked := fruit(flows.Several)
	ticked.Choices, ticked.Ticked = append(ticked.Choices, "doubt"), []string{"pear"}
	named := fruit(flows.Choice)
	named.Choices = []string{"a", "yes"}
	named.Words = map[string]string{"a": "Ziekenhuis\nSint-Antonius in de binnenstad"}
	days := fruit(flows.Choice)
	days.Choices = []string{"0", "1", "2", "3", "4", "5", "6", "7"}
	times := fruit(flows.Choice)
	times.Choices = []string{"07:00", "07:30", "08:00", "08:30", "09:00"}
	few := fruit(flows.Choice)
	few.Few = []string{"later", "pear"}
	pick := func(choices ...string) flows.Ask {
		a := fruit(flows.Choice)
		a.Choices, a.Ways = choices, nil
		return a
	}
	scale, fine := fruit(flows.Scale), fruit(flows.Scale)
	scale.Choices, fine.Choices = nil, []string{"yes"}
	for _, c := range []struct {
		name string
		ask  flows.Ask
		want string
	}{
		{"long labels", fruit(flows.Choice), "[Appel]\n[Peer]\n[3. Vijg, of één dadel]\n[← Terug][Later]"},
		{"about", about, "[Appel]\n[Peer van eigen boom]\n[3. Vijg, of één dadel]\n[← Terug][Later]"},
		{"two", pick("yes", "no"), "[Ja][Nee]"},
		{"three", pick("yes", "no", "ok"), "[Ja][Nee][Oké]"},
		{"three wider", pick("yes", "no", "unsure"), "[Ja][Nee]\n[Weet ik niet]"},
		{"four", pick("yes", "no", "ok", "unsure"), "[Ja][Nee]\n[Oké][Weet ik niet]"},
		{"five", pick("yes", "no", "ok", "unsure", "doubt"), "[Ja][Nee]\n[Oké][Weet ik niet]\n[Ik twijfel]"},
		{"numbers", days, "[0][1][2][3]\n[4][5][6][7]\n[← Terug][Later]"},
		{"few", few, "[Peer]\n[Later]"},
		{"times", times, "[07:00][07:30][08:00][08:30]\n[09:00]\n[← Terug][Later]"},
		{"own words", named, "[Ziekenhuis Sint-Antonius in de…]\n[Ja]\n[← Terug][Later]"},
		{"scale", scale, "[0][1][2][3][4][5]\n[6][7][8][9][10]\n[← Terug][Later]"},
		{"scale and a choice", fine, "[0][1][2][3][4][5]\n[6][7][8][9][10]\n[Ja]\n[← Terug][Later]"},
		{"text", fruit(flows.Text), "[← Terug][Later]"},
		{"several", fruit(flows.Several), "[☐ Appel]\n[☐ Peer]\n[☐ 3. Vijg, of één dadel]\n[Geen van deze]\n[← Terug][Later]"},
		{"several ticked", ticked, "[☐ Appel]\n[☑ Peer]\n[☐ 3. Vijg, of één dadel]\n[Klaar][Ik twijfel]\n[← Terug][Later]"},
		{"command", flows.Ask{Form: flows.FormDo, Question: "language", Choices: []string{"nl", "en"}}, "[Nederlands][English]"},
		{"commands", flows.Ask{Form: flows.FormDo, Choices: []string{"exercise", "language.en"}}, "[Oefenen][English]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := keyboard(flows.Dutch, &c.ask)
			if got := layout(rows); err != nil || got != c.want {
				t.Errorf("got\n%s\n%v, want\n%s", got, err, c.want)
			}
		})
	}
}

func TestButtonsCarryTheirQuestion(t *testing.T) {
	of := func(form string, run int, question, choice string) flows.Pressed {
		return flows.Pressed{Form: form, Run: run, Question: question, Choice: choice}
	}
	for _, c := range []struct {
		name string
		ask  flows.Ask
		want []flows.Pressed
	}{
		{"form", flows.Ask{Form: "f", Run: 7, Question: "q", Choices: []string{"yes"}, Ways: []string{"skip"}},
			[]flows.Pressed{of("f", 7, "q", "yes"), of("f", 7, "q", "skip")}},
		{"several", flows.Ask{Form: "f", Run: 7, Question: "q", Kind: flows.Several, Choices: []string{"yes"}},
			[]flows.Pressed{of("f", 7, "q", "yes"), of("f", 7, "q", "none")}},
		{"command", flows.Ask{Form: "do", Run: 7, Question: "language", Choices: []string{"nl"}},
			[]flows.Pressed{of("do", 0, "language", "nl")}},
		{"commands", flows.Ask{Form: "do", Choices: []string{"pain", "language.en"}},
			[]flows.Pressed{of("do", 0, "pain", ""), of("do", 0, "language", "en")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := keyboard(flows.English, &c.ask)
			if err != nil {
				t.Fatal(err)
			}
			var got []flows.Pressed
			for _, row := range rows {
				for _, b := range row {
					got = append(got, b.Press)
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("got %v, want %v", got[i], c.want[i])
				}
			}
		})
	}
}
