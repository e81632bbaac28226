package scanner

// pos puts a code together from HID POS reports.
type pos struct{ collector }

// A report of HID POS, by bytes.
const (
	posSize    = 64
	posID      = 0x02
	posMaxData = 56
	posAIM     = 2
	posMore    = 63
)

func (p *pos) add(r []byte) (code, bool) {
	if len(r) != posSize || r[0] != posID || r[1] > posMaxData {
		p.spoil()
		return code{}, false
	}
	at := posAIM
	if r[at] != ']' && r[at+1] == ']' {
		at++ // some scanners shift everything by one
	}
	aim := ""
	if r[at] == ']' && isLetter(r[at+1]) && isDigit(r[at+2]) {
		aim = string(r[at+1 : at+3])
	}
	if p.busy() && p.aim != aim {
		p.spoil() // of two different codes
	}
	data := r[at+3:][:r[1]]
	if c, ok := p.put(aim, data...); ok {
		return c, ok
	}
	if r[posMore]&1 != 0 {
		return code{}, false
	}
	return p.end()
}

// rest: more was announced and did not come, unless the code is spoilt anyway.
func (p *pos) rest() (code, bool) {
	p.partial = true
	return p.end()
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// symbology names the AIM identifier's first character (ISO/IEC 15424), "" for
// one that is rare in a hall.
func symbology(aim string) string {
	if aim == "" {
		return ""
	}
	switch aim[0] {
	case 'Q':
		return "QR Code"
	case 'C':
		return "Code 128"
	case 'A':
		return "Code 39"
	case 'd':
		return "Data Matrix"
	case 'L':
		return "PDF417"
	case 'E':
		return "EAN"
	case 'h':
		return "Han Xin"
	case 'z':
		return "Aztec"
	case 'I':
		return "Interleaved 2 of 5"
	}
	return ""
}
