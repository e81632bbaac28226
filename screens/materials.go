package screens

import (
	"strings"

	"hallkiosk/kiosk/guide"
	"hallkiosk/screens/ui"
)

// materials lists what is needed in this case, to be ticked, and what is
// printed here. What does not concern every organisation can be put aside; what
// concerns few is, until they say that it does.
type materials struct{ pager ui.Pager }

func (s *materials) Pager() *ui.Pager { return &s.pager }

func (s *materials) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	v := c.Visit
	c.Guide.PutAside(v)
	for _, m := range c.Guide.Listed(v) {
		switch {
		case m.Printed():
		case c.Tapped("material." + m.ID):
			v.Brought[m.ID] = !v.Brought[m.ID]
			v.Exempt[m.ID] = m.Rare && !v.Brought[m.ID]
		case !m.Concerns.Empty() && c.Tapped("exempt."+m.ID):
			if v.Exempt[m.ID] = !v.Exempt[m.ID]; v.Exempt[m.ID] {
				v.Brought[m.ID] = false
			}
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

// tickAll ticks everything but what was put aside, or takes all ticks back where
// all stand.
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
	switch {
	case c.urgent():
		p.Lead = c.T("materials.lead-urgent")
	case c.Look.Text >= 2:
		p.Lead = "" // larger words need the room
	}
	b := c.page(f, p)
	var checks []ui.Check
	var printed []string
	for _, m := range c.Guide.Listed(c.Visit) {
		if m.Printed() {
			printed = append(printed, c.In(m.Title))
			continue
		}
		checks = append(checks, s.row(c, m))
	}
	b.Checks(checks...)
	if len(printed) > 0 {
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("materials.printed"), Text: strings.Join(printed, c.T("materials.and"))})
	}
}

// row is one paper, in which form, and whom it concerns where not everybody. Of one
// that was put aside it says less, so that the page does not grow by saying so.
func (s *materials) row(c *Context, m guide.Material) ui.Check {
	row := ui.Check{ID: "material." + m.ID, Title: c.In(m.Title), Checked: c.Visit.Brought[m.ID]}
	if m.Concerns.Empty() {
		row.Details = []string{c.detail(m)}
		return row
	}
	whom := c.T("materials.concerns", "whom", c.In(m.Concerns))
	row.Aside = c.action("exempt."+m.ID, "materials.exempt", ui.IconNone)
	switch aside := c.Visit.Exempt[m.ID]; {
	case m.Rare && !aside: // they know that it concerns them
		row.Details = []string{c.detail(m)}
	case !aside:
		row.Details = []string{joinedBy(c.T("checklist.join"), c.detail(m), whom)}
	case m.Rare:
		row.Details, row.Badge, row.Tone = []string{whom}, c.T("materials.rare"), ui.Info
		row.Aside.Label = c.T("materials.rare-undo")
	default:
		row.Badge, row.Tone = c.T("materials.exempted"), ui.Success
		row.Aside.Label = c.T("materials.undo")
	}
	return row
}
