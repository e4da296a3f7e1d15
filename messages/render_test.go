package messages

import (
	"strings"
	"sync"
	"testing"

	"back2core/flows"
)

func render(t *testing.T, lang flows.Lang, r flows.Reply) Message {
	t.Helper()
	m, err := Render(lang, "Europe/Amsterdam", ordinary, r)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRender(t *testing.T) {
	withWording(t, fruitDutch, fruitEnglish)
	stepped := fruit(flows.Choice)
	stepped.Step, stepped.Of = 4, 9
	for _, c := range []struct {
		name string
		lang flows.Lang
		r    flows.Reply
		want string
	}{
		{"question", flows.Dutch, flows.Reply{Text: "fruit.taste"}, "Wat vind je lekker?"},
		{"english", flows.English, flows.Reply{Text: "fruit.taste"}, "What do you like?"},
		{"unknown language", "fr", flows.Reply{Text: "fruit.taste"}, "Wat vind je lekker?"},
		{"escaped", flows.Dutch, flows.Reply{Text: "fruit.hello", Args: flows.Args{"Name": "<b>&"}}, "Dag &lt;b&gt;&amp;"},
		{"one", flows.Dutch, flows.Reply{Text: "fruit.count", Args: flows.Args{"Count": "1"}}, "1 appel"},
		{"many", flows.Dutch, flows.Reply{Text: "fruit.count", Args: flows.Args{"Count": "0"}}, "0 appels"},
		{"progress", flows.Dutch, flows.Reply{Text: "fruit.taste", Ask: &stepped}, "<i>Vraag 4 van 9</i>\nWat vind je lekker?"},
		{"progress english", flows.English, flows.Reply{Text: "fruit.taste", Ask: &stepped}, "<i>Question 4 of 9</i>\nWhat do you like?"},
		{"failure", flows.English, flows.Reply{Text: "failure"}, failureEnglish},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := render(t, c.lang, c.r).HTML; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRenderFails(t *testing.T) {
	withWording(t, fruitDutch+`
["only.dutch"]
other = "alleen hier"
["circle.one"]
other = '{{t "circle.two"}}'
["circle.two"]
other = '{{t "circle.one"}}'
["long.text"]
other = "{{.Name}} is lang"
`, fruitEnglish)
	nameless := fruit(flows.Choice)
	nameless.Choices = append(nameless.Choices, "plum")
	crowd := fruit(flows.Choice)
	crowd.Choices = strings.Split(strings.Repeat("apple ", 101), " ")[:101]
	for _, c := range []struct {
		name string
		lang flows.Lang
		r    flows.Reply
	}{
		{"no wording", flows.Dutch, flows.Reply{Text: "fruit.nothing"}},
		{"missing argument", flows.Dutch, flows.Reply{Text: "fruit.hello"}},
		{"missing count", flows.Dutch, flows.Reply{Text: "fruit.count"}},
		{"other language only", flows.English, flows.Reply{Text: "only.dutch"}},
		{"circle", flows.Dutch, flows.Reply{Text: "circle.one"}},
		{"too long", flows.Dutch, flows.Reply{Text: "long.text", Args: flows.Args{"Name": strings.Repeat("x", limit)}}},
		{"no label", flows.Dutch, flows.Reply{Text: "fruit.taste", Ask: &nameless}},
		{"too many buttons", flows.Dutch, flows.Reply{Text: "fruit.taste", Ask: &crowd}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if m, err := Render(c.lang, "Europe/Amsterdam", ordinary, c.r); err == nil {
				t.Errorf("got %q and no error", m.HTML)
			}
		})
	}
}

func TestRenderAnswered(t *testing.T) {
	withWording(t, fruitDutch, fruitEnglish)
	r := flows.Reply{Text: "fruit.taste"}
	words := fruit(flows.Text)
	words.Words = map[string]string{"own": "Kers & <pit>"}
	for _, c := range []struct {
		name string
		a    flows.Answered
		want string
	}{
		{"one", flows.Answered{Ask: fruit(flows.Choice), Choices: []string{"pear"}}, "\n\n➜ <i>Peer</i>"},
		{"several", flows.Answered{Ask: fruit(flows.Several), Choices: []string{"apple", "pear"}}, "\n\n➜ <i>Appel, Peer</i>"},
		{"none", flows.Answered{Ask: fruit(flows.Several), Choices: []string{"none"}}, "\n\n➜ <i>Geen van deze</i>"},
		{"way", flows.Answered{Ask: fruit(flows.Choice), Choices: []string{"back"}}, "\n\n➜ <i>← Terug</i>"},
		{"scale", flows.Answered{Ask: fruit(flows.Scale), Choices: []string{"7"}}, "\n\n➜ <i>7</i>"},
		{"typed", flows.Answered{Ask: fruit(flows.Text), Words: " 4,5 & <b> "}, "\n\n➜ <i>4,5 &amp; &lt;b&gt;</i>"},
		{"own label", flows.Answered{Ask: words, Choices: []string{"own"}}, "\n\n➜ <i>Kers &amp; &lt;pit&gt;</i>"},
		{"nothing", flows.Answered{Ask: fruit(flows.Text)}, ""},
		{"long", flows.Answered{Words: strings.Repeat("lang ", 100)}, "\n\n➜ <i>" + strings.Repeat("lang ", 59) + "lang…</i>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := RenderAnswered(flows.Dutch, "", shy, r, c.a)
			if want := "Wat vind je lekker?" + c.want; err != nil || got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestEmptyLinesCollapse(t *testing.T) {
	withWording(t, `"x.y" = """
Een
{{if phone}}
Bel {{phone}}
{{end}}

Twee
"""`, "")
	for practice, want := range map[Practice]string{
		{Phone: "<1>"}: "Een\n\nBel &lt;1&gt;\n\nTwee",
		{}:             "Een\n\nTwee",
	} {
		got, err := newSpeaker(flows.Dutch, "", practice, nil).say("x.y")
		if err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

func TestRenderFromManySides(t *testing.T) {
	var all sync.WaitGroup
	for _, lang := range languages {
		for range 8 {
			all.Go(func() {
				ask := flows.Ask{Form: "x", Question: "y", Choices: []string{"yes", "no"}, Step: 1, Of: 2}
				if _, err := Render(lang, "", ordinary, flows.Reply{Text: "form.later", Ask: &ask}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
}
