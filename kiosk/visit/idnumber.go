package visit

import (
	"strings"
	"time"
)

// idWeights are those of ISO 7064 MOD 11-2 as GB 11643-1999 applies it.
var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// IDCheckCharacter returns the 18th character for 17 digits (GB 11643, 4.2.5),
// or 0 where they are not 17 digits.
func IDCheckCharacter(first17 string) byte {
	if len(first17) != 17 {
		return 0
	}
	sum := 0
	for i, w := range idWeights {
		c := first17[i]
		if c < '0' || c > '9' {
			return 0
		}
		sum += int(c-'0') * w
	}
	return "10X98765432"[sum%11]
}

// NormalIDNumber brings a typed ID number into the form that is stored:
// without blanks, half-width, with a capital X.
func NormalIDNumber(s string) string { return compact(s) }

// CheckIDNumber checks a number that is in normal form: a citizen's of 18
// characters (GB 11643), a Hong Kong, Macau or Taiwan resident's (810000,
// 820000, 830000), a foreigner's of 2023 (9 + 17), or a foreigner's of 2017
// (15 characters). today bounds the birth date.
func CheckIDNumber(s string, today time.Time) *Doubt {
	if s == "" {
		return &Doubt{Code: CodeMissing}
	}
	if len(s) == 15 && s[0] >= 'A' && s[0] <= 'Z' {
		return checkForeigner2017(s)
	}
	for i := 0; i < len(s) && i < 18; i++ {
		if digit(s[i]) || i == 17 && s[i] == 'X' {
			continue
		}
		return &Doubt{Code: CodeCharacter, At: i + 1}
	}
	if len(s) != 18 {
		return &Doubt{Code: CodeLength, Limit: 18}
	}
	if !idRegion(s[:6]) {
		return &Doubt{Code: CodeRegion, At: 1}
	}
	birth, err := time.ParseInLocation("20060102", s[6:14], Changde)
	if err != nil || birth.Year() < 1860 {
		return &Doubt{Code: CodeDate, At: 7}
	}
	if birth.After(today) {
		return &Doubt{Code: CodeFuture, At: 7}
	}
	if want := IDCheckCharacter(s[:17]); s[17] != want {
		return &Doubt{Code: CodeCheckCharacter, At: 18, Want: string(want)}
	}
	return nil
}

// idRegion reports whether the first two digits are a province's (GB/T 2260),
// or the six those of a residence permit.
func idRegion(s string) bool {
	switch s[0] {
	case '9': // foreigner's number of 2023: 9, province, country (ISO 3166 numeric)
		return provinces[s[1:3]]
	case '8':
		return s == "810000" || s == "820000" || s == "830000"
	}
	return provinces[s[:2]]
}

var provinces = set("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71")

// checkForeigner2017 checks the number of the 2017 permanent residence permit:
// country (3 letters), place (4 digits), birth YYMMDD, sex, check digit by the
// 7-3-1 weights of ICAO Doc 9303, A=10 to Z=35.
func checkForeigner2017(s string) *Doubt {
	sum := 0
	for i := 0; i < 15; i++ {
		c, letter := s[i], i < 3
		if letter && (c < 'A' || c > 'Z') || !letter && !digit(c) {
			return &Doubt{Code: CodeCharacter, At: i + 1}
		}
		if i < 14 {
			sum += base36(c) * [3]int{7, 3, 1}[i%3]
		}
	}
	if _, err := time.Parse("060102", s[7:13]); err != nil {
		return &Doubt{Code: CodeDate, At: 8}
	}
	if want := byte('0' + sum%10); s[14] != want {
		return &Doubt{Code: CodeCheckCharacter, At: 15, Want: string(want)}
	}
	return nil
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// base36 is the value of 0-9, A=10 … Z=35.
func base36(c byte) int {
	if digit(c) {
		return int(c - '0')
	}
	return int(c-'A') + 10
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
