package screens

import (
	"strconv"

	"hallkiosk/screens/ui"
)

// risk says what is at stake until an urgent service is done, and which clauses
// of the statement say so.
type risk struct{ pager ui.Pager }

func (s *risk) Pager() *ui.Pager { return &s.pager }

func (s *risk) Update(c *Context) Nav {
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

func (s *risk) Draw(c *Context, f *ui.Frame) {
	p := ui.Page{Lead: c.T("risk.lead"), Back: c.back(), Tools: ui.Tools{Exit: true}, Pager: &s.pager,
		Next: c.onceRead(&s.pager, "action.more", c.next("risk.next"))}
	service := c.service()
	if service == nil {
		c.page(f, p)
		return
	}
	p.Title = c.In(service.Title)
	b := c.page(f, p)
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("risk.stake"), Text: c.In(service.Risk)})
	b.Heading(c.T("risk.clauses"))
	for _, n := range service.Clauses {
		clause(c, b, n)
	}
}

// clause shows the statement's clause of a number, counted from 1.
func clause(c *Context, b *ui.Body, n int) {
	all := c.Guide.Statement.Clauses
	if n < 1 || n > len(all) {
		return
	}
	b.Clause(strconv.Itoa(n), c.In(all[n-1].Text))
	for _, point := range all[n-1].Points {
		b.Bullets(c.In(point))
	}
}
