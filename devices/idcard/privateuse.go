package idcard

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// standardise replaces the code points of private use which GBK gave to
// characters that Unicode did not have yet, by the ones they have now. Cards
// of the time still hold them.
func standardise(s string) string { return strings.Map(standardRune, s) }

func standardRune(p rune) rune {
	switch {
	case p >= 0xE815 && p <= 0xE864:
		return legacyRune(p)
	case p >= 0xE78D && p <= 0xE796: // vertical punctuation, in GB 18030's order
		return []rune{0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19}[p-0xE78D]
	case p == 0xE7C7:
		return 0x1E3F
	}
	return p
}

// legacyRune maps U+E815–E864, GBK's bytes FE50–FEA0 without FE7F, to what GB
// 18030 says of these bytes today. The characters which Go's decoder does not
// know stand in the switch.
func legacyRune(p rune) rune {
	switch p {
	case 0xE816:
		return 0x20087
	case 0xE817:
		return 0x20089
	case 0xE818:
		return 0x200CC
	case 0xE81E:
		return 0x9FB4
	case 0xE826:
		return 0x9FB5
	case 0xE82B:
		return 0x9FB6
	case 0xE82C:
		return 0x9FB7
	case 0xE831:
		return 0x215D7
	case 0xE832:
		return 0x9FB8
	case 0xE83B:
		return 0x2298F
	case 0xE843:
		return 0x9FB9
	case 0xE854:
		return 0x9FBA
	case 0xE855:
		return 0x241FE
	case 0xE864:
		return 0x9FBB
	}
	low := byte(0x50 + (p - 0xE815))
	if low >= 0x7F {
		low++
	}
	s, err := simplifiedchinese.GB18030.NewDecoder().String(string([]byte{0xFE, low}))
	if r := []rune(s); err == nil && len(r) == 1 && r[0] != unicode.ReplacementChar {
		return r[0]
	}
	return p
}

// hasPrivateUse reports whether s holds a code point of private use.
func hasPrivateUse(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Co, r) })
}
