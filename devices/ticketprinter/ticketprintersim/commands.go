package ticketprintersim

// A command is known by its first two bytes and, up to the data of a long one,
// has a fixed length.
type command struct {
	length int
	run    func(m *machine, p []byte)
}

// lookUp finds a command; length 0 says that there is none.
func lookUp(a, b byte) command {
	switch [2]byte{a, b} {
	case [2]byte{0x10, 0x04}: // DLE EOT n
		return command{3, func(m *machine, p []byte) { m.mechanics.answerEOT(p[2]) }}
	case [2]byte{0x1B, '@'}:
		return command{2, func(m *machine, _ []byte) { m.reset() }}
	case [2]byte{0x1B, 'a'}:
		return command{3, func(m *machine, p []byte) { m.setAlign(p[2]) }}
	case [2]byte{0x1B, 'E'}:
		return command{3, func(m *machine, p []byte) { m.look.bold = p[2]&1 == 1 }}
	case [2]byte{0x1B, 'd'}:
		return command{3, func(m *machine, p []byte) { m.sheet.feed(int(p[2]), m.look.align) }}
	case [2]byte{0x1C, '&'}:
		return command{2, func(m *machine, _ []byte) { m.chinese = true }}
	case [2]byte{0x1C, '.'}:
		return command{2, func(m *machine, _ []byte) { m.chinese = false }}
	case [2]byte{0x1D, '!'}:
		return command{3, func(m *machine, p []byte) { m.setSize(p[2]) }}
	case [2]byte{0x1D, 'V'}:
		return command{3, (*machine).cut}
	case [2]byte{0x1D, 'a'}:
		return command{3, func(m *machine, p []byte) { m.mechanics.setASB(p[2]) }}
	case [2]byte{0x1D, 'r'}:
		return command{3, (*machine).sensor}
	case [2]byte{0x1D, 'v'}:
		return command{8, (*machine).raster}
	case [2]byte{0x1D, '('}:
		return command{7, (*machine).symbol}
	}
	return command{}
}

// command takes the command at the front of p.
func (m *machine) command(p []byte) int {
	if len(p) < 2 {
		return 0
	}
	c := lookUp(p[0], p[1])
	if c.length == 0 {
		m.fail("unknown command %02X %02X", p[0], p[1])
		return 1
	}
	n := c.length
	if len(p) < n {
		return 0
	}
	if p[0] == 0x1D && p[1] == 'V' && (p[2] == 'A' || p[2] == 'B') {
		if n++; len(p) < n {
			return 0
		}
	}
	c.run(m, p[:n])
	return n
}

func (m *machine) setAlign(n byte) {
	if n > 2 {
		m.fail("ESC a %d", n)
		return
	}
	m.look.align = int(n)
}

func (m *machine) setSize(n byte) {
	if n&0x88 != 0 {
		m.fail("GS ! %d", n)
		return
	}
	m.look.size = size{w: int(n>>4) + 1, h: int(n&7) + 1}
}

// cut is GS V: 0 full, 1 partial, A and B feed n dots past the knife before.
func (m *machine) cut(p []byte) {
	switch p[2] {
	case 0, 1:
	case 'A', 'B':
		m.sheet.advance(knifeDots + int(p[3]))
	default:
		m.fail("GS V %d", p[2])
		return
	}
	m.mechanics.cut()
}

func (m *machine) sensor(p []byte) {
	if p[2] != 1 {
		m.fail("GS r %d", p[2])
		return
	}
	m.mechanics.answerSensor()
}

// raster is GS v 0: rows of bytes follow and are printed as they come.
func (m *machine) raster(p []byte) {
	width, rows := int(p[4])|int(p[5])<<8, int(p[6])|int(p[7])<<8
	if p[2] != '0' || p[3] != 0 || width == 0 || rows == 0 || width*8 > m.sheet.dots {
		m.fail("GS v %02X mode %d, %d bytes by %d rows", p[2], p[3], width, rows)
		return
	}
	m.sheet.flush(m.look.align)
	m.stream = func(p []byte) int {
		if len(p) < width {
			return 0
		}
		m.sheet.rasterRow(p[:width], m.look.align)
		if rows--; rows == 0 {
			m.stream = nil
		}
		return width
	}
}
