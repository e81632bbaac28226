package screens

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// fill lists the form's lines.
func (s *person) fill(c *Context) {
	if s.mode != personTyped || s.form.entries != nil {
		return
	}
	p := s.target(c.Visit)
	name, number := s.fields(c.Visit)
	typed := func() { p.Source, p.PrivateUse = visit.SourceTyped, false }
	s.form.entries = []entry{
		{field: name, layout: ui.LayoutPinyin, value: &p.Name, normal: visit.NormalName, typed: typed},
		{field: number, layout: ui.LayoutID, value: &p.IDNumber, normal: visit.NormalIDNumber, typed: typed},
	}
}

func (s *person) updateTyped(c *Context) Nav {
	s.fill(c)
	if s.form.update(c) {
		return Stay
	}
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("card"):
		s.turn(personLay)
	case c.Tapped("next"):
		if s.form.good(c) && !samePerson(c) {
			return Next
		}
	}
	return Stay
}

func (s *person) drawTyped(c *Context, f *ui.Frame) {
	b := s.form.page(c, f, ui.Page{
		Title: c.T(s.word("typed-title")), Lead: c.T("person.typed-lead"), Back: c.back(),
		Other: c.action("card", "person.use-card", ui.IconCard), Next: c.next("action.next"),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	})
	if s.form.editing > 0 {
		return
	}
	if s.whose == legalRepresentative && samePerson(c) && s.form.checked {
		b.Notice(ui.Notice{Kind: ui.Error, Title: c.T("person-legal.same"), Text: c.T("person-legal.same-do")})
	}
	s.form.fields(c, b)
	b.Text(ui.StyleSmall, c.T("person.other-papers", "windows", c.In(c.Guide.Place.Windows)))
}
