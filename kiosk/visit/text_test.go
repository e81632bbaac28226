package visit_test

import (
	"strings"
	"testing"

	"hallkiosk/kiosk/visit"
)

func TestCheckText(t *testing.T) {
	check := func(s string) *visit.Doubt { return visit.CheckText(s, 5) }
	missing := visit.Doubt{Code: visit.CodeMissing}
	control := func(at int) visit.Doubt { return visit.Doubt{Code: visit.CodeControl, At: at} }
	checkDoubts(t, check, []doubtCase{
		{"name", "王小明", visit.Doubt{}},
		{"characters beyond U+FFFF count once", "𠮷𪚥𰻝䶮㛃", visit.Doubt{}},
		{"private use is the reader's affair", "李\ue863", visit.Doubt{}},
		{"empty", "", missing},
		{"blanks", " 　\t", missing},
		{"one too many", "一二三四五六", visit.Doubt{Code: visit.CodeTooLong, Limit: 5}},
		{"500", strings.Repeat("长", 500), visit.Doubt{Code: visit.CodeTooLong, Limit: 5}},
		{"NUL", "a\x00b", control(2)},
		{"newline", "一\n二", control(2)},
		{"escape", "\x1b[1m", control(1)},
		{"right to left", "张\u202e三", control(2)},
		{"zero width", "张\u200b三", control(2)},
		{"line separator", "张\u2028三", control(2)},
		{"not UTF-8", "张\xff三", control(2)},
		{"replacement character", "张\ufffd", control(2)},
	})
}

func TestCheckMobile(t *testing.T) {
	character := func(at int) visit.Doubt { return visit.Doubt{Code: visit.CodeCharacter, At: at} }
	length := visit.Doubt{Code: visit.CodeLength, Limit: 11}
	checkDoubts(t, visit.CheckMobile, []doubtCase{
		{"good", "13812345678", visit.Doubt{}},
		{"prefix 162 that some lists omit", "16212345678", visit.Doubt{}},
		{"prefix 192 that some lists omit", "19212345678", visit.Doubt{}},
		{"empty", "", visit.Doubt{Code: visit.CodeMissing}},
		{"short", "1381234567", length},
		{"long", "138123456789", length},
		{"begins with 2", "23812345678", character(1)},
		{"begins with 12", "12812345678", character(2)},
		{"letter", "138l2345678", character(4)},
		{"full-width is not normal form", "１3812345678", character(1)},
	})
}

func TestCheckLandline(t *testing.T) {
	phone := visit.Doubt{Code: visit.CodePhone}
	checkDoubts(t, visit.CheckLandline, []doubtCase{
		{"Changde", "0736-7123456", visit.Doubt{}},
		{"without hyphen", "07367123456", visit.Doubt{}},
		{"8 digits", "0731-85123456", visit.Doubt{}},
		{"Beijing", "010-62345678", visit.Doubt{}},
		{"extension", "0736-7123456-801", visit.Doubt{}},
		{"400", "400-123-4567", visit.Doubt{}},
		{"800 in one", "8001234567", visit.Doubt{}},
		{"empty", "", visit.Doubt{Code: visit.CodeMissing}},
		{"no area code", "7123456", phone},
		{"number begins with 1", "0736-1123456", phone},
		{"a mobile", "13812345678", phone},
		{"letters", "0736-71234ab", phone},
		{"6 digits", "0736-712345", phone},
	})
}

func TestCheckEmail(t *testing.T) {
	bad := visit.Doubt{Code: visit.CodeEmail}
	checkDoubts(t, visit.CheckEmail, []doubtCase{
		{"good", "zhangsan@example.com", visit.Doubt{}},
		{"capital as in the notice", "zhangsan@example.Com", visit.Doubt{}},
		{"plus and dots", "zhang.san+ca@mail.example.com.cn", visit.Doubt{}},
		{"254 characters", strings.Repeat("w", 64) + "@" + strings.Repeat(strings.Repeat("x", 61)+".", 3) + "com", visit.Doubt{}},
		{"empty", "", visit.Doubt{Code: visit.CodeMissing}},
		{"255 characters", strings.Repeat("w", 251) + "@x.c", visit.Doubt{Code: visit.CodeTooLong, Limit: 254}},
		{"no at", "example.com", bad},
		{"two at", "a@b@example.com", bad},
		{"one label", "a@localhost", bad},
		{"with a name", "Zhang <a@example.com>", bad},
		{"a list", "a@example.com,b@example.com", bad},
		{"quoted", `"a b"@example.com`, bad},
		{"comment", "a@example.com (b)", bad},
		{"newline", "a@example.com\nBcc: b@example.com", bad},
		{"NUL", "a\x00@example.com", bad},
		{"label ends with hyphen", "a@example-.com", bad},
		{"address literal", "a@[127.0.0.1]", bad},
		{"full-width at", "a＠example.com", bad},
	})
}

func TestNormal(t *testing.T) {
	for _, tt := range []struct {
		name      string
		normal    func(string) string
		give, get string
	}{
		{"id blanks and x", visit.NormalIDNumber, " 110105 19491231 002x ", "11010519491231002X"},
		{"id full-width", visit.NormalIDNumber, "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"},
		{"uscc", visit.NormalUSCC, "91430100-ma4l16jq9　d", "91430100MA4L16JQ9D"},
		{"mobile", visit.NormalMobile, "+86 138-1234-5678", "13812345678"},
		{"mobile 0086", visit.NormalMobile, "0086 13812345678", "13812345678"},
		{"mobile full-width", visit.NormalMobile, "１３８１２３４５６７８", "13812345678"},
		{"landline brackets", visit.NormalLandline, "(0736) 7123456", "0736-7123456"},
		{"landline full-width brackets", visit.NormalLandline, "（０７３６）７１２３４５６", "0736-7123456"},
		{"landline bracket and hyphen", visit.NormalLandline, "(0736)-7123456", "0736-7123456"},
		{"landline extension", visit.NormalLandline, "0736-7123456转801", "0736-7123456-801"},
		{"email", visit.NormalEmail, " a＠example．com ", "a@example.com"},
		{"email keeps case", visit.NormalEmail, "Zhang@Example.com", "Zhang@Example.com"},
		{"text", visit.NormalText, "  常德市　 朗州路 \n1号 ", "常德市 朗州路 1号"},
		{"name", visit.NormalName, "阿卜杜拉•买买提・甲．乙", "阿卜杜拉·买买提·甲·乙"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.normal(tt.give); got != tt.get {
				t.Errorf("got %q, want %q", got, tt.get)
			}
		})
	}
}
