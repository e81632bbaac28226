package certificate_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/visit"
)

type names = []certtest.Attribute

// dn is a name of types and values by turns.
func dn(pairs ...string) names {
	var n names
	for i := 0; i < len(pairs); i += 2 {
		n = append(n, certtest.Attribute{Type: pairs[i], Value: pairs[i+1]})
	}
	return n
}

// both is a citizen's number that passes as a credit code too.
func both(t testing.TB) string {
	for i := range 1000 {
		if n := citizen(fmt.Sprintf("11010119900307%03d", i)); visit.CheckUSCC(n) == nil {
			return n
		}
	}
	t.Fatal("none")
	return ""
}

func TestWhereTheCreditCodeIs(t *testing.T) {
	ca := authority(t, certtest.Options{Name: dn("C", "CN", "O", checked("91430700MA4L00009"), "CN", "湖南CA")})
	code, other, double := credit(), checked("91430700MA4L00002"), both(t)
	digits := ""
	for i := 0; digits == ""; i++ { // of digits only, and no citizen's
		digits = strings.TrimRight(checked(fmt.Sprintf("914307007%08d", i)), "ABCDEFGHJKLMNPQRTUWXY")
		if len(digits) < 18 {
			digits = ""
		}
	}
	utf8 := func(oid, s string) string { return oid + " = ASN1:UTF8String:" + s }
	for name, tt := range map[string]struct {
		subject    names
		extensions []string
		want       string
	}{
		"nowhere":                         {dn("O", "XX"), nil, ""},
		"G":                               {dn("2.5.4.42", code), nil, code},
		"additional number":               {dn("2.5.4.1", code), nil, code},
		"O":                               {dn("O", "XX公司 "+code), nil, code},
		"CN":                              {dn("CN", code), nil, code},
		"CN of parts":                     {dn("CN", "041@N"+code+"@XX公司@00000001"), nil, code},
		"OU":                              {dn("OU", "一般纳税人", "OU", code), nil, code},
		"organizationIdentifier":          {dn("2.5.4.97", "NTRCN-"+code), nil, code},
		"serialNumber":                    {dn("serialNumber", code), nil, code},
		"an OID of their own":             {dn("1.3.6.1.4.1.99999.7", code), nil, code},
		"lower case, prefixed":            {dn("OU", "zzjg"+strings.ToLower(code)), nil, code},
		"full width":                      {dn("OU", wide(code)), nil, code},
		"digits only":                     {dn("OU", digits), nil, digits},
		"extension":                       {nil, []string{certtest.CreditCode(code)}, code},
		"extension, Printable":            {nil, []string{"1.2.156.10260.4.1.4 = ASN1:PRINTABLESTRING:" + code}, code},
		"extension, BMP":                  {nil, []string{"1.2.156.10260.4.1.4 = ASN1:BMPSTRING:" + code}, code},
		"extension, octets":               {nil, []string{"1.2.156.10260.4.1.4 = ASN1:OCTETSTRING:" + code}, code},
		"extension, octets within octets": {nil, []string{"1.2.156.10260.4.1.4 = ASN1:OCTWRAP,UTF8String:" + code}, code},
		"extension, tagged":               {nil, []string{"1.2.156.10260.4.1.4 = ASN1:IMPLICIT:0,UTF8String:" + code}, code},
		"extension, tagged twice":         {nil, []string{"1.2.156.10260.4.1.4 = ASN1:EXPLICIT:1,IMPLICIT:0,UTF8String:" + code}, code},
		"extension, bare text":            {nil, []string{fmt.Sprintf("1.2.156.10260.4.1.4 = DER:%x", code)}, code},
		"of 2023":                         {nil, []string{utf8("1.2.156.10260.4.4", code)}, code},
		"by RSA":                          {nil, []string{utf8("1.2.86.11.7.4", code)}, code},
		"registration":                    {nil, []string{utf8("1.2.156.10260.4.1.3", code)}, code},
		"tax":                             {nil, []string{utf8("1.2.156.10260.4.1.5", code)}, code},
		"of the issuer's own":             {nil, []string{utf8("1.2.156.99.1", code)}, code},
		"alternative name":                {nil, []string{"subjectAltName = otherName:1.2.3.4;UTF8:" + code}, code},
		"organisation code beside":        {dn("OU", code), []string{utf8("1.2.156.10260.4.1.4", "MA4L00001")}, code},

		"the surest place first":   {dn("OU", other, "2.5.4.1", code), nil, code},
		"twice the same":           {dn("OU", code, "CN", code), []string{utf8("1.2.156.10260.4.1.5", code)}, code},
		"two in one place":         {dn("OU", code, "OU", other), nil, ""},
		"organisation code only":   {dn("OU", "MA4L00001"), []string{utf8("1.2.156.10260.4.1.4", "MA4L0000-1")}, ""},
		"wrong check":              {dn("OU", code[:17]+"0"), nil, ""},
		"too long":                 {dn("OU", code+"1"), nil, ""},
		"digits before":            {dn("OU", "1"+code), nil, ""},
		"a citizen's":              {dn("OU", citizen("11010119900307211")), nil, ""},
		"a citizen's that passes":  {dn("OU", double, "CN", "张三"), nil, ""},
		"where persons' are":       {nil, []string{utf8("1.2.156.10260.4.1.1", code)}, ""},
		"where persons' are, 2023": {nil, []string{utf8("1.2.156.10260.4.1.1.1", double), utf8("1.2.86.11.7.1", code)}, ""},
		"the issuer's":             {nil, []string{"authorityInfoAccess = caIssuers;URI:http://ca.example/" + code}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.subject == nil {
				tt.subject = dn("O", "XX")
			}
			c := parse(t, issue(t, ca, certtest.Request{Subject: tt.subject, Extensions: tt.extensions}).DER)
			if c.USCC != tt.want {
				t.Errorf("credit code %q, want %q", c.USCC, tt.want)
			}
			if double == c.USCC || strings.Contains(c.Subject+c.Organisation, double) {
				t.Errorf("a citizen's number is shown: %s %s", c.Subject, c.Organisation)
			}
		})
	}
}

