package ticketprinter

import "errors"

// Why a ticket was not printed; found by errors.Is in a *devices.NotPrintedError.
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
