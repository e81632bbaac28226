package idcardsim

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"hallkiosk/devices/idcard"
)

// block writes a card's text: 256 bytes of UTF-16LE, padded with spaces. It
// remembers the first field that does not fit.
type block struct {
	b   []byte
	err error
}

func newBlock() *block { return &block{b: []byte(strings.Repeat(" \x00", 128))} }

// fail names the field, never what was in it.
func (w *block) fail(field string) {
	if w.err == nil {
		w.err = fmt.Errorf("idcardsim: card: %w: %s", ErrCard, field)
	}
}

func (w *block) put(off, size int, s string) { w.units(off, size, utf16.Encode([]rune(s))) }

func (w *block) units(off, size int, u []uint16) {
	if len(u) > size/2 {
		w.fail(fmt.Sprintf("text at %d is longer than %d units", off, size/2))
		return
	}
	for i, c := range u {
		binary.LittleEndian.PutUint16(w.b[off+2*i:], c)
	}
}

func (w *block) date(s string) string {
	if t, err := time.Parse("2006-01-02", s); err == nil && isoDate.MatchString(s) {
		return t.Format("20060102")
	}
	w.fail("date")
	return ""
}

func (w *block) two(n int) string {
	if n < 0 || n > 99 {
		w.fail("issueCount")
		return ""
	}
	return fmt.Sprintf("%02d", n)
}

func (w *block) sex(s string) string {
	switch s {
	case "男", "male", "1":
		return "1"
	case "女", "female", "2":
		return "2"
	case "未说明", "9":
		return "9"
	case "", "未知", "0":
		return "0"
	}
	w.fail("sex")
	return ""
}

func (w *block) ethnicity(s string) string {
	if idcard.EthnicGroup(s) != "" {
		return s // a code already
	}
	code := idcard.EthnicCode(strings.TrimSuffix(s, "族"))
	if code == "" {
		w.fail("ethnicity")
	}
	return code
}
