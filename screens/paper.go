package screens

import (
	"context"
	"errors"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// paperState is how the ticket or the forms of a ticket page stand.
type paperState int

const (
	paperNone    paperState = iota // not printed here: by choice, or for want of a printer
	paperMoving                    // being printed
	paperOut                       // came out
	paperDoubted                   // begun, not seen to end: only a person can say
	paperStopped                   // surely not out, and may be gone on with
)

// paper is something on its way out of a printer.
type paper struct {
	state paperState
	why   devices.Reason // of a printer that waits or failed
	job   Job[struct{}]
	moved time.Time // when it was last heard of
	// told tells the ledger of what will not be printed here.
	told Job[struct{}]
}

// run begins to print.
func (p *paper) run(c *Context, print func(context.Context) error) {
	p.state, p.why, p.moved = paperMoving, "", c.Now
	p.job.Reset()
	p.job.Start(c, func(ctx context.Context) (struct{}, error) { return struct{}{}, print(ctx) })
}

// leave does without the paper: told tells the ledger, so that nobody is asked
// for it after a crash, also for a person who leaves at once.
func (p *paper) leave(c *Context, told func(context.Context) error) {
	p.state = paperNone
	p.told.Reset()
	p.told.Start(c, func(ctx context.Context) (struct{}, error) { return struct{}{}, told(context.WithoutCancel(ctx)) })
}

// watch takes in how printing ended; nil where it goes on or went well.
func (p *paper) watch() (stopped *NotPrintedError) {
	if p.state != paperMoving {
		return nil
	}
	_, ended, err := p.job.Poll()
	switch {
	case !ended:
		return nil
	case err == nil:
		p.state, p.why = paperOut, ""
		return nil
	case !errors.As(err, &stopped):
		stopped = &NotPrintedError{Cause: err, InDoubt: true} // nothing is known of it
	}
	if stopped.Reason != "" {
		p.why = stopped.Reason // else what was last heard
	}
	return stopped
}

// hopeful reports whether the paper is on its way and was heard of lately.
func (p *paper) hopeful(c *Context) bool {
	return p.state == paperMoving && c.Now.Sub(p.moved) < patience
}

// reason is the word for why a printer stopped; "" where there is none.
func (p *paper) reason(c *Context) string {
	if word := "paper.why-" + string(p.why); p.why != "" && c.words.Has(word) {
		return c.T(word)
	}
	return ""
}

// slip is the ticket on its way out. It holds nothing personal, so that it may
// be printed again for whoever asks.
type slip struct{ paper }

// skip does without the ticket.
func (s *slip) skip(c *Context, t visit.Ticket) {
	desk, u := c.Platform.Desk, visit.Unsettled{Ticket: t, Paper: visit.PaperTicket}
	s.leave(c, func(ctx context.Context) error { return desk.Settle(ctx, u) })
}

// print begins; where again is set, on the person's word after a failure.
func (s *slip) print(c *Context, t visit.Ticket, again bool) {
	desk := c.Platform.Desk
	s.run(c, func(ctx context.Context) error {
		if again {
			return desk.Reprint(ctx, visit.Unsettled{Ticket: t, Paper: visit.PaperTicket}, func(CopyProgress) {})
		}
		return desk.PrintTicket(ctx, t.Case)
	})
}

func (s *slip) update(*Context) {
	if s.watch() != nil {
		s.state = paperDoubted
	}
}

// draw tells how the ticket stands, with a way to print it again.
func (s *slip) draw(c *Context, b *ui.Body) {
	switch s.state {
	case paperMoving:
		b.Progress(ui.Progress{Label: c.T("paper.ticket-moving"), Done: -1, Turn: turn(c.Now)})
	case paperOut:
		b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("paper.ticket-out")})
	case paperDoubted, paperStopped:
		title := c.T("paper.ticket-doubted")
		if why := s.reason(c); why != "" {
			title = c.T("paper.ticket-doubted-why", "why", why)
		}
		b.Notice(ui.Notice{Kind: ui.Warning, Title: title, Text: c.T("paper.ticket-doubted-do"),
			Action: c.action("again.ticket", "paper.again", ui.IconPrinter)})
	case paperNone:
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("paper.ticket-none"), Text: c.T("paper.ticket-none-do")})
	}
}
