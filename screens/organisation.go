package screens

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// organisation asks for the kind of organisation, and for the registration
// number that older licences bear.
type organisation struct {
	form  form
	pager ui.Pager
}

func (s *organisation) Pager() *ui.Pager { return &s.pager }

// fill lists the lines for the kind that is chosen now.
func (s *organisation) fill(c *Context) {
	o := &c.Visit.Organisation
	s.form.entries = s.form.entries[:0]
	if o.Type == visit.OtherType {
		s.form.entries = append(s.form.entries,
			entry{field: visit.FieldOtherType, layout: ui.LayoutPinyin, value: &o.OtherType, normal: visit.NormalText})
	}
	s.form.entries = append(s.form.entries,
		entry{field: visit.FieldRegistration, layout: ui.LayoutUSCC, value: &o.Registration, normal: visit.NormalUSCC})
}

func (s *organisation) Update(c *Context) Nav {
	s.fill(c)
	if s.form.update(c) {
		return Stay
	}
	s.pager.Tap(c.Input.Tap)
	for _, t := range visit.OrganisationTypes() {
		if c.Tapped("type." + string(t)) {
			c.Visit.Organisation.Type = t
			if t != visit.OtherType {
				c.Visit.Organisation.OtherType = ""
			}
			s.fill(c)
		}
	}
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next"):
		good := s.form.good(c)
		if good && c.Visit.Check(visit.FieldOrganisationType, c.Now) == nil {
			return Next
		}
		s.pager.Reset()
	}
	return Stay
}

func (s *organisation) Draw(c *Context, f *ui.Frame) {
	b := s.form.page(c, f, ui.Page{
		Title: c.T("organisation.title"), Lead: c.T("organisation.lead"), Back: c.back(), Next: c.next("action.next"),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	})
	if s.form.editing > 0 {
		return
	}
	q := ui.Radio{Label: c.T("field.organisation-type"), Value: "type." + string(c.Visit.Organisation.Type)}
	for _, t := range visit.OrganisationTypes() {
		q.Options = append(q.Options, ui.Option{ID: "type." + string(t), Label: c.T("type." + string(t))})
	}
	if d := c.Visit.Check(visit.FieldOrganisationType, c.Now); d != nil && s.form.checked {
		b.Notice(ui.Notice{Kind: ui.Error, Text: doubtText(c, d)})
	}
	b.Radio(q)
	s.form.fields(c, b)
}
