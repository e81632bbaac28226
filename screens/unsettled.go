package screens

import (
	"context"
	"slices"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// unsettled asks, after the kiosk went down in the middle of printing, whether
// somebody has the paper. A ticket holds nothing personal and may be printed
// again for whoever says so; forms are left to the window, where their owner is known.
type unsettled struct {
	papers []visit.Unsettled
	answer Job[struct{}]
	failed bool
	pager  ui.Pager
}

func (s *unsettled) Busy() bool { return s.answer.Running() }

func (s *unsettled) Update(c *Context) Nav {
	if len(s.papers) == 0 {
		return Restart
	}
	s.pager.Tap(c.Input.Tap)
	if _, ended, err := s.answer.Poll(); ended {
		s.answer.Reset()
		s.failed = err != nil
		if err == nil {
			s.papers = s.papers[1:]
			if len(s.papers) == 0 {
				return Restart
			}
		}
	}
	if s.answer.Running() {
		return Stay
	}
	desk, u := c.Platform.Desk, s.papers[0]
	switch {
	case c.Tapped("back"):
		return s.notMine()
	case c.Tapped("next"):
		s.answer.Start(c, func(ctx context.Context) (struct{}, error) { return struct{}{}, desk.Settle(ctx, u) })
	case c.Tapped("again") && u.Paper == visit.PaperTicket:
		s.answer.Start(c, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, desk.Reprint(ctx, u, func(devices.Status) {})
		})
	}
	return Stay
}

// notMine passes over the papers of one case: those of others may still be asked for.
func (s *unsettled) notMine() Nav {
	theirs := s.papers[0].Ticket.Case
	s.papers = slices.DeleteFunc(s.papers, func(u visit.Unsettled) bool { return u.Ticket.Case == theirs })
	s.failed = false
	if len(s.papers) == 0 {
		return Restart
	}
	s.pager.Reset()
	return Stay
}

func (s *unsettled) Draw(c *Context, f *ui.Frame) {
	if len(s.papers) == 0 {
		c.page(f, ui.Page{Title: c.T("unsettled.title")})
		return
	}
	u := s.papers[0]
	key := "unsettled." + string(u.Paper)
	p := ui.Page{Title: c.T("unsettled.title"), Lead: c.T(key), Pager: &s.pager,
		Back: c.action("back", "unsettled.not-mine", ui.IconHome), Next: c.action("next", key+"-have", ui.IconCheck)}
	if u.Paper == visit.PaperTicket {
		p.Other = c.action("again", "paper.again", ui.IconPrinter)
	}
	b := c.page(f, p)
	b.Number(ui.Number{Label: c.T("unsettled.number"), Number: u.Ticket.Number})
	if s.failed {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("unsettled.failed"), Text: c.T("unsettled.failed-do", "windows", c.In(c.Guide.Place.Windows))})
	}
	if s.answer.Running() {
		b.Progress(ui.Progress{Label: c.T("unsettled.working"), Done: -1, Turn: turn(c.Now)})
	}
	b.Notice(ui.Notice{Kind: ui.Info, Text: c.T(key+"-do", "windows", c.In(c.Guide.Place.Windows))})
}
