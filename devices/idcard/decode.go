package idcard

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

const (
	photoLen    = 1024
	printsLen   = 1024                   // two templates of 512 bytes
	minReadData = 4 + textLen + photoLen // bytes of data in a reply to 30 01
	maxLead     = 7                      // noise that DecodeReply tolerates before a preamble
)

// DecodeReply takes one reader's reply to 30 01 or 30 10 and returns the card.
// It tolerates a lost first byte and a few bytes of noise in front, zeros
// behind (the padding of HID reports) and the same frame once more. The caller
// clears frame; photo and fingerprints are not looked at. See Code.
func DecodeReply(frame []byte) (Card, error) {
	at := bytes.Index(frame, preamble[:])
	if at < 0 || at > maxLead {
		return Card{}, fmt.Errorf("idcard: decode: %w", ErrPreamble)
	}
	frame = frame[at:]
	r, n, err := cutFrame(frame)
	if err != nil {
		return Card{}, fmt.Errorf("idcard: decode: %w", err)
	}
	rest := bytes.TrimPrefix(frame[n:], preamble[:1])
	if !allZero(frame[n:]) && !bytes.Equal(rest, frame[:n]) && !bytes.Equal(frame[n:], frame[:n]) {
		return Card{}, fmt.Errorf("idcard: decode: %w", ErrLong)
	}
	if !cmdRead.fits(r) {
		return Card{}, fmt.Errorf("idcard: decode: %w", ErrUnexpected)
	}
	c, err := decodeRead(r)
	if err != nil {
		return Card{}, fmt.Errorf("idcard: decode: %w", err)
	}
	return c, nil
}

// decodeRead reads the text out of a reply to 30 01 or 30 10.
func decodeRead(r reply) (Card, error) {
	if err := r.err(); err != nil {
		return Card{}, err
	}
	d := r.data
	if len(d) < minReadData {
		return Card{}, ErrPayload
	}
	word := func(at int) int { return int(binary.BigEndian.Uint16(d[at:])) }
	if word(0) != textLen || word(2) != photoLen {
		return Card{}, ErrPayload
	}
	head := 4
	if len(d) != minReadData { // with fingerprints, or room for them
		head = 6
		if p := word(4); p != 0 && p != printsLen || len(d) != head+textLen+photoLen+p {
			return Card{}, ErrPayload
		}
	}
	return decodeText(d[head : head+textLen])
}

func allZero(b []byte) bool { return len(bytes.TrimRight(b, "\x00")) == 0 }
