package screens

import (
	"slices"

	"hallkiosk/screens/ui"
)

// statement shows the clauses of 附件2, those first that bear on the service. It
// can be accepted only on the last page.
type statement struct{ pager ui.Pager }

func (s *statement) Pager() *ui.Pager { return &s.pager }

func (s *statement) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("back"):
		return Back
	case c.turned(&s.pager):
	case c.Tapped("next"):
		c.Visit.StatementVersion = c.Guide.Statement.Version
		c.Visit.StatementAccepted = c.Now
		return Next
	}
	return Stay
}

func (s *statement) Draw(c *Context, f *ui.Frame) {
	t := c.Guide.Statement
	b := c.page(f, ui.Page{
		Title: c.T("statement.title"), Lead: c.T("statement.lead"), Back: c.back(),
		Next: c.onceRead(&s.pager, "action.more", c.next("statement.accept")), Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	})
	b.Heading(c.In(t.Title))
	b.Text(ui.StyleBody, c.In(t.Preface))
	first := s.foremost(c)
	if len(first) > 0 {
		b.Heading(c.T("statement.foremost"))
		for _, n := range first {
			clause(c, b, n)
		}
		b.Heading(c.T("statement.others"))
	}
	for n := 1; n <= len(t.Clauses); n++ {
		if !slices.Contains(first, n) {
			clause(c, b, n)
		}
	}
	b.Text(ui.StyleStrong, c.In(t.Closing))
}

// foremost are the numbers of the clauses that bear on the service.
func (s *statement) foremost(c *Context) []int {
	if service := c.service(); service != nil {
		return service.Clauses
	}
	return nil
}
