package flows_test

import (
	"flag"
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"back2core/flows"
	"back2core/messages"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata/transcripts")

// TestTranscripts plays every conversation in testdata/transcripts and holds it
// to what stands there. Lines that a person writes:
//
//	# a remark
//	@ 2026-03-02 09:00 Europe/Amsterdam nl    when and where it begins
//	@ ... nl agreed, @ ... nl coached          after consent, at the first red-flag screen (aged 42);
//	                                           after the intake of intake-uncomplicated.chat, or
//	@ ... nl coached 6 2:30                    with that much pain, and that hour
//	@ ... nl coached hernia leg=calf           or of whom this is special: a group, and what the intake
//	                                           asks then: age=76 "operated=3 weken" is operated=3_weken
//	< text       the patient types          < [Label]    taps a button
//	< {voice}, {photo: caption}, {edit: text}, {forward: text}, {block}, {unblock}, {outage}
//	+ 2h, + 3d   time goes by               = 2026-03-03 08:00   until then
//	% 5, % 5 no  so many calm days, each with its session at nine, of which only the diary is shown; steps up
//	             are accepted, or declined
//
// Everything else is what the program answers, and is rewritten by -update.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := newPlay(t).all(string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("the conversation has changed; look at it with -update and git diff.\n%s", firstChange(string(want), got))
			}
		})
	}
}

// play is one conversation under way.
type play struct {
	t    *testing.T
	p    flows.Patient
	now  time.Time
	zone *time.Location
	out  strings.Builder
	seen []button        // every button shown so far, the oldest first
	head string          // remarks before it began
	read map[string]bool // texts that were shown in full
}

// longText is how many lines are not written out a second time.
const longText = 5

type button struct {
	label string
	press flows.Pressed
}

func newPlay(t *testing.T) *play { return &play{t: t, read: map[string]bool{}} }

// all plays a script and returns it with the answers filled in.
func (pl *play) all(script string) string {
	for _, line := range strings.Split(script, "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case "#":
			pl.remark(line)
		case "@":
			pl.begin(line, rest)
		case "<":
			pl.out.WriteString("\n" + line + "\n")
			pl.act(rest)
		case "+":
			pl.out.WriteString("\n" + line + "\n")
			pl.until(pl.now.Add(span(pl.t, rest)))
		case "=":
			pl.out.WriteString("\n" + line + "\n")
			pl.until(pl.moment(rest))
		case "%":
			pl.out.WriteString("\n" + line + "\n")
			pl.calmly(rest)
		}
	}
	return pl.out.String()
}

func (pl *play) remark(line string) {
	if pl.p.ID == "" {
		pl.head += line + "\n"
		return
	}
	pl.out.WriteString("\n" + line + "\n")
}

func (pl *play) begin(line, rest string) {
	f := strings.Fields(rest)
	zone, err := time.LoadLocation(f[2])
	if err != nil {
		pl.t.Fatal(err)
	}
	pl.zone = zone
	pl.now = pl.moment(f[0] + " " + f[1])
	pl.p = flows.NewPatient("p1", "main", flows.Lang(f[3]), f[2], pl.now)
	if len(f) > 4 {
		pl.already(f[4:])
	}
	pl.out.Reset()
	clear(pl.read)
	pl.out.WriteString(pl.head + line + "\n")
}

// already goes through what every conversation begins with, unseen.
func (pl *play) already(stage []string) {
	stage, who := special(stage)
	for _, line := range []string{"/start", "<" + flows.ChoiceYes, "<" + flows.ChoiceYes, who.answer("age", "42")} {
		if choice, tapped := strings.CutPrefix(line, "<"); tapped {
			pl.press(choice)
			continue
		}
		pl.act(line)
	}
	if stage[0] == "coached" {
		pain, hour := "5", "08:00"
		if len(stage) > 1 {
			pain = stage[1]
		}
		if len(stage) > 2 {
			hour = stage[2]
		}
		pl.intakeOf(who, flows.ChoiceNo, pain, hour)
	}
}

