package visit_test

import (
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

var today = time.Date(2026, 11, 22, 10, 0, 0, 0, visit.Changde)

// doubtCase is a text and the doubt expected of it; the zero doubt means none.
type doubtCase struct {
	name, text string
	want       visit.Doubt
}

func checkDoubts(t *testing.T, check func(string) *visit.Doubt, tests []doubtCase) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := check(tt.text)
			if got == nil {
				got = &visit.Doubt{}
			}
			if *got != tt.want {
				t.Errorf("got %+v, want %+v", *got, tt.want)
			}
		})
	}
}

func wrongCheck(at int, want string) visit.Doubt {
	return visit.Doubt{Code: visit.CodeCheckCharacter, At: at, Want: want}
}

func TestCheckIDNumber(t *testing.T) {
	check := func(s string) *visit.Doubt { return visit.CheckIDNumber(s, today) }
	checkDoubts(t, check, []doubtCase{
		{"standard's example with X", "11010519491231002X", visit.Doubt{}},
		{"standard's second example", "440524188001010014", visit.Doubt{}},
		{"Hunan", "430102199003072114", visit.Doubt{}},
		{"residence permit of Hong Kong", "810000199408230021", visit.Doubt{}},
		{"foreigner's of 2023", "931702199305200013", visit.Doubt{}},
		{"foreigner's of 2017", "KAZ110090123105", visit.Doubt{}},
		{"notice's legal representative", "430181196703240516", wrongCheck(18, "2")},
		{"notice's agent", "430181196703240513", wrongCheck(18, "2")},
		{"last digit wrong", "430102199003072115", wrongCheck(18, "4")},
		{"X where a digit belongs", "43010219900307211X", wrongCheck(18, "4")},
		{"foreigner's of 2017 with wrong check", "KAZ110090123106", wrongCheck(15, "5")},
		{"empty", "", visit.Doubt{Code: visit.CodeMissing}},
		{"17 digits", "43010219900307211", visit.Doubt{Code: visit.CodeLength, Limit: 18}},
		{"19 digits", "4301021990030721144", visit.Doubt{Code: visit.CodeLength, Limit: 18}},
		{"old number of 15 digits", "430102900307211", visit.Doubt{Code: visit.CodeLength, Limit: 18}},
		{"letter inside", "4301O2199003072114", visit.Doubt{Code: visit.CodeCharacter, At: 5}},
		{"small x is not normal form", "11010519491231002x", visit.Doubt{Code: visit.CodeCharacter, At: 18}},
		{"full-width is not normal form", "４３0102199003072114", visit.Doubt{Code: visit.CodeCharacter, At: 1}},
		{"no such province", "990102199003072114", visit.Doubt{Code: visit.CodeRegion, At: 1}},
		{"residence permit of nowhere", "840000199408230021", visit.Doubt{Code: visit.CodeRegion, At: 1}},
		{"30 February", "430102199002302114", visit.Doubt{Code: visit.CodeDate, At: 7}},
		{"month 13", "430102199013072114", visit.Doubt{Code: visit.CodeDate, At: 7}},
		{"born in 1700", "430102170003072114", visit.Doubt{Code: visit.CodeDate, At: 7}},
		{"born tomorrow", "430102202611232114", visit.Doubt{Code: visit.CodeFuture, At: 7}},
		{"foreigner's of 2017 born in month 13", "KAZ110090133105", visit.Doubt{Code: visit.CodeDate, At: 8}},
		{"foreigner's of 2017 with a digit in the country", "K1Z110090123105", visit.Doubt{Code: visit.CodeCharacter, At: 2}},
		{"foreigner's of 2017 with a letter in the place", "KAZA10090123105", visit.Doubt{Code: visit.CodeCharacter, At: 4}},
	})
}

func TestCheckUSCC(t *testing.T) {
	checkDoubts(t, visit.CheckUSCC, []doubtCase{
		{"standard's example", "91350100M000100Y43", visit.Doubt{}},
		{"company with X inside", "9144030071526726XG", visit.Doubt{}},
		{"company", "91330100799655058B", visit.Doubt{}},
		{"Hunan company", "91430100MA4L16JQ9D", visit.Doubt{}},
		{"public institution", "12430000444877006E", visit.Doubt{}},
		{"sheet's invalid one", "91430000MA4L16JQ9B", wrongCheck(18, "8")},
		{"notice's", "913000000000000000", wrongCheck(18, "P")},
		{"empty", "", visit.Doubt{Code: visit.CodeMissing}},
		{"17 characters", "91430100MA4L16JQ9", visit.Doubt{Code: visit.CodeLength, Limit: 18}},
		{"19 characters", "91430100MA4L16JQ9DD", visit.Doubt{Code: visit.CodeLength, Limit: 18}},
		{"letter O", "91430100MA4L16JQOD", visit.Doubt{Code: visit.CodeCharacter, At: 17}},
		{"letter I", "9I430100MA4L16JQ9D", visit.Doubt{Code: visit.CodeCharacter, At: 2}},
		{"small letters are not normal form", "91430100ma4L16JQ9D", visit.Doubt{Code: visit.CodeCharacter, At: 9}},
		{"letter in the region", "9143A100MA4L16JQ9D", visit.Doubt{Code: visit.CodeCharacter, At: 5}},
		{"no such department", "B1430100MA4L16JQ9D", visit.Doubt{Code: visit.CodeDepartment, At: 1}},
		{"no such category", "98430100MA4L16JQ9D", visit.Doubt{Code: visit.CodeDepartment, At: 2}},
		{"not UTF-8", "\xff1430100MA4L16JQ9D", visit.Doubt{Code: visit.CodeCharacter, At: 1}},
	})
}

