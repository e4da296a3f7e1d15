package messages

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"back2core/flows"
)

// A Button is one button below a message.
type Button struct {
	Label string
	Press flows.Pressed // By is left open: it is whoever taps
}

// What Telegram takes.
const (
	mostInRow   = 8
	mostButtons = 100
)

// The widest labels, in characters, that still share a row on a narrow phone.
const (
	halfWidth    = 16 // two in a row
	thirdWidth   = 10 // three
	quarterWidth = 5  // four: numbers and times
)

// keyboard lays out the answers to a question.
func keyboard(lang flows.Lang, ask *flows.Ask) ([][]Button, error) {
	if ask == nil {
		return nil, nil
	}
	ask = buttoned(*ask)
	var rows [][]Button
	var err error
	switch ask.Kind {
	case flows.Scale:
		rows, err = choice(lang, *ask)
		rows = append(scale(*ask), rows...)
	case flows.Several:
		rows, err = several(lang, *ask)
	case flows.Text:
		// Answered in own words: only the ways out have a button.
	default:
		rows, err = choice(lang, *ask)
	}
	if err != nil {
		return nil, err
	}
	ways, err := buttons(lang, *ask, ask.Ways)
	if err != nil {
		return nil, err
	}
	rows = append(rows, inRows(ways, mostInRow)...)
	if n := len(slices.Concat(rows...)); n > mostButtons {
		return nil, fmt.Errorf("%d buttons, at most %d", n, mostButtons)
	}
	return rows, nil
}

// buttoned is a question with what of it has a button.
func buttoned(ask flows.Ask) *flows.Ask {
	if len(ask.Few) > 0 {
		left := func(choice string) bool { return !slices.Contains(ask.Few, choice) }
		ask.Choices = slices.DeleteFunc(slices.Clone(ask.Choices), left)
		ask.Ways = slices.DeleteFunc(slices.Clone(ask.Ways), left)
	}
	return &ask
}

// scale is 0 to 5 above 6 to 10, in the order in which one counts.
func scale(ask flows.Ask) [][]Button {
	var all []Button
	for n := range 11 {
		label := strconv.Itoa(n)
		all = append(all, Button{Label: label, Press: press(ask, label)})
	}
	return inRows(all, 6)
}

func choice(lang flows.Lang, ask flows.Ask) ([][]Button, error) {
	all, err := buttons(lang, ask, ask.Choices)
	if err != nil {
		return nil, err
	}
	return inRows(all, abreast(all)), nil
}

// abreast is how many of these buttons stand in a row.
func abreast(all []Button) int {
	widest := 0
	for _, b := range all {
		widest = max(widest, utf8.RuneCountInString(b.Label))
	}
	switch {
	case widest <= quarterWidth && len(all) > 4:
		return 4
	case widest > halfWidth:
		return 1
	case widest <= thirdWidth && len(all) == 3:
		return 3
	default:
		return 2
	}
}

// several is a list to tick, one a row, above what ends it: "none" as long as
// nothing is ticked, "done" after that, and "doubt" if it is offered.
func several(lang flows.Lang, ask flows.Ask) ([][]Button, error) {
	ends := []string{flows.ChoiceNone}
	if len(ask.Ticked) > 0 {
		ends[0] = flows.ChoiceDone
	}
	var items []string
	for _, c := range ask.Choices {
		switch c {
		case flows.ChoiceNone, flows.ChoiceDone:
		case flows.ChoiceDoubt:
			ends = append(ends, c)
		default:
			items = append(items, c)
		}
	}
	list, err := buttons(lang, ask, items)
	if err != nil {
		return nil, err
	}
	for i, item := range items {
		box := "☐ "
		if slices.Contains(ask.Ticked, item) {
			box = "☑ "
		}
		list[i].Label = box + list[i].Label
	}
	last, err := buttons(lang, ask, ends)
	if err != nil {
		return nil, err
	}
	return append(inRows(list, 1), inRows(last, abreast(last))...), nil
}

// buttons are one button for each choice.
func buttons(lang flows.Lang, ask flows.Ask, choices []string) ([]Button, error) {
	all := make([]Button, 0, len(choices))
	for _, c := range choices {
		label, ok := Label(lang, ask, c)
		if !ok {
			return nil, fmt.Errorf("no label in %s for %q of %s.%s", lang, c, ask.Form, ask.Question)
		}
		all = append(all, Button{Label: label, Press: press(ask, c)})
	}
	return all, nil
}

func press(ask flows.Ask, choice string) flows.Pressed {
	if ask.Form == flows.FormDo {
		return doing(ask, choice)
	}
	return flows.Pressed{Form: ask.Form, Run: ask.Run, Question: ask.Question, Choice: choice}
}

func inRows(all []Button, width int) [][]Button {
	return slices.Collect(slices.Chunk(all, width))
}