// A somebody is what is special about who does the intake: groups, and answers to
// its questions by their names.
type somebody struct {
	groups  []string
	answers map[string]string
}

func (s somebody) answer(question, usual string) string {
	if a, own := s.answers[question]; own {
		return a
	}
	return usual
}

// special splits the words of a stage from those about somebody special.
func special(words []string) (stage []string, who somebody) {
	who.answers = map[string]string{}
	for _, w := range words {
		name, value, answers := strings.Cut(w, "=")
		switch {
		case answers:
			who.answers[name] = strings.ReplaceAll(value, "_", " ")
		case slices.Contains(flows.Groups(), w):
			who.groups = append(who.groups, w)
		default:
			stage = append(stage, w)
		}
	}
	return stage, who
}

// calmly lets calm days go by, each with its session, and shows what the diary
// says of them.
func (pl *play) calmly(rest string) {
	days, step := 0, flows.ChoiceYes
	if _, err := fmt.Sscanf(rest, "%d %s", &days, &step); days == 0 {
		pl.t.Fatalf("%q: %v", rest, err)
	}
	seen := pl.out.String()
	read := maps.Clone(pl.read)
	for range days {
		pl.out.Reset()
		on := pl.now.In(pl.zoneNow()).AddDate(0, 0, 1).Format(time.DateOnly)
		pl.until(pl.moment(on + " 09:00"))
		pl.act("/oefenen")
		for ask := flows.Asking(pl.p); ask != nil; ask = flows.Asking(pl.p) {
			pl.press(onACalmDay(*ask, pl.p, step))
		}
		for _, line := range strings.Split(pl.out.String(), "\n") {
			if strings.HasPrefix(line, "  · session") || strings.HasPrefix(line, "  · step") {
				seen += line + "\n"
			}
		}
	}
	pl.out.Reset()
	pl.out.WriteString(seen)
	pl.read = read // what nobody saw is shown in full
}

// onACalmDay is what somebody says to a question on a calm day: as much pain as
// when it began, nothing new, and nothing that is not asked of everybody.
func onACalmDay(ask flows.Ask, p flows.Patient, step string) string {
	pain, leg := p.Course.Pain.String(), p.Profile.Leg
	answers := map[string]string{
		"news": flows.ChoiceNone, "am": "fine", "before": pain, "peak": pain, "leg": leg, "leg_end": leg, "heels": flows.ChoiceYes,
		"step": step, "change": flows.ChoiceNo, "feel": "light", "fear": flows.WaySkip, "activity": flows.WaySkip,
	}
	switch answer, known := answers[ask.Question]; {
	case known:
		return answer
	case ask.Kind == flows.Several:
		return flows.ChoiceNone
	}
	return flows.ChoiceDone
}

func (pl *play) moment(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(s), pl.zone)
	if err != nil {
		pl.t.Fatal(err)
	}
	return at
}

