package screens

import (
	"strconv"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// count asks how many certificates the application is for. One does for most,
// so that only the review leads here.
type count struct {
	typed string // what the keypad wrote
	form  form
	pager ui.Pager
}

func (s *count) fill(c *Context) {
	if s.form.entries != nil {
		return
	}
	s.typed = strconv.Itoa(c.Visit.Certificates)
	s.form.entries = []entry{{field: visit.FieldCertificates, layout: ui.LayoutDigits, value: &s.typed, normal: visit.NormalCount,
		typed: func() { c.Visit.Certificates = counted(s.typed) }}}
}

// counted is the number that digits say; 0, which no application is for, where
// they say none.
func counted(digits string) int {
	n, err := strconv.Atoi(visit.NormalCount(digits))
	if err != nil {
		return 0
	}
	return n
}

func (s *count) Update(c *Context) Nav {
	s.fill(c)
	if s.form.update(c) {
		return Stay
	}
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("less"):
		s.set(c, c.Visit.Certificates-1)
	case c.Tapped("more"):
		s.set(c, c.Visit.Certificates+1)
	case c.Tapped("back"), c.Tapped("next"):
		if !s.form.good(c) {
			s.pager.Reset()
			return Stay
		}
		return Next
	}
	return Stay
}

// set changes the number as far as it may be changed.
func (s *count) set(c *Context, n int) {
	c.Visit.Certificates = min(max(n, 1), visit.MaxCertificates)
	s.typed = strconv.Itoa(c.Visit.Certificates)
}

func (s *count) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{Title: c.T("count.title"), Lead: c.T("count.lead"), Back: c.back(), Next: c.next("count.next"),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager}
	if c.Look.Text > 1 {
		p.Lead = "" // the number and what changes it stand on one page
	}
	b := s.form.page(c, f, p)
	if s.form.editing > 0 {
		return
	}
	n := c.Visit.Certificates
	b.Number(ui.Number{Label: c.T("count.label"), Number: strconv.Itoa(n), Caption: c.Count("count.unit", n)})
	b.Choices(2,
		ui.Choice{ID: "less", Icon: ui.IconMinus, Title: c.T("count.less"), Disabled: n <= 1},
		ui.Choice{ID: "more", Icon: ui.IconPlus, Title: c.T("count.more"), Disabled: n >= visit.MaxCertificates},
	)
	s.form.fields(c, b)
}
