package idcardsim

import "encoding/binary"

var preamble = []byte{0xAA, 0xAA, 0x96, 0x69}

// samID reads 05.03-20230101-0000001234-0000005678.
var samID = []byte{5, 0, 3, 0, 0xD5, 0xAF, 0x34, 0x01, 0xD2, 0x04, 0, 0, 0x2E, 0x16, 0, 0}

// obey answers one command: length, CMD, PARA, data, XOR.
func (r *Reader) obey(body []byte) {
	if r.silent || r.port == nil {
		return
	}
	if len(body) < 5 {
		r.say(0, frame(0x11, nil))
		return
	}
	if xor(body) != 0 {
		r.say(0, frame(0x10, nil))
		return
	}
	cmd := binary.BigEndian.Uint16(body[2:])
	r.say(cmd, r.answer(cmd))
}

func (r *Reader) answer(cmd uint16) []byte {
	switch cmd {
	case 0x10FF: // reset
		r.selected = false
		return frame(0x90, nil)
	case 0x11FF: // status
		return frame(0x90, nil)
	case 0x12FF:
		return frame(0x90, samID)
	case 0x2001: // find
		if r.text == nil || r.read {
			return frame(0x80, nil)
		}
		return frame(0x9F, make([]byte, 4))
	case 0x2002: // select
		if r.text == nil || r.read {
			return frame(0x81, nil)
		}
		r.selected = true
		return frame(0x90, make([]byte, 8))
	case 0x3003: // appended address
		if !r.selected {
			return frame(0x41, nil)
		}
		return frame(0x91, nil)
	case 0x3001, 0x3010:
		if !r.selected {
			return frame(0x41, nil)
		}
		r.read = true
		r.reads++
		return frame(0x90, payload(r.text, cmd == 0x3010))
	}
	return frame(0x21, nil)
}

// Reply is the frame by which a reader hands out card c, with fingerprints or
// without, for tests that need no reader.
func Reply(c CardData, fingerprints bool) ([]byte, error) {
	text, err := c.textBlock()
	if err != nil {
		return nil, err
	}
	return frame(0x90, payload(text, fingerprints)), nil
}

// payload is text and photo, and empty fingerprints on demand. The photo has
// the header of a WLT picture and nothing in it.
func payload(text []byte, fingerprints bool) []byte {
	d := []byte{0x01, 0x00, 0x04, 0x00}
	if fingerprints {
		d = append(d, 0x04, 0x00)
	}
	d = append(d, text...)
	photo := make([]byte, 1024)
	copy(photo, []byte{0x57, 0x4C, 0x66, 0x00, 0x7E, 0x00})
	d = append(d, photo...)
	if fingerprints {
		d = append(d, make([]byte, 1024)...)
	}
	return d
}

// frame wraps a reply.
func frame(sw3 byte, data []byte) []byte {
	n := 4 + len(data)
	f := append([]byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, byte(n >> 8), byte(n), 0, 0, sw3}, data...)
	return append(f, xor(f[5:]))
}

func xor(b []byte) (x byte) {
	for _, c := range b {
		x ^= c
	}
	return x
}
