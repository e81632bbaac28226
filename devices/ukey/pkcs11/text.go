package pkcs11

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/devices/ukey"
)

// text is a field of fixed width, padded with blanks (PKCS#11 v2.40, 3.1): UTF-8 by
// the standard, perhaps cut within a character, GB 18030 by Windows' habit.
func text(field string) string {
	s := strings.TrimRight(field, "\x00 ")
	if whole := uncut(s); utf8.ValidString(whole) {
		s = whole
	} else if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(s); err == nil {
		s = decoded
	}
	return ukey.Clean(s, 64)
}

// uncut leaves out the beginning of a character at the end.
func uncut(s string) string {
	for n := 1; n < utf8.UTFMax && n <= len(s); n++ {
		tail := s[len(s)-n:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRuneInString(tail) {
				return s[:len(s)-n]
			}
			break
		}
	}
	return s
}
