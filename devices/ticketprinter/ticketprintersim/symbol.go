package ticketprintersim

import "github.com/skip2/go-qrcode"

// qrSettings are those of GS ( k with cn = 49.
type qrSettings struct {
	module int
	level  byte
	data   string
}

// symbol is GS ( k: pL pH cn fn, then parameters, all of which the length
// counts.
func (m *machine) symbol(p []byte) {
	length, fn := int(p[3])|int(p[4])<<8, p[6]
	if p[2] != 'k' || p[5] != '1' || length < 3 {
		m.fail("GS ( %02X of %d bytes, symbol %02X", p[2], length, p[5])
		m.skip(length - 2)
		return
	}
	want := map[byte]int{'A': 4, 'C': 3, 'E': 3, 'Q': 3}[fn]
	if (fn != 'P' && length != want) || (fn == 'P' && length < 4) {
		m.fail("GS ( k function %02X of %d bytes", fn, length)
		m.skip(length - 2)
		return
	}
	var got []byte
	rest := length - 2
	m.stream = func(p []byte) int {
		n := min(len(p), rest-len(got))
		got = append(got, p[:n]...)
		if len(got) == rest {
			m.stream = nil
			m.runSymbol(fn, got)
		}
		return n
	}
}

// skip passes over n bytes.
func (m *machine) skip(n int) {
	if n <= 0 {
		return
	}
	m.stream = func(p []byte) int {
		k := min(len(p), n)
		if n -= k; n == 0 {
			m.stream = nil
		}
		return k
	}
}

func (m *machine) runSymbol(fn byte, p []byte) {
	switch {
	case fn == 'A' && p[0] == '2' && p[1] == 0:
	case fn == 'C' && p[0] >= 1 && p[0] <= 16:
		m.qr.module = int(p[0])
	case fn == 'E' && p[0] >= '0' && p[0] <= '3':
		m.qr.level = p[0]
	case fn == 'P' && p[0] == '0':
		m.qr.data = string(p[1:])
	case fn == 'Q' && p[0] == '0':
		m.printQR()
	default:
		m.fail("GS ( k function %02X with % X", fn, p)
	}
}

func (m *machine) printQR() {
	levels := []qrcode.RecoveryLevel{qrcode.Low, qrcode.Medium, qrcode.High, qrcode.Highest}
	code, err := qrcode.New(m.qr.data, levels[m.qr.level-'0'])
	if err != nil || m.qr.data == "" {
		m.fail("QR code of %d bytes cannot be made", len(m.qr.data))
		return
	}
	code.DisableBorder = true
	dark := code.Bitmap()
	if len(dark)*m.qr.module > m.sheet.dots {
		m.fail("QR code of %d modules is wider than the paper", len(dark))
		return
	}
	m.sheet.flush(m.look.align)
	m.sheet.symbol(dark, m.qr.module, m.look.align)
	m.sheet.qr = append(m.sheet.qr, m.qr.data)
}
