// Package desk takes a finished visit to paper: it checks the printer, submits,
// prints the ticket and the forms, and marks each print before and after, so
// that a kiosk which dies in between asks a person rather than print twice.
package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// Store keeps applications, numbers and the print ledger. Every method has
// reached the disk when it returns.
type Store interface {
	// Submit keeps the application and gives it a number of that letter, once:
	// the same application again gets the same ticket.
	Submit(ctx context.Context, a *visit.Application, letter byte) (visit.Ticket, error)
	Ticket(ctx context.Context, caseID string) (visit.Ticket, error)
	// Application returns visit.ErrErased once the centre has the case.
	Application(ctx context.Context, caseID string) (*visit.Application, error)
	// BeginPrint marks a paper as begun; visit.ErrPrinted if it was before.
	BeginPrint(ctx context.Context, caseID string, p visit.Paper) error
	// EndPrint marks a paper as seen to be whole.
	EndPrint(ctx context.Context, caseID string, p visit.Paper) error
	// ReopenPrint: the paper is known not to exist, or a person wants another.
	ReopenPrint(ctx context.Context, caseID string, p visit.Paper) error
	// SettlePrint: a person has the paper, or will get it elsewhere.
	SettlePrint(ctx context.Context, caseID string, p visit.Paper) error
	Unsettled(ctx context.Context) ([]visit.Unsettled, error)
	// Release says that the visit is over: the personal data may go as soon as
	// the centre has them.
	Release(ctx context.Context, caseID string) error
}

// TicketPrinter prints slips; see ticketprinter.Dev.
type TicketPrinter interface {
	Status() devices.Status
	// Check asks the printer now, not from memory.
	Check(ctx context.Context) (devices.Status, error)
	// Print returns a *ticketprinter.NotPrintedError once the printer was asked;
	// any other error came before.
	Print(ctx context.Context, s ticketprinter.Slip) error
}

// FormPrinter prints PDF documents.
type FormPrinter interface {
	// Print returns when the paper is out, calling progress with each change on
	// the way. name is the job's, without anything personal. It returns a
	// *pageprinter.NotPrintedError once the printer was asked; any other error
	// came before.
	Print(ctx context.Context, name string, pdf []byte, progress func(devices.Status)) error
}

// Opts are what a Desk needs. All but Nudge and Ahead must be given.
type Opts struct {
	Kiosk string
	Guide *guide.Guide
	// Mute: the ticket printer is known to answer no question, so that silence
	// says nothing against it.
	Mute    bool
	Store   Store
	Tickets TicketPrinter
	Forms   FormPrinter
	// Slip lays out a ticket, Render draws the forms as PDF.
	Slip   func(t visit.Ticket, needed []guide.Material) ticketprinter.Slip
	Render func(w io.Writer, a *visit.Application, t visit.Ticket) error
	// Ahead is how many people wait with that letter as last heard, -1 unknown.
	Ahead func(letter byte) int
	// Nudge wakes the uplink.
	Nudge func()
	Log   *slog.Logger
	Now   func() time.Time
}

// Desk does for screens what takes store and printers together. Its methods
// may be called by any goroutine.
type Desk struct{ o Opts }

// New makes a desk.
func New(o Opts) *Desk {
	if o.Ahead == nil {
		o.Ahead = func(byte) int { return -1 }
	}
	if o.Nudge == nil {
		o.Nudge = func() {}
	}
	return &Desk{o: o}
}

// NotReadyError says why no ticket can be printed now.
type NotReadyError struct{ Status devices.Status }

func (e *NotReadyError) Error() string {
	return fmt.Sprintf("desk: ticket printer is %v (%s)", e.Status.State, e.Status.Reason)
}

// Ready asks the ticket printer whether it has paper and is shut. A number is
// never issued blindly: call it before Submit. It returns a *NotReadyError.
func (d *Desk) Ready(ctx context.Context) error {
	status, err := d.o.Tickets.Check(ctx)
	if err != nil {
		status = d.o.Tickets.Status()
		if status.Usable() {
			status = devices.Status{State: devices.Failed, Reason: devices.ReasonSilent}
		}
	}
	// A printer that should answer and does not may have no paper.
	if !status.Usable() || status.Reason == devices.ReasonSilent && !d.o.Mute {
		return &NotReadyError{Status: status}
	}
	return nil
}

// Submit turns the visit into an application and a number. It returns a
// *visit.AlreadyWaitingError, an error with a *visit.Doubt, or the store's.
func (d *Desk) Submit(ctx context.Context, v *visit.Visit) (visit.Ticket, error) {
	service, ok := d.o.Guide.Service(v.Service)
	if !ok {
		return visit.Ticket{}, fmt.Errorf("desk: submit: no service %q in the guide", v.Service)
	}
	var needed []string
	for _, m := range d.o.Guide.Needed(v) {
		needed = append(needed, m.ID)
	}
	a, err := v.Apply(d.o.Kiosk, needed, d.o.Now())
	if err != nil {
		return visit.Ticket{}, fmt.Errorf("desk: submit: %w", err)
	}
	letter := service.Letter[0]
	t, err := d.o.Store.Submit(ctx, a, letter)
	if err != nil {
		return visit.Ticket{}, fmt.Errorf("desk: submit: %w", err)
	}
	t.Ahead = d.o.Ahead(letter)
	audit.Log(d.o.Log, audit.CaseSubmitted, audit.String(audit.KeyCase, t.Case), audit.String(audit.KeyService, t.Service))
	d.o.Nudge()
	return t, nil
}

