package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/kiosk/visit"
)

// The keys of DESIGN §5: whoever calls kioskctl relies on exactly these.
var (
	cardKeys = []string{"kind", "name", "latinName", "sex", "ethnicity", "birth", "address", "number", "issuer", "validFrom",
		"validTo", "nationality", "passNumber", "issueCount", "privateUse", "expired"}
	licenceKeys = []string{"name", "uscc", "source"}
	handleKeys  = []string{"kiosk", "day", "number", "case"}
	refusalKeys = []string{"error", "code"}
)

// decoded runs decode and returns its one JSON object, which has these keys and
// no others.
func decoded(t testing.TB, r result, exit int, keys []string) map[string]any {
	t.Helper()
	if r.exit != exit || r.err != "" {
		t.Fatalf("exit %d, errors %q, output %.200q; want exit %d", r.exit, r.err, r.out, exit)
	}
	d := json.NewDecoder(strings.NewReader(r.out))
	var got map[string]any
	if err := d.Decode(&got); err != nil {
		t.Fatalf("output %.200q: %v", r.out, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("something follows the object: %.200q", r.out)
	}
	if have, want := slices.Sorted(maps.Keys(got)), slices.Sorted(slices.Values(keys)); !slices.Equal(have, want) {
		t.Fatalf("keys %v, want %v", have, want)
	}
	return got
}

var codeShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// refused checks that decode refuses with that code, or any where it is "".
func refused(t testing.TB, r result, code string) {
	t.Helper()
	got := decoded(t, r, 1, refusalKeys)
	said, _ := got["code"].(string)
	text, _ := got["error"].(string)
	if !codeShape.MatchString(said) || text == "" || code != "" && said != code {
		t.Errorf("refused with %v, want code %q", got, code)
	}
}

func idNumber(first17 string) string { return first17 + string(visit.IDCheckCharacter(first17)) }

// reply is a reader's frame with the card.
func reply(t testing.TB, c idcardsim.CardData, fingerprints bool) []byte {
	t.Helper()
	frame, err := idcardsim.Reply(c, fingerprints)
	must(t, err)
	return frame
}

func resident() idcardsim.CardData {
	return idcardsim.CardData{
		Kind: "resident", Name: "王小明", Sex: "男", Ethnicity: "土家", Birth: "1990-03-07", Number: idNumber("43070219900307211"),
		Address: "湖南省常德市武陵区柳叶大道1号", Issuer: "常德市公安局武陵分局", ValidFrom: "2016-11-22", ValidTo: "long-term",
	}
}

func TestDecodeCard(t *testing.T) {
	card := resident()
	frame := reply(t, card, false)
	text := hex.EncodeToString(frame)
	var wrapped strings.Builder
	for i, c := range strings.ToUpper(text) {
		wrapped.WriteRune(c)
		if i%32 == 31 {
			wrapped.WriteString("\r\n")
		} else if i%2 == 1 {
			wrapped.WriteString(" ")
		}
	}
	for name, in := range map[string]string{
		"one line": text, "a dump": wrapped.String(), "with fingerprints": hex.EncodeToString(reply(t, card, true)),
	} {
		t.Run(name, func(t *testing.T) {
			got := decoded(t, ctl(t, strings.NewReader(in), "decode", "idcard"), 0, cardKeys)
			want := map[string]any{
				"kind": "resident", "name": "王小明", "latinName": "", "sex": "男", "ethnicity": "土家", "birth": "1990-03-07",
				"address": card.Address, "number": card.Number, "issuer": card.Issuer, "validFrom": "2016-11-22", "validTo": "long-term",
				"nationality": "", "passNumber": "", "issueCount": 0.0, "privateUse": false, "expired": false,
			}
			if !maps.Equal(got, want) {
				t.Errorf("got %v", got)
			}
			fromFile := ctl(t, nil, "decode", "idcard", file(t, "card.hex", []byte(in)))
			if again := decoded(t, fromFile, 0, cardKeys); !maps.Equal(got, again) {
				t.Errorf("from a file: %v", again)
			}
		})
	}
}

func TestDecodeOtherCards(t *testing.T) {
	foreigner := idcardsim.CardData{Kind: "foreigner", Name: "张三", LatinName: "SAMPLE, PERSON", Sex: "female", Number: idNumber("93070219900307212"), Nationality: "CAN", ValidFrom: "1996-01-01", ValidTo: "2001-01-01"}
	permit := idcardsim.CardData{Kind: "hkmt", Name: "李四", Number: idNumber("81000019900307213"), PassNumber: "H12345678", IssueCount: 2}
	rare := resident()
	rare.Name = "张\ue123"
	for name, tt := range map[string]struct {
		card idcardsim.CardData
		want map[string]any
	}{
		"foreigner, expired":    {foreigner, map[string]any{"kind": "foreigner", "latinName": "SAMPLE, PERSON", "nationality": "CAN", "expired": true, "sex": "女"}},
		"Hong Kong, Macau":      {permit, map[string]any{"kind": "hkmt", "passNumber": "H12345678", "issueCount": 2.0}},
		"private-use character": {rare, map[string]any{"privateUse": true}},
	} {
		t.Run(name, func(t *testing.T) {
			in := strings.NewReader(hex.EncodeToString(reply(t, tt.card, false)))
			got := decoded(t, ctl(t, in, "decode", "idcard"), 0, cardKeys)
			for k, want := range tt.want {
				if got[k] != want {
					t.Errorf("%s is %v, want %v", k, got[k], want)
				}
			}
		})
	}
}

func TestDecodeCardRefuses(t *testing.T) {
	frame := reply(t, resident(), false)
	changed := func(at int) []byte {
		b := bytes.Clone(frame)
		b[at] ^= 0x20
		return b
	}
	text := func(b []byte) string { return hex.EncodeToString(b) }
	for name, tt := range map[string]struct{ in, code string }{
		"empty":            {"", "frame-preamble"},
		"blanks":           {" \r\n\t", "frame-preamble"},
		"odd hex":          {text(frame)[:7], "not-hex"},
		"no hex":           {"hello", "not-hex"},
		"binary":           {string(frame), "not-hex"},
		"NUL bytes":        {"AA\x00AA", "not-hex"},
		"2 MB of hex":      {strings.Repeat("AA", 1<<20), "too-long"},
		"2 MB of blanks":   {strings.Repeat(" ", 2<<20), "too-long"},
		"half a MB of AA":  {strings.Repeat("AA", 1<<18), ""},
		"another reply":    {"AAAAAA96690004000080" + "84", ""},
		"a command":        {"AAAAAA96690003300132", ""},
		"garbled checksum": {text(changed(len(frame) - 1)), "frame-checksum"},
		"garbled name":     {text(changed(20)), "frame-checksum"},
		"garbled length":   {text(changed(6)), ""},
		"rubbish behind":   {text(frame) + "1234", "frame-long"},
		"a JSON object":    {`{"kind":"resident"}`, "not-hex"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, ctl(t, strings.NewReader(tt.in), "decode", "idcard"), tt.code)
		})
	}
	for n := range len(frame) {
		refused(t, ctl(t, strings.NewReader(text(frame[:n])), "decode", "idcard"), "")
	}
}

