package screens

import (
	"context"
	"errors"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// lookAgain is how long after a refusal the desk is asked again by itself, once
// the part says that it can be used.
const lookAgain = 2 * time.Second

// handover gives the finished visit to the desk: paper is looked at first, then
// the case is kept and numbered. It is the last screen from which a person can
// go back.
type handover struct {
	ready   Job[struct{}]
	submit  Job[visit.Ticket]
	trouble *NotReadyError
	looked  time.Time
	without []Part
	failed  bool
	pager   ui.Pager
}

func (s *handover) Busy() bool              { return s.submit.Running() }
func (s *handover) Trouble() *NotReadyError { return s.trouble }
func (s *handover) Needs() Part             { return "" }
func (s *handover) Again()                  { s.ready.Reset() }

func (s *handover) Without(p Part) {
	s.without = append(s.without, p)
	s.trouble = nil
	s.ready.Reset()
}

func (s *handover) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	for _, p := range s.without {
		c.Outcome.Without[p] = true
	}
	if s.failed {
		switch {
		case c.Tapped("back"):
			return Back
		case c.Tapped("next"):
			s.failed = false
			s.ready.Reset()
			s.submit.Reset()
		}
		return Stay
	}
	if c.Platform.Desk == nil {
		s.failed = true
		return Stay
	}
	if !s.look(c) {
		return Stay
	}
	return s.give(c)
}

// look asks the desk whether a number can be given, and reports whether it can.
func (s *handover) look(c *Context) bool {
	if t := s.trouble; t != nil && !s.ready.Running() && c.Now.Sub(s.looked) >= lookAgain && c.Platform.status(t.Part).Usable() {
		s.ready.Reset()
		s.looked = c.Now
	}
	desk := c.Platform.Desk
	s.ready.Start(c, func(ctx context.Context) (struct{}, error) { return struct{}{}, desk.Ready(ctx) })
	_, ended, err := s.ready.Poll()
	if !ended {
		return false
	}
	var e *NotReadyError
	switch {
	case err == nil:
	case errors.As(err, &e) && c.Outcome.Without[e.Part]:
	case errors.As(err, &e) && faultOf(e.Part, devices.Status{State: devices.NeedsAttention, Reason: e.Reason}) != nil:
		if s.trouble == nil {
			s.looked = c.Now
		}
		s.trouble = e
		return false
	default:
		s.failed = true
		return false
	}
	s.trouble = nil
	return true
}

// give submits a copy of the visit: the job runs beside the loop.
func (s *handover) give(c *Context) Nav {
	desk, v := c.Platform.Desk, copied(c.Visit)
	s.submit.Start(c, func(ctx context.Context) (visit.Ticket, error) { return desk.Submit(ctx, v) })
	t, ended, err := s.submit.Poll()
	if !ended {
		return Stay
	}
	var already *visit.AlreadyWaitingError
	switch {
	case err == nil:
		c.Outcome.Ticket = t
		return Next
	case errors.As(err, &already):
		c.Outcome.Waiting = &already.Ticket
		return Next
	}
	s.failed = true // also where no screen asks for what is doubtful
	if d, ok := visit.AsDoubt(err); ok {
		c.Correct(d.Field)
		return Back
	}
	return Stay
}

func (s *handover) Draw(c *Context, f *ui.Frame) {
	if s.failed {
		b := c.page(f, ui.Page{Title: c.T("handover.failed-title"), Back: c.back(), Next: c.action("next", "action.again", ui.IconRefresh),
			Tools: ui.Tools{Exit: true}, Pager: &s.pager})
		b.Notice(ui.Notice{Kind: ui.Error, Title: c.T("handover.failed"), Text: c.T("handover.failed-do",
			"windows", c.In(c.Guide.Place.Windows), "phone", c.Guide.Place.Phone)})
		return
	}
	b := c.page(f, ui.Page{Title: c.T("handover.title"), Lead: c.T("handover.lead"), Pager: &s.pager})
	b.Picture(ui.Picture{Art: ui.ArtTicket, Label: c.T("handover.picture"), NoCaption: true})
	b.Progress(ui.Progress{Label: c.T("handover.working"), Done: -1, Turn: turn(c.Now)})
}

// turn moves the mark of a progress whose end is unknown, four times a second.
func turn(now time.Time) int { return int(now.UnixMilli()/250) & 0xffff }
