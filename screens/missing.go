package screens

import "hallkiosk/screens/ui"

// missing says plainly what the window would send the person home for.
type missing struct{ pager ui.Pager }

func (s *missing) Pager() *ui.Pager { return &s.pager }

func (s *missing) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next"):
		if !s.pager.Last() {
			s.pager.Tap(ui.PagerNext)
			return Stay
		}
		return Next
	}
	return Stay
}

func (s *missing) Draw(c *Context, f *ui.Frame) {
	lack := c.Guide.Missing(c.Visit)
	p := ui.Page{
		Title: c.T("missing.title", "count", len(lack)), Lead: c.T("missing.lead"), Tools: ui.Tools{Exit: true}, Pager: &s.pager,
		Back: c.action("back", "missing.back", ui.IconBack), Next: c.next("missing.next"),
	}
	if !s.pager.Last() {
		p.Next = c.action("next", "action.more", ui.IconDown)
	}
	b := c.page(f, p)
	for _, m := range lack {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.In(m.Title), Text: c.In(m.Why) + "\n" + c.T("missing.where", "where", c.In(m.Where))})
	}
}
