package idcard

import "bytes"

// Sizes of the wire, in bytes.
const (
	headLen     = 7    // preamble and length field
	minReplyLen = 4    // length field of a reply without data
	maxReplyLen = 2560 // above the longest reply known, 090A
)

// preamble is the part of the preamble to look for: the first AA may be lost.
var preamble = [4]byte{0xAA, 0xAA, 0x96, 0x69}

// command is one thing to ask the reader for (GA/T 467): CMD and PARA.
type command struct{ cmd, para byte }

// The commands in use.
var (
	cmdSAMID   = command{0x12, 0xFF}
	cmdStatus  = command{0x11, 0xFF}
	cmdFind    = command{0x20, 0x01}
	cmdSelect  = command{0x20, 0x02}
	cmdRead    = command{0x30, 0x01}
	cmdAddress = command{0x30, 0x03} // appended address
)

// frame is the command as it goes over the wire.
func (c command) frame() []byte {
	f := []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, c.cmd, c.para, 0}
	f[9] = xor(f[5:9])
	return f
}

// fits reports whether r can be an answer to c. Success has one shape for each
// command; a failure carries no data, or four zero bytes from some readers.
func (c command) fits(r reply) bool {
	n := len(r.data)
	switch {
	case r.sw3 == swFound:
		return c == cmdFind && (n == 4 || n == 0)
	case r.sw3 != swSuccess:
		return n <= 4
	}
	switch c {
	case cmdSAMID:
		return n == samIDLen
	case cmdStatus:
		return n == 0
	case cmdSelect:
		return n == 8 || n == 12 // 12 where the card hands over its IIN
	case cmdRead:
		return n >= minReadData
	case cmdAddress:
		return n == 70
	}
	return false
}

// reply is a reader's frame taken apart; data aliases the receive buffer.
type reply struct {
	sw1, sw2, sw3 byte
	data          []byte
}

// err is nil for success, ErrSilent for a reader's own timeout in a frame that
// happens to be whole, otherwise a StatusError.
func (r reply) err() error {
	if r.sw1 == 5 && r.sw2 == 5 && r.sw3 == 5 {
		return ErrSilent
	}
	if r.sw3 == swSuccess || r.sw3 == swFound {
		return nil
	}
	return &StatusError{r.sw1, r.sw2, r.sw3}
}

// cutFrame looks for the first frame in b. It returns the frame taken apart
// and how many bytes of b are done with. ErrShort means that more bytes may
// complete it; skip then counts only the noise before it. After ErrLength and
// ErrChecksum skip leads past the bad preamble, so that a sound frame that
// follows is still found.
func cutFrame(b []byte) (r reply, skip int, err error) {
	at := bytes.Index(b, preamble[:])
	if at < 0 {
		// Keep what may be the beginning of a preamble.
		return reply{}, max(0, len(b)-len(preamble)+1), ErrPreamble
	}
	body := b[at+len(preamble):]
	if len(body) < 2 {
		return reply{}, at, ErrShort
	}
	n := int(body[0])<<8 | int(body[1])
	if n < minReplyLen || n > maxReplyLen {
		return reply{}, at + len(preamble), ErrLength
	}
	if len(body) < 2+n {
		return reply{}, at, ErrShort
	}
	body = body[:2+n]
	if xor(body) != 0 {
		return reply{}, at + len(preamble), ErrChecksum
	}
	r = reply{sw1: body[2], sw2: body[3], sw3: body[4], data: body[5 : len(body)-1]}
	return r, at + len(preamble) + len(body), nil
}

// isOwnTimeout recognises the malformed AAAAAA9669 0005 05 05 05 by which some
// readers say that their card side timed out.
func isOwnTimeout(b []byte) bool {
	at := bytes.Index(b, preamble[:])
	return at >= 0 && bytes.Equal(b[at+len(preamble):], []byte{0x00, 0x05, 0x05, 0x05, 0x05})
}

func xor(b []byte) (x byte) {
	for _, c := range b {
		x ^= c
	}
	return x
}
