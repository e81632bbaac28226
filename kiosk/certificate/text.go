package certificate

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	der "golang.org/x/crypto/cryptobyte/asn1"
)

// maxRunes is the longest text that is kept, in characters; what is longer is cut.
const maxRunes = 256

// The string types of ASN.1 that cryptobyte does not name (X.680, 8.4).
const (
	tagVideotex  = der.Tag(21)
	tagGraphic   = der.Tag(25)
	tagVisible   = der.Tag(26)
	tagUniversal = der.Tag(28)
	tagBMP       = der.Tag(30)
	tagNumeric   = der.Tag(18)
)

func isText(tag der.Tag) bool {
	switch tag {
	case der.UTF8String, der.PrintableString, der.T61String, der.IA5String, der.GeneralString,
		tagVideotex, tagGraphic, tagVisible, tagUniversal, tagBMP, tagNumeric:
		return true
	}
	return false
}

// text reads a string by what its bytes are rather than by what its type
// promises: Chinese authorities wrote UTF-8 and GB 18030 into all of them.
func text(tag der.Tag, content []byte) string {
	switch tag {
	case tagBMP:
		if s, ok := utf16Text(content); ok {
			return clean(s)
		}
	case tagUniversal:
		if s, ok := utf32Text(content); ok {
			return clean(s)
		}
	}
	return clean(bytesText(content))
}

// bytesText reads UTF-8, else GB 18030, else what of it is UTF-8.
func bytesText(content []byte) string {
	if utf8.Valid(content) {
		return string(content)
	}
	s, err := simplifiedchinese.GB18030.NewDecoder().String(string(content))
	if err == nil && !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	return strings.ToValidUTF8(string(content), "")
}

func utf16Text(content []byte) (string, bool) {
	if len(content)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(content[2*i:])
	}
	return string(utf16.Decode(units)), true
}

func utf32Text(content []byte) (string, bool) {
	if len(content)%4 != 0 {
		return "", false
	}
	var b strings.Builder
	for i := 0; i < len(content); i += 4 {
		v := binary.BigEndian.Uint32(content[i:])
		if v > unicode.MaxRune || !utf8.ValidRune(rune(v)) {
			return "", false
		}
		b.WriteRune(rune(v))
	}
	return b.String(), true
}

// clean drops what cannot be seen, folds blanks and cuts.
func clean(s string) string {
	var b strings.Builder
	n, blank := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = n > 0
			continue
		case r == utf8.RuneError, unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			continue
		}
		if n == maxRunes {
			break
		}
		if blank && n < maxRunes-1 {
			b.WriteByte(' ')
			n++
		}
		blank = false
		b.WriteRune(r)
		n++
	}
	return b.String()
}
