package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/visit"
)

// die is what a power cut does to the desk: the store hears no more.
func (c *counter) die(t *testing.T) { must(t, c.store.Close()) }

func TestKioskDiesBetweenTicketAndLedger(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	c.driver.out = func() { c.die(t) }
	if err := c.PrintTicket(t.Context(), ticket.Case); err == nil {
		t.Fatal("a dead store marked the paper")
	}
	c.tickets(t, 1)

	c.driver.out = nil
	c.openStore(t)
	list, err := c.Unsettled(t.Context())
	must(t, err)
	if len(list) != 7 || list[0].Paper != visit.PaperTicket || !list[0].Begun || list[0].Ticket.Number != ticket.Number ||
		list[1].Paper != visit.PaperAnnex11 || list[1].Begun {
		t.Fatalf("unsettled %+v", list)
	}
	if err := c.PrintTicket(t.Context(), ticket.Case); !errors.Is(err, visit.ErrPrinted) {
		t.Errorf("printed unasked after the start: %v", err)
	}
	c.tickets(t, 1)
	must(t, c.Settle(t.Context(), list[0]))
	c.owes(t, six()...)
	must(t, c.PrintForms(t.Context(), ticket.Case, ignore))
	c.text(t, 6)
	c.owes(t)
	if again := c.submit(t, 1); again.Number != ticket.Number {
		t.Errorf("the same visit now has %s", again.Number)
	}
}

func TestKioskDiesBeforeTheTicket(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	c.die(t)
	c.openStore(t)
	c.owes(t, and("ticket", six())...)
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	c.tickets(t, 1)
	must(t, c.Leave(t.Context(), ticket.Case))
	c.owes(t) // the window prints the forms
}

// TestKioskDiesOverACopy: at each of the six copies, before and after it is
// marked as ended. The copies before are out once; the one that it died over is
// asked about.
func TestKioskDiesOverACopy(t *testing.T) {
	for n := 1; n <= 6; n++ {
		c := open(t)
		ticket := c.submit(t, 1)
		must(t, c.PrintTicket(t.Context(), ticket.Case))
		forms := &dying{FormPrinter: c.opts.Forms, die: func() { c.die(t) }, at: n}
		c.opts.Forms = forms
		var stopped *desk.StoppedError
		if err := desk.New(c.opts).PrintForms(t.Context(), ticket.Case, ignore); !errors.As(err, &stopped) || !stopped.InDoubt || stopped.Copy != n {
			t.Fatalf("copy %d: %v", n, err)
		}
		c.opts.Forms = forms.FormPrinter
		c.openStore(t)
		c.owes(t, from(n)...)
		if err := c.PrintForms(t.Context(), ticket.Case, ignore); !errors.Is(err, visit.ErrPrinted) {
			t.Errorf("copy %d: went on without a person's word: %v", n, err)
		}
		c.sheets(t, n)
		must(t, c.Settle(t.Context(), visit.Unsettled{Ticket: ticket, Paper: visit.FormPapers()[n-1], Begun: true}))
		must(t, c.PrintForms(t.Context(), ticket.Case, ignore))
		c.sheets(t, 6)
		c.owes(t)
	}
}

// dying is a printer of forms after whose n-th paper the power goes.
type dying struct {
	desk.FormPrinter
	die       func()
	at, count int
}

func (d *dying) Print(ctx context.Context, name string, pdf []byte, progress func(devices.Status)) error {
	err := d.FormPrinter.Print(ctx, name, pdf, progress)
	if d.count++; d.count == d.at {
		d.die()
	}
	return err
}

func TestErasedCase(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.store.Delivered(t.Context(), ticket.Case))
	must(t, c.Leave(t.Context(), ticket.Case))
	if err := c.PrintForms(t.Context(), ticket.Case, ignore); !errors.Is(err, visit.ErrErased) {
		t.Errorf("forms of an erased case: %v", err)
	}
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	paper := c.tickets(t, 1)
	if strings.Contains(paper.Text, "□") || len(paper.QR) != 1 {
		t.Errorf("the ticket still knows what was needed:\n%s", paper.Text)
	}
	for _, line := range strings.Split(c.log.String(), "\n") {
		if strings.Contains(line, "[redacted]") {
			t.Errorf("the catalogue does not allow what the desk logs: %s", line)
		}
	}
}
