package ticketprinter

import "hallkiosk/devices"

// Masker replaces in recorded transfers what was printed: letters by letters,
// digits by digits, two-byte characters by 张, QR codes likewise, pictures by
// white. Commands and the printer's answers stay. It follows the commands of this
// package across transfers and satisfies trace.Masker.
type Masker struct {
	command []byte // that has begun and is not whole
	data    int    // bytes of data to come
	picture bool   // the data are a picture's
	trail   bool   // the second byte of a character comes next
}

// NewMasker is for one opening of a printer.
func NewMasker() *Masker { return &Masker{} }

// Control leaves everything: requests to a printer hold nothing of a ticket.
func (m *Masker) Control(devices.Request, []byte) {}

// In leaves everything: a printer only says how it is.
func (m *Masker) In([][]byte) {}

// Out masks one transfer.
func (m *Masker) Out(p []byte) {
	for i, b := range p {
		p[i] = m.next(b)
	}
}

// next takes one byte and gives what is written in its place.
func (m *Masker) next(b byte) byte {
	switch {
	case m.data > 0:
		m.data--
		if m.picture {
			return 0
		}
		return maskByte(b)
	case len(m.command) > 0:
		m.command = append(m.command, b)
		m.follow()
		return b
	case m.trail:
		m.trail = false
		return 0xC5
	case b == 0x1B || b == 0x1C || b == 0x1D || b == 0x10:
		m.command = append(m.command, b)
		return b
	case b >= 0x81 && b != 0xFF:
		m.trail = true
		return 0xD5 // 张 is D5 C5
	}
	return maskByte(b)
}

// follow ends a command that is whole and notes what data it brings.
func (m *Masker) follow() {
	c := m.command
	want, number := 3, func(at int) int { return int(c[at]) | int(c[at+1])<<8 }
	switch {
	case c[0] == 0x1C, c[0] == 0x1B && c[1] == '@':
		want = 2
	case c[0] == 0x1D && c[1] == 'V' && len(c) > 2 && c[2] >= 'A':
		want = 4
	case c[0] == 0x1D && c[1] == '(':
		want = 8 // GS ( k, two bytes of length, cn, fn, m
	case c[0] == 0x1D && c[1] == 'v':
		want = 8 // GS v 0 m, bytes of a row, rows
	}
	if len(c) < want {
		return
	}
	switch {
	case c[0] != 0x1D:
	case c[1] == '(':
		m.data, m.picture = max(number(3)-3, 0), false
	case c[1] == 'v':
		m.data, m.picture = number(4)*number(6), true
	}
	m.command = nil
}

func maskByte(b byte) byte {
	switch {
	case b >= '0' && b <= '9':
		return '0'
	case b >= 'a' && b <= 'z':
		return 'a'
	case b >= 'A' && b <= 'Z':
		return 'A'
	case b >= 0x80:
		return 'a'
	}
	return b
}