func TestUSCCOrganisationDoubt(t *testing.T) {
	checkDoubts(t, visit.USCCOrganisationDoubt, []doubtCase{
		{"fits", "91430100MA4L16JQ9D", visit.Doubt{}},
		{"does not fit", "91430100MA4L16JQ8D", wrongCheck(17, "9")},
		{"not of 18 characters", "91430100", visit.Doubt{}},
	})
}

func TestCheckOrganisationCode(t *testing.T) {
	checkDoubts(t, visit.CheckOrganisationCode, []doubtCase{
		{"with letter and X", "D2143569X", visit.Doubt{}},
		{"with X", "71526726X", visit.Doubt{}},
		{"with digits", "799655058", visit.Doubt{}},
		{"with letters", "MA4L16JQ9", visit.Doubt{}},
		{"wrong check", "MA4L16JQ8", wrongCheck(9, "9")},
		{"empty", "", visit.Doubt{Code: visit.CodeMissing}},
		{"short", "MA4L16JQ", visit.Doubt{Code: visit.CodeLength, Limit: 9}},
		{"hyphen is not normal form", "MA4L16JQ-9", visit.Doubt{Code: visit.CodeCharacter, At: 9}},
	})
}

func TestCheckRegistrationNumber(t *testing.T) {
	checkDoubts(t, visit.CheckRegistrationNumber, []doubtCase{
		{"empty is good", "", visit.Doubt{}},
		{"Beijing", "110108000000016", visit.Doubt{}},
		{"Hunan", "430524600099555", visit.Doubt{}},
		{"Shanghai", "310117003171688", visit.Doubt{}},
		{"Shenzhen", "440301104041144", visit.Doubt{}},
		{"a USCC", "91430100MA4L16JQ9D", visit.Doubt{}},
		{"wrong check", "430524600099556", wrongCheck(15, "5")},
		{"letter", "43052460009955A", visit.Doubt{Code: visit.CodeCharacter, At: 15}},
		{"short", "43052460009955", visit.Doubt{Code: visit.CodeLength, Limit: 15}},
		{"a USCC with a wrong check", "91430000MA4L16JQ9B", wrongCheck(18, "8")},
	})
}

func TestCheckCharacters(t *testing.T) {
	for first17, want := range map[string]byte{
		"11010519491231002": 'X', "44052418800101001": '4', "43010219900307211": '4', "81000019940823002": '1', "93170219930520001": '3',
		"": 0, "1": 0, "1101051949123100A": 0,
	} {
		if got := visit.IDCheckCharacter(first17); got != want {
			t.Errorf("ID: got %q, want %q", got, want)
		}
	}
	for first17, want := range map[string]byte{
		"91350100M000100Y4": '3', "91430000MA4L16JQ9": '8', "": 0, "91350100I000100Y4": 0,
	} {
		if got := visit.USCCCheckCharacter(first17); got != want {
			t.Errorf("USCC: got %q, want %q", got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		letter        byte
		kiosk, serial int
		want          string
	}{
		{'A', 1, 1, "A1001"}, {'A', 1, 23, "A1023"}, {'Z', 0, 999, "Z0999"}, {'B', 9, 1000, "B9001"}, {'B', 9, 1999, "B9001"},
		{'a', 1, 1, ""}, {'A', 10, 1, ""}, {'A', -1, 1, ""}, {'A', 1, 0, ""}, {'A', 1, -5, ""}, {0, 1, 1, ""},
	} {
		got, err := visit.Number(tt.letter, tt.kiosk, tt.serial)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%q %d %d: %q, %v", tt.letter, tt.kiosk, tt.serial, got, err)
		}
	}
}

func TestDayTurnsAtMidnightInTheHall(t *testing.T) {
	before := time.Date(2026, 11, 22, 15, 59, 59, 0, time.UTC)
	if got := visit.Day(before); got != "2026-11-22" {
		t.Error(got)
	}
	if got := visit.Day(before.Add(time.Second)); got != "2026-11-23" {
		t.Error(got)
	}
}
