package scanner

import (
	"slices"
	"time"
)

// code is what a scanner sent from the beginning of a code to its end.
type code struct {
	raw []byte
	aim string // letter and digit
	err error
}

// assembler turns reports into codes. Each call returns a code when it is
// finished, or as soon as it is known to be too long.
type assembler interface {
	add(report []byte) (code, bool)
	rest() (code, bool) // nothing came for as long as pause says
	pause() time.Duration
	busy() bool // in the middle of a code
}

// collector is what the assemblers share: a code under way, its limit, and
// what is wrong with it.
type collector struct {
	max     int // bytes
	raw     []byte
	aim     string
	begun   bool
	spoilt  bool // a report could not be understood
	partial bool // more was to come
	swallow bool // too long and said so: the rest is thrown away
}

func (c *collector) busy() bool { return c.begun }

func (c *collector) spoil() { c.begun, c.spoilt = true, true }

// put takes the next bytes of the code. Where they are too many it returns the
// failed code at once, since its end may never come.
func (c *collector) put(aim string, b ...byte) (code, bool) {
	c.begun = true
	if c.swallow {
		return code{}, false
	}
	if c.aim == "" {
		c.aim = aim
	}
	if len(c.raw)+len(b) > c.max {
		c.swallow = true
		clear(c.raw)
		c.raw = nil
		return code{err: ErrTooLong}, true
	}
	c.raw = append(c.raw, b...)
	return code{}, false
}

// end finishes the code and makes ready for the next; a lone terminator and
// the end of what was swallowed are no code.
func (c *collector) end() (code, bool) {
	was := *c
	*c = collector{max: was.max}
	done := code{raw: slices.Clip(was.raw), aim: was.aim}
	switch {
	case !was.begun || was.swallow:
		return code{}, false
	case was.spoilt:
		return code{err: ErrGarbled}, true
	case was.partial:
		return code{err: ErrIncomplete}, true
	case len(was.raw) == 0:
		return code{}, false
	}
	return done, true
}