// span is a duration that may be in days.
func span(t *testing.T, s string) time.Duration {
	s = strings.TrimSpace(s)
	if d, ok := strings.CutSuffix(s, "d"); ok {
		var n int
		if _, err := fmt.Sscan(d, &n); err != nil {
			t.Fatal(err)
		}
		return time.Duration(n) * 24 * time.Hour
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// until lets time go by, with a tick whenever one is due.
func (pl *play) until(end time.Time) {
	for n := 0; ; n++ {
		due := flows.Due(pl.p)
		if due.IsZero() || due.After(end) {
			break
		}
		if n > 2000 {
			pl.t.Fatalf("ticks without end, due %v", due)
		}
		if due.After(pl.now) {
			pl.now = due
		}
		pl.step(flows.Ticked{})
	}
	pl.now = end
}

var braces = regexp.MustCompile(`^\{(\w+)(?::\s*(.*))?\}$`)

// act does what a patient's line says.
func (pl *play) act(line string) {
	switch m := braces.FindStringSubmatch(line); {
	case m != nil:
		pl.special(m[1], m[2])
	case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
		pl.step(pl.find(line[1 : len(line)-1]))
	case strings.HasPrefix(line, "/"):
		word, arg, _ := strings.Cut(line[1:], " ")
		if name, ok := flows.Command(word); ok {
			pl.step(flows.Commanded{By: flows.ByPatient, Name: name, Arg: arg, At: pl.now})
			return
		}
		pl.say(line)
	default:
		pl.say(line)
	}
}

func (pl *play) say(text string) {
	pl.step(flows.Said{By: flows.ByPatient, Text: text, Means: messages.Meant(pl.p, text), At: pl.now})
}

func (pl *play) special(what, text string) {
	switch what {
	case "edit":
		pl.step(flows.Said{By: flows.ByPatient, Text: text, Edited: true, At: pl.now})
	case "forward":
		pl.step(flows.Said{By: flows.ByPatient, Text: text, Forwarded: true, At: pl.now})
	case "block":
		pl.step(flows.Blocked{})
	case "unblock":
		pl.step(flows.CameBack{})
	case "outage":
		pl.step(flows.Outage{Since: pl.now.Add(-25 * time.Hour)})
	case "restored":
		pl.step(flows.Restored{To: pl.now.Add(-25 * time.Hour)})
	case "late":
		pl.step(flows.Said{By: flows.ByPatient, Text: text, At: pl.now.Add(-11 * time.Minute)})
	default:
		pl.step(flows.Sent{By: flows.ByPatient, What: flows.Media(what), Text: text, At: pl.now})
	}
}

// find is the newest button with a label; "old: Label" is the oldest.
func (pl *play) find(label string) flows.Pressed {
	seen := slices.Clone(pl.seen)
	if rest, old := strings.CutPrefix(label, "old: "); old {
		label = rest
	} else {
		slices.Reverse(seen)
	}
	for _, b := range seen {
		if b.label == label {
			return b.press
		}
	}
	pl.t.Fatalf("no button [%s]; the last were %v", label, pl.seen[max(0, len(pl.seen)-15):])
	return flows.Pressed{}
}

// step takes one event, holds the laws that every step keeps, and writes down
// what was said. The patient is encoded and decoded on the way.
func (pl *play) step(ev flows.Event) {
	if pl.p.Arrived.IsZero() {
		pl.p.Arrived = pl.now
	}
	s := conversation.take(pl.p, ev, pl.now)
	if b := breachOf(s); b != nil {
		pl.t.Errorf("at %v, %s: %v", pl.now, does(ev), b)
	}
	pl.p = decoded(encoded(s.o.Patient))
	pl.write(ev, s.o)
	if s.o.Forget { // whoever writes next is new
		pl.p = flows.NewPatient("p2", "main", s.o.Patient.Lang, s.o.Patient.Zone, pl.now)
		pl.p.Arrived = time.Time{}
	}
}

// write puts an outcome into the transcript.
func (pl *play) write(ev flows.Event, o flows.Outcome) {
	if _, ticked := ev.(flows.Ticked); ticked && len(o.Replies) > 0 {
		fmt.Fprintf(&pl.out, "\n-- %s\n", pl.now.In(pl.zoneNow()).Format("Mon 2 Jan 15:04"))
	}
	if o.Toast != nil {
		mark := "(%s)\n"
		if o.Alert {
			mark = "(!! %s)\n"
		}
		fmt.Fprintf(&pl.out, mark, messages.Plain(pl.render(*o.Toast).HTML))
	}
	for _, r := range o.Replies {
		pl.reply(r)
	}
	for _, e := range o.Diary {
		fmt.Fprintf(&pl.out, "  · %s%s\n", e.Kind, dataOf(e))
	}
	if o.Forget {
		pl.out.WriteString("  · everything is erased\n")
	}
}

func (pl *play) zoneNow() *time.Location {
	zone, err := time.LoadLocation(pl.p.Zone)
	if err != nil {
		return pl.zone
	}
	return zone
}

func dataOf(e flows.Entry) string {
	var keys []string
	for k := range e.Data {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	s := ""
	for _, k := range keys {
		if e.Data[k] != "" {
			s += fmt.Sprintf(" %s=%s", k, e.Data[k])
		}
	}
	if e.Replaces > 0 {
		s += fmt.Sprintf(" replaces=%d", e.Replaces)
	}
	return s
}

// counted writes what a count says, beat by beat, with the time since it began;
// then the buttons that are left.
func (pl *play) counted(r flows.Reply) {
	for _, b := range r.Count.Beats {
		line := pl.render(flows.Reply{Text: b.Text, Args: b.Args})
		fmt.Fprintf(&pl.out, "    %d:%02d  %s\n", b.At/60, b.At%60, strings.ReplaceAll(plain(line.HTML), "\n", " | "))
	}
	pl.buttons(pl.render(r.At(r.Count.Began.Add(time.Hour))))
}

// reply writes one message with its buttons. Safety texts are marked.
func (pl *play) reply(r flows.Reply) {
	m := pl.render(r)
	mark := "> "
	switch {
	case r.Again:
		mark = "~ "
	case r.Class == flows.Safety:
		mark = "! "
	}
	text := plain(m.HTML)
	if lines := strings.Split(text, "\n"); r.Again || len(lines) > longText && pl.read[text] {
		text = strings.Join(lines[:min(2, len(lines))], "\n") + "\n…" // it stands above in full
	}
	pl.read[text] = true
	for _, line := range strings.Split(text, "\n") {
		pl.out.WriteString(strings.TrimRight(mark+line, " ") + "\n")
	}
	pl.buttons(m)
	if r.Count != nil {
		pl.counted(r)
	}
}

func (pl *play) buttons(m messages.Message) {
	for _, row := range m.Buttons {
		var labels []string
		for _, b := range row {
			labels = append(labels, "["+b.Label+"]")
			pl.seen = append(pl.seen, button{b.Label, b.Press})
			if ticked := strings.TrimLeft(b.Label, "☐☑ "); ticked != b.Label {
				pl.seen = append(pl.seen, button{ticked, b.Press})
			}
		}
		pl.out.WriteString("    " + strings.Join(labels, " ") + "\n")
	}
}

func (pl *play) render(r flows.Reply) messages.Message {
	m, err := messages.Render(pl.p.Lang, pl.p.Zone, messages.Practice{Name: "Fysio Voorbeeld", Phone: "020 123 4567"}, r)
	if err != nil {
		pl.t.Fatalf("render %q: %v", r.Text, err)
	}
	if said := europeOnly(pl.p.Zone, r, m); said != "" {
		pl.t.Errorf("%s in %s says %q: %s", r.Text, pl.p.Zone, said, m.HTML)
	}
	return m
}

var european = regexp.MustCompile(`\b11[23]\b|huisartsenpost|GP post`)

// europeOnly is what a text says that does not help outside Europe, or "". The
// text after an outage names both.
func europeOnly(zone string, r flows.Reply, m messages.Message) string {
	if strings.HasPrefix(zone, "Europe/") || zone == "Atlantic/Canary" || r.Text == "outage" {
		return ""
	}
	return european.FindString(m.HTML)
}

// TestNobodyAbroadIsSentToAEuropeanNumber plays every conversation once more
// with the patient in Bangkok (clinical.md 1.4).
func TestNobodyAbroadIsSentToAEuropeanNumber(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			newPlay(t).all(strings.ReplaceAll(string(script), " Europe/Amsterdam ", " Asia/Bangkok "))
		})
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

func plain(s string) string { return html.UnescapeString(tags.ReplaceAllString(s, "")) }

// firstChange shows where two transcripts part.
func firstChange(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			lo := max(0, i-3)
			return fmt.Sprintf("line %d\nwant:\n%s\ngot:\n%s", i+1, strings.Join(w[lo:min(i+4, len(w))], "\n"), strings.Join(g[lo:min(i+4, len(g))], "\n"))
		}
	}
	return fmt.Sprintf("want %d lines, got %d", len(w), len(g))
}
