package scannersim

// simpleReports makes each part, of up to 63 bytes, a report of Simple COM.
func simpleReports(parts [][]byte) (reports [][]byte) {
	for _, p := range parts {
		r := make([]byte, posSize)
		r[0] = byte(len(p))
		copy(r[1:], p)
		reports = append(reports, r)
	}
	return reports
}

// simpleDescriptor says: a page of the maker's own, one report of 64 bytes. What a
// real one says besides is not published; the kiosk goes by the device's number.
func simpleDescriptor() []byte {
	return []byte{
		0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00,
		0x75, 0x08, 0x95, 0x40, 0x09, 0x01, 0x81, 0x02, 0xC0,
	}
}
