package messages

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"text/template"
	"text/template/parse"

	"back2core/flows"
)

// A need is what a wording wants of its arguments: for each the values that
// make a difference, the ordinary one first.
type need struct {
	values map[string][]string
	must   map[string]bool // used whatever the others are
}

// anyName stands where a wording shows an argument as it is.
const anyName = "Anna"

// A sample is one wording with arguments that it could be given.
type sample struct {
	lang     flows.Lang
	name     string
	args     flows.Args
	practice Practice
}

func (s sample) say() (string, error) {
	return newSpeaker(s.lang, "Europe/Amsterdam", s.practice, s.args).say(s.name)
}

// ordinary is what a practice looks like; shy one that sets nothing.
var (
	ordinary = Practice{Name: "Fysio Noord & Zuid", Phone: "020 123 45 67"}
	shy      = Practice{}
)

// samplesOf are the ways in which a wording can look: with the ordinary
// arguments, and with each of them changed.
func samplesOf(t *testing.T, lang flows.Lang, name string) []sample {
	t.Helper()
	values := needOf(t, lang, name).values
	base := flows.Args{}
	for arg, all := range values {
		base[arg] = all[0]
	}
	samples := []sample{{lang, name, base, ordinary}, {lang, name, base, shy}}
	for arg, all := range values {
		for _, value := range all[1:] {
			args := maps.Clone(base)
			args[arg] = value
			samples = append(samples, sample{lang, name, args, ordinary})
		}
	}
	return samples
}

// everySample calls f with each look of each wording of each language.
func everySample(t *testing.T, f func(t *testing.T, s sample, html string)) {
	t.Helper()
	for _, lang := range languages {
		for _, name := range Names(lang) {
			seen := map[string]bool{}
			for _, s := range samplesOf(t, lang, name) {
				html, err := s.say()
				if err != nil {
					t.Errorf("%s with %v: %v", name, s.args, err)
				} else if !seen[html] {
					f(t, s, html)
				}
				seen[html] = true
			}
		}
	}
}

// needOf reads a wording's arguments from its templates.
func needOf(t *testing.T, lang flows.Lang, name string) need {
	t.Helper()
	r := reader{t: t, lang: lang, need: need{map[string][]string{}, map[string]bool{}}}
	r.wording(name)
	for arg, values := range r.need.values {
		r.need.values[arg] = ordered(values)
	}
	return r.need
}

// A reader walks the templates of a wording.
type reader struct {
	t    *testing.T
	lang flows.Lang
	need need
	seen []string
	deep int // inside so many conditions
}

func (r *reader) wording(name string) {
	if slices.Contains(r.seen, name) {
		return
	}
	r.seen = append(r.seen, name)
	m := wording.byName[r.lang][name]
	if m == nil {
		r.t.Errorf("%s: no wording %q, which %q names", r.lang, name, r.seen[0])
		return
	}
	for _, text := range []string{m.One, m.Other} {
		tree, err := template.New(name).Funcs(speaker{}.funcs()).Parse(text)
		if err != nil {
			r.t.Errorf("%s: %v", r.lang, err)
			continue
		}
		r.node(tree.Root)
	}
	if m.One != "" {
		r.uses(Count, "1", "2")
	}
}

func (r *reader) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				r.node(child)
			}
		}
	case *parse.ActionNode:
		r.pipe(n.Pipe)
	case *parse.IfNode:
		r.condition(&n.BranchNode)
	case *parse.TextNode:
	default:
		r.t.Errorf("%s %s: wording does not use %q", r.lang, r.seen[0], n)
	}
}

// condition is a part that may be left out: an argument it asks about may be
// empty.
func (r *reader) condition(n *parse.BranchNode) {
	for _, command := range n.Pipe.Cmds {
		if arg, ok := argument(command.Args[0]); ok && len(command.Args) == 1 {
			r.uses(arg, anyName, "")
		}
	}
	r.pipe(n.Pipe)
	r.deep++
	r.node(n.List)
	r.node(n.ElseList)
	r.deep--
}

// pipe reads {{.Name}}, {{date .On}}, {{.On | date}}, {{t "name"}} and
// {{t (printf "name.%s" .Kind)}}.
func (r *reader) pipe(p *parse.PipeNode) {
	for i, command := range p.Cmds {
		called := ""
		if id, ok := command.Args[0].(*parse.IdentifierNode); ok {
			called = id.Ident
		} else if i+1 < len(p.Cmds) {
			called = p.Cmds[i+1].Args[0].String()
		}
		for _, a := range command.Args {
			r.operand(called, command, a)
		}
	}
}

func (r *reader) operand(called string, command *parse.CommandNode, n parse.Node) {
	if arg, ok := argument(n); ok {
		r.uses(arg, r.valuesFor(called, command)...)
		return
	}
	switch n := n.(type) {
	case *parse.StringNode:
		if called == "t" {
			r.wording(n.Text)
		}
	case *parse.PipeNode:
		r.pipe(n)
	}
}

// argument is the name of {{.Name}} or {{$.Name}}.
func argument(n parse.Node) (string, bool) {
	switch n := n.(type) {
	case *parse.FieldNode:
		return n.Ident[0], true
	case *parse.VariableNode:
		return n.Ident[len(n.Ident)-1], n.Ident[0] == "$"
	}
	return "", false
}

// valuesFor are values that make a difference to a function.
func (r *reader) valuesFor(called string, command *parse.CommandNode) []string {
	switch called {
	case "date":
		return []string{"2026-03-02", "2026-03-02T23:30:00Z"}
	case "day":
		return []string{"1", "7", "wednesday", "2026-03-02"}
	case "clock":
		return []string{"08:30", "2026-03-02T07:30:00Z"}
	case "score":
		return []string{"75", "0", "100"}
	case "dots":
		return []string{"3"}
	case "t":
		return []string{"choice.yes"}
	case "printf":
		return r.fillings(literals(command)[0])
	case "eq", "ne":
		return append(literals(command), "another")
	}
	return []string{anyName}
}

// fillings are what makes a name of a wording out of "name.%s".
func (r *reader) fillings(format string) []string {
	var all []string
	before, after, _ := strings.Cut(format, "%s")
	for _, name := range Names(r.lang) {
		rest, ok := strings.CutPrefix(name, before)
		rest, end := strings.CutSuffix(rest, after)
		if ok && end && rest != "" && !strings.Contains(rest, ".") {
			all = append(all, rest)
		}
	}
	if len(all) == 0 {
		r.t.Errorf("%s %s: no wording fits %q", r.lang, r.seen[0], format)
		return []string{anyName}
	}
	return all
}

func literals(command *parse.CommandNode) []string {
	var all []string
	for _, a := range command.Args {
		if s, ok := a.(*parse.StringNode); ok {
			all = append(all, s.Text)
		}
	}
	return all
}

// uses notes an argument and values that make a difference to it.
func (r *reader) uses(arg string, values ...string) {
	for _, v := range values {
		if !slices.Contains(r.need.values[arg], v) {
			r.need.values[arg] = append(r.need.values[arg], v)
		}
	}
	if r.deep == 0 {
		r.need.must[arg] = true
	}
}

// ordered puts the ordinary value first: one that a function wants, or else
// anyName, which is for where any text will do. Empty is never ordinary.
func ordered(values []string) []string {
	rank := map[string]int{anyName: 1, "": 2}
	sorted := slices.Clone(values)
	slices.SortStableFunc(sorted, func(a, b string) int { return rank[a] - rank[b] })
	if rank[sorted[0]] == 0 {
		sorted = slices.DeleteFunc(sorted, func(v string) bool { return v == anyName })
	}
	return sorted
}
