package scanner

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeGB18030 decodes b, ok false where it is no GB 18030. It is golang.org/x/text's
// decoder with the pairs that this one does not know or still maps to private use.
func decodeGB18030(b []byte) (s string, ok bool) {
	dec := simplifiedchinese.GB18030.NewDecoder()
	var out strings.Builder
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			out.WriteByte(b[0])
			b = b[1:]
			continue
		}
		n := 2
		if len(b) >= 2 && isDigit(b[1]) {
			n = 4
		}
		if len(b) < n {
			return "", false
		}
		r := missing(b[:n])
		if r == 0 {
			dec.Reset()
			one, err := dec.Bytes(b[:n])
			if err != nil || utf8.RuneCount(one) != 1 {
				return "", false
			}
			if r, _ = utf8.DecodeRune(one); r == utf8.RuneError {
				return "", false
			}
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String(), true
}

// missing is the character of a pair of bytes (GB 18030-2022) that the decoder
// lacks, 0 for the others.
func missing(b []byte) rune {
	if len(b) != 2 {
		return 0
	}
	switch uint16(b[0])<<8 | uint16(b[1]) {
	case 0xA8BC:
		return 0x1E3F
	case 0xA6D9:
		return 0xFE10
	case 0xA6DA:
		return 0xFE12
	case 0xA6DB:
		return 0xFE11
	case 0xA6DC, 0xA6DD, 0xA6DE, 0xA6DF:
		return 0xFE13 + rune(b[1]-0xDC)
	case 0xA6EC, 0xA6ED:
		return 0xFE17 + rune(b[1]-0xEC)
	case 0xA6F3:
		return 0xFE19
	case 0xFE51:
		return 0x20087
	case 0xFE52:
		return 0x20089
	case 0xFE53:
		return 0x200CC
	case 0xFE59:
		return 0x9FB4
	case 0xFE61:
		return 0x9FB5
	case 0xFE66:
		return 0x9FB6
	case 0xFE67:
		return 0x9FB7
	case 0xFE6C:
		return 0x215D7
	case 0xFE6D:
		return 0x9FB8
	case 0xFE76:
		return 0x2298F
	case 0xFE7E:
		return 0x9FB9
	case 0xFE90:
		return 0x9FBA
	case 0xFE91:
		return 0x241FE
	case 0xFEA0:
		return 0x9FBB
	}
	return 0
}
