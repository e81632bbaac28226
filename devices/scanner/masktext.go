package scanner

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The sample organisation's credit code, whose check character is right.
const sampleCode = "91430100MA4L16JQ9D"

// sampleHan takes the place of Chinese text, over and over.
const sampleHan = "张三"

// maskPayload replaces a code's letters, digits and Chinese characters by others
// that take as many bytes in its encoding, and keeps the rest: punctuation, line
// ends, AIM identifiers, and the words that lead a licence's fields. A credit code
// that is right becomes that of a sample organisation. What is no text stays none.
func maskPayload(p []byte, codes bool) {
	if utf8.Valid(p) {
		copy(p, maskString(string(p), utf8.RuneLen, codes))
		return
	}
	if text, ok := decodeGB18030(p); ok {
		enc := simplifiedchinese.GB18030.NewEncoder()
		size := func(r rune) int {
			b, err := enc.Bytes([]byte(string(r)))
			if err != nil {
				return 0
			}
			return len(b)
		}
		if masked, err := enc.Bytes([]byte(maskString(text, size, codes))); err == nil && len(masked) == len(p) {
			copy(p, masked)
			return
		}
	}
	for i, c := range p {
		switch {
		case c >= 0x80:
			p[i] = 0xFF // no text in any encoding
		case isLetter(c):
			p[i] = 'A'
		case isDigit(c):
			p[i] = '0'
		}
	}
}

// keptWords are in lower case.
func keptWords() []string {
	kept := []string{"https://", "http://", "gsxt.gov.cn"}
	for _, w := range labelWords() {
		kept = append(kept, w.word)
	}
	return kept
}

// maskString masks text, whose characters are size bytes long as they are sent.
func maskString(text string, size func(rune) int, codes bool) string {
	var out strings.Builder
	kept := keptWords()
	han := 0
	for start := true; text != ""; {
		n := 0
		switch {
		case start && isIdentifier(text):
			n = aimSize
		case codes && creditCode(text) && (out.Len() == 0 || !alphanumeric(lastByte(&out))):
			out.WriteString(sampleCode)
			text, start = text[len(sampleCode):], false
			continue
		default:
			n = keptLength(text, kept)
		}
		if n > 0 {
			out.WriteString(text[:n])
			text, start = text[n:], false
			continue
		}
		r, n := utf8.DecodeRuneInString(text)
		out.WriteRune(maskRune(r, size, &han))
		text, start = text[n:], r == '\n' || r == '\r'
	}
	return out.String()
}

func lastByte(b *strings.Builder) byte { s := b.String(); return s[len(s)-1] }

func isIdentifier(text string) bool {
	aim, _ := cutAIM([]byte(text[:min(len(text), aimSize)]))
	return aim != ""
}

// keptLength is how much of text's beginning is a word that says nothing of
// anybody.
func keptLength(text string, kept []string) int {
	for _, w := range kept {
		if len(text) >= len(w) && strings.EqualFold(text[:len(w)], w) {
			return len(w)
		}
	}
	return 0
}

// maskRune is a character of the same kind and size; han counts the Chinese ones.
func maskRune(r rune, size func(rune) int, han *int) rune {
	switch {
	case r >= '0' && r <= '9':
		return '0'
	case r >= 'a' && r <= 'z':
		return 'a'
	case r >= 'A' && r <= 'Z':
		return 'A'
	case !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Co, r):
		return r
	}
	samples := []rune(sampleHan)
	if first := samples[*han%len(samples)]; size(first) == size(r) {
		*han++
		return first
	}
	for _, s := range []rune{'é', '㐀', '𠮷'} {
		if size(s) == size(r) {
			return s
		}
	}
	return '\uFFFD'
}

// creditCode reports whether text begins with a unified social credit code whose
// check character is right (GB 32100) and which ends there.
func creditCode(text string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(text) < len(sampleCode) || len(text) > len(sampleCode) && alphanumeric(text[len(sampleCode)]) {
		return false
	}
	sum, weight := 0, 1
	for i := range len(sampleCode) - 1 {
		v := strings.IndexByte(alphabet, text[i])
		if v < 0 {
			return false
		}
		sum, weight = sum+v*weight, weight*3%31
	}
	return text[len(sampleCode)-1] == alphabet[(31-sum%31)%31]
}

func alphanumeric(c byte) bool { return isLetter(c) || isDigit(c) }
