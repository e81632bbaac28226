package screens

import (
	"context"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// copies are the forms on their way out, one copy after the other.
type copies struct {
	paper
	at    CopyProgress // the copy that is printed, or was last
	news  chan CopyProgress
	pager ui.Pager // of the question
}

// begin prints, or leaves the forms to the window where this kiosk cannot print
// them now.
func (s *copies) begin(c *Context, t visit.Ticket) {
	switch c.Platform.status(PartFormPrinter).State {
	case devices.Absent, devices.Failed:
		s.toWindow(c, t)
	default:
		s.goOn(c, t)
	}
}

// goOn prints what is not out yet.
func (s *copies) goOn(c *Context, t visit.Ticket) {
	desk := c.Platform.Desk
	s.move(c, func(ctx context.Context, tell func(CopyProgress)) error { return desk.PrintForms(ctx, t.Case, tell) })
}

// fine goes on behind the copy in doubt, which the person has.
func (s *copies) fine(c *Context, t visit.Ticket) {
	desk, u, at := c.Platform.Desk, visit.Unsettled{Ticket: t, Paper: s.at.Paper, Begun: true}, s.at
	s.move(c, func(ctx context.Context, tell func(CopyProgress)) error {
		if err := desk.Settle(ctx, u); err != nil { // it is in doubt as before
			return &NotPrintedError{Part: PartFormPrinter, Paper: at.Paper, Copy: at.Copy, Of: at.Of, InDoubt: true, Cause: err}
		}
		return desk.PrintForms(ctx, t.Case, tell)
	})
}

// again prints the copy in doubt once more, and those behind it.
func (s *copies) again(c *Context, t visit.Ticket) {
	desk, u := c.Platform.Desk, visit.Unsettled{Ticket: t, Paper: s.at.Paper, Begun: true}
	s.move(c, func(ctx context.Context, tell func(CopyProgress)) error { return desk.Reprint(ctx, u, tell) })
}

// toWindow leaves to the window what is not out.
func (s *copies) toWindow(c *Context, t visit.Ticket) {
	desk := c.Platform.Desk
	s.leave(c, func(ctx context.Context) error { return desk.LeaveForms(ctx, t.Case) })
}

func (s *copies) move(c *Context, print func(context.Context, func(CopyProgress)) error) {
	news := make(chan CopyProgress, 1)
	s.news = news
	s.run(c, func(ctx context.Context) error { return print(ctx, func(p CopyProgress) { latest(news, p) }) })
}

// latest leaves only the newest word for the screen to find.
func latest[T any](news chan T, word T) {
	for {
		select {
		case news <- word:
			return
		default:
		}
		select {
		case <-news:
		default:
		}
	}
}

// update takes in what happened since the last tick.
func (s *copies) update(c *Context) {
	select {
	case p := <-s.news:
		s.at, s.why, s.moved = p, p.Status.Reason, c.Now
	default:
	}
	stopped := s.watch()
	if stopped == nil {
		return
	}
	if stopped.Of > 0 {
		s.at = CopyProgress{Paper: stopped.Paper, Copy: stopped.Copy, Of: stopped.Of}
	}
	s.state = paperStopped
	if stopped.InDoubt && s.at.Paper != "" {
		s.state = paperDoubted
	}
}

// asks reports whether the person has to say what became of a copy.
func (s *copies) asks() bool { return s.state == paperDoubted }

// answer acts on what the person said of the copy in doubt.
func (s *copies) answer(c *Context, t visit.Ticket) {
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("fine"):
		s.fine(c, t)
	case c.Tapped("again.forms"):
		s.again(c, t)
	case c.Tapped("window"):
		s.toWindow(c, t)
	default:
		return
	}
	s.pager.Reset()
}

// ask is a page of its own: one copy, one question. Its buttons have other IDs
// than the page before, so that a finger which comes down there answers nothing.
func (s *copies) ask(c *Context, f *ui.Frame, number string) {
	b := c.page(f, ui.Page{Title: c.T("paper.ask"), Lead: c.T("paper.ask-copy", "copy", s.which(c)), Pager: &s.pager,
		Back:  c.action("window", "paper.ask-window", ui.IconBack),
		Other: c.action("again.forms", "paper.ask-again", ui.IconPrinter),
		Next:  c.action("fine", "paper.ask-fine", ui.IconCheck)})
	b.Number(ui.Number{Label: c.T("ticket.number"), Number: number})
	title := c.T("paper.ask-stopped")
	if why := s.reason(c); why != "" {
		title = c.T("paper.ask-stopped-why", "why", why)
	}
	b.Notice(ui.Notice{Kind: ui.Warning, Title: title, Text: c.T("paper.ask-do")})
	if s.at.Copy > 1 {
		b.Text(ui.StyleSmall, c.Count("paper.ask-before", s.at.Copy-1))
	}
}

// which names the copy: 附件1 第二联（第 2 张，共 6 张）.
func (s *copies) which(c *Context) string {
	name := paperName(c, s.at.Paper)
	if s.at.Of == 0 {
		return name
	}
	return c.T("paper.which", "copy", name, "nth", s.at.Copy, "of", s.at.Of)
}

// paperName is what a paper is called.
func paperName(c *Context, p visit.Paper) string { return c.T("paper.name." + string(p)) }

// draw tells how the forms stand, with a way to go on where they stopped.
func (s *copies) draw(c *Context, b *ui.Body) {
	switch s.state {
	case paperMoving:
		b.Progress(s.progress(c))
		if word := "paper.waits-" + string(s.why); s.why != "" && c.words.Has(word) {
			b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T(word), Text: c.T("paper.waits-do")})
		}
	case paperOut:
		n := ui.Notice{Kind: ui.Success, Title: c.T("paper.forms-out"), Text: c.T("paper.forms-out-do")}
		if s.at.Of > 0 {
			n.Title = c.Count("paper.forms-out-count", s.at.Of)
		}
		b.Notice(n)
	case paperStopped:
		title := c.T("paper.forms-stopped")
		if why := s.reason(c); why != "" {
			title = c.T("paper.forms-stopped-why", "why", why)
		}
		b.Notice(ui.Notice{Kind: ui.Warning, Title: title, Text: c.T("paper.forms-stopped-do"),
			Action: c.action("on.forms", "paper.go-on", ui.IconPrinter)})
	case paperDoubted, paperNone:
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("paper.forms-none"), Text: c.T("paper.forms-none-do")})
	}
}

func (s *copies) progress(c *Context) ui.Progress {
	if s.at.Of == 0 {
		return ui.Progress{Label: c.T("paper.forms-moving"), Done: -1, Turn: turn(c.Now)}
	}
	return ui.Progress{Label: c.T("paper.forms-moving-copy", "copy", s.which(c)), Done: -1, Turn: turn(c.Now)}
}
