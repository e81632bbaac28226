package ukey

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is a text that a key or a library says of itself, made fit to be shown:
// without control characters and what is no UTF-8, spaces trimmed, at most limit
// characters.
func Clean(s string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			r = ' '
		}
		if n++; n > limit {
			break
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
