package ticketprinter

import "errors"

// Why a ticket was not printed; found by errors.Is in a *NotPrintedError.
var (
	ErrPaperOut  = errors.New("no paper")
	ErrCoverOpen = errors.New("cover is open")
	ErrCutter    = errors.New("knife is stuck")
	ErrFault     = errors.New("printer reports a fault")
	ErrOffline   = errors.New("printer is offline")
	// ErrSilent: the printer took the ticket and answers nothing.
	ErrSilent = errors.New("printer does not answer")
	// ErrStuck: names no fault, yet takes no more bytes or does not finish.
	ErrStuck = errors.New("printer is stuck")
)

// NotPrintedError says that a ticket is not proven to be whole on paper. It
// wraps one of the sentinels above, devices.ErrGone or the context's error.
type NotPrintedError struct {
	Reason error
	// MayHavePrinted: bytes that print were sent, so part of the ticket or all
	// of it may be on paper; a person has to look before it is printed again.
	MayHavePrinted bool
	// Cause is the transport's error, where there is one.
	Cause error
}

func (e *NotPrintedError) Error() string {
	text := "ticketprinter: print: " + e.Reason.Error()
	if e.MayHavePrinted {
		text += ", the ticket may be on paper"
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap gives the reason and the cause.
func (e *NotPrintedError) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Reason}
	}
	return []error{e.Reason, e.Cause}
}
