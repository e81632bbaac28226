package screens

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// waiting tells a person that they have a number already. Only to whoever laid
// the card: anybody can type a number, and the QR code is as good as the ticket.
type waiting struct{ pager ui.Pager }

func (s *waiting) Pager() *ui.Pager { return &s.pager }

func (s *waiting) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	if !c.turned(&s.pager) && c.Tapped("next") {
		return Restart
	}
	return Stay
}

func (s *waiting) Draw(c *Context, f *ui.Frame) {
	t := c.Outcome.Waiting
	windows := c.In(c.Guide.Place.Windows)
	b := c.page(f, ui.Page{Title: c.T("waiting.title"), Lead: c.T("waiting.lead"),
		Next: c.onceRead(&s.pager, "action.more", c.action("next", "waiting.next", ui.IconCheck)), Pager: &s.pager})
	if c.Visit.Handling().Source != visit.SourceCard {
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("waiting.ask", "windows", windows), Text: c.T("waiting.ask-do")})
		return
	}
	b.Number(ui.Number{Label: c.T("ticket.number"), Number: t.Number, Caption: c.T("ticket.where", "windows", windows)})
	b.QR(ui.QR{Data: t.Handle, Label: c.T("ticket.qr"), Caption: c.T("ticket.qr-photo"), Size: 420})
	b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("waiting.lost"), Text: c.T("waiting.lost-do", "windows", windows)})
}
