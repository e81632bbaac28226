package screens

import (
	"context"
	"fmt"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// Platform is everything outside that a screen can reach: small interfaces,
// each owned here. A nil field is a part that this kiosk does not have.
type Platform struct {
	Cards CardReader
	Scans Scanner
	Desk  Desk
	// TicketPrinter and FormPrinter say how the printers stand.
	TicketPrinter, FormPrinter func() devices.Status
	// List is the address of the centre's page with a list to take along, and
	// PrintList prints it as a slip.
	List      func(TakeAlong) string
	PrintList func(context.Context, TakeAlong) error
	// Progress asks how far applications are; nil counts as ErrCentreAway.
	Progress ProgressFunc
	// Keys is the port for U-KEYs.
	Keys Keys
	// DriverPage is the address of the centre's page for telephones that leads to a
	// driver, by its ID in the guide; "" where there is none.
	DriverPage func(driver string) string
	// Technician is behind the technician's page.
	Technician Technician
	// Pinyin turns letters into Chinese; without it the keyboard has letters only.
	Pinyin ui.InputMethod
}

// CardReader reads ID cards.
type CardReader interface {
	// Read waits for a card and reads it. Errors wrap idcard's sentinels, or
	// those of devices where the reader itself is the trouble.
	Read(ctx context.Context) (idcard.Card, error)
	// Present reports whether a card lies on the reader now.
	Present(ctx context.Context) (bool, error)
	// Fresh reports whether one lies there that was not read since it was laid.
	Fresh(ctx context.Context) (bool, error)
	Status() devices.Status
}

// Scanner reads printed codes.
type Scanner interface {
	// Scan waits for the next code.
	Scan(ctx context.Context) (scanner.Scan, error)
	Status() devices.Status
}

// Desk takes the finished case and moves paper.
type Desk interface {
	// Ready reports whether a number can be given and printed now; a
	// *NotReadyError names the part that stands in the way.
	Ready(ctx context.Context) error
	// Submit keeps the case for good and gives it a number. Submitting one
	// visit twice gives the same number. A *visit.AlreadyWaitingError says that
	// the person has a number already.
	Submit(ctx context.Context, v *visit.Visit) (visit.Ticket, error)
	// PrintTicket prints the case's ticket. Like PrintForms and Reprint it says
	// with a *NotPrintedError which part stopped, and why.
	PrintTicket(ctx context.Context, caseID string) error
	// PrintForms prints the copies of the case's forms, one after the other, that
	// are not out yet, and stops at the first that fails. progress, which may be
	// called from any goroutine until PrintForms returns, tells how it goes.
	PrintForms(ctx context.Context, caseID string, progress func(CopyProgress)) error
	// LeaveForms leaves to the window what of the forms did not come out here.
	LeaveForms(ctx context.Context, caseID string) error
	// Unsettled are the papers that were begun and not seen to end.
	Unsettled(ctx context.Context) ([]visit.Unsettled, error)
	// Reprint prints a paper again on a person's word, and after a copy of a form
	// those behind it that are not out yet.
	Reprint(ctx context.Context, u visit.Unsettled, progress func(CopyProgress)) error
	// Settle notes that a person has the paper, or does without it.
	Settle(ctx context.Context, u visit.Unsettled) error
	// Leave says that the person of a case has gone: what is personal may go too.
	Leave(ctx context.Context, caseID string) error
}

// CopyProgress says which copy of a case's forms is being printed, and how the
// printer stands.
type CopyProgress struct {
	Paper    visit.Paper
	Copy, Of int // from 1; 0 where it is not known
	Status   devices.Status
}

// Part is a part of the kiosk that a screen can need.
type Part string

// The parts.
const (
	PartReader        Part = "reader"
	PartScanner       Part = "scanner"
	PartTicketPrinter Part = "ticket-printer"
	PartFormPrinter   Part = "form-printer"
	PartKeys          Part = "ukey" // the port for U-KEYs
)

// NotReadyError says which part keeps the desk from giving a number, and why.
type NotReadyError struct {
	Part   Part
	Reason devices.Reason
}

func (e *NotReadyError) Error() string {
	return fmt.Sprintf("%s not ready: %s", e.Part, e.Reason)
}

// NotPrintedError says at which paper printing stopped, which part stopped, and
// why where that is known.
type NotPrintedError struct {
	Part     Part
	Paper    visit.Paper
	Copy, Of int // of the forms, from 1; 0 for a ticket
	// InDoubt: the paper may be out, so that only a person can say whether to
	// print it again. Otherwise it surely is not.
	InDoubt bool
	Reason  devices.Reason // "" where nobody knows
	Cause   error          // what the desk met
}

func (e *NotPrintedError) Error() string {
	return fmt.Sprintf("%s stopped at %s: %s: %v", e.Part, e.Paper, e.Reason, e.Cause)
}

func (e *NotPrintedError) Unwrap() error { return e.Cause }

// status is how a part stands now; a part that is not there is Absent.
func (p *Platform) status(part Part) devices.Status {
	switch {
	case part == PartReader && p.Cards != nil:
		return p.Cards.Status()
	case part == PartScanner && p.Scans != nil:
		return p.Scans.Status()
	case part == PartTicketPrinter && p.TicketPrinter != nil:
		return p.TicketPrinter()
	case part == PartFormPrinter && p.FormPrinter != nil:
		return p.FormPrinter()
	}
	return devices.Status{State: devices.Absent}
}
