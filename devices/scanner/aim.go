package scanner

import "strings"

// aimSize is the length of an AIM identifier (ISO/IEC 15424): ], code character,
// modifier.
const aimSize = 3

// codeCharacters are those of ISO/IEC 15424 and its registered additions.
const codeCharacters = "ABCDEFGHIJKLMNOPQRSTUXZdehjz"

// cutAIM takes the AIM identifier from the front of what a scanner sent, where it
// was told to send one: letter and digit without the bracket, "" for none.
func cutAIM(raw []byte) (aim string, rest []byte) {
	if len(raw) < aimSize || raw[0] != ']' || strings.IndexByte(codeCharacters, raw[1]) < 0 || !isModifier(raw[2]) {
		return "", raw
	}
	return string(raw[1:aimSize]), raw[aimSize:]
}

func isModifier(b byte) bool { return isDigit(b) || isLetter(b) }

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// symbology names the AIM identifier's first character (ISO/IEC 15424), "" for
// one that is rare in a hall.
func symbology(aim string) string {
	if aim == "" {
		return ""
	}
	switch aim[0] {
	case 'Q':
		return "QR Code"
	case 'C':
		return "Code 128"
	case 'A':
		return "Code 39"
	case 'd':
		return "Data Matrix"
	case 'L':
		return "PDF417"
	case 'E':
		return "EAN"
	case 'h':
		return "Han Xin"
	case 'z':
		return "Aztec"
	case 'I':
		return "Interleaved 2 of 5"
	}
	return ""
}
