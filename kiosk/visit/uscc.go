package visit

import "strings"

// usccAlphabet are the 31 characters of GB 32100-2015, table 1; a character's
// value is its place. I, O, S, V and Z do not occur.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccCategories are the categories of organisation under each registering
// department (GB 32100-2015, table 2, as amended).
var usccCategories = map[byte]string{
	'1': "1239", '2': "19", '3': "123459", '4': "19", '5': "1239", '6': "129", '7': "129", '8': "19",
	'9': "123", 'A': "19", 'N': "1239", 'Y': "1",
}

// USCCCheckCharacter returns the 18th character for the first 17 (GB
// 32100-2015, 4.6: weights 3^(i-1) mod 31), or 0 where they cannot be a USCC's.
func USCCCheckCharacter(first17 string) byte {
	if len(first17) != 17 {
		return 0
	}
	sum, weight := 0, 1
	for i := 0; i < 17; i++ {
		v := strings.IndexByte(usccAlphabet, first17[i])
		if v < 0 {
			return 0
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31]
}

// NormalUSCC brings a typed code into the form that is stored: without blanks
// and hyphens, half-width, capital.
func NormalUSCC(s string) string { return strings.ReplaceAll(compact(s), "-", "") }

// CheckUSCC checks a code that is in normal form.
func CheckUSCC(s string) *Doubt {
	if s == "" {
		return &Doubt{Code: CodeMissing}
	}
	for i := 0; i < len(s) && i < 18; i++ {
		if strings.IndexByte(usccAlphabet, s[i]) < 0 || i >= 2 && i < 8 && !digit(s[i]) {
			return &Doubt{Code: CodeCharacter, At: i + 1}
		}
	}
	if len(s) != 18 {
		return &Doubt{Code: CodeLength, Limit: 18}
	}
	categories, ok := usccCategories[s[0]]
	if !ok {
		return &Doubt{Code: CodeDepartment, At: 1}
	}
	if strings.IndexByte(categories, s[1]) < 0 {
		return &Doubt{Code: CodeDepartment, At: 2}
	}
	if want := USCCCheckCharacter(s[:17]); s[17] != want {
		return &Doubt{Code: CodeCheckCharacter, At: 18, Want: string(want)}
	}
	return nil
}

// USCCOrganisationDoubt says whether the organisation code inside a USCC
// (characters 9 to 17) fails its own check. Some old registrations do, so it is
// a warning for the window, never a reason to refuse.
func USCCOrganisationDoubt(uscc string) *Doubt {
	if len(uscc) != 18 {
		return nil
	}
	d := CheckOrganisationCode(uscc[8:17])
	if d != nil && d.At > 0 {
		c := *d
		c.At += 8
		return &c
	}
	return d
}
