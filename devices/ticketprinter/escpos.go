package ticketprinter

import "fmt"

// The commands of ESC/POS that this package uses, named as in Epson's reference.

func cmdInit() []byte          { return []byte{0x1B, '@'} }
func cmdChinese() []byte       { return []byte{0x1C, '&'} }
func cmdAlign(a Align) []byte  { return []byte{0x1B, 'a', byte(a)} }
func cmdFeed(rows byte) []byte { return []byte{0x1B, 'd', rows} }
func cmdCutOnly() []byte       { return []byte{0x1D, 'V', 1} }
func cmdFeedAndCut() []byte    { return []byte{0x1D, 'V', 'B', 0} }
func cmdASB() []byte           { return []byte{0x1D, 'a', 0x0E} } // online, error, paper
func cmdEcho() []byte          { return []byte{0x1D, 'r', 1} }
func cmdEOT(n byte) []byte     { return []byte{0x10, 0x04, n} }

func cmdBold(on bool) []byte {
	if on {
		return []byte{0x1B, 'E', 1}
	}
	return []byte{0x1B, 'E', 0}
}

// cmdSize is GS !: width less one in the high half, height less one in the low.
func cmdSize(times int) []byte {
	n := byte(times - 1)
	return []byte{0x1D, '!', n<<4 | n}
}

// cmdQR is the sequence of GS ( k functions 165, 167, 169, 180 and 181.
func cmdQR(data string, module int, level Level) ([]byte, error) {
	if module < 1 || module > 16 || level > High {
		return nil, fmt.Errorf("QR module %d, level %d: want 1 to 16, 0 to 3", module, level)
	}
	if len(data) == 0 || len(data) > maxQRBytes {
		return nil, fmt.Errorf("QR data of %d bytes: want 1 to %d", len(data), maxQRBytes)
	}
	p := len(data) + 3
	out := []byte{0x1D, '(', 'k', 4, 0, '1', 'A', '2', 0}
	out = append(out, 0x1D, '(', 'k', 3, 0, '1', 'C', byte(module))
	out = append(out, 0x1D, '(', 'k', 3, 0, '1', 'E', '0'+byte(level))
	out = append(out, 0x1D, '(', 'k', byte(p), byte(p>>8), '1', 'P', '0')
	out = append(out, data...)
	return append(out, 0x1D, '(', 'k', 3, 0, '1', 'Q', '0'), nil
}

// cmdRaster is the head of GS v 0 for rows of width bytes.
func cmdRaster(width, rows int) []byte {
	return []byte{0x1D, 'v', '0', 0, byte(width), byte(width >> 8), byte(rows), byte(rows >> 8)}
}
