package ticketprintersim

import (
	"fmt"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/devices/ticketprinter/glyph"
)

// maxErrors bounds what a stream of nonsense can make the printer remember.
const maxErrors = 100

// mechanics is what the machine works beyond its own paper.
type mechanics interface {
	cut()
	answerEOT(n byte)
	answerSensor()
	setASB(n byte)
}

// machine parses ESC/POS and prints on its sheet.
type machine struct {
	mechanics mechanics
	sheet     *sheet
	chinese   bool
	look      look
	qr        qrSettings
	stream    func(p []byte) int // takes the data of a long command; nil outside one
	offset    int                // of the present command, from the start of all
	errs      []error
}

func newMachine(fonts *glyph.Fonts, dots int, m mechanics) machine {
	out := machine{mechanics: m, sheet: newSheet(fonts, dots)}
	out.reset()
	return out
}

// reset is ESC @: what is printed stays, all settings go back.
func (m *machine) reset() {
	m.sheet.dropLine()
	m.chinese, m.stream = true, nil
	m.look = look{size: size{1, 1}}
	m.qr = qrSettings{module: 3, level: '0'}
}

func (m *machine) fail(format string, args ...any) {
	if len(m.errs) < maxErrors {
		m.errs = append(m.errs, fmt.Errorf("byte %d: %s", m.offset, fmt.Sprintf(format, args...)))
	}
}

// step takes one command, character or piece of data from the front of p and
// says how long it was; 0 when it is not whole yet.
func (m *machine) step(p []byte) int {
	var n int
	switch {
	case m.stream != nil:
		n = m.stream(p)
	case p[0] == 0x10, p[0] == 0x1B, p[0] == 0x1C, p[0] == 0x1D:
		n = m.command(p)
	case p[0] == '\n':
		m.sheet.lineFeed(m.look.align)
		n = 1
	case p[0] < 0x20 || p[0] == 0x7F:
		m.fail("control character %02X", p[0])
		n = 1
	case p[0] < 0x80:
		m.sheet.put(rune(p[0]), m.look)
		n = 1
	default:
		n = m.twoBytes(p)
	}
	m.offset += n
	return n
}

// twoBytes prints one Chinese character. The font holds the two-byte area only.
func (m *machine) twoBytes(p []byte) int {
	if !m.chinese {
		m.fail("byte %02X outside Chinese mode", p[0])
		return 1
	}
	if len(p) < 2 {
		return 0
	}
	if p[1] >= '0' && p[1] <= '9' {
		m.fail("four-byte character %02X %02X", p[0], p[1])
		return 2
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(p[:2])
	r := []rune(string(text))
	if err != nil || len(r) != 1 || r[0] == '\uFFFD' {
		m.fail("no character %02X %02X", p[0], p[1])
		return 2
	}
	m.sheet.put(r[0], m.look)
	return 2
}