func wide(s string) string {
	return strings.Map(func(r rune) rune { return r + 0xFEE0 }, s)
}

func TestOrganisation(t *testing.T) {
	ca := authority(t, certtest.Options{Name: dn("O", "XX OCA1", "CN", "湖南CA")})
	person := citizen("11010119900307211")
	for name, tt := range map[string]struct {
		subject     names
		want, plain string
	}{
		"O":                     {dn("O", "XX开发有限公司", "CN", "张三"), "XX开发有限公司", "张三"},
		"CN":                    {dn("CN", "XX开发有限公司"), "XX开发有限公司", "XX开发有限公司"},
		"CN rather than a word": {dn("O", "单位证书", "CN", "常德XX建设有限公司"), "常德XX建设有限公司", "常德XX建设有限公司"},
		"the issuer's O":        {dn("O", "XX OCA1", "OU", "Local RA", "CN", "041@XX开发有限公司@1"), "XX开发有限公司", "041@XX开发有限公司@1"},
		"OU":                    {dn("OU", "常德市XX管理局", "CN", "李四"), "常德市XX管理局", "李四"},
		"a person's":            {dn("CN", "王小明"), "", "王小明"},
		"a plain O":             {dn("O", "某某", "CN", "王小明"), "某某", "王小明"},
		"Latin":                 {dn("O", "XX Development Co., Ltd."), "XX Development Co., Ltd.", "XX Development Co., Ltd."},
		"with signs":            {dn("O", `XX"开发"#有限公司\A`), `XX"开发"#有限公司\A`, `XX"开发"#有限公司\A`},
		"blanks and controls":   {dn("O", "XX  开发\u202e有限\u200b公司 "), "XX 开发有限公司", "XX 开发有限公司"},
		"a citizen's number":    {dn("CN", "王小明 "+person), "", "王小明 …"},
		"a citizen's number, O": {dn("O", person, "CN", "王小明"), "…", "王小明"},
		"and an organisation":   {dn("O", "XX开发有限公司 "+person, "CN", "王小明"), "XX开发有限公司 …", "王小明"},
		"a rare character":      {dn("O", "常德䶮𠮷建设有限公司"), "常德䶮𠮷建设有限公司", "常德䶮𠮷建设有限公司"},
	} {
		t.Run(name, func(t *testing.T) {
			c := parse(t, issue(t, ca, certtest.Request{Subject: tt.subject}).DER)
			if c.Organisation != tt.want || c.Subject != tt.plain {
				t.Errorf("%q, %q; want %q, %q", c.Organisation, c.Subject, tt.want, tt.plain)
			}
		})
	}
}

