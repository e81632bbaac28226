// Package desk takes a finished visit to paper: it checks the printer, submits,
// prints the ticket and each copy of the forms, and marks each print before and
// after, so that a kiosk which dies in between asks a person about that one
// paper rather than print it twice.
package desk

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// Store keeps applications, numbers and the print ledger. Every method has
// reached the disk when it returns.
type Store interface {
	// Submit keeps the application and gives it a number of that letter, once:
	// the same application again gets the same ticket. The ledger begins with
	// the ticket and these copies of forms.
	Submit(ctx context.Context, a *visit.Application, letter byte, forms []visit.Paper) (visit.Ticket, error)
	Ticket(ctx context.Context, caseID string) (visit.Ticket, error)
	// Application returns visit.ErrErased once the centre has the case.
	Application(ctx context.Context, caseID string) (*visit.Application, error)
	// Prints is the print ledger of a case, in the order of printing.
	Prints(ctx context.Context, caseID string) ([]visit.Print, error)
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
	// Print returns a *devices.NotPrintedError once the printer was asked; any
	// other error came before.
	Print(ctx context.Context, s ticketprinter.Slip) error
}

// FormPrinter prints PDF documents.
type FormPrinter interface {
	// Print returns when the paper is out, calling progress with each change on
	// the way. name is the job's, without anything personal. It returns a
	// *devices.NotPrintedError once the printer was asked; any other error came
	// before.
	Print(ctx context.Context, name string, pdf []byte, progress func(devices.Status)) error
}

// Guides are the guides that this kiosk has had: a case keeps the one with which
// its visit began.
type Guides interface {
	Current() *guide.Guide
	Version(version string) (*guide.Guide, bool)
}

// Opts are what a Desk needs. All but Nudge and Ahead must be given.
type Opts struct {
	Kiosk  string
	Guides Guides
	// Mute: the ticket printer is known to answer no question, so that silence
	// says nothing against it.
	Mute    bool
	Store   Store
	Tickets TicketPrinter
	Forms   FormPrinter
	// Slip lays out a ticket. Papers are the copies of forms that the application
	// has, in the order of printing; RenderCopy draws one of them as PDF.
	Slip       func(g *guide.Guide, t visit.Ticket, needed []guide.Material) ticketprinter.Slip
	Papers     func(g *guide.Guide, a *visit.Application) []visit.Paper
	RenderCopy func(w io.Writer, g *guide.Guide, a *visit.Application, t visit.Ticket, p visit.Paper) error
	// Ahead is how many people wait with that letter as last heard, -1 unknown.
	Ahead func(letter byte) int
	// Nudge wakes the uplink.
	Nudge func()
	Log   *slog.Logger
	Now   func() time.Time
}

// Desk does for screens what takes store and printers together. Its methods
// may be called by any goroutine.
type Desk struct {
	o Opts

	mu sync.Mutex
	// ahead is how many waited before each number of the visits under way when it
	// was given. The centre's later word would count the number itself.
	ahead map[string]int
}

// New makes a desk.
func New(o Opts) *Desk {
	if o.Ahead == nil {
		o.Ahead = func(byte) int { return -1 }
	}
	if o.Nudge == nil {
		o.Nudge = func() {}
	}
	return &Desk{o: o, ahead: map[string]int{}}
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

// Submit turns the visit into an application and a number, by the guide with
// which the visit began. It returns a *visit.AlreadyWaitingError, an error with a
// *visit.Doubt, or the store's.
func (d *Desk) Submit(ctx context.Context, v *visit.Visit) (visit.Ticket, error) {
	g, ok := d.o.Guides.Version(v.GuideVersion)
	if !ok {
		return visit.Ticket{}, fmt.Errorf("desk: submit: no guide %q", v.GuideVersion)
	}
	service, ok := g.Service(v.Service)
	if !ok {
		return visit.Ticket{}, fmt.Errorf("desk: submit: no service %q in the guide", v.Service)
	}
	var listed []string
	for _, m := range g.Listed(v) { // the window decides on those that were put aside
		listed = append(listed, m.ID)
	}
	a, err := v.Apply(d.o.Kiosk, listed, d.o.Now())
	if err != nil {
		return visit.Ticket{}, fmt.Errorf("desk: submit: %w", err)
	}
	letter := service.Letter[0]
	ahead := d.o.Ahead(letter)
	t, err := d.o.Store.Submit(ctx, a, letter, d.o.Papers(g, a))
	if err != nil {
		return visit.Ticket{}, fmt.Errorf("desk: submit: %w", err)
	}
	t.Ahead = d.given(t.Case, ahead)
	audit.Log(d.o.Log, audit.CaseSubmitted, audit.String(audit.KeyCase, t.Case), audit.String(audit.KeyService, t.Service))
	d.o.Nudge()
	return t, nil
}

// given notes how many waited before a number when it was given first.
func (d *Desk) given(caseID string, ahead int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if first, ok := d.ahead[caseID]; ok {
		return first
	}
	d.ahead[caseID] = ahead
	return ahead
}

// waited is how many waited before a number when it was given; -1 where this
// program does not know.
func (d *Desk) waited(caseID string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ahead, ok := d.ahead[caseID]; ok {
		return ahead
	}
	return -1
}

// Leave ends the visit of a case: its personal data go as soon as the centre
// has them. A paper still unsettled then is the window's to print.
func (d *Desk) Leave(ctx context.Context, caseID string) error {
	d.mu.Lock()
	delete(d.ahead, caseID)
	d.mu.Unlock()
	if err := d.o.Store.Release(ctx, caseID); err != nil {
		return fmt.Errorf("desk: leave: %w", err)
	}
	d.o.Nudge()
	return nil
}
