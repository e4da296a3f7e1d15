package messages

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"back2core/flows"
)

func TestLanguagesHaveTheSameNames(t *testing.T) {
	for _, lang := range languages {
		for _, other := range languages {
			for _, name := range Names(other) {
				if !Has(lang, name) {
					t.Errorf("%s: %s is missing", lang, name)
				}
			}
		}
	}
}

func TestNamesAreQuotedAndPlain(t *testing.T) {
	plain := regexp.MustCompile(`^[a-z]+(\.[A-Za-z0-9_:-]+)*$`)
	for _, name := range Names(flows.Dutch) {
		if !plain.MatchString(name) {
			t.Errorf("%q is no name", name)
		}
	}
}

func TestLanguagesHaveTheSameArguments(t *testing.T) {
	for _, name := range Names(flows.Dutch) {
		if !Has(flows.English, name) {
			continue
		}
		dutch := slices.Sorted(maps.Keys(needOf(t, flows.Dutch, name).values))
		english := slices.Sorted(maps.Keys(needOf(t, flows.English, name).values))
		if !slices.Equal(dutch, english) {
			t.Errorf("%s: nl has %v, en has %v", name, dutch, english)
		}
	}
}

func TestPluralsHaveACount(t *testing.T) {
	for _, lang := range languages {
		for name, m := range wording.byName[lang] {
			if m.One != "" && !strings.Contains(m.Other, "."+Count) {
				t.Errorf("%s %s: a plural shows {{.%s}}", lang, name, Count)
			}
			if other := wording.byName[flows.Dutch][name]; other != nil && (m.One == "") != (other.One == "") {
				t.Errorf("%s %s: plural in one language only", lang, name)
			}
			if m.Zero+m.Two+m.Few+m.Many != "" {
				t.Errorf("%s %s: %s has only one and other", lang, name, lang)
			}
		}
	}
}

var action = regexp.MustCompile(`{{[^}]*}}`)

func TestLanguagesAreNoCopies(t *testing.T) {
	for _, name := range Names(flows.Dutch) {
		dutch, english := wording.byName[flows.Dutch][name], wording.byName[flows.English][name]
		if english != nil && dutch.Other == english.Other && len(words(action.ReplaceAllString(dutch.Other, ""))) > 2 {
			t.Errorf("%s is the same in both languages: %q", name, dutch.Other)
		}
	}
}

func TestBrokenWordingIsFoundAtLoading(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"twice", map[string]string{"a.nl.toml": `"x.y" = "een"`, "b.nl.toml": `"x.y" = "twee"`}, "also in another"},
		{"empty", map[string]string{"a.nl.toml": `"x.y" = ""`}, "is empty"},
		{"one without other", map[string]string{"a.nl.toml": "[\"x.y\"]\none = \"een\""}, "is empty"},
		{"language", map[string]string{"a.de.toml": `"x.y" = "eins"`}, "unknown language"},
		{"syntax", map[string]string{"a.nl.toml": `"x.y" = `}, "a.nl.toml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			from := fstest.MapFS{}
			for path, text := range c.files {
				from["wording/"+path] = &fstest.MapFile{Data: []byte(text)}
			}
			_, err := load(from)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestVersionMovesWithTheWording(t *testing.T) {
	version := func(text string) string {
		c, err := load(fstest.MapFS{"wording/a.nl.toml": {Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		return c.version
	}
	if version(`"x.y" = "een"`) == version(`"x.y" = "twee"`) {
		t.Error("another text, the same version")
	}
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\d-[0-9a-f]{8}$`).MatchString(Version) {
		t.Errorf("version is %q", Version)
	}
}
