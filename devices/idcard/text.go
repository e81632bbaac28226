package idcard

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

const (
	textLen  = 256 // bytes of UTF-16LE, padded with spaces
	flagAt   = 248 // offset of the unit that tells the kind of card
	nameSize = 30  // bytes, 15 units
)

// decodeText reads the text block of a card of any kind. The kinds share one
// size, not one layout; what is in reserved places is ignored.
func decodeText(b []byte) (Card, error) {
	if len(b) != textLen {
		return Card{}, ErrPayload
	}
	t := &textBlock{b: b}
	var c Card
	switch binary.LittleEndian.Uint16(b[flagAt:]) {
	case 'J':
		c = t.hkmt()
	case 'Y':
		c = t.foreigner2023()
	case 'I':
		c = t.foreigner2017()
	default:
		c = t.resident()
	}
	c.PrivateUse = hasPrivateUse(c.Name)
	switch {
	case t.err != nil:
		return Card{}, t.err
	case c.Number == "" || c.Name == "" && c.LatinName == "":
		return Card{}, ErrEmpty
	case c.ValidTo.Before(c.ValidFrom):
		return Card{}, ErrDate
	}
	return c, nil
}

func (t *textBlock) resident() Card {
	c := t.common()
	c.Kind = Resident
	c.EthnicityCode = t.str(32, 4)
	c.Ethnicity = EthnicGroup(c.EthnicityCode)
	c.Address, c.Issuer = t.str(52, 70), t.str(158, 30)
	return c
}

func (t *textBlock) hkmt() Card {
	c := t.common()
	c.Kind = HKMT
	c.Address, c.Issuer = t.str(52, 70), t.str(158, 30)
	c.PassNumber, c.IssueCount = t.str(220, 18), t.count(238)
	return c
}

func (t *textBlock) foreigner2023() Card {
	c := t.common()
	c.Kind = Foreigner
	c.IssueCount = t.count(32)
	c.LatinName = t.joined(52, 70, 220, 22)
	c.Nationality = t.str(242, 6)
	return c
}

func (t *textBlock) foreigner2017() Card {
	c := Card{Kind: Foreigner, LatinName: t.str(0, 120), Sex: t.sex(120),
		Number: t.str(122, 30), Nationality: t.str(152, 6)}
	c.Name, c.RawName = t.str(158, nameSize), t.raw(158, nameSize)
	c.ValidFrom, c.ValidTo, c.Birth = t.date(188), t.end(204), t.date(220)
	c.Issuer = t.str(240, 8)
	return c
}

// common reads what all layouts but that of 2017 have in the same places.
func (t *textBlock) common() Card {
	return Card{Name: t.str(0, nameSize), RawName: t.raw(0, nameSize), Sex: t.sex(30), Birth: t.date(36),
		Number: t.str(122, 36), ValidFrom: t.date(188), ValidTo: t.end(204)}
}

// textBlock reads fields and remembers the first error.
type textBlock struct {
	b   []byte
	err error
}

func (t *textBlock) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// raw is the field's units without the padding around them.
func (t *textBlock) raw(off, size int) []uint16 {
	u := make([]uint16, size/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(t.b[off+2*i:])
	}
	return trimUnits(u)
}

// trimUnits drops spaces and NULs at both ends.
func trimUnits(u []uint16) []uint16 {
	pad := func(c uint16) bool { return c == ' ' || c == 0 }
	for len(u) > 0 && pad(u[len(u)-1]) {
		u = u[:len(u)-1]
	}
	if i := slices.IndexFunc(u, func(c uint16) bool { return !pad(c) }); i > 0 {
		u = u[i:]
	}
	return u
}

func (t *textBlock) str(off, size int) string { return t.text(t.raw(off, size)) }

// joined is a text that goes on in a second field; the padding between the
// two belongs to it only where the first is not full.
func (t *textBlock) joined(off1, size1, off2, size2 int) string {
	u := make([]uint16, 0, (size1+size2)/2)
	for _, part := range [][]byte{t.b[off1 : off1+size1], t.b[off2 : off2+size2]} {
		for i := 0; i < len(part); i += 2 {
			u = append(u, binary.LittleEndian.Uint16(part[i:]))
		}
	}
	return strings.Join(strings.Fields(t.text(trimUnits(u))), " ")
}

// text decodes units, refusing half surrogates, control and format characters
// and erased memory (FFFF).
func (t *textBlock) text(u []uint16) string {
	s := string(utf16.Decode(u))
	bad := func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf) || r&0xFFFE == 0xFFFE
	}
	if strings.ContainsFunc(s, bad) {
		t.fail(ErrText)
		return ""
	}
	return standardise(s)
}

func (t *textBlock) sex(off int) Sex {
	switch s := t.str(off, 2); s {
	case "1":
		return Male
	case "2":
		return Female
	case "9":
		return SexUnspecified
	}
	return SexUnknown
}

func (t *textBlock) date(off int) Date {
	d, err := parseDate(t.str(off, 16))
	if err != nil {
		t.fail(err)
	}
	return d
}

func (t *textBlock) end(off int) Date {
	d, err := parseEnd(t.str(off, 16))
	if err != nil {
		t.fail(err)
	}
	return d
}

// count reads two digits; blank is 0.
func (t *textBlock) count(off int) int {
	s := t.str(off, 4)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseUint(s, 10, 8)
	if err != nil {
		t.fail(ErrText)
	}
	return int(n)
}
