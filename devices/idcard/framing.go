package idcard

// Framing is how frames travel in USB transfers.
type Framing int

// The framings in use.
const (
	// Bulk: a frame is one transfer.
	Bulk Framing = iota
	// HID64: a frame is cut into 64-byte reports, the last padded with zeros.
	HID64
	// HIDCounted is HID64 where the first byte of each report says how many of the
	// other 63 are meant. No listed number tells it from HID64: New finds out.
	HIDCounted
)

const reportLen = 64 // bytes of a HID report

// variants are the framings that a reader opened with f may turn out to have.
func (f Framing) variants() []Framing {
	if f.inReports() {
		return []Framing{HID64, HIDCounted}
	}
	return []Framing{f}
}

func (f Framing) inReports() bool { return f != Bulk }

// wrap makes a command's frame, which fits one report, into a transfer.
func (f Framing) wrap(frame []byte) []byte {
	if !f.inReports() {
		return frame
	}
	report := make([]byte, reportLen)
	if f == HIDCounted {
		report[0] = byte(len(frame))
		copy(report[1:], frame)
	} else {
		copy(report, frame)
	}
	return report
}

// unwrap is what a received transfer adds to a frame. A count that cannot be one
// is a module's word on the transfer itself (FF asks for the next report of ours)
// and adds nothing.
func (f Framing) unwrap(p []byte) []byte {
	if f != HIDCounted {
		return p
	}
	if len(p) == 0 || int(p[0]) > len(p)-1 {
		return nil
	}
	return p[1 : 1+int(p[0])]
}
