package ukey

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"

	"hallkiosk/devices"
)

// The pipe between the kiosk and a module's helper carries frames: a byte that
// says the kind, four that say the length (big-endian), then so many bytes. What
// the kinds hold stands in wire.go.
const (
	frameHello  = 'H' // helper: hello
	frameLook   = 'L' // kiosk: Hint
	frameTokens = 'T' // helper: tokens; empty where they are as before
	frameSign   = 'S' // kiosk: signRequest; a PIN follows
	frameChange = 'C' // kiosk: changeRequest; two PINs follow, the old one first
	framePIN    = 'P' // kiosk: the bytes of a PIN and nothing else
	frameAnswer = 'A' // helper: answer, to frameSign and frameChange

	frameHead = 5
	maxFrame  = 64 << 20 // 16 keys, full to the brim, in base64
	maxAsked  = 1 << 20  // of what the kiosk sends
)

// writeFrame writes a frame with v as JSON in it; with nothing in it for nil.
func writeFrame(w io.Writer, kind byte, v any) error {
	var body []byte
	if v != nil {
		var err error
		if body, err = json.Marshal(v); err != nil {
			return err
		}
	}
	return writeBytes(w, kind, body)
}

func writeBytes(w io.Writer, kind byte, body []byte) error {
	frame := make([]byte, frameHead, frameHead+len(body))
	frame[0] = kind
	binary.BigEndian.PutUint32(frame[1:], uint32(len(body)))
	_, err := w.Write(append(frame, body...))
	return err
}

// writePIN writes a PIN out of its own memory: no other holds it.
func writePIN(w io.Writer, p *PIN) error {
	head := [frameHead]byte{framePIN}
	binary.BigEndian.PutUint32(head[1:], uint32(p.Len()))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(p.Bytes())
	return err
}

// readHead reads a frame's head and refuses one that is longer than limit.
func readHead(r io.Reader, limit int) (kind byte, n int, err error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, 0, err
	}
	size := binary.BigEndian.Uint32(head[1:])
	if int64(size) > int64(limit) {
		return 0, 0, fmt.Errorf("ukey: frame of %d bytes: %w", size, devices.ErrGarbled)
	}
	return head[0], int(size), nil
}

// readFrame reads a frame whole. r must not read ahead: what follows may be a PIN.
func readFrame(r io.Reader, limit int) (kind byte, body []byte, err error) {
	kind, n, err := readHead(r, limit)
	if err != nil {
		return 0, nil, err
	}
	// Not all at once: the length may be a lie.
	body = make([]byte, 0, min(n, 64<<10))
	for len(body) < n {
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
		m, err := io.ReadFull(r, body[len(body):min(cap(body), n)])
		body = body[:len(body)+m]
		if err != nil {
			return 0, nil, cutShort(err)
		}
	}
	return kind, body, nil
}

// readPIN reads a frame of a PIN into the PIN's own memory.
func readPIN(r io.Reader, p *PIN) error {
	kind, n, err := readHead(r, MaxPIN)
	if err != nil {
		return cutShort(err)
	}
	if kind != framePIN {
		return fmt.Errorf("ukey: frame %q instead of a PIN: %w", kind, devices.ErrGarbled)
	}
	p.Wipe()
	_, err = io.ReadFull(r, p.bytes[:n])
	p.n = n
	if err != nil {
		p.Wipe()
		return cutShort(err)
	}
	return nil
}

// cutShort tells the end of a pipe within a frame from one between two.
func cutShort(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// decodeBody reads a frame's JSON.
func decodeBody(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("ukey: frame: %w: %w", devices.ErrGarbled, err)
	}
	return nil
}
