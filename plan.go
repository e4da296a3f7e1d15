package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"back2core/flows"
	"back2core/messages"
)

type planCommand struct {
	Profile []string `placeholder:"NAME" help:"What is special, with commas between: hernia, surgery (=weeks ago), stenosis, scoliosis, fibromyalgia, osteoporosis, prednisone, pregnant (=week), fear, leg, chair, falls, bends (the surgeon agrees to bending back), born (and the check was done); osteo and fibro will do too."`
	Age     int      `default:"45" placeholder:"YEARS" help:"Default: ${default}."`
	Pain    int      `default:"3" placeholder:"0-10" help:"Pain on every day. Default: ${default}."`
	OK      bool     `help:"The surgeon or physio agreed to exercises from the fourth week on."`
	Weeks   int      `default:"12" placeholder:"N" help:"Default: ${default}."`
	Lang    string   `default:"nl" enum:"nl,en" help:"nl or en. Default: ${default}."`
}

// Run prints how the weeks go for somebody whose every session is calm and who
// accepts each step: for a physiotherapist to read and object to.
func (c planCommand) Run(s *settings, out output) error {
	if err := s.check(); err != nil {
		return err
	}
	if c.Weeks < 1 || c.Weeks > 104 || c.Pain < 0 || c.Pain > 10 || c.Age < 18 || c.Age > 119 {
		return usage("plan: weeks are 1 to 104, pain is 0 to 10, and age 18 to 119")
	}
	who, err := c.somebody()
	if err != nil {
		return err
	}
	now := time.Now()
	p := who.Patient(s.Zone, now)
	zone, _ := time.LoadLocation(s.Zone) // check has seen it
	days := flows.Foresee(p, now.In(zone).Format(time.DateOnly), 7*c.Weeks)
	return planTable{lang: flows.Lang(c.Lang), zone: s.Zone}.write(days, out)
}

// somebody is whom the flags describe.
func (c planCommand) somebody() (flows.Somebody, error) {
	who := flows.Somebody{Age: c.Age, Leg: "none", Fear: -1, Pain: flows.Score(10 * c.Pain), Allowed: c.OK, Operated: 7 * 52, Week: 8}
	for _, name := range c.Profile {
		name, value, given := strings.Cut(name, "=")
		n := 0
		if given {
			var err error
			if n, err = strconv.Atoi(value); err != nil || n < 0 || n > 1000 {
				return who, usage("plan: %q is no number of weeks", value)
			}
		}
		group := map[string]string{"osteo": flows.GroupOsteoporosis, "fibro": flows.GroupFibromyalgia, "pregnancy": flows.GroupPregnant}[name]
		if group == "" {
			group = name
		}
		switch {
		case slices.Contains(flows.Groups(), group):
			who.Groups = append(who.Groups, group)
		case name == "fear":
			who.Fear = 8
		case name == "leg":
			who.Leg = "calf"
		case name == "chair":
			who.Floor = flows.ChoiceNo
		case name == "falls":
			who.Falls = true
		case name == "bends":
			who.Bends = true
		case name == "born":
			who.Born = true
		default:
			return who, usage("plan: there is no profile %q; back2core plan --help names them", name)
		}
		switch {
		case given && group == flows.GroupSurgery:
			who.Operated = 7 * n
		case given && group == flows.GroupPregnant && (n < 1 || n > 42):
			return who, usage("plan: a week of pregnancy is 1 to 42")
		case given && group == flows.GroupPregnant:
			who.Week = n
		case given:
			return who, usage("plan: %s takes no number", name)
		}
	}
	return who, nil
}

// A planTable is days as a table, in one language.
type planTable struct {
	lang flows.Lang
	zone string
	errs []error
}

// write is a line a day, the reasons where they change, and the names at the end.
func (t planTable) write(days []flows.Today, out output) error {
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	var seen []string
	why := ""
	for i, day := range days {
		if now := t.why(day); now != why {
			why = now
			fmt.Fprintf(table, "\n%s\n", why)
		}
		var cells []string
		for _, e := range day.Exercises {
			cells = append(cells, cell(e))
			if !slices.Contains(seen, e.ID) {
				seen = append(seen, e.ID)
			}
		}
		for len(cells) < 3 {
			cells = append(cells, "-")
		}
		fmt.Fprintf(table, "%d\t%s\t%d\t%s\t%s\n", 1+i/7, day.On, day.Ring, strings.Join(cells, "\t"), t.also(day))
	}
	fmt.Fprintln(table)
	for _, e := range flows.Exercises() {
		if slices.Contains(seen, e.ID) {
			fmt.Fprintf(table, "%s\t%s\n", e.ID, t.say("exercise."+e.ID+".name", nil))
		}
	}
	return errors.Join(append(t.errs, table.Flush())...)
}

// cell is an exercise with its dose, as a physiotherapist writes it: sets x reps,
// and how long each is held; 5+5 is repetitions and breaths in the end position.
func cell(e flows.Exercise) string {
	d := e.Dose
	dose := strconv.Itoa(d.Reps)
	if d.Sets > 1 {
		dose = fmt.Sprintf("%dx%d", d.Sets, d.Reps)
	}
	if d.Hold > 0 {
		dose += fmt.Sprintf(" %ds", d.Hold)
	}
	if d.Breaths > 0 {
		dose += fmt.Sprintf("+%d", d.Breaths)
	}
	return strings.Join(append([]string{e.ID, dose}, e.Versions...), " ")
}

// also is what else a day has: a step up, and a walk.
func (t planTable) also(day flows.Today) string {
	var all []string
	if s := day.Step; s != nil {
		all = append(all, strings.TrimSpace(fmt.Sprintf("+ %s %s", s.ID, s.Rung)))
	}
	if day.Walk > 0 {
		all = append(all, t.say("why.walk", flows.Args{"Minutes": strconv.Itoa(day.Walk)}))
	}
	return strings.Join(all, ", ")
}

// why is the reasons of a day. How far the ladder is changes daily and stands in
// the table.
func (t planTable) why(day flows.Today) string {
	var all []string
	for _, r := range day.Why {
		if strings.HasPrefix(r.Text, "why.ring") && len(day.Why) > 1 {
			continue
		}
		args := flows.Args{}
		for name, value := range r.Args {
			if args[name] = value; name == "Sessions" || name == "Days" || name == "Week" {
				args[name] = "…"
			}
		}
		all = append(all, t.say(r.Text, args))
	}
	return strings.Join(all, " ")
}

func (t *planTable) say(text string, args flows.Args) string {
	m, err := messages.Render(t.lang, t.zone, messages.Practice{}, flows.Reply{Text: text, Args: args})
	if err != nil {
		t.errs = append(t.errs, fmt.Errorf("say %s: %w", text, err))
	}
	return messages.Plain(m.HTML)
}
