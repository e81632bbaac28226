package scanner

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

// What is wrong with a code, or with the scanner.
var (
	// ErrTooLong: the code is longer than Opts.MaxLen.
	ErrTooLong error = &fault{code: "scan-long", text: "scanned code is too long"}
	// ErrGarbled: the scanner sent what is no proper report.
	ErrGarbled error = &fault{code: "garbled", text: "scanner's report is garbled", kind: devices.ErrGarbled}
	// ErrIncomplete: the scanner announced more of the code, which did not come.
	ErrIncomplete error = &fault{code: "scan-incomplete", text: "half a code", kind: ErrGarbled}
	// ErrControl: the code holds control characters; it is no text for people.
	ErrControl error = &fault{code: "scan-control", text: "scanned code holds control characters"}
	// ErrEncoding: the code is neither UTF-8 nor GB 18030.
	ErrEncoding error = &fault{code: "scan-encoding", text: "scanned code is no text"}
	// ErrUnsupported: the device is no scanner that this package can drive.
	ErrUnsupported error = &fault{code: "unsupported", text: "no scanner in a mode that is known"}
)

// Why a scanned text is no business licence. All but ErrNotLicence itself are
// ErrNotLicence too.
var (
	// ErrNotLicence: nothing in the text is a unified social credit code.
	ErrNotLicence error = &fault{code: "not-licence", text: "no business licence"}
	// ErrOpaque: a government link that only the government's system can
	// follow; the person types the code.
	ErrOpaque error = &fault{code: "licence-opaque", text: "government link without the credit code", kind: ErrNotLicence}
	// ErrPayment: a payment code.
	ErrPayment error = &fault{code: "payment", text: "payment code", kind: ErrNotLicence}
	// ErrURL: a link to anywhere else. It is never followed.
	ErrURL error = &fault{code: "url", text: "link to another place", kind: ErrNotLicence}
	// ErrScript: the text is a program or markup.
	ErrScript error = &fault{code: "script", text: "text with script or markup", kind: ErrNotLicence}
	// ErrBadCode: a credit code is there, but its check character is wrong.
	ErrBadCode error = &fault{code: "licence-code", text: "credit code fails its check", kind: ErrNotLicence}
	// ErrAmbiguous: the text holds several different credit codes.
	ErrAmbiguous error = &fault{code: "licence-ambiguous", text: "several credit codes", kind: ErrNotLicence}
	// ErrName: the name is too long to be one.
	ErrName error = &fault{code: "licence-name", text: "name cannot be one", kind: ErrNotLicence}
)

// Code is the stable word for machines of an error from this package, "failed"
// for one it does not know, "" for nil.
func Code(err error) string {
	var f *fault
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.code
	case errors.Is(err, devices.ErrGone):
		return "unplugged"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "cancelled"
	}
	return "failed"
}