// PrintTicket prints the ticket of a case, once. Where the printer is certain
// that nothing came out, it may be called again; where it is not, the error
// wraps a *ticketprinter.NotPrintedError and a person has to say.
func (d *Desk) PrintTicket(ctx context.Context, caseID string) error {
	t, err := d.o.Store.Ticket(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: print ticket: %w", err)
	}
	service, ok := d.o.Guide.Service(t.Service)
	if ok {
		t.Ahead = d.o.Ahead(service.Letter[0])
	} else {
		t.Ahead = -1
	}
	return d.print(ctx, caseID, visit.PaperTicket, func() error {
		return d.o.Tickets.Print(ctx, d.o.Slip(t, d.needed(ctx, caseID)))
	})
}

// needed are the materials of the case; none once the case itself is erased.
func (d *Desk) needed(ctx context.Context, caseID string) []guide.Material {
	a, err := d.o.Store.Application(ctx, caseID)
	if err != nil {
		return nil // the ticket is worth printing without its list
	}
	var list []guide.Material
	for _, state := range a.Materials {
		if m, ok := d.o.Guide.Material(state.Material); ok {
			list = append(list, *m)
		}
	}
	return list
}

// PrintForms prints all forms of a case as one document, once. progress is
// called by the goroutine of the call.
func (d *Desk) PrintForms(ctx context.Context, caseID string, progress func(devices.Status)) error {
	a, err := d.o.Store.Application(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: print forms: %w", err)
	}
	t, err := d.o.Store.Ticket(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: print forms: %w", err)
	}
	var pdf bytes.Buffer
	if err := d.o.Render(&pdf, a, t); err != nil {
		return fmt.Errorf("desk: print forms: %w", err)
	}
	return d.print(ctx, caseID, visit.PaperForms, func() error {
		return d.o.Forms.Print(ctx, t.Number, pdf.Bytes(), progress)
	})
}

// print marks, prints, and marks again.
func (d *Desk) print(ctx context.Context, caseID string, p visit.Paper, out func() error) error {
	which := []slog.Attr{audit.String(audit.KeyCase, caseID), audit.String(audit.KeyPaper, p)}
	if err := d.o.Store.BeginPrint(ctx, caseID, p); err != nil {
		return fmt.Errorf("desk: print %s: %w", p, err)
	}
	audit.Log(d.o.Log, audit.PrintBegun, which...)
	if err := out(); err != nil {
		audit.Log(d.o.Log, audit.PrintFailed, append(which, audit.Error(err))...)
		if nothingOut(err) {
			if again := d.o.Store.ReopenPrint(context.WithoutCancel(ctx), caseID, p); again != nil {
				err = errors.Join(err, again)
			}
		}
		return fmt.Errorf("desk: print %s: %w", p, err)
	}
	// The paper is out: that must be written down even if the visit was ended
	// this very moment.
	if err := d.o.Store.EndPrint(context.WithoutCancel(ctx), caseID, p); err != nil {
		return fmt.Errorf("desk: print %s: %w", p, err)
	}
	audit.Log(d.o.Log, audit.PrintEnded, which...)
	return nil
}

// Unsettled are the papers that a person must be asked about.
func (d *Desk) Unsettled(ctx context.Context) ([]visit.Unsettled, error) {
	list, err := d.o.Store.Unsettled(ctx)
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	for _, u := range list {
		audit.Log(d.o.Log, audit.PrintAsked, audit.String(audit.KeyCase, u.Ticket.Case), audit.String(audit.KeyPaper, u.Paper))
	}
	return list, nil
}

// Reprint prints a paper again because a person asked for it.
func (d *Desk) Reprint(ctx context.Context, u visit.Unsettled, progress func(devices.Status)) error {
	d.settled(u, "print-again")
	if err := d.o.Store.ReopenPrint(ctx, u.Ticket.Case, u.Paper); err != nil {
		return fmt.Errorf("desk: reprint: %w", err)
	}
	if u.Paper == visit.PaperForms {
		return d.PrintForms(ctx, u.Ticket.Case, progress)
	}
	return d.PrintTicket(ctx, u.Ticket.Case)
}

// Settle notes that a person has the paper, or gets it at the window.
func (d *Desk) Settle(ctx context.Context, u visit.Unsettled) error {
	d.settled(u, "have-it")
	if err := d.o.Store.SettlePrint(ctx, u.Ticket.Case, u.Paper); err != nil {
		return fmt.Errorf("desk: settle: %w", err)
	}
	return nil
}

func (d *Desk) settled(u visit.Unsettled, answer string) {
	audit.Log(d.o.Log, audit.PrintSettled, audit.String(audit.KeyCase, u.Ticket.Case),
		audit.String(audit.KeyPaper, u.Paper), audit.String(audit.KeyAnswer, answer))
}

// Leave ends the visit of a case: its personal data go as soon as the centre
// has them. A paper still unsettled then is the window's to print.
func (d *Desk) Leave(ctx context.Context, caseID string) error {
	if err := d.o.Store.Release(ctx, caseID); err != nil {
		return fmt.Errorf("desk: leave: %w", err)
	}
	d.o.Nudge()
	return nil
}

// nothingOut reports whether the error is certain that no paper moved. An error
// of another kind came before the printer was asked at all: no printer there, a
// slip that it cannot print, a visit that ended while waiting for it.
func nothingOut(err error) bool {
	var ticket *ticketprinter.NotPrintedError
	var forms *pageprinter.NotPrintedError
	switch {
	case errors.As(err, &ticket):
		return !ticket.MayHavePrinted
	case errors.As(err, &forms):
		return !forms.MayHavePrinted
	}
	return true
}
