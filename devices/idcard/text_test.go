package idcard_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
)

func reply(t testing.TB, c idcardsim.CardData) []byte {
	t.Helper()
	b, err := idcardsim.Reply(c, false)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// patch changes units of the text in a reply and mends the checksum.
func patch(b []byte, off int, units ...uint16) []byte {
	b = bytes.Clone(b)
	for i, u := range units {
		b[14+off+2*i], b[14+off+2*i+1] = byte(u), byte(u>>8)
	}
	return mend(b)
}

func mend(b []byte) []byte {
	var x byte
	for _, c := range b[5 : len(b)-1] {
		x ^= c
	}
	b[len(b)-1] = x
	return b
}

func units(s string) []uint16 { return utf16.Encode([]rune(s)) }

func TestDecodeReplyRefuses(t *testing.T) {
	good := reply(t, zhang())
	tests := []struct {
		name string
		in   []byte
		want error
		code string
	}{
		{"nothing", nil, idcard.ErrPreamble, "frame-preamble"},
		{"text", []byte("hello, world"), idcard.ErrPreamble, "frame-preamble"},
		{"preamble only", good[:5], idcard.ErrShort, "frame-short"},
		{"one byte short", good[:len(good)-1], idcard.ErrShort, "frame-short"},
		{"one byte long", append(bytes.Clone(good), 1), idcard.ErrLong, "frame-long"},
		{"another frame behind", append(bytes.Clone(good), reply(t, idcardsim.CardData{Name: "李四", Number: "1"})...), idcard.ErrLong, "frame-long"},
		{"preamble too late", append(make([]byte, 20), good...), idcard.ErrPreamble, "frame-preamble"},
		{"one bit", append(append(bytes.Clone(good[:300]), good[300]^1), good[301:]...), idcard.ErrChecksum, "frame-checksum"},
		{"length 0", []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 0}, idcard.ErrLength, "frame-length"},
		{"length FFFF", []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0xFF, 0xFF}, idcard.ErrLength, "frame-length"},
		{"no card", hexed("AAAAAA9669 0004 000080 84"), idcard.ErrNoCard, "no-card"},
		{"select failed", hexed("AAAAAA9669 0004 000081 85"), idcard.ErrUnreadable, "card-unreadable"},
		{"find's answer", hexed("AAAAAA9669 0008 00009F 00000000 97"), idcard.ErrUnexpected, "frame-unexpected"},
		{"select's answer", hexed("AAAAAA9669 000C 000090 0000000000000000 9C"), idcard.ErrUnexpected, "frame-unexpected"},
		{"timeout frame", hexed("AAAAAA9669 0005 05 05 05"), idcard.ErrShort, "frame-short"},
		{"inner length", mend(set(good, 10, 2)), idcard.ErrPayload, "payload-length"},
		{"half a surrogate", patch(good, 0, 0xD842), idcard.ErrText, "text-invalid"},
		{"erased memory", patch(good, 0, 0xFFFF), idcard.ErrText, "text-invalid"},
		{"NUL inside the name", patch(good, 2, 0, 'A'), idcard.ErrText, "text-invalid"},
		{"line break in the name", patch(good, 2, '\n'), idcard.ErrText, "text-invalid"},
		{"right-to-left override", patch(good, 2, 0x202E), idcard.ErrText, "text-invalid"},
		{"no name", patch(good, 0, ' ', ' ', ' '), idcard.ErrEmpty, "text-empty"},
		{"no number", patch(good, 122, units(strings.Repeat(" ", 18))...), idcard.ErrEmpty, "text-empty"},
		{"30 February", patch(good, 36, units("19900230")...), idcard.ErrDate, "text-date"},
		{"birth no digits", patch(good, 36, units("１９９００３０７")...), idcard.ErrDate, "text-date"},
		{"blank end", patch(good, 204, units("        ")...), idcard.ErrDate, "text-date"},
		{"ends before it begins", patch(good, 204, units("20150101")...), idcard.ErrDate, "text-date"},
		{"long-term birth", patch(good, 36, units("长期    ")...), idcard.ErrDate, "text-date"},
	}
	for _, tt := range tests {
		c, err := idcard.DecodeReply(tt.in)
		if !errors.Is(err, tt.want) || idcard.Code(err) != tt.code || c.Name != "" {
			t.Errorf("%s: %v (%s), want %v (%s)", tt.name, err, idcard.Code(err), tt.want, tt.code)
		}
		if err != nil && strings.Contains(err.Error(), "张三") {
			t.Errorf("%s: the error names the person", tt.name)
		}
	}
}

