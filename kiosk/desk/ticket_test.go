package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// wantNotPrinted checks that err is the printer's own, for that reason.
func wantNotPrinted(t *testing.T, err, reason error, may bool) {
	t.Helper()
	var e *devices.NotPrintedError
	if !errors.As(err, &e) || !errors.Is(err, reason) || e.MayHavePrinted != may {
		t.Fatalf("error %v; want %v, may have printed: %v", err, reason, may)
	}
}

func TestNoNumberWithoutAPrinter(t *testing.T) {
	for name, tt := range map[string]struct {
		breakIt, mend func(*counter)
		reason        devices.Reason
	}{
		"paper out": {
			func(c *counter) { c.paper.SetPaper(ticketprintersim.PaperOut) },
			func(c *counter) { c.paper.SetPaper(ticketprintersim.PaperOK) }, devices.ReasonPaperOut,
		},
		"cover open": {
			func(c *counter) { c.paper.SetCover(true) },
			func(c *counter) { c.paper.SetCover(false) }, devices.ReasonCoverOpen,
		},
		"silent": {
			func(c *counter) { c.paper.SetDeaf(true); c.paper.ForgetPortStatus() },
			func(c *counter) { c.paper.SetDeaf(false) }, devices.ReasonSilent,
		},
		"unplugged": {
			func(c *counter) { c.cable.Unplug() },
			func(c *counter) { c.cable.Replug() }, devices.ReasonUnplugged,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t)
			must(t, c.Ready(t.Context()))
			tt.breakIt(c)
			var notReady *desk.NotReadyError
			if err := c.Ready(t.Context()); !errors.As(err, &notReady) || notReady.Status.Reason != tt.reason {
				t.Fatalf("ready: %v, want reason %s", err, tt.reason)
			}
			if owed, err := c.store.Owed(t.Context()); err != nil || owed.Waiting != 0 || c.nudged != 0 {
				t.Errorf("a number exists: %+v, %v", owed, err)
			}
			tt.mend(c)
			eventually(t, "ready again", func() bool { return c.Ready(t.Context()) == nil })
		})
	}
}

func TestLowPaperStillPrints(t *testing.T) {
	c := open(t)
	c.paper.SetPaper(ticketprintersim.PaperLow)
	must(t, c.Ready(t.Context()))
	must(t, c.PrintTicket(t.Context(), c.submit(t, 1).Case))
	c.tickets(t, 1)
}

func TestDoubtsAreRefused(t *testing.T) {
	c := open(t)
	v := c.visit(1)
	wrong := []byte(v.Agent.IDNumber)
	wrong[16] = '0' + (wrong[16]-'0'+1)%10
	v.Agent.IDNumber = string(wrong)
	_, err := c.Submit(t.Context(), v)
	doubt, ok := visit.AsDoubt(err)
	if !ok || doubt.Field != visit.FieldAgentID || doubt.Code != visit.CodeCheckCharacter {
		t.Fatalf("submit: %v", err)
	}
	v = c.visit(1)
	v.Service = "circus"
	if _, err := c.Submit(t.Context(), v); err == nil {
		t.Error("a service that the guide does not know was taken")
	}
	if _, err := c.store.Ticket(t.Context(), v.ID); !errors.Is(err, visit.ErrUnknownCase) || c.nudged != 0 {
		t.Errorf("a refused visit was kept: %v", err)
	}
	if err := c.PrintTicket(t.Context(), v.ID); !errors.Is(err, visit.ErrUnknownCase) {
		t.Errorf("print of no case: %v", err)
	}
}

func TestSubmittingTwiceIsOnce(t *testing.T) {
	c := open(t)
	first, second := c.submit(t, 1), c.submit(t, 1)
	if first != second || first.Number != "A1001" || first.Ahead != 4 {
		t.Errorf("got %+v, then %+v", first, second)
	}
	again := c.visit(2)
	again.Agent = c.visit(1).Agent
	var waiting *visit.AlreadyWaitingError
	if _, err := c.Submit(t.Context(), again); !errors.As(err, &waiting) || waiting.Ticket.Number != first.Number {
		t.Errorf("the same person with another visit: %v", err)
	}
	if third := c.submit(t, 3); third.Number != "A1002" {
		t.Errorf("another person got %s", third.Number)
	}
}

// TestNobodyWaitsBeforeThemselves: the centre's word of after the delivery counts
// the number itself; the ticket says what the screen said.
func TestNobodyWaitsBeforeThemselves(t *testing.T) {
	c := open(t)
	waiting := 0
	c.opts.Ahead = func(byte) int { return waiting }
	c.openStore(t)
	ticket := c.submit(t, 1)
	waiting = 1
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	if text := c.tickets(t, 1).Text; ticket.Ahead != 0 || !strings.Contains(text, "前面没有人") || strings.Contains(text, "前面还有") {
		t.Errorf("%d ahead; the ticket says\n%s", ticket.Ahead, text)
	}
	must(t, c.Leave(t.Context(), ticket.Case))
}

func TestTicketIsPrintedOnce(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	c.owes(t, and("ticket", six())...)
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	c.owes(t, six()...)
	paper := c.tickets(t, 1)
	for _, want := range []string{"A1001", "4", "经办人", "7、8号窗口"} {
		if !strings.Contains(paper.Text, want) {
			t.Errorf("%q is not on the ticket\n%s", want, paper.Text)
		}
	}
	if len(paper.QR) != 1 || paper.QR[0] != ticket.Handle {
		t.Errorf("QR codes %q, want the handle", paper.QR)
	}
	if strings.Contains(paper.Text, "李四") || strings.Contains(paper.Text, "张三") || strings.Contains(paper.Text, "XX开发") {
		t.Error("the ticket names somebody")
	}
	if err := c.PrintTicket(t.Context(), ticket.Case); !errors.Is(err, visit.ErrPrinted) {
		t.Errorf("second time: %v", err)
	}
	c.tickets(t, 1)
}

