package scanner_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/devices/scanner"
)

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// mod31 is the check of GB 32100.
func mod31(s string) bool {
	return len(s) == 18 && s[17] == checkCharacter(s[:17])
}

func checkCharacter(s string) byte {
	sum, weight := 0, 1
	for _, c := range s {
		i := strings.IndexRune(alphabet, c)
		if i < 0 {
			return 0
		}
		sum, weight = sum+i*weight, weight*3%31
	}
	return alphabet[(31-sum%31)%31]
}

const (
	uscc  = "91430100MA4L16JQ9D" // synthetic
	other = "12430000444877006E" // synthetic
	wrong = "91430100MA4L16JQ9B" // one character wrong
	xx    = "XX开发有限公司"
)

func TestReadLicenceRefuses(t *testing.T) {
	tests := []struct {
		in   string
		want error
		code string
	}{
		{"", scanner.ErrNotLicence, "not-licence"},
		{" \n ", scanner.ErrNotLicence, "not-licence"},
		{"你好", scanner.ErrNotLicence, "not-licence"},
		{"名称：" + xx, scanner.ErrNotLicence, "not-licence"},
		{wrong, scanner.ErrBadCode, "licence-code"},
		{"名称：" + xx + "；统一社会信用代码：" + wrong, scanner.ErrBadCode, "licence-code"},
		{"统一社会信用代码：9143010OMA4L16JQ9D", scanner.ErrBadCode, "licence-code"},
		{uscc + " " + other, scanner.ErrAmbiguous, "licence-ambiguous"},
		{strings.Repeat("7", 7<<10), scanner.ErrTooLong, "scan-long"},
		{uscc + strings.Repeat(" ", 7<<10), scanner.ErrTooLong, "scan-long"},
		{"\xff\xfe", scanner.ErrEncoding, "scan-encoding"},
		{uscc + "\x00", scanner.ErrControl, "scan-control"},
		{"名称：\u202e" + xx + "；统一社会信用代码：" + uscc, scanner.ErrControl, "scan-control"},
		{"wxp://f2f0abcdefgh", scanner.ErrPayment, "payment"},
		{"weixin://wxpay/bizpayurl?pr=abcdefg", scanner.ErrPayment, "payment"},
		{"https://qr.alipay.com/fkx00000abcdefgh", scanner.ErrPayment, "payment"},
		{"HTTPS://QR.ALIPAY.COM/FKX00000ABCDEFGH", scanner.ErrPayment, "payment"},
		{"alipays://platformapi/startapp?saId=10000007", scanner.ErrPayment, "payment"},
		{"https://payapp.weixin.qq.com/qr/abc", scanner.ErrPayment, "payment"},
		{"https://qr.95516.com/00010000/" + uscc, scanner.ErrPayment, "payment"},
		{"13" + strings.Repeat("4", 16), scanner.ErrPayment, "payment"},
		{"28" + strings.Repeat("7", 16), scanner.ErrPayment, "payment"},
		{"00020101021126580012", scanner.ErrPayment, "payment"},
		{"http://www.gsxt.gov.cn/%7BABCDEF0123456789-1668999999999%7D", scanner.ErrOpaque, "licence-opaque"},
		{"http://hn.gsxt.gov.cn/{ABCDEF0123456789-1668999999999}", scanner.ErrOpaque, "licence-opaque"},
		{"www.gsxt.gov.cn/%7Babc%7D", scanner.ErrOpaque, "licence-opaque"},
		{"https://www.gsxt.gov.cn/?code=" + wrong, scanner.ErrOpaque, "licence-opaque"},
		{"https://www.example.com/" + uscc, scanner.ErrURL, "url"},
		{"https://www.gsxt.gov.cn.example.com/" + uscc, scanner.ErrURL, "url"},
		{"https://www.gsxt.gov.cn@example.com/" + uscc, scanner.ErrURL, "url"},
		{"https://example.com@www.gsxt.gov.cn/" + uscc, scanner.ErrURL, "url"},
		{"https://agov.cn/" + uscc, scanner.ErrURL, "url"},
		{"ftp://www.gsxt.gov.cn/" + uscc, scanner.ErrURL, "url"},
		{"http://[", scanner.ErrURL, "url"},
		{"file:///etc/passwd", scanner.ErrURL, "url"},
		{"WIFI:T:WPA;S:x;P:y;;", scanner.ErrURL, "url"},
		{"example.com", scanner.ErrURL, "url"},
		{"javascript:alert(1)//" + uscc, scanner.ErrScript, "script"},
		{"<script>alert(1)</script>" + uscc, scanner.ErrScript, "script"},
		{"data:text/html;base64,PHNjcmlwdD4=", scanner.ErrScript, "script"},
		{"名称：<img src=x onerror=alert(1)>；统一社会信用代码：" + uscc, scanner.ErrScript, "script"},
		{"名称：" + strings.Repeat("长", 201) + "；统一社会信用代码：" + uscc, scanner.ErrName, "licence-name"},
		{"名称：a<；统一社会信用代码：" + uscc, scanner.ErrName, "licence-name"},
		{`{"name":"a\u0000b","uscc":"x"}`, scanner.ErrNotLicence, "not-licence"},
		{`[1,2,3]`, scanner.ErrNotLicence, "not-licence"},
		{"a" + uscc, scanner.ErrNotLicence, "not-licence"}, // no word of its own
	}
	for _, tt := range tests {
		l, err := scanner.ReadLicence(tt.in, mod31)
		if !errors.Is(err, tt.want) || scanner.Code(err) != tt.code || l != (scanner.Licence{}) {
			t.Errorf("%.60q: %v (%s), want %v (%s)", tt.in, err, scanner.Code(err), tt.want, tt.code)
		}
	}
}

