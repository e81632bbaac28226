package visit

import (
	"errors"
	"fmt"
	"slices"
)

// Paper is one sheet that the kiosk prints for a case: each copy of a form is a
// paper of its own, so that one in doubt is asked about and printed again alone.
type Paper string

// What is printed for a case; which of the forms, the service and the person
// decide.
const (
	PaperTicket  Paper = "ticket"   // the number and its QR code
	PaperAnnex11 Paper = "annex1-1" // 附件1, 第一联
	PaperAnnex12 Paper = "annex1-2" // 附件1, 第二联
	PaperAnnex13 Paper = "annex1-3" // 附件1, 第三联
	PaperAnnex2  Paper = "annex2"   // 附件2
	PaperAnnex3  Paper = "annex3"   // 附件3
	PaperAnnex4  Paper = "annex4"   // 附件4

	// PaperForms is all forms as one document. Kiosks once printed them so, and
	// a store may hold such a case; none is made any more.
	PaperForms Paper = "forms"
)

// FormPapers returns the copies of forms that there can be, in the order in
// which they are printed.
func FormPapers() []Paper {
	return []Paper{PaperAnnex11, PaperAnnex12, PaperAnnex13, PaperAnnex2, PaperAnnex3, PaperAnnex4}
}

// Form reports whether the paper is of the forms, which hold personal data; the
// ticket does not.
func (p Paper) Form() bool { return p == PaperForms || slices.Contains(FormPapers(), p) }

// Known reports whether there is such a paper.
func (p Paper) Known() bool { return p == PaperTicket || p.Form() }

// PrintState is how a paper stands in the print ledger.
type PrintState string

// The states of a print.
const (
	PrintWaiting PrintState = "waiting" // not begun: surely not out
	PrintBegun   PrintState = "begun"   // perhaps out: only a person can say
	PrintDone    PrintState = "done"    // the printer said that it is whole
	PrintSettled PrintState = "settled" // closed on a person's word: they have it, or the window prints it
)

// Print is one line of a case's print ledger.
type Print struct {
	Paper Paper
	State PrintState
	Times int // how often it was begun
}

// Closed reports whether nothing is left to be printed or asked.
func (p Print) Closed() bool { return p.State == PrintDone || p.State == PrintSettled }

// Unsettled is a paper that was not seen to end: the kiosk died, or the printer
// stopped. Where it was begun it may be in somebody's hand, so a person is asked
// before it is printed again; where it was not, it is surely not out, but
// whoever wanted it may have left, so a person is asked whether they are there.
type Unsettled struct {
	Ticket Ticket
	Paper  Paper
	Begun  bool
}

// AlreadyWaitingError says that the person has a number for the service which
// is not finished yet: nobody waits twice.
type AlreadyWaitingError struct {
	Ticket Ticket
}

func (e *AlreadyWaitingError) Error() string {
	return fmt.Sprintf("visit: already waiting with %s", e.Ticket.Number)
}

// ErrPrinted: the paper was printed or begun before; printing it again takes a
// person's word.
var ErrPrinted = errors.New("visit: paper was begun before")

// ErrErased: the personal data of the case are gone from the kiosk, as they
// should be once the centre has them.
var ErrErased = errors.New("visit: personal data erased")

// ErrUnknownCase: no such case here.
var ErrUnknownCase = errors.New("visit: unknown case")
