package certificate

import "errors"

// fault is a sentinel with a stable code for machines; kind, where set, is the
// wider sentinel that it also is.
type fault struct {
	code, text string
	kind       error
}

func (f *fault) Error() string { return f.text }

func (f *fault) Unwrap() error { return f.kind }

// Why something is no certificate that the kiosk can use. All but ErrTooLarge
// and ErrMalformed themselves are ErrMalformed too.
var (
	// ErrTooLarge: longer than MaxSize.
	ErrTooLarge error = &fault{code: "certificate-long", text: "certificate is too long"}
	// ErrMalformed: no certificate at all, or its parts do not fit together.
	ErrMalformed error = &fault{code: "not-certificate", text: "no certificate"}
	// ErrCut: it ends before its end.
	ErrCut error = &fault{code: "certificate-cut", text: "certificate is cut short", kind: ErrMalformed}
	// ErrTrailing: something other than padding follows it.
	ErrTrailing error = &fault{code: "certificate-trailing", text: "something follows the certificate", kind: ErrMalformed}
	// ErrSerial: the serial number is none, or longer than any authority's.
	ErrSerial error = &fault{code: "certificate-serial", text: "serial number cannot be one", kind: ErrMalformed}
	// ErrValidity: its dates are none, or it ends before it begins.
	ErrValidity error = &fault{code: "certificate-validity", text: "dates cannot be a certificate's", kind: ErrMalformed}
	// ErrName: a name in it is none.
	ErrName error = &fault{code: "certificate-name", text: "a name cannot be read", kind: ErrMalformed}
	// ErrExtension: an extension that the kiosk relies on is none.
	ErrExtension error = &fault{code: "certificate-extension", text: "an extension cannot be read", kind: ErrMalformed}
	// ErrKey: the public key is of no kind that is known, or none.
	ErrKey error = &fault{code: "certificate-key", text: "public key cannot be used", kind: ErrMalformed}
)

// ErrSignature: the signature is not by that certificate's key, or not over that.
var ErrSignature error = &fault{code: "signature", text: "signature does not fit"}

// Code is the stable word for machines of an error from this package, "failed"
// for one it does not know, "" for nil.
func Code(err error) string {
	if err == nil {
		return ""
	}
	if f := (*fault)(nil); errors.As(err, &f) {
		return f.code
	}
	return "failed"
}
