package desk_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/visit"
)

func ignore(devices.Status) {}

// text is what stands on the n-th document that came out.
func (c *counter) text(t *testing.T, n int) string {
	t.Helper()
	pdf, err := c.office.Await(t.Context(), n)
	must(t, err)
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	must(t, err)
	return string(out)
}

func TestWholeVisit(t *testing.T) {
	c := open(t)
	must(t, c.Ready(t.Context()))
	ticket := c.submit(t, 1)
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	must(t, c.PrintForms(t.Context(), ticket.Case, ignore))
	c.owes(t)
	c.tickets(t, 1)
	text := c.text(t, 1)
	v := filled(1)
	for _, want := range []string{v.Organisation.Name, v.Organisation.USCC, v.Legal.Name, v.Agent.Name, v.Agent.IDNumber, v.Contact.Mobile} {
		if !strings.Contains(text, want) {
			t.Errorf("an entry of %d bytes is not on the forms", len(want))
		}
	}
	if err := c.PrintForms(t.Context(), ticket.Case, ignore); !errors.Is(err, visit.ErrPrinted) {
		t.Errorf("second time: %v", err)
	}
	if n := len(c.office.Printed()); n != 1 {
		t.Errorf("%d documents came out", n)
	}
	must(t, c.Leave(t.Context(), ticket.Case))
	if c.nudged != 2 {
		t.Errorf("the uplink was nudged %d times, want at submitting and at leaving", c.nudged)
	}
}

func TestFormsWaitForPaper(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.office.SetMode(pageprintersim.MediaEmpty))
	var told []devices.Reason
	must(t, c.PrintForms(t.Context(), ticket.Case, func(s devices.Status) {
		if s.Reason == devices.ReasonPaperOut && !slices.Contains(told, s.Reason) {
			c.tickets(t, 0)
			must(t, c.PrintTicket(t.Context(), ticket.Case)) // the other printer has paper
			must(t, c.office.SetMode(pageprintersim.OK))
		}
		told = append(told, s.Reason)
	}))
	if !slices.Contains(told, devices.ReasonPaperOut) {
		t.Errorf("told of %v, not of the paper", told)
	}
	c.text(t, 1)
	c.tickets(t, 1)
	c.owes(t)
}

func TestFormsFailAndTheTicketDoesNot(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.office.SetMode(pageprintersim.Fail))
	err := c.PrintForms(t.Context(), ticket.Case, ignore)
	var notPrinted *pageprinter.NotPrintedError
	if !errors.As(err, &notPrinted) || !notPrinted.MayHavePrinted {
		t.Fatalf("forms: %v", err)
	}
	c.owes(t, "ticket", "forms?")
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	c.owes(t, "forms?")
	must(t, c.office.SetMode(pageprintersim.OK))
	must(t, c.Reprint(t.Context(), visit.Unsettled{Ticket: ticket, Paper: visit.PaperForms, Begun: true}, ignore))
	c.text(t, 1)
	c.owes(t)
}

func TestFormsPrinterNotThere(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.office.Close())
	var notPrinted *pageprinter.NotPrintedError
	if err := c.PrintForms(t.Context(), ticket.Case, ignore); !errors.As(err, &notPrinted) || !errors.Is(err, pageprinter.ErrUnreachable) {
		t.Fatalf("forms: %v", err)
	}
	c.owes(t, "ticket", "forms")
	must(t, c.PrintTicket(t.Context(), ticket.Case))
}

func TestFormsGivenUp(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.office.SetMode(pageprintersim.MediaEmpty))
	ctx, cancel := context.WithCancel(t.Context())
	err := c.PrintForms(ctx, ticket.Case, func(s devices.Status) {
		if s.Reason == devices.ReasonPaperOut {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("forms: %v", err)
	}
	c.owes(t, "ticket", "forms?") // a sheet of it may have been drawn in
	must(t, c.office.SetMode(pageprintersim.OK))
	if n := len(c.office.Printed()); n != 0 {
		t.Errorf("%d documents came out after their owner had left", n)
	}
}

func TestFormsThatCannotBeDrawnAreNotBegun(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	c.opts.Render = func(io.Writer, *visit.Application, visit.Ticket) error { return io.ErrShortWrite }
	if err := desk.New(c.opts).PrintForms(t.Context(), ticket.Case, ignore); !errors.Is(err, io.ErrShortWrite) {
		t.Fatalf("forms: %v", err)
	}
	c.owes(t, "ticket", "forms")
}
