package screens

import "hallkiosk/kiosk/visit"

// storyServices are the services that have stories of their own: what the
// screens show differs by the service. A test holds it to the guide.
func storyServices() []string {
	return []string{"open", "renew", "update", "reissue", "unlock", "freeze", "unfreeze", "revoke", "enable"}
}

// of makes the story's visit one for a service.
func of(c *Context, id string) {
	if s, ok := c.Guide.Service(id); ok {
		choose(c.Guide, c.Visit, *s)
	}
}

// serviceStories show the way of each service where it is its own.
func serviceStories() []Story {
	all := []Story{
		{"home-again", func(c *Context) Screen { agent(c); c.again = true; return &home{} }},
		{"home-again-long", func(c *Context) Screen {
			agent(c).Organisation.Name = long(visit.MaxUnit)
			c.again = true
			return &home{}
		}},
		{"end-again", func(c *Context) Screen { c.again = true; return &confirmEnd{} }},
		{"key-chosen", func(c *Context) Screen { of(c, "revoke"); agent(c); return &key{} }},
		{"count", counting(1)},
		{"count-many", counting(visit.MaxCertificates)},
		{"count-wrong", counting(0)},
		{"type-count", func(c *Context) Screen {
			s := counting(3)(c).(*count)
			s.form.edit(c, 0)
			return s
		}},
		{"missing-printing", lacking(listPrinting)},
		{"missing-printed", lacking(listOut)},
		{"missing-failed", lacking(listFailed)},
		{"missing-alone", func(c *Context) Screen {
			c.Platform.List, c.Platform.PrintList = nil, nil
			return lacking(listNone)(c)
		}},
	}
	for _, id := range storyServices() {
		all = append(all, storiesOf(id)...)
	}
	return all
}

// storiesOf are the pages of one service that differ from another's.
func storiesOf(id string) []Story {
	begun := func(screen func(*Context) Screen) func(*Context) Screen {
		return func(c *Context) Screen {
			of(c, id)
			c.Visit.Role = visit.RoleAgent
			return screen(c)
		}
	}
	filled := func(screen func(*Context) Screen) func(*Context) Screen {
		return func(c *Context) Screen {
			of(c, id)
			agent(c)
			return screen(c)
		}
	}
	all := []Story{
		{"materials-" + id, begun(func(c *Context) Screen { c.Guide.PutAside(c.Visit); return &materials{} })},
		{"contact-" + id, filled(func(c *Context) Screen { s := &contact{}; s.fill(c); return s })},
		{"review-" + id, filled(func(*Context) Screen { return &review{} })},
	}
	switch id {
	case "freeze", "revoke":
		all = append(all, Story{"risk-" + id, begun(func(*Context) Screen { return &risk{} })})
	default:
		all = append(all, Story{"missing-" + id, begun(func(*Context) Screen { return &missing{} })})
	}
	switch id {
	case "open", "renew", "update", "reissue":
		all = append(all, Story{"statement-" + id, filled(func(*Context) Screen { return &statement{} })})
	}
	switch id {
	case "reissue", "revoke":
		all = append(all, Story{"key-" + id, begun(func(*Context) Screen { return &key{} })})
	}
	return all
}

// counting shows the page of the count at a number.
func counting(n int) func(*Context) Screen {
	return func(c *Context) Screen {
		agent(c).Certificates = n
		s := &count{}
		s.fill(c)
		s.form.checked = true
		return s
	}
}

// lacking shows what is missing, with the list's printing in a state.
func lacking(told listState) func(*Context) Screen {
	return func(c *Context) Screen {
		agent(c).Brought["bank-permit"] = false
		return &missing{told: told}
	}
}
