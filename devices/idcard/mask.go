package idcard

import (
	"bytes"
	"encoding/binary"
	"errors"

	"hallkiosk/devices"
)

// Masker replaces in recorded transfers what came from a card, and keeps what the
// reader did: frames stay as long, as split and as sound as they were. A card's
// text becomes that of a sample person of the same kind of card, see maskText;
// photo and fingerprints become empty. It satisfies trace.Masker.
type Masker struct {
	asked   command
	framing Framing
}

// NewMasker is for one opening of a reader.
func NewMasker() *Masker { return &Masker{} }

// Control leaves everything: no reader says anything of a card there.
func (m *Masker) Control(devices.Request, []byte) {}

// Out leaves commands as they are and notes what is asked for.
func (m *Masker) Out(p []byte) {
	at := bytes.Index(p, preamble[:])
	m.framing = Bulk
	if len(p) == reportLen && int(p[0]) == len(cmdFind.frame()) {
		m.framing = HIDCounted
	}
	if m.asked = (command{}); at >= 0 && len(p) >= at+len(preamble)+4 {
		m.asked = command{p[at+len(preamble)+2], p[at+len(preamble)+3]}
	}
}

// In masks what came between two commands, in whichever transfers.
func (m *Masker) In(burst [][]byte) {
	parts := make([][]byte, 0, len(burst))
	for _, p := range burst {
		part := m.framing.unwrap(p)
		if part == nil {
			part = p // nobody knows what it is
		}
		parts = append(parts, part)
		if m.framing == HIDCounted && len(part) < len(p) {
			noise(p[1+len(part):])
		}
	}
	all := bytes.Join(parts, nil)
	m.mask(all)
	for _, p := range parts {
		all = all[copy(p, all):]
	}
}

// mask masks the frames in b and makes noise of all between them.
func (m *Masker) mask(b []byte) {
	for len(b) > 0 {
		at := bytes.Index(b, preamble[:])
		if at < 0 {
			noise(b)
			return
		}
		noise(b[:at])
		b = b[at:]
		b = b[m.maskFirst(b):]
	}
}

// maskFirst masks what follows the preamble at the start of b, and says how far
// that goes. The head of a frame that is cut or damaged stays: it tells what went
// wrong.
func (m *Masker) maskFirst(b []byte) int {
	r, n, err := cutFrame(b)
	switch {
	case err == nil:
		m.frame(r)
		seal(b[:n])
		return n
	case errors.Is(err, ErrChecksum):
		n = len(preamble) + 2 + (int(b[len(preamble)])<<8 | int(b[len(preamble)+1]))
		spoil(b[:n])
		return n
	case errors.Is(err, ErrLength):
		return len(preamble) + 2
	}
	noise(b[min(len(b), len(preamble)+2+3):])
	return len(b)
}

// noise overwrites what is no part of a frame, but for zeros, which pad reports,
// and the bytes of a preamble.
func noise(b []byte) {
	for i, c := range b {
		if c != 0 && c != preamble[0] && c != preamble[2] && c != preamble[3] {
			b[i] = 0x5A
		}
	}
}

// spoil empties a frame with a wrong checksum and keeps that wrong.
func spoil(f []byte) {
	clear(f[len(preamble)+2+3:])
	if xor(f[len(preamble):]) == 0 {
		f[len(f)-1] = 1
	}
}

// seal makes the checksum of a frame right again.
func seal(f []byte) {
	f[len(f)-1] = xor(f[len(preamble) : len(f)-1])
}

// frame masks a sound frame's data. Only the reader's own number is no secret.
func (m *Masker) frame(r reply) {
	switch d := r.data; {
	case m.asked == cmdSAMID && len(d) == samIDLen:
	case m.asked == cmdAddress && len(d) == addressLen && r.sw3 == swSuccess:
		maskUnits(d, sampleAddress)
	case r.sw3 == swSuccess && len(d) >= minReadData:
		maskRead(d)
	default:
		clear(d)
	}
}

// maskRead masks a reply to a read: the lengths in front, text, photo, prints.
// Where the lengths do not add up, nobody knows where the text is.
func maskRead(d []byte) {
	head := 4
	if len(d) != minReadData {
		head = 6
	}
	word := func(at int) int { return int(binary.BigEndian.Uint16(d[at:])) }
	prints := len(d) - head - textLen - photoLen
	if word(0) != textLen || word(2) != photoLen || head == 6 && word(4) != prints {
		clear(d[4:])
		return
	}
	maskText(d[head : head+textLen])
	photo := d[head+textLen:]
	clear(photo)
	copy(photo, []byte{0x57, 0x4C, 0x66, 0x00, 0x7E, 0x00}) // of 102 by 126 dots
}
