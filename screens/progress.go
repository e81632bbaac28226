package screens

import "hallkiosk/screens/ui"

// progress tells how far one's applications are: by ID card, or by ticket.
type progress struct{ pager ui.Pager }

func (s *progress) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	if c.Tapped("back") {
		return Back
	}
	return Stay
}

func (s *progress) Draw(c *Context, f *ui.Frame) {
	c.page(f, ui.Page{Title: c.T("progress.title"), Lead: c.T("progress.lead"), Back: c.back(), Pager: &s.pager})
}
