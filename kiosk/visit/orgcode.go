package visit

// orgWeights are those of GB 11714-1997, 3.2.
var orgWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}

// CheckOrganisationCode checks an organisation code in normal form: eight
// digits or letters and a check character, nine in all, without the hyphen
// (GB 11714-1997).
func CheckOrganisationCode(s string) *Doubt {
	if s == "" {
		return &Doubt{Code: CodeMissing}
	}
	for i := 0; i < len(s) && i < 9; i++ {
		c := s[i]
		if !digit(c) && (c < 'A' || c > 'Z') {
			return &Doubt{Code: CodeCharacter, At: i + 1}
		}
	}
	if len(s) != 9 {
		return &Doubt{Code: CodeLength, Limit: 9}
	}
	sum := 0
	for i, w := range orgWeights {
		sum += base36(s[i]) * w
	}
	if want := "0X987654321"[sum%11]; s[8] != want {
		return &Doubt{Code: CodeCheckCharacter, At: 9, Want: string(want)}
	}
	return nil
}

// CheckRegistrationNumber checks the 15-digit registration number that older
// business licences bear (工商注册号; GS 15-2006, ISO 7064 MOD 11,10). Empty is
// good: newer licences have a USCC instead. A USCC is accepted too.
func CheckRegistrationNumber(s string) *Doubt {
	if s == "" {
		return nil
	}
	if len(s) == 18 {
		return CheckUSCC(s)
	}
	for i := 0; i < len(s) && i < 15; i++ {
		if !digit(s[i]) {
			return &Doubt{Code: CodeCharacter, At: i + 1}
		}
	}
	if len(s) != 15 {
		return &Doubt{Code: CodeLength, Limit: 15}
	}
	p := 10
	for i := 0; i < 14; i++ {
		d := (p + int(s[i]-'0')) % 10
		if d == 0 {
			d = 10
		}
		p = d * 2 % 11
	}
	if want := byte('0' + (11-p)%10); s[14] != want {
		return &Doubt{Code: CodeCheckCharacter, At: 15, Want: string(want)}
	}
	return nil
}
