package idcard

import (
	"errors"
	"fmt"
)

// The reader's result, SW3 (GA/T 467).
const (
	swSuccess      = 0x90
	swAbsent       = 0x91 // the card has no such item
	swFound        = 0x9F
	swBadChecksum  = 0x10
	swBadLength    = 0x11
	swBadCommand   = 0x21
	swNotPermitted = 0x23
	swSelfTest     = 0x60
	swUnauthorised = 0x66
	swNoCard       = 0x80
)

// StatusError is a reader's reply that reports no success. SW1 and SW2 come
// from the card, SW3 from the reader.
type StatusError struct{ SW1, SW2, SW3 byte }

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s (SW %02X %02X %02X)", e.sentinel(), e.SW1, e.SW2, e.SW3)
}

// Unwrap makes errors.Is find the sentinel for SW3.
func (e *StatusError) Unwrap() error { return e.sentinel() }

func (e *StatusError) sentinel() error {
	switch e.SW3 {
	case swNoCard:
		return ErrNoCard
	case swBadChecksum, swBadLength, swBadCommand, swNotPermitted:
		return ErrRefused
	case swSelfTest:
		return ErrSelfTest
	case swUnauthorised:
		return ErrUnauthorised
	}
	// 24 31 32 33 40 41 47 81 91, and codes no table lists: the card and
	// the reader did not come to terms.
	return ErrUnreadable
}

func (e *StatusError) code() string {
	var f *fault
	errors.As(e.sentinel(), &f)
	return f.code
}
