package visit

import (
	"net/mail"
	"regexp"
	"strings"
)

// Contact is how the organisation is reached.
type Contact struct {
	Landline, Mobile, Address, Email string
}

var (
	mobilePattern = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	// Area code of 3 or 4 digits, 7 or 8 digits from 2 to 9, and an extension;
	// or a 400/800 number.
	landlinePattern = regexp.MustCompile(`^(0[1-9][0-9]{1,2}-?[2-9][0-9]{6,7}(-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4})$`)
)

// NormalMobile strips blanks, hyphens and the country code 86.
func NormalMobile(s string) string {
	s = strings.ReplaceAll(compact(s), "-", "")
	for strings.HasPrefix(s, "+86") || strings.HasPrefix(s, "0086") {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "+86"), "0086")
	}
	return s
}

// CheckMobile checks a mobile number in normal form: 11 digits from 13 to 19.
// Prefixes are not checked further: published lists disagree and grow old.
func CheckMobile(s string) *Doubt {
	switch {
	case s == "":
		return &Doubt{Code: CodeMissing}
	case mobilePattern.MatchString(s):
		return nil
	}
	for i := 0; i < len(s) && i < 11; i++ {
		if !digit(s[i]) {
			return &Doubt{Code: CodeCharacter, At: i + 1}
		}
	}
	if len(s) != 11 {
		return &Doubt{Code: CodeLength, Limit: 11}
	}
	if s[0] != '1' {
		return &Doubt{Code: CodeCharacter, At: 1}
	}
	return &Doubt{Code: CodeCharacter, At: 2}
}

// NormalLandline strips blanks and brackets and puts one hyphen between the parts.
func NormalLandline(s string) string {
	s = compact(s)
	s = strings.NewReplacer("(", "", ")", "-", "转", "-").Replace(s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '-' }), "-")
}

// CheckLandline checks a landline number in normal form: 0 and area code,
// number, perhaps an extension; or a 400 or 800 number.
func CheckLandline(s string) *Doubt {
	switch {
	case s == "":
		return &Doubt{Code: CodeMissing}
	case landlinePattern.MatchString(s):
		return nil
	}
	return &Doubt{Code: CodePhone}
}

// NormalEmail strips blanks and turns full-width characters into ASCII.
func NormalEmail(s string) string { return strings.Join(strings.Fields(halfWidth(s)), "") }

// CheckEmail checks an address: one of RFC 5322's dot-atoms, @, a domain of at
// least two labels. The local part keeps its letters' case (RFC 5321, 2.4).
func CheckEmail(s string) *Doubt {
	if s == "" {
		return &Doubt{Code: CodeMissing}
	}
	if len(s) > 254 {
		return &Doubt{Code: CodeTooLong, Limit: 254}
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" {
		return &Doubt{Code: CodeEmail}
	}
	local, domain, _ := strings.Cut(s, "@")
	if strings.ContainsAny(local, `"() `) || !domainPattern.MatchString(domain) {
		return &Doubt{Code: CodeEmail}
	}
	return nil
}

var domainPattern = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`)
