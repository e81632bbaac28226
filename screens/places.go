package screens

import (
	"slices"

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
	// staff: it is no applicant's page, and waits longer.
	staff bool
	// uncounted: it is no step of the visit.
	uncounted bool
	// aside: only a correction leads here; what it asks has an answer that does
	// for most.
	aside bool
}

// errand is what a person came to the kiosk for, as home tells it: a service of
// the guide, or one of four things that end without a number.
type errand string

// The errands.
const (
	errandService  errand = "service"
	errandNotice   errand = "notice"
	errandDrivers  errand = "drivers"
	errandProgress errand = "progress"
	errandKey      errand = "key"
	// errandTechnician is asked for at the notice, not at home.
	errandTechnician errand = "technician"
)

// errandWay is the way of an errand that is no service.
func errandWay(e errand) []place {
	screens := map[errand]func() Screen{
		errandNotice:   func() Screen { return &notice{} },
		errandDrivers:  func() Screen { return &drivers{} },
		errandProgress: func() Screen { return &progress{} },
		errandKey:      func() Screen { return &keyCheck{} },
	}
	make, ok := screens[e]
	if !ok {
		return nil
	}
	way := []place{{name: string(e), make: make, uncounted: true}}
	if e == errandNotice {
		way = append(way, place{name: string(errandTechnician), make: func() Screen { return newTechnician() }, staff: true,
			when: func(c *Context) bool { return c.errand == errandTechnician }})
	}
	return way
}

// way is the list of places for a service: those of the guide's steps, in its
// order, then what every visit ends with.
func way(s *guide.Service) []place {
	var w []place
	for _, step := range s.Steps {
		if step == "review" && slices.Contains(s.Asks(), visit.FieldCertificates) {
			w = append(w, place{name: "count", make: func() Screen { return &count{} }, aside: true,
				asks: []visit.Field{visit.FieldCertificates}})
		}
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
	// Nobody whose errand is urgent is held up for a paper.
	heldUp := func(c *Context) bool { return !c.urgent() && len(c.Guide.Missing(c.Visit)) > 0 }
	switch step {
	case "risk":
		return one(func() Screen { return &risk{} })
	case "role":
		return one(func() Screen { return &role{} }, visit.FieldRole)
	case "organisation":
		return one(func() Screen { return &organisation{} }, visit.FieldOrganisationType, visit.FieldOtherType)
	case "key":
		return one(func() Screen { return &key{} }, visit.FieldKey)
	case "materials":
		return append(one(func() Screen { return &materials{} }, visit.FieldMaterials),
			place{name: "missing", make: func() Screen { return &missing{} }, when: heldUp, uncounted: true})
	case "card":
		return []place{
			{name: step, make: func() Screen { return newPerson(handling) }, when: agentCame,
				asks: []visit.Field{visit.FieldAgentName, visit.FieldAgentID}},
			{name: step, make: func() Screen { return newPerson(handling) },
				when: func(c *Context) bool { return !agentCame(c) },
				asks: []visit.Field{visit.FieldLegalName, visit.FieldLegalID}},
		}
	case "licence":
		return one(func() Screen { return &licence{} }, visit.FieldOrganisation, visit.FieldUSCC, visit.FieldRegistration)
	case "legal":
		p := one(func() Screen { return newPerson(legalRepresentative) }, visit.FieldLegalName, visit.FieldLegalID)
		p[0].when = agentCame
		return p
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
