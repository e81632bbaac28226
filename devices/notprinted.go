package devices

// NotPrintedError says that a paper is not known to be whole. Every printer's
// driver returns it once the printer was asked.
type NotPrintedError struct {
	// Reason is one of the driver's sentinels, one of this package's, or the
	// context's error.
	Reason error
	// MayHavePrinted: the paper may be out, in part or whole, or may come yet; a
	// person has to look before it is printed again.
	MayHavePrinted bool
	// Cause is the error below, where there is one.
	Cause error
}

func (e *NotPrintedError) Error() string {
	text := "not printed: " + e.Reason.Error()
	if e.MayHavePrinted {
		text += ", paper may have come out"
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
