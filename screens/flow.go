package screens

import (
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// place is one stop on a visit's way. The table of places is the only code that
// knows which screen stands beside which.
type place struct {
	name string
	make func() Screen
	// asks are the fields put right here when the review sends a person back.
	asks []visit.Field
	// when says whether the visit stops here; nil: always.
	when func(*Context) bool
	// last: nothing follows but the end, so that an abandoned page is wiped sooner.
	last bool
	// onward: a correction made here may change what follows, so the way goes
	// on from here instead of straight back to the review.
	onward bool
}

// way is the list of places for a service: those of the guide's steps, in its
// order, then what every visit ends with.
func way(s *guide.Service) []place {
	var w []place
	for _, step := range s.Steps {
		w = append(w, placesOf(step)...)
	}
	return append(w,
		place{name: "handover", make: func() Screen { return &handover{} }},
		place{name: "waiting", make: func() Screen { return &waiting{} }, last: true,
			when: func(c *Context) bool { return c.Outcome.Waiting != nil }},
		place{name: "ticket", make: func() Screen { return &ticket{} }, last: true,
			when: func(c *Context) bool { return c.Outcome.Ticket.Number != "" }},
	)
}

// placesOf returns the places of one of guide.Steps.
func placesOf(step string) []place {
	one := func(make func() Screen, asks ...visit.Field) []place {
		return []place{{name: step, make: make, asks: asks}}
	}
	// A visit that has not said yet who came is counted as an agent's.
	agentCame := func(c *Context) bool { return c.Visit.Role != visit.RoleLegal }
	somethingMissing := func(c *Context) bool { return len(c.Guide.Missing(c.Visit)) > 0 }
	switch step {
	case "role":
		p := one(func() Screen { return &role{} }, visit.FieldRole)
		p[0].onward = true
		return p
	case "materials":
		return append(one(func() Screen { return &materials{} }, visit.FieldMaterials),
			place{name: "missing", make: func() Screen { return &missing{} }, when: somethingMissing})
	case "card":
		return []place{
			{name: step, make: func() Screen { return newPerson(handling) }, when: agentCame,
				asks: []visit.Field{visit.FieldAgentName, visit.FieldAgentID}},
			{name: step, make: func() Screen { return newPerson(handling) },
				when: func(c *Context) bool { return !agentCame(c) },
				asks: []visit.Field{visit.FieldLegalName, visit.FieldLegalID}},
		}
	case "licence":
		return one(func() Screen { return &licence{} }, visit.FieldOrganisation, visit.FieldUSCC)
	case "legal":
		p := one(func() Screen { return newPerson(legalRepresentative) }, visit.FieldLegalName, visit.FieldLegalID)
		p[0].when = agentCame
		return p
	case "organisation":
		return one(func() Screen { return &organisation{} },
			visit.FieldOrganisationType, visit.FieldOtherType, visit.FieldRegistration)
	case "contact":
		return one(func() Screen { return &contact{} },
			visit.FieldLandline, visit.FieldMobile, visit.FieldAddress, visit.FieldEmail, visit.FieldSealType)
	case "statement":
		return one(func() Screen { return &statement{} }, visit.FieldStatement)
	case "review":
		return one(func() Screen { return &review{} })
	}
	return nil // the guide refuses other steps
}

// flow is where a visit stands on its way. at is -1 at home.
type flow struct {
	places []place
	at     int
	// returning: a correction is being made and ends at the review.
	returning bool
}

func (f *flow) place() place {
	if f.at < 0 || f.at >= len(f.places) {
		return place{name: "home", make: func() Screen { return &home{} }}
	}
	return f.places[f.at]
}

func open(p place, c *Context) bool { return p.when == nil || p.when(c) }

// next moves on and reports whether there was anywhere to go.
func (f *flow) next(c *Context) bool {
	if f.returning && !f.place().onward {
		f.returning = false
		if f.to("review", c) {
			return true
		}
	}
	f.returning = false
	for i := f.at + 1; i < len(f.places); i++ {
		if open(f.places[i], c) {
			f.at = i
			return true
		}
	}
	return false
}

// back moves to the place before, or to the one that asks for the field to correct.
func (f *flow) back(c *Context) bool {
	if c.correct != "" {
		field := c.correct
		c.correct = ""
		return f.correct(field, c)
	}
	if f.returning {
		f.returning = false
		return f.to("review", c)
	}
	for i := f.at - 1; i >= 0; i-- {
		if open(f.places[i], c) {
			f.at = i
			return true
		}
	}
	return false
}

func (f *flow) to(name string, c *Context) bool {
	for i, p := range f.places {
		if p.name == name && open(p, c) {
			f.at = i
			return true
		}
	}
	return false
}

func (f *flow) correct(field visit.Field, c *Context) bool {
	for i, p := range f.places {
		if !open(p, c) {
			continue
		}
		for _, asked := range p.asks {
			if asked == field {
				f.at, f.returning = i, true
				return true
			}
		}
	}
	return false
}

// progress counts the steps that a person sees: places of one name are one step.
func (f *flow) progress(c *Context) (step, steps int) {
	last := ""
	for i, p := range f.places {
		if p.name == "handover" {
			break
		}
		if !open(p, c) || p.name == last || p.name == "missing" {
			if i == f.at {
				step = steps
			}
			continue
		}
		steps++
		last = p.name
		if i == f.at {
			step = steps
		}
	}
	return step, steps
}
