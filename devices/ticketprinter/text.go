package ticketprinter

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/devices/ticketprinter/glyph"
)

// Errors of a Slip that cannot be printed; nothing was sent.
var (
	// ErrCharacter: a control character or broken UTF-8, which must not reach a
	// printer, for it might be taken as a command.
	ErrCharacter = errors.New("character that cannot be printed")
	// ErrRare: a line needs to be drawn and there is no Rasteriser.
	ErrRare = errors.New("line needs a rasteriser")
	// ErrTooWide: does not fit the paper.
	ErrTooWide = errors.New("too wide for the paper")
	// ErrItem: an item with a size, level or number out of range.
	ErrItem = errors.New("item out of range")
)

// encode gives text in two-byte GB 18030, or ok false where one character has
// to be drawn instead.
func encode(text string, gb2312Only bool) (out []byte, ok bool) {
	enc := simplifiedchinese.GB18030.NewEncoder()
	for _, r := range text {
		if r < utf8.RuneSelf {
			out = append(out, byte(r))
			continue
		}
		b, err := enc.Bytes([]byte(string(r)))
		if err != nil || len(b) != 2 || !printable(b[0], b[1], gb2312Only) {
			return nil, false
		}
		out = append(out, b...)
	}
	return out, true
}

// printable reports whether every Chinese printer and converter agrees on what
// the two-byte code means. Left out are the user-defined areas of GBK and the
// codes that moved between GBK, GB 18030-2000, -2005 and -2022, some of which
// golang.org/x/text encodes in its own way: A2AB–, A6D9–A6F5, A8BB–A8C4,
// A989–A996, FE50–FEA0.
func printable(lead, trail byte, gb2312Only bool) bool {
	code := uint16(lead)<<8 | uint16(trail)
	level := trail >= 0xA1 // the half of the table that GB 2312 fills
	switch {
	case lead >= 0xB0 && lead <= 0xF7 && level: // GB 2312 ideographs
		return code < 0xD7FA || code > 0xD7FE
	case lead >= 0xA1 && lead <= 0xA9 && level: // signs, GB 2312 rows 1 to 9
		return signPrintable(code)
	case gb2312Only:
		return false
	case lead >= 0x81 && lead <= 0xA0: // GBK/3
		return true
	case lead >= 0xAA && lead <= 0xFD && !level: // GBK/4
		return true
	}
	return lead == 0xFE && trail < 0x50
}

// signPrintable leaves out the codes of rows 1 to 9 that GB 2312 did not fill.
func signPrintable(code uint16) bool {
	gaps := [][2]uint16{
		{0xA2A1, 0xA2B0}, {0xA2E3, 0xA2E4}, {0xA2EF, 0xA2F0}, {0xA2FD, 0xA2FE}, {0xA4F4, 0xA4FE}, {0xA5F7, 0xA5FE},
		{0xA6B9, 0xA6C0}, {0xA6D9, 0xA6FE}, {0xA7C2, 0xA7D0}, {0xA7F2, 0xA7FE}, {0xA8BB, 0xA8C4},
		{0xA8EA, 0xA8FE}, {0xA9A1, 0xA9A3}, {0xA9F0, 0xA9FE},
	}
	for _, g := range gaps {
		if code >= g[0] && code <= g[1] {
			return false
		}
	}
	return true
}

// checkText refuses what must not reach a printer.
func checkText(text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%w: broken UTF-8", ErrCharacter)
	}
	for _, r := range text {
		if r != '\n' && (r < 0x20 || r >= 0x7F && r < 0xA0) {
			return fmt.Errorf("%w: U+%04X", ErrCharacter, r)
		}
	}
	return nil
}

// rows breaks text at line feeds and where columns narrow cells are full; it
// prefers a space, else it breaks anywhere, as Chinese may.
func rows(text string, columns int) []string {
	var out []string
	for para := range strings.SplitSeq(text, "\n") {
		for glyph.Columns(para) > columns {
			head, rest := breakRow(para, columns)
			out = append(out, head)
			para = rest
		}
		out = append(out, para)
	}
	return out
}

// breakRow splits text, which is wider than columns, before the first
// character that does not fit, or at a space in the half before.
func breakRow(text string, columns int) (head, rest string) {
	used, end := 0, 0
	for i, r := range text {
		used += glyph.Cells(r)
		if used > columns && i > 0 {
			end = i
			break
		}
	}
	if text[end] == ' ' {
		return text[:end], strings.TrimLeft(text[end:], " ")
	}
	if space := strings.LastIndexByte(text[:end], ' '); space > end/2 && inWord(text, end) {
		return text[:space], text[space+1:]
	}
	return text[:end], text[end:]
}

// inWord reports whether text would be broken between two ASCII characters.
func inWord(text string, at int) bool {
	return text[at-1] < utf8.RuneSelf && text[at] < utf8.RuneSelf
}
