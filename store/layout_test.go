package store

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// A line is one line of the table in the comment of Tx.
type line struct {
	bucket     string
	key, value []string // tokens
	sealed     bool     // the record in the value is
	met        bool     // some key of the file is of this shape
}

func TestTheTableOfBucketsIsTrue(t *testing.T) {
	table := bucketTable(t)
	s := open(t)
	update(t, s, func(tx *Tx) error {
		if err := furnish(tx, "p2", "tg:2", "Bo"); err != nil {
			return err
		}
		if err := tx.Erase("p2", noon); err != nil {
			return err
		}
		return furnish(tx, "p1", "tg:1", "Anna")
	})
	err := s.db.View(func(btx *bolt.Tx) error {
		return btx.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				plain := opened(t, s, name, k, v)
				l := meet(table, string(name), k, plain)
				if l == nil {
					t.Errorf("bucket %s: %q -> %q is not in the table", name, k, plain)
				} else if sealed := !bytes.Equal(plain, v); sealed != l.sealed {
					t.Errorf("bucket %s: the value of %q is sealed: %v, the table says %v", name, k, sealed, l.sealed)
				}
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range table {
		if !l.met {
			t.Errorf("nothing in the file is of the shape %s: %s -> %s", l.bucket, l.key, l.value)
		}
	}
}

func TestTheTableNamesExactlyTheBucketsThatAreMade(t *testing.T) {
	var named, made []string
	for _, l := range bucketTable(t) {
		named = append(named, l.bucket)
	}
	for _, name := range bucketNames {
		made = append(made, string(name))
	}
	slices.Sort(named)
	slices.Sort(made)
	if named = slices.Compact(named); !slices.Equal(named, made) {
		t.Errorf("the table names %q, a file has %q", named, made)
	}
}

func TestAShapeThatIsNotTheTablesIsNoticed(t *testing.T) {
	tests := []struct {
		pattern string
		b       string
	}{
		{"be64(due) id", "\x00\x00\x00\x00\x00\x00\x00"},
		{"be64(due) id", "\x00\x00\x00\x00\x00\x00\x00\x05"},
		{"id 0 be32(seq)", "p1\x00\x00\x00\x05"},
		{"id 0 be32(seq)", "\x00\x00\x00\x00\x05"},
		{`"schema"`, "schemas"},
		{"record", "\x02{}"},
		{"record", "\x01{"},
		{"nothing", "x"},
		{"address", "p1"},
	}
	for _, tt := range tests {
		if shaped(strings.Fields(tt.pattern), []byte(tt.b)) {
			t.Errorf("%q passes for %s", tt.b, tt.pattern)
		}
	}
}

// bucketTable reads the table from the source.
func bucketTable(t *testing.T) []*line {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "tx.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	columns := regexp.MustCompile(`^\t(\S+) {2,}(\S.*?) {2,}(\S.*?) {2,}(yes|no|sealed)$`)
	var table []*line
	for _, text := range strings.Split(docOf(file, "Tx"), "\n") {
		if m := columns.FindStringSubmatch(text); m != nil && m[1] != "bucket" {
			table = append(table, &line{
				bucket: m[1], key: strings.Fields(m[2]), value: strings.Fields(m[3]), sealed: m[4] == "yes",
			})
		} else if strings.HasPrefix(text, "\t") && m == nil {
			t.Errorf("a line of the table can't be read: %q", text)
		}
	}
	if len(table) == 0 {
		t.Fatal("Tx has no table of buckets")
	}
	return table
}

// docOf returns the comment of a type.
func docOf(file *ast.File, name string) string {
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, spec := range g.Specs {
			if spec.(*ast.TypeSpec).Name.Name == name {
				return g.Doc.Text()
			}
		}
	}
	return ""
}

// meet finds the line that a key and its value are of, or nil.
func meet(table []*line, bucket string, key, value []byte) *line {
	for _, l := range table {
		if l.bucket == bucket && shaped(l.key, key) && shaped(l.value, value) {
			l.met = true
			return l
		}
	}
	return nil
}

// texture says what some of the texts look like in these tests.
var texture = map[string]*regexp.Regexp{
	"id":       regexp.MustCompile(`^p\d$`),
	"address":  regexp.MustCompile(`^tg:\d$`),
	"anywhere": regexp.MustCompile(`^(tg:\d)?$`),
	"form":     regexp.MustCompile(`^intake$`),
	"question": regexp.MustCompile(`^name$`),
}

// shaped tells whether bytes are what a row of tokens says, to the last byte.
func shaped(tokens []string, b []byte) bool {
	if len(tokens) == 0 {
		return len(b) == 0
	}
	head, rest := tokens[0], tokens[1:]
	fixed := func(n int) bool { return len(b) >= n && shaped(rest, b[n:]) }
	switch {
	case head == "nothing":
		return len(b) == 0
	case head == "bytes":
		return true
	case head == "record":
		return len(b) > 1 && b[0] == codecJSON && json.Valid(b[1:])
	case strings.HasPrefix(head, "be64("):
		return fixed(8)
	case strings.HasPrefix(head, "be32("):
		return fixed(4)
	case strings.HasPrefix(head, "byte("):
		return fixed(1)
	case strings.HasPrefix(head, `"`):
		return string(b) == strings.Trim(head, `"`)
	}
	text, after, ended := b, []byte(nil), false
	if len(rest) > 0 && rest[0] == "0" {
		text, after, ended = bytes.Cut(b, []byte{0})
		if !ended {
			return false
		}
		rest = rest[1:]
	}
	if want := texture[head]; want != nil && !want.Match(text) {
		return false
	}
	return (ended || len(text) > 0) && !bytes.ContainsRune(text, 0) && shaped(rest, after)
}