// failing is a pipe that breaks.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestDecodeInputThatCannotBeRead(t *testing.T) {
	for _, what := range []string{"idcard", "licence", "certificate", "handle"} {
		refused(t, ctl(t, failing{}, "decode", what), "input")
		refused(t, ctl(t, nil, "decode", what, filepath.Join(t.TempDir(), "none")), "input")
		refused(t, ctl(t, nil, "decode", what, t.TempDir()), "input")
	}
}

func uscc() string {
	const first17 = "91430700MA4L00001"
	return first17 + string(visit.USCCCheckCharacter(first17))
}

func TestDecodeLicence(t *testing.T) {
	labels := "名称：XX开发有限公司；统一社会信用代码：" + uscc()
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(labels)
	must(t, err)
	for name, tt := range map[string]struct{ in, name, source string }{
		"labels":                  {labels, "XX开发有限公司", "text"},
		"with a line end":         {labels + "\r\n", "XX开发有限公司", "text"},
		"with a byte order mark":  {"\ufeff" + labels, "XX开发有限公司", "text"},
		"GB 18030 from a scanner": {gb, "XX开发有限公司", "text"},
		"bare code":               {uscc() + "\n", "", "token"},
		"government link":         {"https://www.gsxt.gov.cn/index?uniscid=" + uscc(), "", "url"},
	} {
		t.Run(name, func(t *testing.T) {
			got := decoded(t, ctl(t, strings.NewReader(tt.in), "decode", "licence"), 0, licenceKeys)
			if !maps.Equal(got, map[string]any{"name": tt.name, "uscc": uscc(), "source": tt.source}) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestOutputIsForPeopleToo(t *testing.T) {
	in := "名称：A&B开发有限公司；统一社会信用代码：" + uscc()
	if r := ctl(t, strings.NewReader(in), "decode", "licence"); !strings.Contains(r.out, `"A&B开发有限公司"`) {
		t.Errorf("hard to read: %s", r.out)
	}
}

func TestDecodeLicenceRefuses(t *testing.T) {
	good := uscc()
	for name, tt := range map[string]struct{ in, code string }{
		"empty":             {"", "not-licence"},
		"7 KB":              {strings.Repeat("名称：张三；", 400), "scan-long"},
		"2 MB":              {strings.Repeat("9", 2<<20), "too-long"},
		"NUL bytes":         {good + "\x00", "scan-control"},
		"binary":            {"\xff\xfe\x00\x80", "scan-encoding"},
		"right to left":     {"名称：\u202eXX；统一社会信用代码：" + good, "scan-control"},
		"payment code":      {"wxp://f2f0" + strings.Repeat("a", 30), "payment"},
		"wallet":            {"28" + strings.Repeat("7", 16), "payment"},
		"another link":      {"https://www.example.com/" + good, "url"},
		"script":            {"<script>alert(1)</script>" + good, "script"},
		"opaque link":       {"https://www.gsxt.gov.cn/%7Babc%7D", "licence-opaque"},
		"wrong check":       {good[:16] + "2" + good[17:], "licence-code"},
		"frame of a card":   {"AAAAAA96690508", "not-licence"},
		"ticket's handle":   {"HTTPS://CENTRE.EXAMPLE/T/ABC", "url"},
		"resident's number": {idNumber("43070219900307211"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, ctl(t, strings.NewReader(tt.in), "decode", "licence"), tt.code)
		})
	}
}
