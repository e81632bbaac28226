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
