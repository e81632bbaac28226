package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

func ignore(desk.Progress) {}

// text is what stands on the n-th sheet that came out.
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

// sheets checks that so many sheets are out, and that none is there twice.
func (c *counter) sheets(t *testing.T, want int) {
	t.Helper()
	if n := len(c.office.Printed()); n != want {
		t.Errorf("%d sheets came out, want %d", n, want)
		return
	}
	for n := range want {
		if text, foot := c.text(t, n+1), fmt.Sprintf("第%d页/共6页", n+1); !strings.Contains(text, foot) {
			t.Errorf("sheet %d does not say %s", n+1, foot)
		}
	}
}

func TestWholeVisit(t *testing.T) {
	c := open(t)
	must(t, c.Ready(t.Context()))
	ticket := c.submit(t, 1)
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	var told []string
	must(t, c.PrintForms(t.Context(), ticket.Case, func(p desk.Progress) {
		if at := fmt.Sprintf("%s %d/%d", p.Paper, p.Copy, p.Of); !slices.Contains(told, at) {
			told = append(told, at)
		}
	}))
	if len(told) != 6 || told[1] != "annex1-2 2/6" {
		t.Errorf("told of %q", told)
	}
	c.owes(t)
	c.tickets(t, 1)
	c.sheets(t, 6)
	var text string
	for n := range 6 {
		text += c.text(t, n+1)
	}
	v := filled(1)
	for _, want := range []string{v.Organisation.Name, v.Organisation.USCC, v.Legal.Name, v.Agent.Name, v.Agent.IDNumber, v.Contact.Mobile} {
		if !strings.Contains(text, want) {
			t.Errorf("an entry of %d bytes is not on the forms", len(want))
		}
	}
	must(t, c.PrintForms(t.Context(), ticket.Case, ignore)) // nothing is left to print
	c.sheets(t, 6)
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
	must(t, c.PrintForms(t.Context(), ticket.Case, func(p desk.Progress) {
		if p.Status.Reason == devices.ReasonPaperOut && !slices.Contains(told, p.Status.Reason) {
			c.tickets(t, 0)
			must(t, c.PrintTicket(t.Context(), ticket.Case)) // the other printer has paper
			must(t, c.office.SetMode(pageprintersim.OK))
		}
		told = append(told, p.Status.Reason)
	}))
	if !slices.Contains(told, devices.ReasonPaperOut) {
		t.Errorf("told of %v, not of the paper", told)
	}
	c.sheets(t, 6)
	c.tickets(t, 1)
	c.owes(t)
}

// failing is a printer of forms that is told to fail before its n-th job, and
// mended after it.
type failing struct {
	desk.FormPrinter
	office    *pageprintersim.Printer
	at, count int
}

func (f *failing) Print(ctx context.Context, name string, pdf []byte, progress func(devices.Status)) error {
	mode := pageprintersim.OK
	if f.count++; f.count == f.at {
		mode = pageprintersim.Fail
	}
	if err := f.office.SetMode(mode); err != nil {
		return err
	}
	return f.FormPrinter.Print(ctx, name, pdf, progress)
}

// TestPrinterFailsAtEachCopy: what came out before is not printed again, the
// copy itself is asked about, and the rest follows whatever the answer is.
func TestPrinterFailsAtEachCopy(t *testing.T) {
	for n := 1; n <= 6; n++ {
		for _, answer := range []string{"settle", "reprint", "leave"} {
			t.Run(fmt.Sprint(n, answer), func(t *testing.T) {
				c := open(t)
				c.opts.Forms = &failing{FormPrinter: c.opts.Forms, office: c.office, at: n}
				c.Desk = desk.New(c.opts)
				ticket := c.submit(t, 1)
				var stopped *desk.StoppedError
				err := c.PrintForms(t.Context(), ticket.Case, ignore)
				if !errors.As(err, &stopped) || !errors.Is(err, pageprinter.ErrAborted) || !stopped.InDoubt || stopped.Copy != n || stopped.Of != 6 || stopped.Paper != visit.FormPapers()[n-1] {
					t.Fatalf("forms: %v", err)
				}
				c.owes(t, and("ticket", from(n))...)
				must(t, c.PrintTicket(t.Context(), ticket.Case))
				c.sheets(t, n-1)
				if err := c.PrintForms(t.Context(), ticket.Case, ignore); !errors.Is(err, visit.ErrPrinted) {
					t.Fatalf("went on without a person's word: %v", err)
				}
				c.sheets(t, n-1)
				u := visit.Unsettled{Ticket: ticket, Paper: stopped.Paper, Begun: true}
				want := 6
				switch answer {
				case "settle":
					must(t, c.Settle(t.Context(), u))
					want = 5
				case "reprint":
					must(t, c.Reprint(t.Context(), u, ignore))
				case "leave":
					must(t, c.LeaveForms(t.Context(), ticket.Case))
					want = n - 1
				}
				must(t, c.PrintForms(t.Context(), ticket.Case, ignore))
				if got := len(c.office.Printed()); got != want {
					t.Errorf("%d sheets came out, want %d", got, want)
				}
				c.owes(t)
			})
		}
	}
}

