package ukey

import (
	"fmt"
	"io"
	"log/slog"
)

// MaxPIN is the longest PIN that is taken, in bytes.
const MaxPIN = 64

// PIN holds what a person typed, in one place in memory, until Wipe. It prints
// as [redacted] wherever it is printed.
type PIN struct {
	bytes [MaxPIN]byte
	n     int
}

// Add appends one character of ASCII and reports whether there was room.
func (p *PIN) Add(c byte) bool {
	if p.n == len(p.bytes) {
		return false
	}
	p.bytes[p.n] = c
	p.n++
	return true
}

// Drop takes the last character away.
func (p *PIN) Drop() {
	if p.n > 0 {
		p.n--
		p.bytes[p.n] = 0
	}
}

// Len is how many bytes it has.
func (p *PIN) Len() int { return p.n }

// Bytes is the PIN itself, in the PIN's own memory: it is not to be kept.
func (p *PIN) Bytes() []byte { return p.bytes[:p.n] }

// Wipe overwrites it.
func (p *PIN) Wipe() { *p = PIN{} }

const redacted = "[redacted]"

// Format prints no PIN by any verb; nor do the others.
func (PIN) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

func (PIN) String() string               { return redacted }
func (PIN) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (PIN) MarshalText() ([]byte, error) { return []byte(redacted), nil }
