package visit

import (
	"errors"
	"fmt"
)

// Paper is one thing that the kiosk prints for a case.
type Paper string

// What is printed for each case, in this order.
const (
	PaperTicket Paper = "ticket" // the number and its QR code
	PaperForms  Paper = "forms"  // 附件1 to 附件4, as one document
)

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
