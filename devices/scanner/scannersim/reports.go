package scannersim

import "strings"

const (
	posSize    = 64
	posData    = 56
	usageEnter = 0x28
	leftShift  = 0x02
)

// keyReports types b on a US keyboard: a report for each key, one for its
// release.
func keyReports(b []byte, terminator byte) (reports [][]byte, ok bool) {
	press := func(modifiers, usage byte) {
		reports = append(reports, []byte{modifiers, 0, usage, 0, 0, 0, 0, 0}, make([]byte, 8))
	}
	for _, c := range b {
		usage, shift := key(c)
		if usage == 0 {
			return nil, false
		}
		press(shift, usage)
	}
	if terminator != 0 {
		press(0, terminator)
	}
	return reports, true
}

// key finds the key for an ASCII character (HID usage tables, page 07).
func key(c byte) (usage, modifiers byte) {
	rows := []struct {
		first          byte
		plain, shifted string
	}{
		{0x04, "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
		{0x1E, "1234567890", "!@#$%^&*()"},
		{0x2C, " -=[]\\", " _+{}|"},
		{0x33, ";'`,./", ":\"~<>?"},
	}
	for _, r := range rows {
		if i := strings.IndexByte(r.plain, c); i >= 0 {
			return r.first + byte(i), 0
		}
		if i := strings.IndexByte(r.shifted, c); i >= 0 {
			return r.first + byte(i), leftShift
		}
	}
	return 0, 0
}

// posReports cuts b into HID POS reports of a QR code, with a CR at its end.
func posReports(b []byte, shifted bool) (reports [][]byte) {
	b = append(append([]byte(nil), b...), '\r')
	for len(b) > posData {
		reports = append(reports, posReport(b[:posData], true, shifted))
		b = b[posData:]
	}
	return append(reports, posReport(b, false, shifted))
}

func posReport(data []byte, more, shifted bool) []byte {
	r := make([]byte, posSize)
	r[0], r[1] = 0x02, byte(len(data))
	at := 2
	if shifted {
		at = 3
	}
	r[61] = 0x73 // Honeywell: QR; the data of a shifted report may run over it
	copy(r[at:], "]Q1")
	copy(r[at+3:], data)
	if more {
		r[63] = 1
	}
	return r
}

// keyboardDescriptor is that of HID 1.11, appendix E.6, without the lamps.
func keyboardDescriptor() []byte {
	return []byte{
		0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01,
		0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x06, 0x75, 0x08,
		0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0,
	}
}

// posDescriptor says: page 8C, usage 02, one report of 63 bytes with id 2.
func posDescriptor() []byte {
	return []byte{
		0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x02, 0x15, 0x00, 0x26, 0xFF, 0x00,
		0x75, 0x08, 0x95, 0x3F, 0x09, 0xFE, 0x81, 0x02, 0xC0,
	}
}
