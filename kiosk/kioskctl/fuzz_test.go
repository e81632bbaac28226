package main

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"hallkiosk/kiosk/visit"
)

func FuzzDecodeCard(f *testing.F) {
	frame := reply(f, resident(), false)
	f.Add(hex.EncodeToString(frame))
	f.Add(hex.EncodeToString(frame[:300]))
	f.Add(hex.EncodeToString(append(bytes.Repeat([]byte{0xAA}, 7), frame...)))
	f.Add("AAAAAA96690003")
	f.Add("\x00")
	f.Fuzz(func(t *testing.T, in string) {
		r := ctl(t, strings.NewReader(in), "decode", "idcard")
		if r.exit == 1 {
			refused(t, r, "")
			return
		}
		if got := decoded(t, r, 0, cardKeys); got["number"] == "" {
			t.Error("a card without a number")
		}
	})
}

// FuzzDecodeFrame spoils a good frame in one place and mends its checksum, so
// that the text behind it is reached.
func FuzzDecodeFrame(f *testing.F) {
	frame := reply(f, resident(), false)
	f.Add(14, []byte{0x20, 0xD8})
	f.Add(70, []byte("99999999"))
	f.Add(5, []byte{0, 0})
	f.Fuzz(func(t *testing.T, at int, with []byte) {
		b := bytes.Clone(frame)
		if at < 0 || at > len(b) {
			return
		}
		copy(b[at:], with)
		b[len(b)-1] = 0
		for _, c := range b[5 : len(b)-1] {
			b[len(b)-1] ^= c
		}
		r := ctl(t, strings.NewReader(hex.EncodeToString(b)), "decode", "idcard")
		if r.exit == 1 {
			refused(t, r, "")
			return
		}
		decoded(t, r, 0, cardKeys)
	})
}

func FuzzDecodeLicence(f *testing.F) {
	for _, s := range []string{"名称：XX开发有限公司；统一社会信用代码：" + uscc(), uscc(), `{"name":"a","uscc":"b"}`, "https://www.gsxt.gov.cn/?a=" + uscc(), "wxp://a", "<b>", "\x81\x30"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		r := ctl(t, bytes.NewReader(in), "decode", "licence")
		if r.exit == 1 {
			refused(t, r, "")
			return
		}
		code, _ := decoded(t, r, 0, licenceKeys)["uscc"].(string)
		if doubt := visit.CheckUSCC(code); doubt != nil {
			t.Errorf("a doubtful code was taken: %v", doubt)
		}
	})
}

func FuzzDecodeHandle(f *testing.F) {
	text, key, _ := handle(f)
	f.Add(text)
	f.Add(strings.ToLower(text))
	f.Add(text[:40])
	f.Add("HTTP://X/T/" + text[len(text)-140:])
	f.Fuzz(func(t *testing.T, in string) {
		r := ctl(t, strings.NewReader(in), "decode", "handle", "-key", key)
		if r.exit == 1 {
			refused(t, r, "")
			return
		}
		got := decoded(t, r, 0, withGenuine())
		meant := strings.ToUpper(strings.TrimSpace(in)) // and http is tolerated
		if got["genuine"] == true && meant != text && meant != "HTTP"+text[len("HTTPS"):] {
			t.Errorf("a forged handle is genuine: %v", got)
		}
	})
}
