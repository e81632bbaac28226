package screens

import "hallkiosk/screens/ui"

// notice shows everything that the hall's notice tells, page by page.
type notice struct{ pager ui.Pager }

func (s *notice) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	if c.Tapped("back") {
		return Back
	}
	return Stay
}

func (s *notice) Draw(c *Context, f *ui.Frame) {
	c.page(f, ui.Page{Title: c.In(c.Guide.Title), Back: c.back(), Pager: &s.pager})
}
