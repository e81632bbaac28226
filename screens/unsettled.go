package screens

import (
	"context"
	"slices"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// unsettled asks, after the kiosk went down in the middle of printing, whether
// somebody has the paper: about one paper at a time. A ticket holds nothing
// personal and may be printed again for whoever says so; forms are left to the
// window, where their owner is known. Forms that were never begun are surely
// not out, so that one page tells of all of them.
type unsettled struct {
	papers []visit.Unsettled
	answer Job[struct{}]
	then   []visit.Unsettled // what is left to ask once the answer is kept
	failed bool
	pager  ui.Pager
}

func (s *unsettled) Busy() bool { return s.answer.Running() }

func (s *unsettled) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	if _, ended, err := s.answer.Poll(); ended {
		s.answer.Reset()
		if s.failed = err != nil; !s.failed {
			s.ask(s.then)
		}
	}
	if !s.answer.Running() && len(s.papers) > 0 {
		s.act(c)
	}
	if len(s.papers) == 0 {
		return Restart
	}
	return Stay
}

// act takes the answer about the first of the papers.
func (s *unsettled) act(c *Context) {
	desk, u := c.Platform.Desk, s.papers[0]
	rest := s.papers[1:]
	switch {
	case aboutWindow(u) && c.turned(&s.pager):
	case c.Tapped("back"): // those of other cases may still be asked for
		s.ask(without(s.papers, u.Ticket.Case, func(visit.Paper) bool { return true }))
	case c.Tapped("next") && !u.Paper.Form(), c.Tapped("next") && doubted(u):
		s.keep(c, rest, func(ctx context.Context) error { return desk.Settle(ctx, u) })
	case c.Tapped("next"):
		forms := without(s.papers, u.Ticket.Case, visit.Paper.Form)
		s.keep(c, forms, func(ctx context.Context) error { return desk.LeaveForms(ctx, u.Ticket.Case) })
	case c.Tapped("again") && u.Paper == visit.PaperTicket:
		s.keep(c, rest, func(ctx context.Context) error { return desk.Reprint(ctx, u, func(CopyProgress) {}) })
	case c.Tapped("again") && doubted(u): // the window prints it with those not begun
		u.Begun = false
		s.ask(append([]visit.Unsettled{u}, rest...))
	}
}

// doubted reports whether the paper is a copy of a form that may be out.
func doubted(u visit.Unsettled) bool {
	return u.Begun && u.Paper.Form() && u.Paper != visit.PaperForms
}

// aboutWindow reports whether the paper is a form that the window will print.
func aboutWindow(u visit.Unsettled) bool { return u.Paper.Form() && !doubted(u) }

// without leaves out those papers of a case.
func without(papers []visit.Unsettled, theirs string, which func(visit.Paper) bool) []visit.Unsettled {
	return slices.DeleteFunc(slices.Clone(papers), func(u visit.Unsettled) bool { return u.Ticket.Case == theirs && which(u.Paper) })
}

// keep has the answer kept, and asks about the rest once it is.
func (s *unsettled) keep(c *Context, rest []visit.Unsettled, do func(context.Context) error) {
	s.then = rest
	s.answer.Start(c, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) })
}

// ask goes on with these papers.
func (s *unsettled) ask(papers []visit.Unsettled) {
	s.papers, s.failed = papers, false
	s.pager.Reset()
}

func (s *unsettled) Draw(c *Context, f *ui.Frame) {
	if len(s.papers) == 0 {
		c.page(f, ui.Page{Title: c.T("unsettled.title")})
		return
	}
	u := s.papers[0]
	windows := c.In(c.Guide.Place.Windows)
	p := ui.Page{Title: c.T("unsettled.title"), Pager: &s.pager, Back: c.action("back", "unsettled.not-mine", ui.IconHome)}
	var do string
	switch {
	case u.Paper == visit.PaperTicket:
		p.Lead, do = c.T("unsettled.ticket"), c.T("unsettled.ticket-do")
		p.Other = c.action("again", "paper.again", ui.IconPrinter)
		p.Next = c.action("next", "unsettled.ticket-have", ui.IconCheck)
	case doubted(u):
		p.Lead, do = c.T("unsettled.copy", "copy", paperName(c, u.Paper)), c.T("unsettled.copy-do")
		p.Other = c.action("again", "unsettled.copy-bad", ui.IconWarning)
		p.Next = c.action("next", "paper.ask-fine", ui.IconCheck)
	default:
		p.Lead, do = c.T("unsettled.forms"), c.T("unsettled.forms-do", "windows", windows)
		p.Next = c.onceRead(&s.pager, "action.more", c.action("next", "unsettled.forms-have", ui.IconCheck))
	}
	b := c.page(f, p)
	b.Number(ui.Number{Label: c.T("unsettled.number"), Number: u.Ticket.Number})
	if s.failed {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("unsettled.failed"), Text: c.T("unsettled.failed-do", "windows", windows)})
	}
	if s.answer.Running() {
		b.Progress(ui.Progress{Label: c.T("unsettled.working"), Done: -1, Turn: turn(c.Now)})
	}
	b.Notice(ui.Notice{Kind: ui.Info, Text: do})
	if aboutWindow(u) {
		b.Bullets(s.toWindow(c, u.Ticket.Case)...)
	}
}

// toWindow names the forms of a case that the window will print.
func (s *unsettled) toWindow(c *Context, theirs string) []string {
	var names []string
	for _, u := range s.papers {
		if u.Ticket.Case == theirs && u.Paper.Form() {
			names = append(names, paperName(c, u.Paper))
		}
	}
	return names
}