// TestStringTypes: whatever the type, and whatever was written into it.
func TestStringTypes(t *testing.T) {
	ca := authority(t, certtest.Options{})
	for _, mask := range []string{"utf8only", "MASK:0x800", "MASK:0x100", "default"} {
		t.Run(mask, func(t *testing.T) {
			c := parse(t, issue(t, ca, certtest.Request{Mask: mask, Subject: certtest.Company("XX开发有限公司", credit())}).DER)
			if c.Organisation != "XX开发有限公司" || c.USCC != credit() {
				t.Errorf("%q %q", c.Organisation, c.USCC)
			}
		})
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("XX开发䶮有限公司𠮷")
	must(t, err)
	for name, tt := range map[string]struct {
		tag   byte
		bytes string
		want  string
	}{
		"GB 18030 in a PrintableString": {19, gb, "XX开发䶮有限公司𠮷"},
		"GB 18030 in a UTF8String":      {12, gb, "XX开发䶮有限公司𠮷"},
		"GB 18030 in a T61String":       {20, gb, "XX开发䶮有限公司𠮷"},
		"GB 18030 in an IA5String":      {22, gb, "XX开发䶮有限公司𠮷"},
		"GB 18030 in a BMPString":       {30, "XX\xbf\xaa\xb7\xa2\xb9\xab\xcb\xbe" + "1", "XX开发公司1"},
		"GB 18030 in a UniversalString": {28, "XX\xbf\xaa\xb7\xa2\xb9\xab\xcb\xbe" + "1", "XX开发公司1"},
		"UTF-8 in a PrintableString":    {19, "XX开发有限公司", "XX开发有限公司"},
		"UTF-8 in a T61String":          {20, "XX开发有限公司", "XX开发有限公司"},
		"neither":                       {12, "XX\xff\xfe开发公司", "XX开发公司"},
		"cut within a character":        {12, "XX开发公司\xe5\xbc", "XX开发公司"},
		"NUL within":                    {12, "XX开发\x00公司", "XX开发公司"},
		"surrogates":                    {30, "\x00X\xd8\x42\xdf\xb7\x51\x6c\x53\xf8", "X𠮷公司"},
		"half a surrogate":              {30, "\x00X\xd8\x42\x51\x6c\x53\xf8", "X公司"},
		"out of Unicode":                {28, "\x00\x11\x00\x00\x00\x00\x00X", "X"},
		"empty":                         {12, "", ""},
		"no string at all":              {2, "\x01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			marker := []byte("MARKER" + strings.Repeat("x", 58))
			issued := issue(t, ca, certtest.Request{Subject: dn("O", string(marker)), Edit: func(tbs []byte) []byte {
				return replaceString(t, tbs, marker, tt.tag, []byte(tt.bytes))
			}})
			if c := parse(t, issued.DER); c.Organisation != tt.want {
				t.Errorf("%q, want %q", c.Organisation, tt.want)
			}
		})
	}
}

// replaceString puts another string of another type in the place of one of 64
// bytes, at the same length: what is short is filled up in a second attribute.
func replaceString(t testing.TB, tbs, old []byte, tag byte, content []byte) []byte {
	t.Helper()
	at := bytes.Index(tbs, old)
	if at < 2 || len(old) != 64 || len(content) > 64-2-9 {
		t.Fatalf("marker at %d, %d bytes for %d", at, len(content), len(old))
	}
	// SEQUENCE { OID, string } in a SET, each with one byte of length.
	start := at - 2 - 5 - 2 - 2
	whole := tbs[start : at+64]
	attribute := func(tag byte, oid, content []byte) []byte {
		pair := append(append([]byte{6, byte(len(oid))}, oid...), append([]byte{tag, byte(len(content))}, content...)...)
		return append([]byte{0x30, byte(len(pair))}, pair...)
	}
	first := attribute(tag, []byte{0x55, 4, 10}, content)
	first = append([]byte{0x31, byte(len(first))}, first...)
	room := len(whole) - len(first) - 2 - 2 - 5 - 2
	filler := attribute(12, []byte{0x55, 4, 13}, bytes.Repeat([]byte("."), room))
	filler = append([]byte{0x31, byte(len(filler))}, filler...)
	copy(whole, append(first, filler...))
	return tbs
}
