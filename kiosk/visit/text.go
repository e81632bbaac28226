package visit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts that the forms have room for, in characters.
const (
	MaxName    = 50  // a person's; minority names reach that (notice of the ethnic affairs commission)
	MaxUnit    = 100 // an organisation's
	MaxAddress = 100
	MaxOther   = 30 // a kind of organisation or seal in the person's own words
)

// CheckText checks a text that a person wrote: there, not longer than max
// characters, and without control or other invisible characters.
func CheckText(s string, max int) *Doubt {
	if strings.TrimSpace(s) == "" {
		return &Doubt{Code: CodeMissing}
	}
	at := 0
	for _, r := range s {
		at++
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return &Doubt{Code: CodeControl, At: at}
		}
	}
	if at > max {
		return &Doubt{Code: CodeTooLong, Limit: max}
	}
	return nil
}

// NormalText trims a text and folds runs of blanks.
func NormalText(s string) string { return strings.Join(strings.Fields(s), " ") }

// nameSeparators are written for U+00B7 between the parts of a name.
var nameSeparators = strings.NewReplacer("•", "·", "・", "·", "．", "·", "‧", "·", "∙", "·")

// NormalName brings a name's separators to U+00B7 (GB A1A4), so that a name
// from a card and the same name typed are equal.
func NormalName(s string) string { return nameSeparators.Replace(NormalText(s)) }

// NormalOrganisation brings an organisation's name to how authorities, offices and
// people differ least in writing it: half-width, in capitals, without blanks. It
// is for comparing, not for showing.
func NormalOrganisation(name string) string { return compact(name) }

// compact returns s half-width, in capitals and without any blank.
func compact(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(halfWidth(s)), ""))
}

// halfWidth maps the full-width forms of ASCII (U+FF01 to U+FF5E) to ASCII, as
// Chinese input methods often leave them.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		if r == 0x3000 {
			return ' '
		}
		return r
	}, s)
}

// NormalCount brings a number that was typed into plain digits without leading zeros.
func NormalCount(s string) string { return strings.TrimLeft(compact(s), "0") }
