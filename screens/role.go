package screens

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// role asks who stands here: the legal representative or an agent.
type role struct{ pager ui.Pager }

func (s *role) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("role.legal"):
		take(c.Visit, visit.RoleLegal)
		return Next
	case c.Tapped("role.agent"):
		take(c.Visit, visit.RoleAgent)
		return Next
	case c.Tapped("next") && c.Visit.Role != "":
		return Next
	}
	return Stay
}

// take sets the role. Whoever is known already is the person standing here, so
// they move with it.
func take(v *visit.Visit, r visit.Role) {
	if r == v.Role {
		return
	}
	here := *v.Handling()
	if v.Role != "" {
		v.Agent, v.Legal = visit.Person{}, visit.Person{}
	}
	v.Role = r
	*v.Handling() = here
}

func (s *role) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{Title: c.T("role.title"), Lead: c.T("role.lead"), Back: c.back(), Tools: ui.Tools{Exit: true}, Pager: &s.pager}
	if c.Visit.Role != "" {
		p.Next = c.next("action.next")
	}
	b := c.page(f, p)
	b.Choices(1,
		ui.Choice{ID: "role.agent", Icon: ui.IconPerson, Title: c.T("role.agent"), Subtitle: c.T("role.agent-explain"),
			Selected: c.Visit.Role == visit.RoleAgent},
		ui.Choice{ID: "role.legal", Icon: ui.IconStamp, Title: c.T("role.legal"), Subtitle: c.T("role.legal-explain"),
			Selected: c.Visit.Role == visit.RoleLegal},
	)
}
