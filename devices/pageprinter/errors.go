package pageprinter

import (
	"errors"
	"fmt"

	"hallkiosk/devices/pageprinter/ipp"
)

// Why a job was not printed; found by errors.Is.
var (
	ErrPaperOut    = errors.New("no paper")
	ErrJam         = errors.New("paper jam")
	ErrCoverOpen   = errors.New("cover is open")
	ErrStopped     = errors.New("printer is stopped")
	ErrUnreachable = errors.New("printer cannot be reached")
	ErrRefused     = errors.New("printer refused")
	ErrGarbled     = errors.New("printer answers something else than IPP")
	ErrUnfit       = errors.New("printer cannot print A4 from PDF as asked")
	ErrHeld        = errors.New("job is held")
	ErrAborted     = errors.New("job was aborted by the printer")
	ErrCanceled    = errors.New("job was cancelled at the printer")
	ErrForgotten   = errors.New("printer no longer knows the job")
	ErrTimeout     = errors.New("job does not get on")
)

// NotPrintedError says that a job is not known to be whole on paper. It wraps
// one of the sentinels above or the context's error.
type NotPrintedError struct {
	Reason error
	// MayHavePrinted: sheets may have come out, or may yet; a person has to look
	// before it is printed again.
	MayHavePrinted bool
	// Cause is the error below, where there is one.
	Cause error
}

func (e *NotPrintedError) Error() string {
	text := "pageprinter: print: " + e.Reason.Error()
	if e.MayHavePrinted {
		text += ", sheets may have come out"
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

// refusal is an IPP status that is not good; it is ErrRefused.
type refusal struct{ status ipp.Status }

func (e *refusal) Error() string {
	return fmt.Sprintf("%v: IPP status %04x", ErrRefused, uint16(e.status))
}

func (e *refusal) Unwrap() error { return ErrRefused }

// notSent is a failure before the first byte reached the printer.
type notSent struct{ err error }

func (e *notSent) Error() string { return fmt.Sprintf("%v: %v", ErrUnreachable, e.err) }

func (e *notSent) Unwrap() []error { return []error{ErrUnreachable, e.err} }
