package screens

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// organisation asks for the kind of organisation. A kind that the form names
// leads on at once; another is put into words first.
type organisation struct {
	form  form
	pager ui.Pager
}

// fill lists the line for a kind that the form does not name.
func (s *organisation) fill(c *Context) {
	o := &c.Visit.Organisation
	s.form.entries = s.form.entries[:0]
	if o.Type == visit.OtherType {
		s.form.entries = append(s.form.entries,
			entry{field: visit.FieldOtherType, layout: ui.LayoutPinyin, value: &o.OtherType, normal: visit.NormalText})
	}
}

func (s *organisation) Update(c *Context) Nav {
	s.fill(c)
	if s.form.update(c) {
		return Stay
	}
	s.pager.Tap(c.Input.Tap)
	for _, t := range visit.OrganisationTypes() {
		if c.Tapped("type." + string(t)) {
			return s.take(c, t)
		}
	}
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next") && c.Visit.Organisation.Type != "":
		if s.form.good(c) && c.Visit.Check(visit.FieldOrganisationType, c.Now) == nil {
			return Next
		}
		s.pager.Reset()
	}
	return Stay
}

func (s *organisation) take(c *Context, t visit.OrganisationType) Nav {
	o := &c.Visit.Organisation
	o.Type = t
	if t == visit.OtherType {
		s.fill(c)
		s.form.edit(c, 0)
		return Stay
	}
	o.OtherType = ""
	return Next
}

func (s *organisation) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{Title: c.T("organisation.title"), Lead: c.T("organisation.lead"), Back: c.back(),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager}
	chosen := c.Visit.Organisation.Type
	if chosen != "" {
		p.Next = c.next("action.next")
	}
	b := s.form.page(c, f, p)
	if s.form.editing > 0 {
		return
	}
	s.form.fields(c, b)
	var cards []ui.Choice
	for _, t := range visit.OrganisationTypes() {
		cards = append(cards, ui.Choice{ID: "type." + string(t), Title: c.T("type." + string(t)),
			Subtitle: c.T("type." + string(t) + "-explain"), Selected: t == chosen})
	}
	b.Choices(1, cards...)
}
