package screens

import (
	"time"

	"hallkiosk/screens/ui"
)

// patience is how long nothing may be heard of a paper before a person may leave
// without it. A printer that gets on is waited for: leaving stops it.
const patience = 60 * time.Second

// ticket shows the number at once, prints, and says what comes next. Where a copy
// of the forms is in doubt it asks about it first.
type ticket struct {
	begun bool
	slip  slip
	forms copies
	pager ui.Pager
}

func (s *ticket) Pager() *ui.Pager {
	if s.asks() {
		return &s.forms.pager
	}
	return &s.pager
}

// Busy holds the idle clock while paper moves.
func (s *ticket) Busy() bool { return s.slip.state == paperMoving || s.forms.state == paperMoving }

func (s *ticket) Update(c *Context) Nav {
	s.begin(c)
	s.slip.update(c)
	s.forms.update(c)
	nav := s.act(c)
	c.Outcome.slip, c.Outcome.forms = s.slip.state, s.forms.state
	return nav
}

// begin prints, but for the ticket that the person chose to do without.
func (s *ticket) begin(c *Context) {
	if s.begun {
		return
	}
	s.begun = true
	if t := c.Outcome.Ticket; c.Outcome.Without[PartTicketPrinter] {
		s.slip.skip(c, t)
	} else {
		s.slip.print(c, t, false)
	}
	s.forms.begin(c, c.Outcome.Ticket)
}

// asks reports whether a copy of the forms is asked about now: not before it is
// known how the ticket, with which the person leaves, stands.
func (s *ticket) asks() bool { return s.forms.asks() && s.slip.state != paperMoving }

func (s *ticket) act(c *Context) Nav {
	t := c.Outcome.Ticket
	if s.asks() {
		s.forms.answer(c, t)
		return Stay
	}
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("again.ticket"):
		s.slip.print(c, t, true)
	case c.Tapped("on.forms"):
		s.forms.goOn(c, t)
	case s.wantsAnother(c):
		return Again
	case c.turned(&s.pager):
	case c.Tapped("next") && s.mayGo(c):
		return Restart
	}
	return Stay
}

// mayGo reports whether no paper is on its way that is worth waiting for.
func (s *ticket) mayGo(c *Context) bool { return !s.slip.hopeful(c) && !s.forms.hopeful(c) }

func (s *ticket) Draw(c *Context, f *ui.Frame) {
	t := c.Outcome.Ticket
	if s.asks() {
		s.forms.ask(c, f, t.Number)
		return
	}
	b := c.page(f, ui.Page{Title: c.T("ticket.title"), Hero: true, Pager: &s.pager,
		Next: c.onceRead(&s.pager, "ticket.more", s.finish(c))})
	b.Number(ui.Number{Label: c.T("ticket.number"), Number: t.Number, Caption: s.where(c)})
	s.slip.draw(c, b)
	if s.slip.state != paperOut {
		b.QR(ui.QR{Data: t.Handle, Label: c.T("ticket.qr"), Caption: c.T("ticket.qr-photo"), Size: 420})
	}
	s.forms.draw(c, b)
	s.afterwards(c, b)
	if next := s.another(c); next != nil {
		b.Button(*next)
	}
}

// finish ends the visit, but not while paper that is worth waiting for is on its way.
func (s *ticket) finish(c *Context) *ui.Action {
	switch {
	case !s.Busy():
		return c.action("next", "ticket.finish", ui.IconCheck)
	case s.mayGo(c):
		return c.action("next", "ticket.leave", ui.IconNext)
	}
	a := c.action("next", "ticket.printing", ui.IconPrinter)
	a.Disabled = true
	return a
}

// where names the windows and, where known, how many wait before.
func (s *ticket) where(c *Context) string {
	windows := c.In(c.Guide.Place.Windows)
	switch n := c.Outcome.Ticket.Ahead; {
	case n == 0:
		return c.T("ticket.where-first", "windows", windows)
	case n > 0:
		return c.T("ticket.where-ahead", "windows", windows, "ahead", n)
	}
	return c.T("ticket.where", "windows", windows)
}

// afterwards lists what to do with each printed form, and what is still missing.
func (s *ticket) afterwards(c *Context, b *ui.Body) {
	b.Heading(c.T(map[paperState]string{
		paperOut: "ticket.then", paperMoving: "ticket.then-printing", paperDoubted: "ticket.then-printing",
		paperStopped: "ticket.then-window", paperNone: "ticket.then-window",
	}[s.forms.state]))
	var forms []ui.Fact
	for _, m := range c.Guide.Needed(c.Visit) {
		if m.Printed() {
			forms = append(forms, ui.Fact{Label: c.In(m.Title), Value: c.detail(m)})
		}
	}
	b.Facts("", forms...)
	var lack []string
	for _, m := range c.Guide.Missing(c.Visit) {
		lack = append(lack, c.In(m.Title))
	}
	if len(lack) > 0 {
		b.Heading(c.T("ticket.missing"))
		b.Bullets(lack...)
	}
}
