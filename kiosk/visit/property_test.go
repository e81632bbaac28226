package visit_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/visit"
)

// anyID draws a valid number of a citizen.
func anyID(t *rapid.T) string {
	region := rapid.SampledFrom([]string{"110105", "430102", "430702", "440524", "650101", "810000"}).Draw(t, "region")
	day := today.AddDate(0, 0, -rapid.IntRange(0, 40000).Draw(t, "days"))
	serial := rapid.StringMatching(`[0-9]{3}`).Draw(t, "serial")
	first := region + day.Format("20060102") + serial
	return first + string(visit.IDCheckCharacter(first))
}

// usccAlphabet are the characters of GB 32100-2015, table 1.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// anyUSCC draws a valid code.
func anyUSCC(t *rapid.T) string {
	head := rapid.SampledFrom([]string{"91", "92", "93", "11", "12", "51", "52", "53", "81", "N1", "Y1"}).Draw(t, "head")
	region := rapid.StringMatching(`[0-9]{6}`).Draw(t, "region")
	rest := rapid.StringOfN(rapid.RuneFrom([]rune(usccAlphabet)), 9, 9, -1).Draw(t, "rest")
	first := head + region + rest
	return first + string(visit.USCCCheckCharacter(first))
}

// changed draws s with one character turned into another of the alphabet.
func changed(t *rapid.T, s, alphabet string) string {
	at := rapid.IntRange(0, len(s)-1).Draw(t, "at")
	to := rapid.SampledFrom([]byte(alphabet)).Filter(func(c byte) bool { return c != s[at] }).Draw(t, "to")
	return s[:at] + string(to) + s[at+1:]
}

func TestOneChangedCharacterNeverPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := anyID(t)
		if d := visit.CheckIDNumber(id, today); d != nil {
			t.Fatalf("valid: %v", d)
		}
		if visit.CheckIDNumber(changed(t, id, "0123456789X"), today) == nil {
			t.Fatal("passes with a changed character")
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		code := anyUSCC(t)
		if d := visit.CheckUSCC(code); d != nil {
			t.Fatalf("valid: %v", d)
		}
		if visit.CheckUSCC(changed(t, code, usccAlphabet)) == nil {
			t.Fatal("passes with a changed character")
		}
	})
}

// TestAnOrganisationIsTheSameHoweverItIsWritten: half-width or full-width, in small
// letters, with blanks; and another where a character is another.
func TestAnOrganisationIsTheSameHoweverItIsWritten(t *testing.T) {
	characters := []rune("常德市鼎城区建设开发有限公司一分XxYyZ019()-&.,")
	rapid.Check(t, func(t *rapid.T) {
		name := []rune(rapid.StringOfN(rapid.RuneFrom(characters), 1, 30, -1).Draw(t, "name"))
		var written strings.Builder
		for _, r := range name {
			r = rapid.SampledFrom([]rune{r, unicode.ToLower(r), unicode.ToUpper(r)}).Draw(t, "letter")
			if r > ' ' && r <= '~' && rapid.Bool().Draw(t, "full width") {
				r += 0xFEE0
			}
			written.WriteString(rapid.SampledFrom([]string{"", "", " ", "\u3000", "\t"}).Draw(t, "blank"))
			written.WriteRune(r)
		}
		normal := visit.NormalOrganisation(string(name))
		if same := visit.NormalOrganisation(written.String()); same != normal {
			t.Fatalf("%q is %q, %q is %q", string(name), normal, written.String(), same)
		}
		at := rapid.IntRange(0, len(name)-1).Draw(t, "at")
		was := name[at]
		name[at] = rapid.SampledFrom(characters).Filter(func(r rune) bool { return unicode.ToUpper(r) != unicode.ToUpper(was) }).Draw(t, "other")
		if visit.NormalOrganisation(string(name)) == normal {
			t.Fatalf("%q is as with %q", string(name), string(was))
		}
	})
}

// normals are all the functions that bring a text into the form stored.
func normals() map[string]func(string) string {
	return map[string]func(string) string{
		"id": visit.NormalIDNumber, "uscc": visit.NormalUSCC, "mobile": visit.NormalMobile, "landline": visit.NormalLandline,
		"email": visit.NormalEmail, "text": visit.NormalText, "name": visit.NormalName, "organisation": visit.NormalOrganisation,
	}
}

func TestNormalisingIsIdempotent(t *testing.T) {
	for name, normal := range normals() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				char := rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("+-()（）－转 　·•・．＠@0868６ｘxX\t")))
				s := rapid.StringOf(char).Draw(t, "text")
				once := normal(s)
				if twice := normal(once); twice != once {
					t.Fatalf("%q becomes %q, then %q", s, once, twice)
				}
			})
		})
	}
}

// FuzzChecks: no text breaks a check, and a doubt points into the text.
func FuzzChecks(f *testing.F) {
	for _, s := range []string{
		"", "430102199003072114", "11010519491231002X", "KAZ110090123105", "91430100MA4L16JQ9D", "913000000000000000",
		"430524600099555", "MA4L16JQ9", "13812345678", "0736-7123456", "a@example.com", "\x00\xff", "９１", "A\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checks := map[string]func(string) *visit.Doubt{
			"id":   func(s string) *visit.Doubt { return visit.CheckIDNumber(s, today) },
			"text": func(s string) *visit.Doubt { return visit.CheckText(s, visit.MaxName) },
			"uscc": visit.CheckUSCC, "organisation": visit.CheckOrganisationCode, "registration": visit.CheckRegistrationNumber,
			"uscc's organisation": visit.USCCOrganisationDoubt,
			"mobile":              visit.CheckMobile, "landline": visit.CheckLandline, "email": visit.CheckEmail,
		}
		for name, check := range checks {
			d := check(s)
			if d != nil && (d.Code == "" || d.At < 0 || d.At > len(s)) {
				t.Errorf("%s: doubt %+v", name, *d)
			}
			if d == nil && !utf8.ValidString(s) && name != "uscc's organisation" {
				t.Errorf("%s: passes though it is not UTF-8", name)
			}
		}
		for name, normal := range normals() {
			if once := normal(s); normal(once) != once {
				t.Errorf("%s: not idempotent", name)
			}
		}
	})
}
