package flows_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/flows"
)

var (
	walkFull = flag.Bool("walk.full", false, "tell states apart by what rules read, too: hours; see -walk.most")
	walkKeep = flag.Int("walk.keep", 1, "how many patients stand for one state")
	walkMost = flag.Int("walk.most", 0, "walk at most this many states; 0: all, or few under the race detector")
)

// A node is one patient that stands for a state, and how they came there.
type node struct {
	p    flows.Patient
	now  time.Time
	from *node
	did  string
	says []string // what was said on the way
	deep int
}

// A graph is the conversation as it is walked, breadth first: every state that
// is found, and from each every act of the alphabet, so that the first way to a
// state is a shortest one.
type graph struct {
	subject
	detail detail
	keep   int    // patients that stand for a state
	most   int    // states; 0: all
	wanted string // stop at a breach of this law

	nodes   map[string][]*node
	order   []*node
	edges   map[[2]string]int // between states, by how often they were taken
	acts    int
	deepest int
	breaks  []walkBreak
}

// A walkBreak is a law that did not hold, and the shortest way there.
type walkBreak struct {
	breach
	path string
}

const mostBreaks = 5

// walk goes on until every state that was found has been visited.
func (g *graph) walk(begin ...*node) *graph {
	g.nodes, g.edges = map[string][]*node{}, map[[2]string]int{}
	for _, n := range begin {
		g.reach(n)
	}
	for i := 0; i < len(g.order) && !g.over(); i++ {
		g.visit(g.order[i])
	}
	return g
}

// over: enough breaches to look at, or the one that was wanted.
func (g *graph) over() bool {
	return len(g.breaks) >= mostBreaks || slices.ContainsFunc(g.breaks, func(b walkBreak) bool { return b.law == g.wanted })
}

// reach takes a patient in, where their state has room for one.
func (g *graph) reach(n *node) {
	key := abstract(n.p, n.now, g.detail)
	known := g.nodes[key]
	if len(known) >= g.keep || g.most > 0 && len(known) == 0 && len(g.nodes) >= g.most {
		return
	}
	g.nodes[key] = append(known, n)
	g.order = append(g.order, n)
	g.deepest = max(g.deepest, n.deep)
}

// visit holds a state to the laws, and takes every act from it.
func (g *graph) visit(n *node) {
	if b := breachIn(g.subject, n.p, n.now); b != nil {
		g.broken(*b, n, "", nil)
	}
	from := abstract(n.p, n.now, g.detail)
	for _, a := range alphabet(n.p, n.now) {
		var last taken
		p, now, went := a.play(g.subject, n.p, n.now, func(s taken) bool {
			last = s
			b := breachOf(s)
			if b != nil {
				g.broken(*b, n, a.does, s.texts())
			}
			return b == nil
		})
		if !went {
			continue
		}
		g.acts++
		g.edges[[2]string{from, abstract(p, now, g.detail)}]++
		g.reach(&node{p: p, now: now, from: n, did: a.does, says: last.texts(), deep: n.deep + 1})
	}
}

func (g *graph) broken(b breach, n *node, did string, says []string) {
	if slices.ContainsFunc(g.breaks, func(old walkBreak) bool { return old.law == b.law && gist(old.what) == gist(b.what) }) {
		return
	}
	path := n.path()
	if did != "" {
		path += line(n.now, did, says)
	}
	g.breaks = append(g.breaks, walkBreak{b, path})
}

// gist is a complaint without its numbers and its end: one is enough.
func gist(what string) string {
	what = strings.Map(noDigit, what)
	return what[:min(len(what), 40)]
}

func noDigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}

// path is the way to a state as a person reads it.
func (n *node) path() string {
	if n.from == nil {
		return n.did
	}
	return n.from.path() + line(n.from.now, n.did, n.says)
}

func line(now time.Time, did string, says []string) string {
	return fmt.Sprintf("  %s  %s\n                    > %s\n", now.Format("Mon 2 Jan 15:04"), did, strings.Join(says, ", "))
}

// newcomer is where the walk begins: someone who writes for the first time.
func newcomer() *node {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	return &node{p: flows.NewPatient("p1", "main", flows.Dutch, "Europe/Amsterdam", now), now: now}
}

// TestWalk walks the conversation and holds every step and every state to the
// laws. What it exhausts is every act in every state that can be reached, as
// far as abstract tells states apart, with the first patient who came there; with
// -walk.full states are told apart by what rules read, and with -walk.keep more
// patients stand for each.
func TestWalk(t *testing.T) {
	g := &graph{subject: conversation, detail: byQuestion, keep: *walkKeep, most: mostStates}
	if *walkMost > 0 {
		g.most = *walkMost
	}
	if *walkFull {
		g.detail = byRule
	}
	g.walk(newcomer())
	for _, b := range g.breaks {
		t.Errorf("the law %v\n%s", b.breach, b.path)
	}
	t.Logf("%d states, %d edges between them, %d acts taken; the furthest state is %d acts from the start", len(g.nodes), len(g.edges), g.acts, g.deepest)
}

// TestTheAbstractionHolds takes two patients who stand for one state, as far as
// they were found first, and every act from both: how often do they come to
// different states? What the key forgets may tell them apart (which form lies
// below, which set of red flags is due), so that is a share and not none; the
// walk therefore says that it exhausts the states it tells apart, with the first
// patient in each, and not every patient.
func TestTheAbstractionHolds(t *testing.T) {
	const states, most = 40, 0.04 // the nearest, and a share of acts
	for _, d := range abstractions {
		g := (&graph{subject: conversation, detail: d, keep: 2, most: states}).walk(newcomer())
		same, apart := 0, 0
		for _, key := range slices.Sorted(maps.Keys(g.nodes)) {
			if n := g.nodes[key]; len(n) == 2 {
				s, a := partings(g, n[0], n[1])
				same, apart = same+s, apart+a
			}
		}
		share := float64(apart) / float64(max(1, same+apart))
		t.Logf("detail %d: %d acts from two patients of one state, %.1f%% lead apart", d, same+apart, 100*share)
		if same+apart < 500 || share > most {
			t.Errorf("detail %d: %d of %d acts lead apart", d, apart, same+apart)
		}
	}
}

// partings counts the acts that lead two patients to the same state, and to
// different ones.
func partings(g *graph, a, b *node) (same, apart int) {
	leads := map[string]string{}
	fine := func(taken) bool { return true }
	for _, act := range alphabet(a.p, a.now) {
		if p, now, went := act.play(g.subject, a.p, a.now, fine); went {
			leads[act.does] = abstract(p, now, g.detail)
		}
	}
	for _, act := range alphabet(b.p, b.now) {
		key, both := leads[act.does]
		p, now, went := act.play(g.subject, b.p, b.now, fine)
		switch {
		case !went || !both:
		case abstract(p, now, g.detail) == key:
			same++
		default:
			apart++
		}
	}
	return same, apart
}
