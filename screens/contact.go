package screens

import (
	"slices"
	"strconv"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// contact asks how the organisation is reached and, where the service asks for
// it, which kind of seal it wants.
type contact struct {
	form  form
	pager ui.Pager
}

func (s *contact) Pager() *ui.Pager { return &s.pager }

func (s *contact) fill(c *Context) {
	if s.form.entries != nil {
		return
	}
	k := &c.Visit.Contact
	s.form.entries = []entry{
		{field: visit.FieldMobile, layout: ui.LayoutPhone, value: &k.Mobile, normal: visit.NormalMobile},
		{field: visit.FieldLandline, layout: ui.LayoutLandline, value: &k.Landline, normal: visit.NormalLandline},
		{field: visit.FieldAddress, layout: ui.LayoutPinyin, value: &k.Address, normal: visit.NormalText},
	}
	if asked(c.Visit, visit.FieldEmail) {
		s.form.entries = append(s.form.entries, entry{field: visit.FieldEmail, layout: ui.LayoutEmail, value: &k.Email, normal: visit.NormalEmail})
	}
	// One kind of seal leaves nothing to choose.
	if asked(c.Visit, visit.FieldSealType) && c.Visit.SealType == "" && len(c.Guide.SealTypes) == 1 {
		c.Visit.SealType = c.Guide.SealTypes[0].Value
	}
}

func (s *contact) Update(c *Context) Nav {
	s.fill(c)
	if s.form.update(c) {
		return Stay
	}
	s.pager.Tap(c.Input.Tap)
	for i, t := range c.Guide.SealTypes {
		if c.Tapped(sealID(i)) {
			c.Visit.SealType = t.Value
		}
	}
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next"):
		good := s.form.good(c)
		if good && (!asked(c.Visit, visit.FieldSealType) || c.Visit.Check(visit.FieldSealType, c.Now) == nil) {
			return Next
		}
		s.pager.Reset()
	}
	return Stay
}

// asked reports whether the visit must answer a field.
func asked(v *visit.Visit, f visit.Field) bool { return slices.Contains(v.Fields(), f) }

func sealID(i int) string { return "seal." + strconv.Itoa(i) }

func (s *contact) Draw(c *Context, f *ui.Frame) {
	lead := "contact.lead"
	if !asked(c.Visit, visit.FieldEmail) {
		lead = "contact.lead-short"
	}
	b := s.form.page(c, f, ui.Page{
		Title: c.T("contact.title"), Lead: c.T(lead), Back: c.back(), Next: c.next("action.next"),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	})
	if s.form.editing > 0 {
		return
	}
	s.form.fields(c, b)
	if !asked(c.Visit, visit.FieldSealType) {
		return
	}
	q := ui.Radio{Label: c.T("field.seal-type")}
	for i, t := range c.Guide.SealTypes {
		q.Options = append(q.Options, ui.Option{ID: sealID(i), Label: c.In(t.Title)})
		if t.Value == c.Visit.SealType {
			q.Value = sealID(i)
		}
	}
	if d := c.Visit.Check(visit.FieldSealType, c.Now); d != nil && s.form.checked {
		q.Error = doubtText(c, d)
	}
	b.Radio(q)
}
