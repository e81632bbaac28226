package screens

import (
	"strings"

	"hallkiosk/screens/ui"
)

// materials lists what is needed in this case, to be ticked, and what is
// printed here.
type materials struct{ pager ui.Pager }

func (s *materials) Pager() *ui.Pager { return &s.pager }

func (s *materials) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	for _, m := range c.Guide.Needed(c.Visit) {
		if !m.Printed() && c.Tapped("material."+m.ID) {
			c.Visit.Brought[m.ID] = !c.Visit.Brought[m.ID]
		}
	}
	switch {
	case c.Tapped("all"):
		s.tickAll(c)
	case c.Tapped("back"):
		return Back
	case c.turned(&s.pager):
	case c.Tapped("next"):
		return Next
	}
	return Stay
}

// tickAll ticks everything, or takes all ticks back where all stand.
func (s *materials) tickAll(c *Context) {
	all := len(c.Guide.Missing(c.Visit)) > 0
	for _, m := range c.Guide.Needed(c.Visit) {
		if !m.Printed() {
			c.Visit.Brought[m.ID] = all
		}
	}
}

func (s *materials) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{
		Title: c.T("materials.title"), Lead: c.T("materials.lead"), Tools: ui.Tools{Exit: true}, Pager: &s.pager,
		Back: c.back(), Next: c.onceRead(&s.pager, "action.more", c.next("action.next")), Other: c.action("all", "materials.all", ui.IconCheck),
	}
	if len(c.Guide.Missing(c.Visit)) == 0 {
		p.Other.Label = c.T("materials.none")
	}
	b := c.page(f, p)
	var checks []ui.Check
	var printed []string
	for _, m := range c.Guide.Needed(c.Visit) {
		if m.Printed() {
			printed = append(printed, c.In(m.Title))
			continue
		}
		checks = append(checks, ui.Check{
			ID: "material." + m.ID, Title: c.In(m.Title), Details: []string{c.detail(m)}, Checked: c.Visit.Brought[m.ID],
		})
	}
	b.Checks(checks...)
	if len(printed) > 0 {
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("materials.printed"), Text: strings.Join(printed, c.T("materials.and"))})
	}
}