func TestReadLicence(t *testing.T) {
	whole := scanner.Licence{Name: xx, USCC: uscc, Source: scanner.SourceText}
	for _, in := range []string{
		"名称：" + xx + "；统一社会信用代码：" + uscc,
		"统一社会信用代码:" + uscc + ";名称:" + xx,
		"统一社会信用代码/注册号：" + uscc + "\n企业名称：" + xx + "\n",
		"企业名称：" + xx + "，类型：有限责任公司，统一社会信用代码：" + uscc + "，法定代表人：张三",
		"名称: " + xx + " 统一社会信用代码: 91430100 MA4L16JQ9D 法定代表人: 张三",
		"名称：" + xx + " 类型：有限责任公司 法定代表人：张三 统一社会信用代码：" + uscc + " 登记机关：常德市市场监督管理局",
		"【名称】：" + xx + "\r\n【统一社会信用代码】：" + uscc,
		"名称：" + xx + "；统一社会信用代码：" + strings.ToLower(uscc),
		"名称：" + xx + "；统一社会信用代码：９１４３０１００ＭＡ４Ｌ１６ＪＱ９Ｄ；查询：http://www.gsxt.gov.cn/%7Babc%7D",
		`{"名称":"` + xx + `","统一社会信用代码":"` + uscc + `"}`,
		`{"entName":"` + xx + `","uniscId":"` + uscc + `","legal":"张三"}`,
		`{"data":{"company_name":"\u0058\u0058开发有限公司","credit_code":"` + uscc + `"},"v":1}`,
		`{名称:` + xx + `,统一社会信用代码:` + uscc + `}`,
		`{'name':'` + xx + `','uscc':'` + uscc + `'}`,
		"name=" + xx + "|uscc=" + uscc,
	} {
		if l, err := scanner.ReadLicence(in, mod31); err != nil || l != whole {
			t.Errorf("%q: %q %q %q %v", in, l.Name, l.USCC, l.Source, err)
		}
	}
	for in, want := range map[string]scanner.Licence{
		uscc:                                                            {USCC: uscc, Source: scanner.SourceToken},
		" " + other + "\r\n":                                            {USCC: other, Source: scanner.SourceToken},
		strings.ToLower(uscc):                                           {USCC: uscc, Source: scanner.SourceToken},
		"营业执照 " + uscc + " 副本":                                          {USCC: uscc, Source: scanner.SourceText},
		"统一社会信用代码：" + uscc:                                              {USCC: uscc, Source: scanner.SourceText},
		"https://www.gsxt.gov.cn/" + uscc + ".html":                     {},
		"https://www.gsxt.gov.cn/corp/" + uscc:                          {USCC: uscc, Source: scanner.SourceURL},
		"https://zwfw.hunan.gov.cn/x?tyshxydm=" + uscc + "&t=1":         {USCC: uscc, Source: scanner.SourceURL},
		"https://hn.gsxt.gov.cn/#/search?code=" + strings.ToLower(uscc): {USCC: uscc, Source: scanner.SourceURL},
	} {
		l, err := scanner.ReadLicence(in, mod31)
		if l != want || (err == nil) != (want.USCC != "") {
			t.Errorf("%q: %q %q %q %v", in, l.Name, l.USCC, l.Source, err)
		}
	}
	if got := fmt.Sprint(whole.LogValue()); got != "[redacted]" {
		t.Error("licence is logged")
	}
}

// Any code with a right check is found behind its label, and with one
// character wrong it never is.
func TestReadLicenceCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`9[1-3]43[0-9]{4}[0-9A-H]{9}`).Draw(t, "code")
		code += string(checkCharacter(code))
		name := rapid.StringOfN(rapid.RuneFrom([]rune("湘江开发有限公司（）㛃𬭊·A1 ")), 1, 200, -1).Draw(t, "name")
		name = strings.Join(strings.Fields(name), " ")
		text := "名称：" + name + "\n统一社会信用代码：" + code
		l, err := scanner.ReadLicence(text, mod31)
		if err != nil || l.USCC != code || l.Name != name {
			t.Fatalf("%q: %q %q %v", text, l.Name, l.USCC, err)
		}
		at := rapid.IntRange(0, 17).Draw(t, "at")
		bad := code[:at] + string(alphabet[(strings.IndexByte(alphabet, code[at])+1)%31]) + code[at+1:]
		if _, err := scanner.ReadLicence("统一社会信用代码："+bad, mod31); !errors.Is(err, scanner.ErrBadCode) {
			t.Fatalf("%s for %s: %v", bad, code, err)
		}
	})
}

func FuzzReadLicence(f *testing.F) {
	f.Add("名称：" + xx + "；统一社会信用代码：" + uscc)
	f.Add(`{"名称":"` + xx + `","统一社会信用代码":"` + uscc + `"}`)
	f.Add("https://www.gsxt.gov.cn/corp/" + uscc)
	f.Fuzz(func(t *testing.T, s string) {
		l, err := scanner.ReadLicence(s, mod31)
		switch {
		case err != nil && (scanner.Code(err) == "failed" || l != scanner.Licence{}):
			t.Fatalf("%v: %v", err, l)
		case err == nil && !mod31(l.USCC):
			t.Fatal("a code that fails its check")
		case err == nil && strings.ContainsAny(l.Name, "<>\x00\n\r\u202e"):
			t.Fatal("a name with what is no text")
		}
	})
}
