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
	case c.turned(&s.pager):
	case c.Tapped("next"):
		return Next
	}
	return Stay
}

func (s *missing) Draw(c *Context, f *ui.Frame) {
	lack := c.Guide.Missing(c.Visit)
	b := c.page(f, ui.Page{
		Title: c.Count("missing.title", len(lack)), Lead: c.T("missing.lead"), Tools: ui.Tools{Exit: true}, Pager: &s.pager,
		Back: c.action("back", "missing.back", ui.IconBack), Next: c.onceRead(&s.pager, "action.more", c.next("missing.next")),
	})
	for _, m := range lack {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.In(m.Title), Text: c.In(m.Why) + "\n" + c.T("missing.where", "where", c.In(m.Where))})
	}
}
