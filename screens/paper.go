package screens

import (
	"context"
	"errors"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// paperState is how one paper of a ticket page stands.
type paperState int

const (
	paperNone    paperState = iota // not printed here: by choice, or for want of a printer
	paperMoving                    // being printed
	paperOut                       // came out
	paperDoubted                   // begun, not seen to end
)

// paper prints one thing and tells how it goes.
type paper struct {
	what  visit.Paper
	state paperState
	why   devices.Reason // of a printer that waits or failed
	job   Job[struct{}]
	news  chan devices.Status
	moved time.Time // when it was last heard of
	// settle tells the ledger of a paper that will not be printed here.
	settle Job[struct{}]
}

// skip does without the paper, so that nobody is asked for it after a crash.
func (p *paper) skip(c *Context, t visit.Ticket) {
	desk, u := c.Platform.Desk, visit.Unsettled{Ticket: t, Paper: p.what}
	p.state = paperNone
	p.settle.Start(c, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, desk.Settle(context.WithoutCancel(ctx), u) // also for who leaves at once
	})
}

// print begins; where again is set, on the person's word after a failure.
func (p *paper) print(c *Context, t visit.Ticket, again bool) {
	desk := c.Platform.Desk
	news := make(chan devices.Status, 1)
	p.news, p.state, p.why, p.moved = news, paperMoving, "", c.Now
	tell := func(st devices.Status) { latest(news, st) }
	p.job.Reset()
	p.job.Start(c, func(ctx context.Context) (struct{}, error) {
		switch {
		case again:
			return struct{}{}, desk.Reprint(ctx, visit.Unsettled{Ticket: t, Paper: p.what}, tell)
		case p.what == visit.PaperTicket:
			return struct{}{}, desk.PrintTicket(ctx, t.Case)
		}
		return struct{}{}, desk.PrintForms(ctx, t.Case, tell)
	})
}

// latest leaves only the newest status for the screen to find.
func latest(news chan devices.Status, st devices.Status) {
	for {
		select {
		case news <- st:
			return
		default:
		}
		select {
		case <-news:
		default:
		}
	}
}

// watch takes in what happened since the last tick.
func (p *paper) watch(c *Context) {
	if p.state != paperMoving {
		return
	}
	select {
	case st := <-p.news:
		p.why, p.moved = st.Reason, c.Now
	default:
	}
	_, ended, err := p.job.Poll()
	if !ended {
		return
	}
	if err == nil {
		p.state, p.why = paperOut, ""
		return
	}
	p.state = paperDoubted
	if e := (*NotPrintedError)(nil); errors.As(err, &e) && e.Reason != "" {
		p.why = e.Reason // else what was last heard
	}
}

// hopeful reports whether the paper is on its way and was heard of lately.
func (p *paper) hopeful(c *Context) bool {
	return p.state == paperMoving && c.Now.Sub(p.moved) < patience
}

// draw tells how the paper stands, with a way to print it again.
func (p *paper) draw(c *Context, b *ui.Body) {
	key := "paper." + string(p.what)
	switch p.state {
	case paperMoving:
		b.Progress(ui.Progress{Label: c.T(key + "-moving"), Done: -1, Turn: turn(c.Now)})
		if word := "paper.waits-" + string(p.why); p.why != "" && c.words.Has(word) {
			b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T(word), Text: c.T("paper.waits-do")})
		}
	case paperOut:
		b.Notice(ui.Notice{Kind: ui.Success, Title: c.T(key + "-out")})
	case paperDoubted:
		title := c.T(key + "-doubted")
		if word := "paper.why-" + string(p.why); p.why != "" && c.words.Has(word) {
			title = c.T(key+"-doubted-why", "why", c.T(word))
		}
		b.Notice(ui.Notice{Kind: ui.Warning, Title: title, Text: c.T(key + "-doubted-do"),
			Action: c.action("again."+string(p.what), "paper.again", ui.IconPrinter)})
	case paperNone:
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T(key + "-none"), Text: c.T(key + "-none-do")})
	}
}