func set(b []byte, at int, v byte) []byte {
	b = bytes.Clone(b)
	b[at] = v
	return b
}

func hexed(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

func TestDecodeReplyTolerates(t *testing.T) {
	good := reply(t, zhang())
	prints, err := idcardsim.Reply(zhang(), true)
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string][]byte{
		"plain": good, "first byte lost": good[1:], "noise in front": append([]byte{1, 2, 0xAA}, good...),
		"padding": append(bytes.Clone(good), make([]byte, 49)...), "twice": append(bytes.Clone(good), good...),
		"fingerprints": prints, "twice, first byte lost": append(bytes.Clone(good[1:]), good...),
	} {
		if c, err := idcard.DecodeReply(in); err != nil || c.Number != zhang().Number {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The traces in testdata are synthetic: made-up people in the layouts of
// GA/T 467, each with what has to come out of it.
func TestTraces(t *testing.T) {
	files, err := filepath.Glob("testdata/*.hex")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d traces, %v", len(files), err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(f, ".hex") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		c, err := idcard.DecodeReply(hexed(strings.ReplaceAll(string(text), "\n", "")))
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		got, err := json.MarshalIndent(c.Fields(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)), "", "  ")
		if err != nil || string(got) != strings.TrimSpace(string(want)) {
			t.Errorf("%s: got %s", f, got)
		}
	}
}

func TestPrivateUse(t *testing.T) {
	for in, want := range map[rune]string{
		0xE863: "䶮", 0xE816: "𠂇", 0xE81E: "龴", 0xE831: "𡗗", 0xE864: "龻", 0xE815: "⺁", 0xE844: "䜣", 0xE78D: "︐", 0xE7C7: "ḿ",
	} {
		c := zhang()
		c.Name = "王" + string(in)
		got, err := idcard.DecodeReply(reply(t, c))
		if err != nil || got.Name != "王"+want || got.PrivateUse {
			t.Errorf("%U: %q %v %v", in, got.Name, got.PrivateUse, err)
		}
		if len(got.RawName) != 2 || got.RawName[1] != uint16(in) {
			t.Errorf("%U: raw %04X", in, got.RawName)
		}
	}
	// No point of the old block may stay in private use.
	for p := rune(0xE815); p <= 0xE864; p++ {
		c := zhang()
		c.Name = string(p)
		if got, err := idcard.DecodeReply(reply(t, c)); err != nil || got.PrivateUse {
			t.Errorf("%U stays", p)
		}
	}
	for _, p := range []rune{0xE000, 0xF8FF, 0xE865, 0x100000} {
		c := zhang()
		c.Name = "王" + string(p)
		if got, err := idcard.DecodeReply(reply(t, c)); err != nil || !got.PrivateUse {
			t.Errorf("%U: %v %v", p, got.PrivateUse, err)
		}
	}
}

func TestExpired(t *testing.T) {
	c := zhang()
	c.ValidTo = "2026-11-22"
	got, err := idcard.DecodeReply(reply(t, c))
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]bool{
		"2026-11-22T15:59:59Z": false, // one second to midnight in China
		"2026-11-22T16:00:00Z": true,
		"2020-01-01T00:00:00Z": false,
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got.Expired(now) != want {
			t.Errorf("at %s: %v", at, !want)
		}
	}
	c.ValidTo = "长期"
	if got, err = idcard.DecodeReply(reply(t, c)); err != nil || got.Expired(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)) || got.ValidTo.String() != "long-term" {
		t.Errorf("long-term: %v", err)
	}
}

func TestCardIsRedacted(t *testing.T) {
	c, err := idcard.DecodeReply(reply(t, zhang()))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("card", "card", c, "in", struct{ C idcard.Card }{c}, "at", &c)
	slog.New(slog.NewTextHandler(&log, nil)).Info("card", "card", c, "in", struct{ C idcard.Card }{c}, "at", &c)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&log, verb+verb+verb, c, &c, []idcard.Card{c})
	}
	fmt.Fprintln(&log, c, c.String(), zhang())
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	log.Write(b)
	for _, secret := range []string{"张三", "E5BCA0", "e5bca0", "2114", "19900307", "柳叶", "5f20", "24352"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}

