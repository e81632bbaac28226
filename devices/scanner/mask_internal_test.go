package scanner

import (
	"bytes"
	"errors"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"hallkiosk/devices"
)

func TestMaskPayload(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		"李四 Ab7\r\n":                     "张三 Aa0\r\n",
		"]Q1名称：XY":                       "]Q1名称：AA",
		"x]Q1":                           "a]A0",
		"91350100M000100Y43":             "91430100MA4L16JQ9D",
		"91350100M000100Y44":             "00000000A000000A00",
		"A91350100M000100Y43":            "A00000000A000000A00",
		"uscc:91350100M000100Y43;":       "uscc:91430100MA4L16JQ9D;",
		"https://psc.gsxt.gov.cn/%7Bq9Z": "https://aaa.gsxt.gov.cn/%0AaA0A"[:24] + "%0Aa0A",
		"𠮷㐂é䶮":                           "𠮷张é三",
		"\xb0":                           "\xff",
		"a\xff1":                         "A\xff0",
	} {
		p := []byte(in)
		maskPayload(p, true)
		if string(p) != want {
			t.Errorf("%q became %q, want %q", in, p, want)
		}
	}
}

// A masked code is read as the code was: same length, encoding and flaw.
func TestMaskedCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(rapid.StringOf(rapid.RuneFrom([]rune("李四䶮𠮷㐀aZ09 :；\r\n"))).Draw(t, "text"))
		switch rapid.IntRange(0, 2).Draw(t, "as") {
		case 1:
			var err error
			if b, err = simplifiedchinese.GB18030.NewEncoder().Bytes(b); err != nil {
				t.Fatal(err)
			}
		case 2:
			b = rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		}
		was, wasErr := DecodeText(b)
		p := bytes.Clone(b)
		maskPayload(p, true)
		got, gotErr := DecodeText(p)
		if len(p) != len(b) || (wasErr == nil) != (gotErr == nil) && !errors.Is(wasErr, ErrControl) {
			t.Fatalf("%q (%v) became %q (%v)", b, wasErr, p, gotErr)
		}
		if wasErr == nil && utf8.RuneCountInString(was) != utf8.RuneCountInString(got) && utf8.Valid(b) == utf8.Valid(p) && !bytes.ContainsRune(p, utf8.RuneError) {
			t.Fatalf("%q became %q", was, got)
		}
	})
}

func FuzzMasker(f *testing.F) {
	f.Add([]byte("\x02\x03]Q1abc"), byte(1), byte(64))
	f.Add([]byte{0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0}, byte(0), byte(8))
	f.Add([]byte("张三\r\n]Q1A"), byte(2), byte(3))
	f.Add([]byte("\x03ab1zzzz\x07李四\r\x09MA4"), byte(4), byte(7))
	f.Fuzz(func(t *testing.T, b []byte, mode, size byte) {
		m := &Masker{mode: []Mode{Keyboard, POS, Serial, Auto, SimpleCOM}[mode%5]}
		var burst [][]byte
		for rest := bytes.Clone(b); len(rest) > 0; {
			n := min(int(size)+1, len(rest))
			burst, rest = append(burst, rest[:n:n]), rest[n:]
		}
		m.In(burst)
		if n := len(bytes.Join(burst, nil)); n != len(b) {
			t.Fatal("length changed")
		}
	})
}

// Of Simple COM reports only what is meant is kept, as a sample: a character that
// goes over two of them too, and neither what an earlier code has left behind the
// count nor a count that is none.
func TestMaskSimpleCOM(t *testing.T) {
	m := NewMasker()
	m.Control(devices.Request{RequestType: 0x81, Request: 6, Value: 0x2200}, []byte{0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0xC0})
	m.Control(devices.Request{RequestType: 0x80, Request: 6, Value: 0x0100}, []byte{18, 1, 0, 2, 0, 0, 0, 64, 0xE0, 0x05, 0x00, 0x06, 0, 1, 0, 0, 0, 1})
	burst := [][]byte{[]byte("\x05李\xe5\x9bold"), []byte("\x03\x9b7\rolder"), []byte("Mno"), nil} // 李四7, CR
	m.In(burst)
	want := []string{"\x05张\xe4\xb8\x00\x00\x00", "\x03\x890\r\x00\x00\x00\x00\x00", "\xff\x00\x00", ""}
	for i, w := range want {
		if string(burst[i]) != w {
			t.Errorf("report %d: %q, want %q", i, burst[i], w)
		}
	}
}

// Before it knows how the scanner speaks, a Masker leaves nothing.
func TestMaskerWithoutMode(t *testing.T) {
	m := NewMasker()
	m.Control(devices.Request{RequestType: 0x80, Request: 6, Value: 0x0200}, []byte{9, 2})
	p := []byte("李四")
	m.In([][]byte{p})
	m.Out(p[:2])
	if !bytes.Equal(p, make([]byte, 6)) {
		t.Errorf("%q is left", p)
	}
}
