package flows

import (
	"maps"
	"slices"
)

// standing is where an exercise stands for a patient, in one word: open, or what
// keeps it away.
func (p Patient) standing(e Exercise, date string) string {
	p.Plan = p.planOn(date)
	specials := p.specials(date)
	_, open := p.opened(e, specials, date)
	_, earned := p.Plan.Rungs[e.ID]
	switch {
	case p.mayNot(date):
		return "gate"
	case p.unsuited(e, date) != "":
		return "special"
	case open && slices.Contains(p.Plan.Aside, e.ID):
		return "aside"
	case open:
		return "open"
	case p.hurts(e, date):
		return "hurt"
	case p.flared(date) && e.Ring > 1:
		return "flare"
	case slices.Contains(specials, ForPain) && (earned || e.starts() || e.named(specials)):
		return "pain" // too hard for today
	case e.Ring > max(1, p.Plan.Ring) && !e.named(specials):
		return "ring"
	case e.Needs == "band":
		return "band"
	case e.Needs == "step":
		return "stair"
	}
	return "step"
}

// unsuited is the special that keeps an exercise away as long as it holds: it
// excludes it, or leaves no rung to begin on; "" if none does. Pain passes.
func (p Patient) unsuited(e Exercise, date string) Special {
	specials := slices.DeleteFunc(p.specials(date), func(s Special) bool { return s == ForPain })
	from := e.begins()
	if name, earned := p.planOn(date).Rungs[e.ID]; earned {
		from = e.rung(name)
	}
	keeps := func(some []Special) bool {
		return p.excluded(e, some) || e.highest(from, p.levelCap(some), e.versions(some)) < 0
	}
	if !keeps(specials) {
		return ""
	}
	for _, s := range specials {
		if keeps([]Special{s}) {
			return s
		}
	}
	return specials[0] // two that ask for what can't be done at once
}

// comes is when an exercise comes and why, or what keeps it away: a wording,
// library.when.<...>.
func (p Patient) comes(e Exercise, date string) Reason {
	whys := p.why(date)
	standing := p.standing(e, date)
	p.Plan = p.planOn(date)
	when := Reason{"library.when." + standing, Args{}}
	because := func(why string) Reason {
		if i := slices.IndexFunc(whys, func(r Reason) bool { return r.Text == why }); i >= 0 {
			maps.Copy(when.Args, whys[i].Args)
		}
		when.Args["Why"] = why
		return when
	}
	switch standing {
	case "open":
		when.Args["Level"] = itoa(p.prescribed(e.ID, date).Level)
	case "gate":
		return because(whys[0].Text)
	case "special":
		return because("why." + string(p.unsuited(e, date)))
	case "hurt":
		return p.rests(e, date)
	case "flare":
		return because("why.flare")
	case "pain":
		return because("why." + string(ForPain))
	case "ring":
		when.Args["Nr"] = itoa(e.Ring)
		return because(whys[len(whys)-1].Text)
	case "step", "band", "stair":
		return p.steps(e, when, date)
	}
	return when
}

// rests is why an exercise is left out that hurt, and until when.
func (p Patient) rests(e Exercise, date string) Reason {
	why := "why.bend." + string(e.Bends)
	switch d := p.Plan.direction(e.Bends); {
	case e.Bends == Forward && p.Plan.ForwardWorse != "":
		return Reason{"library.when.hurt.out", Args{"Why": "why.forward"}}
	case d.out():
		return Reason{"library.when.hurt.out", Args{"Why": why, "Times": itoa(d.Times)}}
	case d.closed(date):
		return Reason{"library.when.hurt.bend", Args{"Why": why, "Times": itoa(d.Times), "On": addDays(d.On, restDays+1)}}
	}
	last := ""
	for _, h := range p.Plan.Hurt {
		if h.ID != e.ID {
			continue
		}
		if h.out() {
			return Reason{"library.when.hurt.twice", Args{"On": h.On}}
		}
		last = max(last, h.On)
	}
	return Reason{"library.when.hurt", Args{"On": addDays(last, restDays+1)}}
}

// steps is what has to come before an exercise that comes as a step.
func (p Patient) steps(e Exercise, when Reason, date string) Reason {
	specials := p.specials(date)
	switch {
	case p.Plan.refused(e.ID, date):
		when.Text = "library.when.refused"
		i := slices.IndexFunc(p.Plan.Refused, func(d Refused) bool { return d.ID == e.ID })
		when.Args["On"] = addDays(p.Plan.Refused[i].On, declinedFor)
	case !p.readyFor(e, specials, p.open(date)):
		if first, ok := p.leads(e, specials); ok {
			when.Text = "library.when.after"
			when.Args["First"] = p.prescribed(first.ID, date).wording("name")
		}
	}
	return when
}

// leads is the exercise that another one comes after.
func (p Patient) leads(e Exercise, specials []Special) (Exercise, bool) {
	i := slices.IndexFunc(catalogue, func(first Exercise) bool {
		return (first.ID == e.After || first.Next == e.ID) && !p.excluded(first, specials)
	})
	if i < 0 {
		return Exercise{}, false
	}
	return catalogue[i], true
}