func TestPrinterStopsMidTicket(t *testing.T) {
	for name, tt := range map[string]struct {
		as     ticketprintersim.Breakdown
		reason error
	}{
		"paper runs out": {ticketprintersim.RunOut, ticketprinter.ErrPaperOut},
		"cover opened":   {ticketprintersim.OpenCover, ticketprinter.ErrCoverOpen},
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t)
			ticket := c.submit(t, 1)
			c.paper.BreakAfter(200, tt.as)
			wantNotPrinted(t, c.PrintTicket(t.Context(), ticket.Case), tt.reason, true)
			c.owes(t, and("ticket?", six())...)
			c.paper.SetPaper(ticketprintersim.PaperOK)
			c.paper.SetCover(false)
			if err := c.PrintTicket(t.Context(), ticket.Case); !errors.Is(err, visit.ErrPrinted) {
				t.Fatalf("printed again without a person's word: %v", err)
			}
			c.paper.TearOff() // what was half out
			half := len(c.paper.Tickets())
			must(t, c.Reprint(t.Context(), visit.Unsettled{Ticket: ticket, Paper: visit.PaperTicket}, nil))
			c.owes(t, six()...)
			if again := c.tickets(t, half+1); len(again.QR) != 1 || again.QR[0] != ticket.Handle {
				t.Errorf("the reprint bears %q", again.QR)
			}
		})
	}
}

func TestNothingOutMayBeTriedAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		breakIt, mend func(*counter)
	}{
		"cover opened before the first byte": {
			func(c *counter) { c.paper.SetCover(true) }, func(c *counter) { c.paper.SetCover(false) },
		},
		"paper taken out before the first byte": {
			func(c *counter) { c.paper.SetPaper(ticketprintersim.PaperOut) },
			func(c *counter) { c.paper.SetPaper(ticketprintersim.PaperOK) },
		},
		"unplugged": {
			func(c *counter) { c.cable.Unplug() }, func(c *counter) { c.cable.Replug() },
		},
		"unplugged long ago": {
			func(c *counter) {
				c.cable.Unplug()
				for c.driver.Status().State != devices.Absent {
					_, _ = c.driver.Check(context.Background()) // notices the loss
				}
			},
			func(c *counter) { c.cable.Replug() },
		},
		"a slip that cannot be printed": {
			func(c *counter) {
				good := c.opts.Slip
				c.opts.Slip = func(g *guide.Guide, t visit.Ticket, needed []guide.Material) ticketprinter.Slip {
					return append(good(g, t, needed), ticketprinter.Line{Text: "\x1b@"})
				}
				c.Desk = desk.New(c.opts)
				c.opts.Slip = good
			},
			func(c *counter) { c.Desk = desk.New(c.opts) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t)
			ticket := c.submit(t, 1)
			must(t, c.Ready(t.Context()))
			tt.breakIt(c)
			if err := c.PrintTicket(t.Context(), ticket.Case); err == nil || errors.Is(err, visit.ErrPrinted) {
				t.Fatalf("print: %v", err)
			}
			c.owes(t, and("ticket", six())...)
			c.tickets(t, 0)
			tt.mend(c)
			eventually(t, "ready again", func() bool { return c.Ready(t.Context()) == nil })
			must(t, c.PrintTicket(t.Context(), ticket.Case))
			c.tickets(t, 1)
			c.owes(t, six()...)
		})
	}
}

func TestVisitEndedWhileWaitingForThePrinter(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	busy, free := make(chan struct{}), make(chan struct{}) // somebody else uses the printer
	other := make(chan error)
	go func() {
		other <- c.driver.Do(context.Background(), func(context.Context, *ticketprinter.Dev) error {
			close(busy)
			<-free
			return nil
		})
	}()
	<-busy
	ctx, cancel := context.WithCancel(t.Context())
	c.opts.Slip = func(*guide.Guide, visit.Ticket, []guide.Material) ticketprinter.Slip {
		cancel() // the paper is marked as begun by now
		return nil
	}
	if err := desk.New(c.opts).PrintTicket(ctx, ticket.Case); !errors.Is(err, context.Canceled) {
		t.Fatalf("print: %v", err)
	}
	close(free)
	must(t, <-other)
	c.owes(t, and("ticket", six())...)
	c.tickets(t, 0)
	must(t, c.PrintTicket(t.Context(), ticket.Case))
}

func TestUnpluggedMidTicket(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	c.plug.onRefusal(c.cable.Unplug)
	c.paper.BreakAfter(200, ticketprintersim.Hang)
	wantNotPrinted(t, c.PrintTicket(t.Context(), ticket.Case), devices.ErrGone, true)
	c.owes(t, and("ticket?", six())...)
}

func TestCancelledMidTicket(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	c.plug.onRefusal(cancel)
	c.paper.BreakAfter(200, ticketprintersim.Hang)
	wantNotPrinted(t, c.PrintTicket(ctx, ticket.Case), context.Canceled, true)
	c.owes(t, and("ticket?", six())...)
}

func TestPaperThatIsOutIsMarkedThoughTheVisitEnded(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	c.driver.out = cancel
	must(t, c.PrintTicket(ctx, ticket.Case))
	c.tickets(t, 1)
	c.owes(t, six()...)
}
