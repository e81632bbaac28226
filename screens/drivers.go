package screens

import "hallkiosk/screens/ui"

// drivers leads from the look of a U-KEY to the driver that fits it.
type drivers struct{ pager ui.Pager }

func (s *drivers) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	if c.Tapped("back") {
		return Back
	}
	return Stay
}

func (s *drivers) Draw(c *Context, f *ui.Frame) {
	c.page(f, ui.Page{Title: c.T("drivers.title"), Lead: c.T("drivers.lead"), Back: c.back(), Pager: &s.pager})
}
