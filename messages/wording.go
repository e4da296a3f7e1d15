package messages

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"back2core/flows"
)

//go:embed wording/*.toml
var files embed.FS

// reviewed is the day on which all wording was last read as a whole. Move it
// when that happens again; the hash behind it moves by itself.
const reviewed = "2026-11-22"

// languages are all that this package speaks. The first serves whoever speaks
// none of them.
var languages = []flows.Lang{flows.Dutch, flows.English}

// wording is all there is to say. Broken wording stops the program at its
// start, never in the middle of a conversation.
var wording = mustLoad(files)

// Version names the content that patients see: the day of its last review and
// a hash over every wording file.
var Version = wording.version

// A catalogue is the wording of all languages.
type catalogue struct {
	bundle  *i18n.Bundle
	byName  map[flows.Lang]map[string]*i18n.Message
	version string
}

func mustLoad(from fs.FS) catalogue {
	c, err := load(from)
	if err != nil {
		panic(err)
	}
	return c
}

// load reads every wording file. A name that is given twice in one language
// is an error: go-i18n would silently let the last one win.
func load(from fs.FS) (catalogue, error) {
	c := catalogue{
		bundle: i18n.NewBundle(language.Make(string(languages[0]))),
		byName: map[flows.Lang]map[string]*i18n.Message{},
	}
	c.bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, lang := range languages {
		c.byName[lang] = map[string]*i18n.Message{}
	}
	paths, err := fs.Glob(from, "wording/*.toml")
	if err != nil {
		return c, fmt.Errorf("list wording: %w", err)
	}
	sum := sha256.New()
	for _, path := range paths { // sorted
		text, err := fs.ReadFile(from, path)
		if err != nil {
			return c, fmt.Errorf("read wording: %w", err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		if err := c.add(path, text); err != nil {
			return c, fmt.Errorf("wording file %s: %w", path, err)
		}
	}
	c.version = reviewed + "-" + hex.EncodeToString(sum.Sum(nil))[:8]
	return c, nil
}

func (c catalogue) add(path string, text []byte) error {
	file, err := c.bundle.ParseMessageFileBytes(text, path)
	if err != nil {
		return err
	}
	names, ok := c.byName[flows.Lang(file.Tag.String())]
	if !ok {
		return fmt.Errorf("unknown language %q", file.Tag)
	}
	for _, m := range file.Messages {
		if names[m.ID] != nil {
			return fmt.Errorf("%s is also in another file", m.ID)
		}
		if m.Other == "" {
			return fmt.Errorf("%s is empty", m.ID)
		}
		names[m.ID] = m
	}
	return nil
}

// Has tells whether there is a wording of that name.
func Has(lang flows.Lang, name string) bool {
	return wording.byName[spoken(lang)][name] != nil
}

// Names are all wordings of a language, sorted.
func Names(lang flows.Lang) []string {
	return slices.Sorted(maps.Keys(wording.byName[spoken(lang)]))
}

// spoken is the language itself, or the one that serves whoever speaks none.
func spoken(lang flows.Lang) flows.Lang {
	if slices.Contains(languages, lang) {
		return lang
	}
	return languages[0]
}
