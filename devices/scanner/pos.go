package scanner

import "time"

// pos puts a code together from HID POS reports.
type pos struct {
	collector
	silence time.Duration // after which what was announced does not come
}

// A report of HID POS, by bytes.
const (
	posSize    = 64
	posID      = 0x02
	posMaxData = 56
	posAIM     = 2
	posVendor  = 61 // the symbology as the maker numbers it
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

func (p *pos) pause() time.Duration { return p.silence }

// rest: more was announced and did not come, unless the code is spoilt anyway.
func (p *pos) rest() (code, bool) {
	p.partial = true
	return p.end()
}
