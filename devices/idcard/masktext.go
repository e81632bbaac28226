package idcard

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

const addressLen = 70 // bytes of an appended address

// The sample person, as long as need be.
const (
	sampleName    = "张三"
	sampleAddress = "湖南省常德市武陵区柳叶大道"
	sampleIssuer  = "常德市公安局"
	sampleLatin   = "SAMPLE"
)

// sampleBirths are the days of birth that the sample numbers hold.
const (
	residentBirth  = "19900307"
	hkmtBirth      = "19940823"
	foreignerBirth = "19930520"
	oldBirth       = "19901231"
)

// maskText replaces a card's text by that of a sample person with the same kind of
// card. Fields keep their length and their kinds of characters: Han, rare ones of
// two units, private use, digits. So a name of private use is one still, and a
// number is as right or as wrong as it was.
func maskText(b []byte) {
	t := masking{b}
	switch binary.LittleEndian.Uint16(b[flagAt:]) {
	case 'J':
		t.common("810000"+hkmtBirth+"002", "2", hkmtBirth)
		t.like(32, 4, "")
		t.like(52, 70, sampleAddress)
		t.like(158, 30, sampleIssuer)
		t.like(220, 18, "")
		t.like(242, 6, "")
	case 'Y':
		t.common("931702"+foreignerBirth+"001", "1", foreignerBirth)
		t.like(52, 70, sampleLatin)
		t.like(158, 30, "")
		t.like(220, 22, sampleLatin)
		t.like(242, 6, "")
	case 'I':
		t.like(0, 120, sampleLatin)
		t.sex("2")
		t.number(30, "KAZ1100"+oldBirth[2:]+"0")
		t.like(152, 6, "KAZ")
		t.like(158, 30, sampleName)
		t.validity()
		t.date(220, oldBirth)
		t.like(236, 12, "")
	default:
		t.common("430102"+residentBirth+"211", "1", residentBirth)
		if EthnicGroup(t.plain(32, 4)) != "" {
			t.put(32, "01")
		} else {
			t.like(32, 4, "")
		}
		t.like(52, 70, sampleAddress)
		t.like(158, 30, sampleIssuer)
		t.like(220, 28, "")
	}
	t.like(250, 6, "")
}

// masking overwrites fields of a text block.
type masking struct{ b []byte }

func (t masking) plain(off, size int) string {
	return (&textBlock{b: t.b}).str(off, size)
}

func (t masking) like(off, size int, sample string) { maskUnits(t.b[off:off+size], sample) }

func (t masking) put(off int, s string) {
	for i, u := range utf16.Encode([]rune(s)) {
		binary.LittleEndian.PutUint16(t.b[off+2*i:], u)
	}
}

// common masks what all layouts but that of 2017 have in the same places.
func (t masking) common(number, sex, birth string) {
	t.like(0, nameSize, sampleName)
	if s := t.plain(30, 2); s == "1" || s == "2" {
		t.put(30, sex)
	}
	t.date(36, birth)
	t.number(36, number)
	t.validity()
}

func (t masking) sex(sample string) {
	if s := t.plain(120, 2); s == "1" || s == "2" {
		t.put(120, sample)
	}
}

// date puts the sample in place of a day that the calendar has, and masks any
// other digit by digit, so that it stays wrong.
func (t masking) date(off int, sample string) {
	if _, err := parseDate(t.plain(off, 16)); err == nil {
		t.put(off, sample)
		return
	}
	t.like(off, 16, "")
}

// validity keeps 长期, and which of the two days is the earlier.
func (t masking) validity() {
	from, err := parseDate(t.plain(188, 16))
	to, errTo := parseEnd(t.plain(204, 16))
	first, last := "20160101", "20360101"
	if err == nil && errTo == nil && to.Before(from) {
		first, last = last, first
	}
	t.date(188, first)
	if errTo != nil || !to.LongTerm {
		t.date(204, last)
	}
}

// number puts the sample with its check character in place of a number that is as
// long, right where that was right. The field has size bytes at 122.
func (t masking) number(size int, sample string) {
	was := t.plain(122, size)
	foreign := func(r rune) bool { return r >= 0x80 }
	if size != len(was)*2 || len(was) != len(sample)+1 || strings.ContainsFunc(was, foreign) {
		t.like(122, size, "")
		return
	}
	check := checkCharacter
	if len(was) == 15 {
		check = oldCheckCharacter
	}
	c := check(sample)
	if was[len(was)-1] != check(was[:len(was)-1]) {
		c = '0' + (c+1)%10 // any that is wrong
		if c == check(sample) {
			c = '0' + (c+1)%10
		}
	}
	t.put(122, sample+string(c))
}

// checkCharacter is that of GB 11643 (ISO 7064 MOD 11-2) for 17 digits.
func checkCharacter(digits string) byte {
	sum := 0
	for _, c := range []byte(digits) {
		sum = (sum + int(c-'0')) * 2 % 11
	}
	return "10X98765432"[sum%11]
}

// oldCheckCharacter is that of foreigners' numbers of 2017 for 14 characters:
// weights 7, 3, 1, modulo 10, letters from A = 10.
func oldCheckCharacter(text string) byte {
	sum := 0
	for i, c := range []byte(text) {
		v, err := strconv.ParseInt(string(c), 36, 0)
		if err != nil {
			v = 0
		}
		sum += int(v) * []int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

// maskUnits replaces each UTF-16 unit by one of its kind; Han, and letters where
// the sample has some, become the sample over and over. Padding stays, and what no
// text may hold, since a trace is often made for its sake.
func maskUnits(b []byte, sample string) {
	runes := []rune(sample)
	next := 0
	of := func(kind func(rune) bool, or uint16) uint16 {
		if len(runes) == 0 || !kind(runes[next%len(runes)]) {
			return or
		}
		next++
		return uint16(runes[(next-1)%len(runes)])
	}
	for i := 0; i+1 < len(b); i += 2 {
		u := rune(binary.LittleEndian.Uint16(b[i:]))
		put := func(v uint16) { binary.LittleEndian.PutUint16(b[i:], v) }
		switch {
		case utf16.IsSurrogate(u) && i+3 < len(b) && utf16.DecodeRune(u, rune(binary.LittleEndian.Uint16(b[i+2:]))) != unicode.ReplacementChar:
			put(0xD842) // 𠮷
			i += 2
			put(0xDFB7)
		case utf16.IsSurrogate(u): // half a pair, of nobody
			put(0xD842)
		case unicode.Is(unicode.Co, u) && standardRune(u) != u:
			put(0xE863) // 䶮, as GBK had it
		case unicode.Is(unicode.Co, u):
			put(0xE000)
		case u >= '0' && u <= '9':
			put('0')
		case u >= 'a' && u <= 'z', u >= 'A' && u <= 'Z':
			put(of(isLatin, 'A'))
		case unicode.IsLetter(u), unicode.IsNumber(u):
			put(of(isHan, '一'))
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isLatin(r rune) bool { return r >= 'A' && r <= 'Z' }
