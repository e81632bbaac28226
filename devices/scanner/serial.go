package scanner

import (
	"bytes"
	"time"
)

// serial puts a code together from the bytes of a serial port, where a transfer
// may end at any byte and nothing marks the end of a code for certain: a code may
// hold line ends of its own, as old licences do. So a rest ends it, a short one
// after a line end, a long one anywhere else.
type serial struct {
	collector
	line, other time.Duration
	ended       bool // the last byte was a line end
}

func (s *serial) add(b []byte) (code, bool) {
	if !s.begun {
		b = bytes.TrimLeft(b, "\r\n") // of the code before, or of none
	}
	if len(b) == 0 {
		return code{}, false
	}
	last := b[len(b)-1]
	s.ended = last == '\r' || last == '\n'
	return s.put("", b...)
}

func (s *serial) pause() time.Duration {
	if s.ended {
		return s.line
	}
	return s.other
}

func (s *serial) rest() (code, bool) {
	s.ended = false
	return s.end()
}
