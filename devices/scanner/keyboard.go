package scanner

import (
	"slices"
	"time"
)

// keyboard puts a code together from the reports of a boot keyboard.
type keyboard struct {
	collector
	silence time.Duration // ends a code
	held    [6]byte       // usages of the report before
}

// Modifiers and usages (HID usage tables, page 07).
const (
	shifts       = 0x22 // left and right
	keyRollOver  = 0x01
	keyEnter     = 0x28
	keyTab       = 0x2B
	keypadEnter  = 0x58
	keyboardSize = 8
)

func (k *keyboard) add(r []byte) (code, bool) {
	if len(r) != keyboardSize || r[1] != 0 {
		k.spoil()
		return code{}, false
	}
	usages := [6]byte(r[2:])
	if slices.Contains(usages[:], keyRollOver) {
		return code{}, false // too many keys at once: the next report tells
	}
	before := k.held
	k.held = usages
	var done code
	var ended bool
	for _, u := range usages {
		if u == 0 || slices.Contains(before[:], u) {
			continue
		}
		if c, ok := k.press(r[0], u); ok && !ended {
			done, ended = c, true
		}
	}
	return done, ended
}

func (k *keyboard) press(modifiers, usage byte) (code, bool) {
	if usage == keyEnter || usage == keyTab || usage == keypadEnter {
		return k.end()
	}
	b := character(usage, modifiers&shifts != 0)
	if b == 0 || modifiers&^shifts != 0 {
		k.spoil()
		return code{}, false
	}
	return k.put("", b)
}

func (k *keyboard) pause() time.Duration { return k.silence }

// rest ends the code: a scanner need not send Enter.
func (k *keyboard) rest() (code, bool) {
	k.held = [6]byte{}
	return k.end()
}

// The keys of a US keyboard from usage 1E and 2C on, plain and with shift.
const (
	digits, digitsShifted   = "1234567890", "!@#$%^&*()"
	symbols, symbolsShifted = " -=[]\\\x00;'`,./", " _+{}|\x00:\"~<>?"
)

// character is what a usage types, 0 for nothing.
func character(usage byte, shift bool) byte {
	switch {
	case usage >= 0x04 && usage <= 0x1D:
		if shift {
			return 'A' + usage - 0x04
		}
		return 'a' + usage - 0x04
	case usage >= 0x1E && usage <= 0x27:
		if shift {
			return digitsShifted[usage-0x1E]
		}
		return digits[usage-0x1E]
	case usage >= 0x2C && usage <= 0x38:
		if shift {
			return symbolsShifted[usage-0x2C]
		}
		return symbols[usage-0x2C]
	case usage >= 0x59 && usage <= 0x62: // the keypad's 1 to 9 and 0
		return digits[usage-0x59]
	}
	return 0
}