func TestFormsPrinterNotThere(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.office.Close())
	var stopped *desk.StoppedError
	err := c.PrintForms(t.Context(), ticket.Case, ignore)
	if !errors.As(err, &stopped) || !errors.Is(err, pageprinter.ErrUnreachable) || stopped.InDoubt {
		t.Fatalf("forms: %v", err)
	}
	c.owes(t, and("ticket", six())...)
	must(t, c.PrintTicket(t.Context(), ticket.Case))
}

func TestFormsGivenUp(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.office.SetMode(pageprintersim.MediaEmpty))
	ctx, cancel := context.WithCancel(t.Context())
	err := c.PrintForms(ctx, ticket.Case, func(p desk.Progress) {
		if p.Status.Reason == devices.ReasonPaperOut {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("forms: %v", err)
	}
	c.owes(t, and("ticket", from(1))...) // the sheet may have been drawn in
	must(t, c.office.SetMode(pageprintersim.OK))
	c.sheets(t, 0)
}

func TestFormsThatCannotBeDrawnAreNotBegun(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	draw := c.opts.RenderCopy
	c.opts.RenderCopy = func(w io.Writer, g *guide.Guide, a *visit.Application, t visit.Ticket, p visit.Paper) error {
		if p == visit.PaperAnnex2 {
			return io.ErrShortWrite
		}
		return draw(w, g, a, t, p)
	}
	var stopped *desk.StoppedError
	err := desk.New(c.opts).PrintForms(t.Context(), ticket.Case, ignore)
	if !errors.Is(err, io.ErrShortWrite) || !errors.As(err, &stopped) || stopped.InDoubt || stopped.Paper != visit.PaperAnnex2 {
		t.Fatalf("forms: %v", err)
	}
	c.owes(t, and("ticket", six()[3:])...)
	c.sheets(t, 3)
}

func TestFormsOfAGuideThatIsGone(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	other := *c.opts.Guides.Current()
	other.Version += "-later"
	c.opts.Guides = only{&other}
	d := desk.New(c.opts)
	if err := d.PrintForms(t.Context(), ticket.Case, ignore); err == nil {
		t.Error("forms of one guide were drawn by another")
	}
	if _, err := d.Submit(t.Context(), c.visitOf(2, "no such guide")); err == nil {
		t.Error("a visit of an unknown guide was taken")
	}
	must(t, d.PrintTicket(t.Context(), ticket.Case)) // the number is worth more than its list
	c.owes(t, six()...)
}

// visitOf is visit n, begun with a guide of that version.
func (c *counter) visitOf(n int, version string) *visit.Visit {
	v := c.visit(n)
	v.GuideVersion = version
	return v
}

// TestPrintListIsNoPaper: what anybody may take along stands in no ledger.
func TestPrintListIsNoPaper(t *testing.T) {
	c := open(t)
	list := ticketprinter.Slip{ticketprinter.Line{Text: "营业执照"}, ticketprinter.Cut{}}
	must(t, c.PrintList(t.Context(), list))
	must(t, c.PrintList(t.Context(), list))
	if got := c.tickets(t, 2); !strings.Contains(got.Text, "营业执照") {
		t.Errorf("the list says %q", got.Text)
	}
	c.owes(t)
}
