package messages

import (
	"strings"
	"testing"
	"testing/fstest"

	"back2core/flows"
)

// withWording adds wording to what there is, for one test. Lines are TOML.
func withWording(t *testing.T, dutch, english string) {
	t.Helper()
	from := fstest.MapFS{
		"wording/test.nl.toml": {Data: []byte(dutch)},
		"wording/test.en.toml": {Data: []byte(english)},
	}
	for _, topic := range []string{"form", "do", "card"} {
		for _, lang := range []string{"nl", "en"} {
			path := "wording/" + topic + "." + lang + ".toml"
			text, err := files.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			from[path] = &fstest.MapFile{Data: text}
		}
	}
	c, err := load(from)
	if err != nil {
		t.Fatal(err)
	}
	before := wording
	wording = c
	t.Cleanup(func() { wording = before })
}

const fruitDutch = `
"fruit.taste" = "Wat vind je lekker?"
"fruit.taste.apple" = "Appel"
"fruit.taste.pear" = "Peer"
"fruit.taste.pear.garden" = "Peer van eigen boom"
"fruit.taste.fig" = "3. Vijg, of één dadel"
"fruit.hello" = "Dag {{.Name}}"
["fruit.count"]
one = "{{.Count}} appel"
other = "{{.Count}} appels"
`

const fruitEnglish = `
"fruit.taste" = "What do you like?"
"fruit.taste.apple" = "Apple"
"fruit.taste.pear" = "Pear"
"fruit.taste.pear.garden" = "Pear from your own tree"
"fruit.taste.fig" = "3. Fig, or a date"
"fruit.hello" = "Hello {{.Name}}"
["fruit.count"]
one = "{{.Count}} apple"
other = "{{.Count}} apples"
`

// fruit is a question to try things with.
func fruit(kind flows.Kind) flows.Ask {
	return flows.Ask{
		Form: "fruit", Run: 3, Question: "taste", Kind: kind,
		Choices: []string{"apple", "pear", "fig"}, Ways: []string{flows.WayBack, flows.WayLater},
	}
}

// layout is a keyboard as text: a line for a row, labels between brackets.
func layout(rows [][]Button) string {
	var lines []string
	for _, row := range rows {
		line := ""
		for _, b := range row {
			line += "[" + b.Label + "]"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