func TestEthnicGroups(t *testing.T) {
	for code, want := range map[string]string{"01": "汉", "15": "土家", "30": "土", "56": "基诺", "57": "其他", "97": "其他",
		"58": "外国血统中国籍人士", "98": "外国血统中国籍人士", "00": "", "59": "", "1": "", "": "", "AB": "", "-1": "", "001": ""} {
		if got := idcard.EthnicGroup(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
		if back := idcard.EthnicCode(want); want != "" && code != "57" && code != "58" && back != code {
			t.Errorf("%s: %q", want, back)
		}
	}
}

// What the simulated card holds comes out again, whatever the layout.
func TestRoundTrip(t *testing.T) {
	han := rapid.StringOfN(rapid.RuneFrom([]rune("张三李四王小明䶮𠮷𬭊喆·")), 1, 7, 15)
	latin := rapid.StringMatching(`[A-Z]{1,20}( [A-Z]{1,20}){0,1}`)
	day := rapid.Custom(func(t *rapid.T) string {
		return time.Unix(rapid.Int64Range(-3e9, 4e9).Draw(t, "day"), 0).UTC().Format("2006-01-02")
	})
	rapid.Check(t, func(t *rapid.T) {
		c := idcardsim.CardData{
			Kind: rapid.SampledFrom([]string{"resident", "hkmt", "foreigner"}).Draw(t, "kind"),
			Name: han.Draw(t, "name"), Sex: rapid.SampledFrom([]string{"男", "女", "未知", "未说明"}).Draw(t, "sex"),
			Number: rapid.StringMatching(`[0-9]{17}[0-9X]`).Draw(t, "number"), Birth: day.Draw(t, "birth"),
			ValidFrom: "1870-01-01", ValidTo: rapid.OneOf(day, rapid.Just("long-term")).Draw(t, "to"),
		}
		switch c.Kind {
		case "resident":
			c.Ethnicity, c.Address, c.Issuer = "水", han.Draw(t, "address"), han.Draw(t, "issuer")
		case "hkmt":
			c.Address, c.Issuer = han.Draw(t, "address"), han.Draw(t, "issuer")
			c.PassNumber, c.IssueCount = "H12345678", rapid.IntRange(0, 99).Draw(t, "count")
		default:
			c.LatinName, c.Nationality = latin.Draw(t, "latin"), "398"
			c.Version = rapid.SampledFrom([]int{2017, 2023}).Draw(t, "version")
			if c.Version == 2017 {
				c.Number, c.Issuer = c.Number[:15], "1500"
			} else {
				c.IssueCount = rapid.IntRange(0, 99).Draw(t, "count")
			}
		}
		b, err := idcardsim.Reply(c, rapid.Bool().Draw(t, "prints"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := idcard.DecodeReply(b)
		if err != nil {
			t.Fatal(err)
		}
		f := got.Fields(time.Time{})
		back := idcardsim.CardData{Kind: f.Kind, Version: c.Version, Name: f.Name, LatinName: f.LatinName, Sex: f.Sex,
			Ethnicity: f.Ethnicity, Birth: f.Birth, Address: f.Address, Number: f.Number, Issuer: f.Issuer,
			ValidFrom: f.ValidFrom, ValidTo: f.ValidTo, Nationality: f.Nationality, PassNumber: f.PassNumber, IssueCount: f.IssueCount}
		if back != c {
			t.Fatalf("got %#v, want %#v", f, [](any){c.Kind, c.Version})
		}
	})
}

func FuzzDecodeReply(f *testing.F) {
	good := reply(f, zhang())
	f.Add(good)
	f.Add(good[1:600])
	f.Add(patch(good, 248, 'I'))
	f.Add(patch(good, 248, 'J'))
	f.Add(patch(good, 248, 'Y'))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := idcard.DecodeReply(b)
		switch {
		case err != nil && (idcard.Code(err) == "" || idcard.Code(err) == "failed"):
			t.Fatalf("no code for %v", err)
		case err == nil && (c.Number == "" || c.Birth.IsZero() || c.ValidTo.IsZero()):
			t.Fatal("half a card")
		}
	})
}

// The fuzzer finds its way into the text when the frame around it is right.
func FuzzText(f *testing.F) {
	f.Add(reply(f, zhang())[14:270])
	f.Fuzz(func(t *testing.T, text []byte) {
		b := reply(t, zhang())
		copy(b[14:270], text)
		c, err := idcard.DecodeReply(mend(b))
		if err == nil && strings.ContainsAny(c.Name+c.LatinName+c.Number+c.Address, "\x00\n\r\u202e\ufffd") {
			t.Fatal("control characters came through")
		}
	})
}
