package idcard

import (
	"context"
	"errors"

	"hallkiosk/devices"
)

// fault is a sentinel with a stable code for machines; kind, where set, is the
// wider sentinel that it also is.
type fault struct {
	code, text string
	kind       error
}

func (f *fault) Error() string { return f.text }

func (f *fault) Unwrap() error { return f.kind }

// Sentinels that a screen acts on. Errors of this package wrap one of these,
// one of package devices, or the context's error.
var (
	// ErrNoCard: no card lies on the reader.
	ErrNoCard error = &fault{code: "no-card", text: "no card on the reader"}
	// ErrRemoved: the card was lifted before it was read.
	ErrRemoved error = &fault{code: "card-removed", text: "card lifted mid-read"}
	// ErrUnreadable: a card lies there, but cannot be read.
	ErrUnreadable error = &fault{code: "card-unreadable", text: "card cannot be read"}
	// ErrGarbled: the reader sent what is no proper reply.
	ErrGarbled error = &fault{code: "garbled", text: "reader's reply is garbled", kind: devices.ErrGarbled}
	// ErrSilent: the reader did not answer in time.
	ErrSilent error = &fault{code: "silent", text: "reader does not answer", kind: devices.ErrSilent}
	// ErrSelfTest: the reader's security module failed its self-test.
	ErrSelfTest error = &fault{code: "self-test", text: "reader's security module failed its self-test"}
	// ErrUnauthorised: the reader's security module is not authorised.
	ErrUnauthorised error = &fault{code: "unauthorised", text: "reader's security module is not authorised"}
	// ErrRefused: the reader refused our command.
	ErrRefused error = &fault{code: "refused", text: "reader refused the command"}
)

// What exactly is wrong with a reply frame; all are ErrGarbled.
var (
	ErrPreamble error = &fault{code: "frame-preamble", text: "no frame preamble", kind: ErrGarbled}
	ErrShort    error = &fault{code: "frame-short", text: "frame cut short", kind: ErrGarbled}
	ErrLong     error = &fault{code: "frame-long", text: "bytes after the frame's end", kind: ErrGarbled}
	ErrLength   error = &fault{code: "frame-length", text: "frame length out of range", kind: ErrGarbled}
	ErrChecksum error = &fault{code: "frame-checksum", text: "frame checksum wrong", kind: ErrGarbled}
	// ErrUnexpected: a sound frame which does not answer the command sent.
	ErrUnexpected error = &fault{code: "frame-unexpected", text: "frame answers another command", kind: ErrGarbled}
	ErrPayload    error = &fault{code: "payload-length", text: "lengths inside the reply do not add up", kind: ErrGarbled}
)

// What exactly is wrong with a card's text; all are ErrUnreadable.
var (
	ErrText  error = &fault{code: "text-invalid", text: "card text holds what is no text", kind: ErrUnreadable}
	ErrEmpty error = &fault{code: "text-empty", text: "card has no name or no number", kind: ErrUnreadable}
	ErrDate  error = &fault{code: "text-date", text: "card holds an impossible date", kind: ErrUnreadable}
)

// Code is the stable word for machines of an error from this package: that of
// the most exact sentinel it wraps, "unplugged" where the device is gone,
// "cancelled" where the context ended, "failed" for anything else, and "" for
// nil.
func Code(err error) string {
	var f *fault
	var s *StatusError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &s):
		return s.code()
	case errors.As(err, &f):
		return f.code
	case errors.Is(err, devices.ErrGone):
		return "unplugged"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "cancelled"
	}
	return "failed"
}
